"""Words between commas or dashes that only say more of whom they stand behind.

Ages ("two girls, ages 4 and 9, and their nurse"), other names ("X, a.k.a. the Lion, and his son")
and what a number is made up of ("six priests - five Spaniards and one Pole - and two women").
"""

from itertools import pairwise

from dagster_project.extraction.lexicon import MONTHS_AND_DAYS, PLURAL_PERSON, SINGULAR_PERSON
from dagster_project.extraction.numbers import read_count
from dagster_project.extraction.tokens import Tokens

_AGE_WORDS = frozenset("age ages aged both all also".split())
_OLDEST = 115
_ALSO_KNOWN = frozenset("a.k.a. a.k.a aka alias nicknamed".split())
_SUPPOSED = frozenset("said believed thought suspected reported alleged presumed".split())
_LONGEST_SUPPOSED = 12  # words
# Without one of these marks a sentence has no such words.
ASIDE_MARKS = frozenset((",", "-"))
_LONGEST_ALIAS = 6  # words
_LONGEST_BREAKDOWN = 16  # words
_FAR_FROM_NUMBER = 5  # words


def age_asides(tokens: Tokens) -> set[int]:
    """The words of such ages with the comma before them; the comma behind them is left."""
    low = tokens.low
    asides: set[int] = set()
    for k in range(1, len(low) - 2):
        if low[k] == "," and _is_of_people(tokens, k - 1):
            end = _end_of_ages(low, k + 1)
            if end is not None:
                asides.update(range(k, end))
    return asides


def _is_of_people(tokens: Tokens, k: int) -> bool:
    word = tokens.low[k]
    if word in PLURAL_PERSON or word in SINGULAR_PERSON:
        return True
    return tokens.is_capitalised(k) and word not in MONTHS_AND_DAYS and word.isalpha()


def _end_of_ages(low: list[str], k: int) -> int | None:
    """Where the ages that begin at word k end, if a comma closes them."""
    while k < len(low) and low[k] in _AGE_WORDS:
        k += 1
    if k >= len(low) or not _is_age(low[k]):
        return None
    k += 1
    while k + 1 < len(low) and low[k] in ("and", "&", ",") and _is_age(low[k + 1]):
        k += 2
    if low[k : k + 2] in (["years", "old"], ["year", "old"]):
        k += 2
    return k if k < len(low) and low[k] == "," else None


def _is_age(word: str) -> bool:
    return word.isdigit() and len(word) <= 3 and 0 < int(word) <= _OLDEST


def alias_asides(low: list[str]) -> set[int]:
    """The words of another name between commas, with the comma before it."""
    asides: set[int] = set()
    if _ALSO_KNOWN.isdisjoint(low):
        return asides
    for k in range(1, len(low)):
        if low[k] in _ALSO_KNOWN and low[k - 1] == ",":
            end = next(
                (j for j in range(k + 1, min(len(low), k + _LONGEST_ALIAS)) if low[j] == ","), k
            )
            asides.update(range(k - 1, end) if end > k else ())
    return asides


def supposed_asides(low: list[str]) -> set[int]:
    """ "three men, said to be members of X, died": the words of what somebody is said to be."""
    asides: set[int] = set()
    if _SUPPOSED.isdisjoint(low):
        return asides
    for k in range(1, len(low) - 3):
        if low[k] in _SUPPOSED and low[k - 1] == "," and low[k + 1 : k + 3] == ["to", "be"]:
            end = next(
                (j for j in range(k + 3, min(len(low), k + _LONGEST_SUPPOSED)) if low[j] == ","), k
            )
            asides.update(range(k - 1, end) if end > k else ())
    return asides


def breakdown_asides(low: list[str]) -> set[int]:
    """The words between two dashes that add up to the number before the first."""
    asides: set[int] = set()
    if low.count("-") < 2:
        return asides
    runs = [k for k, word in enumerate(low) if word == "-" and low[k - 1 : k] != ["-"]]
    for first, last in pairwise(runs):
        begin, end = _after_dash(low, first), _after_dash(low, last)
        if last - first > _LONGEST_BREAKDOWN or low[end : end + 1] not in (["and"], ["were"]):
            continue
        near = range(first - 1, max(0, first - _FAR_FROM_NUMBER) - 1, -1)
        whole = next((number for k in near if (number := _number(low, k))), 0)
        if whole > 1 and whole == sum(_number(low, k) for k in range(begin, last)):
            asides.update(range(first, end))
    return asides


def _after_dash(low: list[str], k: int) -> int:
    """Behind a dash, which may be written with two."""
    return k + 2 if low[k + 1 : k + 2] == ["-"] else k + 1


def _number(low: list[str], k: int) -> int:
    """The number at word k; "a" and "an" count one."""
    if low[k] in ("a", "an"):
        return 1
    count, _ = read_count(low, k, len(low))
    return count.best if count is not None else 0
