"""Runs of capitalised words that may be a person's name."""

from dagster_project.extraction.lexicon import FUNCTION_WORDS, MONTHS_AND_DAYS
from dagster_project.extraction.mentions import Mention, SentenceWords
from dagster_project.extraction.numbers import Count

# Behind these stands a group's name: "the armed group UPC".
_GROUP_NOUNS = frozenset(
    """
    group militia organisation organization movement outfit faction party cartel gang clan network
    coalition alliance brigade battalion unit operation
    """.split()
)
_RANKS = frozenset("brig capt lieut comdr supt insp".split())
_ORDINAL_ENDINGS = ("st", "nd", "rd", "th")  # "the 9th Division": a unit
# Between two names of one person.
ALIASES = frozenset(("alias", "aka", "@"))

# "the regime's Air Force Intelligence": a part of it, no person.
_OWNERS = frozenset("regime government army military state ministry police group country".split())


def _is_part_of_larger(words: SentenceWords, i: int) -> bool:
    """Whether a capitalised word belongs to a name behind "the regime's" or "the 9th"."""
    low = words.low
    while i > 0 and words.tokens.is_capitalised(i - 1):
        i -= 1
    if i > 0 and low[i - 1][0].isdigit() and low[i - 1].endswith(_ORDINAL_ENDINGS):
        return True
    return i > 1 and low[i - 1] == "'s" and low[i - 2] in _OWNERS


def read_name(words: SentenceWords, i: int) -> Mention | None:
    """A run of capitalised words: a person's name, perhaps (or a place: decided by its use)."""
    low, n, tokens = words.low, len(words.low), words.tokens
    if (
        words.is_capitals
        or not tokens.is_capitalised(i)
        or low[i] in FUNCTION_WORDS
        or low[i] in MONTHS_AND_DAYS
        or (i and low[i - 1] in _GROUP_NOUNS and not tokens.is_capitalised(i - 1))
        or _is_part_of_larger(words, i)
    ):
        return None
    k = i
    while (
        k < n
        and k not in words.blocked
        and (
            (
                low[k][0].isalpha()
                and tokens.is_capitalised(k)
                and low[k] not in FUNCTION_WORDS
                and low[k] not in MONTHS_AND_DAYS
            )
            or (
                low[k] in ("al", "bin", "ibn", "de", "del", "la", "el", "von", "abu")
                and k > i
                and k + 1 < n
                and tokens.is_capitalised(k + 1)
            )
            or (
                (low[k] in ALIASES or (low[k] == "or" and not ALIASES.isdisjoint(low[i:k])))
                and k > i
                and k + 1 < n
                and tokens.is_capitalised(k + 1)
                and low[k + 1] not in FUNCTION_WORDS
            )
            or (
                low[k] == "."
                and k > i
                and (len(low[k - 1]) <= 3 or low[k - 1] in _RANKS)
                and k + 1 < n
                and tokens.is_capitalised(k + 1)
                and low[k + 1] not in FUNCTION_WORDS
            )
        )
    ):
        k += 1
    if k == i or (i == 0 and k == 1):
        return None
    if (
        k < n
        and k not in words.blocked
        and low[k][0].isalpha()
        and low[k] not in FUNCTION_WORDS
        and not low[k].endswith(("ed", "ly", "s"))
        and not tokens.is_capitalised(k)
    ):
        return None  # "CPI-Maoist camp": the name of something else
    return Mention(i, k, None, Count.exactly(1), "name", None)
