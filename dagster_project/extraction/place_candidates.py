"""The places that a name can stand for, and how they contain each other."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import Gazetteer, Place, distance_km
from dagster_project.extraction.place_patterns import SUFFIX_LEVEL

_LARGE_TOWN = 100_000  # inhabitants
_SMALL_TOWN = 20_000  # inhabitants
_CITY = 1_000_000  # inhabitants
_FAR_KM = 1_000.0
_LARGE_DISTRICT = 60_000.0
# The Arabic article before letters that it takes on.
_ARTICLES = frozenset("ash as ad ar az at an".split())
_SHORTEST_BARE = 3  # letters
_VILLAGE = 100  # inhabitants of a town for which GeoNames gives none
_OWN_PLACE = 100_000  # what a place of the project's own list counts for: the news knows it
_COUNTY_WORDS = frozenset("county counties parish".split())
# Countries whose names towns bear too.
_SHARED_WITH_REGIONS = frozenset(("georgia", "luxembourg"))
_COUNTRIES_AND_TOWNS = frozenset("georgia jordan chad mali cuba peru".split())


@lru_cache(maxsize=500)
def country_place(gazetteer: Gazetteer, code: str) -> Place:
    """The country of an ISO 3166-1 alpha-3 code."""
    return Place(
        gazetteer.country_names[code],
        "country",
        code,
        None,
        None,
        None,
        None,
        None,
        gazetteer.country_population.get(code, 0),
    )


def place_candidates(
    gazetteer: Gazetteer, key: str, suffix: str | None, *, has_stop: bool = False
) -> list[Place]:
    """All places of a folded name, as ``_places_of`` finds them: news names the same ones often."""
    return [*_places_of(gazetteer, key, suffix, has_stop)]


@lru_cache(maxsize=20_000)
def _places_of(
    gazetteer: Gazetteer, key: str, suffix: str | None, has_stop: bool
) -> Sequence[Place]:
    """All places of a folded name, as far as the word around it ("district") leaves them open.

    Abbreviations and names of one or two letters need a full stop behind them ("Fla.", "Pa."), or
    a town before them ("Moline, Ill"), which ``has_stop`` says too.
    """
    if (
        len(key) < 3
        and key not in gazetteer.countries
        and not (has_stop and key in gazetteer.regions)
    ):
        return []
    level = SUFFIX_LEVEL.get(suffix or "")
    article, _, bare = key.partition(" ")
    if article in _ARTICLES and len(bare) > _SHORTEST_BARE and not gazetteer.has_place(key):
        key = bare  # "Ash Shula", in the gazetteer "Shula"
    regions = gazetteer.regions.get(key, [])
    if regions and not has_stop and key in gazetteer.abbreviations:
        regions = []
    districts = gazetteer.districts.get(key, [])
    if level not in ("admin2", "admin1_or_2"):
        # American counties bear people's names: they need their word.
        districts = [d for d in districts if d.country not in ("USA", "GBR", "IRL")]
    elif suffix not in _COUNTY_WORDS:
        # "the Hill District", "the Miami division": no American county is called so.
        districts = [d for d in districts if d.country != "USA"]
    if level == "admin1" and regions:
        return list(regions)
    if level == "admin2" and districts:
        return list(districts)
    if level == "admin1_or_2" and (regions or districts):
        return [*regions, *districts]
    country = gazetteer.countries.get(key)
    found: list[Place] = [country_place(gazetteer, country)] if country else []
    if level == "place":
        towns = _towns_of(gazetteer, key, districts)
        if towns:
            return [*towns, *districts, *regions]
    if country and regions and key not in _COUNTRIES_AND_TOWNS and key not in _SHARED_WITH_REGIONS:
        return found  # "Niger": the state of Nigeria is told with its kind
    found += regions
    found += districts
    if not country or regions or key in _COUNTRIES_AND_TOWNS:
        found += _towns_of(gazetteer, key, districts)
    return found


def _towns_of(gazetteer: Gazetteer, key: str, districts: list[Place]) -> list[Place]:
    """The towns of a name. Beside a district that is called so, a city abroad which some language
    spells so ("Samar" for Samara, "Pali" for Paris) is nothing that the text would mean unasked.
    """
    home = {district.country for district in districts}
    return [
        replace(town, population=min(town.population, _VILLAGE))
        if home and town.country not in home and fold(town.name) != key
        else town
        for town in gazetteer.places(key)
    ]


def place_inside(name: str, holder: Place) -> Place:
    """A place that no gazetteer has, inside one that it has: known as far as the holder goes."""
    return Place(
        name,
        "admin2" if holder.depth >= 2 else holder.level,
        holder.country,
        holder.admin1_code,
        holder.admin1,
        holder.admin2,
        None,
        None,
        0,
    )


def place_beside(name: str, near: Place) -> Place:
    """A place that no gazetteer has, told by its distance from one: of the same region."""
    level = "admin1" if near.depth >= 1 else near.level
    return replace(place_inside(name, near), level=level, admin2=None)


def region_around(gazetteer: Gazetteer, place: Place) -> Place | None:
    """The first-level region that holds a place."""
    return next(
        (
            p
            for p in gazetteer.places(fold(place.admin1 or ""))
            if p.level == "admin1" and p.admin1_code == place.admin1_code
        ),
        None,
    )


def similar_places(gazetteer: Gazetteer, key: str, level: str) -> list[Place]:
    """A region or district spelt almost like this: "Karimngar District"."""
    if len(key) < 5:
        return []
    names = gazetteer.similar_names(key, level)
    index = gazetteer.regions if level == "admin1" else gazetteer.districts
    return [place for name in names for place in index[name]]


def american_state(gazetteer: Gazetteer, match: re.Match[str]) -> Place | None:
    """The state of a postal abbreviation behind a town: "Austin, TX"."""
    return gazetteer.region_of_code.get("US-" + match[1].replace(".", ""))


def prominence(gazetteer: Gazetteer, place: Place) -> float:
    """How widely known a place is, as the people who live there; a region by its country's."""
    return (place.known or _know(gazetteer, place))[0]


def renown(gazetteer: Gazetteer, place: Place) -> float:
    """How widely known a place is, in powers of ten."""
    return (place.known or _know(gazetteer, place))[1]


def _know(gazetteer: Gazetteer, place: Place) -> tuple[float, float]:
    people = _prominence(gazetteer, place)
    known = people, math.log10(people + 10)
    object.__setattr__(place, "known", known)
    return known


def _prominence(gazetteer: Gazetteer, place: Place) -> float:
    if place.level == "place" and place.population:
        return float(place.population)
    country = gazetteer.country_population.get(place.country or "", 0)
    if place.level == "country":
        return float(country)
    if place.level == "admin1":
        return country / 20.0
    if place.level == "admin2":
        return min(country / 1000.0, _LARGE_DISTRICT)
    is_own = (place.name, place.country) in gazetteer.own_names
    return float(_OWN_PLACE if is_own else _VILLAGE)


def is_little_known(gazetteer: Gazetteer, candidates: list[Place]) -> bool:
    """Whether all that a name stands for are small towns, of which the world has many more."""
    return all(
        p.level == "place"
        and p.population < _SMALL_TOWN
        and fold(p.name) not in gazetteer.own_places
        for p in candidates
    )


def where_actors_fight(candidates: list[Place], regions: set[str]) -> list[Place]:
    """Of districts in several regions of a country and their towns, those where the actors fight.

    A city stays: all sorts of things happen in cities. A mere village's name tells too little.
    """
    fitting = {c.country for c in candidates if c.admin1_code in regions and c.level == "admin2"}
    if not fitting:
        return candidates
    return [
        c
        for c in candidates
        if c.country not in fitting
        or c.depth < 2
        or c.admin1_code in regions
        or c.population >= _CITY
    ]


def is_far_from(gazetteer: Gazetteer, place: Place, country: str) -> bool:
    """Whether a place lies far beyond a country's borders, as its nearest region shows.

    A district is where its region is.
    """
    at = place
    if place.latitude is None and place.admin1_code:
        at = gazetteer.region_of_code[place.admin1_code]
    if at.latitude is None or at.longitude is None:
        return True
    distances = (distance_km(at, r) for r in gazetteer.regions_of_country.get(country, ()))
    return all(apart is None or apart > _FAR_KM for apart in distances)


def regions_of_large_towns(candidates: list[Place]) -> set[str | None]:
    """Codes of regions with a large town of the name: they are meant rather than those without."""
    return {
        p.admin1_code
        for p in candidates
        if p.level == "place" and p.admin1_code and p.population >= _LARGE_TOWN
    }


def lies_within(place: Place, holders: list[Place]) -> bool:
    """Whether a place is part of one of the others."""
    for holder in holders:
        if (
            holder.level == "country"
            and place.country == holder.country
            and place.level != "country"
        ):
            return True
        if (
            holder.admin1_code
            and place.admin1_code == holder.admin1_code
            and place.depth > holder.depth
        ):
            return True
    return False
