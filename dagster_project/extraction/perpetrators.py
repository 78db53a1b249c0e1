"""Who did it, as named, and who says so (the codebook's section on the fields of a report)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dagster_project.extraction import attribution, state_agents, unlisted
from dagster_project.extraction.actors import Actor, ActorMatch
from dagster_project.extraction.agent_actors import NEVER_PERPETRATORS, THE_GROUP, agent_actor
from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.attribution import (
    actor_role,
    attribution_of,
    denies_claim,
    is_perpetrator,
    may_have_role,
    says_claim,
    says_no_claim,
)
from dagster_project.extraction.context import Context
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.figures import Figures
from dagster_project.extraction.follow_ups import sentences_about
from dagster_project.extraction.state_agents import state_force_of, state_opponent_of
from dagster_project.extraction.tolls import ATTACKERS
from dagster_project.extraction.unlisted import blamed_name, claimed_by
from dagster_project.extraction.victim_spans import VictimSpans, without_victims
from dagster_project.extraction.watched import watched

_GROUP_CLAIMS = watched(
    (
        r"\b(?:the|its) (?:\w+ )?(?:group|militia|organi[sz]ation|rebels|militants|"
        r"movement) (?:has |later |also |immediately )*claimed\b"
    ),
    re.IGNORECASE,
)
# Whose they are the words do not say: those of "the Russian raids" of which the text tells.
_BARE_WEAPONS = re.compile(
    r"(?:the )?(?:warplanes|jets|planes|aircraft|helicopters?|artillery|drones?)", re.IGNORECASE
)
# Behind it another clause goes on with what was told.
_NEXT_CLAUSE = re.compile(r"[^;]*(?<! after)[;:] ?$")
_CLAUSE_OF_CAUSE = re.compile(r",? ?(?:after|when|following|during) [^;:]*$")
# Without one of these marks, a sentence names nobody who did it.
_NAMES_SOMEBODY = attribution.MARKS | state_agents.MARKS | unlisted.MARKS | _GROUP_CLAIMS.mark
_SPEECH = watched(r"\b(?:said|says|announced|claimed|confirmed|reported)\b")
# The role that a sentence gives an actor -> its rank; the lowest is believed.
_RANKS = {"claim": 0, "blamed": 1, "agent": 2, "opponent": 6}
_SAID = {"claim": "claimed", "blamed": "suspected"}


@dataclass(slots=True)
class _Candidate:
    """One actor who may have done it; the lowest rank is believed."""

    rank: int
    words: str
    actor: Actor | None
    attribution: str


def find_perpetrator(
    facts: ArticleFacts, draft: Draft, figures: Figures
) -> tuple[str | None, str | None, str]:
    """Who did it, as named, the id, and who says so (the codebook's section on fields)."""
    numbers = sorted({c.statement.sentence for c in draft.contexts})
    victims = {g.actor_id for g in figures.groups if g.actor_id}
    spans = VictimSpans(facts, draft)
    clauses: dict[int, list[tuple[int, int]]] = {number: [] for number in numbers}
    for context in draft.contexts:
        clauses[context.statement.sentence].append(context.clause)
    found = [
        *_agents_of_clauses(facts, draft, spans),
        *_self_killers(facts, draft, figures),
        *(
            candidate
            for number in sentences_about(facts, numbers, draft)
            for candidate in _named_in(facts, number, clauses.get(number), victims, spans)
        ),
        *_groups_meant(facts, draft),
    ]
    if not found:
        return None, None, "unknown"
    best = min(found, key=lambda c: c.rank)
    if (
        best.actor is not None
        and best.actor.actor_id in victims
        and best.rank >= 6
        and len(victims) == 1
    ):
        return None, None, "unknown"
    return best.words, best.actor.actor_id if best.actor else None, best.attribution


def perpetrator_of_lead(facts: ArticleFacts, lead: Context) -> tuple[str, str, str] | None:
    """Whom a lead that sums up several incidents names for them all: words, id and who says so."""
    spans = VictimSpans(facts, Draft([lead]))
    named = [
        candidate
        for candidate in _named_in(facts, lead.statement.sentence, [lead.clause], set(), spans)
        if candidate.actor is not None and candidate.actor.kind != "class"
    ]
    if not named:
        return None
    best = min(named, key=lambda candidate: candidate.rank)
    if best.actor is None or best.rank > _RANKS["agent"]:
        return None
    return best.words, best.actor.actor_id, best.attribution


def _self_killers(facts: ArticleFacts, draft: Draft, figures: Figures) -> Iterator[_Candidate]:
    """ "A commander of X blew himself up": X did it."""
    if not any(c.statement.is_self and len(c.statement.victims) == 1 for c in draft.contexts):
        return
    for group in figures.groups:
        actor = facts.actors.get(group.actor_id) if group.actor_id else None
        if actor is not None and actor.kind == "armed_group" and group.actor:
            named = facts.find_actors(group.actor)
            words = next((m.words for m in named if m.actor is actor), group.actor)
            yield _Candidate(1, words, actor, "asserted")


def _agents_of_clauses(
    facts: ArticleFacts, draft: Draft, spans: VictimSpans
) -> Iterator[_Candidate]:
    """Those whom a clause with victims names as the ones who did it."""
    for context in draft.contexts:
        words, actor = agent_actor(facts, context.statement) or ("", None)
        begin = max(context.sentence.start, (context.statement.agent or (0, 0))[0] - 25)
        near = without_victims(spans, facts.document.norm[begin : context.clause[1]], begin)
        marks = facts.document.marks(context.statement.sentence)
        if actor is None:
            if words:
                said = attribution_of(near, marks)
                yield _Candidate(2, words, None, said)
            continue
        spoken = _speaks_for_itself(facts, context, actor)
        said = "claimed" if spoken else attribution_of(near, marks)
        rank = (2 if actor.kind != "class" else 4) + context.statement.is_self
        rank += 2 * _kills_attackers(facts, context)
        rank += _BARE_WEAPONS.fullmatch(words) is not None
        yield _Candidate(rank, words, actor, said)


def _kills_attackers(facts: ArticleFacts, context: Context) -> bool:
    """ "All three attackers were killed by the police": who ended a deed did not do it."""
    reader = facts.readers[context.statement.sentence]
    return bool(context.statement.victims) and all(
        victim.mention.head is not None and reader.low[victim.mention.head] in ATTACKERS
        for victim in context.statement.victims
    )


def _named_in(
    facts: ArticleFacts,
    number: int,
    clauses: list[tuple[int, int]] | None,
    victims: set[str],
    spans: VictimSpans,
) -> Iterator[_Candidate]:
    """Those whom a sentence names as claiming, blamed, attacking or fighting.

    ``clauses``: those of the sentence that tell of the draft's victims, and then only they count;
    None for a sentence that tells of none.
    """
    marks = facts.document.marks(number)
    if not marks & _NAMES_SOMEBODY:
        return
    base, text = facts.document.sentences[number].start, facts.sentence_text(number)
    is_own = clauses is not None
    told = without_victims(spans, text, base) if is_own else text
    for match in facts.actors_in(number) if may_have_role(marks) else ():
        actor = match.actor
        if (
            actor.actor_id in NEVER_PERPETRATORS
            or not is_perpetrator(actor)
            or spans.reach(match.at, facts.document.norm)
        ):
            continue
        is_within = clauses is None or any(a <= match.at < b for a, b in clauses)
        if not is_within and number in facts.shared:
            continue
        role = actor_role(text, match, base, marks)
        if (
            not is_within
            and role not in _SAID
            and (role != "agent" or not _tells_the_deed(text, match, base, clauses or [(0, 0)]))
        ):
            continue
        if role is None:
            if actor.kind == "armed_group" and denies_claim(text, match, base):
                yield _Candidate(3, match.words, actor, "suspected")
            continue
        rank = _RANKS[role]
        if actor.actor_id in victims:
            rank += 2 if role == "opponent" else 1
        if actor.kind == "class":
            rank += 2
        if role == "agent" and not is_own:
            rank += 1
        said = _SAID.get(role) or attribution_of(told, marks)
        named = _named_before(facts, match) if actor.kind == "class" else None
        if (inner := _in_brackets_behind(facts, number, match)) is not None:
            yield _Candidate(rank - 2 * (actor.kind == "class"), inner.words, inner.actor, said)
        elif named is not None:
            yield _Candidate(rank - 1, named.words, named.actor, said)
        else:
            yield _Candidate(rank, match.words, actor, said)
    if (force := state_force_of(facts, text, marks)) is not None:
        rank = _RANKS["agent"] + (force[1].actor_id in victims) + (not is_own)
        yield _Candidate(rank, *force, attribution_of(told, marks))
    force = state_opponent_of(facts, text, marks) if is_own else None
    if force is not None and force[1].actor_id not in victims:
        said = attribution_of(told, marks)
        yield _Candidate(_RANKS["opponent"], *force, said)
    tells_claim = not is_own and says_claim(text, marks)
    claimant = claimed_by(text, facts.actors, marks, tells_claim=tells_claim)
    if claimant is not None:
        yield _Candidate(0, claimant, None, "claimed")
    if (blamed := blamed_name(text, facts.actors, marks)) is not None:
        yield _Candidate(_RANKS["blamed"], blamed, None, "suspected")
    if not marks & _GROUP_CLAIMS.mark:
        return
    for claimed in _GROUP_CLAIMS.finditer(text):
        named = facts.last_group_before(base + claimed.start())
        if named is not None and not says_no_claim(text):
            yield _Candidate(0, named.words, named.actor, "claimed")


def _tells_the_deed(
    text: str, match: ActorMatch, base: int, clauses: list[tuple[int, int]]
) -> bool:
    """Whether another clause tells what those of ``clauses`` came of.

    "X attacked a bus; 33 soldiers were killed", "33 soldiers were killed after X attacked a bus".
    """
    first, last = min(a for a, _ in clauses), max(b for _, b in clauses)
    if match.at < first:
        return bool(_NEXT_CLAUSE.match(text, match.end - base, first - base))
    return bool(_CLAUSE_OF_CAUSE.match(text, last - base, match.at - base))


def _groups_meant(facts: ArticleFacts, draft: Draft) -> Iterator[_Candidate]:
    """ "The group killed two": the group that was named last."""
    for context in draft.contexts:
        agent = context.statement.agent
        if agent and THE_GROUP.fullmatch(facts.document.norm[slice(*agent)].strip()):
            named = facts.last_group_before(agent[0])
            if named is not None:
                yield _Candidate(2, named.words, named.actor, "asserted")


def _speaks_for_itself(facts: ArticleFacts, context: Context, actor: Actor) -> bool:
    """ "The military said that its jets had killed": the actor's own word is a claim."""
    text = facts.document.norm[context.sentence.start : context.sentence.end]
    for match in _SPEECH.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        speakers = facts.find_actors(before.rsplit(",", 1)[-1])
        state = facts.actors.state_force(before.rsplit(",", 1)[-1], facts.country)
        if any(s.actor.actor_id == actor.actor_id for s in speakers) or (
            state is not None
            and state.actor_id == actor.actor_id
            and "police" not in before.lower()
        ):
            return True
    return bool(re.search(r"claim(?:ed|s) to have (?:killed|shot|neutrali)", text))


def _named_before(facts: ArticleFacts, match: ActorMatch) -> ActorMatch | None:
    """The group that "the rebels", "the militants" means: the last one named, if definite."""
    before = facts.document.lower[max(0, match.at - 5) : match.at]
    if not before.endswith("the ") or match.actor.status != "combatant":
        return None
    return facts.last_group_before(match.at)


def _in_brackets_behind(facts: ArticleFacts, number: int, match: ActorMatch) -> ActorMatch | None:
    """ "Dogon militiamen (Dan Na Ambassagou) attacked": the group that is named behind them."""
    if facts.document.norm[match.end : match.end + 2] != " (":
        return None
    at = match.end + 2
    return next(
        (
            inner
            for inner in facts.actors_in(number)
            if inner.at == at
            and facts.document.norm[inner.end : inner.end + 1] == ")"
            and inner.actor.kind == "armed_group"
            and inner.actor is not match.actor
        ),
        None,
    )
