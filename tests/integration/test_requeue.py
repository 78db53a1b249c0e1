"""The way back from quarantine: nothing lost, nothing doubled, every refusal with its reason."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from article_rows import NOTHING_DERIVED
from typer.testing import CliRunner
from whole_runs import query, run

from dagster_project.cli import app
from dagster_project.paths import EXPECTATIONS_DIR, DataDir
from dagster_project.quality import requeue
from dagster_project.quality.quarantine import quarantine_failing_rows
from dagster_project.quality.requeue import RequeueError, requeue_rows
from dagster_project.warehouse import insert_rows, open_warehouse, utc_now, writer_lock
from expectations.runner import SuiteError, load_suite

pytestmark = pytest.mark.slow


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        yield connection


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXPECTATIONS_DIR, tmp_path / "suites"))


def article(number: int, **changes: Any) -> dict[str, Any]:
    return {
        **NOTHING_DERIVED,
        "article_id": f"art-{number:020x}",
        "external_id": None,
        "title": 'It\'s a "title", 100%',
        "text": "Three were killed.\nTwo more died.",
        "source": None,
        "url": None,
        "published_at": "2024-02-01",
        "language": None,
        "input_file": "a.jsonl",
        "input_line": number,
        "loaded_at": utc_now(),
        **changes,
    }


ODD = {"published_from": "rumour"}


def allow_rumours(suites: Path) -> None:
    path = suites / "articles.json"
    path.write_text(path.read_text().replace('"metadata", "url"', '"metadata", "rumour", "url"'))


def put_into_quarantine(
    warehouse: duckdb.DuckDBPyConnection, *rows: dict[str, Any]
) -> list[tuple[Any, ...]]:
    """Insert articles and check them; returns the table as it was before the check."""
    insert_rows(warehouse, "raw.articles", rows)
    before = articles(warehouse)
    quarantine_failing_rows(warehouse, load_suite(EXPECTATIONS_DIR / "articles.json"))
    return before


def articles(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return warehouse.execute("from raw.articles order by article_id").fetchall()


def in_quarantine(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return warehouse.execute(
        "select row_id, reason from raw.quarantined_rows order by all"
    ).fetchall()


def test_a_row_comes_back_as_it_was_once_its_suite_is_mended(
    warehouse: duckdb.DuckDBPyConnection, suites: Path
) -> None:
    before = put_into_quarantine(warehouse, article(1), article(2, **ODD))
    assert len(articles(warehouse)) == 1
    allow_rumours(suites)
    [done] = requeue_rows(warehouse, suites)
    assert (done.table, done.put_back, done.failing) == ("raw.articles", [f"art-{2:020x}"], {})
    assert articles(warehouse) == before
    assert in_quarantine(warehouse) == []
    assert requeue_rows(warehouse, suites) == []


def test_what_still_fails_stays_with_its_reason_and_its_time(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    put_into_quarantine(warehouse, article(1), article(2, **ODD))
    before = warehouse.execute("from raw.quarantined_rows").fetchall()
    [done] = requeue_rows(warehouse, EXPECTATIONS_DIR, "articles")
    assert done.put_back == []
    assert "an unknown origin" in done.failing[f"art-{2:020x}"]
    assert warehouse.execute("from raw.quarantined_rows").fetchall() == before
    assert len(articles(warehouse)) == 1


def test_only_the_named_row_goes_back(warehouse: duckdb.DuckDBPyConnection, suites: Path) -> None:
    put_into_quarantine(warehouse, article(1), article(2, **ODD), article(3, **ODD))
    allow_rumours(suites)
    [done] = requeue_rows(warehouse, suites, row_ids=[f"art-{3:020x}"])
    assert done.put_back == [f"art-{3:020x}"]
    assert [row_id for row_id, _ in in_quarantine(warehouse)] == [f"art-{2:020x}"]


def test_a_newer_row_of_the_id_wins(warehouse: duckdb.DuckDBPyConnection, suites: Path) -> None:
    put_into_quarantine(warehouse, article(1, **ODD), article(2))
    newer = article(1, title="Newer")
    insert_rows(warehouse, "raw.articles", [newer])
    allow_rumours(suites)
    [done] = requeue_rows(warehouse, suites)
    assert (done.put_back, done.superseded) == ([], [f"art-{1:020x}"])
    assert warehouse.execute(
        "select title from raw.articles where article_id = ?", [newer["article_id"]]
    ).fetchall() == [("Newer",)]
    assert in_quarantine(warehouse) == []


def test_a_text_whose_revision_came_meanwhile_does_not_count_beside_it(
    warehouse: duckdb.DuckDBPyConnection, suites: Path
) -> None:
    address = "https://a.example/1"
    put_into_quarantine(warehouse, article(1, address=address, **ODD), article(2))
    insert_rows(warehouse, "raw.articles", [article(3, address=address, published_at="2024-02-02")])
    allow_rumours(suites)
    requeue_rows(warehouse, suites)
    assert warehouse.execute(
        "select article_id, is_superseded from raw.articles where address = ? order by 1",
        [address],
    ).fetchall() == [(f"art-{1:020x}", True), (f"art-{3:020x}", False)]


def test_columns_that_came_get_their_default_and_columns_that_went_are_let_go(
    warehouse: duckdb.DuckDBPyConnection, suites: Path
) -> None:
    put_into_quarantine(warehouse, article(1), article(2, **ODD))
    as_of_before = (
        "update raw.quarantined_rows set row_json = "
        'json_merge_patch(row_json, \'{"is_english": null, "mood": "grim"}\')::varchar'
    )
    warehouse.execute(as_of_before)
    allow_rumours(suites)
    [done] = requeue_rows(warehouse, suites)
    assert done.put_back == [f"art-{2:020x}"]
    assert warehouse.execute(
        "select is_english from raw.articles where article_id = ?", [f"art-{2:020x}"]
    ).fetchall() == [(True,)]


@pytest.mark.parametrize(
    ("patch", "reason"),
    [
        ({"text": None}, "cannot be put back: the table needs text, which the row lacks"),
        ({"input_line": "first"}, "cannot be put back: the table's columns have changed"),
    ],
)
def test_a_row_that_fits_its_table_no_more_stays_and_says_why(
    patch: dict[str, Any], reason: str, warehouse: duckdb.DuckDBPyConnection, suites: Path
) -> None:
    put_into_quarantine(warehouse, article(1), article(2, **ODD), article(3, **ODD))
    warehouse.execute(
        "update raw.quarantined_rows set row_json = json_merge_patch(row_json, ?::json)::varchar "
        "where row_id = ?",
        [json.dumps(patch), f"art-{2:020x}"],
    )
    allow_rumours(suites)
    [done] = requeue_rows(warehouse, suites)
    assert done.put_back == [f"art-{3:020x}"]
    assert done.failing[f"art-{2:020x}"].startswith(reason)
    assert [row_id for row_id, _ in in_quarantine(warehouse)] == [f"art-{2:020x}"]


def test_where_the_suite_or_the_table_is_broken_nothing_moves(
    warehouse: duckdb.DuckDBPyConnection, suites: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_into_quarantine(warehouse, article(1), article(2, **ODD))
    before = (articles(warehouse), in_quarantine(warehouse))
    path = suites / "articles.json"
    text = path.read_text()
    path.write_text(text.replace("expect_column_values_to_be_unique", "expect_wonders"))
    with pytest.raises(SuiteError):
        requeue_rows(warehouse, suites)
    path.write_text(text.replace('"external_id", ', ""))
    with pytest.raises(RequeueError, match=r"Nothing of raw\.articles was put back: the columns"):
        requeue_rows(warehouse, suites)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(requeue, "_check", killed)
    with pytest.raises(KeyboardInterrupt):
        requeue_rows(warehouse, EXPECTATIONS_DIR)
    assert (articles(warehouse), in_quarantine(warehouse)) == before


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (
            {"row_ids": ["art-00000000000000000003"]},
            "No row in quarantine is called 'art-00000000000000000003'. "
            "Near it: art-00000000000000000002",
        ),
        (
            {"table": "incident_reports"},
            "No row of raw.incident_reports is in quarantine; there are rows of raw.articles.",
        ),
    ],
)
def test_a_row_that_is_not_there_is_an_error(
    chosen: dict[str, Any], message: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    put_into_quarantine(warehouse, article(1), article(2, **ODD))
    with pytest.raises(RequeueError) as error:
        requeue_rows(warehouse, EXPECTATIONS_DIR, **chosen)
    assert str(error.value) == message


@pytest.mark.long
def test_reports_are_quarantined_requeued_and_published(
    inbox: Path, data_dir: DataDir, suites: Path
) -> None:
    total = "select sum(killed_best)::integer from marts.fct_incidents"
    path = suites / "incident_reports.json"
    path.write_text(path.read_text().replace('"armed_attack", ', ""))
    (inbox / "late.jsonl").write_text('{"text": "9 killed", "published_at": "2024-02-20"}\n')
    run(inbox, data_dir, expectations_dir=suites)
    assert query(data_dir.warehouse, "select count(*) from raw.incident_reports") == [(0,)]
    done = CliRunner().invoke(app, ["requeue", "--all", "--data-dir", str(data_dir.root)])
    assert done.exit_code == 0, done.output
    assert done.stdout == (
        "raw.incident_reports: 5 rows: 5 put back, 0 still in quarantine\n"
        "The next run publishes them: casualty-ledger run\n"
    )
    page = data_dir.quality_page.read_text()
    assert "0 rows in quarantine" in page
    shown = run(inbox, data_dir)
    assert "0 articles read now" in shown
    assert query(data_dir.published_database, total) == [(23,)]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Which rows? --all, --table TABLE, or --row ID"),
        (["--all", "--table", "articles"], 2, "--all goes without --table and --row"),
        (["--all", "--data-dir", "nowhere"], 1, "Make it first: casualty-ledger run"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(arguments: list[str], code: int, message: str) -> None:
    done = CliRunner().invoke(app, ["requeue", *arguments])
    assert (done.exit_code, message in done.stderr) == (code, True), done.output


def test_a_run_under_way_is_not_disturbed(data_dir: DataDir) -> None:
    with writer_lock(data_dir.writer_lock):
        done = CliRunner().invoke(app, ["requeue", "--all", "--data-dir", str(data_dir.root)])
    assert done.exit_code == 1
    assert "is being written by" in done.stderr
