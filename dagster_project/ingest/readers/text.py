"""A ``.txt`` file, and the ``.json`` of the same name beside it -> one article."""

import re
from collections.abc import Iterator
from typing import Any

from dagster_project.ingest.building import build_article
from dagster_project.ingest.errors import InputError
from dagster_project.ingest.field_mapping import our_fields
from dagster_project.ingest.fields import decode, parse_json_object
from dagster_project.ingest.inputs import Input, read_whole
from dagster_project.ingest.outcomes import LoadedArticle
from dagster_project.ingest.readers import ReadingContext

SUFFIXES = (".txt", ".text")

_TITLE = re.compile(r"\s*(?P<title>\S[^\r\n]*)(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_CLOSING_SOURCE = re.compile(r"(?:^|[\r\n])[ \t]*Source:[ \t]*(?P<source>[^\r\n]+?)\s*\Z")


def read(source: Input, context: ReadingContext) -> Iterator[LoadedArticle]:
    """The article. What the metadata file says outranks what the text says of itself.

    The text is the whole file, title and source line included, so that offsets point into what a
    reader of the file sees. The first line is the title when a blank line follows it; a closing
    ``Source: ...`` line names the source. A text whose metadata is broken is not loaded: its date
    would be lost.
    """
    text = decode(read_whole(source, context.limits.page_bytes))
    fields = _metadata(source.sidecar, context)
    for name, pattern in (("title", _TITLE), ("source", _CLOSING_SOURCE)):
        found = pattern.match(text) if name == "title" else pattern.search(text)
        if found and name not in fields:
            fields[name] = found[name]
    yield build_article(text, fields, source, context.limits)


def _metadata(sidecar: Input | None, context: ReadingContext) -> dict[str, Any]:
    if sidecar is None:
        return {}
    try:
        told = parse_json_object(decode(read_whole(sidecar, context.limits.page_bytes)))
    except InputError as error:
        name = sidecar.name.rpartition("/")[2]
        raise InputError(f"its metadata file {name}: {error}") from None
    fields = our_fields(told, context.mapping(sidecar))
    fields.pop("text", None)
    return fields
