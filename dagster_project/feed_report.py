"""One poll of the feeds in this process, and what it came to, as the command shows it."""

from rich.console import Console

from dagster_project.assets.feed_fetches import poll_feeds
from dagster_project.fetching import summarise
from dagster_project.paths import DataDir
from dagster_project.settings import read_settings
from dagster_project.warehouse import open_warehouse, writer_lock


class NoFeedsError(ValueError):
    """There is nothing to poll; the message says how that is changed."""


def fetch_feeds(console: Console, files: DataDir) -> bool:
    """Poll the feeds and print a line for each; whether everything could be fetched.

    Raises NoFeedsError, SettingsError, WarehouseBusyError, and OSError when nothing can be written.
    """
    feeds = read_settings(files.settings).feeds
    if not feeds.urls:
        raise NoFeedsError(
            f"No feeds are set up. Name them in {files.settings}:\n\n"
            '[[feeds.urls]]\nurl = "https://news.example.org/feed.xml"\nnewsroom = "Example News"'
        )
    with (
        writer_lock(files.writer_lock),
        open_warehouse(files.warehouse) as connection,
        console.status(f"fetching {len(feeds.urls)} feeds …"),
    ):
        summaries = summarise(poll_feeds(connection, feeds, files))
    for summary in summaries:
        console.print(str(summary), markup=False, highlight=False, soft_wrap=True)
    return not any(summary.failures for summary in summaries)
