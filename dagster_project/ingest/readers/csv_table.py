"""CSV and TSV -> articles, one per row below the header."""

import csv
from collections.abc import Iterator

from dagster_project.ingest.building import build_article
from dagster_project.ingest.errors import InputError
from dagster_project.ingest.field_mapping import our_fields
from dagster_project.ingest.fields import decode, required_text
from dagster_project.ingest.inputs import Input, bounded_lines
from dagster_project.ingest.outcomes import Outcome, RejectedInput
from dagster_project.ingest.readers import ReadingContext

SUFFIXES = (".csv", ".tsv")
_SEPARATORS = ",;\t|"


def read(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    """One outcome per row; rows are counted from 1 below the header, so that quotes may hold lines.

    The separator is the one of comma, semicolon, tab and bar that stands in the header most often.
    A row with a broken quote or encoding ends the reading: what follows cannot be told apart.
    """
    csv.field_size_limit(context.limits.line_bytes)
    lines = _text_lines(source, context)
    header_line = next(lines, None)
    if header_line is None:
        raise InputError("the file is empty")
    separator = max(_SEPARATORS, key=header_line.count)
    header = [name.strip() for name in next(csv.reader([header_line], delimiter=separator))]
    mapping = context.mapping(source)
    if "text" not in our_fields(dict.fromkeys(header, "x"), mapping):
        raise InputError(f"no column for the text among: {', '.join(header)[:200]}")
    rows = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except (csv.Error, InputError) as error:
            raise InputError(f"row {number}: {error}; the rows after it were not read") from None
        if not any(cell.strip() for cell in row):
            continue
        try:
            if len(row) > len(header):
                raise InputError(f"{len(row)} cells, but the header has {len(header)}")
            fields = our_fields(dict(zip(header, row, strict=False)), mapping)
            yield build_article(required_text(fields), fields, source, context.limits, number)
        except InputError as error:
            yield RejectedInput(source.name, number, str(error))


def _text_lines(source: Input, context: ReadingContext) -> Iterator[str]:
    for line in bounded_lines(source, context.limits):
        if line is None:
            raise InputError(f"a line longer than {context.limits.line_bytes:,} bytes")
        yield decode(line)
