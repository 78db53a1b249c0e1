"""What a reading of the inbox leaves in schema raw, and the account of it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project import loading
from dagster_project.assets.incident_reports import extract_unread
from dagster_project.ingest.limits import Limits
from dagster_project.loading import Loaded, load_inbox
from dagster_project.resources import Extractor
from dagster_project.settings import Settings
from dagster_project.warehouse import open_warehouse, read_rows

FIRST = "Two people were killed on Monday when a mine went off near Burao, a nurse said."
CORRECTED = "Three people were killed on Monday when a mine went off near Burao, a nurse said."
OTHER = "A bridge was opened on Friday in the presence of the governor and of many guests."
URL = "https://burao.example/mine"


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        yield connection


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def lines(*articles: dict[str, Any]) -> str:
    return "".join(json.dumps(article) + "\n" for article in articles)


def write(path: Path, text: str, at: int = 1_700_000_000) -> None:
    """A file, last changed at a time in seconds since 1970."""
    path.write_text(text)
    os.utime(path, (at, at))


def load(warehouse: duckdb.DuckDBPyConnection, inbox: Path, **settings: Any) -> Loaded:
    loaded = load_inbox(warehouse, {"": inbox}, Settings(**settings))
    assert loaded.offered == loaded.loaded + loaded.known + loaded.rejected
    return loaded


def counted(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    rows = warehouse.execute(
        "select text from raw.articles where is_english and not is_superseded order by text"
    ).fetchall()
    return [row[0] for row in rows]


def timeless(warehouse: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    times = ("loaded_at", "rejected_at", "read_at")
    rows = read_rows(warehouse, f"select * from raw.{table} order by all")
    return [{k: v for k, v in row.items() if k not in times} for row in rows]


def test_the_account_adds_up_and_a_file_that_did_not_change_is_not_read_again(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    write(inbox / "a.jsonl", lines({"text": FIRST}, {"text": FIRST}, {"title": "none"}))
    write(inbox / "b.txt", FIRST)
    write(inbox / "c.pdf", "x")
    first = load(warehouse, inbox)
    assert (first.loaded, first.known, first.rejected, first.files_read) == (1, 2, 2, 3)
    second = load(warehouse, inbox)
    assert (second.loaded, second.known, second.rejected) == (0, 3, 2)
    assert (second.files_read, second.files_unchanged) == (0, 3)
    assert len(read_rows(warehouse, "select * from raw.rejected_inputs")) == 2


def test_a_full_inbox_is_read_in_parts_and_nothing_is_lost(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    for number in range(5):
        write(inbox / f"{number}.txt", f"{number} hurt in Homs, officials said.")
    few = {"files_per_run": 2}
    told = [load(warehouse, inbox, run=few) for _ in range(3)]
    assert [(each.files_read, each.files_waiting) for each in told] == [(2, 3), (2, 1), (1, 0)]
    assert told[0].account().endswith("; 3 files wait for the next run")
    assert len(read_rows(warehouse, "select * from raw.articles")) == 5
    assert load(warehouse, inbox, run=few).files_unchanged == 5


def test_another_list_of_feeds_makes_no_file_be_read_again(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    write(inbox / "a.jsonl", lines({"text": FIRST}))
    load(warehouse, inbox)
    feeds = {"urls": [{"url": "https://burao.example/rss"}]}
    assert load(warehouse, inbox, feeds=feeds).files_unchanged == 1


def test_rejections_of_a_file_in_several_batches_keep_their_time(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "BATCH_ARTICLES", 2)
    bad = [{"title": str(number)} for number in range(5)]
    write(inbox / "a.jsonl", lines(*bad))
    load(warehouse, inbox)
    before = read_rows(warehouse, "select * from raw.rejected_inputs order by all")
    write(inbox / "a.jsonl", lines(*bad, {"text": FIRST}))
    load(warehouse, inbox)
    assert read_rows(warehouse, "select * from raw.rejected_inputs order by all") == before
    assert len(before) == 5


def test_a_changed_file_and_changed_settings_are_read_again(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    write(inbox / "a.jsonl", lines({"text": FIRST}))
    load(warehouse, inbox)
    write(inbox / "a.jsonl", lines({"text": FIRST}, {"text": OTHER}))
    assert load(warehouse, inbox).loaded == 1
    bounded = load(warehouse, inbox, limits=Limits(article_characters=10))
    assert (bounded.files_read, bounded.rejected) == (1, 2)


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_a_corrected_article_is_a_revision_in_whatever_order_it_comes(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path, order: tuple[str, str]
) -> None:
    revisions = {
        "old": ({"text": FIRST, "url": URL}, 1_700_000_000),
        "new": ({"text": CORRECTED, "url": URL + "?utm_source=x#top"}, 1_700_000_500),
    }
    for name in order:
        article, at = revisions[name]
        write(inbox / f"{name}.jsonl", lines(article), at)
        load(warehouse, inbox)
    assert counted(warehouse) == [CORRECTED]
    assert len(read_rows(warehouse, "select * from raw.articles")) == 2


def test_the_later_update_is_newer_than_the_later_fetch(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    updated = {"text": CORRECTED, "url": URL, "updated_at": "2023-11-20T10:00:00Z"}
    write(inbox / "a.jsonl", lines(updated), 1_700_000_000)
    stale = {"text": FIRST, "url": URL, "published_at": "2023-11-14"}
    write(inbox / "b.jsonl", lines(stale), 1_700_900_000)
    load(warehouse, inbox)
    assert counted(warehouse) == [CORRECTED]


def test_a_file_mended_in_place_is_a_revision_but_one_used_for_another_article_is_not(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    write(inbox / "a.txt", FIRST, 1_700_000_000)
    load(warehouse, inbox)
    write(inbox / "a.txt", CORRECTED, 1_700_000_500)
    assert load(warehouse, inbox).revised == 1
    assert counted(warehouse) == [CORRECTED]
    write(inbox / "a.txt", OTHER, 1_700_001_000)
    load(warehouse, inbox)
    assert counted(warehouse) == [OTHER, CORRECTED]


def test_what_a_feed_tells_gives_way_to_the_page_whichever_is_fetched_last(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    write(inbox / "a.jsonl", lines({"text": CORRECTED, "url": URL}), 1_700_000_000)
    entry = f"<item><title>Mine</title><link>{URL}</link><description>{FIRST}</description></item>"
    feed = f'<rss version="2.0"><channel><title>Burao Post</title>{entry}</channel></rss>'
    write(inbox / "b.rss", feed, 1_700_900_000)
    assert load(warehouse, inbox).loaded == 2
    assert counted(warehouse) == [CORRECTED]


def test_the_front_page_of_a_site_is_no_address_of_an_article(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    front = {"url": "https://www.burao.example/"}
    write(inbox / "a.jsonl", lines({"text": FIRST, **front}, {"text": OTHER, **front}))
    load(warehouse, inbox)
    assert counted(warehouse) == [OTHER, FIRST]


def test_a_page_fetched_again_with_another_counter_is_one_article(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    write(inbox / "a.txt", f"{FIRST}\n12 Shares\nComments (3)\nFacebook 1 | Tweet 2\n")
    write(inbox / "b.txt", f"{FIRST}\n1.3K shares\nComments (45)\nFacebook 2.1K | Tweet 13\n")
    assert (load(warehouse, inbox).loaded, len(counted(warehouse))) == (1, 1)


def test_other_languages_are_kept_and_marked_and_not_extracted(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    german = "Bei einem Anschlag auf den Markt wurden am Montag zwei Menschen get\u00f6tet."
    write(inbox / "a.jsonl", lines({"text": german}, {"text": FIRST, "language": "en"}))
    assert load(warehouse, inbox).foreign == 1
    seen: list[str] = []
    extractor = Extractor("test", "1", lambda article: seen.append(article.text) or [])  # type: ignore[func-returns-value]
    extract_unread(warehouse, extractor, lambda message: None)
    assert seen == [FIRST]
    [row] = read_rows(warehouse, "select * from raw.articles where not is_english")
    assert (row["text"], row["detected_language"]) == (german, "de")


def test_a_revision_takes_the_reports_of_the_earlier_text_with_it(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    extractor = Extractor("test", "1", lambda article: [])
    for text, at in ((FIRST, 1_700_000_000), (CORRECTED, 1_700_000_500)):
        write(inbox / "a.jsonl", lines({"text": text, "url": URL}), at)
        load(warehouse, inbox)
        extract_unread(warehouse, extractor, lambda message: None)
    rows = read_rows(
        warehouse,
        "select text from raw.articles "
        "where article_id in (select article_id from raw.article_extractions)",
    )
    assert rows == [{"text": CORRECTED}]


def test_a_reading_killed_half_way_is_made_good_by_the_next(
    warehouse: duckdb.DuckDBPyConnection,
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = [{"text": f"{FIRST} Report number {n}."} for n in range(10)]
    write(inbox / "a.jsonl", lines(*articles, {"title": "no text"}))
    write(inbox / "b.txt", OTHER)
    monkeypatch.setattr(loading, "BATCH_ARTICLES", 3)
    flushes = iter(range(100))
    write_articles = loading.write_articles

    def killed(*arguments: Any) -> Any:
        if next(flushes) == 2:
            raise KeyboardInterrupt
        return write_articles(*arguments)

    monkeypatch.setattr(loading, "write_articles", killed)
    with pytest.raises(KeyboardInterrupt):
        load(warehouse, inbox)
    assert len(counted(warehouse)) == 6
    load(warehouse, inbox)
    with open_warehouse(tmp_path / "whole.duckdb") as whole:
        load(whole, inbox)
        for table in ("articles", "rejected_inputs", "input_files"):
            assert timeless(warehouse, table) == timeless(whole, table)


def test_a_warehouse_of_before_is_taken_over(
    warehouse: duckdb.DuckDBPyConnection, inbox: Path
) -> None:
    """Ids of texts with counters changed: the row of before must not stand beside the new one."""
    text = f"{FIRST}\n12 Shares\n"
    warehouse.execute(
        "insert into raw.articles (article_id, text, input_file, loaded_at) "
        "values ('art-00000000000000000000', ?, 'a.txt', '2024-01-01')",
        [text],
    )
    write(inbox / "a.txt", text)
    load(warehouse, inbox)
    assert counted(warehouse) == [text]
