"""Names of people in a text without small letters, where capitals tell nothing.

Such names are found by exclusion, and only beside words that need a person: after "the murder of"
or "mayor", before "'s death".
"""

from dagster_project.extraction.common_words import TOWNS_AND_WORDS
from dagster_project.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    FUNCTION_WORDS,
    MONTHS_AND_DAYS,
    NOT_PEOPLE,
    PLURAL_PERSON,
    SINGULAR_PERSON,
)
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count, is_number_word

_MOST_WORDS = 7
_NO_NAME_ENDINGS = tuple(
    "ed ing ly tion sion ment ness ive ism ists ians ous able ible ship ure ical ics ties".split()
)
# What stands beside casualties and is no name.
_NO_NAMES = (
    frozenset(
        """
        last next early late home while again together mr mrs alive instead toward towards country
        nation government regime state region army military group organization movement society
        war peace problem crime crimes violence week night morning afternoon evening dawn noon place
        name names own same cold blood flee fled went came took gave made left saw got led began
        became fell lost held brought thought ran met sent set put kept let felt told knew wrote
        fire attack attacks bomb bombs number large great entire whole human rights political social
        beings continue continues cannot include includes taken given seen done gone known shown
        thrown drawn driven chosen broken written due been
        moreover however furthermore therefore nevertheless likewise additionally meanwhile
        communist democratic presidential national public civilian
        """.split()
    )
    | TOWNS_AND_WORDS
)
_IN_NAMES = frozenset("de del la las los da do dos di von van y e".split())
TITLES = frozenset("dr dra msgr mons gen col capt lt sgt fr father sister don mr mrs rev".split())


def is_name_word(word: str) -> bool:
    """Whether a word may belong to a person's name."""
    return (
        word[0].isalpha()
        and len(word) > 1
        and word not in FUNCTION_WORDS
        and word not in MONTHS_AND_DAYS
        and word not in ADVERBS
        and word not in AUXILIARIES
        and word not in NOT_PEOPLE
        and word not in PLURAL_PERSON
        and word not in SINGULAR_PERSON
        and word not in _NO_NAMES
        and not is_number_word(word)
        and not word.endswith(_NO_NAME_ENDINGS)
    )


def name_end(low: list[str], k: int, blocked: set[int]) -> int:
    """The end of the name that begins at word k; k where there is none."""
    e, n = k, len(low)
    while e < n and e - k < _MOST_WORDS and e not in blocked:
        if (
            is_name_word(low[e])
            or (low[e] in TITLES and e == k)
            or (low[e] == "." and e > k and len(low[e - 1]) <= 4 and low[e - 1] in TITLES)
        ):
            e += 1
        elif low[e] in _IN_NAMES and e > k and e + 1 < n and is_name_word(low[e + 1]):
            e += 2
        else:
            break
    return e


def name_start(low: list[str], k: int, blocked: set[int]) -> int:
    """The first word of the name that ends with word k; k + 1 where there is none."""
    b = k + 1
    while b > 0 and k - b < _MOST_WORDS and b - 1 not in blocked:
        if is_name_word(low[b - 1]) or low[b - 1] in TITLES:
            b -= 1
        elif low[b - 1] in _IN_NAMES and b - 1 > 0 and is_name_word(low[b - 2]) and b <= k:
            b -= 2
        else:
            break
    return b


def name_mention(start: int, end: int) -> Mention:
    """One person, known by name only."""
    return Mention(start, end, None, Count.exactly(1), "name", None)
