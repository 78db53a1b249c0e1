"""What a casualty statement is, how one is made, and when its trigger tells no fact.

Negation, condition and future are not facts (the codebook's section on counting).
"""

from dataclasses import dataclass, field
from itertools import pairwise

from dagster_project.extraction.clauses import MODALS, ClauseReader, VerbGroup, Victims
from dagster_project.extraction.lexicon import PLURAL_PERSON, SINGULAR_PERSON
from dagster_project.extraction.mentions import Mention, is_age_word
from dagster_project.extraction.numbers import ZERO, Count
from dagster_project.extraction.triggers import Trigger

INTENTS = frozenset(
    """
    attempt attempted attempting attempts plot plotted plotting plan planned planning plans
    threat threatened threatening threatens threats vow vowed vows try tried trying tries want
    wanted wants intend intended intending ordered order trained conspiracy conspired
    conspiring denied denies deny denying aimed aiming hoped meant going likely able bid
    mission purpose intention aim objective goal
    """.split()
)
_NOBODY = frozenset("no-one nobody none neither".split())
_DENIALS = _NOBODY | {"no", "not"}
_NOT_ONE = ("no one", "not a single", "not one", "not even one")
# What "no" denies together with the trigger, beside persons: "no injuries were reported".
_HARMS = frozenset("injury injuries casualty casualties".split())
_WORDS_TO_NO = 7
_WORDS_FROM_NONE = 12  # "none of the students on the school bus were hurt"
_WORDS_OVER_ASIDE = 30  # "none of the monks, who had been living there since May, was hurt"
# "there might be dead": nobody knows it.
_PERHAPS = frozenset("might may could would".split())
_WORDS_FROM_PERHAPS = 9
# "could continue killing", "will keep shooting": these say of it what stands before them.
_GOING_ON = frozenset("continue continuing keep keeping start begin resume stop go".split())
_FAR_BACK = 9  # words
_HURT = frozenset("wounded injured hurt".split())
_END_OF_DENIAL = frozenset(", ; : but though although when while as after before because".split())


@dataclass(slots=True, eq=False)
class Statement:
    """What one trigger says, equal to itself alone.

    ``kind``: killed, wounded or hit; ``count`` without the parts; ``age``: of the one victim.
    """

    kind: str
    sentence: int
    trigger: Trigger
    victims: list[Victims]
    count: Count
    start: int
    end: int
    is_zero: bool = False
    is_partitive: bool = False
    is_anaphoric: bool = False
    is_update: bool = False
    is_earlier: bool = False
    is_self: bool = False
    is_noun: bool = False
    agent: tuple[int, int] | None = None
    pluperfect: bool = False
    order: int = 0
    age: str | None = None
    flags: set[str] = field(default_factory=set)


def counted_victims(victims: list[Victims]) -> list[Victims]:
    """Those whose sum is the total: no parts of others, unless parts are all that is told."""
    counted: list[Victims] = []
    previous: Mention | None = None
    for item in victims:
        if item.is_part:
            continue
        # "nine soldiers and allied fighters": the number covers both.
        is_covered = (
            previous is not None
            and item.mention.form == "plural"
            and previous.form in ("count", "unknown")
            and previous.count.best > 1
        )
        if not is_covered:
            counted.append(item)
        previous = item.mention
    return counted or list(victims)


def make_statement(
    reader: ClauseReader,
    trigger: Trigger,
    victims: list[Victims],
    *,
    kind: str | None = None,
    verb: VerbGroup | None = None,
) -> Statement | None:
    """The statement of a trigger about its victims; None where it has none."""
    if not victims:
        return None
    verb = verb or VerbGroup()
    counts = [v.mention.count for v in counted_victims(victims)]
    count = sum(counts[1:], counts[0])
    if len(victims) == 1 and _is_of_each_side(reader, max(trigger.end, victims[0].mention.end)):
        count = victims[0].mention.count = count + count
    first = min([v.mention.start for v in victims] + [trigger.start])
    last = max([v.mention.end for v in victims] + [trigger.end])
    statement = Statement(
        kind or trigger.kind,
        reader.sentence_no,
        trigger,
        victims,
        count,
        reader.tokens.start[first],
        reader.tokens.end[last - 1],
        is_anaphoric=all(_refers_back(v) for v in victims if not v.is_part),
        is_partitive=all(v.mention.is_partitive for v in victims),
        pluperfect=verb.is_pluperfect,
    )
    if len(victims) == 1:
        words = reader.low[victims[0].mention.start : victims[0].mention.end]
        statement.age = next((word for word in words if is_age_word(word)), None)
    if verb.is_shared:
        statement.flags.add("shared")
    if statement.kind == "wounded" and statement.is_partitive and _are_of_the_hurt(reader, victims):
        statement.flags.add("of the hurt")
    return statement


def _are_of_the_hurt(reader: ClauseReader, victims: list[Victims]) -> bool:
    """ "four of the wounded are in a serious condition": of whom it was told that they are hurt."""
    mention = victims[0].mention
    return not _HURT.isdisjoint(reader.low[mention.start : mention.end])


def _is_of_each_side(reader: ClauseReader, k: int) -> bool:
    """ "one dead on each side": twice the number that is told."""
    return reader.low[k + 1 : k + 3] == ["each", "side"] and reader.low[k] in ("on", "from")


def _refers_back(victims: Victims) -> bool:
    """Whether victims were told of before: "the soldiers", "they"."""
    mention = victims.mention
    is_known = (
        mention.is_definite
        and not mention.is_other
        and mention.form in ("singular", "pronoun", "plural", "count")
    )
    return victims.is_anaphoric or is_known


def zero_statement(reader: ClauseReader, trigger: Trigger) -> Statement:
    """The statement that nobody came to harm: a reported zero, which is not "not reported"."""
    return Statement(
        trigger.kind,
        reader.sentence_no,
        trigger,
        [],
        ZERO,
        reader.tokens.start[max(0, trigger.start - 4)],
        reader.tokens.end[trigger.end - 1],
        is_zero=True,
    )


def is_nobody(reader: ClauseReader, trigger: Trigger) -> bool:
    """ "no one was killed", "none were hurt": whether the words before a trigger deny it."""
    if _DENIALS.isdisjoint(reader.words):
        return False
    before = reader.low[max(0, trigger.start - 7) : trigger.start]
    for at in range(len(before) - 1, -1, -1):
        if before[at] in ("that", "which", "who", ";", "but"):
            before = before[at:]  # "nobody has claimed the attack that killed three"
            break
    far = reader.low[max(0, trigger.start - _WORDS_FROM_NONE) : trigger.start]
    if "but" in far:
        far = far[len(far) - far[::-1].index("but") :]  # "none of us died, but we killed five"
    if far and far[-1] in ("was", "were"):
        wide = reader.low[max(0, trigger.start - _WORDS_OVER_ASIDE) : trigger.start]
        if "who" in wide and wide[-2] == ",":
            far = wide
    if "of" in far and any(a in ("neither", "none") and b == "of" for a, b in pairwise(far)):
        return True
    if not _NOBODY.isdisjoint(before):
        return True
    if "no" in before or "not" in before:
        text = f" {' '.join(before)} "
        if any(f" {words} " in text for words in _NOT_ONE):
            return True
    return "no" in far and _denies_persons(reader, trigger)


def _denies_persons(reader: ClauseReader, trigger: Trigger) -> bool:
    """ "no police officers were hurt", but not "no fewer than three police officers were"."""
    low, k = reader.low, trigger.start
    for at in range(k - 1, max(-1, k - 1 - _WORDS_TO_NO), -1):
        if low[at] in _END_OF_DENIAL and not (low[at] == "," and low[at - 1].endswith("ed")):
            return False  # but on over a list: "no priest has been imprisoned, murdered or exiled"
        if low[at] == "no":
            denied = low[at + 1 : min(k, at + 5)]
            return "than" not in denied and any(
                word in PLURAL_PERSON or word in SINGULAR_PERSON or word in _HARMS
                for word in denied
            )
    return False


_ACHIEVED = frozenset("managed manages managing succeeded proceeded".split())


def is_achieved(low: list[str], k: int) -> bool:
    """ "managed to kill", "went on to kill", and what is joined to it: "... and wound"."""
    if low[k - 1] == "to":
        return k > 1 and (low[k - 2] in _ACHIEVED or low[max(0, k - 3) : k - 1] == ["went", "on"])
    return low[k - 1] == "and" and any(
        low[j] == "to" and is_achieved(low, j + 1) for j in range(max(1, k - _FAR_BACK), k - 1)
    )


def is_irrealis(reader: ClauseReader, trigger: Trigger, verb: VerbGroup) -> bool:
    """Whether a trigger is negated, conditional, intended or still to come."""
    if verb.is_negated or verb.is_modal:
        return True
    low, k = reader.low, trigger.start
    if verb.is_infinitive:
        return True
    before = low[max(0, k - 3) : k]
    if k and low[k - 1] in ("nearly", "almost") and trigger.kind == "killed":
        return True
    if k and (low[k - 1] == "to" or low[k - 1] in ("attempted", "possible", "potential")):
        return True
    if (
        k > 1
        and low[k - 1] == "be"
        and trigger.form == "participle"
        and before[:2] != ["had", "to"]
    ):
        return True  # "would like to see a child be taken to a hospital"
    if "if" in low[max(0, k - 6) : k] or "unless" in before:
        return True
    if k > 1 and low[k - 1] in _GOING_ON and (low[k - 2] == "to" or low[k - 2] in MODALS):
        return True
    far = 4 if low[k - 1 : k] in (["or"], ["and"]) else 2  # "threatened capturing or killing them"
    return not INTENTS.isdisjoint(low[max(0, k - far) : k])


def is_supposed(reader: ClauseReader, trigger: Trigger) -> bool:
    """ "there might be numerous people dead": whether words before a trigger only suppose it."""
    if "there" not in reader.words:
        return False
    before = reader.low[max(0, trigger.start - _WORDS_FROM_PERHAPS) : trigger.start]
    return (
        "there" in before
        and any(
            before[at] == "there"
            and before[at + 1] in _PERHAPS
            and before[at + 2] in ("be", "have")
            for at in range(len(before) - 2)
        )
        and not {"that", ",", ";"} & set(before[before.index("there") :])
    )
