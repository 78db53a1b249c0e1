"""raw.corrections and raw.rejected_corrections: what people set right, and what cannot be taken."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import dagster as dg
import duckdb

from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.assets.previews import preview
from dagster_project.corrections import ReadCorrections, read_corrections
from dagster_project.resources import Warehouse
from dagster_project.warehouse import insert_rows, transaction, utc_now

CORRECTIONS = raw_table(
    "corrections", "One row per correction that a person made and that can be applied."
)
REJECTED_CORRECTIONS = raw_table(
    "rejected_corrections",
    "One row per line of a corrections file, or whole file, that could not be taken.",
)


@dg.multi_asset(specs=[CORRECTIONS, REJECTED_CORRECTIONS])
def peoples_corrections(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[Any]]:
    """One row per correction, one per line that is none. The files are read whole each time."""
    read = read_corrections(warehouse.files.corrections, utc_now().date())
    with warehouse.open() as connection:
        load_corrections(connection, read)
        shown = {
            spec.key: preview(context, connection, ".".join(spec.key.path))
            for spec in (CORRECTIONS, REJECTED_CORRECTIONS)
        }
    context.log.info(f"corrections: {len(read.corrections)}; lines rejected: {len(read.rejected)}")
    for rejected in read.rejected:
        line = "" if rejected.input_line is None else f", line {rejected.input_line}"
        context.log.warning(f"correction rejected: {rejected.input_file}{line}: {rejected.reason}")
    yield dg.MaterializeResult(
        asset_key=CORRECTIONS.key,
        metadata={**row_counts(row_count=len(read.corrections)), **shown[CORRECTIONS.key]},
    )
    yield dg.MaterializeResult(
        asset_key=REJECTED_CORRECTIONS.key,
        metadata={**row_counts(row_count=len(read.rejected)), **shown[REJECTED_CORRECTIONS.key]},
    )


def load_corrections(connection: duckdb.DuckDBPyConnection, read: ReadCorrections) -> None:
    """Make the two tables what was read, and nothing else: a deleted line's correction is gone."""
    with transaction(connection):
        for table in ("raw.corrections", "raw.rejected_corrections"):
            connection.execute(f"delete from {table}")  # noqa: S608 - two constants
        insert_rows(
            connection,
            "raw.corrections",
            [made.to_row(precedence) for precedence, made in enumerate(read.corrections, 1)],
        )
        insert_rows(
            connection, "raw.rejected_corrections", [asdict(line) for line in read.rejected]
        )
        # What its check took out leaves quarantine with its line.
        connection.execute(
            "delete from raw.quarantined_rows where table_name = 'raw.corrections' "
            "and row_id not in (select correction_id from raw.corrections)"
        )
