"""raw.check_results as history: a row per check and build, bounded; a rerun adds none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.quality.check_results import (
    BUILDS_KEPT,
    DBT,
    GREAT_EXPECTATIONS,
    CheckResult,
    newest_build_id,
    record_results,
    settle_results,
    stamp_results,
)
from dagster_project.quality.dbt_results import read_dbt_results
from dagster_project.quality.thresholds import describe_threshold
from dagster_project.warehouse import open_warehouse, read_rows

PASS = CheckResult(
    check_id="raw.articles.expect_x(title)",
    checked_by=GREAT_EXPECTATIONS,
    table_name="raw.articles",
    check_name="expect_x",
    column_name="title",
    reason="the title is odd",
    action=None,
    threshold="at least 1",
    severity="quarantine",
    outcome="passed",
    failing_rows=0,
    checked_rows=3,
)
WARN = replace(PASS, outcome="warned", failing_rows=1)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def check(warehouse: duckdb.DuckDBPyConnection, *results: CheckResult, build: str | None) -> None:
    """One run: check, stamp the build, settle."""
    record_results(warehouse, results, GREAT_EXPECTATIONS, "raw.articles")
    stamp_results(warehouse, build)
    settle_results(warehouse)


def rows(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return warehouse.execute("from raw.check_results order by all").fetchall()


def outcomes(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return warehouse.execute(
        "select build_id, outcome from raw.check_results order by all"
    ).fetchall()


@pytest.mark.parametrize("build", ["b-1", None])
def test_the_same_build_checked_again_changes_no_row_and_no_time(
    build: str | None, warehouse: duckdb.DuckDBPyConnection
) -> None:
    check(warehouse, PASS, build=build)
    before = rows(warehouse)
    check(warehouse, PASS, build=build)
    assert rows(warehouse) == before


def test_a_check_that_ends_otherwise_in_the_same_build_replaces_its_result(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    check(warehouse, PASS, build="b-1")
    check(warehouse, WARN, build="b-1")
    check(warehouse, PASS, build="b-2")
    assert outcomes(warehouse) == [("b-1", "warned"), ("b-2", "passed")]


def test_what_a_stopped_run_checked_gives_way_to_the_next(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    check(warehouse, replace(WARN, outcome="failed"), build=None)
    assert outcomes(warehouse) == [(None, "failed")]
    check(warehouse, PASS, build="b-1")
    assert outcomes(warehouse) == [("b-1", "passed")]


def test_two_expectations_of_one_kind_on_one_column_are_two_checks(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    check(warehouse, PASS, replace(WARN, threshold="at most 9"), build="b-1")
    ids = [row["check_id"] for row in read_rows(warehouse, "from raw.check_results order by all")]
    assert ids == [PASS.check_id, f"{PASS.check_id}#2"]


def test_history_keeps_the_last_builds_only(warehouse: duckdb.DuckDBPyConnection) -> None:
    check(warehouse, PASS, build="b-0")
    warehouse.execute("update raw.check_results set checked_at = timestamp '2020-01-01'")
    for number in range(1, BUILDS_KEPT + 1):
        warehouse.execute(
            "insert into raw.check_results by name select * replace "
            "(? as build_id, checked_at + ? as checked_at) from raw.check_results "
            "where build_id = 'b-0'",
            [f"b-{number}", timedelta(days=number)],
        )
    settle_results(warehouse)
    [(count, has_first)] = warehouse.execute(
        "select count(*), bool_or(build_id = 'b-0') from raw.check_results"
    ).fetchall()
    assert (count, has_first) == (BUILDS_KEPT, False)


def test_the_newest_build_is_found_where_there_are_builds(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    warehouse.execute("drop table if exists raw.builds")
    assert newest_build_id(warehouse) is None
    warehouse.execute("create table raw.builds (build_id varchar, built_at timestamp)")
    assert newest_build_id(warehouse) is None
    for day, build in ((1, "b-1"), (2, "b-2")):
        built_at = datetime(2024, 1, day)  # noqa: DTZ001 - as the table holds it
        warehouse.execute("insert into raw.builds values (?, ?)", [build, built_at])
    assert newest_build_id(warehouse) == "b-2"


@pytest.mark.parametrize(
    ("kind", "kwargs", "shown"),
    [
        ("expect_column_values_to_be_between", {"min_value": 1}, "at least 1"),
        ("expect_column_values_to_be_between", {"max_value": 100000000}, "at most 100,000,000"),
        (
            "expect_column_values_to_be_between",
            {"min_value": {"$PARAMETER": "earliest_day"}, "max_value": {"$PARAMETER": "a_day"}},
            "1800 to a day",
        ),
        ("expect_column_values_to_be_between", {"min_value": 0.25, "max_value": 1}, "0.25 to 1"),
        ("expect_column_values_to_match_regex", {"regex": "\\S"}, "matches \\S"),
        ("expect_column_values_to_be_in_set", {"value_set": ["a", "b"]}, "a, b"),
        ("expect_column_values_to_be_in_set", {"value_set": [True]}, "true"),
        ("expect_table_columns_to_match_set", {"column_set": ["a", "b"]}, "exactly a, b"),
        ("expect_column_values_to_be_unique", {}, "each once"),
        ("expect_column_values_to_not_be_null", {}, "never empty"),
        ("expect_something_else", {}, None),
    ],
)
def test_a_threshold_is_told_in_words(kind: str, kwargs: dict[str, Any], shown: str | None) -> None:
    expectation = {"type": kind, "kwargs": {"column": "x", **kwargs}}
    assert describe_threshold(expectation, {"earliest_day": "1800"}) == shown


def finished(unique_id: str, status: str, **run: Any) -> dict[str, Any]:
    return {
        "info": {"name": "NodeFinished"},
        "data": {"node_info": {"unique_id": unique_id}, "run_result": {"status": status, **run}},
    }


MODEL = {
    "resource_type": "model",
    "unique_id": "model.ledger.fct_x",
    "schema": "marts",
    "alias": "fct_x",
    "columns": {"a": {}, "b": {}},
    "config": {"contract": {"enforced": True}},
}


def dbt_test(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "resource_type": "test",
        "unique_id": f"test.ledger.{name}",
        "name": name,
        "description": "",
        "raw_code": "",
        "column_name": None,
        "attached_node": None,
        "depends_on": {"nodes": ["model.ledger.fct_x"]},
        "config": {"severity": "ERROR", "error_if": "!= 0"},
        **changes,
    }


SINGULAR = dbt_test(
    "assert_x",
    raw_code="-- A failing row is odd,\n-- and counted twice.\n{{ config() }}\n-- a step\nselect 1",
    config={"severity": "warn", "error_if": "!= 0"},
)
GENERIC = dbt_test(
    "accepted_x",
    column_name="a",
    attached_node="model.ledger.fct_x",
    test_metadata={"name": "accepted_values", "kwargs": {"values": ["in", "out"]}},
)
UNIT = {
    **dbt_test("rounds_down", description="half: a half is none."),
    "resource_type": "unit_test",
    "unique_id": "unit_test.ledger.fct_x.rounds_down",
    "config": {},
}


def read(*events: dict[str, Any]) -> Sequence[CheckResult]:
    nodes = {node["unique_id"]: node for node in (MODEL, SINGULAR, GENERIC)}
    manifest = {"nodes": nodes, "unit_tests": {UNIT["unique_id"]: UNIT}}
    return read_dbt_results([{"info": {"name": "StatsLine"}}, *events], manifest)


def test_a_test_of_dbt_is_told_with_its_rows_and_the_sentence_it_opens_with() -> None:
    [result] = read(
        finished("test.ledger.assert_x", "warn", message="Got 3\nresults", num_failures=3)
    )
    assert result == CheckResult(
        check_id="dbt.assert_x",
        checked_by=DBT,
        table_name="marts.fct_x",
        check_name="assert_x",
        column_name=None,
        reason="A failing row is odd, and counted twice.",
        action=result.action,
        threshold="no row",
        severity="warn",
        outcome="warned",
        observed="Got 3 results",
        failing_rows=3,
    )


@pytest.mark.parametrize(
    ("event", "check_id", "threshold", "outcome", "failing_rows"),
    [
        (finished("test.ledger.accepted_x", "pass"), "dbt.accepted_x", "in, out", "passed", 0),
        (finished("test.ledger.accepted_x", "error"), "dbt.accepted_x", "in, out", "broken", None),
        (
            finished("test.ledger.accepted_x", "skipped"),
            "dbt.accepted_x",
            "in, out",
            "skipped",
            None,
        ),
        (
            finished("unit_test.ledger.fct_x.rounds_down", "fail", num_failures=1),
            "dbt.fct_x.rounds_down",
            "exactly the rows worked out by hand",
            "failed",
            None,
        ),
        (
            finished("model.ledger.fct_x", "error", message="a is missing"),
            "dbt.contract.fct_x",
            "2 columns as declared",
            "failed",
            None,
        ),
    ],
)
def test_tests_and_contracts_of_dbt_end_as_dbt_says(
    event: dict[str, Any], check_id: str, threshold: str, outcome: str, failing_rows: int | None
) -> None:
    [result] = read(event)
    assert (result.check_id, result.threshold, result.outcome, result.failing_rows) == (
        check_id,
        threshold,
        outcome,
        failing_rows,
    )
    assert result.table_name == "marts.fct_x"


def test_what_is_no_check_is_no_result() -> None:
    assert read(finished("seed.ledger.actors", "success")) == []
