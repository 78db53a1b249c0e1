"""A ``.json`` file -> its articles: one object, or a list of them, as news-please and APIs give."""

import json
from collections.abc import Iterator
from typing import Any

from dagster_project.ingest.building import build_article
from dagster_project.ingest.errors import InputError
from dagster_project.ingest.field_mapping import our_fields
from dagster_project.ingest.fields import decode, parse_json, required_text
from dagster_project.ingest.inputs import Input, read_whole
from dagster_project.ingest.outcomes import Outcome, RejectedInput
from dagster_project.ingest.readers import ReadingContext

SUFFIXES = (".json",)

# Where answers of APIs keep their list.
_LISTS = ("articles", "results", "items", "data", "news", "docs", "documents", "stories")


def read(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    """One outcome per object with a text; of a list, the place in it is the line, from 1."""
    value = parse_json(decode(read_whole(source, context.limits.document_bytes)))
    if isinstance(value, dict):
        inner = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
        if inner is None:
            yield _article(value, source, context, None)
            return
        value = inner
    if not isinstance(value, list):
        raise InputError("neither an object nor a list of objects")
    if not value:
        raise InputError("the list is empty")
    for number, each in enumerate(value, start=1):
        try:
            yield _article(each, source, context, number)
        except InputError as error:
            yield RejectedInput(source.name, number, str(error))


def _article(value: Any, source: Input, context: ReadingContext, number: int | None) -> Outcome:
    if not isinstance(value, dict):
        raise InputError(f"a JSON object is needed, found {json.dumps(value)[:40]}")
    fields = our_fields(value, context.mapping(source))
    if number is None and fields.get("text") is None:
        raise InputError("metadata without its text: no .txt of this name, and no text inside")
    return build_article(required_text(fields), fields, source, context.limits, number)
