"""Several people told by name behind one word for them: "priests A, B and C", "they are: A, B".

The names are counted, not told apart: who each of them is matters to no figure.
"""

from dagster_project.extraction.capital_names import name_end
from dagster_project.extraction.lexicon import (
    AUXILIARIES,
    FUNCTION_WORDS,
    MONTHS_AND_DAYS,
    NOT_PEOPLE,
    SINGULAR_PERSON,
)
from dagster_project.extraction.mentions import SentenceWords

_SEPARATORS = frozenset((",", ";", "and", "&"))
_MOST_NAMES = 40
_LONGEST_NAME = 6  # words
_LONGEST_TITLE = 12  # words: "A, rector of the college; B"
_JOINING_WORDS = frozenset("al bin ibn de del la el von abu da dos".split())


def read_names(words: SentenceWords, k: int) -> tuple[int, int]:
    """How many names are listed from word k on, and where the list ends: (0, k) without an "and".

    Between the names may stand ages, brackets and, where semicolons part them, titles.
    """
    low, n = words.low, len(words.low)
    count, end, is_joined, at = 0, k, False, k
    while at < n and count < _MOST_NAMES:
        after = _name_end(words, at)
        if after == at:
            break
        count, end = count + 1, after
        at = _after_aside(words, after)
        begin = at
        while at < n and low[at] in _SEPARATORS:
            is_joined = is_joined or low[at] in ("and", "&", ";")
            at += 1
        if at == begin:
            break
    return (count, end) if is_joined and count > 1 else (0, k)


def _name_end(words: SentenceWords, k: int) -> int:
    """The end of the name that begins at word k; k where there is none."""
    if words.is_capitals:
        return name_end(words.low, k, words.blocked)
    low, end = words.low, k
    while end < len(low) and end - k < _LONGEST_NAME and end not in words.blocked:
        is_name = words.tokens.is_capitalised(end) and _can_be_name(low[end])
        if not is_name and not (end > k and low[end] in _JOINING_WORDS):
            break
        end += 1
    while end > k and low[end - 1] in _JOINING_WORDS:
        end -= 1
    return end


def _can_be_name(word: str) -> bool:
    return (
        word[0].isalpha()
        and word not in FUNCTION_WORDS
        and word not in AUXILIARIES
        and word not in MONTHS_AND_DAYS
        and word not in NOT_PEOPLE
    )


def _after_aside(words: SentenceWords, k: int) -> int:
    """Over an age, brackets or, before a semicolon, a title: "A, 26, and B", "A, a guard; B"."""
    low, n = words.low, len(words.low)
    while k < n and k in words.brackets:
        k += 1
    if low[k : k + 1] != [","]:
        return k
    if k + 1 < n and low[k + 1].isdigit():
        return k + 2
    title = next((j for j in range(k + 1, min(n, k + _LONGEST_TITLE)) if low[j] == ";"), None)
    if title is not None and not SINGULAR_PERSON.keys().isdisjoint(low[k + 1 : k + 4]):
        return title
    return k
