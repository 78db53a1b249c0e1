"""Places of the world by name: countries, regions, districts and towns.

Countries, regions and districts are the project's seeds. Towns are GeoNames, looked up in the
index file of ``town_index``.
"""

import csv
import json
import re
import sqlite3
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from math import cos, hypot, radians
from pathlib import Path

from dagster_project.extraction.folding import fold, with_plain_article, without_article
from dagster_project.extraction.town_index import name_sieve, town_index

SEEDS = Path(__file__).resolve().parents[2] / "dbt" / "seeds"
_LEVELS = {"country": 0, "admin1": 1, "admin2": 2, "place": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """One place. ``level``: country, admin1, admin2 or place; ``population`` 0 where unknown."""

    name: str
    level: str
    country: str | None
    admin1_code: str | None
    admin1: str | None
    admin2: str | None
    latitude: float | None
    longitude: float | None
    population: int
    # 0 for a country up to 3 for a town; asked for so often that it is kept.
    depth: int = field(init=False, repr=False, compare=False)
    # How widely it is known, once asked: inhabitants, and a measure of them by which names vote.
    known: tuple[float, float] | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", _LEVELS[self.level])


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance by the equirectangular approximation, good to 1 % below 500 km.

    None where a place has no coordinates.
    """
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return None
    east = (b.longitude - a.longitude + 180.0) % 360.0 - 180.0  # the short way round
    x = east * cos(radians((a.latitude + b.latitude) / 2))
    return hypot(x, b.latitude - a.latitude) * 111.2


_LARGE_TOWN = 100_000  # inhabitants
_SAINT = re.compile(r"^saint ")


def seed_rows(name: str) -> list[dict[str, str]]:
    """The rows of a reference data file of dbt/seeds; FileNotFoundError where it is missing."""
    path = SEEDS / name
    if not path.exists():
        raise FileNotFoundError(f"the reference data file {path} is missing")
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _number(text: str) -> float | None:
    return float(text) if text else None


class Gazetteer:
    """Candidates for a name. All lookups take names as text has them, in any case."""

    def __init__(self) -> None:
        self.country_of_iso2: dict[str, str] = {}
        self.country_names: dict[str, str] = {}
        self.country_population: dict[str, int] = {}
        for row in seed_rows("countries.csv"):
            self.country_of_iso2[row["iso2"]] = row["country_code"]
            self.country_names[row["country_code"]] = row["country_name"]
            self.country_population[row["country_code"]] = int(row["population"] or 0)
        self.countries: dict[str, str] = {}
        self.demonyms: dict[str, str] = {}
        for code, name in self.country_names.items():
            self.countries[fold(name)] = code
        for row in seed_rows("country_aliases.csv"):
            target = self.countries if row["alias_kind"] == "name" else self.demonyms
            target.setdefault(fold(row["alias"]), row["country_code"])
            if row["alias_kind"] != "name" and row["alias"].endswith(("n", "i")):
                target.setdefault(fold(row["alias"]) + "s", row["country_code"])
        self.regions: dict[str, list[Place]] = {}
        self.region_of_code: dict[str, Place] = {}
        self.regions_of_country: dict[str, list[Place]] = {}
        self.region_of_geonames: dict[tuple[str, str], Place] = {}
        for row in seed_rows("regions.csv"):
            place = Place(
                row["admin1_name"],
                "admin1",
                row["country_code"],
                row["admin1_code"],
                row["admin1_name"],
                None,
                _number(row["latitude"]),
                _number(row["longitude"]),
                0,
            )
            self.region_of_code[row["admin1_code"]] = place
            self.regions_of_country.setdefault(row["country_code"], []).append(place)
            if row["geonames_admin1"]:
                self.region_of_geonames.setdefault(
                    (row["country_code"], row["geonames_admin1"]), place
                )
            self._add(self.regions, row["admin1_name"], place)
        # "Tex.", "Ill.": without their full stop they are words and people's names.
        self.abbreviations: set[str] = set()
        for row in seed_rows("region_aliases.csv"):
            self._add(self.regions, row["alias"], self.region_of_code[row["admin1_code"]])
            if row["alias"].endswith("."):
                self.abbreviations.add(fold(row["alias"]))
        self.districts: dict[str, list[Place]] = {}
        for row in seed_rows("districts.csv"):
            region = self.region_of_code[row["admin1_code"]]
            place = Place(
                row["admin2_name"],
                "admin2",
                region.country,
                region.admin1_code,
                region.admin1,
                row["admin2_name"],
                None,
                None,
                0,
            )
            self._add(self.districts, row["admin2_name"], place)
        self.own_places: dict[str, list[Place]] = {}
        self.own_names: set[tuple[str, str | None]] = set()
        for row in seed_rows("place_aliases.csv"):
            holder = self.region_of_code.get(row["admin1_code"])
            place = Place(
                row["place_name"],
                "place",
                row["country_code"],
                row["admin1_code"] or None,
                holder.admin1 if holder else None,
                None,
                _number(row["latitude"]),
                _number(row["longitude"]),
                0,
            )
            self._add(self.own_places, row["alias"], place)
            self.own_names.add((place.name, place.country))
        self.similar_names = lru_cache(maxsize=20_000)(self._similar_names)
        self._database = sqlite3.connect(
            f"file:{town_index()}?mode=ro", uri=True, check_same_thread=False
        )
        self._sieve = name_sieve(self._database)
        self.towns = lru_cache(maxsize=50_000)(self._towns)
        self.places = lru_cache(maxsize=20_000)(self._places)
        self.capitals: dict[str, Place] = {}
        for code, name in self._database.execute("select country, name from capitals"):
            found = [p for p in self.towns(fold(name)) if p.country == code]
            if found:
                self.capitals[code] = max(found, key=lambda p: p.population)

    @staticmethod
    def _add(index: dict[str, list[Place]], name: str, place: Place) -> None:
        for key in {fold(name), without_article(fold(name))}:
            entries = index.setdefault(key, [])
            if place not in entries:
                entries.append(place)

    def _towns(self, key: str) -> tuple[Place, ...]:
        if not self._sieve.may_hold(key):
            return ()
        row = self._database.execute("select towns from names where name = ?", (key,)).fetchone()
        if row is None:
            return ()
        places = []
        for name, iso2, admin1, latitude, longitude, population in json.loads(row[0]):
            country = self.country_of_iso2.get(iso2)
            region = self.region_of_geonames.get((country or "", admin1))
            places.append(
                Place(
                    name,
                    "place",
                    country,
                    region.admin1_code if region else None,
                    region.admin1 if region else None,
                    None,
                    latitude,
                    longitude,
                    population,
                )
            )
        return tuple(places)

    def _similar_names(self, key: str, level: str) -> tuple[str, ...]:
        """Region or district names almost equal to a folded name: the closest, and respellings."""
        index = self.regions if level == "admin1" else self.districts
        near = [name for name in index if name[0] == key[0] and abs(len(name) - len(key)) <= 2]
        close = get_close_matches(key, near, n=1, cutoff=0.88)
        respelt = [name for name in near if name not in close and _is_respelt(key, name)]
        return (*close, *respelt)

    def has_place(self, key: str) -> bool:
        """Whether a folded name is that of any country, region, district or town."""
        return (
            key in self.countries
            or key in self.regions
            or key in self.districts
            or key in self.own_places
            or bool(self.towns(key))
            or ((plain := with_plain_article(key)) != key and self.has_place(plain))
        )

    def _places(self, key: str) -> tuple[Place, ...]:
        """Towns of a folded name: the project's own first, then GeoNames."""
        own = [self._peopled(place) for place in self.own_places.get(key, [])]
        ours = {place.country for place in own}
        found = (town for town in self.towns(key) if town.country not in ours)
        places = (*own, *(town for town in found if _is_called(town, key)))
        if not places and (plain := with_plain_article(key)) != key:
            return self.places(plain)
        return places

    def _peopled(self, place: Place) -> Place:
        """A place of the project's own list with the inhabitants that GeoNames gives its town."""
        for town in self.towns(fold(place.name)):
            if (town.country, town.admin1_code) == (place.country, place.admin1_code):
                return replace(place, population=town.population)
        return place


def _is_called(town: Place, key: str) -> bool:
    """Whether a town is called so: American ones have one spelling, the rest is their quarters'.

    GeoNames gives Las Vegas "Westside" too. "Lexington" is Lexington-Fayette all the same.
    """
    name = fold(town.name)
    if town.country != "USA" or name == key:
        return True
    is_longer = name.startswith(f"{key} ") and town.population >= _LARGE_TOWN
    return is_longer or name == _SAINT.sub("st ", key)


def _is_respelt(key: str, name: str) -> bool:
    """Whether two names differ only by an "h" or by two letters that changed places."""
    if key.replace("h", "") == name.replace("h", ""):
        return True
    if len(key) != len(name):
        return False
    odd = [k for k in range(len(key)) if key[k] != name[k]]
    return (
        len(odd) == 2
        and odd[1] == odd[0] + 1
        and key[odd[0]] == name[odd[1]]
        and (key[odd[1]] == name[odd[0]])
    )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The one gazetteer of this process, read when it is first needed."""
    return Gazetteer()
