"""JSON lines -> articles, one per line."""

from collections.abc import Iterable, Iterator, Mapping

from dagster_project.ingest.building import build_article
from dagster_project.ingest.errors import InputError
from dagster_project.ingest.field_mapping import our_fields
from dagster_project.ingest.fields import decode, parse_json_object, required_text
from dagster_project.ingest.inputs import Input, bounded_lines
from dagster_project.ingest.outcomes import Outcome, RejectedInput
from dagster_project.ingest.readers import ReadingContext

SUFFIXES = (".jsonl", ".ndjson", ".jsonlines")


def read(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    """One outcome per line that is not blank, in order, as the lines arrive.

    Fields are those of a mapping of the settings, else of `field_mapping.COMMON_NAMES`; others are
    ignored. Lines count from 1.
    """
    is_empty = True
    for outcome in read_lines(bounded_lines(source, context.limits), source, context):
        is_empty = False
        yield outcome
    if is_empty:
        raise InputError("the file is empty")


def read_lines(
    lines: Iterable[bytes | None], source: Input, context: ReadingContext, first: int = 1
) -> Iterator[Outcome]:
    """The outcomes of lines of ``source`` from number ``first`` on; None is a line too long."""
    mapping = context.mapping(source)
    for number, line in enumerate(lines, start=first):
        if line is not None and not line.strip():
            continue
        try:
            if line is None:
                raise InputError(f"longer than {context.limits.line_bytes:,} bytes")
            yield _article(line, mapping, source, context, number)
        except InputError as error:
            yield RejectedInput(source.name, number, str(error))


def _article(
    line: bytes, mapping: Mapping[str, str], source: Input, context: ReadingContext, number: int
) -> Outcome:
    fields = our_fields(parse_json_object(decode(line).strip()), mapping)
    return build_article(required_text(fields), fields, source, context.limits, number)
