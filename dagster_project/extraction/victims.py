"""The actor, its id and the status of victims, from the words that name them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dagster_project.extraction.actors import ActorMatch
from dagster_project.extraction.agent_actors import agent_actor
from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.descriptions import description_of, start_of_phrase
from dagster_project.extraction.lexicon import CIVIL_PERSONNEL
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.tolls import side_of
from dagster_project.extraction.victim_roles import office_of, serves_a_force

_STATUS_OF_SIDE = {"C": "civilian", "S": "combatant", "M": "combatant", None: "unknown"}
_GENERIC_PEOPLE = frozenset(
    """
    people person persons victim victims others other body bodies man men individual
    individuals somebody someone one male males female females dead member members personnel
    occupants
    """.split()
)
# Civilians by their word, yet named by the group that they belong to.
_SIDE_OF_THEIR_GROUP = frozenset(
    """
    volunteer volunteers supporter supporters follower followers sympathiser sympathisers leader
    leaders secretary secretaries
    """.split()
)
# Of a group's own people, whatever the word says of them elsewhere.
_LED_OR_LENT = frozenset(
    "leader leaders volunteer volunteers secretary secretaries chief chiefs head heads".split()
)
# "a leader of the group": of the one named last.
_OF_THE_GROUP = re.compile(
    r" (?:of|from) (?:the|that) (?:\w+ )?(?:group|militia|organi[sz]ation|movement|outfit)\b"
)
# Who has left a force or an armed group is a civilian again.
_NO_MORE = re.compile(r"\b(?:former|ex|surrendered|retired|demobili[sz]ed)\b", re.IGNORECASE)
# Of an armed group, one of its own where the text tells of a fight.
_ACTIVE_IN = frozenset("activist activists functionary functionaries organiser organisers".split())
_FOUGHT = re.compile(
    r"\b(?:encounter|exchange of fire|gun ?(?:battle|fight)|shoot-?out|clash|firefight)\b"
)
_MEMBERS = frozenset("personnel members member forces elements force".split())
# "of the New People's Army", "loyal to the president".
_COMPLEMENT = re.compile(
    r"['\"]?(?: personnel| cadres| members)?,?"
    r"(?: (?:of|from|belonging to|affiliated (?:to|with)|loyal to|working for|with))"
    r" (?:the |a |an |its )?(?:[^,.;:()]|\([\w /-]{2,15}\)){2,110}"
)
_END_OF_COMPLEMENT = re.compile(
    r"\b(?:suspecting|accusing|branding|alleging|were|was|had|have|has|who|when|in|at|near|after|"
    r"and|by|on|as)\b"
)
_NUMBER_AND_ARTICLE = re.compile(
    r"(?:(?:the|these|those|a|an|another|at least|more than|over|about|around|some|nearly|almost|"
    r"up to|as many as|only|just|of|other|others|further|his|her|their|its|all|both|"
    r"[\d,]+(?: to [\d,]+| or [\d,]+|-\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|\w+teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|"
    r"hundreds?|thousands?|dozens?|scores|several|few|many|a dozen|half a dozen|couple) )+",
    re.IGNORECASE,
)


class VictimActor(NamedTuple):
    """Whom victims belong to: as named, the actor's id, and civilian, combatant or unknown."""

    actor: str | None
    actor_id: str | None
    status: str


NOBODY_KNOWN = VictimActor(None, None, "unknown")


def victim_actor(
    facts: ArticleFacts,
    mention: Mention,
    statement: Statement,
    reader: ClauseReader | None = None,
) -> VictimActor:
    """The actor, its id and the status of the victims that a mention names.

    ``reader``: of the sentence with the mention, where it is not the statement's own.
    """
    reader = reader or facts.readers[statement.sentence]
    if statement.is_self and (mention.form == "pronoun" or len(statement.victims) == 1):
        agent = agent_actor(facts, statement)
        if agent is not None:
            return VictimActor(agent[0], agent[1].actor_id if agent[1] else None, "combatant")
    if mention.form == "pronoun" and (meant := _meant_by(reader, mention, statement)):
        return victim_actor(facts, meant, statement)
    if mention.end > len(reader.low) or mention.form == "pronoun":
        return NOBODY_KNOWN
    first = start_of_phrase(reader, mention)
    start, end = reader.tokens.start[first], reader.tokens.end[mention.end - 1]
    words = facts.document.norm[start:end]
    whole = _with_complement(words, facts.document.norm[end : end + 130])
    head = reader.low[mention.head] if mention.head is not None else ""
    side = side_of(mention)
    country = facts.country
    phrase = _phrase(whole)
    if mention.form == "name":
        described = description_of(reader, mention)
        return victim_actor(facts, described, statement) if described else NOBODY_KNOWN
    if side != "C" and head not in _GENERIC_PEOPLE and _NO_MORE.search(words):
        return VictimActor(phrase, "former-combatants", "civilian")
    if (source := facts.moved_from.get(id(statement))) is not None:
        return victim_actor(facts, source.victims[0].mention, source)
    if mention.head is None and mention.end and reader.low[mention.end - 1] in ("them", "whom"):
        earlier = [
            m for m in reader.mentions if m.end <= mention.start and m.side in ("C", "S", "M")
        ]
        if earlier:
            return victim_actor(facts, earlier[-1], statement)
    if (
        reader.low[mention.start : mention.end][-2:-1] in (["its"], ["their"])
        or " its " in f" {words.lower()} "
    ):
        named_before = [
            m
            for m in facts.actors_in(statement.sentence)
            if m.at < start and m.actor.kind != "class"
        ]
        if named_before and side != "C":
            # "X said that Y had lost three, and four of its own": X's
            owner = named_before[0 if "own" in words.lower().split() else -1]
            return VictimActor(phrase, owner.actor.actor_id, "combatant")
    if _OF_THE_GROUP.match(facts.document.norm, end):
        group = facts.last_group_before(start)
        if group is not None:
            return VictimActor(phrase, group.actor.actor_id, "combatant")
    matches = facts.find_actors(whole)
    named = [m for m in matches if m.actor.kind != "class"]
    is_fighter = (
        head in _ACTIVE_IN
        and any(m.actor.kind == "armed_group" for m in named)
        and _FOUGHT.search(facts.sentence_text(statement.sentence).lower())
    )
    if is_fighter:
        return VictimActor(phrase, named[0].actor.actor_id, "combatant")
    office = None if named and side != "C" else office_of(words, whole, facts.document.all_marks)
    if office is not None and (actor := facts.actors.get(office)) is not None:
        return VictimActor(phrase, office, actor.status)
    if serves_a_force(words, facts.document.all_marks):
        state = facts.actors.state_force(whole, country)
        if state is not None:
            return VictimActor(phrase, state.actor_id, "combatant")
    if side == "C" and head not in _SIDE_OF_THEIR_GROUP:
        return _class_of_people(facts, matches, head, phrase, "civilian")
    if (named and side != "C") or (named and head in _LED_OR_LENT):
        actor = (
            named[-1].actor
            if side == "S" and len(named) > 1 and named[-1].actor.kind == "state_force"
            else next((m.actor for m in named if m.actor.parent == named[0].actor.actor_id), None)
            or named[0].actor  # "of the regime's Air Force Intelligence": the part, not the whole
        )
        return VictimActor(
            phrase or actor.name,
            actor.actor_id,
            actor.status if actor.status != "unknown" else _STATUS_OF_SIDE[side],
        )
    if side == "S" or head in _MEMBERS:
        state = facts.actors.state_force(whole, country)
        if state is not None:
            return VictimActor(phrase, state.actor_id, "combatant")
    if head == "personnel" and CIVIL_PERSONNEL.isdisjoint(words.lower().split()):
        return VictimActor(phrase, "security-personnel", "combatant")
    if side == "M":
        if (group := _group_named_so(facts, statement, head, start)) is not None:
            return VictimActor(phrase, group.actor.actor_id, "combatant")
        return _class_of_people(facts, matches, head, phrase, "combatant")
    if mention.is_other and head in ("others", "other", "more", ""):
        return NOBODY_KNOWN
    if head in _GENERIC_PEOPLE or not head:
        generic = [
            m
            for m in matches
            if m.actor.kind == "class"
            and m.words.lower() not in _GENERIC_PEOPLE
            and re.search(rf"{re.escape(m.words)}(?: {head})?$", words, re.IGNORECASE)
        ]
        if generic and head:
            return _class_of_people(facts, generic, head, phrase, _STATUS_OF_SIDE[side])
        return NOBODY_KNOWN
    return _class_of_people(facts, matches, head, phrase, _STATUS_OF_SIDE[side])


def _meant_by(reader: ClauseReader, mention: Mention, statement: Statement) -> Mention | None:
    """ "shot at a fighter of X, injuring him": the one person told of, who is no subject."""
    word = reader.low[mention.start] if mention.start < len(reader.low) else ""
    if word not in ("him", "her") or statement.is_self:
        return None
    told = [
        m
        for m in reader.mentions
        if m.end <= mention.start and m.form == "singular" and m.head is not None
    ]
    last = told[-1] if told else None
    return last if last is not None and last.start > 1 else None


def _group_named_so(
    facts: ArticleFacts, statement: Statement, head: str, start: int
) -> ActorMatch | None:
    """ "JNIM militants clashed with Y; nine militants were killed": JNIM's, if no other's are."""
    first = max(0, statement.sentence - 1)
    norm, lower, sentences = facts.document.norm, facts.document.lower, facts.document.sentences
    behind = f" {head}"
    named = [
        match
        for number in range(first, statement.sentence + 1)
        if lower.find(behind, sentences[number].start, sentences[number].end + len(behind)) >= 0
        for match in facts.actors_in(number)
        if match.at < start
        and match.actor.kind == "armed_group"
        and norm[match.end : match.end + len(behind)].lower() == behind
    ]
    return named[-1] if len({match.actor.actor_id for match in named}) == 1 else None


def _with_complement(words: str, tail: str) -> str:
    """ "two members" with what follows: "of the Liwa al-Quds militia"."""
    complement = _COMPLEMENT.match(tail)
    if complement is None:
        return words
    cut = _END_OF_COMPLEMENT.search(complement.group())
    return words + (complement.group()[: cut.start()] if cut else complement.group())


@lru_cache(maxsize=20_000)
def _phrase(whole: str) -> str | None:
    """The victims as named, without number and article."""
    text = " ".join(whole.split()).strip(" ,.;:'\"")
    number = _NUMBER_AND_ARTICLE.match(text)
    return (text[number.end() :] if number else text) or None


def _class_of_people(
    facts: ArticleFacts, matches: Sequence[ActorMatch], head: str, phrase: str | None, status: str
) -> VictimActor:
    """The class of people that the words name, best the one that their head names."""
    classes = [m for m in matches if m.actor.kind == "class"]
    by_head = [m for m in classes if head and head in m.words.lower()]
    chosen = by_head[-1] if by_head else (classes[-1] if classes else None)
    if chosen is not None:
        if chosen.actor.actor_id == "police-officers" and facts.country is not None:
            return VictimActor(
                phrase, facts.actors.state("pol", facts.country).actor_id, "combatant"
            )
        kept = chosen.actor.status if chosen.actor.status != "unknown" else status
        return VictimActor(phrase, chosen.actor.actor_id, kept)
    if status == "civilian":
        actor = facts.actors.get("civilians")
        return VictimActor(phrase, actor.actor_id if actor else None, "civilian")
    return VictimActor(phrase, None, status)
