"""A WARC file (ISO 28500), as archives and crawlers keep the web -> its pages and feeds."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from dagster_project.ingest.errors import InputError
from dagster_project.ingest.inputs import Input
from dagster_project.ingest.outcomes import Outcome, RejectedInput
from dagster_project.ingest.readers import ReadingContext, feed, html

SUFFIXES = (".warc",)

_FEEDS = ("xml", "rss", "atom")
_PAGES = ("text/html", "application/xhtml")
_RECORDS = ("response", "resource")
_OK = "200"
_KIND = "WARC-X-Kind"  # our own fetches say what they asked for, which outranks the media type


def read(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    """The outcomes of every answer that is a page or a feed; the record, from 1, is the line.

    Requests, pictures, styles and answers other than 200 are no articles and are passed over. A
    broken record ends the reading: where the next begins is not known.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    number = 0
    with source.open() as stream:
        try:
            for number, record in enumerate(ArchiveIterator(stream), start=1):
                if number > context.limits.archive_members:
                    raise InputError(f"more than {context.limits.archive_members:,} records")
                yield from _record(record, number, source, context)
        except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, EOFError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(
                f"record {number + 1} is broken: {str(error)[:120]}; nothing after it was read"
            ) from None
    if number == 0:
        raise InputError("no record of a WARC file")


def _record(record: Any, number: int, source: Input, context: ReadingContext) -> Iterator[Outcome]:
    kind = _kind(record)
    if kind is None:
        return
    limit = context.limits.page_bytes if kind == "page" else context.limits.document_bytes
    try:
        data = record.content_stream().read(limit + 1)
        if len(data) > limit:
            raise InputError(f"more than the {limit:,} bytes that are read at once")
        member = Input(
            source.name,
            lambda: io.BytesIO(data),
            fetched_at=_fetched_at(record),
            fields=_fields(record),
        )
        outcomes = (
            html.read(member, context) if kind == "page" else feed.read_feed(data, member, context)
        )
        for outcome in outcomes:
            yield _numbered(outcome, number)
    except InputError as error:
        yield RejectedInput(source.name, number, str(error))


def _kind(record: Any) -> str | None:
    if record.rec_type not in _RECORDS:
        return None
    told = record.rec_headers.get_header(_KIND)
    if record.http_headers is not None:
        if record.http_headers.get_statuscode() != _OK:
            return None
        media = record.http_headers.get_header("Content-Type") or ""
    else:
        media = record.rec_headers.get_header("Content-Type") or ""
    if told in ("feed", "page"):
        return str(told)
    media = media.lower()
    if media.startswith(_PAGES):
        return "page"
    return "feed" if any(word in media for word in _FEEDS) else None


def _fetched_at(record: Any) -> datetime | None:
    told = record.rec_headers.get_header("WARC-Date")
    try:
        moment = datetime.fromisoformat(told) if told else None
    except ValueError:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment and moment.tzinfo else moment


def _fields(record: Any) -> dict[str, str]:
    """What the fetch knew: the address, and of a page found through a feed what the feed said."""
    told = {
        "url": record.rec_headers.get_header("WARC-Target-URI"),
        "source": record.rec_headers.get_header("WARC-X-Newsroom"),
        "published_at": record.rec_headers.get_header("WARC-X-Published"),
    }
    return {name: value.strip("<> ") for name, value in told.items() if value}


def _numbered(outcome: Outcome, number: int) -> Outcome:
    """The outcome with the record as its line; a page in an archive has no file of its own."""
    address = getattr(outcome, "address", None)
    changes: dict[str, Any] = {"input_line": number}
    if address is not None and address.startswith("file:"):
        changes["address"] = None
    return replace(outcome, **changes)
