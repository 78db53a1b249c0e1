"""The quality page: what it tells, that it loads nothing, that no text of the data is markup."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.paths import DataDir
from dagster_project.publishing import publish_quality_page
from dagster_project.publishing.quality_page import render_page
from dagster_project.publishing.quality_report import ROWS_SHOWN, QualityReport, read_quality
from dagster_project.quality.check_results import (
    DBT,
    GREAT_EXPECTATIONS,
    CheckResult,
    record_results,
)
from dagster_project.quality.measures import Measured, Run
from dagster_project.warehouse import insert_rows, open_warehouse

HOSTILE = "<script>alert('x')</script><img src=https://evil.example/a.png onerror=\"b\">&"
NOW = datetime(2024, 3, 1, 4, 5)  # noqa: DTZ001 - as the table holds it
CHECK = CheckResult(
    check_id="raw.articles.expect_column_values_to_be_unique(article_id)",
    checked_by=GREAT_EXPECTATIONS,
    table_name="raw.articles",
    check_name="expect_column_values_to_be_unique",
    column_name="article_id",
    reason="the id stands twice",
    action="Look at the loader.",
    threshold="each once",
    severity="quarantine",
    outcome="passed",
    failing_rows=0,
    checked_rows=1234,
)
TEST = replace(
    CHECK, check_id="dbt.a", checked_by=DBT, table_name="marts.fct_x", check_name="not_null"
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def quarantined(row_id: str, reason: str = "odd") -> dict[str, Any]:
    return {
        "table_name": "raw.articles",
        "row_id": row_id,
        "reason": reason,
        "row_json": '{"input_file": "<b>a.jsonl", "input_line": 7}',
        "quarantined_at": NOW,
    }


def page(warehouse: duckdb.DuckDBPyConnection, *results: CheckResult) -> str:
    for result in results:
        record_results(warehouse, [result], result.checked_by, result.table_name)
    return render_page(read_quality(warehouse))


class Reader(HTMLParser):
    """Tags with their attributes, and the text, as a browser takes them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "polyline", "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_no_text_of_the_data_becomes_markup_and_nothing_is_loaded(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    insert_rows(warehouse, "raw.quarantined_rows", [quarantined(HOSTILE, HOSTILE)])
    rejected = {"input_file": HOSTILE, "input_line": 3, "reason": HOSTILE, "rejected_at": NOW}
    insert_rows(warehouse, "raw.rejected_inputs", [rejected])
    told: dict[str, Any] = dict.fromkeys(
        ("reason", "action", "threshold", "observed", "check_name"), HOSTILE
    )
    html = page(warehouse, replace(CHECK, outcome="warned", column_name=HOSTILE, **told))
    report = read_quality(warehouse)
    runs = [Run(1, {"x": Measured(1, 2)}, True, HOSTILE)]
    html += render_page(
        QualityReport(HOSTILE, NOW, report.checks, runs, report.quarantined, report.rejected)
    )
    read = Reader(html)
    assert read.open == []
    assert not {tag for tag, _ in read.tags} & {"script", "img", "link", "iframe", "b", "object"}
    assert read.text.count(HOSTILE) > 8
    loading = {"src", "srcset", "data", "style", "action", "background", "poster"}
    for _, attributes in read.tags:
        assert not {a for a in attributes if a in loading or a.startswith("on")}
        assert (attributes.get("href") or "#").startswith("#")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    assert not re.search(r"url\(|@import|https?:", style[1])


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        ("passed", "Every check passed."),
        ("warned", "No check stopped the last run; some have something to tell."),
        ("failed", "A check stopped the last run. What was published before stands."),
        ("broken", "A check stopped the last run. What was published before stands."),
    ],
)
def test_the_verdict_is_that_of_the_worst_check(
    outcome: str, verdict: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    read = Reader(page(warehouse, replace(CHECK, outcome=outcome), TEST))
    assert verdict in read.text
    attention, _, rest = read.text.rpartition("What the runs brought")
    assert "Look at the loader." in rest
    assert ("Look at the loader." in attention) == (outcome != "passed")


def test_a_check_shows_its_reason_threshold_counts_and_the_builds_before(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    for build, outcome in (("b-1", "passed"), ("b-2", "warned"), ("b-3", "passed")):
        result = replace(CHECK, outcome=outcome, failing_rows=int(outcome == "warned"))
        record_results(warehouse, [result], GREAT_EXPECTATIONS, "raw.articles", build)
    html = page(warehouse, replace(CHECK, outcome="failed", failing_rows=2, observed="art-1"))
    read = Reader(html)
    told = [dict(a)["aria-label"] for _, a in read.tags if dict(a).get("class") == "history"]
    assert told == ["oldest first: passed, warned, passed, failed"]
    assert "✓!✓✕" in read.text
    for text in ("article_id: values to be unique", "each once", "2 of 1,234 rows fail: art-1"):
        assert text in read.text
    assert [tag for tag, _ in read.tags].count("details") == 1


def test_a_check_of_an_older_build_that_is_no_more_is_not_shown(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    record_results(warehouse, [TEST], DBT, build_id="b-1")
    warehouse.execute("update raw.check_results set checked_at = checked_at - interval 1 day")
    record_results(warehouse, [CHECK], GREAT_EXPECTATIONS, build_id="b-2")
    assert [check.table_name for check in read_quality(warehouse).checks] == ["raw.articles"]


def test_long_lists_are_cut_and_say_so(warehouse: duckdb.DuckDBPyConnection) -> None:
    insert_rows(
        warehouse,
        "raw.quarantined_rows",
        [quarantined(f"art-{number:04}") for number in range(ROWS_SHOWN + 1)],
    )
    read = Reader(page(warehouse))
    assert "The first 200 of 201; all are in the warehouse." in read.text
    assert "<b>a.jsonl:7" in read.text
    assert "art-0200" not in read.text
    assert "201 rows in quarantine, and in no figure" in read.text


def test_numbers_of_the_runs_are_drawn_and_told_in_words() -> None:
    measures = [Measured(1, 4), Measured(0, 0), Measured(1, 2)]
    runs = [Run(n, {"quiet_articles": m}, True, None) for n, m in enumerate(measures, start=1)]
    nothing = read_nothing()
    html = render_page(replace(nothing, runs=runs))
    [picture] = [dict(a) for tag, a in Reader(html).tags if tag == "svg"]
    assert picture["aria-label"] == "quiet articles, oldest run first: 0.25, none, 0.5"


def read_nothing() -> QualityReport:
    with duckdb.connect() as connection:
        from dagster_project.migrations import migrate

        migrate(connection)
        return read_quality(connection)


def test_the_page_is_swapped_in_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data_dir = DataDir(tmp_path)
    with open_warehouse(data_dir.warehouse):
        pass
    target = publish_quality_page(data_dir)
    assert target == tmp_path / "published" / "quality" / "index.html"
    before = target.read_text()
    assert "Nothing has been checked yet." in before

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", killed)
    with open_warehouse(data_dir.warehouse) as connection:
        record_results(connection, [CHECK], GREAT_EXPECTATIONS)
    with pytest.raises(KeyboardInterrupt):
        publish_quality_page(data_dir)
    assert target.read_text() == before
    monkeypatch.undo()
    publish_quality_page(data_dir)
    assert "Every check passed." in target.read_text()
    assert [path.name for path in target.parent.iterdir()] == ["index.html"]
