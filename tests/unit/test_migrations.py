"""Warehouses of older versions are taken over, newer ones are left alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.migrations import (
    SCHEMA_DIR,
    NewerWarehouseError,
    migrate,
    migration_steps,
    schema_version,
)
from dagster_project.warehouse import open_warehouse

# The schemas that wrote warehouses, oldest first: without a number, then as released.
UNNUMBERED = Path(__file__).parents[1] / "fixtures" / "schemas" / "unnumbered_first.sql"
LAST = len(migration_steps())


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """The columns and types of every table, by its name."""
    found: dict[str, dict[str, str]] = {}
    for table, column, data_type in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'raw'"
    ).fetchall():
        found.setdefault(table, {})[column] = data_type
    return found


def write_first(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """An unnumbered warehouse with an article, a report and a link; the article's row."""
    connection.execute(UNNUMBERED.read_text())
    connection.execute(
        """
        insert into raw.articles by name
        select 'art-1' as article_id, 'Title' as title, '3 killed' as text, 'a.txt' as input_file,
            timestamp '2024-01-01' as loaded_at;
        insert into raw.incident_links values ('art-1#1', 'inc-1');
        """
    )
    return connection.execute("from raw.articles").fetchall()


def test_a_new_warehouse_has_the_last_schema(connection: duckdb.DuckDBPyConnection) -> None:
    assert migrate(connection) == list(range(1, LAST + 1))
    assert schema_version(connection) == LAST
    assert migrate(connection) == []


def test_one_from_before_versions_becomes_as_a_new_one_and_loses_nothing(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    [before] = write_first(connection)
    migrate(connection)
    with duckdb.connect() as new:
        migrate(new)
        assert columns(connection) == columns(new)
    [after] = connection.execute("from raw.articles").fetchall()
    assert after[: len(before)] == before
    assert connection.execute("select is_english, is_superseded from raw.articles").fetchall() == [
        (True, False)
    ]
    assert connection.execute("select incident_id from raw.incident_links").fetchall() == [
        ("inc-1",)
    ]


def test_a_step_that_fails_leaves_the_warehouse_as_it_was(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    write_first(connection)
    before = columns(connection)
    for path in SCHEMA_DIR.glob("*.sql"):
        (tmp_path / path.name).write_text(path.read_text())
    broken = tmp_path / f"{LAST + 1:04}_broken.sql"
    broken.write_text("alter table raw.articles add column one integer; select no_such_column;")
    with pytest.raises(duckdb.Error, match="no_such_column"):
        migrate(connection, tmp_path)
    assert columns(connection) == before
    assert schema_version(connection) == 0
    broken.write_text("alter table raw.articles add column one integer")
    migrate(connection, tmp_path)
    assert schema_version(connection) == LAST + 1
    assert "one" in columns(connection)["articles"]


def test_a_newer_warehouse_is_refused_and_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with open_warehouse(path) as connection:
        connection.execute(
            "insert into ops.schema_versions values (?, 'later', '99.0', now()::timestamp)",
            [LAST + 1],
        )
    before = path.read_bytes()
    message = f"has schema {LAST + 1}, and casualty-ledger .* knows up to {LAST}: a newer version"
    with pytest.raises(NewerWarehouseError, match=message), open_warehouse(path):
        pass
    assert path.read_bytes() == before


def test_steps_are_numbered_without_a_gap(tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").write_text("select 1")
    (tmp_path / "0003_third.sql").write_text("select 1")
    with pytest.raises(ValueError, match="not numbered from 1 without a gap"):
        migration_steps(tmp_path)
