"""Which build a figure is of, and what a build moves: whole runs on the toy inbox."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from whole_runs import TOY, query, run, toy_extract

from dagster_project.paths import DataDir
from dagster_project.records import Article, IncidentReport
from dagster_project.resources import Extractor

pytestmark = pytest.mark.slow


def builds(data_dir: DataDir) -> list[tuple[Any, ...]]:
    return query(
        data_dir.published_database,
        "select build_id, last_build_id, is_current from marts.builds order by built_at",
    )


def changes(data_dir: DataDir) -> list[tuple[Any, ...]]:
    """Of what was inflicted: each incident has one such row."""
    return query(
        data_dir.published_database,
        """
        select strftime(month, '%Y-%m'), change, killed_best_before, killed_best_after,
            killed_best_change, causes, new_report_ids, changed_report_ids, correction_ids
        from marts.published_changes where role = 'inflicted' order by all
        """,
    )


def add_article(inbox: Path, name: str, **fields: str) -> None:
    (inbox / name).write_text(json.dumps(fields) + "\n")


def test_a_first_build_moves_nothing(finished: DataDir) -> None:
    [(_, last, is_current)] = builds(finished)
    assert (last, is_current) == (None, True)
    assert changes(finished) == []


def test_articles_that_came_or_went_are_named_as_the_cause(inbox: Path, data_dir: DataDir) -> None:
    [(first, _, _)] = builds(data_dir)
    before = query(
        data_dir.published_database,
        "select killed_best from marts.monthly_casualties_by_actor_region "
        "where month = '2024-01-01' and role = 'inflicted'",
    )
    add_article(inbox, "late.jsonl", text="6 killed", published_at="2024-01-30")
    add_article(inbox, "march.jsonl", text="9 killed", published_at="2024-03-01")
    page = {"url": "https://news.example/1", "source": "Wire"}
    add_article(inbox, "page.jsonl", text="8 killed", published_at="2024-05-02", **page)
    run(inbox, data_dir)
    [(_, _, _), (second, last, _)] = builds(data_dir)
    assert second != first
    assert last == first
    moved = changes(data_dir)
    [(was,)] = before
    assert [row[:6] for row in moved] == [
        ("2024-01", "moved", was, was + 6, 6, ["articles"]),
        ("2024-03", "new", None, 9, 9, ["articles"]),
        ("2024-05", "new", None, 8, 8, ["articles"]),
    ]
    assert all(len(row[6]) == 1 and row[7:] == ([], []) for row in moved)
    run(inbox, data_dir)
    assert changes(data_dir) == moved
    assert [row[0] for row in builds(data_dir)] == [first, second]
    # And what a revision takes the place of is gone.
    add_article(inbox, "again.jsonl", text="0 hurt now", published_at="2024-05-03", **page)
    run(inbox, data_dir)
    [row] = changes(data_dir)
    assert row[:6] == ("2024-05", "gone", 8, None, -8, ["articles"])
    assert query(
        data_dir.published_database,
        "select len(gone_report_ids) from marts.published_changes where role = 'inflicted'",
    ) == [(1,)]


@pytest.mark.long
def test_corrections_are_named_and_taking_them_back_is_the_build_before(
    inbox: Path, data_dir: DataDir
) -> None:
    [(first, _, _)] = builds(data_dir)
    [(incident, killed)] = query(
        data_dir.published_database,
        "select incident_id, killed_best from marts.fct_incidents where month = '2024-01-01'",
    )
    data_dir.corrections.mkdir()
    made = data_dir.corrections / "desk.csv"
    made.write_text(
        "correction_id,action,target_id,other_id,field,value,author,made_at,reason\n"
        f"fix-1,set,{incident},,killed,{killed + 7},A. Desk,2024-03-01,the hospital's count\n"
    )
    run(inbox, data_dir)
    [row] = changes(data_dir)
    assert row == (
        "2024-01", "moved", killed, killed + 7, 7, ["corrections"], [], [], ["fix-1"]
    )  # fmt: skip
    made.unlink()
    run(inbox, data_dir)
    assert builds(data_dir)[-1][0] == first
    [row] = changes(data_dir)
    assert row[2:6] == (killed + 7, killed, -7, ["corrections"])


def test_another_reading_of_the_same_articles_is_named(inbox: Path, data_dir: DataDir) -> None:
    def twice(article: Article) -> list[IncidentReport]:
        return [
            replace(
                report,
                killed_low=2 * report.killed_low,
                killed_best=2 * report.killed_best,
                killed_high=2 * report.killed_best,
                groups=[
                    replace(
                        g,
                        killed_low=2 * g.killed_low,
                        killed_best=2 * g.killed_best,
                        killed_high=2 * g.killed_best,
                    )
                    for g in report.groups
                ],
            )
            for report in toy_extract(article)
        ]

    shown = run(inbox, data_dir, extractor=Extractor(TOY.name, "2", twice))
    assert "4 articles read now" in shown
    assert "6 of 6 monthly figures moved since the last publication" in shown
    assert "2024-01 mil-syr suffered SY-HI: killed 3 -> 6" in shown
    rows = changes(data_dir)
    assert rows
    for row in rows:
        assert row[3] == 2 * row[2]
        assert row[5] == ["extraction"]
        assert row[7] != []
    assert query(
        data_dir.published_database,
        "select distinct unnest(code_changes) from marts.published_changes",
    ) == [("extractor toy 1 -> toy 2",)]
