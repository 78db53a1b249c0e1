"""Whether a run's numbers are those of the runs before it: bounds from history, by measure.

What belongs here: the statistics. What does not: counting (measures.py); tolerances and their
reasons (expectations/run_measures.json).

A number is odd when it is off by more than its tolerance and by more than chance allows for so few
rows. The first keeps a large run quiet about a difference that nobody would act on, the second a
small one about a difference that means nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Any

from dagster_project.quality.measures import Measured, Run

# Twelve numbers every night: at one in a thousand, a false alarm in three months; at the usual one
# in twenty, one every second night.
CHANCE = 0.001
_DEVIATIONS = 3.29  # standard deviations that leave CHANCE outside, both ends together
# A month of nights: long enough for quiet days and loud ones, short enough to follow the year.
RUNS_COMPARED = 30
# Fewer do not tell how much one run differs from another.
RUNS_NEEDED = 3
# The median of fewer runs than these, or of fewer articles, is no measure of how many are usual.
RUNS_NEEDED_FOR_VOLUME, ARTICLES_NEEDED_FOR_VOLUME = 5, 20
# Reports of one article come together: a round-up tells of four or five incidents. So their number
# varies as if there were a quarter of them.
_CLUSTERING = 4.0
# Fewer rows than these cannot stop a run: an archive without dates, a night of films. That they are
# odd is told as drift, and a person reads them in minutes.
_ROWS_NEEDED_TO_STOP = 50
# What the median of runs varies by beside it: scaled so that it is a standard deviation where they
# scatter normally.
_MAD_TO_DEVIATION = 1.4826

ANYTHING = 1e18  # a bound that nothing exceeds


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is allowed, both ends included, and what it was made from, in words."""

    low: float
    high: float
    told: str


def compared_runs(runs: Sequence[Run], run: Run) -> list[Run]:
    """The runs that ``run`` is held against: the last before it, from the last accepted one on."""
    if run.accepted_why is not None:
        return []
    before = [other for other in runs if other.is_settled and other.run_no < run.run_no]
    accepted = [n for n, other in enumerate(before) if other.accepted_why is not None]
    return before[accepted[-1] if accepted else 0 :][-RUNS_COMPARED:]


def find_bounds(name: str, rule: Mapping[str, Any], run: Run, history: Sequence[Run]) -> Bounds:
    """The bounds of one measure by one rule, the ``meta`` of an expectation.

    ``rule``: ``tolerance`` (of a share, absolute), ``factor`` (of a ratio), ``least_of_median`` (of
    a count), ``kept`` (the part of what is good that must be left), ``least_of_last`` (of a total)
    or ``most`` (an absolute share). Raises KeyError when it has none of them.
    """
    measured = run.measures.get(name, Measured(0, 0))
    past = [one for other in history if (one := other.measures.get(name)) is not None]
    past = [one for one in past if one.value is not None]
    if run.accepted_why is not None:
        return Bounds(0, ANYTHING, f"anything: accepted, {run.accepted_why}")
    if "most" in rule:
        return _absolute(measured, rule["most"])
    if "kept" in rule:
        return _collapse(measured, past, rule["kept"])
    if "tolerance" in rule:
        return _share(measured, past, rule["tolerance"])
    if "factor" in rule:
        return _ratio(measured, past, rule["factor"])
    if "least_of_median" in rule:
        return _volume(past, rule["least_of_median"])
    return _total(past, rule["least_of_last"])


def _share(measured: Measured, past: Sequence[Measured], tolerance: float) -> Bounds:
    if len(past) < RUNS_NEEDED or not measured.denominator:
        return _nothing_yet(past, RUNS_NEEDED, measured)
    pooled, low, high = _pooled(past)
    middle = median(one.value or 0.0 for one in past)
    scatter = _MAD_TO_DEVIATION * median(abs((one.value or 0.0) - middle) for one in past)
    tolerance = max(tolerance, 3 * scatter)
    chance_low, chance_high = _by_chance(measured.denominator, low, high)
    return Bounds(
        max(0.0, min(pooled - tolerance, chance_low)),
        min(1.0, max(pooled + tolerance, chance_high)),
        f"{pooled:.3g} in {_runs(past)}",
    )


def _collapse(measured: Measured, past: Sequence[Measured], kept: float) -> Bounds:
    """Of a share of what is bad: at most so much that ``kept`` of what is usually good is left."""
    if not past or not measured.denominator:
        return _nothing_yet(past, 1, measured)
    if measured.denominator < _ROWS_NEEDED_TO_STOP:
        return Bounds(0, 1, f"anything: fewer than {_ROWS_NEEDED_TO_STOP} rows")
    pooled, low, high = _pooled(past)
    _, chance_high = _by_chance(measured.denominator, low, high)
    most = max(1 - kept * (1 - pooled), chance_high)
    return Bounds(0.0, min(1.0, most), f"{pooled:.3g} in {_runs(past)}")


def _ratio(measured: Measured, past: Sequence[Measured], factor: float) -> Bounds:
    if len(past) < RUNS_NEEDED or not measured.denominator:
        return _nothing_yet(past, RUNS_NEEDED, measured)
    from scipy.stats import poisson

    pooled = sum(one.numerator for one in past) / sum(one.denominator or 0 for one in past)
    clusters = pooled * measured.denominator / _CLUSTERING
    low, high = (
        float(poisson.ppf(part, clusters)) * _CLUSTERING / measured.denominator
        for part in (CHANCE / 2, 1 - CHANCE / 2)
    )
    return Bounds(
        min(pooled / factor, low), max(pooled * factor, high), f"{pooled:.3g} in {_runs(past)}"
    )


def _volume(past: Sequence[Measured], part: float) -> Bounds:
    # Runs that only read again what was there, say by a new extractor, loaded nothing.
    counts = [one.numerator for one in past if one.numerator]
    usual = median(counts) if counts else 0
    if len(counts) < RUNS_NEEDED_FOR_VOLUME or usual < ARTICLES_NEEDED_FOR_VOLUME:
        return Bounds(
            0,
            ANYTHING,
            f"anything: fewer than {RUNS_NEEDED_FOR_VOLUME} runs to compare with, "
            f"or of fewer than {ARTICLES_NEEDED_FOR_VOLUME} articles",
        )
    return Bounds(part * usual, ANYTHING, f"{usual:,.0f} in the middle one of {len(counts)} runs")


def _total(past: Sequence[Measured], part: float) -> Bounds:
    if not past:
        return Bounds(0, ANYTHING, "anything: nothing to compare with yet")
    last = past[-1].numerator
    return Bounds(part * last, ANYTHING, f"{last:,} at the end of the last run")


def _absolute(measured: Measured, most: float) -> Bounds:
    if (measured.denominator or 0) < _ROWS_NEEDED_TO_STOP:
        return Bounds(0, 1, f"anything: fewer than {_ROWS_NEEDED_TO_STOP} rows")
    return Bounds(0, most, "whatever it was before")


def _pooled(past: Sequence[Measured]) -> tuple[float, float, float]:
    """The share over all of the runs together, and its Wilson interval."""
    hits = sum(one.numerator for one in past)
    rows = sum(one.denominator or 0 for one in past)
    share, z2 = hits / rows, _DEVIATIONS**2
    centre = (share + z2 / (2 * rows)) / (1 + z2 / rows)
    half = _DEVIATIONS * sqrt(share * (1 - share) / rows + z2 / (4 * rows**2)) / (1 + z2 / rows)
    return share, max(0.0, centre - half), min(1.0, centre + half)


def _by_chance(rows: int, low: float, high: float) -> tuple[float, float]:
    """The shares of so many rows that chance gives where the true share is from low to high."""
    from scipy.stats import binom  # half a second, so only where a run is checked

    return (
        float(binom.ppf(CHANCE / 2, rows, low)) / rows,
        float(binom.ppf(1 - CHANCE / 2, rows, high)) / rows,
    )


def _nothing_yet(past: Sequence[Measured], needed: int, measured: Measured) -> Bounds:
    if not measured.denominator:
        return Bounds(0, ANYTHING, "anything: this run brought none")
    runs = f"{_runs(past)} so far, {needed} are needed" if past else "no run before this one"
    return Bounds(0, ANYTHING, f"anything: {runs}")


def _runs(past: Sequence[Measured]) -> str:
    return "1 run" if len(past) == 1 else f"{len(past)} runs"
