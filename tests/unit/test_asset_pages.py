"""What asset pages in Dagster's UI show: that it is right, harmless, the same again, and small."""

import base64
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import dagster as dg
import duckdb
import pytest

from dagster_project.assets import charts, previews
from dagster_project.assets.pictures import CHECKS_BY_OUTCOME, draw_picture
from dagster_project.assets.presentation import LONGEST_CELL, markdown_table, markdown_text
from dagster_project.assets.previews import preview, show_checks, show_table
from dagster_project.quality.check_results import CheckResult, record_results
from dagster_project.warehouse import open_warehouse, utc_now

MONTHLY = "marts.monthly_casualties_by_actor_region"
HOSTILE = (
    "![x](http://elsewhere.example/x.png) <img src=x> [l](javascript:alert(1)) | **b**\n\n# `h`"
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.monthly_casualties_by_actor_region (
                month date, actor_id varchar, role varchar, country_code varchar,
                admin1_code varchar, killed_low bigint, killed_best bigint, killed_high bigint
            );
            insert into marts.monthly_casualties_by_actor_region values
                ('2024-01-01', 'mil-syr', 'suffered', 'SYR', 'SY-HI', 3, 4, 5),
                ('2024-01-01', 'civilians', 'suffered', 'SYR', 'SY-HI', 1, 1, 1),
                ('2024-01-01', 'islamic-state', 'inflicted', 'SYR', 'SY-HI', 4, 5, 6),
                ('2024-03-01', 'mil-syr', 'suffered', 'SYR', 'SY-HI', 20, 30, null),
                ('2024-03-01', 'civilians', 'suffered', 'SYR', 'SY-HI', 7, 7, 7),
                (null, 'civilians', 'suffered', 'SYR', 'SY-HI', 90, 90, 90);
            """
        )
        yield connection


def add_article(connection: duckdb.DuckDBPyConnection, **columns: Any) -> None:
    row = {"article_id": "art-1", "text": "t", "input_file": "a", "loaded_at": utc_now(), **columns}
    connection.execute(
        f"insert into raw.articles ({', '.join(row)}) values ({', '.join('?' * len(row))})",
        list(row.values()),
    )


def raise_warning(message: str) -> None:
    raise AssertionError(message)


def shown(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    """Labels with their values; no warning is allowed."""
    return {
        label: getattr(entry, "value", entry)
        for label, entry in show_table(connection, table, raise_warning).items()
    }


def svg(image: str) -> ElementTree.Element:
    """The picture in an image in Markdown, read as a browser does: it must be well-formed."""
    match = re.fullmatch(r"!\[(?:[^\]\\]|\\.)*\]\(data:image/svg\+xml;base64,([\w+/=]+)\)", image)
    assert match
    return ElementTree.fromstring(base64.b64decode(match[1]))  # noqa: S314 - drawn by this test


def drawn(image: str) -> list[str]:
    """The words of a chart as they were drawn."""
    return [text.text or "" for text in svg(image).iter("{http://www.w3.org/2000/svg}text")]


def test_months_are_summed_once_with_their_gaps_and_open_ends(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    page = shown(warehouse, MONTHLY)
    assert page["latest_months"].splitlines() == [
        "| month | killed |",
        "| --- | --- |",
        "| 2024-03 | 37 \\(27+\\) |",
        "| 2024-02 | nothing told |",
        "| 2024-01 | 5 \\(4 to 6\\) |",
    ]
    assert page["killed_by_month"].startswith(
        "![Killed per month, as reported. 2024-03: 37 \\(27+\\); 2024-01: 5 \\(4 to 6\\).]("
    )
    assert "2024-02" in drawn(page["killed_by_month"])


def test_the_latest_months_are_shown_at_once_whatever_their_figures(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    warehouse.execute(
        """
        insert into marts.monthly_casualties_by_actor_region
        select m::date, 'civilians', 'suffered', 'SYR', 'SY-HI', 2000000000, 2100000000, 2147483647
        from range(timestamp '2020-01-01', timestamp '2025-01-01', interval 1 month) as r (m)
        """
    )
    months = shown(warehouse, MONTHLY)["latest_months"]
    assert len(months.splitlines()) == 2 + previews.LATEST_MONTHS
    assert len(months) < 1000  # what Dagster's page shows without a click


def test_the_newest_rows_stand_first(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = shown(warehouse, MONTHLY)["head"].splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == [
        "| 2024-03-01",
        "| 2024-03-01",
        "| 2024-01-01",
        "| 2024-01-01",
        "| 2024-01-01",
        "| ",
    ]


def test_what_a_newsroom_wrote_is_text_in_tables_and_charts(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    add_article(warehouse, title=HOSTILE, url=HOSTILE * 900, source=f"{HOSTILE}\x00\x1b[2J")
    page = shown(warehouse, "raw.articles")
    [head, _, row] = page["head"].splitlines()
    cells = re.split(r"(?<!\\)\|", row)
    assert len(cells) == len(head.split("|"))
    for cell in cells:
        assert not re.search(r"(?<!\\)[<>\[\]()!*`#]", cell)
        assert len(cell.replace("\\", "").strip()) <= LONGEST_CELL
    [source] = [words for words in drawn(page["articles_by_source"]) if words.startswith("![x]")]
    assert source.startswith("![x](http://elsewhere.example/")
    assert not re.search(r"(?<!\\)[<\[]", page["articles_by_source"].split("](data:")[0][2:])


def test_markdown_text_is_what_was_written() -> None:
    assert re.sub(r"\\(.)", r"\1", markdown_text("a_b*c* `d` \\ &lt; ~e~ {f}")) == (
        "a_b*c* `d` \\ &lt; ~e~ {f}"
    )
    assert markdown_text("one\r\ntwo\u202ethree") == "one two three"
    assert (
        markdown_table([{"a": None, "b": ["x|y"]}])
        == "| a | b |\n| --- | --- |\n|  | \\['x\\|y'\\] |"
    )


def test_reports_are_told_by_kind(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute(
        """
        insert into raw.incident_reports by name
        select
            'r' || n as report_id, 'a' as article_id, n as report_no,
            if(n < 4, 'incident', 'aggregate') as kind, n = 1 as is_background,
            'day' as date_precision, 'place' as geo_precision, 'clash' as method,
            'asserted' as attribution, 1 as killed_low, 1 as killed_best, 1 as killed_high,
            0 as wounded_low, 0 as wounded_best, 0 as wounded_high, [] as groups, [] as evidence,
            0.85 as confidence, 'x' as extractor, '1' as extractor_version
        from range(1, 5) as r (n)
        """
    )
    page = shown(warehouse, "raw.incident_reports")
    assert page["reports_by_kind"].startswith(
        "![Reports by kind. incident: 2; aggregate: 1; incident, recalled: 1.]("
    )
    assert page["reports_by_confidence"].startswith(
        "![Reports of incidents by confidence. 0.8 to 0.9: 3.]("
    )


def test_a_page_is_the_same_again_and_small(warehouse: duckdb.DuckDBPyConnection) -> None:
    for number in range(200):
        add_article(
            warehouse,
            article_id=f"art-{number:03}",
            title=HOSTILE,
            text=HOSTILE * 9,
            source=f"{number} {HOSTILE}",
            url=HOSTILE,
            published_at=date(2000 + number // 12, number % 12 + 1, 1),
        )
    page = shown(warehouse, "raw.articles")
    assert shown(warehouse, "raw.articles") == page
    assert sum(map(len, page.values())) < 100_000
    assert "2016-08" in drawn(page["articles_by_month"])  # the last of 200 months


def test_an_empty_table_shows_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("delete from marts.monthly_casualties_by_actor_region")
    assert shown(warehouse, MONTHLY) == {}
    assert shown(warehouse, "raw.articles") == {}


def test_what_cannot_be_drawn_is_told_and_the_rest_is_shown(
    warehouse: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> str:
        raise RuntimeError("no ink")

    monkeypatch.setattr(previews, "draw_picture", fail)
    warnings: list[str] = []
    page = show_table(warehouse, MONTHLY, warnings.append)
    assert warnings == [f"{MONTHLY} is shown without killed_by_month: RuntimeError: no ink"]
    assert page.keys() == {"latest_months", "head"}


def test_nothing_is_drawn_where_dagster_keeps_nothing(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert preview(dg.build_asset_context(), warehouse, MONTHLY) == {}
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        assert "head" in preview(dg.build_asset_context(instance=instance), warehouse, MONTHLY)


def test_checks_are_counted_by_how_they_ended(warehouse: duckdb.DuckDBPyConnection) -> None:
    def check(number: int, outcome: str) -> CheckResult:
        return CheckResult(
            str(number), "dbt", "marts.t", "c", None, "reason", None, None, "error", outcome
        )

    record_results(warehouse, [check(1, "passed"), check(2, "passed"), check(3, "warned")], "dbt")
    page = show_checks(warehouse, raise_warning)
    image = page.pop("checks_by_outcome").value
    assert page == {
        "checks_passed": 2,
        "checks_skipped": 0,
        "checks_warned": 1,
        "checks_failed": 0,
        "checks_broken": 0,
    }
    assert "marts passed: 2; marts warned: 1." in image
    assert {"passed", "warned"} <= set(drawn(image))


def test_a_chart_stands_on_paper_of_its_own() -> None:
    rows = [{"name": "raw", "outcome": outcome, "count": 1} for outcome in charts.OUTCOMES]
    picture = svg(draw_picture(CHECKS_BY_OUTCOME, rows))
    paper = picture.find("{http://www.w3.org/2000/svg}rect")
    assert paper is not None
    assert (paper.get("width"), paper.get("height")) == (
        picture.get("width"),
        picture.get("height"),
    )
    assert paper.get("fill") == "#ffffff"
