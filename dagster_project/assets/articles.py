"""raw.articles and raw.rejected_inputs: the two halves of one reading of the inbox."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.ingest import LoadedArticle, Outcome, RejectedInput, read_inbox
from dagster_project.resources import Inbox, Warehouse
from dagster_project.warehouse import insert_rows, read_rows, row_count, transaction, utc_now

_DAY = len("2024-02-01")

ARTICLES = raw_table("articles", "One row per distinct text: what a newsroom published.")
REJECTED_INPUTS = raw_table(
    "rejected_inputs",
    "One row per file, or line of a file, that could not be read, with the reason.",
)


@dg.multi_asset(specs=[ARTICLES, REJECTED_INPUTS])
def inbox_articles(
    context: dg.AssetExecutionContext, inbox: Inbox, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[Any]]:
    """One row per distinct text in the inbox, and one per input that could not be read."""
    with warehouse.open() as connection:
        loaded = load_inbox(connection, read_inbox(Path(inbox.path)))
    context.log.info(
        f"{loaded.articles} articles ({loaded.new} new, {loaded.changed} changed), "
        f"{loaded.rejected} inputs rejected"
    )
    yield dg.MaterializeResult(
        asset_key=ARTICLES.key,
        metadata=row_counts(row_count=loaded.articles, new=loaded.new, changed=loaded.changed),
    )
    yield dg.MaterializeResult(
        asset_key=REJECTED_INPUTS.key, metadata=row_counts(row_count=loaded.rejected)
    )


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows after loading, and how many articles were new or came with other metadata."""

    articles: int
    rejected: int
    new: int
    changed: int


def load_inbox(connection: duckdb.DuckDBPyConnection, outcomes: Iterable[Outcome]) -> Loaded:
    """Write outcomes to both tables in one transaction.

    Of several copies of a text the one that tells most is kept: a date first, then a source, a
    title, an address; of equals the one published first. A text that is there already is left
    alone, under whatever name it comes, unless a copy is to be preferred or the file that brought
    it now says otherwise: then its row is replaced, and the article read again. A file's rejections
    are those of its latest reading.
    """
    articles: dict[str, list[LoadedArticle]] = {}
    rejected: list[RejectedInput] = []
    files: set[str] = set()
    for outcome in outcomes:
        files.add(outcome.input_file)
        if isinstance(outcome, RejectedInput):
            rejected.append(outcome)
        else:
            files.add(outcome.input_file.rpartition(".")[0] + ".json")  # read with its text
            articles.setdefault(outcome.article.article_id, []).append(outcome)
    with transaction(connection):
        new, changed = _replace_articles(connection, articles)
        _replace_rejections(connection, files, rejected)
    return Loaded(
        articles=row_count(connection, "raw.articles"),
        rejected=row_count(connection, "raw.rejected_inputs"),
        new=new,
        changed=changed,
    )


def _replace_articles(
    connection: duckdb.DuckDBPyConnection, incoming: dict[str, list[LoadedArticle]]
) -> tuple[int, int]:
    known = {
        row["article_id"]: row
        for row in read_rows(
            connection,
            "select * exclude (text, loaded_at), "
            "length(text) - length(replace(text, chr(10), '')) as line_breaks from raw.articles",
        )
    }
    loaded_at = utc_now()
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for article_id, copies in incoming.items():
        before = known.get(article_id)
        rows = [_article_row(copy) for copy in copies]
        if before is None:
            new.append(min(rows, key=_preference))
            continue
        own = next((row for row in rows if row["input_file"] == before["input_file"]), before)
        best = min([own, *rows], key=_preference)
        if _differs(best, before):
            changed.append(best)
    ids = [row["article_id"] for row in changed]
    connection.execute("delete from raw.articles where article_id in (select unnest(?))", [ids])
    connection.execute(
        "delete from raw.article_extractions where article_id in (select unnest(?))", [ids]
    )
    rows = [{**row, "loaded_at": loaded_at} for row in new + changed]
    for row in rows:
        del row["line_breaks"]
    insert_rows(connection, "raw.articles", rows)
    return len(new), len(changed)


def _article_row(loaded: LoadedArticle) -> dict[str, Any]:
    return {
        **asdict(loaded.article),
        "input_file": loaded.input_file,
        "input_line": loaded.input_line,
        "line_breaks": loaded.article.text.count("\n"),
    }


_METADATA = ("published_at", "source", "title", "url")


def _preference(row: dict[str, Any]) -> tuple[tuple[bool, ...], int, tuple[str, ...]]:
    """The copy to keep is the least: the one with most metadata, of equals the first published.

    Copies may break their lines otherwise. The one with more lines is read better: a headline and
    paragraphs tell what belongs together. Nothing here depends on when a copy came, or how named.
    """
    return (
        tuple(row[name] is None for name in _METADATA),
        -row["line_breaks"],
        tuple(
            str(row[name] or "")[: _DAY if name == "published_at" else None] for name in _METADATA
        ),
    )


def _differs(row: dict[str, Any], before: dict[str, Any]) -> bool:
    return any(
        str(row[name]) != str(value) if name == "published_at" else row[name] != value
        for name, value in before.items()
    )


def _replace_rejections(
    connection: duckdb.DuckDBPyConnection, files: set[str], rejected: list[RejectedInput]
) -> None:
    before = {
        (file, line, reason): rejected_at
        for file, line, reason, rejected_at in connection.execute(
            "select input_file, input_line, reason, rejected_at from raw.rejected_inputs"
        ).fetchall()
    }
    connection.execute(
        "delete from raw.rejected_inputs where input_file in (select unnest(?))", [sorted(files)]
    )
    now = utc_now()
    insert_rows(
        connection,
        "raw.rejected_inputs",
        [
            {
                **asdict(r),
                "rejected_at": before.get((r.input_file, r.input_line, r.reason), now),
            }
            for r in rejected
        ],
    )
