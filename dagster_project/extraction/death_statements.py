"""Statements of those who are dead: "died", "left two dead", "among the dead were"."""

from dataclasses import replace

from dagster_project.extraction.clauses import ClauseReader, Victims
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.name_lists import names_from
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.objects import find_objects, together_with
from dagster_project.extraction.statement_record import (
    Statement,
    is_irrealis,
    make_statement,
)
from dagster_project.extraction.subjects import (
    find_subject,
    unnamed_subject,
)
from dagster_project.extraction.triggers import Trigger

_NTH = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_A_LIST = 3  # names
_BEFORE_UNREAL_DEATHS = frozenset("to not would could will may might".split())


_TAKEN = frozenset(
    """
    pick picked picking carry carried carrying take took taking evacuate evacuated evacuating
    collect collected collecting remove removed removing drag dragged dragging bury buried burying
    """.split()
)
_FINDS = frozenset("discovery finding find body remains corpse photo picture image".split())


def dead_statement(reader: ClauseReader, trigger: Trigger, after: str) -> Statement | None:
    """ "were found dead", "left two dead"."""
    low, k = reader.low, trigger.start
    if low[k] == "dead" and after in (
        "body",
        "bodies",
        "end",
        "line",
        "sea",
        "drop",
        "to",
        "'s",
    ):
        return None
    if low[k - 1 : k] == ["including"] and low[k + 1 : k + 3] == ["and", "wounded"]:
        return None  # "24 casualties, including dead and wounded"
    if low[max(0, k - 2) : k] == ["among", "the"]:
        return among_the_dead(reader, trigger)
    if k and low[k - 1] in (
        "the",
        "for",
        "of",
        "play",
        "playing",
        "played",
        "brain",
        "drop",
        "half",
    ):
        return None
    if k > 2 and low[k - 1] in ("a", "an") and low[k - 2] == "of" and low[k - 3] not in _FINDS:
        return None  # "the farm of a dead smuggler": who it was, not what happened
    if k and low[k - 1] in ("their", "its") and not _TAKEN.isdisjoint(low[max(0, k - 4) : k - 1]):
        return None  # "the rebels carried away their dead": how many, if any, nobody saw
    named = _found_by_name(reader, k)
    if named is not None:
        return make_statement(reader, trigger, [Victims(named)])
    victims, verb = find_subject(reader, trigger, far=True)
    if verb.is_negated or verb.is_modal or verb.is_infinitive:
        return None
    if not victims and verb.auxiliary == "was" and low[k - 1] in ("pronounced", "found"):
        # "Hicks was pronounced dead"
        victims = unnamed_subject(reader, Trigger(k - 1, trigger.end, "killed", "participle"))
    if low[k] == "deceased" and not verb.auxiliary:
        return None
    if victims:
        victims = victims + together_with(reader, trigger.end)
    statement = make_statement(reader, trigger, victims, verb=verb)
    if statement is not None:
        reader.subject_of[k] = victims
    return statement


def _found_by_name(reader: ClauseReader, k: int) -> Mention | None:
    """ "Officers found Ali Hassan, 17, dead": the one found, not those who found him."""
    low, end = reader.low, k - 1
    if low[max(0, k - 3) : k - 2] == [","] and low[k - 2].isdigit() and low[end] == ",":
        end = k - 4  # his age
    named = reader.mention_ending(reader.unmasked_left(end))
    if named is None or named.form != "name":
        return None
    return named if low[named.start - 1 : named.start] in (["found"], ["find"]) else None


def among_the_dead(reader: ClauseReader, trigger: Trigger) -> Statement | None:
    """ "Among the dead were a woman and her son": a part of a toll, or all that is told of it."""
    for k in range(trigger.end, min(reader.n, trigger.end + 12)):
        if reader.low[k] in ("were", "was", "are", "is"):
            victims = _names_listed(reader, k + 1) or find_objects(reader, k + 1)
            statement = make_statement(reader, trigger, victims)
            if statement is not None:
                statement.is_partitive = True
            return statement
    return None


def _names_listed(reader: ClauseReader, k: int) -> list[Victims]:
    """ "JUAN PEREZ, 53; LUIS SOTO, 24; and ROSA DIAZ": in capitals only a list tells names."""
    names = names_from(reader, k) if reader.is_capitals else 0
    if names < _A_LIST:
        return []
    return [Victims(Mention(k, k + 1, None, Count.exactly(names), "count", None))]


def _is_nth(reader: ClauseReader, mention: Mention) -> bool:
    """ "A third person has died", with which an article begins: the third of all who died."""
    words = reader.low[mention.start : mention.start + 2]
    return reader.sentence_no <= 1 and words[0] == "a" and words[-1] in _NTH


def _all_until(reader: ClauseReader, victims: Victims) -> Victims:
    mention = victims.mention
    count = Count.exactly(_NTH[reader.low[mention.start + 1]])
    return Victims(replace(mention, count=count, form="count", is_other=False))


def _are_others(reader: ClauseReader, trigger: Trigger, victims: list[Victims]) -> bool:
    """ "killed his wife and her son, then turned the gun on himself": not the one who did."""
    if not victims:
        return False
    first = victims[0].mention
    return sum(v.mention.count.best for v in victims) != 1 or any(
        t.end == first.start and t.form in ("active", "participle") for t in reader.triggers
    )


def _told_in_sentence(
    reader: ClauseReader, trigger: Trigger, victims: list[Victims]
) -> list[Victims]:
    """ "A clerk was flown to a clinic, where she died": the clerk, not somebody told of before."""
    low = reader.low
    if len(victims) != 1 or victims[0].mention.form != "pronoun":
        return victims
    if low[victims[0].mention.start] not in ("he", "she"):
        return victims
    subjects = [
        told[0].mention
        for start, told in reader.subject_of.items()
        if start < trigger.start and len(told) == 1
    ]
    if not subjects or any(m is not subjects[0] for m in subjects):
        return victims
    subject = subjects[0]
    is_new = subject.form == "singular" and low[subject.start] in ("a", "an")
    return [Victims(subject)] if is_new else victims


def intransitive_statement(reader: ClauseReader, trigger: Trigger, before: str) -> Statement | None:
    """ "died", "lost their lives", "blew himself up": the victims are the subject."""
    words = reader.low[trigger.start : trigger.end]
    if words[0] in ("die", "dying") and before in _BEFORE_UNREAL_DEATHS:
        return None
    victims, verb = find_subject(reader, trigger, far=True)
    if verb.is_negated or verb.is_modal:
        return None
    if words[0] != "died" and is_irrealis(reader, trigger, verb):
        return None
    if not victims and words == ["died"]:
        # "Hicks died of his wounds", but not "the talks in Geneva died".
        victims = [
            v
            for v in unnamed_subject(reader, trigger)
            if not reader.is_object_of_preposition(v.mention)
        ]
    is_self = words[0] == "detonated" or any(
        w in words for w in ("himself", "herself", "themselves", "own", "suicide")
    )
    is_nth = trigger.kind == "killed" and len(victims) == 1 and _is_nth(reader, victims[0].mention)
    if is_nth:
        victims = [_all_until(reader, victims[0])]
    if is_self and "themselves" not in words and _are_others(reader, trigger, victims):
        victims = []
    if not is_self:
        victims = _told_in_sentence(reader, trigger, victims)
    if victims and not is_self:
        victims = victims + together_with(reader, trigger.end)
    statement = make_statement(reader, trigger, victims, verb=verb)
    if statement is None and is_self:
        attacker = Mention(
            trigger.start, trigger.end, None, Count.exactly(1), "pronoun", "M", is_definite=True
        )
        statement = make_statement(reader, trigger, [Victims(attacker, is_anaphoric=True)])
    if statement is not None and is_nth:
        statement.flags |= {"toll", "nth"}
        statement.is_update = True
    if statement is not None:
        statement.is_self = is_self
        if is_self and victims and victims[0].mention.head is None:
            victims[0].mention.side = victims[0].mention.side or "M"
        reader.subject_of[trigger.start] = victims
    return statement
