"""What a build must be before it is read: a whole copy that adds up, and opens as readers open it.

dbt has tested the figures in the warehouse. Here the copy is held against them, since a disk that
is full or broken, or a change of this package, can spoil it after that.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from dagster_project.publishing.database_file import Content, content_of
from dagster_project.shown_estimates import ESTIMATE_COLUMNS
from dagster_project.warehouse import STORAGE_VERSION, read_rows

_FACTS = "fct_incidents"


class PublicationCheckError(RuntimeError):
    """A build may not be published; the message says what is wrong with it."""


def check_publication(
    connection: duckdb.DuckDBPyConnection, parquet_folder: Path, contents: Mapping[str, Content]
) -> None:
    """Hold a build against the warehouse's tables. Raises PublicationCheckError.

    ``connection`` has the build's database open read-only; ``contents``: by mart, what the
    warehouse has.
    """
    wrong = [
        *_of_another_format(connection),
        *_unlike(connection, parquet_folder, contents),
        *_not_adding_up(connection, contents),
    ]
    if wrong:
        raise PublicationCheckError(
            "nothing was published, the last build stays: " + "; ".join(wrong)
        )


def _of_another_format(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    [(tags,)] = connection.execute(
        "select tags from duckdb_databases() where not internal"
    ).fetchall()
    # A range of versions that write this format, such as v1.2.0+ or v1.2.0 - v1.2.2.
    if not str(tags.get("storage_version")).startswith(STORAGE_VERSION):
        yield f"the database is of format {tags.get('storage_version')}, not {STORAGE_VERSION}"


def _unlike(
    connection: duckdb.DuckDBPyConnection, parquet_folder: Path, contents: Mapping[str, Content]
) -> Iterator[str]:
    for mart, expected in contents.items():
        parquet = str(parquet_folder / f"{mart}.parquet").replace("'", "''")
        for copy, source in (
            (f"marts.{mart}", f"marts.{mart}"),
            (f"{mart}.parquet", f"read_parquet('{parquet}')"),
        ):
            found = content_of(connection, source)
            if found.row_count != expected.row_count:
                yield f"{copy} has {found.row_count} rows of {expected.row_count}"
            elif found != expected:
                yield f"{copy} has other values than the warehouse"


def _not_adding_up(
    connection: duckdb.DuckDBPyConnection, contents: Mapping[str, Content]
) -> Iterator[str]:
    """Each roll-up, in each role that it tells apart, has the casualties of all incidents."""
    if _FACTS not in contents:
        return
    [total] = _totals(connection, _FACTS)
    for mart, content in contents.items():
        if not mart.startswith("monthly_casualties_by_") or not content.row_count:
            continue
        for found in _totals(connection, mart):
            role = found.pop("role", "either role")
            if found != {name: total[name] for name in found}:
                yield f"{mart} ({role}) adds up to {found}, the incidents to {total}"


def _totals(connection: duckdb.DuckDBPyConnection, mart: str) -> list[dict[str, object]]:
    has_role = connection.execute(
        "select count(*) from duckdb_columns() "
        "where schema_name = 'marts' and table_name = $mart and column_name = 'role'",
        {"mart": mart},
    ).fetchall() == [(1,)]
    # A sum of highs has no ceiling where one of them has none.
    sums = ", ".join(
        f"if(count({name}) = count(*), sum({name}), null)::bigint as {name}"
        for name in ESTIMATE_COLUMNS
    )
    grouping = "group by role order by role" if has_role else ""
    return read_rows(
        connection,
        f"select {'role, ' if has_role else ''}{sums} from marts.{mart} {grouping}",  # noqa: S608 - this project's names
    )
