"""Checks of single fields, common to metadata files and JSON lines.

Each function returns a clean value or raises `InputError` with a reason a person can act on.
"""

import json
from collections.abc import Mapping
from typing import Any

from dagster_project.ingest.errors import InputError
from dagster_project.ingest.identity import article_id
from dagster_project.ingest.times import read_time
from dagster_project.records import Article

METADATA_FIELDS = ("title", "source", "url", "language")


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


def parse_json(text: str) -> Any:
    """A JSON value. Raises InputError for broken JSON, and where it is nested too deeply."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"character {error.pos + 1}" if error.lineno == 1 else f"line {error.lineno}"
        raise InputError(f"not valid JSON: {error.msg} ({where})") from None
    except (RecursionError, ValueError) as error:  # nested too deeply; a number of 5,000 digits
        raise InputError(f"not usable JSON: {error}") from None


def parse_json_object(text: str) -> dict[str, Any]:
    """One JSON object. Raises InputError for broken JSON and for any other JSON value."""
    value = parse_json(text)
    if not isinstance(value, dict):
        raise InputError(f"a JSON object is needed, found {_json_type(value)}")
    return value


def required_text(fields: Mapping[str, Any]) -> str:
    """The text of an article. Raises InputError where it is missing, or no text."""
    text = fields.get("text")
    if not isinstance(text, str):
        raise InputError('"text" is missing' if text is None else '"text" must be text')
    return text


def optional_text(fields: Mapping[str, Any], name: str) -> str | None:
    """A text field, stripped; None when it is missing, null or blank."""
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f'"{name}" must be text, found {_json_type(value)}')
    _require_storable(value, name)
    return value.strip() or None


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
    published = read_time(fields, "published_at")
    return Article(
        article_id=article_id(text),
        text=text,
        published_at=published.day if published else None,
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
