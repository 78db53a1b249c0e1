"""The suites and their runner: what passes, what goes to quarantine, what is nobody's bad data."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from article_rows import NOTHING_DERIVED

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
        **NOTHING_DERIVED,
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
        ({"text": " \n"}, "the text is blank"),
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


def incident_report(**changes: Any) -> dict[str, Any]:
    return {
        "report_id": f"art-{1:020x}#1",
        "article_id": f"art-{1:020x}",
        "report_no": 1,
        "kind": "incident",
        "is_background": False,
        "date_start": "2024-01-30",
        "date_end": "2024-01-31",
        "date_precision": "week",
        "place": "Palmyra",
        "admin2": None,
        "admin1": "Homs",
        "country": "SYR",
        "admin1_code": "SY-HI",
        "latitude": 34.5,
        "longitude": 38.3,
        "geo_precision": "place",
        "method": "ied",
        "perpetrator": "IS",
        "perpetrator_actor_id": "islamic-state",
        "attribution": "asserted",
        **figures((3, 3, None), (0, 0, 0)),
        "groups": [victims()],
        "evidence": [{"start": 0, "end": 18}],
        "confidence": 0.5,
        "extractor": "toy",
        "extractor_version": "1",
        **changes,
    }


def figures(killed: tuple[Any, ...], wounded: tuple[Any, ...]) -> dict[str, Any]:
    names = [f"{k}_{e}" for k in ("killed", "wounded") for e in ("low", "best", "high")]
    return dict(zip(names, (*killed, *wounded), strict=True))


def victims(**changes: Any) -> dict[str, Any]:
    own = figures((3, 3, None), (0, 0, 0))
    return {"actor": "guards", "actor_id": "pol-syr", "status": "combatant", **own, **changes}


def fetch(**changes: Any) -> dict[str, Any]:
    return {
        "address": "https://a.example/feed",
        "feed_address": "https://a.example/feed",
        "kind": "feed",
        "fetched_at": datetime(2024, 3, 1),  # noqa: DTZ001 - as the table holds it
        "outcome": "fetched",
        "http_status": 200,
        "etag": None,
        "last_modified": None,
        "byte_count": 0,
        "landed_file": "landed/feeds/2024-03-01/1.warc.gz",
        "reason": None,
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"address": "file:///etc/passwd"}, "not an address of the web"),
        ({"feed_address": ""}, "not an address of the web"),
        ({"kind": "film"}, "not a kind of fetch"),
        ({"fetched_at": datetime(2999, 1, 1)}, "fetched in the future, or before 1800"),  # noqa: DTZ001 - as above
        ({"outcome": "lost"}, "not an outcome"),
        ({"http_status": 20}, "not an HTTP status"),
        ({"byte_count": -1}, "bytes are counted from 0"),
        ({"landed_file": "../feed.xml"}, "not a landed file"),
        ({"outcome": "failed"}, "a failed or refused fetch without its reason"),
        ({"reason": "none"}, "or a reason without a failure"),
        ({"landed_file": None}, "said to be fetched, but no answer was landed"),
        ({"http_status": 304}, "said to be fetched, but no answer was landed"),
    ],
)
def test_a_fetch_that_cannot_be_is_moved_with_its_reason(
    changes: dict[str, Any], reason: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    other = fetch(outcome="failed", http_status=None, landed_file=None, reason="no answer")
    insert_rows(warehouse, "raw.feed_fetches", [fetch(**changes), other])
    gate = quarantine_failing_rows(warehouse, load_suite(EXPECTATIONS_DIR / "feed_fetches.json"))
    assert (gate.row_count, gate.quarantined_now) == (1, 1)
    [row] = quarantine(warehouse)
    assert reason in row["reason"]


REPORTS = load_suite(EXPECTATIONS_DIR / "incident_reports.json")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"killed_low": 4}, "low, best and high are not in this order"),
        ({"killed_high": 2}, "low, best and high are not in this order"),
        ({"date_end": "2024-01-29"}, "the last day is before the first"),
        ({"date_end": None}, "one of them is missing"),
        ({"latitude": float("nan")}, "a coordinate is missing, or no number"),
        ({"longitude": None}, "a coordinate is missing, or no number"),
        ({"country": "XXX", "admin1_code": None}, "a country that the reference data lack"),
        ({"admin1_code": "SY-ZZ"}, "a region that the reference data lack"),
        ({"country": "IRQ"}, "or of another country"),
        ({"perpetrator_actor_id": "nobody-at-all"}, "an actor that the reference data lack"),
        ({"groups": [victims(actor_id="nobody-at-all")]}, "an actor that the reference data lack"),
        ({"groups": [victims(status="bystander")]}, "a status that is not of the codebook"),
        ({"groups": [victims(killed_low=None)]}, "a group without its figures"),
        ({"groups": [victims(killed_low=-1)]}, "with figures out of order"),
        ({"groups": [victims(killed_high=2)]}, "with figures out of order"),
        ({"groups": []}, "the groups do not add up"),
        ({"evidence": [{"start": 0, "end": 19}]}, "outside of the article's text"),
        ({"evidence": [{"start": 5, "end": None}]}, "outside of the article's text"),
        ({"method": "sorcery"}, "method 'sorcery': not a word of the codebook"),
        ({"kind": "rumour"}, "kind 'rumour': not a word of the codebook"),
        ({"geo_precision": "far"}, "geo_precision 'far': not a word of the codebook"),
        ({"attribution": "rumoured"}, "attribution 'rumoured': not a word of the codebook"),
        ({"date_precision": "soon"}, "date_precision 'soon': not a word of the codebook"),
        ({"confidence": 1.5}, "a confidence lies between 0 and 1"),
        ({"latitude": 91.0}, "not a latitude in degrees"),
        ({"report_no": 0}, "reports count from 1"),
        ({"extractor": " "}, "the extractor is not named"),
    ],
)
def test_a_report_that_cannot_be_true_is_moved_with_its_reason(
    changes: dict[str, Any], reason: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    insert_rows(warehouse, "raw.articles", [article(1)])
    sound = incident_report(report_id=f"art-{1:020x}#2", report_no=2)
    insert_rows(warehouse, "raw.incident_reports", [incident_report(**changes), sound])
    gate = quarantine_failing_rows(warehouse, REPORTS)
    assert (gate.row_count, gate.quarantined_now) == (1, 1)
    [row] = quarantine(warehouse)
    assert row["row_id"].endswith("#1")
    assert reason in row["reason"]


def link(**changes: Any) -> dict[str, Any]:
    report_id = f"art-{1:020x}#1"
    row = {"report_id": report_id, "incident_id": f"inc-{1:016x}", "link_group": report_id}
    return {**row, "columns_hash": 1, **changes}


def change(**changes: Any) -> dict[str, Any]:
    ids = {"incident_id": f"inc-{1:016x}", "other_incident_id": f"inc-{2:016x}"}
    return {"change_no": 1, "change": "merged", "report_count": 1, **ids, **changes}


def fingerprint(**changes: Any) -> dict[str, Any]:
    row = {"article_id": f"art-{1:020x}", "names": [], "ages": [], "sketch": []}
    return {**row, "fingerprint_version": "1", "text_family": None, **changes}


@pytest.mark.parametrize(
    ("table", "row", "reason"),
    [
        ("incident_links", link(report_id="r1"), "not a report id"),
        ("incident_links", link(incident_id="one"), "not an incident id"),
        ("incident_links", link(link_group="g1"), "a link group is named by a report"),
        (
            "incident_ids",
            {"incident_id": "one", "given_no": 1, "is_current": True},
            "not an incident id",
        ),
        (
            "incident_ids",
            {"incident_id": f"inc-{1:016x}", "given_no": 0, "is_current": True},
            "ids are numbered from 1",
        ),
        ("incident_id_changes", change(change="lost"), "not a change"),
        ("incident_id_changes", change(report_count=-1), "reports are counted from 0"),
        ("article_fingerprints", fingerprint(), "there is no such article"),
        (
            "article_fingerprints",
            fingerprint(sketch=[1, 2]),
            "a sketch has 64 numbers, or none",
        ),
        (
            "article_extractions",
            {
                "article_id": f"art-{1:020x}",
                "extractor": "toy",
                "extractor_version": "1",
                "report_count": -1,
                "extracted_at": utc_now(),
                "country_codes": ["SYR"],
            },
            "report_count",
        ),
    ],
)
def test_a_row_of_the_other_tables_that_fails_is_moved(
    table: str, row: dict[str, Any], reason: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    insert_rows(warehouse, f"raw.{table}", [row])
    gate = quarantine_failing_rows(warehouse, load_suite(EXPECTATIONS_DIR / f"{table}.json"))
    assert gate.quarantined_now == 1
    [moved] = quarantine(warehouse)
    assert reason in moved["reason"]


def test_a_derived_column_that_does_not_work_is_the_suite_s_fault(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    insert_rows(warehouse, "raw.articles", [article(1)])
    insert_rows(warehouse, "raw.incident_reports", [incident_report()])
    broken = replace(REPORTS, derived={**REPORTS.derived, "groups_add_up": "killed_sum = 3"})
    with pytest.raises(SuiteError, match="killed_sum"):
        quarantine_failing_rows(warehouse, broken)
    assert quarantine(warehouse) == []


def test_where_all_rows_fail_none_is_moved(warehouse: duckdb.DuckDBPyConnection) -> None:
    insert_rows(warehouse, "raw.articles", [article(n, text=" ") for n in range(1, 11)])
    gate = quarantine_failing_rows(warehouse, ARTICLES)
    assert list(gate.table_failures) == [
        "all 10 rows fail, so nothing was moved; the first: the text is blank"
    ]
    assert quarantine(warehouse) == []


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


def results(warehouse: duckdb.DuckDBPyConnection) -> dict[tuple[str, str | None], dict[str, Any]]:
    return {
        (row["check_name"], row["column_name"]): row
        for row in read_rows(warehouse, "from raw.check_results")
    }


def test_how_each_expectation_ended_is_written_down(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = [article(1), article(2, input_line=0), article(3, input_line=-1), article(4)]
    insert_rows(warehouse, "raw.articles", rows)
    quarantine_failing_rows(warehouse, ARTICLES)
    told = results(warehouse)
    assert len(told) == len(ARTICLES.expectations)
    between = "expect_column_values_to_be_between"
    failing = told[between, "input_line"]
    assert (failing["outcome"], failing["severity"]) == ("warned", "quarantine")
    assert (failing["failing_rows"], failing["checked_rows"]) == (2, 4)
    assert (failing["observed"], failing["threshold"]) == ("-1, 0", "at least 1")
    assert told[between, "published_at"]["outcome"] == "passed"
    assert told[between, "published_at"]["threshold"] == "1800 to tomorrow"
    assert {row["build_id"] for row in told.values()} == {None}


def test_what_stops_a_run_is_written_down_as_failed(warehouse: duckdb.DuckDBPyConnection) -> None:
    insert_rows(warehouse, "raw.articles", [article(n, text=" ") for n in range(1, 11)])
    warehouse.execute("alter table raw.articles add column guess varchar")
    quarantine_failing_rows(warehouse, ARTICLES)
    told = results(warehouse)
    columns = told["expect_table_columns_to_match_set", None]
    assert (columns["outcome"], columns["severity"]) == ("failed", "error")
    assert columns["observed"] == "unexpected: guess"
    assert told["expect_column_values_to_be_in_set", "has_text"]["outcome"] == "failed"
    assert told["expect_column_values_to_be_unique", "article_id"]["outcome"] == "passed"


def test_reports_that_are_gone_make_their_article_be_read_again(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    read = {"extractor": "toy", "extractor_version": "1", "extracted_at": utc_now()}
    read["country_codes"] = []
    counts = {1: 2, 2: 2, 3: 0}
    insert_rows(
        warehouse,
        "raw.article_extractions",
        [{"article_id": f"art-{n:020x}", "report_count": c, **read} for n, c in counts.items()],
    )
    insert_rows(warehouse, "raw.articles", [article(1), article(2)])
    odd = incident_report(report_id=f"art-{1:020x}#2", report_no=2, method="sorcery")
    insert_rows(warehouse, "raw.incident_reports", [incident_report(), odd])
    extractions = load_suite(EXPECTATIONS_DIR / "article_extractions.json")
    for suite in (extractions, REPORTS, extractions):  # whichever comes first
        quarantine_failing_rows(warehouse, suite)
    assert [(row["row_id"], row["reason"]) for row in quarantine(warehouse)] == [
        (f"art-{2:020x}", "reports that were read are gone, or are more than were read"),
        (odd["report_id"], "method 'sorcery': not a word of the codebook"),
    ]
