"""A capitalised name under consideration for a place, and whether it can be one."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import Gazetteer, Place
from dagster_project.extraction.lexicon import (
    MONTHS_AND_DAYS,
)
from dagster_project.extraction.place_candidates import (
    place_candidates,
)
from dagster_project.extraction.place_mentions import PlaceSearch
from dagster_project.extraction.place_patterns import (
    AT_STREET,
    BLOCK_OF,
    BUILDING_BEHIND,
    CAPITALISED_WORDS,
    DIRECTIONS,
    HELD,
    STREETS,
    STREETS_BEHIND,
    SUFFIX_LEVEL,
    find_cue,
)

LEADING_WORDS = frozenset(
    """
    the a an in on at from near and of to but some several many dozens one two three four five six
    seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty
    """.split()
)


# Kinds that are as often part of the name itself: "Kansas City".
_KINDS_IN_NAMES = frozenset("city town area county village valley base".split())


_SHORTEST_ACTOR = 5  # letters; shorter names of actors are as often towns


_LARGEST_NAMESAKE = 200_000  # inhabitants


_SMALL_WORD = re.compile(r" ([a-z]+)")
_OF = ("of ", "of the ", "Of ", "OF ", "OF THE ")


# What stands between a place and the next of a list, and a name before "and".
_LISTED = re.compile(r"(?:[ ,(]|\band\b|\bthe\b|\b[a-z]+\b|\b[A-Z][\w'-]*)+", re.ASCII)
_NAME_AND = re.compile(r"\b[\w'-]+,? and (?:(?:the|in|nearby) )?$")
# A kind that is a surname too: "Amit Block".
_SURNAMES = frozenset(("mandal",))


# "the Hill View neighborhood of X": X is the town.
_NAMED_PART_OF = re.compile(r"[A-Z][\w'-]* (?:neighbou?rhood|district|suburb|camp) of (?:the )?$")
_OWNERS_COUNTY = re.compile(r"'s County\b")
_OF_COPYRIGHT = re.compile(r"(?:copyright|\N{COPYRIGHT SIGN}|\(c\))[^\n]{0,18}$", re.IGNORECASE)
# "the village of X", of which no gazetteer may know.
_SETTLEMENT_OF = re.compile(
    r"\b(?P<kind>village|town|hamlet|district|suburb|neighbou?rhood|camp)s? of (?:the )?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Name:
    """A capitalised name under consideration: ``text[at:end]``, without its kind ("district").

    ``cue`` is the wording left of it that makes it a place; ``left`` the 60 characters there;
    ``after`` the 30 right of it; ``key`` is the name as the gazetteer looks it up.
    """

    text: str
    at: int
    end: int
    words: list[str]
    left: str
    cue: re.Match[str] | None
    suffix: str | None
    key: str
    after: str


def may_be_place(gazetteer: Gazetteer, text: str, at: int, end: int) -> bool:
    """Whether the gazetteer has a word of the name ``text[at:end]``, or its kind is told.

    A quick look: most capitalised words begin a sentence or name a person.
    """
    if _holds_place(gazetteer, text[at:end]) or text.endswith(_OF, max(0, at - 8), at):
        return True
    if text.startswith(", ", end) and _is_in_state(gazetteer, text[end : end + 40]):
        return True
    following = _SMALL_WORD.match(text, end)
    return following is not None and following[1] in SUFFIX_LEVEL


@lru_cache(maxsize=50_000)
def _holds_place(gazetteer: Gazetteer, name: str) -> bool:
    """Whether words of a name, one behind the other, are a place's, or one of them is a kind's."""
    words = name.split(" ")
    if any(word.lower() in SUFFIX_LEVEL for word in words):
        return True
    if len(words) == 1:
        word = name.lower()
        if word in STREETS or word in DIRECTIONS or word in MONTHS_AND_DAYS | CAPITALISED_WORDS:
            return False
    keys = {
        fold(" ".join(words[i:j])) for i in range(len(words)) for j in range(i + 1, len(words) + 1)
    }
    keys |= {fold(part) for word in words for part in word.split("-")}
    return any(key in gazetteer.demonyms or gazetteer.has_place(key) for key in keys)


def read_name(search: PlaceSearch, text: str, at: int, end: int) -> Name:
    """The name in ``text[at:end]`` without a leading small word and without its kind."""
    words = text[at:end].split(" ")
    if len(words) > 1 and (words[0].lower() in LEADING_WORDS or words[0].endswith(HELD)):
        at += len(words[0]) + 1
        words = words[1:]
    left = text[max(0, at - 60) : at]
    suffix: str | None = None
    while (
        len(words) > 1
        and words[-1].lower() in SUFFIX_LEVEL
        and not (
            words[-1].lower() in _KINDS_IN_NAMES
            and place_candidates(search.gazetteer, fold(" ".join(words)), None)
        )
    ):
        suffix = words[-1].lower()
        words = words[:-1]
    end = at + len(" ".join(words))
    if suffix is None:
        following = _SMALL_WORD.match(text, end, end + 20)
        if (
            following
            and following[1] in SUFFIX_LEVEL
            # "the western Mexico state of Jalisco": Jalisco is the state
            and not (
                text.startswith(" of ", following.end()) and left[-8:].lower().endswith("ern ")
            )
        ):
            suffix = following[1]
    cue = find_cue(left)
    if cue is not None and cue["cue"] in ("and", "And") and not _is_listed(search, text, at):
        cue = None
    if suffix in _SURNAMES and cue is None and text[end + 1 : end + 2].isupper():
        words = [*words, text[end + 1 : end + 1 + len(suffix)]]
        end, suffix = end + 1 + len(suffix), None
    if suffix is None and left[-8:].lower().endswith(_OF):
        kind = _SETTLEMENT_OF.search(left)
        if kind is not None and not _NAMED_PART_OF.search(left):
            suffix = kind["kind"].lower()
    if suffix is None and len(words) > 1 and words[-1] == "Co":
        county = fold(" ".join(words[:-1]))
        if any(d.country == "USA" for d in search.gazetteer.districts.get(county, ())):
            words, suffix = words[:-1], "county"  # "Rutherford Co. Sheriff"
            end -= len(" Co")
    if suffix is None and _OWNERS_COUNTY.match(text, end):
        words, suffix = [*words[:-1], f"{words[-1]}'s"], "county"  # "Prince George's County"
        end += len("'s")
    key, after = fold(" ".join(words)), text[end : end + 30]
    return Name(text, at, end, words, left, cue, suffix, key, after)


def _is_listed(search: PlaceSearch, text: str, at: int) -> bool:
    """Whether "and" before a name goes on with places: "in X and Y", not "both X and Y died"."""
    last = search.mentions[-1] if search.mentions else None
    if last is not None and 0 <= at - last.end < 60 and _LISTED.fullmatch(text, last.end, at):
        return True
    before = _NAME_AND.search(text, max(0, at - 60), at)
    return before is not None and find_cue(text[max(0, at - 100) : before.start()]) is not None


# "Hope, Ark.", "Home, Pennsylvania": a word that the state behind it makes a town.
_STATE_BEHIND = re.compile(r", ([A-Z][a-z]+(?: [A-Z][a-z]+)?)")


def _is_in_state(gazetteer: Gazetteer, after: str) -> bool:
    state = _STATE_BEHIND.match(after)
    if state is None:
        return False
    found = gazetteer.regions.get(fold(state[1])) or gazetteer.regions.get(
        fold(state[1].split(" ")[0])
    )
    return any(place.country == "USA" for place in found or ())


def cannot_be_place(search: PlaceSearch, name: Name) -> bool:
    """Whether a name is a plain word, a street, a surname or a date."""
    word = name.words[-1].lower()
    if word in STREETS or word in ("side", "sides") or _is_street(search, name):
        return True
    if len(name.words) > 1 or _is_in_state(search.gazetteer, name.after):
        return False
    if (
        (word in DIRECTIONS and not _is_region_of_direction(search, name))
        or word in MONTHS_AND_DAYS
        or word == "may"
        or (word.isalpha() and "20" in name.left[-12:] and _OF_COPYRIGHT.search(name.left))
        or _is_common_word(search, word)
    ):
        return True
    return (
        name.suffix is None
        and word in search.surnames
        and name.key not in search.gazetteer.countries
        and not name.after.startswith(", ")
    )


def _is_street(search: PlaceSearch, name: Name) -> bool:
    """ "the 1800 block of West X", "at X and Y avenues": streets that bear a town's name."""
    if STREETS_BEHIND.match(name.text, name.end):
        return True
    if name.left.endswith("the ") and BUILDING_BEHIND.match(name.after):
        return True
    if name.suffix is not None:
        return False
    if name.left.endswith(("and ", "at ", "& ")) and AT_STREET.search(name.left):
        return True
    if not name.left.lower().rstrip(" .nsew").endswith(("of", "and", "&")):
        return False
    return name.key not in search.gazetteer.countries and bool(BLOCK_OF.search(name.left))


def _is_region_of_direction(search: PlaceSearch, name: Name) -> bool:
    """ "Northern Province", "the Est region": a region's whole name, with its kind."""
    return (
        name.suffix in ("region", "province", "department", "governorate", "state", "prefecture")
        and name.key in search.gazetteer.regions
    )


def is_actors_name(search: PlaceSearch, key: str, text: str, candidates: list[Place]) -> bool:
    """Whether a name is an armed group's rather than a small town's: "Taliban", "BLA"."""
    if key not in search.actor_countries:
        return False
    largest = max((c.population for c in candidates), default=0)
    return text.isupper() or (len(key) >= _SHORTEST_ACTOR and largest < _LARGEST_NAMESAKE)


def _is_common_word(search: PlaceSearch, word: str) -> bool:
    """A capitalised word that the text also writes small is a word, not a name."""
    return word in CAPITALISED_WORDS or search.has_word(word)
