"""Numbers counted in the name of a group: "four ISIS and two SDF were killed", as notes have it."""

from functools import lru_cache

from dagster_project.extraction.actors import actor_index
from dagster_project.extraction.lexicon import AUXILIARIES, FUNCTION_WORDS, PLURAL_PERSON
from dagster_project.extraction.mentions import Mention, SentenceWords
from dagster_project.extraction.numbers import Count, is_number_word
from dagster_project.extraction.phrase_heads import find_head

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
    if count.best < 2 and low[i - 1] not in ("of", "the"):
        return None
    end = i
    while (
        end < n
        and end - i < _LONGEST_NAME
        and end not in words.blocked
        and (words.tokens.is_capitalised(end) or (end > i and low[end].startswith(("al-", "el-"))))
        and low[end] not in FUNCTION_WORDS
    ):
        end += 1
    is_end = end >= n or end in words.blocked or low[end] in _BEHIND or low[end] in AUXILIARIES
    side = _side_of_group(words.tokens.text(i, end)) if end > i and is_end else None
    if side is None:
        return None
    return Mention(start, end, end - 1, count, "count", side, is_other=is_other)


def read_count_without_head(
    words: SentenceWords, start: int, i: int, count: Count, *, is_other: bool
) -> Mention | None:
    """ "two Indian and three Pakistani soldiers": two soldiers, whose word stands behind."""
    low, end = words.low, i + 1
    if (
        count.best < 2
        or words.is_capitals
        or i + 3 >= len(low)
        or not words.tokens.is_capitalised(i)
    ):
        return None
    if (
        low[i] in PLURAL_PERSON
        or low[end] not in ("and", ",", "or")
        or not is_number_word(low[end + 1])
    ):
        return None
    head, _ = find_head(words, end + 2, plural=True)
    side = PLURAL_PERSON.get(low[head]) if head is not None and head - end < _LONGEST_NAME else None
    is_last = head is not None and not any(map(is_number_word, low[end + 2 : head]))
    if side is None or not is_last:
        return None
    return Mention(start, end, None, count, "count", side, is_other=is_other)


def side_of_group(words: SentenceWords, i: int, head: int) -> str | None:
    """The side of "three Jabhat al-Nusra members", whose group stands from word i to the head."""
    while i < head and not words.tokens.is_capitalised(i):
        i += 1
    if i == head - 1 and words.low[i] == "isis":
        return "M"  # "IS", which alone the names of actors do not have
    return _side_of_group(words.tokens.text(i, head)) if i < head else None


@lru_cache(maxsize=5_000)
def _side_of_group(name: str) -> str | None:
    """The side of the armed group or force that a name is, whole and in any country."""
    found = actor_index().find(name, None)
    if len(found) != 1 or found[0].at or found[0].end != len(name):
        return None
    return _SIDES.get(found[0].actor.kind)
