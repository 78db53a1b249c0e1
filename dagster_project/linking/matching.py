"""Whether two reports can tell of one incident, and how well they fit.

The codebook's rule is enough for two reports of one day and one place. The vaguer a date or place,
the more incidents it fits, so each step of vagueness asks for one more agreement, out of four: the
method, the perpetrator, a victim and the toll. "In January in Syria" joins a dated incident only
where three of them agree, and swallows no other.
"""

from dataclasses import dataclass
from datetime import date

from dagster_project.linking.actors import ActorRelations
from dagster_project.linking.contradictions import (
    METHOD_FAMILIES,
    VAGUE_METHODS,
    actors_contradict,
    counts_contradict,
    methods_contradict,
)
from dagster_project.linking.places import UNPLACED, distance_km, place_looseness
from dagster_project.linking.reports import LinkableReport

# How loosely two dates fit; each step asks for one more agreement elsewhere.
SAME_DAY = 0
IN_ONE_MONTH = 1  # one is a week or a month that has the other's day
NEXT_DAY = 2  # a busy town has its next shooting tomorrow: a shared method is not enough
UNDATED = 3  # one is only a year, or nothing

# "One killed" is no fingerprint: this many casualties must be equal to count as an agreement.
TELLING_TOLL = 3
# Where date or place is missing the toll must agree, and be rarer.
RARE_TOLL = 5

DAY_RANK = {"day": 0, "week": 1, "month": 2, "year": 3, "unknown": 4}


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """How well two reports fit; of several incidents a report joins the one with the greatest."""

    agreements: int
    days_apart: int  # negative: nearer is greater
    toll_apart: int
    km_apart: float


def fit(first: LinkableReport, second: LinkableReport, relations: ActorRelations) -> Fit | None:
    """How well two reports fit as one incident; None where they cannot be one. Symmetric."""
    dates = date_looseness(first, second)
    if dates is None or _told_before_it_happened(first, second):
        return None
    if methods_contradict(first.method, second.method) or counts_contradict(first, second):
        return None
    places = place_looseness(first, second)
    if places is None or actors_contradict(first, second, relations):
        return None
    hard = dates == UNDATED or places == UNPLACED
    if hard and not has_rare_equal_toll(first, second):
        return None
    agreements = count_agreements(first, second, relations)
    if agreements < dates + places:
        return None
    return Fit(
        agreements=agreements,
        days_apart=-_days_apart(first, second),
        toll_apart=-abs(first.killed_best - second.killed_best),
        km_apart=-(distance_km(first, second) or 0.0),
    )


def date_looseness(first: LinkableReport, second: LinkableReport) -> int | None:
    """How loosely the dates of two reports fit, 0 to 3; None where they do not overlap.

    Dates overlap within a day where one of them is a day.
    """
    if first.date_start is None or second.date_start is None:
        return UNDATED
    gap = _days_apart(first, second)
    precisions = {first.date_precision, second.date_precision}
    if gap > (1 if "day" in precisions else 0):
        return None
    if precisions & {"year", "unknown"}:
        return UNDATED
    if gap == 1:
        return NEXT_DAY
    return SAME_DAY if precisions == {"day"} else IN_ONE_MONTH


def count_agreements(
    first: LinkableReport, second: LinkableReport, relations: ActorRelations
) -> int:
    """How many of method, perpetrator, victims and toll positively agree, 0 to 4."""
    perpetrators = first.perpetrator_actor_id, second.perpetrator_actor_id
    return (
        same_method(first.method, second.method)
        + (
            perpetrators[0] is not None
            and perpetrators[1] is not None
            and relations.agree(perpetrators[0], perpetrators[1])
        )
        + relations.any_agree(first.victim_actor_ids, second.victim_actor_ids)
        + _has_telling_toll(first, second)
    )


def same_method(first: str, second: str) -> bool:
    """Whether both are known, and one method or of one of the first three families."""
    if first in VAGUE_METHODS or second in VAGUE_METHODS:
        return False
    return first == second or method_family(first) == method_family(second)


def method_family(method: str) -> int | None:
    """The number of the one main family that a method is of; None for a vague one."""
    for number, family in enumerate(METHOD_FAMILIES[:3]):
        if method in family:
            return number
    return None


def has_rare_equal_toll(first: LinkableReport, second: LinkableReport) -> bool:
    """Whether killed and wounded are equal, and too many to be so by chance."""
    return (
        first.killed_best == second.killed_best
        and first.wounded_best == second.wounded_best
        and first.killed_best + first.wounded_best >= RARE_TOLL
    )


def _has_telling_toll(first: LinkableReport, second: LinkableReport) -> bool:
    """Whether the killed are equal and the wounded too, as far as both reports tell them."""
    if first.killed_best != second.killed_best:
        return False
    if first.wounded_best and second.wounded_best and first.wounded_best != second.wounded_best:
        return False
    return first.killed_best + min(first.wounded_best, second.wounded_best) >= TELLING_TOLL


def _days_apart(first: LinkableReport, second: LinkableReport) -> int:
    """Days between two spans, 0 where they overlap or one is undated."""
    if first.date_start is None or second.date_start is None:
        return 0
    first_end = first.date_end or first.date_start
    second_end = second.date_end or second.date_start
    return max(0, (second.date_start - first_end).days, (first.date_start - second_end).days)


def _told_before_it_happened(first: LinkableReport, second: LinkableReport) -> bool:
    """Whether one article is older than the other's incident, by more than a day."""
    return _precedes(first.published_at, second.date_start) or _precedes(
        second.published_at, first.date_start
    )


def _precedes(published: date | None, happened: date | None) -> bool:
    return published is not None and happened is not None and (happened - published).days > 1
