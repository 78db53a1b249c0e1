"""Figures that cover a period, a war or several incidents, and so are aggregates."""

import re

from dagster_project.extraction.context_patterns import (
    ALL_OVER,
    CAMPAIGN,
    MANY_EVENTS,
    MANY_TOLD_AT_ONCE,
    OF_ALL_TOLD,
    ONE_EVENT,
    ONE_OF_MANY,
    PERIOD,
    SEPARATE_EVENTS,
    SUPERLATIVE_SINCE,
    TWO_PROVINCES,
)
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.roundups import ROUND_UP
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.watched import watched

_WHOLE_WAR = 20_000  # dead or wounded; more than any one incident of today's wars
_MANY = 1_000  # dead or wounded "so far", which no day's fight has
_YEARS_TOLL = 500  # dead or wounded "in 2022", where no one event is named
# Of a whole year, where somebody counts them: "388 were killed last year, according to X".
_COUNTED_IN_A_YEAR = 20  # dead or wounded
_COUNTED = watched(
    r"\baccording to\b|\b(?:recorded|documented|counted|registered|tallied|verified)\b|"
    r"\b(?:figures|statistics|data|records|tally|count)\b|"
    r"\b(?:rights|monitoring|advocacy) (?:group|body|organi[sz]ation|monitor)\b|\bobservatory\b"
)
# "(bringing) the death toll of Wednesday's missile strike": of one incident.
_TOLL_OF_ONE = re.compile(
    r"\btoll (?:from|of|in) (?:[\w'-]+ ){1,6}(?:attack|strike|bombing|blast|explosion|shooting|"
    r"ambush|raid|massacre|clash|collapse)\b"
)
_SINCE_DAY = re.compile(r"since (?:mon|tues|wednes|thurs|fri|satur|sun)day")
_CAMPAIGNS_TOLL = 100  # dead or wounded "in the offensive", in no one town
_ACROSS = ("across", "throughout", "all over", "around", "nation", "country")
_RECENTLY = (
    "in the last",
    "in the past",
    "over the past",
    "over the last",
    "during the past",
    "during the last",
    "within the",
)
# What lasts for years, in which a few may have died on one day.
_CONDITIONS = ("violence", "regimes", "dictatorship", "dictatorships")
_MORE_THAN_ONE_DAYS = 10  # dead or wounded
_LONG = re.compile(r"this year|this month|since|years|months|in \d{4}|war|conflict")


def is_aggregate(
    clause: str,
    statement: Statement,
    date: DateMention | None,
    marks: int,
    *,
    is_in_one_town: bool = False,
) -> bool:
    """Whether a statement's figure is of a period, a war or several incidents.

    ``clause``: the words that tell it, in small letters. ``date``: the one that its own sentence
    gives. ``marks``: of the clause or its sentence. ``is_in_one_town``: the sentence names a town.
    """
    count = statement.count.best
    if count <= 1:
        return False  # one death is one incident, whatever it is counted with; and none is none
    if count >= _WHOLE_WAR or (
        count > 1 and marks & OF_ALL_TOLD.mark and OF_ALL_TOLD.search(clause)
    ):
        return True
    if (
        date is not None
        and date.precision == "year"
        and not date.key.startswith("event-of-")
        and (
            (count >= 10 and MANY_EVENTS.search(clause))
            or (count >= _YEARS_TOLL and not ONE_EVENT.search(clause))
            or (
                count >= _COUNTED_IN_A_YEAR
                and not is_in_one_town
                and marks & _COUNTED.mark
                and _COUNTED.search(clause)
                and not ONE_EVENT.search(clause)
            )
        )
    ):
        return True  # "landmines killed 112 civilians in 2023"
    all_over = ALL_OVER.search(clause) if marks & ALL_OVER.mark else None
    # not "two were killed in X as protests broke out across the country"
    if all_over and not (is_in_one_town and all_over.group().startswith(_ACROSS)):
        return True
    if marks & TWO_PROVINCES.mark and TWO_PROVINCES.search(clause):
        return True
    if marks & ROUND_UP.mark and ROUND_UP.search(clause):
        return True
    if (
        count >= _CAMPAIGNS_TOLL
        and not is_in_one_town
        and marks & CAMPAIGN.mark
        and CAMPAIGN.search(clause)
    ):
        return True
    # "in seven bombings at X on 3 January" is violence at one place on one day.
    is_one_scene = is_in_one_town and date is not None and date.precision == "day"
    if marks & MANY_TOLD_AT_ONCE.mark and not is_one_scene and _are_many(clause):
        return True
    # "clashes in X have killed three and wounded 12 since Thursday": one span at one place
    is_killed = statement.kind == "killed"
    is_one_span = is_in_one_town and count < (_MORE_THAN_ONE_DAYS if is_killed else _CAMPAIGNS_TOLL)
    return bool(marks & PERIOD.mark) and any(
        _covers(match.group(), clause, count, date)
        for match in PERIOD.finditer(clause)
        if not (is_one_span and _SINCE_DAY.match(match.group()))
    )


def _are_many(clause: str) -> bool:
    """Whether a clause tells of several incidents at once, and not of one of them."""
    for match in MANY_TOLD_AT_ONCE.finditer(clause):
        head = clause[: match.start()] + match.group().split(" ", 1)[0]
        if not ONE_OF_MANY.search(head):
            return True
    return False


def _covers(word: str, clause: str, count: int, date: DateMention | None) -> bool:
    """Whether a word of time makes the figure of its clause one of a period or a war."""
    if word.startswith("since") and (best := SUPERLATIVE_SINCE.search(clause)) is not None:
        # but "it is the deadliest there is: 177 have died since 2013"
        return ": " in best.group() and count >= _MORE_THAN_ONE_DAYS
    if word.startswith(("bring", "brought")) and _TOLL_OF_ONE.search(clause):
        return False
    if word in ("so far", "in all", "in total", "thus far", "to date"):
        # "three killed so far" in a day's fight is that day's toll; with a period it is not.
        return bool(_LONG.search(clause)) or count >= _MANY
    if word == "this year":
        return (
            count > 1
            and (date is None or date.precision == "year")
            and not re.search(r"earlier this year|(?:in|on) [a-z]+ (?:\d+ )?this year", clause)
        )
    if word.startswith("over the weekend"):
        return count > 1 and bool(SEPARATE_EVENTS.search(clause))
    if word.endswith(_CONDITIONS):
        return count >= _MORE_THAN_ONE_DAYS
    if word == "a year":
        return bool(re.search(r"(?:killed|die|deaths|dead|people) a year", clause))
    if word.startswith(_RECENTLY) and word.endswith(("days", "week")):
        return count > 1
    return True
