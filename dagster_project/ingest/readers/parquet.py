"""Parquet -> articles, one per row."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dagster_project.ingest.building import build_article
from dagster_project.ingest.errors import InputError
from dagster_project.ingest.field_mapping import COMMON_NAMES, our_fields
from dagster_project.ingest.fields import required_text
from dagster_project.ingest.inputs import Input, read_whole
from dagster_project.ingest.outcomes import Outcome, RejectedInput
from dagster_project.ingest.readers import ReadingContext

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

SUFFIXES = (".parquet", ".pq")
_BATCH_ROWS = 1_000


def read(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    """One outcome per row, from 1. Only the columns of an article are read, a batch at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with source.open() as stream:
        try:
            # Its table of contents stands at the end: what cannot be wound back is read whole.
            whole = (
                stream
                if stream.seekable()
                else io.BytesIO(read_whole(source, context.limits.document_bytes))
            )
            file = pq.ParquetFile(whole)
            columns = _columns(file, source, context)
            number = 0
            for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=columns):
                for row in _rows(batch):
                    number += 1
                    try:
                        if isinstance(row, Exception):
                            raise InputError(f"a value that cannot be read: {str(row)[:120]}")
                        fields = our_fields(row, context.mapping(source))
                        text = required_text(fields)
                        yield build_article(text, fields, source, context.limits, number)
                    except InputError as error:
                        yield RejectedInput(source.name, number, str(error))
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"not usable Parquet: {str(error)[:200]}") from None
    if number == 0:
        raise InputError("the table has no rows")


def _rows(batch: "pa.RecordBatch") -> "list[dict[str, Any]] | list[dict[str, Any] | Exception]":
    """The rows of a batch; in place of one with a value that Python cannot hold, the error."""
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
        return rows
    except (ValueError, OverflowError):
        return [_row(batch, at) for at in range(batch.num_rows)]


def _row(batch: "pa.RecordBatch", at: int) -> "dict[str, Any] | Exception":
    try:
        row: dict[str, Any] = batch.slice(at, 1).to_pylist()[0]
        return row
    except (ValueError, OverflowError) as error:
        return error


def _columns(file: "pq.ParquetFile", source: Input, context: ReadingContext) -> list[str]:
    """The columns to read. Raises InputError without one for the text, and for a bomb."""
    wanted = {name for names in COMMON_NAMES.values() for name in names}
    wanted |= {name.partition(".")[0] for name in context.mapping(source).values()}
    names = file.schema_arrow.names
    if "text" not in our_fields(dict.fromkeys(names, "x"), context.mapping(source)):
        raise InputError(f"no column for the text among: {', '.join(names)[:200]}")
    for group in range(file.metadata.num_row_groups):
        size = file.metadata.row_group(group).total_byte_size
        if size > context.limits.unpacked_bytes or size < 0:
            raise InputError(f"a row group of {size:,} bytes is more than is read")
    return [name for name in names if name in wanted]
