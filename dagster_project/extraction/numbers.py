"""Numbers as news prints them, with the estimate that their wording stands for.

The table of wordings is the codebook's: "at least 15" has no ceiling, "up to 15" may be one,
"several" is three or more.
"""

from dataclasses import dataclass

from dagster_project.extraction.kept import kept
from dagster_project.extraction.qualifiers import QUALIFIER_WORDS, qualifier

_UNITS = {
    word: value
    for value, word in enumerate(
        """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen
    """.split()
    )
}
_TENS = {
    word: 10 * (value + 2)
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
# "twentythree", as some print it.
_UNITS |= {
    tens + unit: _TENS[tens] + value
    for tens in _TENS
    for unit, value in list(_UNITS.items())
    if 0 < value < 10
}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "lakh": 100_000,
    "million": 1_000_000,
    "billion": 10**9,
}
# Wording -> (low, high); high None is "no ceiling".
_VAGUE: dict[str, tuple[int, int | None]] = {
    "several": (3, None),
    "few": (3, None),
    "many": (4, None),
    "numerous": (4, None),
    "various": (3, None),
    "multiple": (3, None),
    "couple": (2, None),
    "pair": (2, 2),
    "duo": (2, 2),
    "trio": (3, 3),
    "dozen": (12, 12),
    "dozens": (24, None),
    "scores": (40, None),
    "hundreds": (200, None),
    "thousands": (2000, None),
    "tens": (20, None),
}


@dataclass(frozen=True, slots=True)
class Count:
    """``low <= best <= high``; ``high`` is None where the wording gives no ceiling."""

    low: int
    best: int
    high: int | None

    @classmethod
    def exactly(cls, value: int) -> "Count":
        """A plain number."""
        return _PLAIN[value] if 0 <= value < len(_PLAIN) else cls(value, value, value)

    @classmethod
    def bare_plural(cls) -> "Count":
        """ "soldiers were killed": two or more."""
        return _TWO_OR_MORE

    def __add__(self, other: "Count") -> "Count":
        high = None if self.high is None or other.high is None else self.high + other.high
        return Count(self.low + other.low, self.best + other.best, high)


ZERO = Count(0, 0, 0)
# Made once, since counts do not change and most of those in the news are small.
_PLAIN = tuple(Count(value, value, value) for value in range(100))
_TWO_OR_MORE = Count(2, 2, None)


@kept
def is_number_word(word: str) -> bool:
    """Whether a number may begin with this word."""
    return (
        word[0].isdigit()
        or word in _UNITS
        or word in _TENS
        or word in _VAGUE
        or word in ("half", "hundred", "thousand", "dozen")
        or ("-" in word and word.split("-")[0] in _TENS)
    )


def plain_number(low: list[str], i: int, end: int) -> tuple[int | None, int]:
    """The whole number that begins at word i ("1,200", "twenty-one"), and its end."""
    word = low[i]
    if word[0].isdigit():
        digits = word.replace(",", "")
        if not digits.isdigit():
            if i + 1 < end and low[i + 1] in ("million", "lakh", "thousand") and "." in digits:
                try:
                    return round(float(digits) * _SCALES[low[i + 1]]), i + 2
                except ValueError:
                    return None, i
            return None, i
        if len(digits) > 12:
            return None, i
        value, j = int(digits), i + 1
        while j < end and low[j] in _SCALES:
            value, j = value * _SCALES[low[j]], j + 1
        return value, j
    if word == "half" and i + 1 < end:
        if low[i + 1 : i + 3] == ["a", "dozen"]:
            return 6, i + 3
        if low[i + 1 : i + 3] == ["a", "million"]:
            return 500_000, i + 3
        if low[i + 1] == "dozen":
            return 6, i + 2
        return None, i
    total, current, j, seen = 0, 0, i, False
    while j < end:
        word = low[j]
        first, _, second = word.partition("-")
        if word in _UNITS:
            current, seen = current + _UNITS[word], True
        elif word in _TENS:
            current, seen = current + _TENS[word], True
        elif first in _TENS and second in _UNITS:
            current, seen = current + _TENS[first] + _UNITS[second], True
        elif word in _SCALES and (seen or j > i or word in ("hundred", "thousand", "million")):
            scale = _SCALES[word]
            if not seen and low[i - 1 : i] != ["a"] and j == i:
                return None, i
            current = (current or 1) * scale
            if scale >= 1000:
                total, current = total + current, 0
            seen = True
        elif word == "and" and seen and j > i and low[j - 1] in _SCALES and j + 1 < end:
            if low[j + 1] not in _UNITS and low[j + 1] not in _TENS:
                break
        elif word == "dozen" and seen and j > i:
            return (total + current) * 12, j + 1
        else:
            break
        if j > i and low[j] in _UNITS and low[j - 1] in _UNITS:
            break  # "one two": two numbers
        j += 1
    if not seen:
        return None, i
    return total + current, j


@kept
def _begins_count(word: str) -> bool:
    """Whether a count or the wording before it can begin with a word: most begin none."""
    return word in QUALIFIER_WORDS or word in ("between", "a", "the") or is_number_word(word)


def read_count(low: list[str], i: int, end: int) -> tuple[Count | None, int]:
    """The count, with its wording, that begins at word i, and the word after it.

    Returns (None, i) where no count begins. Words come lower-cased.
    """
    count, after = _read_count(low, i, end)
    if count is not None and after < end and low[after] == "+":
        return Count(count.low, count.best, None), after + 1  # "100+ wounded"
    return count, after


def _read_count(low: list[str], i: int, end: int) -> tuple[Count | None, int]:
    if i >= end or not _begins_count(low[i]):
        return None, i
    kind: str | None = None
    j = i
    while True:  # "at least some 15", "up to about 15"
        found, after = qualifier(low, j, end)
        if found is None or after >= end:
            break
        kind = found if kind in (None, "about") else kind
        j = after
    if j >= end:
        return None, i
    if low[j] == "between" and j + 1 < end:
        lower, k = plain_number(low, j + 1, end)
        if lower is not None and k + 1 < end and low[k] == "and":
            upper, after = plain_number(low, k + 1, end)
            if upper is not None and upper > lower:
                return Count(lower, lower, upper), after
        return None, i
    if (
        low[j] in ("a", "the")
        and j + 1 < end
        and low[j + 1]
        in (
            "dozen",
            "couple",
            "pair",
            "hundred",
            "few",
            "thousand",
            "million",
            "score",
            "trio",
            "duo",
            "handful",
            "number",
        )
    ):
        j += 1
        if low[j] == "number" or low[j] == "handful":
            if j + 1 < end and low[j + 1] == "of":
                return Count(3, 3, None), j + 2
            return None, i
    word = low[j]
    if word in _VAGUE and not (word == "tens" and low[j + 1 : j + 3] != ["of", "thousands"]):
        floor, ceiling = _VAGUE[word]
        j += 1
        if word == "tens":
            return Count(20_000, 20_000, None), j + 2
        if word in ("dozen",) and j < end and low[j] == "of":
            j += 1
        elif j + 1 < end and low[j] == "of":
            j += 1
            if low[j] == "thousands":
                floor, j = 200_000, j + 1
        if j < end and low[j] in ("hundred", "thousand", "dozen") and word in ("several", "few"):
            floor, j = floor * (12 if low[j] == "dozen" else _SCALES[low[j]]), j + 1
        if kind == "floor":
            ceiling = None
        elif kind == "ceiling":
            return Count(1, floor, floor), j
        return Count(floor, floor, ceiling), j
    value, k = plain_number(low, j, end)
    if value is None:
        return None, i
    # "10 to 15", "10 or 15", "2-3", "between 10 and 15"
    if (
        k + 1 < end
        and low[k] in ("to", "or", "-")
        and (low[k] != "to" or is_number_word(low[k + 1]))
    ):
        upper, after = plain_number(low, k + 1, end)
        if upper is not None and upper > value and upper <= 20 * max(value, 1):
            return Count(value, value, upper), after
    if k + 1 < end and low[k] == "and" and j > 0 and low[j - 1] == "between":
        upper, after = plain_number(low, k + 1, end)
        if upper is not None and upper > value:
            return Count(value, value, upper), after
    if k + 1 < end and low[k] == "or" and low[k + 1] == "more":
        return Count(value, value, None), k + 2
    if kind == "floor":
        return Count(value, value, None), k
    if kind == "ceiling":
        return Count(min(1, value), value, value), k
    return Count.exactly(value), k
