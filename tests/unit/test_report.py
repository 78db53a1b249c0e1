"""The report's parts that need no browser: figures, blocks of sentences, markup, and the policy."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from published_marts import add_incident, add_report, add_row, create_marts, roll_up

from dagster_project.paths import DBT_PROJECT_DIR
from dagster_project.publishing.drill_down import OUTCOME_WORDS
from dagster_project.publishing.report import write_report
from dagster_project.publishing.report.cells import read_cells
from dagster_project.publishing.report.chart import draw_chart
from dagster_project.publishing.report.estimates import Estimate, share
from dagster_project.publishing.report.gaps import REVIEW_WORDS, read_gaps
from dagster_project.publishing.report.headline import (
    ActorMonth,
    Month,
    add_up,
    read_actor_months,
    read_months,
    read_regions,
    read_totals,
)
from dagster_project.publishing.report.markup import bar, table
from dagster_project.publishing.report.page import render_report
from dagster_project.publishing.report.sentences import read_sentences

HOSTILE = "</script><script>alert('x')</script><img src=https://evil.example/a.png onerror=\"b\">&"
ACTORS = {
    "islamic-state": "Islamic State",
    "gov-irq": "Government of Iraq",
    "civilians": "Civilians",
    "unknown": "Unknown",
}
REGIONS = (
    ("IQ-KI", "IRQ", "Iraq", "IQ-KI", "Kirkuk"),
    ("SY-HI", "SYR", "Syria", "SY-HI", "Homs"),
    ("SYR-unknown", "SYR", "Syria", "unknown", "Unknown"),
)


@pytest.fixture
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_marts(connection)
        yield connection


@pytest.fixture
def marts(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Three incidents: in Kirkuk by two sources, in Homs by one, one without month or region."""
    for actor_id, name in ACTORS.items():
        add_row(empty, "dim_actors", {"actor_id": actor_id, "actor_name": name})
    names = ("region_id", "country_code", "country_name", "admin1_code", "admin1_name")
    for region in REGIONS:
        add_row(empty, "dim_regions", dict(zip(names, region, strict=True)))
    add_row(
        empty,
        "builds",
        {
            "build_id": "b-0123456789ab",
            "is_current": True,
            "built_at": datetime(2024, 3, 1, 4, 5),  # noqa: DTZ001 - as the table holds it
            "package_version": "0.1.0",
            "extractor_version": "rules 1",
            "article_count": 4,
        },
    )
    add_incident(
        empty,
        "inc-1",
        date_start=date(2024, 1, 16),
        place="Hawija",
        region_id="IQ-KI",
        perpetrator_actor_id="islamic-state",
        killed=(6, 9, None),
        wounded=(5, 5, 9),
        source_count=2,
    )
    add_incident(empty, "inc-2", date_start=date(2024, 2, 3), region_id="SY-HI", killed=(4, 4, 4))
    add_incident(empty, "inc-3", region_id="SYR-unknown", killed=(1, 1, 2), confidence=0.2)
    for casualty_id, incident_id, actor_id, status, killed in (
        ("c-1", "inc-1", "gov-irq", "combatant", (4, 7, None)),
        ("c-2", "inc-1", "civilians", "civilian", (2, 2, 2)),
        ("c-3", "inc-2", "civilians", "civilian", (4, 4, 4)),
        ("c-4", "inc-3", "unknown", "unknown", (1, 1, 2)),
    ):
        figures = dict(zip(("killed_low", "killed_best", "killed_high"), killed, strict=True))
        add_row(
            empty,
            "fct_casualties",
            {
                "casualty_id": casualty_id,
                "incident_id": incident_id,
                "actor_id": actor_id,
                "status": status,
                **figures,
                **dict.fromkeys(("wounded_low", "wounded_best", "wounded_high"), 0),
            },
        )
    add_report(
        empty,
        "inc-1",
        "r-1",
        (7, 7, None),
        "At least seven policemen died.",
        outcome="older",
        source="Evening Ledger",
        source_id="evening-ledger",
        published_at=date(2024, 1, 17),
    )
    add_report(
        empty,
        "inc-1",
        "r-2",
        (6, 9, 9),
        "Nine policemen died.",
        "Two of them on Thursday.",
        source="Dispatch",
        source_id="dispatch",
        published_at=date(2024, 1, 18),
        url="https://dispatch.example/toll",
    )
    add_report(
        empty, "inc-2", "r-3", (4, 4, 4), HOSTILE, title=HOSTILE, source=HOSTILE, source_id="h"
    )
    roll_up(empty)
    return empty


def unpacked(data: str) -> Any:
    return json.loads(gzip.decompress(base64.b64decode(data)))


def test_totals_have_ranges_and_an_open_end_where_one_incident_has_it(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    totals = read_totals(marts)
    assert totals is not None
    assert totals.killed == Estimate(11, 14, None)
    assert totals.wounded == Estimate(5, 5, 9)
    assert totals.civilians_killed == Estimate(6, 6, 6)
    assert (totals.incident_count, totals.report_count, totals.source_count) == (3, 3, 3)
    assert (totals.country_count, totals.first_month) == (2, date(2024, 1, 1))


def test_months_and_regions(marts: duckdb.DuckDBPyConnection) -> None:
    january, february = read_months(marts)
    assert (january.killed, january.civilians_killed) == (Estimate(6, 9, None), Estimate(2, 2, 2))
    assert (february.incident_count, february.is_covered) == (1, False)
    assert [(region.name, region.killed.best) for region in read_regions(marts)] == [
        ("Kirkuk, Iraq", 9),
        ("Homs, Syria", 4),
        ("Syria, region unknown", 1),
    ]


def test_what_is_not_known_is_counted(marts: duckdb.DuckDBPyConnection) -> None:
    doubts = {doubt.what: (doubt.incident_count, doubt.killed) for doubt in read_gaps(marts).doubts}
    assert doubts == {
        "No month is known": (1, 1),
        "No region is known": (1, 1),
        "Not even the country is known": (0, 0),
        "Nobody known did it": (2, 5),
        "Told by one source only": (2, 5),
        "No upper limit of the killed is told": (1, 9),
        "Only recalled by later articles": (0, 0),
        "Confidence of the reading under 0.5": (1, 1),
    }
    assert read_gaps(marts).victims_unknown == 1


def test_cells_are_columns_and_months_come_newest_first(marts: duckdb.DuckDBPyConnection) -> None:
    cells = read_cells(marts)
    assert cells["months"] == ["2024-02", "2024-01", ""]
    rows = {
        (
            cells["months"][cells["month"][n]],
            cells["actors"][cells["actor"][n]][0],
            cells["role"][n],
        ): (cells["killed_low"][n], cells["killed_best"][n], cells["killed_high"][n])
        for n in range(len(cells["month"]))
    }
    assert rows == {
        ("2024-02", "unknown", 0): (4, 4, 4),
        ("2024-02", "civilians", 1): (4, 4, 4),
        ("2024-01", "islamic-state", 0): (6, 9, None),
        ("2024-01", "gov-irq", 1): (4, 7, None),
        ("2024-01", "civilians", 1): (2, 2, 2),
        ("", "unknown", 0): (1, 1, 2),
        ("", "unknown", 1): (1, 1, 2),
    }


def test_a_block_has_what_each_source_told_and_the_sentences(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    sentences = read_sentences(marts)
    assert [block.month for block in sentences.blocks] == ["2024-02", "2024-01", ""]
    assert (sentences.oldest, sentences.incidents_left_out) == (None, 0)
    [incident] = unpacked(sentences.blocks[1].data)
    *facts, victims, reports, corrections = incident
    assert facts[:6] == ["inc-1", "2024-01-16", "2024-01-16", "day", "Hawija", "IQ-KI"]
    assert facts[10:16] == [6, 9, None, 5, 5, 9]
    assert [victim[0] for victim in victims] == ["civilians", "gov-irq"]
    assert [(report[1], report[6], report[-1]) for report in reports] == [
        ("Evening Ledger", "older", ["At least seven policemen died."]),
        ("Dispatch", "won", ["Nine policemen died.", "Two of them on Thursday."]),
    ]
    assert corrections == []


def test_the_newest_months_come_first_into_a_small_budget(marts: duckdb.DuckDBPyConnection) -> None:
    sentences = read_sentences(marts, budget=1)
    assert [block.month for block in sentences.blocks] == ["2024-02"]
    assert (sentences.oldest, sentences.incidents_left_out) == ("2024-02", 2)
    assert "back to 2024-02. Of 2 earlier incidents" in render_report(marts, budget=1)


class Elements(HTMLParser):
    """The tags of a page, and what stands in its scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.contents: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is not None:
            self.contents.append((*self.tags[-1], data))


def test_the_page_runs_its_own_scripts_only_and_names_no_address_to_load(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    page = Elements(render_report(marts))
    [policy] = [
        attributes["content"] or ""
        for tag, attributes in page.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    for tag, attributes, text in page.contents:
        if attributes.get("type") != "application/gzip":
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, tag
    assert not [a for tag, a in page.tags if "src" in a or tag in ("link", "img", "iframe")]


def test_no_text_of_an_article_is_markup(marts: duckdb.DuckDBPyConnection) -> None:
    add_row(
        marts,
        "review_queue",
        {
            "incident_id": "inc-2",
            "score": 4.0,
            "main_reason": "large_toll",
            "place": HOSTILE,
            **dict.fromkeys(("killed_low", "killed_best", "killed_high"), 4),
        },
    )
    html = render_report(marts)
    assert "evil.example" in html
    tags = [tag for tag, _ in Elements(html).tags]
    assert "img" not in tags
    marts.execute("delete from marts.review_queue")
    without = [tag for tag, _ in Elements(render_report(marts)).tags]
    assert tags.count("script") == without.count("script")


def test_the_same_database_gives_the_same_bytes(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    write_report(marts, tmp_path / "once.html")
    write_report(marts, tmp_path / "again.html")
    assert (tmp_path / "once.html").read_bytes() == (tmp_path / "again.html").read_bytes()


def test_an_empty_ledger_says_so(empty: duckdb.DuckDBPyConnection) -> None:
    page = render_report(empty)
    assert "No incident is known" in page
    assert "script-src 'none'" in page
    assert not [tag for tag, _ in Elements(page).tags if tag == "script"]


def test_every_outcome_and_reason_has_its_words() -> None:
    def accepted(mart: str, column: str) -> set[str]:
        path = DBT_PROJECT_DIR / "models" / "marts" / f"{mart}.yml"
        [model] = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
        [tests] = [c["data_tests"] for c in model["columns"] if c["name"] == column]
        [values] = [
            test["accepted_values"]["arguments"]["values"]
            for test in tests
            if "accepted_values" in test
        ]
        return set(values)

    assert set(OUTCOME_WORDS) == accepted("incident_estimates", "outcome")
    assert set(REVIEW_WORDS) == accepted("review_queue", "main_reason")


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (Estimate(6, 9, None), "at least 6, no upper limit told"),
        (Estimate(6, 9, 1100), "between 6 and 1,100"),
        (Estimate(9, 9, 9), "no other figure is told"),
    ],
)
def test_a_range_in_words(estimate: Estimate, words: str) -> None:
    assert estimate.range_in_words() == words


def test_sums_and_shares() -> None:
    assert add_up([Estimate(1, 2, 3), Estimate(4, 5, None)]) == Estimate(5, 7, None)
    assert add_up([]) == Estimate(0, 0, 0)
    assert [share(1, 8), share(1, 400), share(0, 5), share(1, 0)] == ["12%", "under 1%", "0%", ""]


def test_a_bar_is_as_wide_as_its_best_and_open_without_a_ceiling() -> None:
    closed, opened = (bar(Estimate(5, 10, high), 40).html for high in (20, None))
    assert "width='25.00%'" in closed
    assert "x1='12.50%' x2='50.00%'" in closed
    assert "class='open'" in opened
    assert "class='open'" not in closed


def test_a_table_escapes_what_is_not_markup() -> None:
    made = table("<b>", ("Name", "Number"), [("<i>", 1234)], numbers=(1,))
    assert "<caption>&lt;b&gt;</caption>" in made
    assert "<th scope='row' role='rowheader'>&lt;i&gt;</th>" in made
    assert "<td role='cell' data-head='Number' class='number'>1,234</td>" in made


def month(year: int, number: int, best: int = 1, high: int | None = 1) -> Month:
    killed = Estimate(1, best, high)
    return Month(date(year, number, 1), killed, killed, killed, 1, is_covered=True)


def drawn(svg: str) -> str:
    """The text of a picture."""
    return re.sub("<[^>]+>", " ", svg)


def test_the_chart_names_the_deadliest_actors_and_adds_up_the_rest() -> None:
    rows = [
        ActorMonth(date(2024, 1, 1), f"actor-{n}", f"Actor <{n}>", 20 - n) for n in range(9)
    ] + [ActorMonth(date(2024, 1, 1), "unknown", "Unknown", 40)]
    chart = draw_chart([month(2024, 1)], rows)
    assert chart is not None
    assert "Actor &lt;6&gt;" in drawn(chart.svg)
    assert "Actor &lt;7&gt;" not in drawn(chart.svg)
    values = json.loads(chart.vega)["data"][0]["values"]
    assert [row["killed"] for row in values if row["actor"] == "All others"] == [13 + 12]
    assert values[-1] == {"month": "2024-01", "place": 8, "actor": "Nobody known", "killed": 40}


def test_the_chart_begins_after_a_gap_of_more_than_a_year() -> None:
    months = [month(2019, 1), month(2022, 12), month(2023, 12), month(2024, 1, 5, None)]
    rows = [ActorMonth(m.month, "a", "A", m.killed.best) for m in months]
    chart = draw_chart(months, rows)
    assert chart is not None
    assert [m.month.year for m in chart.earlier] == [2019]
    assert "Jan 2019" not in drawn(chart.svg)


def test_no_dead_no_chart(marts: duckdb.DuckDBPyConnection) -> None:
    marts.execute("update marts.monthly_casualties_by_actor set killed_best = 0")
    assert draw_chart(read_months(marts), read_actor_months(marts)) is None
    assert "No month has a dead that is known" in render_report(marts)
