"""A release at an address -> a file in the data directory, asked for only if it may be new."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from dagster_project.fetching.feed_list import FeedList
from dagster_project.fetching.web import Web
from dagster_project.reference import ReferenceSource

_NOT_MODIFIED = 304
_VALIDATORS = ("etag", "last_modified")


@dataclass(frozen=True, slots=True)
class Download:
    """Where the release lies, and what to ask for it by the next time."""

    path: Path
    validators: dict[str, str | None]


def download_release(
    source: ReferenceSource,
    bounds: FeedList,
    folder: Path,
    before: Mapping[str, Any] | None,
) -> Download:
    """The file of an address, which replaces the one before as a whole.

    ``bounds`` say how to ask, and who; ``before`` is the row of what is loaded. A server that gave
    neither an etag nor a date is not asked again: a release's address has its version in it.
    Raises FetchError, OSError; the file that was there stays.
    """
    address = source.address
    if address is None:
        raise ValueError("the source has no address")
    path = folder / _file_name(address)
    known = before if before and before["address"] == address and path.is_file() else None
    validators = {name: known[name] if known else None for name in _VALIDATORS}
    told = {"address": address, **validators}
    if known and not any(validators.values()):
        return Download(path, told)
    own_bounds = bounds.model_copy(
        update={"max_bytes": source.max_bytes, "total_seconds": source.total_seconds}
    )
    with Web(own_bounds) as web:
        answer = web.get(address, **validators)
    if answer.status == _NOT_MODIFIED:
        return Download(path, told)
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".downloading-{path.name}"
    aside.write_bytes(answer.body)
    os.replace(aside, path)  # noqa: PTH105 - the name says what matters here
    return Download(
        path,
        {
            "address": address,
            "etag": answer.header("ETag"),
            "last_modified": answer.header("Last-Modified"),
        },
    )


def _file_name(address: str) -> str:
    """The last part of the address; of one that has none, or an odd one, ``release.zip``."""
    name = unquote(urlsplit(address).path).rpartition("/")[2]
    is_plain = name.isprintable() and not name.startswith(".") and "/" not in name
    return name if is_plain and name.lower().endswith((".csv", ".zip")) else "release.zip"
