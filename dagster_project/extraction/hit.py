"""People shot, hit or stabbed of whom no more is told: wounded, unless they are dead."""

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.moves import TOLD_OF
from dagster_project.extraction.numbers import ZERO, Count
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.tolls import (
    Toll,
    side_of,
)

# Sentences within which "two others were wounded" adds to the one who was shot.
_FAR = 4


def _are_others(facts: ArticleFacts, hit: Toll, wounded: Toll) -> bool:
    """ "A woman was shot, and three men were also wounded": they are told beside those shot."""
    told = [s for s in wounded.statements if not s.is_zero]
    if len(told) != 1:
        return False
    verb = told[0].trigger
    is_also = "also" in facts.readers[told[0].sentence].low[max(0, verb.start - 2) : verb.start]
    if not is_also and not all(v.mention.is_other for v in told[0].victims):
        return False
    if any(v.mention is m for v in told[0].victims for m, _, _ in hit.victims):
        return False  # "were struck by bullets and taken to a hospital"
    shot = [s for s in hit.statements if s.order < told[0].order]
    return (
        bool(shot)
        and told[0].order == shot[-1].order + 1
        and (told[0].sentence - shot[-1].sentence <= (1 if is_also else _FAR))
    )


def _are_of_another_side(hit: Toll, wounded: Toll) -> bool:
    """ "A policeman was hit in the leg and two residents were wounded": three in all."""
    told = [s for s in wounded.statements if not s.is_zero]
    if len(told) != 1 or len(hit.statements) != 1:
        return False
    if told[0].sentence != hit.statements[0].sentence or told[0].start < hit.statements[0].end:
        return False
    mentions = [v.mention for s in (told[0], hit.statements[0]) for v in s.victims]
    if any(m.is_definite or m.is_partitive for m in mentions):
        return False
    sides = {side_of(v.mention) for v in told[0].victims}
    return None not in sides | hit.sides and not sides & hit.sides


def _is_beside(low: list[str], mention: Mention, statement: Statement) -> bool:
    """Whether somebody hit is told of as beside the dead: "a second man", "another teen"."""
    verb = statement.trigger.start
    if "also" in low[max(0, verb - 2) : verb]:
        return any(v.mention.is_other for v in statement.victims)
    if not mention.is_other:
        return False
    if low[mention.start] == "the":
        return mention.count.best > 1  # "the seven others who were shot"
    # "a boy shot another teen": another than the boy
    return low[mention.start] != "another" or (mention.head is not None and mention.end <= verb)


def _are_more_hit(facts: ArticleFacts, hit: Toll, wounded: Toll) -> bool:
    """ "A man was seriously hurt ... three other people had gunshot wounds": four in all."""
    told = [s.order for s in wounded.statements if not s.is_zero]
    return (
        bool(told)
        and not wounded.has_total
        and all(s.order > max(told) for s in hit.statements)
        and all(
            m.is_other and facts.readers[s.sentence].low[m.start] not in ("the", "another")
            for m, _, s in hit.victims
        )
    )


def _is_whole_of(hit: Toll, wounded: Toll) -> bool:
    """ "Five people were shot ... two were taken to hospital": five, told first, is the whole."""
    first = min((s.order for s in wounded.statements if not s.is_zero), default=0)
    return any(
        s.order < first
        and s.count.best == hit.total.best
        and any(v.mention.form == "count" for v in s.victims)
        for s in hit.statements
    )


# Where a bullet seldom kills.
_LIMBS = frozenset(
    "arm arms leg legs foot feet hand hands shoulder thigh knee ankle finger buttock hip".split()
)


# Who was with the one who died.
_COMPANIONS = frozenset(
    "friend girlfriend boyfriend brother sister cousin companion roommate bystander".split()
)


def _is_hurt_only(
    facts: ArticleFacts, killed: Toll, mention: Mention, statement: Statement
) -> bool:
    """ "two passers-by were hit by stray bullets", "his son was hit in the arm": not the dead."""
    low, end = facts.readers[statement.sentence].low, statement.trigger.end
    behind = low[statement.trigger.start : end + 4]
    if not ("stray" in behind or not _LIMBS.isdisjoint(behind)):
        return False
    is_relative = low[mention.start] in ("his", "her")
    is_other = mention.count.best > 1 or is_relative or low[mention.end - 1] not in TOLD_OF
    if mention.form not in ("count", "singular") or not is_other:
        return False
    if mention.is_definite and not (is_relative or low[mention.end - 1] in _COMPANIONS):
        return False
    told = [s for s in killed.statements if s.victims and not s.is_zero]
    return bool(told) and all(s.order < statement.order for s in told)


def _dead_by_own_hand(killed: Toll, hit: Toll) -> int:
    """ "shot her two sons, killing one, before shooting herself": herself is none of the two."""
    own = sum(s.count.best for s in killed.statements if s.is_self)
    return own if own < killed.total.best and hit.total.best > own else 0


def add_hit(facts: ArticleFacts, killed: Toll, wounded: Toll, hit: Toll) -> None:
    """Someone shot is wounded unless dead: the hit less those who died of it."""
    if hit.total.best == 0:
        return
    dead = killed.total.best - _dead_by_own_hand(killed, hit)
    sides = {side_of(m) for m, _, _ in hit.victims}
    dead_sides = {side_of(m) for m, _, _ in killed.victims if side_of(m) is not None}
    if dead and None not in sides and dead_sides and not (sides & dead_sides):
        # "She died instantly. Two suspects were killed": she is one of those hit.
        dead = sum(m.count.best for m, _, _ in killed.victims if m.form == "pronoun")
    left = hit.total.best - dead
    if not any(s.is_partitive or "moved" in s.flags for s in killed.statements):
        # "One man was killed. A second man was hit in the foot": none of the dead
        others = sum(
            m.count.best
            for m, _, s in hit.victims
            if _is_beside(facts.readers[s.sentence].low, m, s)
        )
        apart = sum(m.count.best for m, _, s in hit.victims if _is_hurt_only(facts, killed, m, s))
        if apart > max(left, 0) and apart == hit.total.best:
            others = apart
        if others > max(left, 0) and others == hit.total.best:
            left, dead = others, 0
    if left > 0 and _are_more_hit(facts, hit, wounded):
        wounded.total = wounded.total + hit.total
        wounded.victims += hit.victims
        wounded.statements = [*wounded.statements, *hit.statements]
        return
    if left > 0 and (_are_others(facts, hit, wounded) or _are_of_another_side(hit, wounded)):
        hit.total = hit.total + wounded.total
        hit.victims += wounded.victims
        hit.statements += wounded.statements
        left = hit.total.best - dead
        wounded.total, wounded.has_total, wounded.statements = ZERO, False, []
    if left > wounded.total.best and (
        wounded.total.best == 0
        or (left > 0 and not wounded.has_total)
        or wounded.total.high is None
        or _is_whole_of(hit, wounded)
    ):
        low = max(0, hit.total.low - dead)
        high = None if hit.total.high is None else max(left, hit.total.high - dead)
        wounded.victims = list(hit.victims)
        wounded.total = Count(min(low, left), left, high)
        wounded.statements = [*wounded.statements, *hit.statements]
    elif wounded.total.best == 0 and not wounded.statements and left <= 0:
        killed.statements.extend(s for s in hit.statements if s not in killed.statements)
