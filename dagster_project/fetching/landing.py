"""Answers as files, before anything is read out of them: one WARC record each (ISO 28500).

``landed/feeds/2026-03-01/143015-0123456789ab.warc.gz`` is the answer that came on that day at that
time (UTC). A file is complete from the moment it has its name; what a killed program leaves behind
is hidden. The record's own headers say what it is:

- ``WARC-X-Kind``: ``feed``, or ``page`` for one that a feed links to;
- ``WARC-X-Newsroom``: the newsroom's name, where the settings give it;
- ``WARC-X-Published``: of a page, when its feed says it was published (ISO 8601, in the zone that
  the feed gives), where it does.
"""

import hashlib
import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import printable
from typing import Any, Literal
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dagster_project.fetching.answers import Answer

KIND_HEADER = "WARC-X-Kind"
NEWSROOM_HEADER = "WARC-X-Newsroom"
PUBLISHED_HEADER = "WARC-X-Published"

Kind = Literal["feed", "page"]

# The body is landed unpacked; these headers of the answer would contradict it.
_OF_THE_TRANSFER = {"content-encoding", "content-length", "transfer-encoding"}


def land(
    answer: Answer,
    landed: Path,
    kind: Kind,
    newsroom: str | None = None,
    published: str | None = None,
) -> Path:
    """Write an answer into ``landed``/feeds and return the file. Raises OSError."""
    folder = landed / "feeds" / f"{answer.fetched_at:%Y-%m-%d}"
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(answer.address.encode() + b"\0" + answer.body).hexdigest()[:12]
    path = folder / f"{answer.fetched_at:%H%M%S}-{digest}.warc.gz"
    unfinished = folder / f".{path.name}.part"
    try:
        with unfinished.open("wb") as file:
            _write(file, answer, kind, newsroom, published)
            file.flush()
            os.fsync(file.fileno())  # a name must not outlive a power cut without its content
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return path


@dataclass(frozen=True, slots=True)
class Landed:
    """A landed answer as it is read back. ``content_type`` is the server's word, or empty."""

    address: str
    content_type: str
    body: bytes


def read_landed(path: Path) -> Landed:
    """The answer in a file that `land` wrote. Raises OSError, and ValueError for any other file."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                return Landed(
                    address=record.rec_headers.get_header("WARC-Target-URI"),
                    content_type=record.http_headers.get_header("Content-Type") or "",
                    body=record.content_stream().read(),
                )
    raise ValueError(f"{path} holds no answer")


def _write(
    file: Any, answer: Answer, kind: Kind, newsroom: str | None, published: str | None
) -> None:
    writer = WARCWriter(file, gzip=True, warc_version="1.1")
    about = {
        "WARC-Date": f"{answer.fetched_at:%Y-%m-%dT%H:%M:%SZ}",
        KIND_HEADER: kind,
        NEWSROOM_HEADER: newsroom,
        PUBLISHED_HEADER: published,
    }
    record = writer.create_warc_record(
        answer.address,
        "response",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        warc_headers_dict={name: value for name, value in about.items() if value is not None},
        http_headers=StatusAndHeaders(
            _ascii(f"{answer.status} {answer.status_reason}".strip()),
            _unpacked_headers(answer),
            protocol="HTTP/1.1",
        ),
    )
    writer.write_record(record)


def _unpacked_headers(answer: Answer) -> list[tuple[str, str]]:
    """The answer's headers, the length that of the unpacked body.

    The original ones stay under the names that other archives give them. What is not ASCII is
    escaped.
    """
    headers = [
        (f"X-Orig-{name}" if name.lower() in _OF_THE_TRANSFER else name, _ascii(value))
        for name, value in answer.headers
    ]
    return [*headers, ("Content-Length", str(len(answer.body)))]


def _ascii(value: str) -> str:
    return quote(value, safe=printable)
