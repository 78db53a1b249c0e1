"""Names of places in a text without small letters, where capitals tell nothing."""

import re
from collections.abc import Iterator

from dagster_project.extraction.common_words import TOWNS_AND_WORDS
from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import Place
from dagster_project.extraction.lexicon import (
    FUNCTION_WORDS,
    MONTHS_AND_DAYS,
    PLURAL_PERSON,
    SINGULAR_PERSON,
)
from dagster_project.extraction.place_candidates import country_place, place_candidates
from dagster_project.extraction.place_cues import is_origin
from dagster_project.extraction.place_mentions import PlaceMention, PlaceSearch
from dagster_project.extraction.place_patterns import SUFFIX_LEVEL
from dagster_project.extraction.watched import words_of

# A preposition or a bracket, and words like "the town of", before a place.
_CUE = re.compile(
    r"(?:^|\b(?:in|at|near|from|of|to|inside|outside|between|and|across|into|through|around|"
    r"for|on)|[,(\]])[ \n]+(?:the )?"
    r"(?:(?:village|town|city|port|department|province|capital|northern|southern|eastern|western|"
    r"central|municipality|district) (?:of )?)*",
    re.MULTILINE,
)
_UP_TO_FIVE_WORDS = re.compile(
    r"[^\W\d_]+(?:['.-][^\W\d_]+)*(?: [^\W\d_]+(?:['.-][^\W\d_]+)*){0,4}"
)
_SURE_CUES = frozenset("in at near inside outside between across around".split())
_WEAK_CUES = frozenset(", ( ] and on for".split())
_SAYING = frozenset(
    """
    said says added stated noted told indicated reported explained denied asserted revealed warned
    announced declared confirmed admitted emphasized stressed replied recalled affirmed claimed
    """.split()
)
_CITY = 300_000  # inhabitants; known without its country
_SMALLEST_TOWN = 5000  # inhabitants; smaller ones bear the names of people and things
# "SAN SALVADOR (DOMESTIC SERVICE), 25 JAN 90": the place of the dateline, and its newsroom's.
_DATELINE = re.compile(r"\s*([^\d\n,(]{3,30}?)(?: \(([^)\n]{3,25})\))?, ?\d{1,2} [a-z]{3} \d\d")
_WORD = re.compile(r"[a-z]+")
_LEFT = 160  # characters that tell what a name is to those told of
# "ON BANDERA AND ALAMEDA STREETS".
_STREET = re.compile(r"(?: and(?: \w+){1,3}?)? (?:streets?|avenues?|boulevards?|roads)\b")
# Countries whose names have two words: no cue is needed to know them.
_COUNTRIES = re.compile(r"\bel salvador\b|\bcosta rica\b")


def find_places_in_capitals(search: PlaceSearch) -> None:
    """Add the places of a text without small letters: known names behind a preposition, mostly."""
    lower = search.document.lower
    found = [
        *_behind_cues(search),
        *_in_dateline(search),
        *_demonyms(search),
        *(
            _mention(search, m.start(), m.end(), _country(search, m.group()), 0.4)
            for m in _COUNTRIES.finditer(lower)
        ),
    ]
    told = _countries_told(found)
    found = [m for m in found if _is_of_article(m, told)]
    search.mentions += sorted(found, key=lambda m: (m.at, m.end))


def _countries_told(found: list[PlaceMention]) -> set[str]:
    """The countries that a text speaks of: by name, by their people, or in its dateline."""
    told = {
        c.country or ""
        for m in found
        if not m.is_dateline
        for c in m.candidates
        if c.level == "country"
    }
    for mention in found:
        if mention.is_dateline and not told & {c.country for c in mention.candidates}:
            told.add(max(mention.candidates, key=lambda c: c.population).country or "")
    return told


def _is_of_article(mention: PlaceMention, told: set[str]) -> bool:
    """Whether a name can be a place that the text means; namesakes elsewhere are taken out.

    Where capitals tell nothing, a town of a country without a part in the text is a person's name
    or a word, unless it is a city.
    """
    is_large = any(c.level in ("country", "admin1") for c in mention.candidates)
    if not told or mention.is_dateline or is_large or not mention.candidates:
        return True
    here = [c for c in mention.candidates if c.country in told]
    if here:
        mention.candidates = here
        return True
    return max(c.population for c in mention.candidates) >= _CITY


def _mention(
    search: PlaceSearch, at: int, end: int, candidates: list[Place], weight: float
) -> PlaceMention:
    return PlaceMention(at, end, search.document.norm[at:end], candidates, weight)


def _country(search: PlaceSearch, name: str) -> list[Place]:
    return [country_place(search.gazetteer, search.gazetteer.countries[fold(name)])]


def _behind_cues(search: PlaceSearch) -> Iterator[PlaceMention]:
    lower = search.document.lower
    for match in _CUE.finditer(lower):
        start = match.end()
        chunk = _UP_TO_FIVE_WORDS.match(lower[start : start + 70])
        if not chunk:
            continue
        words = chunk.group().split(" ")
        if words[0] in FUNCTION_WORDS or words[0] in MONTHS_AND_DAYS:
            continue
        mention = _longest_name(search, start, words, match.group().strip().split(" ")[0])
        if mention is not None:
            yield mention


def _longest_name(
    search: PlaceSearch, start: int, words: list[str], cue: str
) -> PlaceMention | None:
    """The place named by the most words from an offset on."""
    for size in range(min(4, len(words)), 0, -1):
        if words[size - 1] in FUNCTION_WORDS:
            continue
        key = fold(" ".join(words[:size]))
        candidates = place_candidates(search.gazetteer, key, None)
        if not candidates:
            continue
        if size == 1 and _is_no_place(words[0], candidates):
            return None
        following = words[size] if size < len(words) else ""
        if size == 1 and not cue and following in _SAYING:
            return None  # "MORALES SAID"
        if size == 1 and cue not in _SURE_CUES and _goes_on(following):
            return None  # "the murder of Florence Okello": a person's name
        if _STREET.match(search.document.lower, start + len(" ".join(words[:size]))):
            return None
        suffix = following if following in SUFFIX_LEVEL else None
        weight = 1.0 if cue in _SURE_CUES else 0.4 if cue in _WEAK_CUES else 0.5
        if suffix:
            weight = max(weight, 0.9)
            candidates = place_candidates(search.gazetteer, key, suffix) or candidates
        end = start + len(" ".join(words[:size]))
        mention = _mention(search, start, end, candidates, weight)
        mention.is_near, mention.suffix = cue in ("near", "outside"), suffix
        left = search.document.lower[max(0, start - _LEFT) : start]
        if is_origin(left, words_of(left)):
            mention.weight, mention.is_origin = min(mention.weight, 0.3), True
        return mention
    return None


def _goes_on(following: str) -> bool:
    """Whether a name has more words than the town that its first word is."""
    return not (
        not following
        or following in FUNCTION_WORDS
        or following in MONTHS_AND_DAYS
        or following in SUFFIX_LEVEL
    )


def _is_no_place(word: str, candidates: list[Place]) -> bool:
    """Whether a single word is rather a person or a thing than the town of its name."""
    if word in TOWNS_AND_WORDS:
        return True
    if any(c.level in ("country", "admin1") for c in candidates):
        return False
    return (
        word in SINGULAR_PERSON
        or word in PLURAL_PERSON
        or len(word) < 4
        or max(c.population for c in candidates) < _SMALLEST_TOWN
    )


def _in_dateline(search: PlaceSearch) -> Iterator[PlaceMention]:
    head = _DATELINE.match(search.document.lower)
    for group in (1, 2):
        if head and head[group]:
            candidates = place_candidates(search.gazetteer, fold(head[group]), None)
            if candidates:
                mention = _mention(search, head.start(group), head.end(group), candidates, 0.9)
                mention.is_dateline = True
                yield mention


def _demonyms(search: PlaceSearch) -> Iterator[PlaceMention]:
    for match in _WORD.finditer(search.document.lower):
        country = search.gazetteer.demonyms.get(match.group())
        if country:
            yield PlaceMention(
                match.start(),
                match.end(),
                match.group(),
                [country_place(search.gazetteer, country)],
                0.3,
                is_demonym=True,
            )
