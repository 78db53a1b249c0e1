"""The marts as one DuckDB file and one Parquet file each, swapped in whole.

Files are written under temporary names and moved with ``os.replace``: a reader has the old file or
the new one, never half of one, and never waits. A killed run leaves temporary files only, which the
next run removes.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.paths import DataDir
from dagster_project.publishing.changes import describe_movements
from dagster_project.publishing.drill_down import create_macros
from dagster_project.publishing.quality_tables import copy_quality_tables
from dagster_project.warehouse import STORAGE_VERSION, assert_identifier, attached, row_count

_TEMPORARY = ".publishing-"


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: rows of each mart, and the monthly figures that moved.

    ``moved`` is in lines for people.
    """

    row_counts: dict[str, int]
    moved: str


def publish_marts(data_dir: DataDir, marts: Sequence[str]) -> Publication:
    """Publish the named tables of schema marts.

    Only the one writer of the data directory may call this. Raises duckdb.CatalogException when a
    mart is missing; what was published before then stays as it is.
    """
    target = data_dir.published
    target.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(target)
    finished = {target / f"{mart}.parquet": _temporary(target, f"{mart}.parquet") for mart in marts}
    database = _temporary(target, data_dir.published_database.name)
    connection = duckdb.connect(
        str(database), config={"storage_compatibility_version": STORAGE_VERSION}
    )
    try:
        with attached(connection, data_dir.warehouse, "warehouse"):
            connection.execute("create schema marts")
            counts = {mart: _copy_mart(connection, mart) for mart in marts}
            copy_quality_tables(connection)
        for path, temporary in finished.items():
            connection.table(f"marts.{path.stem}").write_parquet(str(temporary), compression="zstd")
        create_macros(connection)
        moved = describe_movements(connection, data_dir.published_database)
    finally:
        connection.close()
    for path, temporary in {**finished, data_dir.published_database: database}.items():
        os.replace(temporary, path)  # noqa: PTH105 - the name says what matters here
    return Publication(counts, moved)


def _copy_mart(connection: duckdb.DuckDBPyConnection, mart: str) -> int:
    """Copy one table with its comments; returns its number of rows."""
    assert_identifier(mart)
    connection.execute(
        f"create table marts.{mart} as select * from warehouse.marts.{mart} order by all"  # noqa: S608 - checked above
    )
    comments = connection.execute(
        """
        select '' as column_name, comment from duckdb_tables()
        where database_name = 'warehouse' and schema_name = 'marts' and table_name = $mart
        union all
        select '' as column_name, comment from duckdb_views()
        where database_name = 'warehouse' and schema_name = 'marts' and view_name = $mart
        union all
        select column_name, comment from duckdb_columns()
        where database_name = 'warehouse' and schema_name = 'marts' and table_name = $mart
        """,
        {"mart": mart},
    ).fetchall()
    for column, comment in comments:
        if comment is None:
            continue
        what = f'column marts.{mart}."{column}"' if column else f"table marts.{mart}"
        text = comment.replace("'", "''")
        connection.execute(f"comment on {what} is '{text}'")
    return row_count(connection, f"marts.{mart}")


def _temporary(folder: Path, name: str) -> Path:
    return folder / f"{_TEMPORARY}{name}"


def _remove_leftovers(folder: Path) -> None:
    for leftover in folder.glob(f"{_TEMPORARY}*"):
        leftover.unlink()
