"""A lead's figure that is the sum of incidents which the article tells one by one.

Such a figure is an aggregate (the codebook's section on units): "ten killed in two attacks", and
then the six and the four.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from dagster_project.extraction.background import is_old
from dagster_project.extraction.calendars import Calendar
from dagster_project.extraction.context import Context
from dagster_project.extraction.context_patterns import LEAD
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.event_dates import overlap
from dagster_project.extraction.statement_record import counted_victims

_MOST_LEADS = 8  # figures in the lead that are tried


def mark_sums(
    contexts: Sequence[Context],
    calendar: Calendar,
    group: Callable[[Sequence[Context]], list[Draft]],
) -> None:
    """Mark the contexts of the lead that are sums as aggregates.

    ``group`` makes drafts of incidents of contexts.
    """
    # Lines of a page's head that tell nothing stand before the lead.
    lead_end = max(LEAD, min((c.statement.sentence for c in contexts), default=0))
    leads = [
        c
        for c in contexts
        if c.statement.sentence <= lead_end
        and (not c.is_date_own or not is_old(c.date, calendar))
        and c.statement.kind == "killed"
        and c.statement.count.best >= 2
        and (c.is_of_many_deeds or not c.is_place_own_town)
    ][:_MOST_LEADS]
    known = {id(lead) for lead in leads}
    # "30 killed in twin attacks": what is told one by one are attacks, wherever they were.
    is_of_several = any(lead.is_of_several for lead in leads)
    for lead in leads:
        total = lead.statement.count.best
        rest = [
            c
            for c in contexts
            if c is not lead and not (id(c) in known and c.statement.count.best >= total)
        ]
        told = _drafts_that_sum(lead, group(rest), calendar) or _places_that_sum(
            lead, rest, calendar, of_several=is_of_several
        )
        if "toll" in lead.statement.flags and any(c.statement.is_partitive for c in told):
            continue  # "the toll rose to 14 as a wounded man died": he and the 13 are one toll
        if not told and not _heads_a_list(lead, contexts, calendar):
            continue
        lead.is_aggregate = lead.is_sum = True
        # "two civilians and three soldiers": the parts again, and no figure over them.
        lead.is_retold = len(counted_victims(lead.statement.victims)) > 1
        for context in contexts:
            if _says_the_same(context, lead, lead_end) and context not in told:
                context.is_aggregate = context.is_sum = True
        for context in told:
            context.lead = lead
            # "Ten were killed on Sunday": so were the six and the four.
            if context.date is None and lead.is_date_own:
                context.date = lead.date
        for context in contexts:
            # "six were killed and 11 wounded": the wounded are of all incidents too.
            if context.statement.kind != "killed" and (
                context.clause == lead.clause or _are_its_dead(context, lead)
            ):
                context.is_aggregate = context.is_sum = True


def mark_round_ups(contexts: Sequence[Context], calendar: Calendar) -> None:
    """Mark figures over separate crimes as aggregates, where one of these is told by itself.

    ``contexts``: those that can be counted, in the order of the text.
    """
    for k, context in enumerate(contexts):
        if context.is_of_separate and any(
            _is_one_of(context, other, calendar) for other in contexts[k + 1 :]
        ):
            context.is_aggregate = True


def _is_one_of(whole: Context, other: Context, calendar: Calendar) -> bool:
    """Whether a later statement tells one of the incidents that a figure is over."""
    statement = other.statement
    return (
        statement.sentence > whole.statement.sentence
        and not statement.is_zero
        and not statement.is_anaphoric
        and statement.count.best < whole.statement.count.best
        and not other.is_strongly_recalled
        and not is_old(other.date, calendar)
    )


def _says_the_same(context: Context, lead: Context, lead_end: int) -> bool:
    """Whether a headline has the lead's figure: "kill 23 in Gaza", the city for its region."""
    statement = context.statement
    return (
        statement.sentence < lead.statement.sentence <= lead_end
        and statement.kind == "killed"
        and statement.count.best == lead.statement.count.best
    )


def _are_its_dead(context: Context, lead: Context) -> bool:
    """ "the death of two pilots, who were shot": those shot are the dead of the lead."""
    return (
        context.statement.kind == "hit"
        and context.statement.sentence == lead.statement.sentence
        and context.statement.count.best == lead.statement.count.best
    )


def _heads_a_list(lead: Context, contexts: Sequence[Context], calendar: Calendar) -> bool:
    """ "Rebels were killed in separate raids in the north and east": and then one of the raids.

    The rest of the raids is not told, so the sum does not show; the words do.
    """
    if not lead.is_of_several:
        return False
    total = lead.statement.count
    is_vague = total.high is None and all(
        v.mention.form == "plural" or v.mention.count.low == v.mention.count.best
        for v in lead.statement.victims
    )
    return is_vague and any(
        c.statement.kind == "killed"
        and c.statement.order > lead.statement.order
        and c.statement.sentence > lead.statement.sentence
        and c.statement.count.best < total.best
        and not c.statement.is_zero
        and not c.is_strongly_recalled
        and not is_old(c.date, calendar)
        for c in contexts
    )


def _drafts_that_sum(lead: Context, drafts: list[Draft], calendar: Calendar) -> list[Context]:
    """The contexts of the drafts, one after the other, of which a figure is the sum."""
    told = [
        d
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
        # "three were murdered yesterday ... Remember how X was killed": not one of the three
        and not (lead.is_date_own and all(c.is_recalled and not c.is_date_own for c in d.contexts))
    ]
    for start, stop in _runs_that_sum([d.killed for d in told], lead.statement.count.best):
        if stop - start > 1:
            return [context for draft in told[start:stop] for context in draft.contexts]
    return []


def _places_that_sum(
    lead: Context, rest: Sequence[Context], calendar: Calendar, *, of_several: bool
) -> list[Context]:
    """The contexts of those killed at places with names of their own, that a figure is the sum of.

    They are told apart, near each other as they may be.
    """
    total = lead.statement.count.best
    told = [
        c
        for c in rest
        if c.statement.kind == "killed"
        and (c.is_place_own_town or c.is_another or of_several or _is_in_a_part(c))
        and c.statement.start >= lead.statement.end
        and c.statement.count.best < total
        and not is_old(c.date, calendar)
        and not c.is_strongly_recalled
    ]
    for start, stop in _runs_that_sum([c.statement.count.best for c in told], total):
        run = told[start:stop]
        names = {c.place.name if c.place is not None else f"{i}" for i, c in enumerate(run)}
        if 2 <= len(names) == len(run) or (of_several and _are_paragraphs(run)):
            for context in run[1:]:
                context.is_apart = True
            return run
    return []


def _are_paragraphs(run: Sequence[Context]) -> bool:
    """Whether each figure stands in a paragraph of its own."""
    return len(run) > 1 and len({c.sentence.paragraph for c in run}) == len(run)


def _are_places(run: Sequence[Context]) -> bool:
    """Whether each figure has a place of its own."""
    places = {c.place.name for c in run if c.is_place_own and c.place is not None}
    return len(run) > 1 and len(places) == len(run)


def mark_sums_of_hurt(contexts: Sequence[Context]) -> None:
    """ "Three shot in two separate shootings", and then the two and the one, a paragraph each."""
    for lead in contexts:
        if not lead.is_of_several or lead.statement.sentence > LEAD:
            continue
        if lead.statement.kind == "killed" or lead.statement.count.high is None:
            continue
        told = [
            c
            for c in contexts
            if c.statement.kind != "killed"
            and c.statement.start >= lead.sentence.end
            and not (c.statement.is_anaphoric or c.statement.is_zero)
        ]
        total = lead.statement.count.best
        for start, stop in _runs_that_sum([c.statement.count.best for c in told], total):
            run = told[start:stop]
            if _are_paragraphs(run) or _are_places(run):
                lead.is_aggregate = lead.is_sum = True
                for context in run:
                    context.lead = lead
                for context in run[1:]:
                    context.is_apart = True
                break


def _is_in_a_part(context: Context) -> bool:
    """ "in the western district of X", which no gazetteer has: a place of its own all the same."""
    place = context.place
    return context.is_place_own and place is not None and place.place is None


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


def mark_tolls_going_on(contexts: Sequence[Context]) -> None:
    """ "13,000 have died since October. In Israel the toll stands at 1,200": of the war too."""
    for before, context in pairwise(contexts):
        if (
            "toll" in context.statement.flags
            and before.statement.kind == "killed"
            and before.statement.sentence == context.statement.sentence
        ):
            is_found = before.statement.trigger.form == "bodies"
            if before.statement.is_partitive or is_found:
                # "one of the wounded died", "two more bodies were found, bringing the toll to 19"
                context.is_aggregate = False
                before.statement.is_partitive = True
            if is_found and context.is_date_own and not context.is_aggregate:
                before.date = context.date  # not the day on which they were found
        if (
            "toll" in before.statement.flags
            and not before.is_aggregate
            and context.statement.kind == "killed"
            and context.statement.sentence == before.statement.sentence
            and context.statement.trigger.form == "intransitive"
            and context.statement.count.best < before.statement.count.best
        ):
            # "the toll rose to 14 on Thursday after a man died of his wounds": he is of the 14
            context.statement.is_partitive = True
            context.date, context.is_date_own = before.date, before.is_date_own
        if (
            before.is_aggregate
            and "toll" in context.statement.flags
            and context.sentence.paragraph == before.sentence.paragraph
            and context.statement.sentence - before.statement.sentence == 1
            and not context.is_date_own
            and context.is_place_own
        ):
            context.is_aggregate = True
