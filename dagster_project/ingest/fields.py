"""Checks of single fields, common to metadata files and JSON lines.

Each function returns a clean value or raises `InputError` with a reason a person can act on.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dagster_project.ingest.identity import article_id
from dagster_project.records import Article

METADATA_FIELDS = ("title", "source", "url", "language")


class InputError(ValueError):
    """An input that cannot be read; the message is the reason shown to the user."""


def decode(data: bytes) -> str:
    """UTF-8 bytes as text; a byte order mark is dropped, line ends stay.

    Raises InputError for other encodings and for binary data.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("not UTF-8 text: it starts like UTF-16; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 text: byte {error.start + 1} cannot be decoded") from None
    if "\0" in text:
        raise InputError("contains NUL characters, so it is not a text file")
    return text


def parse_json_object(text: str) -> dict[str, Any]:
    """One JSON object. Raises InputError for broken JSON and for any other JSON value."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"character {error.pos + 1}" if error.lineno == 1 else f"line {error.lineno}"
        raise InputError(f"not valid JSON: {error.msg} ({where})") from None
    except (RecursionError, ValueError) as error:  # nested too deeply; a number of 5,000 digits
        raise InputError(f"not usable JSON: {error}") from None
    if not isinstance(value, dict):
        raise InputError(f"a JSON object is needed, found {_json_type(value)}")
    return value


def optional_text(fields: Mapping[str, Any], name: str) -> str | None:
    """A text field, stripped; None when it is missing, null or blank."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f'"{name}" must be text, found {_json_type(value)}')
    _require_storable(value, name)
    return value.strip() or None


def optional_day(fields: Mapping[str, Any], name: str) -> str | None:
    """A day as ``YYYY-MM-DD``; of an ISO 8601 time stamp the day as written, in its own zone."""
    text = optional_text(fields, name)
    if text is None:
        return None
    try:
        if len(text) == len("YYYY-MM-DD"):
            return date.fromisoformat(text).isoformat()
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        raise InputError(f'"{name}" is not a date like 2022-03-08: {_shortened(text)!r}') from None


def external_id(fields: Mapping[str, Any]) -> str | None:
    """The id the input gives its article; numbers are kept as their digits."""
    value = fields.get("article_id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return optional_text(fields, "article_id")


def make_article(text: str, fields: Mapping[str, Any]) -> Article:
    """An article of ``text``, with whatever metadata ``fields`` gives.

    Raises InputError when the text is blank or a field is unusable.
    """
    if not text.strip():
        raise InputError("the text is empty")
    _require_storable(text, "text")
    return Article(
        article_id=article_id(text),
        text=text,
        published_at=optional_day(fields, "published_at"),
        external_id=external_id(fields),
        **{name: optional_text(fields, name) for name in METADATA_FIELDS},
    )


def _require_storable(text: str, name: str) -> None:
    if "\0" in text:
        raise InputError(f'"{name}" contains NUL characters')
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(f'"{name}" contains half a surrogate pair, which is not text') from None


def _json_type(value: object) -> str:
    names = {bool: "true or false", list: "a list", dict: "an object", str: "text"}
    if value is None:
        return "null"
    return names.get(type(value), "a number")


def _shortened(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
