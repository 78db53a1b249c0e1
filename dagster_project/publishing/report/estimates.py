"""Low, best and high as one value, and what a page makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dagster_project.shown_estimates import shown_estimate


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many people; ``high`` is None where the wording sets no ceiling."""

    low: int
    best: int
    high: int | None

    def short(self) -> str:
        """ "9", "9 (6 to 11)" or "9 (6+)"."""
        return shown_estimate(self.low, self.best, self.high)

    def range_in_words(self) -> str:
        """What is known beside the best: "between 6 and 11", "at least 6, no upper limit told"."""
        if self.high is None:
            return f"at least {self.low:,}, no upper limit told"
        if self.low == self.high:
            return "no other figure is told"
        return f"between {self.low:,} and {self.high:,}"

    def share_of(self, whole: "Estimate") -> str:
        """The best as a part of another's, such as "12%"; empty where there is no whole."""
        return share(self.best, whole.best)


def estimate_of(row: Mapping[str, Any], measure: str) -> Estimate:
    """The estimate of ``measure`` (killed, wounded) in a row that has its three columns."""
    low, best, high = (row[f"{measure}_{end}"] for end in ("low", "best", "high"))
    return Estimate(int(low or 0), int(best or 0), None if high is None else int(high))


def share(part: int, whole: int) -> str:
    """ "12%", "under 1%" for what would round to nothing; empty where there is no whole."""
    if not whole:
        return ""
    percent = 100 * part / whole
    return "under 1%" if 0 < percent < 1 else f"{percent:.0f}%"
