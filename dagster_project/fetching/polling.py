"""Feeds -> landed feeds and pages, with one result per fetch."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dagster_project.fetching.answers import Answer, FetchError, RefusedError, plain
from dagster_project.fetching.entries import Entry, NotAFeedError, read_entries
from dagster_project.fetching.feed_list import Feed, FeedList
from dagster_project.fetching.landing import Kind, land, read_landed
from dagster_project.fetching.web import Web

# A host that so many pages in one poll could not be had from is left alone until the next.
MOST_UNANSWERED = 3

Outcome = Literal["fetched", "not_modified", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class FetchResult:
    """One fetch: a row of raw.feed_fetches.

    ``address`` is the one that was asked for, ``feed_address`` its feed's (of a feed its own);
    ``fetched_at`` is UTC; ``byte_count`` is of the unpacked body. ``landed_file`` is a path in the
    data directory, of every body that was landed, also one that turned out to be no feed.
    ``reason`` says why an outcome is failed or refused, and is None otherwise.
    """

    address: str
    feed_address: str
    kind: Kind
    fetched_at: datetime
    outcome: Outcome
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    byte_count: int | None = None
    landed_file: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The last answer of a feed: its validators, and the file that it was landed in."""

    etag: str | None
    last_modified: str | None
    landed_file: str


def poll(
    feeds: FeedList,
    last_answers: Mapping[str, LastAnswer],
    known_addresses: Collection[str],
    landed: Path,
    record: Callable[[FetchResult], None],
    web: Web | None = None,
) -> list[FetchResult]:
    """Fetch every feed, and the pages that its entries link to and ``known_addresses`` lacks.

    ``last_answers`` are by the feeds' addresses. Every result goes to ``record`` as soon as its
    answer is landed, before the next fetch begins, so that a poll which is killed can be taken up
    where it ended. A fetch that fails stops no other. Raises OSError when landing fails, and
    whatever ``record`` raises.
    """
    results: list[FetchResult] = []
    with web or Web(feeds) as session:
        poller = _Poller(session, landed, feeds.pages_per_poll, set(known_addresses))
        for feed in feeds.urls:
            for result in poller.poll_feed(feed, last_answers.get(feed.url)):
                record(result)
                results.append(result)
    return results


class _Poller:
    """One poll over all feeds."""

    def __init__(self, web: Web, landed: Path, pages_per_poll: int, known: set[str]) -> None:
        self._web = web
        self._landed = landed
        self._pages_per_poll = pages_per_poll
        self._known = known
        self._unanswered: Counter[str] = Counter()  # by host

    def poll_feed(self, feed: Feed, last: LastAnswer | None) -> Iterator[FetchResult]:
        """The feed's own result, then those of its new pages."""
        # Its pages may not all have been fetched: what was not modified must still be at hand.
        if last is not None and not (self._landed.parent / last.landed_file).is_file():
            last = None
        result = self._fetch_feed(feed, last)
        landed_file = result.landed_file
        if result.outcome == "not_modified" and last is not None:
            landed_file = last.landed_file
        entries: list[Entry] = []
        if landed_file is not None and result.outcome != "failed":
            try:
                entries = read_entries(read_landed(self._landed.parent / landed_file))
            except NotAFeedError as error:
                result = replace(result, outcome="failed", reason=plain(str(error)))
        yield result
        if feed.pages:
            yield from self._fetch_pages(feed, entries)

    def _fetch_feed(self, feed: Feed, last: LastAnswer | None) -> FetchResult:
        try:
            answer = (
                self._web.get(feed.url, last.etag, last.last_modified)
                if last is not None
                else self._web.get(feed.url)
            )
        except FetchError as error:
            return _without_answer(feed.url, feed, "feed", "failed", error)
        if answer.status == 304:
            return _with_answer(feed.url, feed, "feed", "not_modified", answer, None)
        path = land(answer, self._landed, "feed", feed.newsroom)
        return _with_answer(feed.url, feed, "feed", "fetched", answer, self._name(path))

    def _fetch_pages(self, feed: Feed, entries: list[Entry]) -> Iterator[FetchResult]:
        tried = 0
        for entry in entries:
            host = urlsplit(entry.link).netloc
            if tried == self._pages_per_poll:
                return
            if entry.link in self._known or self._unanswered[host] >= MOST_UNANSWERED:
                continue
            self._known.add(entry.link)  # two feeds may announce one page
            tried += 1
            yield self._fetch_page(feed, entry, host)

    def _fetch_page(self, feed: Feed, entry: Entry, host: str) -> FetchResult:
        try:
            answer = self._web.get_page(entry.link)
            if not answer.body.strip():
                raise FetchError("the answer is empty", answer.status)
        except RefusedError as refusal:
            return _without_answer(entry.link, feed, "page", "refused", refusal)
        except FetchError as error:
            self._unanswered[host] += error.status is None or error.is_passing
            return _without_answer(entry.link, feed, "page", "failed", error)
        path = land(answer, self._landed, "page", feed.newsroom, entry.published)
        return _with_answer(entry.link, feed, "page", "fetched", answer, self._name(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._landed.parent).as_posix()


def _with_answer(
    address: str, feed: Feed, kind: Kind, outcome: Outcome, answer: Answer, landed_file: str | None
) -> FetchResult:
    return FetchResult(
        address=address,
        feed_address=feed.url,
        kind=kind,
        fetched_at=answer.fetched_at,
        outcome=outcome,
        http_status=answer.status,
        etag=answer.header("ETag"),
        last_modified=answer.header("Last-Modified"),
        byte_count=None if landed_file is None else len(answer.body),
        landed_file=landed_file,
    )


def _without_answer(
    address: str, feed: Feed, kind: Kind, outcome: Outcome, error: FetchError | RefusedError
) -> FetchResult:
    return FetchResult(
        address=address,
        feed_address=feed.url,
        kind=kind,
        fetched_at=datetime.now(UTC),
        outcome=outcome,
        http_status=error.status if isinstance(error, FetchError) else None,
        reason=str(error),
    )
