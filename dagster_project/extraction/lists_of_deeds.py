"""Deeds told in a list: "31 assassinations", "killed X in A, two in B and 40 in C"."""

from dagster_project.extraction.clauses import ClauseReader, Victims
from dagster_project.extraction.statement_record import Statement, counted_victims

_DEEDS = frozenset("assassinations killings murders executions slayings".split())
_DEED = frozenset("assassination killing murder execution slaying".split())
_A_LIST = 3  # victims; two may have died together
_TWO = 2
_OWNERS = frozenset("his her its their".split())  # "the nuns, their cook and her daughter"


def are_several_deeds(reader: ClauseReader, statement: Statement) -> bool:
    """Whether a statement's words tell of several deeds at once."""
    return (
        counts_deeds(reader, statement)
        or lists_deeds(reader, statement)
        or _lists_places(reader, statement)
        or _lists_kinds(reader, statement)
    )


def counts_deeds(reader: ClauseReader, statement: Statement) -> bool:
    """ "31 assassinations", "the 12 killings": so many incidents, or nearly."""
    low, trigger = reader.low, statement.trigger
    return (
        statement.is_noun
        and low[trigger.end - 1] in _DEEDS
        and statement.count.best > 1
        and all(
            v.mention.form in ("count", "unknown") and v.mention.end <= trigger.start
            for v in statement.victims
        )
    )


def lists_deeds(reader: ClauseReader, statement: Statement) -> bool:
    """ "the assassinations of X, some nuns and Y": of people who have nothing else in common."""
    low, victims = reader.low, counted_victims(statement.victims)
    return (
        statement.is_noun
        and low[statement.trigger.end - 1] in _DEEDS
        and len(victims) >= _A_LIST
        and any(v.mention.count.best > 1 for v in victims)
        and not any(low[v.mention.start] in _OWNERS for v in victims)
    )


def _lists_places(reader: ClauseReader, statement: Statement) -> bool:
    """ "murdered X, 900 villagers in A, 40 miners in B": of as many massacres as places."""
    victims = counted_victims(statement.victims)
    return (
        len(victims) >= _A_LIST
        and sum(reader.low[v.mention.end : v.mention.end + 1] == ["in"] for v in victims) >= _TWO
    )


def _lists_kinds(reader: ClauseReader, statement: Statement) -> bool:
    """ "the murder of Bishop X, union members and nuns": a name beside kinds of people."""
    if not statement.is_noun or reader.low[statement.trigger.end - 1] not in _DEED:
        return False
    victims = counted_victims(statement.victims)
    return (
        len(victims) >= _A_LIST
        and any(v.mention.form == "name" for v in victims)
        and sum(_is_kind(v) for v in victims) >= _TWO
    )


def _is_kind(victims: Victims) -> bool:
    """Whether a mention is of people without number or article."""
    return victims.mention.form == "plural" and not victims.mention.is_definite
