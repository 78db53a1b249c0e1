"""Figures and dates as people write them in a cell -> the codebook's low, best and high, and days.

A figure is written as the command prints it, "12", "12 (10 to 15)", "12+": a spreadsheet takes
"10-15" for a date.
"""

import calendar
import re
from datetime import date, datetime, timedelta

from dagster_project.corrections.record import CorrectionError, SetValue

EARLIEST = date(1800, 1, 1)  # as the checks of the raw tables have it
LARGEST = 2**31 - 1  # what the figures' columns hold

_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"
_FIGURE = re.compile(
    rf"(?P<best>{_NUMBER})\s*(?:(?P<open>\+)|\(\s*(?P<low>{_NUMBER})\s*"
    rf"(?:\+|to\s+(?P<high>{_NUMBER}))\s*\))?"
)
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s+to\s+(?P<high>{_NUMBER})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)Z?)?")

_HOW_FIGURE = 'write 12, or "12 (10 to 15)", or "12+" where there is no ceiling'
HOW_DATE = (
    "write 2024-01-31 (a spreadsheet turns it into its own form: format the column as text first)"
)


def parse_figure(text: str) -> SetValue:
    """ "12", "12+", "12 (10 to 15)", "12 (10+)" or "10 to 15" (best is 10, as in the codebook)."""
    low: int
    best: int
    high: int | None
    if match := _RANGE.fullmatch(text):
        low = best = _number(match["low"])
        high = _number(match["high"])
    elif match := _FIGURE.fullmatch(text):
        best = _number(match["best"])
        low = best if match["low"] is None else _number(match["low"])
        is_closed = match["open"] is None and match["low"] is None
        high = best if is_closed else None if match["high"] is None else _number(match["high"])
    else:
        raise CorrectionError(f"{text!r} is not a figure: {_HOW_FIGURE}")
    if low > best or (high is not None and best > high):
        raise CorrectionError(f"{text!r} is not in the order low, best, high: {_HOW_FIGURE}")
    return SetValue(set_low=low, set_best=best, set_high=high)


def parse_dates(text: str, today: date) -> SetValue:
    """A day, a month, a year, "first to last", or "unknown".

    The precision of a range is day up to two days, week up to seven, month up to 31, else year.
    """
    if text.casefold() == "unknown":
        return SetValue(set_date_precision="unknown")
    if " to " in text:
        first, last = (parse_day(part.strip(), today) for part in text.split(" to ", 1))
        if last < first:
            raise CorrectionError(f"{text!r} ends before it begins")
        days = (last - first).days + 1
        precision = next(
            (word for most, word in ((2, "day"), (7, "week"), (31, "month")) if days <= most),
            "year",
        )
    elif _DAY.fullmatch(text):
        first = last = parse_day(text, today)
        precision = "day"
    elif match := _MONTH.fullmatch(text):
        first = parse_day(f"{text}-01", today)
        last = first.replace(day=calendar.monthrange(int(match[1]), int(match[2]))[1])
        precision = "month"
    elif _YEAR.fullmatch(text):
        first = parse_day(f"{text}-01-01", today)
        last = first.replace(month=12, day=31)
        precision = "year"
    else:
        raise CorrectionError(
            f"{text!r} is not a date: {HOW_DATE}, 2024-01, 2024, "
            '"2024-01-03 to 2024-01-09" or unknown'
        )
    return SetValue(
        set_date_start=first.isoformat(),
        set_date_end=last.isoformat(),
        set_date_precision=precision,
    )


def parse_day(text: str, today: date) -> date:
    """An ISO day from 1800 to tomorrow (it is already tomorrow in the east)."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise CorrectionError(f"{text!r} is not a day: {HOW_DATE}") from None
    if not EARLIEST <= day <= today + timedelta(days=1):
        raise CorrectionError(f"{text!r} is in the future, or before 1800")
    return day


def parse_made_at(text: str, today: date) -> datetime:
    """An ISO day, or a day and a time: "2024-05-02" or "2024-05-02 14:30"."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise CorrectionError(f"made_at {text!r} is not a day or time: {HOW_DATE}")
    day = parse_day(match[1], today)
    try:
        return datetime.fromisoformat(f"{day.isoformat()} {match[2] or '00:00'}")
    except ValueError:
        raise CorrectionError(f"made_at {text!r} is not a day or time: {HOW_DATE}") from None


def _number(text: str) -> int:
    number = int(text.replace(",", ""))
    if number > LARGEST:
        raise CorrectionError(f"{text} is more people than a table can hold")
    return number
