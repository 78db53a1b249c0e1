"""An RSS or Atom feed -> an article for each entry."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from dagster_project.ingest.building import build_article
from dagster_project.ingest.errors import InputError
from dagster_project.ingest.inputs import Input, read_whole
from dagster_project.ingest.outcomes import Outcome, RejectedInput
from dagster_project.ingest.readers import ReadingContext
from dagster_project.ingest.times import parse_moment

SUFFIXES = (".xml", ".rss", ".atom", ".rdf")

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|tr)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,2000}>")


def read(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    """One outcome per entry; its number in the feed, from 1, is the line.

    The text is the entry's title and its content, or where a feed has none its summary: a feed
    often gives no more than that. Raises InputError for what is no feed, and for a feed that
    declares entities, by which a few bytes can grow to gigabytes.
    """
    yield from read_feed(read_whole(source, context.limits.document_bytes), source, context)


def read_feed(data: bytes, source: Input, context: ReadingContext) -> Iterator[Outcome]:
    """The entries of a feed given as bytes; see `read`."""
    import feedparser

    if _ENTITY.search(data):
        raise InputError("a feed that declares entities is not read")
    feed = feedparser.parse(data, resolve_relative_uris=False, sanitize_html=False)
    if not feed.version:
        why = feed.get("bozo_exception")
        raise InputError(f"no RSS or Atom feed{f': {str(why)[:120]}' if why else ''}")
    newsroom, site = feed.feed.get("title"), feed.feed.get("link") or ""
    for number, entry in enumerate(feed.entries, start=1):
        try:
            fields = _fields(entry, newsroom, site)
            yield build_article(
                _text(entry),
                fields,
                source,
                context.limits,
                number,
                is_excerpt=not entry.get("content"),
            )
        except InputError as error:
            yield RejectedInput(source.name, number, str(error))
    if feed.bozo and not feed.entries:
        raise InputError(f"a broken feed: {str(feed.get('bozo_exception'))[:120]}")


def _fields(entry: Mapping[str, Any], newsroom: str | None, site: str) -> dict[str, Any]:
    source = entry.get("source")
    return {
        "title": _plain(entry.get("title", "")) or None,
        "url": _address(site, entry.get("link")),
        "source": (source.get("title") if isinstance(source, Mapping) else None) or newsroom,
        "published_at": _time(entry, "published") or _time(entry, "updated"),
        "updated_at": _time(entry, "updated"),
        "article_id": entry.get("id"),
        "language": entry.get("language"),
    }


def _time(entry: Mapping[str, Any], name: str) -> str | None:
    """A time as the feed writes it, else as its library reads it; none where neither can."""
    told = entry.get(name)
    if not told or parse_moment(told):
        return told or None
    parsed = entry.get(f"{name}_parsed")
    return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}" if parsed else None


def _address(site: str, link: str | None) -> str | None:
    try:
        return urljoin(site, link) if link else None
    except ValueError:  # "http://[" is no address
        return link


def _text(entry: Mapping[str, Any]) -> str:
    """Title, a blank line, and the longest of what the entry tells, without its markup."""
    bodies = [_plain(part.get("value", "")) for part in entry.get("content", ())]
    bodies.append(_plain(entry.get("summary", "")))
    title, body = _plain(entry.get("title", "")), max(bodies, key=len)
    if not body:
        raise InputError("an entry without content or summary")
    return f"{title}\n\n{body}" if title else body


def _plain(markup: str) -> str:
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", markup)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
