"""Which builds are known: those that were published, and the one under way."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dagster_project.builds import Versions, record_build
from dagster_project.migrations import migrate

FIRST = Versions("1", "1", "1", "models", "1.5.5")


@pytest.fixture
def warehouse() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    migrate(connection)
    return connection


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "casualties.duckdb"


def publish(warehouse: duckdb.DuckDBPyConnection, published: Path, build_id: str) -> None:
    """The file of a build, with as much in it as a next build looks at."""
    (published.parent / "builds" / build_id).mkdir(parents=True, exist_ok=True)
    published.unlink(missing_ok=True)
    warehouse.execute(f"attach '{published}' as made")
    warehouse.execute(
        f"""
        create schema made.marts;
        create table made.marts.builds as select '{build_id}' as build_id, true as is_current;
        """
    )
    warehouse.execute("detach made")


def known(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    rows = warehouse.execute("select build_id from raw.builds order by built_at, build_id")
    return [build_id for (build_id,) in rows.fetchall()]


def test_what_failed_before_it_was_published_was_no_build(
    warehouse: duckdb.DuckDBPyConnection, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dagster_project.builds._COPIED", {})  # what moved is not the matter here
    failed = record_build(warehouse, published, replace(FIRST, models_digest="broken"))
    first = record_build(warehouse, published, FIRST)
    assert known(warehouse) == [first.build_id]
    publish(warehouse, published, first.build_id)
    again = record_build(warehouse, published, replace(FIRST, models_digest="broken"))
    assert again.build_id == failed.build_id
    second = record_build(warehouse, published, replace(FIRST, extractor_version="2"))
    assert known(warehouse) == [first.build_id, second.build_id]
    assert second.last_build_id == first.build_id
    publish(warehouse, published, second.build_id)
    # Somebody goes back to the first: the second was published all the same.
    publish(warehouse, published, first.build_id)
    third = record_build(warehouse, published, replace(FIRST, extractor_version="3"))
    assert set(known(warehouse)) == {first.build_id, second.build_id, third.build_id}
