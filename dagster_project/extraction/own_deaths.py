"""Deaths by one's own hand: an attacker beside his victims, or the one victim that there is."""

import re

from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.mentions import is_age_word
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.tolls import Toll, words_of

_BOMBERS_VERBS = frozenset("blew blow detonated exploded".split())
# How many sentences after his deed an attacker's own death still belongs to it.
_SENTENCES_OF_A_DEED = 2
_WORDS_TO_SUBJECT = 6
_SUICIDE = re.compile(
    r"committ?(?:ed|s|ing)? suicide|(?:took|takes|taking) (?:his|her|their)? ?own li"
)
# Who shoots himself by accident or in despair, and no attacker.
_YOUNG = frozenset(
    """
    child boy girl toddler son daughter baby infant teen teenager kid student brother sister
    grandson granddaughter nephew niece juvenile victim year-old
    """.split()
)


def tells_only_suicide(statements: list[Statement], readers: dict[int, ClauseReader]) -> bool:
    """Whether an article tells of one who took his own life and of nobody else: no violence."""
    harm = [s for s in statements if not s.is_zero]
    suicides = [
        s
        for s in harm
        if _SUICIDE.match(" ".join(readers[s.sentence].low[s.trigger.start : s.trigger.end]))
    ]
    return bool(suicides) and all(
        s in suicides
        or (
            s.kind == "killed"
            and s.count.best == 1
            and s.trigger.form in ("dead", "bodies", "intransitive")
        )
        for s in harm
    )


def are_of_a_deed(toll: Toll, statement: Statement, reader: ClauseReader) -> bool:
    """ "killed seven people before killing himself": the seven are those that he killed.

    Tolls of bombings are told for all the dead, the bomber among them.
    """
    if reader.low[statement.trigger.start] in _BOMBERS_VERBS:
        return False
    deeds = [
        s
        for s in toll.statements
        if s.kind == "killed"
        and _is_deed(s)
        and s.trigger.form in ("active", "participle")
        and s.count.best == toll.total.best
    ]
    told_otherwise = any(
        s.count.best == toll.total.best and s.victims and s not in deeds for s in toll.statements
    )
    return (
        bool(deeds)
        and not told_otherwise
        and statement.sentence - deeds[-1].sentence <= _SENTENCES_OF_A_DEED
    )


def kills_as_many(toll: Toll, statement: Statement, reader: ClauseReader) -> bool:
    """ "Bomb kills 43 ... blew themselves up, killing 43": the 43 are those whom they killed."""
    for trigger in reader.triggers:
        if trigger.start > statement.trigger.start and trigger.kind == "killed":
            mention = reader.starts.get(trigger.end)
            if trigger.form == "active" and mention is not None:
                return mention.count.best == toll.total.best
    return False


def is_the_one_who_died(toll: Toll, statement: Statement, readers: dict[int, ClauseReader]) -> bool:
    """ "A boy has died ... the boy fatally shot himself": one person, told of twice."""
    reader = readers[statement.sentence]
    if reader.low[statement.trigger.start] in _BOMBERS_VERBS or toll.total.best != 1:
        return False
    if any(_is_deed(s) or s.agent is not None for s in toll.statements):
        return False
    mention = statement.victims[-1].mention
    if mention.form == "pronoun":
        # "himself" is whoever stands before the verb.
        before = [m for m in reader.mentions if m.end <= statement.trigger.start]
        if not before or before[-1].end < statement.trigger.start - _WORDS_TO_SUBJECT:
            return True
        mention = before[-1]
    words = words_of(reader, mention)
    heads = {mention_words[-1] for mention_words in _told(toll, readers)}
    return (
        mention.form == "name"
        or any(w in _YOUNG or is_age_word(w) for w in words)
        or (words[0] == "the" and words[-1] in heads)
    )


def _told(toll: Toll, readers: dict[int, ClauseReader]) -> list[list[str]]:
    return [words_of(readers[s.sentence], m) for m, _, s in toll.victims]


def _is_deed(statement: Statement) -> bool:
    """Whether somebody does it to others: the victims stand behind the verb."""
    return (
        bool(statement.victims)
        and not statement.is_self
        and not statement.is_noun
        and statement.victims[0].mention.start >= statement.trigger.end
    )
