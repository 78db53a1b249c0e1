"""A landed feed -> the pages that its entries link to. Nothing else is read out of it here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any
from urllib.parse import urldefrag, urlsplit

import feedparser

from dagster_project.fetching.landing import Landed

# Browsers take these out of an address, and escape a space (URL Standard, 4.4).
_LINE_ENDS = re.compile(r"[\t\r\n]+")


class NotAFeedError(ValueError):
    """What was answered is no RSS or Atom feed; the message says what it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed announces. ``published`` is ISO 8601 as the feed has it, or None."""

    link: str
    published: str | None


def read_entries(feed: Landed) -> list[Entry]:
    """The entries that link to a page, in the feed's order, each address once.

    A feed without entries gives none. Raises NotAFeedError.
    """
    if not feed.body.strip():
        raise NotAFeedError("not a feed: the answer is empty")
    headers = {"content-location": feed.address}
    if feed.content_type:
        headers["content-type"] = feed.content_type
    try:
        # As a stream: bytes alone feedparser may take for the address of what to open.
        parsed = feedparser.parse(BytesIO(feed.body), response_headers=headers)
    except Exception as error:  # whatever a hostile document makes its parsers raise
        raise NotAFeedError(f"not a readable feed: {type(error).__name__}: {error}") from error
    if not parsed.get("version"):
        said = feed.content_type or "a document of no stated type"
        raise NotAFeedError(f"not a feed, but {said}")
    entries = {entry.link: entry for entry in _entries(parsed.entries)}
    if parsed.get("bozo") and not parsed.entries:
        broken = parsed.get("bozo_exception")
        if type(broken).__name__ == "SAXParseException":
            raise NotAFeedError(f"a broken feed: {broken}")
    return list(entries.values())


def _entries(entries: list[Mapping[str, Any]]) -> Iterator[Entry]:
    for entry in entries:
        told = _LINE_ENDS.sub("", str(entry.get("link") or "")).strip().replace(" ", "%20")
        try:
            link = urldefrag(told).url
            parts = urlsplit(link)
        except ValueError:  # half an IPv6 address
            continue
        if parts.scheme in ("http", "https") and parts.hostname and link.isprintable():
            yield Entry(link, _published(entry))


def _published(entry: Mapping[str, Any]) -> str | None:
    """When the entry was published, in the zone that it says; None where it says nothing usable."""
    told = str(entry.get("published") or "").strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(told).isoformat()
        except (ValueError, OverflowError):
            continue
    return None
