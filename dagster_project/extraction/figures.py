"""The figures of one incident: killed and wounded, after the dead among the wounded are moved.

The rules are the codebook's section on counting.
"""

import re
from dataclasses import dataclass, field

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.counting import count_kind
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.groups import casualty_groups
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import ZERO, Count
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.tolls import (
    Toll,
    gender_of,
    side_of,
    subtract,
    take_as_dead,
    words_of,
)
from dagster_project.records import CasualtyGroup

_LATER_DIED = re.compile(
    r"\b(?:later|hospital|succumbed|pronounced|"
    r"of (?:his|her|their) (?:wounds|injuries)|"
    r"from (?:his|her|their|the) (?:wounds|injuries))\b"
)

# What says of a shooting that somebody died of it, and not who.
_FATAL = re.compile(
    r"(?<!non-)\b(?:fatal|deadly) (?!force|weapon|threat)(?:[\w'-]+ ){0,2}?(?:shooting|stabbing)\b|"
    r"\bprove[ds] (?:to be )?fatal\b|\bshooting death\b|\bmanslaughter\b"
)

# Violence that can have happened without hurting anybody.
_VIOLENCE = re.compile(
    r"\b(?:exploded|explosion|blast|bomb\w*|mortar\w*|"
    r"(?:rockets?|shells?|missiles?|projectiles?) (?:hit|landed|struck|fired|fell|slammed)|"
    r"shell(?:ing|ed)|bombarded|explosives?|incendiary|"
    r"molotov\w*|firebomb\w*|set fire|arson|torched|set ablaze|"
    r"opened fire|fired (?:at|on)|(?:fired|launched|firing|launching) (?:\w+ ){0,3}"
    r"(?:rockets?|missiles?|shells?|mortars?|drones?|shots?)|shot (?:at|up)|missiles? (?:hit|"
    r"landed|struck)|drones (?:hit|struck|attacked)|air raid|grenades|attacked|attack|clash\w*|"
    r"ambush\w*|detonated|blew up|"
    r"exchange of fire|gunfight|encounter|strafed|shots? (?:were )?fired|drone|airstrike|"
    r"air strike|grenade)\b"
)
_NO_VIOLENCE = re.compile(r"\bno shots were fired|exercise|drill|controlled\b")
# A bomb that never went off.
_MADE_SAFE = re.compile(
    r"\b(?:defus\w+|deactivat\w+|disarm\w+|dismantled|rendered safe|safely (?:removed|detonated|"
    r"disposed|destroyed|exploded)|fail(?:ed|s|ing) to (?:explode|detonate|go off)|"
    r"did not (?:explode|detonate|go off))\b"
)
_WENT_OFF = re.compile(
    r"\b(?:(?<!safely )(?:exploded|detonated|went off|blew up)|opened fire|fired|attacked|stormed|"
    r"shelled|clash\w*)\b"
)


@dataclass(slots=True)
class Figures:
    """What an incident's statements add up to; ``sentences`` are those that give the figures."""

    killed: Toll
    wounded: Toll
    groups: list[CasualtyGroup] = field(default_factory=list)
    sentences: set[int] = field(default_factory=set)


def is_real_event(facts: ArticleFacts, draft: Draft) -> bool:
    """Whether "no one was hurt" is said of violence that happened."""
    statement = draft.contexts[0].statement
    sentences = facts.document.sentences
    text = " ".join(
        facts.document.lower[s.start : s.end]
        for s in sentences[max(0, statement.sentence - 2) : statement.sentence + 1]
    )
    if _MADE_SAFE.search(text) and not _WENT_OFF.search(text):
        return False
    return bool(_VIOLENCE.search(text)) and not _NO_VIOLENCE.search(text)


def figures_of(facts: ArticleFacts, draft: Draft) -> Figures | None:
    """The figures of a draft; None where it tells of nobody killed or wounded."""
    _move_partitives(facts, draft)
    killed = count_kind(draft.statements("killed"), facts.readers)
    wounded = count_kind(draft.statements("wounded"), facts.readers)
    hit = count_kind(draft.statements("hit"), facts.readers)
    _move_the_dead(facts, draft, killed, wounded)
    fatal = _sentence_of_fatality(facts, killed, wounded, hit) if facts.has_one_incident else None
    if fatal is not None or _are_called_dead(facts, killed, hit):
        take_as_dead(killed, wounded, hit)
    _add_hit(facts, killed, wounded, hit)
    _know_the_dead_again(facts, killed, wounded)
    if not (killed.statements or wounded.statements):
        return None
    figures = Figures(killed, wounded)
    for toll in (killed, wounded):
        figures.sentences.update(s.sentence for s in toll.statements)
    if fatal is not None:
        figures.sentences.add(fatal)
    figures.groups = casualty_groups(facts, draft, killed, wounded, figures.sentences)
    return figures


def _are_called_dead(facts: ArticleFacts, killed: Toll, hit: Toll) -> bool:
    """ "shot 16 farmers", and then "the murdered farmers": the 16 are dead."""
    if hit.total.best < 2 or not killed.statements:
        return False
    if not all(s.is_anaphoric and s.count.high is None for s in killed.statements):
        return False
    shot = {facts.readers[s.sentence].low[m.head] for m, _, s in hit.victims if m.head is not None}
    return all(
        m.head is not None and facts.readers[s.sentence].low[m.head] in shot
        for m, _, s in killed.victims
    )


def _sentence_of_fatality(
    facts: ArticleFacts, killed: Toll, wounded: Toll, hit: Toll
) -> int | None:
    """Where the one person who was hit is said to have died: "arrested in the fatal shooting"."""
    if killed.statements or hit.total.best != 1 or wounded.total.best > 1:
        return None
    match = _FATAL.search(facts.document.lower)
    return facts.number_of_sentence(match.start()) if match else None


def _move_partitives(facts: ArticleFacts, draft: Draft) -> None:
    """ "three were wounded, and one of them later died": one more dead, one wounded less."""
    for position, context in enumerate(draft.contexts):
        statement = context.statement
        if (
            statement.kind != "killed"
            or not any(v.mention.is_partitive for v in statement.victims)
            or statement.trigger.form not in ("intransitive", "dead", "participle")
        ):
            continue
        before = [
            c.statement
            for c in draft.contexts[:position]
            if c.statement.sentence >= statement.sentence - 1 and not c.statement.is_zero
        ]
        if (
            not before
            or before[-1].kind != "wounded"
            or before[-1].count.best <= statement.count.best
        ):
            continue
        statement.flags.add("moved")
        whole = before[-1].victims[0].mention
        for item in statement.victims:
            item.mention.side = item.mention.side or whole.side
        facts.moved_from[id(statement)] = before[-1]


def _move_the_dead(facts: ArticleFacts, draft: Draft, killed: Toll, wounded: Toll) -> None:
    """Those first told as wounded who died are counted once, as killed."""
    for context in draft.contexts:
        statement = context.statement
        if statement.kind != "killed" or statement.is_zero:
            continue
        if statement not in killed.statements:
            if killed.total.best and _is_of_the_hurt(statement, draft, wounded):
                subtract(wounded, min(statement.count.best, wounded.total.best))
            continue
        if (
            "moved" in statement.flags
            or (statement.is_partitive and _are_of_the_wounded(statement, draft))
        ) and wounded.total.best > statement.count.best:
            subtract(wounded, statement.count.best)
            continue
        sentence = facts.document.sentences[statement.sentence]
        text = facts.document.lower[
            max(sentence.start, statement.start - 40) : min(sentence.end, statement.end + 80)
        ]
        hurt = {id(m) for m, _, _ in wounded.victims}
        if statement.trigger.form in ("intransitive", "dead", "participle") and any(
            id(item.mention) in hurt for item in statement.victims
        ):
            subtract(wounded, statement.count.best)  # "a soldier wounded in X has died"
            continue
        if not _LATER_DIED.search(text) or statement.trigger.form not in (
            "intransitive",
            "dead",
        ):
            continue
        earlier = [s for s in wounded.statements if s.order < statement.order and not s.is_zero]
        if not earlier:
            continue
        if (
            statement.is_anaphoric
            or any(v.mention.is_definite or v.mention.is_partitive for v in statement.victims)
            or (
                wounded.total.best > statement.count.best
                and statement.sentence - earlier[-1].sentence <= 3
            )
        ):
            subtract(wounded, min(statement.count.best, wounded.total.best))


def _are_of_the_wounded(statement: Statement, draft: Draft) -> bool:
    """ "five were injured, two of them fatally", but not "six were shot, two fatally"."""
    before = [
        c.statement
        for c in draft.contexts
        if c.statement.order < statement.order and c.statement.kind != "killed"
    ]
    return bool(before) and before[-1].kind == "wounded"


# Whom a text calls so was told of before; of the dead, if only one died.
_TOLD_OF = frozenset(
    """
    victim child boy girl toddler baby infant teen teenager juvenile youth man woman student he she
    him her
    """.split()
)


def _know_the_dead_again(facts: ArticleFacts, killed: Toll, wounded: Toll) -> None:
    """ "A boy was shot dead ... the boy was in critical condition": he is no other victim."""
    if killed.total.best != 1 or wounded.total.best != 1 or wounded.has_total:
        return
    if any(
        facts.readers[statement.sentence].low[mention.start] in ("his", "her")
        for mention, _, statement in killed.victims
    ):
        return  # "he was wounded and his bodyguard was killed"
    words: set[str] = set()
    for mention, _, statement in wounded.victims:
        if not (mention.is_definite or mention.form == "pronoun") or mention.is_other:
            return
        told = words_of(facts.readers[statement.sentence], mention)
        if len(told) > 1 and told[0] != "the":
            return  # "his son"
        words |= set(told)
    if not words & _TOLD_OF:
        return
    genders = {gender_of([word]) for word in words} - {None}
    dead = {
        gender_of(words_of(facts.readers[statement.sentence], mention))
        for mention, _, statement in killed.victims
    } - {None}
    if genders and dead and not genders & dead:
        return
    killed.statements.extend(s for s in wounded.statements if s not in killed.statements)
    subtract(wounded, wounded.total.best)


def _is_of_the_hurt(statement: Statement, draft: Draft, wounded: Toll) -> bool:
    """ "X and Y were taken to a hospital, where they died": deaths that were counted before."""
    if statement.trigger.form not in ("intransitive", "dead"):
        return False
    if any(
        item.mention is mention for item in statement.victims for mention, _, _ in wounded.victims
    ):
        return True
    return all(v.mention.form == "pronoun" for v in statement.victims) and any(
        c.statement.kind == "wounded"
        and c.statement.sentence == statement.sentence
        and c.statement.order < statement.order
        and c.statement in wounded.statements
        for c in draft.contexts
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


def _is_hurt_only(
    facts: ArticleFacts, killed: Toll, mention: Mention, statement: Statement
) -> bool:
    """ "two passers-by were hit by stray bullets", "his son was hit in the arm": not the dead."""
    low, end = facts.readers[statement.sentence].low, statement.trigger.end
    behind = low[statement.trigger.start : end + 4]
    if not ("stray" in behind or not _LIMBS.isdisjoint(behind)):
        return False
    is_relative = low[mention.start] in ("his", "her")
    is_other = mention.count.best > 1 or is_relative or low[mention.end - 1] not in _TOLD_OF
    if mention.form not in ("count", "singular") or not is_other:
        return False
    if mention.is_definite and not is_relative:
        return False
    told = [s for s in killed.statements if s.victims and not s.is_zero]
    return bool(told) and all(s.order < statement.order for s in told)


def _add_hit(facts: ArticleFacts, killed: Toll, wounded: Toll, hit: Toll) -> None:
    """Someone shot is wounded unless dead: the hit less those who died of it."""
    if hit.total.best == 0:
        return
    dead = killed.total.best
    sides = {side_of(m) for m, _, _ in hit.victims}
    dead_sides = {side_of(m) for m, _, _ in killed.victims if side_of(m) is not None}
    if dead and None not in sides and dead_sides and not (sides & dead_sides):
        dead = 0
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
    if left > 0 and _are_others(facts, hit, wounded):
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
