"""Numbers counted in the name of a group: "four ISIS and two SDF were killed", as notes have it."""

from functools import lru_cache

from dagster_project.extraction.actors import actor_index
from dagster_project.extraction.lexicon import AUXILIARIES, FUNCTION_WORDS
from dagster_project.extraction.mentions import Mention, SentenceWords
from dagster_project.extraction.numbers import Count

_LONGEST_NAME = 5  # words
# What a group's name is followed by where its people are counted, not its camps or attacks.
_BEHIND = frozenset(", . ; ) and or &".split())
_SIDES = {"armed_group": "M", "state_force": "S"}


def read_counted_group(
    words: SentenceWords, start: int, i: int, count: Count, *, is_other: bool
) -> Mention | None:
    """The mention of a number before word i and of the group whose people it counts, if one."""
    low, n = words.low, len(words.low)
    if words.is_capitals or i >= n or not words.tokens.is_capitalised(i):
        return None
    end = i
    while (
        end < n
        and end - i < _LONGEST_NAME
        and end not in words.blocked
        and words.tokens.is_capitalised(end)
        and low[end] not in FUNCTION_WORDS
    ):
        end += 1
    is_end = end >= n or end in words.blocked or low[end] in _BEHIND or low[end] in AUXILIARIES
    side = _side_of_group(words.tokens.text(i, end)) if end > i and is_end else None
    if side is None:
        return None
    return Mention(start, end, end - 1, count, "count", side, is_other=is_other)


@lru_cache(maxsize=5_000)
def _side_of_group(name: str) -> str | None:
    """The side of the armed group or force that a name is, whole and in any country."""
    found = actor_index().find(name, None)
    if len(found) != 1 or found[0].at or found[0].end != len(name):
        return None
    return _SIDES.get(found[0].actor.kind)
