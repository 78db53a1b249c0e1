"""Feeds and the pages they announce -> files as they were received. No Dagster, no DuckDB.

What belongs here: asking newsrooms' servers politely, and landing their answers. What does not:
reading articles out of what was landed (ingest), and remembering what was fetched (assets).
"""

from dagster_project.fetching.feed_list import Feed, FeedList
from dagster_project.fetching.polling import FetchResult, LastAnswer, poll
from dagster_project.fetching.summary import FeedSummary, summarise

__all__ = [
    "Feed",
    "FeedList",
    "FeedSummary",
    "FetchResult",
    "LastAnswer",
    "poll",
    "summarise",
]
