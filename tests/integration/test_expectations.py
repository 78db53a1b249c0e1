"""The suites and their runner: what passes, what goes to quarantine, what is nobody's bad data."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.checks import CHECKED_TABLES, quarantine_failing_rows
from dagster_project.paths import EXPECTATIONS_DIR
from dagster_project.warehouse import insert_rows, open_warehouse, read_rows, utc_now
from expectations.runner import Suite, SuiteError, load_suite

pytestmark = pytest.mark.slow  # importing Great Expectations takes 5 s


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def article(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "article_id": f"art-{number:020x}",
        "external_id": None,
        "title": None,
        "text": "Three were killed.",
        "source": None,
        "url": None,
        "published_at": "2024-02-01",
        "language": None,
        "input_file": "a.jsonl",
        "input_line": number,
        "loaded_at": utc_now(),
        **changes,
    }


def quarantine(warehouse: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    return read_rows(warehouse, "select * from raw.quarantined_rows order by all")


ARTICLES = load_suite(EXPECTATIONS_DIR / "articles.json")


@pytest.mark.parametrize("table", CHECKED_TABLES)
def test_every_suite_works_on_its_empty_table(
    table: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    gate = quarantine_failing_rows(warehouse, load_suite(EXPECTATIONS_DIR / f"{table}.json"))
    assert (gate.row_count, gate.quarantined_now, list(gate.table_failures)) == (0, 0, [])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"article_id": "7"}, "article_id '7': not an article id"),
        ({"text": " \n"}, "text ' \\n': the text is blank"),
        ({"published_at": "2999-01-01"}, "published in the future, or before 1800"),
        ({"published_at": "0203-01-01"}, "published in the future, or before 1800"),
        ({"input_line": 0}, "lines count from 1"),
    ],
)
def test_a_failing_row_is_moved_with_its_reason(
    changes: dict[str, Any], reason: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    insert_rows(warehouse, "raw.articles", [article(1), article(2, **changes), article(3)])
    gate = quarantine_failing_rows(warehouse, ARTICLES)
    assert (gate.row_count, gate.quarantined_now) == (2, 1)
    [row] = quarantine(warehouse)
    assert row["reason"].endswith(reason)
    assert json.loads(row["row_json"])["text"] == article(2, **changes)["text"]


def test_a_row_leaves_quarantine_when_it_is_mended_and_not_before(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    future = article(1, published_at="2999-01-01")
    insert_rows(warehouse, "raw.articles", [future])
    quarantine_failing_rows(warehouse, ARTICLES)
    before = quarantine(warehouse)
    insert_rows(warehouse, "raw.articles", [{**future, "loaded_at": utc_now()}])
    quarantine_failing_rows(warehouse, ARTICLES)
    assert quarantine(warehouse) == before
    insert_rows(warehouse, "raw.articles", [article(1)])
    quarantine_failing_rows(warehouse, ARTICLES)
    assert quarantine(warehouse) == []


def test_a_row_without_a_key_of_its_own_is_named_by_file_and_line(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = [
        {"input_file": "a", "input_line": n, "reason": reason, "rejected_at": utc_now()}
        for n, reason in ((None, "odd"), (2, " "), (3, "odd"))
    ]
    insert_rows(warehouse, "raw.rejected_inputs", rows)
    suite = load_suite(EXPECTATIONS_DIR / "rejected_inputs.json")
    assert quarantine_failing_rows(warehouse, suite).row_count == 2
    assert [row["row_id"] for row in quarantine(warehouse)] == ["a:2"]


def test_a_missing_column_is_the_table_s_failure(warehouse: duckdb.DuckDBPyConnection) -> None:
    insert_rows(warehouse, "raw.articles", [article(1)])
    warehouse.execute("alter table raw.articles drop column published_at")
    gate = quarantine_failing_rows(warehouse, ARTICLES)
    assert "column published_at is missing" in gate.table_failures
    assert quarantine(warehouse) == []


def expecting(**changes: Any) -> Suite:
    expectation = {
        "type": "expect_column_values_to_match_regex",
        "kwargs": {"column": "text", "regex": "."},
        "meta": {"reason": "odd"},
    }
    return Suite("raw.articles", ("article_id",), ({**expectation, **changes},))


@pytest.mark.parametrize(
    ("suite", "message"),
    [
        (expecting(type="expect_wonders"), "expect_wonders is misconfigured"),
        (expecting(kwargs={"column": "text", "regex": "("}), "Invalid regular expression"),
        (
            expecting(type="expect_column_values_to_be_between", kwargs={"column": "text"}),
            "min_value and max_value cannot both be None",
        ),
        (
            expecting(
                type="expect_column_values_to_be_between",
                kwargs={"column": "input_line", "max_value": {"$PARAMETER": "nobody_gives_it"}},
            ),
            "nobody_gives_it",
        ),
    ],
)
def test_a_broken_suite_is_an_error_and_accuses_no_row(
    suite: Suite, message: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    insert_rows(warehouse, "raw.articles", [article(1)])
    with pytest.raises(SuiteError, match=message):
        quarantine_failing_rows(warehouse, suite)
    assert quarantine(warehouse) == []


@pytest.mark.parametrize(
    "content", ["", "[]", '{"name": "raw.a", "row_id": [], "expectations": []}']
)
def test_a_file_that_is_no_suite_is_an_error(content: str, tmp_path: Path) -> None:
    (tmp_path / "suite.json").write_text(content)
    with pytest.raises(SuiteError, match=r"suite\.json"):
        load_suite(tmp_path / "suite.json")
