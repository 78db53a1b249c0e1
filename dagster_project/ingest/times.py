"""Days and times as people write them in metadata."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from dagster_project.ingest.errors import InputError
from dagster_project.ingest.publication import named_day

_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})\Z|(\d{4})(\d\d)(\d\d)\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")  # 16.05.2023; with dots it is no month
_GREENWICH = re.compile(r"\s*(?:UTC|GMT|Z)\Z", re.IGNORECASE)
_APART = re.compile(r"\s+(?=[+-]\d\d:?\d\d\Z)")  # a space before the zone
_SHOWN = 40  # characters of a wrong value


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as written in its own zone, ``YYYY-MM-DD``; its instant in UTC where a zone is told."""

    day: str
    instant: datetime | None = None


def parse_moment(text: str) -> Moment | None:
    """A day, an ISO 8601 time, or one of RFC 2822 as feeds have it; None for anything else.

    "16 May 2023" and "16.05.2023" are days too; "05/06/2023" is not, since it can be two.

    A time without a zone tells its day alone: a newsroom's clock may be anywhere.
    """
    text = text.strip()
    if named := named_day(text):
        return Moment(named)
    try:
        if found := _DAY_FIRST.match(text):
            return Moment(date(int(found[3]), int(found[2]), int(found[1])).isoformat())
        if day := _DAY.match(text):
            return Moment(date(*(int(part) for part in day.groups() if part)).isoformat())
        exact = _APART.sub("", _GREENWICH.sub("+00:00", text.replace("/", "-")))
        moment: datetime | None = datetime.fromisoformat(exact)
    except ValueError:
        moment = _rfc_2822(text)
    if moment is None:
        return None
    if moment.tzinfo is None:
        return Moment(moment.date().isoformat())
    try:
        instant = moment.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # the first or last day that there is
        instant = None
    return Moment(moment.date().isoformat(), instant)


def read_time(fields: Mapping[str, Any], name: str) -> Moment | None:
    """The moment in a field; None when it is missing, null or blank. Raises InputError."""
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, date):  # a datetime is one too
        value = value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_clock(value, name)
    if not isinstance(value, str):
        raise InputError(f'"{name}" must be a date as text, or seconds since 1970')
    if not value.strip():
        return None
    moment = parse_moment(value)
    if moment is None:
        shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
        raise InputError(f'"{name}" is not a date like 2022-03-08: {shown!r}')
    return moment


_MILLISECONDS_FROM = 1e11  # as seconds it would be the year 5138


def _of_clock(value: float, name: str) -> Moment:
    """Seconds or milliseconds since 1970, as interfaces of news tools give them."""
    try:
        seconds = value / 1000 if abs(value) >= _MILLISECONDS_FROM else value
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise InputError(f'"{name}" is not a time in seconds since 1970: {value}') from None
    return Moment(moment.date().isoformat(), moment.replace(tzinfo=None))


def _rfc_2822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
