"""The marts of the warehouse as one DuckDB file, and as one Parquet file each."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.publishing.changes import describe_movements
from dagster_project.publishing.drill_down import create_macros
from dagster_project.publishing.quality_tables import copy_quality_tables
from dagster_project.warehouse import STORAGE_VERSION, assert_identifier, attached


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: its number of rows, and a sum over their hashes, in any order."""

    row_count: int
    checksum: str


@dataclass(frozen=True, slots=True)
class WrittenDatabase:
    """What was written, and from what: by mart, as the warehouse has it.

    ``newest_builds``: the ids of all builds, the newest first. ``moved`` is in lines for people.
    """

    build_id: str
    newest_builds: Sequence[str]
    contents: dict[str, Content]
    moved: str


def write_database(
    warehouse: Path, marts: Sequence[str], database: Path, before: Path
) -> WrittenDatabase:
    """Write the named tables of schema marts, with their comments, and the macros over them.

    ``before`` is the file published last; it need not be there. Raises duckdb.CatalogException when
    a mart is missing.
    """
    connection = duckdb.connect(
        str(database), config={"storage_compatibility_version": STORAGE_VERSION}
    )
    try:
        with attached(connection, warehouse, "warehouse"):
            connection.execute("create schema marts")
            contents = {mart: _copy_mart(connection, mart) for mart in marts}
            copy_quality_tables(connection)
            builds = connection.execute(
                "select build_id from warehouse.raw.builds order by built_at desc, build_id desc"
            ).fetchall()
        create_macros(connection)
        moved = describe_movements(connection, before)
    finally:
        connection.close()
    newest = [build_id for (build_id,) in builds]
    return WrittenDatabase(newest[0], newest, contents, moved)


def write_parquet_files(
    connection: duckdb.DuckDBPyConnection, marts: Sequence[str], folder: Path
) -> None:
    """Write each of the named tables of schema marts as ``<mart>.parquet``."""
    for mart in marts:
        connection.table(f"marts.{mart}").write_parquet(
            str(folder / f"{mart}.parquet"), compression="zstd"
        )


def content_of(connection: duckdb.DuckDBPyConnection, table: str) -> Content:
    """The content of a table, of a view, or of what ``from`` can read otherwise."""
    [(count, checksum)] = connection.execute(
        f"select count(*), coalesce(sum(hash(t)::hugeint), 0)::varchar from {table} as t"  # noqa: S608 - of callers' own names
    ).fetchall()
    return Content(count, checksum)


def _copy_mart(connection: duckdb.DuckDBPyConnection, mart: str) -> Content:
    """Copy one table with its comments; returns what it is a copy of."""
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
    return content_of(connection, f"warehouse.marts.{mart}")
