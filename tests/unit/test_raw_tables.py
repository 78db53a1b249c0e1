"""Loading and extracting into the raw tables: what a second load changes, and what it leaves."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.assets import incident_reports
from dagster_project.assets.incident_reports import extract_unread
from dagster_project.ingest import LoadedArticle, Outcome, RejectedInput, article_id
from dagster_project.loading import Loaded, load_outcomes
from dagster_project.records import Article, CasualtyGroup, Evidence, IncidentReport
from dagster_project.resources import Extractor
from dagster_project.warehouse import insert_rows, open_warehouse, read_rows, transaction


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        yield connection


def loaded(text: str, file: str = "a.jsonl", line: int = 1, **metadata: Any) -> LoadedArticle:
    return LoadedArticle(Article(article_id(text), text, **metadata), file, line)


def one_report(article: Article) -> list[IncidentReport]:
    return [
        IncidentReport(
            article_id=article.article_id,
            report_no=1,
            kind="incident",
            is_background=False,
            date_start=article.published_at,
            date_end=article.published_at,
            date_precision="unknown",
            place=None,
            admin2=None,
            admin1=None,
            country=None,
            admin1_code=None,
            latitude=None,
            longitude=None,
            geo_precision="unknown",
            method="unknown",
            perpetrator=None,
            perpetrator_actor_id=None,
            attribution="unknown",
            killed_low=1,
            killed_best=1,
            killed_high=None,
            wounded_low=0,
            wounded_best=0,
            wounded_high=0,
            groups=[CasualtyGroup(None, None, "unknown", 1, 1, None)],
            evidence=[Evidence(0, 4)],
        )
    ]


def ignore(message: str) -> None:
    pass


def all_rows(warehouse: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    return read_rows(warehouse, f"select * from raw.{table} order by all")


def test_the_same_text_under_two_names_is_one_article(warehouse: duckdb.DuckDBPyConnection) -> None:
    outcomes = [loaded("One.", "a.txt"), loaded(" One. ", "b.txt")]
    assert load_outcomes(warehouse, outcomes) == Loaded(loaded=1, known=1)
    before = all_rows(warehouse, "articles")
    assert load_outcomes(warehouse, outcomes) == Loaded(known=2)
    assert load_outcomes(warehouse, outcomes[1:]).changed == 0
    assert all_rows(warehouse, "articles") == before


def test_metadata_that_comes_later_makes_the_article_be_read_again(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    extractor = Extractor("toy", "1", one_report)
    load_outcomes(warehouse, [loaded("One.", "a.txt"), loaded("Two.", "b.txt")])
    assert extract_unread(warehouse, extractor, ignore).read == 2
    assert (
        load_outcomes(warehouse, [loaded("One.", "a.txt", published_at="2024-01-02")]).changed == 1
    )
    assert extract_unread(warehouse, extractor, ignore).read == 1
    assert [row["date_start"] for row in all_rows(warehouse, "incident_reports")].count(
        date(2024, 1, 2)
    ) == 1


@pytest.mark.parametrize("order", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_of_two_copies_the_dated_one_is_kept_whichever_comes_first(
    warehouse: duckdb.DuckDBPyConnection, order: tuple[str, str]
) -> None:
    copies = {
        "a.txt": loaded("One.", "a.txt"),
        "b.txt": loaded("One.", "b.txt", published_at="2024-01-02"),
    }
    for name in order:
        load_outcomes(warehouse, [copies[name]])
    again = load_outcomes(warehouse, [copies["a.txt"], copies["b.txt"]])
    [row] = all_rows(warehouse, "articles")
    assert (row["published_at"], row["input_file"]) == (date(2024, 1, 2), "b.txt")
    assert (again.loaded, again.changed) == (0, 0)


@pytest.mark.parametrize("order", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_of_two_copies_that_tell_as_much_the_one_published_first_is_kept(
    warehouse: duckdb.DuckDBPyConnection, order: tuple[str, str]
) -> None:
    copies = {
        "a.txt": loaded("One.", "a.txt", published_at="2024-01-23", source="Alpha"),
        "b.txt": loaded("One.", "b.txt", published_at="2024-01-16", source="Beta"),
    }
    for name in order:
        load_outcomes(warehouse, [copies[name]])
    [row] = all_rows(warehouse, "articles")
    assert (row["published_at"], row["source"]) == (date(2024, 1, 16), "Beta")


@pytest.mark.parametrize("order", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_of_two_copies_the_one_with_lines_is_kept(
    warehouse: duckdb.DuckDBPyConnection, order: tuple[str, str]
) -> None:
    copies = {
        "a.txt": loaded("Title Two were killed.", "a.txt"),
        "b.txt": loaded("Title\n\nTwo were killed.", "b.txt"),
    }
    for name in order:
        load_outcomes(warehouse, [copies[name]])
    [row] = all_rows(warehouse, "articles")
    assert row["text"] == "Title\n\nTwo were killed."


def test_a_figure_that_no_column_can_hold_takes_no_other_article_with_it(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    def huge(article: Article) -> list[IncidentReport]:
        reports = one_report(article)
        if article.text == "Two.":
            reports[0].killed_best = 2**31
        return reports

    load_outcomes(warehouse, [loaded("One.", "a.txt"), loaded("Two.", "b.txt")])
    done = extract_unread(warehouse, Extractor("toy", "1", huge), ignore)
    assert (done.reports, done.failed) == (1, 1)
    [row] = all_rows(warehouse, "quarantined_rows")
    assert "2,147,483,648" in row["reason"]


def test_rejections_are_those_of_the_latest_reading(warehouse: duckdb.DuckDBPyConnection) -> None:
    bad: list[Outcome] = [RejectedInput("a.jsonl", 1, "odd"), RejectedInput("b.txt", None, "odd")]
    load_outcomes(warehouse, bad)
    before = all_rows(warehouse, "rejected_inputs")
    load_outcomes(warehouse, bad)
    assert all_rows(warehouse, "rejected_inputs") == before
    load_outcomes(warehouse, [loaded("Mended.", "a.jsonl")])
    assert [row["input_file"] for row in all_rows(warehouse, "rejected_inputs")] == ["b.txt"]


def test_metadata_that_waited_for_its_text_is_no_longer_rejected(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    load_outcomes(warehouse, [RejectedInput("a.json", None, "there is no .txt of this name")])
    load_outcomes(warehouse, [loaded("One.", "a.txt", published_at="2024-01-02")])
    assert all_rows(warehouse, "rejected_inputs") == []


def test_only_a_new_version_reads_an_article_again_and_replaces_its_reports(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    load_outcomes(warehouse, [loaded("One."), loaded("Two.", line=2)])
    extract_unread(warehouse, Extractor("toy", "1", one_report), ignore)
    assert extract_unread(warehouse, Extractor("toy", "1", one_report), ignore).read == 0
    done = extract_unread(warehouse, Extractor("toy", "2", lambda article: []), ignore)
    assert (done.read, done.reports, done.extractions) == (2, 0, 2)


def test_an_articles_countries_are_those_it_names_and_those_it_reports_from(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    def in_syria(article: Article) -> list[IncidentReport]:
        reports = one_report(article)
        reports[0].country = None if article.text == "Two." else "SYR"
        return reports

    load_outcomes(warehouse, [loaded("One.", "a.txt"), loaded("Two.", "b.txt")])
    extract_unread(warehouse, Extractor("toy", "1", in_syria, lambda article: ["TUR"]), ignore)
    assert {
        (row["article_id"], tuple(row["country_codes"]))
        for row in all_rows(warehouse, "article_extractions")
    } == {(article_id("One."), ("SYR", "TUR")), (article_id("Two."), ("TUR",))}


def test_a_batch_killed_half_way_leaves_whole_articles(
    warehouse: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incident_reports, "BATCH_SIZE", 1)
    load_outcomes(warehouse, [loaded(text, line=i) for i, text in enumerate(("1", "2", "3"), 1)])
    seen: list[str] = []

    def dies_at_the_third(article: Article) -> list[IncidentReport]:
        seen.append(article.article_id)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return one_report(article)

    with pytest.raises(KeyboardInterrupt):
        extract_unread(warehouse, Extractor("toy", "1", dies_at_the_third), ignore)
    assert len(all_rows(warehouse, "article_extractions")) == 2
    done = extract_unread(warehouse, Extractor("toy", "1", one_report), ignore)
    assert (done.read, done.reports) == (1, 3)


def test_an_article_that_breaks_the_extractor_is_listed_until_it_can_be_read(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    def breaks_at_two(article: Article) -> list[IncidentReport]:
        if article.text == "Two.":
            raise ZeroDivisionError("no such number")
        return one_report(article)

    load_outcomes(warehouse, [loaded("One."), loaded("Two.", line=2)])
    broken = Extractor("toy", "1", breaks_at_two)
    assert extract_unread(warehouse, broken, ignore).failed == 1
    listed = all_rows(warehouse, "quarantined_rows")
    assert [(row["row_id"], row["reason"]) for row in listed] == [
        (article_id("Two."), "extraction failed: ZeroDivisionError: no such number")
    ]
    assert extract_unread(warehouse, broken, ignore).failed == 1
    assert all_rows(warehouse, "quarantined_rows") == listed
    done = extract_unread(warehouse, Extractor("toy", "2", one_report), ignore)
    assert (done.failed, done.reports) == (0, 2)
    assert all_rows(warehouse, "quarantined_rows") == []


def test_rows_must_have_the_columns_of_their_table(warehouse: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(KeyError, match="guess, incident_id"):
        insert_rows(warehouse, "raw.incident_links", [{"report_id": "x", "guess": "y"}])


def test_a_transaction_that_fails_changes_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    load_outcomes(warehouse, [loaded("One.")])

    def delete_and_fail() -> None:
        with transaction(warehouse):
            warehouse.execute("delete from raw.articles")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        delete_and_fail()
    assert len(all_rows(warehouse, "articles")) == 1
