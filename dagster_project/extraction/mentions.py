"""What a mention of people is, and the words that mentions are read from."""

from dataclasses import dataclass

from dagster_project.extraction.kept import kept
from dagster_project.extraction.lexicon import FUNCTION_WORDS, PLURAL_PERSON, SINGULAR_PERSON
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.tokens import Tokens


@dataclass(slots=True)
class Mention:
    """Words ``start`` up to ``end`` of a sentence.

    ``form``: ``count`` (a number with a head, or alone), ``singular``, ``plural`` (bare),
    ``name``, ``unknown`` (a number with a head that the lexicon lacks).
    ``whole``: how many "two of the eight people" are taken from.
    ``side``: C, S, M or U, as in lexicon.py; None where there is no head.
    """

    start: int
    end: int
    head: int | None
    count: Count
    form: str
    side: str | None
    is_definite: bool = False
    is_other: bool = False
    is_partitive: bool = False
    whole: Count | None = None


# Further from its first word than this, no phrase has its head.
_FAR = 12
# Function words that a phrase about people may hold: "a Party of X worker", "women and children".
_INSIDE_PHRASES = frozenset("of and more most other up".split())


class SentenceWords:
    """Reads the mentions of one sentence. ``blocked`` are the words that belong to triggers."""

    def __init__(
        self, tokens: Tokens, blocked: set[int], is_capitals: bool, brackets: set[int] | None = None
    ) -> None:
        self.brackets = brackets or set()
        self.tokens = tokens
        self.low = tokens.low
        self.blocked = blocked
        self.is_capitals = is_capitals
        self._steps = [*map(_step, self.low)]
        self.people_ahead = self._people_ahead()
        # Most sentences have no such phrase in them, and then none is looked for.
        self.tells_age = "old" in tokens.words
        self.tells_family = "family" in tokens.words or "household" in tokens.words

    def has_person(self, i: int, end: int) -> bool:
        """Whether one of the words from i up to, not including, end is a word for people."""
        return 0 in self._steps[i:end]

    def _people_ahead(self) -> list[bool]:
        ahead = []
        distance = _FAR
        for step in reversed(self._steps):
            distance = step if step != 1 else distance + 1
            ahead.append(distance < _FAR)
        ahead.reverse()
        return ahead


@kept
def _step(word: str) -> int:
    """How far a word is from its phrase's word for people: 0 is one, 1 a step farther.

    A word that ends the phrase is ``_FAR``.
    """
    if word in PLURAL_PERSON or word in SINGULAR_PERSON or is_age_word(word):
        return 0
    return _FAR if word in FUNCTION_WORDS and word not in _INSIDE_PHRASES else 1


@kept
def is_age_word(word: str) -> bool:
    """Whether a word is an age that stands for a person: "7-year-old"."""
    return "old" in word and word.endswith(
        (
            "-year-old",
            "-month-old",
            "-year-olds",
            "-day-old",
            "-week-old",
            "-yr-old",
            "yrold",
            "yearold",
        )
    )
