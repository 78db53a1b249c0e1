"""What a poll came to, feed by feed, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.fetching.polling import FetchResult


@dataclass(slots=True)
class FeedSummary:
    """One feed of a poll, and how the fetches of its pages ended."""

    feed: FetchResult
    pages: list[FetchResult] = field(default_factory=list)

    @property
    def failures(self) -> list[FetchResult]:
        """Everything that failed: the feed itself, or pages of it."""
        return [each for each in (self.feed, *self.pages) if each.outcome == "failed"]

    def __str__(self) -> str:
        outcome = self.feed.outcome.replace("_", " ")
        line = f"{outcome}: {self.feed.address}"
        if self.feed.reason is not None:
            return f"{line}: {self.feed.reason}"
        counts = Counter[str](page.outcome for page in self.pages)
        said = [
            f"{counts[outcome]} {'page' if counts[outcome] == 1 else 'pages'} {words}"
            for outcome, words in (
                ("fetched", "fetched"),
                ("refused", "refused by robots.txt"),
                ("failed", "failed"),
            )
            if counts[outcome]
        ]
        if self.failures:
            said.append(f"the first: {self.failures[0].address}: {self.failures[0].reason}")
        return "; ".join([line, *said])


def summarise(results: Sequence[FetchResult]) -> list[FeedSummary]:
    """One summary per feed, in the order of the poll."""
    summaries = {each.address: FeedSummary(each) for each in results if each.kind == "feed"}
    for result in results:
        if result.kind == "page":
            summaries[result.feed_address].pages.append(result)
    return list(summaries.values())
