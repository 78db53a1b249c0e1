"""raw.feed_fetches: what was fetched from the web, when, and how it ended."""

from collections import Counter
from dataclasses import asdict
from typing import Any

import dagster as dg
import duckdb

from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.assets.previews import preview
from dagster_project.fetching import FeedList, FetchResult, LastAnswer, poll, summarise
from dagster_project.paths import DataDir
from dagster_project.resources import Warehouse
from dagster_project.settings import read_settings
from dagster_project.warehouse import insert_rows, read_rows, row_count, transaction

# Polled every quarter of an hour, a page has two and a half hours to come back.
MOST_TRIES = 10

# Articles are read from what is landed, not from this table: the default job needs no web.
FEED_FETCHES = raw_table(
    "feed_fetches",
    "One row per fetch of a feed, or of a page that a feed links to: how it ended, and where the "
    "answer was landed.",
)


@dg.multi_asset(specs=[FEED_FETCHES])
def fetched_feeds(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> dg.MaterializeResult[Any]:
    """One row per fetch. Polls every feed of settings.toml; old rows are kept."""
    files = warehouse.files
    feeds = read_settings(files.settings).feeds
    with warehouse.open() as connection:
        results = poll_feeds(connection, feeds, files)
        rows = row_count(connection, "raw.feed_fetches")
        shown = preview(context, connection, "raw.feed_fetches")
    summaries = summarise(results)
    for summary in summaries:
        context.log.info(str(summary))
    if not summaries:
        context.log.info(f"no feeds are configured in {files.settings}")
    if failed := [summary for summary in summaries if summary.failures]:
        raise dg.Failure(
            description=f"{len(failed)} of {len(summaries)} feeds could not be fetched, or not "
            "with all their pages; what came is landed.\n" + "\n".join(map(str, failed)),
            allow_retries=False,
        )
    counts = Counter(f"{result.kind}s_{result.outcome}" for result in results)
    return dg.MaterializeResult(
        asset_key=FEED_FETCHES.key, metadata={**row_counts(row_count=rows, **counts), **shown}
    )


def poll_feeds(
    connection: duckdb.DuckDBPyConnection, feeds: FeedList, files: DataDir
) -> list[FetchResult]:
    """Poll every feed, and write the row of every fetch before the next one begins.

    Pages that were fetched before, or failed `MOST_TRIES` times, are left out. Raises OSError when
    an answer cannot be landed; what a server does wrong is a result.
    """

    def record(result: FetchResult) -> None:
        row = asdict(result) | {"fetched_at": result.fetched_at.replace(tzinfo=None)}
        with transaction(connection):
            insert_rows(connection, "raw.feed_fetches", [row])

    return poll(feeds, _last_answers(connection), _done_with(connection), files.landed, record)


def _last_answers(connection: duckdb.DuckDBPyConnection) -> dict[str, LastAnswer]:
    rows = read_rows(
        connection,
        """
        select address, etag, last_modified, landed_file
        from raw.feed_fetches
        where kind = 'feed' and outcome = 'fetched'
        qualify row_number() over (partition by address order by fetched_at desc) = 1
        """,
    )
    return {row.pop("address"): LastAnswer(**row) for row in rows}


def _done_with(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Pages that are not asked for again."""
    rows = connection.execute(
        """
        select address
        from raw.feed_fetches
        where kind = 'page'
        group by address
        having bool_or(outcome = 'fetched') or count(*) >= ?
        """,
        [MOST_TRIES],
    ).fetchall()
    return {address for (address,) in rows}
