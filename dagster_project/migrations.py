"""Brings a warehouse to the schema of this version: schema/NNNN_name.sql, one after the other.

A file that was released is never edited: what changes afterwards is a file of the next number. What
dbt builds (staging, marts) is made anew by every run and needs none.
"""

from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

import duckdb

SCHEMA_DIR = Path(__file__).parent / "schema"

# Of its own, so that it can be read of a warehouse whatever else that has.
_VERSIONS = """
create schema if not exists ops;
create table if not exists ops.schema_versions (
    schema_version integer not null,
    step varchar not null,
    program_version varchar not null,
    migrated_at timestamp not null
);
comment on table ops.schema_versions is 'One row per step that the schema took.';
comment on column ops.schema_versions.schema_version is 'The number of the step.';
comment on column ops.schema_versions.step is 'Its name: schema/<step>.sql of the program.';
comment on column ops.schema_versions.program_version is 'The version of the program that took it.';
comment on column ops.schema_versions.migrated_at is 'When it was taken, UTC.';
"""


class WarehouseError(RuntimeError):
    """The warehouse cannot be used now; the message says why, and what to do."""


class NewerWarehouseError(WarehouseError):
    """A newer version of this program wrote the warehouse; this one would damage it."""


@cache
def migration_steps(folder: Path = SCHEMA_DIR) -> dict[int, Path]:
    """The files that lead from an empty warehouse to this version's, by number, from 1 on."""
    steps = {int(path.name.partition("_")[0]): path for path in sorted(folder.glob("*.sql"))}
    if list(steps) != list(range(1, len(steps) + 1)):
        raise ValueError(f"the files in {folder} are not numbered from 1 without a gap")
    return steps


def schema_version(connection: duckdb.DuckDBPyConnection) -> int:
    """Of a warehouse: the number of its last step; 0 where none was counted."""
    known = connection.execute(
        "select count(*) from duckdb_tables() "
        "where schema_name = 'ops' and table_name = 'schema_versions' "
        "and database_name = current_database()"
    ).fetchall()
    if known == [(0,)]:
        return 0
    [(last,)] = connection.execute(
        "select coalesce(max(schema_version), 0) from ops.schema_versions"
    ).fetchall()
    return int(last)


def migrate(connection: duckdb.DuckDBPyConnection, folder: Path = SCHEMA_DIR) -> list[int]:
    """Apply the steps that a warehouse lacks, all of them or none; their numbers.

    Raises NewerWarehouseError for one that has more steps than this version knows.
    """
    steps, reached = migration_steps(folder), schema_version(connection)
    if reached > len(steps):
        raise NewerWarehouseError(
            f"The warehouse has schema {reached}, and casualty-ledger {version('casualty-ledger')} "
            f"knows up to {len(steps)}: a newer version wrote it. Install that one, or restore a "
            "backup of before. Nothing was changed."
        )
    missing = [number for number in steps if number > reached]
    if not missing:
        return []
    connection.begin()
    try:
        connection.execute(_VERSIONS)
        for number in missing:
            connection.execute(steps[number].read_text(encoding="utf-8"))
            connection.execute(
                "insert into ops.schema_versions values (?, ?, ?, ?)",
                [
                    number,
                    steps[number].stem,
                    version("casualty-ledger"),
                    datetime.now(UTC).replace(tzinfo=None),
                ],
            )
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return missing
