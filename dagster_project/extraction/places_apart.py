"""Whether two places that a text names can be one."""

from dagster_project.extraction.gazetteer import distance_km
from dagster_project.extraction.place_mentions import PlaceMention

_SAME_PLACE_KM = 25.0


def places_differ(a: PlaceMention | None, b: PlaceMention | None) -> bool:
    """Whether two places cannot be one: other regions, or towns far apart."""
    if a is None or b is None:
        return False
    p, q = a.place, b.place
    if p is None or q is None:
        return p is None and q is None and a.name.lower() != b.name.lower()
    if p.country != q.country:
        return True
    if p.admin1_code and q.admin1_code and p.admin1_code != q.admin1_code:
        return True
    if p.level == "place" and q.level == "place" and p.name != q.name:
        apart = distance_km(p, q)
        return apart is None or apart > _SAME_PLACE_KM
    if p.level == "admin2" and q.level == "admin2":
        return p.name != q.name
    return False


def in_other_countries(a: PlaceMention | None, b: PlaceMention | None) -> bool:
    """Whether two places are known to lie in two countries."""
    if a is None or b is None or a.place is None or b.place is None:
        return False
    return a.place.country != b.place.country


def in_other_regions(a: PlaceMention | None, b: PlaceMention | None) -> bool:
    """Whether two places are known to lie in two countries, or two regions of one."""
    if a is None or b is None or a.place is None or b.place is None:
        return False
    regions = (a.place.admin1_code, b.place.admin1_code)
    return in_other_countries(a, b) or (None not in regions and regions[0] != regions[1])
