"""Ages told between commas: "two boys, ages 7 and 10, and their aunt", "Ann Lee, 55, and"."""

from dagster_project.extraction.lexicon import MONTHS_AND_DAYS, PLURAL_PERSON, SINGULAR_PERSON
from dagster_project.extraction.tokens import Tokens

_AGE_WORDS = frozenset("age ages aged both all also".split())
_OLDEST = 115


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
    return k if k < len(low) and low[k] == "," else None


def _is_age(word: str) -> bool:
    return word.isdigit() and len(word) <= 3 and 0 < int(word) <= _OLDEST
