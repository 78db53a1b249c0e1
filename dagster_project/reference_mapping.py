"""What the names in UCDP's and ACLED's tables are to us: countries, regions and actors.

The dictionaries are the extractor's, so that a name means the same in an article and in a release.
"""

import hashlib
from functools import lru_cache
from typing import Any, NamedTuple

from dagster_project.extraction.actors import ActorIndex, actor_index
from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import Gazetteer, Place, distance_km, gazetteer
from dagster_project.paths import SEEDS_DIR
from dagster_project.reference.names import (
    actor_forms,
    country_forms,
    place_forms,
    region_forms,
    state_force_of,
)

# Of the rules below: a new one makes every loaded release be mapped again.
MAPPING_VERSION = "1"
_DICTIONARIES = (
    "actor_aliases.csv",
    "actors.csv",
    "countries.csv",
    "country_aliases.csv",
    "place_aliases.csv",
    "region_aliases.csv",
    "regions.csv",
)
# A town of the same name that lies further away is another town.
_SAME_TOWN_KM = 25
# UCDP files what happens there under the state that it names a party: Israel. ISO has a code.
_TERRITORIES = {"ISR": "PSE"}
# Newsrooms mean the larger Congo by it; UCDP calls that one DR Congo.
_OTHER_THAN_IN_NEWS = {"Congo": "COG"}


class Mapped(NamedTuple):
    """Where an event happened, to us. ``mapped_by``: name, spelling, place; None if it was not."""

    country_code: str | None
    admin1_code: str | None
    mapped_by: str | None


def mapping_digest() -> str:
    """Of everything that a mapped row depends on besides the release: 16 hexadecimal digits."""
    digest = hashlib.sha256(MAPPING_VERSION.encode())
    for name in _DICTIONARIES:
        digest.update((SEEDS_DIR / name).read_bytes())
    return digest.hexdigest()[:16]


class ReferenceMapper:
    """Looks names up once each. Rows of a release repeat the same few thousand."""

    def __init__(self, places: Gazetteer | None = None, actors: ActorIndex | None = None) -> None:
        self._places = places or gazetteer()
        self._actors = actors or actor_index()
        self.country = lru_cache(maxsize=10_000)(self._country)
        self.actor = lru_cache(maxsize=100_000)(self._actor)
        self.region = lru_cache(maxsize=100_000)(self._region)

    def place(
        self,
        country: str,
        admin1: str | None,
        place: str | None,
        latitude: float,
        longitude: float,
    ) -> Mapped:
        """By the region's name; else by the place's, if the coordinates say that it is the one.

        Never by the nearest region: its centre tells nothing of its borders.
        """
        code = self.country(country)
        if code is None:
            return Mapped(None, None, None)
        codes = (code, _TERRITORIES[code]) if code in _TERRITORIES else (code,)
        if admin1 is None:  # the event is known to the country only
            return Mapped(code, None, None)
        for candidate in codes:
            found, mapped_by = self.region(candidate, admin1)
            if found is not None:
                return Mapped(candidate, found, mapped_by)
        here = Place("", "place", code, None, None, None, latitude, longitude, 0)
        for form in place_forms(place) if place else ():
            towns = [
                (distance, town.country, town.admin1_code)
                for town in self._places.places(fold(form))
                if town.country in codes
                and town.admin1_code is not None
                and (distance := distance_km(here, town)) is not None
                and distance <= _SAME_TOWN_KM
            ]
            if towns:
                _, owner, nearest = min(towns, key=str)
                return Mapped(owner, nearest, "place")
        return Mapped(code, None, None)

    def _country(self, name: str) -> str | None:
        """ISO 3166-1 alpha-3 of a country's name."""
        if name in _OTHER_THAN_IN_NEWS:
            return _OTHER_THAN_IN_NEWS[name]
        known = self._places.countries
        return next(
            (known[key] for form in country_forms(name) if (key := fold(form)) in known), None
        )

    def _region(self, country: str, name: str) -> tuple[str | None, str | None]:
        forms = [fold(form) for form in region_forms(name)]
        for form in forms:
            if code := self._region_called(form, country):
                return code, "name"
        for form in forms:
            for similar in self._places.similar_names(form, "admin1") if form else ():
                if code := self._region_called(similar, country):
                    return code, "spelling"
        return None, None

    def _region_called(self, key: str, country: str) -> str | None:
        regions = [r for r in self._places.regions.get(key, ()) if r.country == country]
        return regions[0].admin1_code if len(regions) == 1 else None

    def _actor(self, name: str, country: str | None) -> str | None:
        """The actor whose whole name this is; one that it only contains is another actor."""
        force = state_force_of(name)
        if force is not None:
            owner = self.country(force.country)
            return self._actors.state(force.branch, owner).actor_id if owner else None
        for form in actor_forms(name):
            for match in self._actors.find(form, country):
                if match.words == form:
                    return match.actor.actor_id
        return None


def mapped_ged(row: dict[str, Any], mapper: ReferenceMapper) -> dict[str, Any]:
    """A row of UCDP GED with our codes beside its names."""
    where = mapper.place(
        row["country"],
        row["adm_1"],
        row["where_coordinates"],
        row["latitude"],
        row["longitude"],
    )
    return {
        **row,
        "country_code": where.country_code,
        "admin1_code": where.admin1_code,
        "admin1_mapped_by": where.mapped_by,
        "side_a_actor_id": mapper.actor(row["side_a"], where.country_code),
        "side_b_actor_id": mapper.actor(row["side_b"], where.country_code),
    }


def mapped_acled(row: dict[str, Any], mapper: ReferenceMapper) -> dict[str, Any]:
    """A row of ACLED with our codes beside its names."""
    where = mapper.place(
        row["country"], row["admin1"], row["location"], row["latitude"], row["longitude"]
    )
    actors = {
        f"{name}_id": mapper.actor(row[name], where.country_code) if row[name] else None
        for name in ("actor1", "actor2")
    }
    return {
        **row,
        "country_code": where.country_code,
        "admin1_code": where.admin1_code,
        "admin1_mapped_by": where.mapped_by,
        **actors,
    }
