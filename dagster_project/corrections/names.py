"""Actors and places as people name them -> the ids and codes of the project's dictionaries.

Nothing is guessed: a name that can mean several things is refused with what it can mean.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from dagster_project.corrections.record import CorrectionError, SetValue
from dagster_project.extraction.folding import fold, without_article
from dagster_project.extraction.gazetteer import Gazetteer, Place, gazetteer, seed_rows

_STATE_FORCES = {"gov": "Government", "mil": "Military", "pol": "Police"}
_REGION_CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def find_actor(text: str) -> SetValue:
    """An actor's id, name or alias, or "unknown". Raises CorrectionError."""
    if text.casefold() == "unknown":
        return SetValue(set_status="unknown")
    actors, ids_by_name, aliases = _actors()
    key = fold(text)
    ids = (
        {text.lower()}
        if text.lower() in actors
        else ids_by_name.get(key) or aliases.get(key, set())
    )
    if not ids:
        near = get_close_matches(key, [*ids_by_name, *aliases], n=3, cutoff=0.7)
        names = dict.fromkeys(
            actors[i][0] for n in near for i in sorted(ids_by_name.get(n) or aliases[n])
        )
        hint = f"; near it: {', '.join(names)}" if names else ""
        raise CorrectionError(f"the dictionary knows no actor {text!r}{hint}")
    if len(ids) > 1:
        raise CorrectionError(
            f"{text!r} can be several actors, write the id: {', '.join(sorted(ids))}"
        )
    [actor_id] = ids
    name, status = actors[actor_id]
    return SetValue(set_actor=name, set_actor_id=actor_id, set_status=status)


@lru_cache(maxsize=1)
def _actors() -> tuple[dict[str, tuple[str, str]], dict[str, set[str]], dict[str, set[str]]]:
    """Name and status by id, ids by folded name, ids by folded alias."""
    actors = {
        f"{branch}-{row['country_code'].lower()}": (f"{word} of {row['country_name']}", "combatant")
        for row in seed_rows("countries.csv")
        for branch, word in _STATE_FORCES.items()
    }
    actors |= {r["actor_id"]: (r["actor_name"], r["status"]) for r in seed_rows("actors.csv")}
    ids_by_name: dict[str, set[str]] = {}
    for actor_id, (name, _) in actors.items():
        ids_by_name.setdefault(fold(name), set()).add(actor_id)
    anywhere: dict[str, set[str]] = {}
    in_a_country: dict[str, set[str]] = {}
    for row in seed_rows("actor_aliases.csv"):
        index = in_a_country if row["country_code"] else anywhere
        index.setdefault(fold(row["alias"]), set()).add(row["actor_id"])
    return actors, ids_by_name, {**in_a_country, **anywhere}


def find_place(text: str) -> SetValue:
    """A region's code, or names from the smallest to the largest: "Palmyra, Homs, Syria".

    A name alone that is a region's means the region. A place that the gazetteer lacks keeps its
    words when its region is named. "unknown" is no place. Raises CorrectionError.
    """
    if text.casefold() == "unknown":
        return SetValue(set_geo_precision="unknown")
    *inner, largest = [part.strip() for part in text.split(",")]
    if not largest or not all(inner):
        raise CorrectionError(f"{text!r} has an empty part between its commas")
    index = gazetteer()
    holder = _largest(index, largest)
    while inner:
        holder = _inside(index, inner.pop(), holder, is_last=not inner)
    named = None if holder.level in ("country", "admin1") else text.split(",")[0].strip()
    is_spot = holder.level == "place" and holder.latitude is not None
    return SetValue(
        set_place=named,
        set_admin2=holder.admin2,
        set_admin1=holder.admin1,
        set_country=holder.country,
        set_admin1_code=holder.admin1_code,
        set_latitude=holder.latitude,
        set_longitude=holder.longitude,
        set_geo_precision="place"
        if is_spot
        else ("admin1" if holder.level == "place" else holder.level),
    )


def _largest(index: Gazetteer, name: str) -> Place:
    """The country, region or, alone, smaller place that a name means without a holder."""
    if _REGION_CODE.fullmatch(name.upper()) and name.upper() in index.region_of_code:
        return index.region_of_code[name.upper()]
    if (country := _country(index, name)) is not None:
        return country
    regions = _named(index.regions, name)
    return _only_one(name, regions or _smaller(index, name), "a country, region or place")


def _inside(index: Gazetteer, name: str, holder: Place, *, is_last: bool) -> Place:
    """The place of a name in a country or region."""

    def is_held(place: Place) -> bool:
        return place.country == holder.country and holder.admin1_code in (None, place.admin1_code)

    if holder.level == "country":
        regions = [place for place in _named(index.regions, name) if is_held(place)]
        if regions:
            return _only_one(name, regions, "a region")
    found = [place for place in _smaller(index, name) if is_held(place)]
    if found:
        return _only_one(name, found, f"a place in {holder.name}")
    if holder.level == "admin1" and is_last:
        # Its region holds it, wherever there: no coordinates of its own.
        return Place(
            name, "place", holder.country, holder.admin1_code, holder.admin1, None, None, None, 0
        )
    raise CorrectionError(
        f"nothing in {holder.name} is known as {name!r}; a place that the gazetteer lacks needs "
        f'its region: "{name}, region, country"'
    )


def _country(index: Gazetteer, name: str) -> Place | None:
    code = name.upper() if name.upper() in index.country_names else index.countries.get(fold(name))
    if code is None:
        return None
    return Place(index.country_names[code], "country", code, None, None, None, None, None, 0)


def _named(places: dict[str, list[Place]], name: str) -> list[Place]:
    return places.get(fold(name)) or places.get(without_article(fold(name)), [])


def _smaller(index: Gazetteer, name: str) -> list[Place]:
    """Towns by size, else districts."""
    towns = sorted(index.places(fold(name)), key=lambda place: -place.population)
    return towns or _named(index.districts, name)


def _only_one(name: str, candidates: Iterable[Place], what: str) -> Place:
    """The first candidate, where all lie in one region; of one region's towns the largest."""
    found = list(candidates)
    if not found:
        raise CorrectionError(f"{name!r} is not known as {what}")
    where = dict.fromkeys((place.admin1, place.country) for place in found)
    if len(where) > 1:
        shown = ["/".join(filter(None, (name, *place))) for place in list(where)[:5]]
        raise CorrectionError(
            f"{name!r} can be several places ({', '.join(shown)} ...): "
            f'name what it lies in too, "{name}, region, country"'
        )
    return found[0]
