"""A lead's figure that is the sum of incidents which the article tells one by one.

Such a figure is an aggregate (the codebook's section on units): "ten killed in two attacks", and
then the six and the four.
"""

from collections.abc import Callable, Sequence

from dagster_project.extraction.background import is_old
from dagster_project.extraction.calendars import Calendar
from dagster_project.extraction.context import Context, overlap
from dagster_project.extraction.draft_record import Draft

_LEAD = 3  # the last sentence, from 0, that can still sum up what follows
_MOST_LEADS = 8  # figures in the lead that are tried


def mark_sums(
    contexts: Sequence[Context],
    calendar: Calendar,
    group: Callable[[Sequence[Context]], list[Draft]],
) -> None:
    """Mark the contexts of the lead that are sums as aggregates.

    ``group`` makes drafts of incidents of contexts. Contexts that turn out to be told apart, near
    each other as they may be, are marked so.
    """
    leads = [
        c
        for c in contexts
        if c.statement.sentence <= _LEAD
        and (not c.is_date_own or not is_old(c.date, calendar))
        and c.statement.kind == "killed"
        and c.statement.count.best >= 2
        and not c.is_place_own_town
    ][:_MOST_LEADS]
    known = {id(lead) for lead in leads}
    for lead in leads:
        total = lead.statement.count.best
        rest = [
            c
            for c in contexts
            if c is not lead and not (id(c) in known and c.statement.count.best >= total)
        ]
        if _is_sum(lead, group(rest), calendar) or _is_sum_by_places(lead, rest, calendar):
            lead.is_aggregate = lead.is_sum = True
            lead.is_retold = len(lead.statement.victims) > 1


def _is_sum(lead: Context, drafts: list[Draft], calendar: Calendar) -> bool:
    """Whether a figure is the sum of drafts that follow one another."""
    told = [
        d.killed
        for d in drafts
        if d.killed
        and not is_old(d.date, calendar)
        and (
            not lead.is_date_own
            or lead.date is None
            or d.date is None
            or overlap(d.date, lead.date)
        )
        and not any(c.is_strongly_recalled for c in d.contexts)
    ]
    return any(stop - start > 1 for start, stop in _runs_that_sum(told, lead.statement.count.best))


def _is_sum_by_places(lead: Context, rest: Sequence[Context], calendar: Calendar) -> bool:
    """Whether a figure is the sum of those killed at places with names of their own."""
    total = lead.statement.count.best
    told = [
        c
        for c in rest
        if c.statement.kind == "killed"
        and c.is_place_own_town
        and c.statement.start >= lead.statement.end
        and c.statement.count.best < total
        and not is_old(c.date, calendar)
        and not c.is_strongly_recalled
    ]
    for start, stop in _runs_that_sum([c.statement.count.best for c in told], total):
        run = told[start:stop]
        names = {c.place.name for c in run if c.place is not None}
        if 2 <= len(names) == len(run):
            for context in run[1:]:
                context.is_apart = True
            return True
    return False


def _runs_that_sum(amounts: Sequence[int], total: int) -> list[tuple[int, int]]:
    """The runs [start, stop) of amounts that add up to a total, from left to right."""
    runs = []
    for start in range(len(amounts)):
        left = total
        for stop in range(start, len(amounts)):
            left -= amounts[stop]
            if left == 0:
                runs.append((start, stop + 1))
            if left <= 0:
                break
    return runs
