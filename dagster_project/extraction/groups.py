"""Casualty groups: who the killed and wounded were, adding up to the incident's figures."""

from dataclasses import dataclass

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.breakdowns import Described, breakdown_of, description_of_one
from dagster_project.extraction.clauses import OWNERS
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.tolls import Toll, side_of
from dagster_project.extraction.victims import NOBODY_KNOWN, VictimActor, victim_actor
from dagster_project.extraction.watched import watched
from dagster_project.records import CasualtyGroup

# "the commander and his associate": of the same group.
_FELLOWS = frozenset(
    "associate associates accomplice accomplices aide aides comrade comrades colleague colleagues "
    "deputy".split()
)


@dataclass(slots=True)
class _Share:
    """The part of an incident's dead or wounded that one group has; ``high`` None: no ceiling."""

    who: VictimActor
    low: int
    best: int
    high: int | None


def casualty_groups(
    facts: ArticleFacts, draft: Draft, killed: Toll, wounded: Toll, sentences: set[int]
) -> list[CasualtyGroup]:
    """One group per actor and status, in the order of the text; their sums are the figures.

    Sentences of their own that say who the victims were are added to ``sentences``, the evidence.
    """
    groups: dict[tuple[str | None, str], CasualtyGroup] = {}
    for kind, toll in (("killed", killed), ("wounded", wounded)):
        parts = [
            entry
            for mention, count, statement in toll.victims
            for entry in _divided(facts, draft, (mention, count, statement), sentences)
        ]
        for share in _fit(parts, toll.total):
            who = share.who
            key = (who.actor_id or (who.actor.lower() if who.actor else None), who.status)
            group = groups.setdefault(key, CasualtyGroup(who.actor, who.actor_id, who.status))
            _increase(group, kind, share)
    return [group for group in groups.values() if group.killed_best or group.wounded_best]


def _divided(
    facts: ArticleFacts,
    draft: Draft,
    victims: tuple[Mention, Count, Statement],
    sentences: set[int],
) -> list[tuple[VictimActor, Count]]:
    """ "four people, including three policemen": three of the police, one of whom no more is told.

    Only where the whole does not say whose people they are; a part never adds to it.
    """
    mention, count, statement = victims
    who = _who(facts, draft, mention, statement)
    parts = [v.mention for v in statement.victims if v.is_part and v.mention.start >= mention.end]
    reader = facts.readers[statement.sentence]
    if mention.form in ("singular", "name") and who.actor_id in (None, "people"):
        one = description_of_one(facts, draft, reader, mention)
        told_of_one = [victim_actor(facts, d.mention, statement, d.reader) for d in one]
        if told_of_one and told_of_one[0].actor_id not in (None, "people", "civilians"):
            sentences.update(d.reader.sentence_no for d in one)
            return [(told_of_one[0], count)]
    if mention.form != "count" or not _is_open(facts, who, mention):
        return [(who, count)]
    described = [
        Described(part, reader, part.count) for part in parts if part.form in ("count", "singular")
    ]
    if not described and count.best > 1:
        described = breakdown_of(facts, draft, reader, mention, statement.kind)
    told = [(victim_actor(facts, d.mention, statement, d.reader), d.number) for d in described]
    if who.actor_id is not None and any(
        share.actor_id is None or share.status != "combatant" for share, _ in told
    ):
        return [(who, count)]
    used = sum(share.best for _, share in told)
    if not told or used > count.best or any(share.high is None for _, share in told):
        return [(who, count)]
    if used < count.best and not any(d.mention.side in ("S", "M") for d in described):
        return [(who, count)]  # "15 people, among them two children": people all of them
    sentences.update(d.reader.sentence_no for d in described)
    if used == count.best:
        return told
    high = None if count.high is None else count.high - used
    rest = Count(max(0, count.low - used), count.best - used, high)
    return [*told, (who, rest)]


def _is_open(facts: ArticleFacts, who: VictimActor, mention: Mention) -> bool:
    """Whether a number does not say whose people it counts: "12 people", "12 fighters"."""
    if who.actor_id is None:
        return side_of(mention) is None
    actor = facts.actors.get(who.actor_id)
    return side_of(mention) == "M" and actor is not None and actor.kind == "class"


def _who(facts: ArticleFacts, draft: Draft, mention: Mention, statement: Statement) -> VictimActor:
    who = victim_actor(facts, mention, statement)
    reader = facts.readers[statement.sentence]
    if mention.head is not None and mention.end <= reader.n:
        is_fellow = reader.low[mention.head] in _FELLOWS and reader.low[mention.start] in OWNERS
        if is_fellow and (other := _same_as_before(facts, draft, mention, statement)) is not None:
            return other
    is_bare = (mention.head is None or mention.is_other) and mention.form != "pronoun"
    is_nameless = who.actor is None or mention.head is None
    if is_nameless and who.actor_id is None and is_bare:
        return (
            _same_as_before(facts, draft, mention, statement)
            or _aboard(facts, statement, mention)
            or who
        )
    return who


# What a vehicle carries.
_CARRYING = watched(r"\b(?:carrying|transporting|ferrying) (?:[\w-]+ ){0,3}$")


def _aboard(facts: ArticleFacts, statement: Statement, mention: Mention) -> VictimActor | None:
    """ "a mine under a truck carrying SDF members, killing seven": those aboard."""
    marks = facts.document.marks(statement.sentence)
    if mention.is_other or not mention.start or not marks & _CARRYING.mark:
        return None
    sentence = facts.document.sentences[statement.sentence]
    for match in facts.actors_in(statement.sentence):
        before = facts.document.norm[sentence.start : match.at]
        if match.end <= statement.start and _CARRYING.search(before):
            return VictimActor(match.words, match.actor.actor_id, match.actor.status)
    return None


def _increase(group: CasualtyGroup, kind: str, share: _Share) -> None:
    if kind == "killed":
        group.killed_low += share.low
        group.killed_best += share.best
        group.killed_high = _sum_of_ceilings(group.killed_high, share.high)
    else:
        group.wounded_low += share.low
        group.wounded_best += share.best
        group.wounded_high = _sum_of_ceilings(group.wounded_high, share.high)


def _sum_of_ceilings(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _fit(parts: list[tuple[VictimActor, Count]], total: Count) -> list[_Share]:
    """Make the groups add up to the total: a remainder is nobody's, a surplus is taken back."""
    if not parts:
        parts = [(NOBODY_KNOWN, total)]
    shares: list[_Share] = []
    low_left, best_left = total.low, total.best
    for who, count in parts:
        best = min(count.best, best_left)
        low = min(count.low, low_left, best)
        shares.append(_Share(who, low, best, None if count.high is None else max(best, count.high)))
        low_left, best_left = low_left - low, best_left - best
    if best_left > 0 or low_left > 0:
        first = shares[0]
        if len(shares) == 1:
            first.low += low_left
            first.best += best_left
        else:
            low = min(low_left, best_left)
            shares.append(_Share(NOBODY_KNOWN, low, best_left, best_left))
            first.low += min(low_left - low, first.best - first.low)
    shares = [share for share in shares if share.best > 0 or share.low > 0]
    if shares:
        _fit_ceilings(shares, total.high)
    return shares


def _fit_ceilings(shares: list[_Share], ceiling: int | None) -> None:
    """Share out the ceiling: none is the largest's, what is left over the first's."""
    if ceiling is None:
        if all(share.high is not None for share in shares):
            max(shares, key=lambda share: share.best).high = None
        return
    highs = [share.best if share.high is None else share.high for share in shares]
    surplus = ceiling - sum(highs)
    if surplus > 0:
        highs[0] += surplus
    for n, share in enumerate(shares):
        if surplus < 0:
            taken = min(-surplus, highs[n] - share.best)
            highs[n] -= taken
            surplus += taken
        share.high = highs[n]


def _same_as_before(
    facts: ArticleFacts, draft: Draft, mention: Mention, statement: Statement
) -> VictimActor | None:
    """ "killing six policemen and wounding eight": the eight are policemen too."""
    earlier: list[tuple[Mention, Statement]] = []
    for context in draft.contexts:
        other = context.statement
        if other.sentence != statement.sentence or (other.is_self and len(other.victims) == 1):
            continue
        earlier += [
            (v.mention, other)
            for v in other.victims
            if v.mention.end <= mention.start and not v.is_part
        ]
    if not earlier or earlier[-1][0].form == "pronoun":
        return None
    before = max(earlier, key=lambda e: e[0].end)
    if before[0].head is None or before[0].form == "name":
        return None
    return victim_actor(facts, before[0], before[1])
