"""Those first told as wounded who are then told as dead: counted once, as killed."""

import re

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.clauses import Victims
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.tolls import (
    Toll,
    gender_of,
    side_of,
    subtract,
    words_of,
)

_LATER_DIED = re.compile(
    r"\b(?:later|hospital|succumbed|pronounced|"
    r"of (?:his|her|their) (?:wounds|injuries)|"
    r"from (?:his|her|their|the) (?:wounds|injuries))\b"
)


def move_partitives(facts: ArticleFacts, draft: Draft) -> None:
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
            or _are_attackers(statement, before[-1].victims)
            or _died_at_once(facts, statement)
        ):
            continue
        statement.flags.add("moved")
        whole = before[-1].victims[0].mention
        for item in statement.victims:
            item.mention.side = item.mention.side or whole.side
        facts.moved_from[id(statement)] = before[-1]


def _died_at_once(facts: ArticleFacts, statement: Statement) -> bool:
    """ "14 of the victims died instantly": never told as wounded."""
    low, end = facts.readers[statement.sentence].low, statement.trigger.end
    return low[end : end + 1] in (["instantly"], ["immediately"]) or low[end : end + 3] in (
        ["on", "the", "spot"],
        ["at", "the", "scene"],
    )


def _are_attackers(statement: Statement, hurt: list[Victims]) -> bool:
    """ "11 were wounded. Two of the gunmen were killed": who died is none of the wounded."""
    return all(side_of(v.mention) == "M" for v in statement.victims) and not any(
        side_of(v.mention) == "M" for v in hurt
    )


def move_the_dead(facts: ArticleFacts, draft: Draft, killed: Toll, wounded: Toll) -> None:
    """Those first told as wounded who died are counted once, as killed."""
    for context in draft.contexts:
        statement = context.statement
        if statement.kind != "killed" or statement.is_zero:
            continue
        if statement not in killed.statements:
            if (
                killed.total.best
                and not (statement.count.best == 1 and _killed_himself(draft))
                and _is_of_the_hurt(statement, draft, wounded)
            ):
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
        if statement.trigger.form not in ("intransitive", "dead") or not _LATER_DIED.search(text):
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


def _killed_himself(draft: Draft) -> bool:
    """Whether an attacker died by his own hand: "the man was found dead" is he, and no victim."""
    return any(c.statement.is_self for c in draft.contexts)


def _are_of_the_wounded(statement: Statement, draft: Draft) -> bool:
    """ "five were injured, two of them fatally", but not "six were shot, two fatally"."""
    before = [
        c.statement
        for c in draft.contexts
        if c.statement.order < statement.order and c.statement.kind != "killed"
    ]
    return (
        bool(before)
        and before[-1].kind == "wounded"
        and not _are_attackers(statement, before[-1].victims)
    )


# Whom a text calls so was told of before; of the dead, if only one died.
TOLD_OF = frozenset(
    """
    victim child boy girl toddler baby infant teen teenager juvenile youth man woman student he she
    him her
    """.split()
)


def know_the_dead_again(facts: ArticleFacts, killed: Toll, wounded: Toll) -> None:
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
    if not words & TOLD_OF:
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
