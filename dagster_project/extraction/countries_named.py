"""The countries that an English text is about, whether or not it tells of any casualty.

They tell a month of a country in which nothing was reported from one that nobody wrote about
(``marts.coverage``). A look at the words only, many times cheaper than the reading of an article:
names of countries, their peoples, capitals and regions, and the town of the dateline.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dagster_project.extraction.common_words import TOWNS_AND_WORDS
from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import Gazetteer, gazetteer, seed_rows

# A country of which the text has this part of the mentions of the most named one, and at least two,
# is what the text is about, too; a third lets a war's two sides pass and an ally in passing not.
_SHARE = 1 / 3
_FEWEST = 2

_SMALLEST_COUNTRY = 3_000_000  # inhabitants; regions of smaller ones are often names and words
_SMALLEST_CAPITAL = 100_000  # inhabitants, as above
_KNOWN_CAPITAL = 500_000  # inhabitants; meant by its name whatever else is called so
_SMALLEST_DATELINE = 50_000  # inhabitants; smaller towns are as often something else in capitals
_SMALLEST_NAMESAKE = 20_000  # inhabitants; a smaller town elsewhere is seldom meant
_SHORTEST_REGION = 4  # letters

# Names that hold a country's without being it, and what they tell of.
_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "Niger Delta": ("NGA",),
    "Niger State": ("NGA",),
    "New England": ("USA",),
    **dict.fromkeys(
        (
            "Indian Ocean",
            "Gulf of Guinea",
            "Gulf of Mexico",
            "Persian Gulf",
            "South China Sea",
            "East China Sea",
            "Sea of Japan",
            "Latin American",
            "Latin America",
            "South American",
            "North American",
            "Central American",
            "Roman Catholic",
        ),
        (),
    ),
}
# Countries and capitals that people are called; beside another capitalised word it is a person.
_GIVEN_NAMES = frozenset(
    "Jordan Chad Israel Kenya India Cuba China Ireland Paris London Victoria Sofia Santiago".split()
)
# Regions that are as often people, companies or things.
_NO_REGIONS = frozenset(
    """
    Meta Nelson Lara Vargas Miranda Cesar Falcon Merida Trujillo Marlborough Wellington Canterbury
    Northern Southern Eastern Western Central Valencia Lincoln Bolivar Santander Magdalena Aurora
    Isabela Laguna Rizal Quirino Capital Federation Union
    """.split()
)

_WORD = re.compile(r"[A-Z]\w*(?:\.[A-Z]\.)?")
_NAME_BEFORE = re.compile(r"[A-Z][\w'-]* $")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|near|from|of|across|outside|throughout|around|inside|into)(?: the)?"
    r"(?: (?:north|south|east|west|central|rural)\w*)?|,)\s$",
    re.IGNORECASE,
)
_PLACE_BEHIND = re.compile(
    r" (?:province|state|governorate|region|department|oblast|county)\b", re.IGNORECASE
)
_DATELINE = re.compile(
    r"^[ \t]*([A-Z][A-Z.' -]{2,29})(?:, [A-Z][\w. ]{1,25})?(?: ?\([^)\n]{2,40}\))?"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})? ?(?::|--?|\N{EN DASH}|\N{EM DASH})",
    re.MULTILINE,
)
_HEAD = 600  # characters in which a dateline stands


@dataclass(frozen=True, slots=True)
class _Name:
    """``countries`` may be several, or none. Only a country's own name or people is ``sure``."""

    text: str
    countries: tuple[str, ...]
    is_sure: bool


def countries_named(text: str, title: str | None = None) -> list[str]:
    """ISO 3166-1 alpha-3 of the countries that a text is about, in order; none where it names none.

    That is the one that is named most, those with a third as many mentions and at least two, and
    those in the headline. Beside countries, a capital or region needs a second mention; a dateline
    counts as two. "Georgia" is the country or the state whose other names are there, else the
    larger.
    """
    in_title = _mentions(title) if title else _Mentions()
    found = _mentions(text)
    for country in _dateline(text, found):
        found.counts[country] += 2
        found.sure.add(country)
    sure = found.sure | in_title.sure
    total = found.counts + in_title.counts
    worthy = {c for c, n in total.items() if c in sure or n >= _FEWEST} or set(total)
    most = max((total[c] for c in worthy), default=0)
    return sorted(
        c
        for c in worthy
        if total[c] == most
        or (total[c] >= _FEWEST and total[c] >= most * _SHARE)
        or c in in_title.sure
    )


class _Mentions:
    """How often each country is named, and which of them by its name or its people."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.sure: set[str] = set()


def _mentions(text: str) -> _Mentions:
    found = _Mentions()
    shared: list[_Name] = []
    for name in _names(text):
        if len(name.countries) > 1:
            shared.append(name)
            continue
        for country in name.countries:
            found.counts[country] += 1
            if name.is_sure:
                found.sure.add(country)
    told = dict(found.counts)
    populations = gazetteer().country_population if shared else {}
    for name in shared:
        country = max(name.countries, key=lambda c: (told.get(c, 0), populations.get(c, 0), c))
        found.counts[country] += 1
        if name.is_sure:
            found.sure.add(country)
    return found


def _names(text: str) -> Iterator[_Name]:
    """The names in a text, of several that begin with one word the longest."""
    index = _index(is_capitals=text[:_HEAD].isupper())
    end = 0
    for word in _WORD.finditer(text):
        names = index.get(word.group())
        if names is None or word.start() < end:
            continue
        at = word.start()
        for name in names:
            stop = at + len(name.text)
            if (
                text.startswith(name.text, at)
                and not text[stop : stop + 1].isalnum()
                and _is_meant(text, at, stop, name)
            ):
                yield name
                end = stop
                break


def _is_meant(text: str, at: int, end: int, name: _Name) -> bool:
    """Whether a name is the place's here: "in Texas", but not "Karen" nor "Michael Jordan"."""
    if not name.is_sure:
        return " " in name.text or bool(
            _PLACE_BEFORE.search(text[max(0, at - 30) : at])
            or _PLACE_BEHIND.match(text[end : end + 20])
        )
    if name.text not in _GIVEN_NAMES:
        return True
    is_followed = text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()
    return not is_followed and not _NAME_BEFORE.search(text[max(0, at - 30) : at])


def _dateline(text: str, found: _Mentions) -> Iterator[str]:
    """The country of the town at the text's head, of namesakes the one that the text names."""
    match = _DATELINE.search(text[:_HEAD])
    if match is None:
        return
    places = gazetteer().places(fold(match[1]))
    named = [p.country for p in places if p.country and p.country in found.counts]
    large = [p.country for p in places if p.country and p.population >= _SMALLEST_DATELINE]
    yield from (named or large)[:1]


@lru_cache(maxsize=2)
def _index(*, is_capitals: bool) -> dict[str, list[_Name]]:
    """The names by their first word, the longest first; of a text in capitals, in capitals."""
    index: dict[str, list[_Name]] = {}
    for name in _all_names(gazetteer()):
        if is_capitals and name.text == "US":
            continue  # the pronoun
        written = _Name(name.text.upper(), name.countries, name.is_sure) if is_capitals else name
        word = _WORD.match(written.text)
        if word is not None:
            index.setdefault(word.group(), []).append(written)
    for names in index.values():
        names.sort(key=lambda n: -len(n.text))
    return index


def _all_names(index: Gazetteer) -> Iterator[_Name]:
    """Names and demonyms of countries, then capitals and regions that no country is called."""
    own: dict[str, set[str]] = {}
    for code, country in index.country_names.items():
        own.setdefault(country, set()).add(code)
    for row in seed_rows("country_aliases.csv"):
        own.setdefault(row["alias"], set()).add(row["country_code"])
    regions: dict[str, set[str]] = {}
    for row in seed_rows("regions.csv"):
        regions.setdefault(row["admin1_name"], set()).add(row["country_code"])
    for row in seed_rows("region_aliases.csv"):
        region = index.region_of_code[row["admin1_code"]]
        regions.setdefault(row["alias"], set()).add(region.country or "")
    for name, countries in own.items():
        if name in _OTHER_NAMES:
            continue
        shared = countries | {c for c in regions.get(name, ()) if _is_large(index, c)}
        yield _Name(name, tuple(sorted(shared)), True)
    for name, told in _OTHER_NAMES.items():
        yield _Name(name, told, True)
    inner: dict[str, set[str]] = {}
    known: set[str] = set()
    for code, place in index.capitals.items():
        if place.population >= _SMALLEST_CAPITAL:
            inner.setdefault(place.name, set()).add(code)
            if place.population >= _KNOWN_CAPITAL:
                known.add(place.name)
    for name, codes in regions.items():
        if len(name) >= _SHORTEST_REGION and name not in _NO_REGIONS:
            inner.setdefault(name, set()).update(c for c in codes if _is_large(index, c))
    for name, codes in inner.items():
        if (
            len(codes) == 1
            and name not in own
            and name.lower() not in TOWNS_AND_WORDS
            and (name in known or not _is_elsewhere(index, name, codes))
        ):
            yield _Name(name, tuple(codes), False)


def _is_elsewhere(index: Gazetteer, name: str, countries: set[str]) -> bool:
    """Whether a town of another country has the name: "St. Louis" is no word for Senegal."""
    return any(
        town.population >= _SMALLEST_NAMESAKE
        and town.country not in countries
        and fold(town.name) == fold(name)
        for town in index.towns(fold(name))
    )


def _is_large(index: Gazetteer, country: str) -> bool:
    return index.country_population.get(country, 0) >= _SMALLEST_COUNTRY
