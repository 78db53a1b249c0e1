"""Whether two reported places can be one, and how loosely."""

import functools
import math
import re
import unicodedata

from dagster_project.linking.reports import LinkableReport

SAME_PLACE_KM = 25.0  # the codebook, on one incident from several reports
EARTH_RADIUS_KM = 6371.0
POINT_PRECISIONS = frozenset({"place", "near_place"})

# How loosely two places fit; each step asks for one more agreement elsewhere.
SAME = 0  # one place, or two within 25 km
IN_ONE_REGION = 1  # one is the district or region that the other lies in
IN_ONE_COUNTRY = 2  # one is the country, or both lie in one region and cannot be measured
UNPLACED = 3  # one has no country

GEO_RANK = {"place": 0, "near_place": 1, "admin2": 2, "admin1": 3, "country": 4, "unknown": 5}


def place_looseness(first: LinkableReport, second: LinkableReport) -> int | None:
    """How loosely the places of two reports fit, 0 to 3; None where they are two places."""
    if first.country and second.country and first.country != second.country:
        return None
    ranks = sorted((GEO_RANK[first.geo_precision], GEO_RANK[second.geo_precision]))
    if ranks[1] == GEO_RANK["unknown"] or not (first.country and second.country):
        return UNPLACED
    if ranks[1] == GEO_RANK["country"]:
        return IN_ONE_COUNTRY
    if ranks[1] == GEO_RANK["admin1"]:
        return IN_ONE_REGION if in_same_region(first, second) else None
    if ranks[1] == GEO_RANK["admin2"]:
        return _district_looseness(first, second)
    return _point_looseness(first, second)


def distance_km(first: LinkableReport, second: LinkableReport) -> float | None:
    """Great-circle distance of the two points (haversine); None where one has no point."""
    if first.latitude is None or first.longitude is None:
        return None
    if second.latitude is None or second.longitude is None:
        return None
    south, north = math.radians(first.latitude), math.radians(second.latitude)
    east = math.radians(second.longitude - first.longitude)
    half = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


@functools.lru_cache(maxsize=100_000)
def folded(name: str | None) -> str | None:
    """A name without case, accents, spaces and signs: "Nad-e Ali" and "nad e ali" are one."""
    if not name:
        return None
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]+", "", decomposed) or None


def in_same_region(first: LinkableReport, second: LinkableReport) -> bool:
    """Whether both lie in one governorate, province or state, by code, else by name."""
    if first.admin1_code and second.admin1_code:
        return first.admin1_code == second.admin1_code
    region = folded(first.admin1)
    return region is not None and region == folded(second.admin1)


def _point_looseness(first: LinkableReport, second: LinkableReport) -> int | None:
    distance = distance_km(first, second)
    if distance is not None:
        return SAME if distance <= SAME_PLACE_KM else None
    in_region = in_same_region(first, second)
    if folded(first.place) is not None and folded(first.place) == folded(second.place):
        region_unknown = not (first.admin1 and second.admin1)
        return SAME if in_region else IN_ONE_REGION if region_unknown else None
    return IN_ONE_COUNTRY if in_region else None


def _district_looseness(first: LinkableReport, second: LinkableReport) -> int | None:
    distance = distance_km(first, second)
    if distance is not None and distance <= SAME_PLACE_KM:
        return IN_ONE_REGION
    if not in_same_region(first, second):
        return None
    districts = folded(first.admin2), folded(second.admin2)
    if None in districts:
        return IN_ONE_COUNTRY
    return IN_ONE_REGION if districts[0] == districts[1] else None
