"""Casualty statements: who was killed, wounded or hit, as one clause says it.

A statement joins a trigger ("killed") with the mentions that are its victims, found by the shape of
the clause: passive and intransitive verbs take their subject, active verbs their object, nouns
what follows "of". Nothing here looks beyond its sentence.
"""

from itertools import pairwise

from dagster_project.extraction.clauses import ClauseReader, Victims
from dagster_project.extraction.death_statements import dead_statement, intransitive_statement
from dagster_project.extraction.elsewhere import is_counted_elsewhere
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.name_lists import count_names_behind
from dagster_project.extraction.noun_statements import (
    injuries_statement,
    lives_statement,
    noun_statement,
)
from dagster_project.extraction.objects import find_objects
from dagster_project.extraction.statement_record import (
    Statement,
    is_nobody,
    is_supposed,
    make_statement,
    zero_statement,
)
from dagster_project.extraction.text import Sentence
from dagster_project.extraction.tokens import Tokens
from dagster_project.extraction.toll_statements import coded_figure, given_figure, toll_statement
from dagster_project.extraction.triggers import TO_HOSPITAL, Trigger
from dagster_project.extraction.verb_statements import active_statement, participle_statement

_DEEDS = frozenset("murder murders assassination assassinations killing killings".split())
_BEFORE_THAT_OF = frozenset("especially particularly notably including and".split())
_FATALLY = frozenset(("fatally", "mortally"))


def read_statements(
    lower: str, norm: str, sentence: Sentence, sentence_no: int, is_capitals: bool
) -> tuple[list[Statement], ClauseReader]:
    """The casualty statements of one sentence, with the reader that found them."""
    reader = ClauseReader(
        Tokens(lower, norm, sentence.start, sentence.end, is_capitals=is_capitals),
        is_capitals,
        sentence_no,
    )
    return _statements(reader), reader


def _statements(reader: ClauseReader) -> list[Statement]:
    """All statements of the sentence, in the order of their triggers."""
    found: list[Statement] = []
    for trigger in reader.triggers:
        statement = _statement(reader, trigger)
        if statement is not None:
            if ":" in reader.words:
                count_names_behind(reader, statement)
            found.append(statement)
    if not _FATALLY.isdisjoint(reader.words):
        found += _partitives(reader)
    if not found and (coded := coded_figure(reader)) is not None:
        found.append(coded)
    if "that" in reader.words and not _DEEDS.isdisjoint(reader.words):
        found += _that_of(reader)
    given = given_figure(reader)
    if given is not None:
        found.append(given)
    if found:
        found += _elsewhere(reader, found)
    if len(found) > 1:
        _share_head(reader, found)
    return found


def _share_head(reader: ClauseReader, told: list[Statement]) -> None:
    """ "One serviceman was killed and three wounded": the three are servicemen too."""
    for before, statement in pairwise(told):
        if len(before.victims) != 1 or len(statement.victims) != 1:
            continue
        whole, bare = before.victims[0].mention, statement.victims[0].mention
        if (
            bare.head is None
            and bare.form == "count"
            and bare.side is None
            and whole.side in ("S", "M")
            and before.trigger.end < bare.start
            and reader.low[before.trigger.end : bare.start] == ["and"]
            and not bare.is_other
            and not bare.is_partitive
        ):
            bare.side = whole.side


def _that_of(reader: ClauseReader) -> list[Statement]:
    """ "the murders, especially that of Senator X": the deed holds for X too."""
    low, found = reader.low, []
    for k in range(2, reader.n - 2):
        if (
            low[k] == "that"
            and low[k + 1] == "of"
            and low[k - 1] in _BEFORE_THAT_OF
            and not _DEEDS.isdisjoint(low[:k])
        ):
            victims = find_objects(reader, k + 2, is_complement=True, is_person=True)
            victims = [v for v in victims if v.mention.form in ("singular", "name")]
            trigger = Trigger(k, k + 2, "killed", "noun")
            statement = make_statement(reader, trigger, victims)
            if statement is not None:
                statement.is_noun = True
                found.append(statement)
    return found


def _elsewhere(reader: ClauseReader, told: list[Statement]) -> list[Statement]:
    """ "three were killed in X and four in Y": the verb holds for the second place too."""
    found = []
    for mention in reader.mentions:
        if not is_counted_elsewhere(reader, mention):
            continue
        before = [
            s
            for s in told
            if s.trigger.start < mention.start
            and s.victims
            and not s.is_noun
            and all(v.mention.end < mention.start for v in s.victims)
        ]
        if not before:
            continue
        verb = max(before, key=lambda s: s.trigger.start)
        if ":" in reader.low[verb.trigger.start : mention.start]:
            mention.is_partitive = True  # "nine were killed: six in X and three in Y"
        else:
            mention.is_other = True
        mention.side = mention.side or verb.victims[0].mention.side
        trigger = Trigger(mention.start, mention.end, verb.kind, verb.trigger.form)
        statement = make_statement(reader, trigger, [Victims(mention)])
        if statement is not None:
            statement.agent = verb.agent
            statement.flags.add("elsewhere")
            verb.flags.add("elsewhere")
            found.append(statement)
    return found


def _statement(reader: ClauseReader, trigger: Trigger) -> Statement | None:
    low = reader.low
    form = trigger.form
    after = trigger.end
    after += low[after : after + 2] == ["[", "of"]  # "the massacre [of six miners]"
    next_word = low[after] if after < reader.n else ""
    before_word = low[trigger.start - 1] if trigger.start else ""
    if form in ("participle", "active", "intransitive", "injuries", "dead") and is_nobody(
        reader, trigger
    ):
        return zero_statement(reader, trigger)
    if is_supposed(reader, trigger):
        return None
    if form in ("participle", "active"):
        if form == "participle":
            statement = participle_statement(reader, trigger, next_word)
        else:
            statement = active_statement(reader, trigger, before_word, next_word)
        if low[trigger.start] in TO_HOSPITAL and _were_told_before(statement):
            return None
        return statement
    if form == "intransitive":
        return intransitive_statement(reader, trigger, before_word)
    if form == "dead":
        return dead_statement(reader, trigger, next_word)
    if form == "toll":
        return toll_statement(reader, trigger)
    if form == "lives":
        return lives_statement(reader, trigger, next_word)
    if form in ("noun", "bodies"):
        return noun_statement(reader, trigger, before_word, next_word)
    if form == "loss":
        return make_statement(reader, trigger, _lost(reader, trigger))
    if form == "injuries":
        return injuries_statement(reader, trigger, before_word, next_word)
    return None


def _lost(reader: ClauseReader, trigger: Trigger) -> list[Victims]:
    """ "the rebels lost two men": rebels, whatever the men are called."""
    victims = find_objects(reader, trigger.end)
    before = [m for m in reader.mentions if m.end <= trigger.start and m.side in ("S", "M")]
    for item in victims:
        if before and item.mention.side not in ("S", "M"):
            item.mention.side = before[-1].side
    return victims


def _were_told_before(statement: Statement | None) -> bool:
    """ "the boy was taken to a hospital": where somebody went of whose wounds was told before."""
    return statement is not None and any(
        (v.mention.is_definite and v.mention.count.best < 2)
        or v.is_anaphoric
        or v.mention.form not in ("count", "singular")
        for v in statement.victims
    )


def _is_part_of_the_hit(reader: ClauseReader, mention: Mention) -> bool:
    """ "were shot, one fatally": a number behind a comma is a part of those hit before it."""
    before = reader.low[mention.start - 1] if mention.start else ""
    return (
        mention.form == "count"
        and before in (",", "and", "-", "with", "including")
        and any(t.kind == "hit" and t.end < mention.start for t in reader.triggers)
    )


def _partitives(reader: ClauseReader) -> list[Statement]:
    """ "one of them fatally", "two of whom died": told apart from the whole they belong to."""
    found = []
    for mention in reader.mentions:
        if (
            mention.head is None
            and (mention.is_partitive or _is_part_of_the_hit(reader, mention))
            and mention.end < reader.n
            and reader.low[mention.end] in _FATALLY
            and mention.end not in reader.blocked
        ):
            trigger = Trigger(mention.end, mention.end + 1, "killed", "participle")
            statement = make_statement(reader, trigger, [Victims(mention)])
            if statement is not None:
                statement.is_partitive = True
                found.append(statement)
    return found
