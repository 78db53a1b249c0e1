"""Drift: that it fires when it must, and stays quiet when a difference means nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from article_rows import NOTHING_DERIVED

from dagster_project.paths import EXPECTATIONS_DIR
from dagster_project.quality.drift import ANYTHING, RUNS_COMPARED, compared_runs, find_bounds
from dagster_project.quality.measures import (
    RUNS_KEPT,
    Measured,
    Run,
    accept_run,
    measure_run,
    read_runs,
    settle_run,
)
from dagster_project.warehouse import insert_rows, open_warehouse, utc_now
from expectations.runner import load_suite

SUITE = load_suite(EXPECTATIONS_DIR / "run_measures.json")
SHARE, KEPT = {"tolerance": 0.1}, {"kept": 0.25}


def run_of(run_no: int, numerator: int, denominator: int | None, **changes: Any) -> Run:
    fields: dict[str, Any] = {"is_settled": True, "accepted_why": None, **changes}
    return Run(run_no, {"x": Measured(numerator, denominator)}, **fields)


def is_allowed(
    rule: dict[str, float], now: tuple[int, int | None], *past: tuple[int, int | None]
) -> bool:
    history = [run_of(n, *counts) for n, counts in enumerate(past)]
    run = run_of(len(past), *now, is_settled=False)
    bounds = find_bounds("x", rule, run, history)
    value = run.measures["x"].value
    return value is None or bounds.low <= value <= bounds.high


NIGHTS = [(20, 100), (25, 100), (18, 100), (22, 100)]  # about a fifth


@pytest.mark.parametrize(
    ("now", "past", "allowed"),
    [
        ((20, 100), NIGHTS, True),
        ((33, 100), NIGHTS, True),  # eleven points more, which chance may give
        ((45, 100), NIGHTS, False),
        ((2900, 10000), NIGHTS, True),  # not by chance, but nobody would act on it
        ((4000, 10000), NIGHTS, False),
        ((0, 10000), NIGHTS, False),  # too good is odd, too
        ((3, 3), NIGHTS, True),  # small numbers do not cry wolf
        ((1, 1), [(0, 1000)] * 5, True),
        ((6, 6), [(0, 1000)] * 5, False),
        ((0, 0), NIGHTS, True),  # nothing to measure
        ((100, 100), [], True),
        ((100, 100), NIGHTS[:2], True),  # two runs do not tell how runs differ
        ((100, 100), [(0, 0)] * 9, True),
        ((50, 100), [(10, 100), (60, 100), (20, 100), (70, 100), (40, 100)], True),
    ],
)
def test_a_share_is_odd_when_it_is_off_by_more_than_tolerance_and_chance(
    now: tuple[int, int], past: list[tuple[int, int]], allowed: bool
) -> None:
    assert is_allowed(SHARE, now, *past) == allowed


@pytest.mark.parametrize(
    ("now", "past", "allowed"),
    [
        ((100, 100), NIGHTS[:1], False),  # one run is enough to see a collapse
        ((100, 100), [], True),
        ((79, 100), NIGHTS, True),  # a quarter of what is usually good is left: 1 - 0.25 * 0.79
        ((81, 100), NIGHTS, False),
        ((49, 49), NIGHTS, True),  # a night of films: drift tells of it
        ((50, 50), NIGHTS, False),
        ((50, 50), [(93, 100)], True),  # which chance gives now and then
        ((0, 100), NIGHTS, True),
    ],
)
def test_a_collapse_leaves_less_than_a_quarter_of_what_was_good(
    now: tuple[int, int], past: list[tuple[int, int]], allowed: bool
) -> None:
    assert is_allowed(KEPT, now, *past) == allowed


@pytest.mark.parametrize(
    ("rule", "now", "past", "allowed"),
    [
        ({"factor": 2}, (120, 100), [(110, 100)] * 3, True),
        ({"factor": 2}, (230, 100), [(110, 100)] * 3, False),
        ({"factor": 2}, (40, 100), [(110, 100)] * 3, False),
        ({"factor": 2}, (12, 3), [(110, 100)] * 3, True),  # a round-up among three articles
        ({"factor": 2}, (230, 100), [(110, 100)] * 2, True),
        ({"least_of_median": 0.2}, (19, None), [(100, None)] * 5, False),
        ({"least_of_median": 0.2}, (20, None), [(100, None)] * 5, True),
        ({"least_of_median": 0.2}, (0, None), [(100, None)] * 4, True),
        ({"least_of_median": 0.2}, (0, None), [(19, None)] * 5, True),
        ({"least_of_median": 0.2}, (19, None), [(100, None)] * 5 + [(0, None)] * 9, False),
        ({"least_of_last": 0.9}, (89, None), [(50, None), (100, None)], False),
        ({"least_of_last": 0.9}, (90, None), [(50, None), (100, None)], True),
        ({"least_of_last": 0.9}, (1, None), [], True),
        ({"most": 0.5}, (26, 50), [], False),
        ({"most": 0.5}, (25, 50), [], True),
        ({"most": 0.5}, (49, 49), [], True),
    ],
)
def test_ratios_volumes_and_totals_have_bounds_of_their_own(
    rule: dict[str, float],
    now: tuple[int, int | None],
    past: list[tuple[int, int | None]],
    allowed: bool,
) -> None:
    assert is_allowed(rule, now, *past) == allowed


def test_runs_are_compared_with_the_last_ones_since_a_person_accepted_one() -> None:
    runs = [run_of(n, 1, 2) for n in range(1, RUNS_COMPARED + 5)]
    assert [r.run_no for r in compared_runs(runs, run_of(99, 1, 2))] == list(
        range(5, RUNS_COMPARED + 5)
    )
    runs[-3] = run_of(runs[-3].run_no, 1, 2, accepted_why="a new extractor")
    assert compared_runs(runs, run_of(99, 1, 2)) == runs[-3:]
    assert compared_runs(runs, runs[-3]) == []
    assert find_bounds("x", KEPT, runs[-3], []).high == ANYTHING
    unsettled = run_of(99, 1, 2, is_settled=False)
    assert unsettled not in compared_runs([*runs, unsettled], unsettled)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def load(warehouse: duckdb.DuckDBPyConnection, *numbers: int, report_count: int = 1) -> None:
    """Articles, read, of which the even ones have no day."""
    for number in numbers:
        article_id = f"art-{number:020x}"
        row = {
            **NOTHING_DERIVED,
            "article_id": article_id,
            "external_id": None,
            "title": None,
            "text": "Three were killed.",
            "source": None,
            "url": None,
            "published_at": "2024-02-01" if number % 2 else None,
            "language": None,
            "input_file": "a.jsonl",
            "input_line": number,
            "loaded_at": utc_now(),
        }
        insert_rows(warehouse, "raw.articles", [row])
        read = {"article_id": article_id, "extractor": "toy", "extractor_version": "1"}
        counted = {"report_count": report_count, "extracted_at": utc_now(), "country_codes": []}
        insert_rows(warehouse, "raw.article_extractions", [{**read, **counted}])


def told(run: Run | None, name: str) -> tuple[int, int | None]:
    assert run is not None
    return run.measures[name].numerator, run.measures[name].denominator


def test_a_run_is_measured_by_what_is_new(warehouse: duckdb.DuckDBPyConnection) -> None:
    load(warehouse, 1, 2, 3)
    first = measure_run(warehouse)
    assert told(first, "articles_loaded") == (3, None)
    assert told(first, "undated_articles") == (1, 3)
    assert told(first, "quiet_articles") == (0, 3)
    settle_run(warehouse, "b-1")
    load(warehouse, 4, report_count=0)
    second = measure_run(warehouse)
    assert told(second, "undated_articles") == (1, 1)
    assert told(second, "quiet_articles") == (1, 1)
    assert told(second, "articles_in_all") == (4, None)
    assert [(run.run_no, run.build_id, run.is_settled) for run in read_runs(warehouse)] == [
        (1, "b-1", True),
        (2, None, False),
    ]


def test_the_same_inputs_again_are_no_run(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert measure_run(warehouse) is None
    load(warehouse, 1, 2, 3)
    measure_run(warehouse)
    settle_run(warehouse, "b-1")
    before = warehouse.execute("from raw.run_measures order by all").fetchall()
    again = measure_run(warehouse)
    assert again is not None
    assert (again.run_no, again.is_settled) == (1, True)
    settle_run(warehouse, "b-1")
    assert warehouse.execute("from raw.run_measures order by all").fetchall() == before


def test_a_run_that_was_stopped_is_measured_again_with_what_came_since(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    load(warehouse, 1, 2)
    measure_run(warehouse)
    load(warehouse, 3)
    assert told(measure_run(warehouse), "articles_loaded") == (3, None)
    assert [run.run_no for run in read_runs(warehouse)] == [1]


def test_an_accepted_run_is_where_comparing_begins(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert accept_run(warehouse, "nothing there") is None
    load(warehouse, 1, 2)
    measure_run(warehouse)
    accept_run(warehouse, "a new extractor")
    [accepted] = read_runs(warehouse)
    assert (accepted.accepted_why, accepted.is_settled) == ("a new extractor", True)
    load(warehouse, 3)
    assert told(measure_run(warehouse), "articles_loaded") == (1, None)


def test_articles_that_are_gone_make_a_run_worth_measuring(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    load(warehouse, 1, 2)
    measure_run(warehouse)
    settle_run(warehouse, None)
    warehouse.execute("delete from raw.articles")
    run = measure_run(warehouse)
    assert told(run, "articles_in_all") == (0, None)
    assert run is not None
    assert not run.is_settled


def test_runs_of_long_ago_are_forgotten(warehouse: duckdb.DuckDBPyConnection) -> None:
    load(warehouse, 1)
    measure_run(warehouse)
    warehouse.execute("update raw.run_measures set run_no = -?", [RUNS_KEPT])
    settle_run(warehouse, None)
    load(warehouse, 2)
    measure_run(warehouse)
    warehouse.execute("update raw.run_measures set run_no = 1 where not is_settled")
    settle_run(warehouse, None)
    assert [run.run_no for run in read_runs(warehouse)] == [1]


def test_every_measure_is_guarded(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    load(warehouse, 1)
    run = measure_run(warehouse)
    assert run is not None
    guarded = {expectation["kwargs"]["column"] for expectation in SUITE.expectations}
    assert guarded == set(run.measures)
