"""Wounds told by the way of the one who has them: "shot himself", "after being shot", "his arm"."""

from dagster_project.extraction.clauses import OWNERS, REFLEXIVES, ClauseReader, Victims
from dagster_project.extraction.lexicon import ADVERBS, PASSIVE_AUXILIARIES
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.statement_record import Statement, is_irrealis, make_statement
from dagster_project.extraction.subjects import find_subject
from dagster_project.extraction.triggers import BODY_PARTS, Trigger
from dagster_project.extraction.victim_lists import list_after

# Whoever was brought somewhere "with a gunshot wound" has it.
_BROUGHT = frozenset(
    """
    taken rushed transported airlifted flown brought sent driven admitted hospitalized hospitalised
    arrived showed treated found
    """.split()
)
_SUFFERING = frozenset("suffering sustaining receiving".split())
_WORDS_OF_A_WOUND = 8  # "with a serious but not life-threatening gunshot wound"
_WORDS_TO_A_HOSPITAL = 14
_WORDS_OF_A_PART = 4  # "the back of his head"


def self_wounded(reader: ClauseReader, trigger: Trigger) -> Statement | None:
    """ "A boy who cleaned a rifle accidentally shot himself (and two others)"."""
    victims, verb = find_subject(reader, trigger, far=False)
    if is_irrealis(reader, trigger, verb):
        return None
    if len(victims) != 1 or victims[0].mention.count.best != 1:
        pronoun = trigger.end - 1
        victims = [_first_person(reader, trigger.start) or reader.pronoun_at(pronoun)]
    others = []
    if reader.low[trigger.end : trigger.end + 1] == ["and"]:
        others = [v for v in list_after(reader, trigger.end) if v.mention.form != "name"]
    statement = make_statement(reader, trigger, victims + others, verb=verb)
    if statement is not None:
        reader.subject_of[trigger.start] = victims  # "who shot himself on Monday has died"
    return statement


def is_of_self(reader: ClauseReader, trigger: Trigger) -> bool:
    """Whether a trigger is "shot himself"."""
    return trigger.kind == "hit" and reader.low[trigger.end - 1] in REFLEXIVES


def before_being(reader: ClauseReader, trigger: Trigger) -> list[Victims]:
    """ "A boy is at a hospital after [being] shot": the subject of the clause before."""
    k = trigger.start - 1
    while k > 0 and (reader.low[k] in ADVERBS or reader.low[k].endswith("ly")):
        k -= 1
    if reader.low[max(0, k - 1) : k + 1] not in (["after", "being"], ["after", "getting"]):
        return []
    if any(t.start < k and t.start in reader.subject_of for t in reader.triggers):
        return []  # "died after being shot": told already
    person = _first_person(reader, k - 1)
    return [person] if person is not None else []


def owner_of_part(reader: ClauseReader, k: int) -> list[Victims]:
    """Whose part of the body stands at word k: "(a bullet struck) the back of his head"."""
    for at in range(k, min(reader.n - 1, k + _WORDS_OF_A_PART)):
        if at in reader.blocked:
            return []
        if reader.low[at] in OWNERS:
            if reader.low[at] == "their" or BODY_PARTS.isdisjoint(reader.low[at + 1 : at + 4]):
                return []
            owner = reader.pronoun_at(at)
            owner.mention.count = Count.exactly(1)
            return [owner]
    return []


def brought_with(reader: ClauseReader, trigger: Trigger) -> list[Victims]:
    """ "The boy was taken to the clinic with a gunshot wound": who was taken there."""
    low, k = reader.low, trigger.start
    behind = next((j for j in range(k - 1, max(-1, k - 6), -1) if low[j] in _SUFFERING), None)
    if behind and low[behind - 1] == "after":  # "three were treated after suffering wounds"
        found = [m for m in reader.mentions if m.end < behind and m.form in ("count", "singular")]
        if found and not reader.is_object_of_preposition(found[0]):
            return [Victims(found[0])]
    with_ = next(
        (j for j in range(k - 1, max(-1, k - _WORDS_OF_A_WOUND), -1) if low[j] == "with"), None
    )
    if with_ is None:
        return []
    for j in range(with_ - 1, max(0, with_ - _WORDS_TO_A_HOSPITAL), -1):
        if low[j] in (";", ".", ":"):
            return []
        if j in reader.subject_of:
            return []  # "taken to a hospital with injuries": told by the verb
        if low[j] in _BROUGHT and low[j - 1] in PASSIVE_AUXILIARIES:
            verb = Trigger(j, j + 1, trigger.kind, "participle")
            return find_subject(reader, verb, far=True)[0]
    return []


def _first_person(reader: ClauseReader, k: int) -> Victims | None:
    """The person first told of before word k who hangs on no preposition."""
    for mention in reader.mentions:
        if mention.end > k:
            return None
        if _is_one(mention) and not reader.is_object_of_preposition(mention):
            return Victims(mention)
    return None


def _is_one(mention: Mention) -> bool:
    return mention.form == "singular" and mention.head is not None
