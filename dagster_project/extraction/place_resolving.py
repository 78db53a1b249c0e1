"""The one place that a name stands for, in the company of the article's other places."""

from dataclasses import replace
from functools import lru_cache

from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import Place, distance_km
from dagster_project.extraction.place_candidates import (
    is_far_from,
    lies_within,
    place_inside,
    prominence,
    regions_of_large_towns,
    renown,
)
from dagster_project.extraction.place_mentions import PlaceMention, PlaceSearch

# With these words a region or district is meant, not the town that bears its name.
_REGION_KINDS = frozenset("province governorate state district county department region".split())
# With these words, or none, a town of another region than the article's is a namesake.
_SMALL_KINDS = frozenset(
    "village villages hamlet block mandal tola locality tehsil taluk taluka subdistrict "
    "neighborhood neighbourhood".split()
)
_TOWN_KINDS = (None, "area", "forest", *sorted(_SMALL_KINDS))
_PARTS_OF_TOWNS = ("neighborhood", "neighbourhood", "district")
_NEAR_TOWN = 50_000  # inhabitants of a town that something is told to be near
_KNOWN_TOWN = 10_000  # inhabitants
_KNOWN_ABROAD = 100_000  # inhabitants of a town that foreign news may name without its country
_LARGE_ABROAD = 1_000_000  # of one that only bears the name beside its own
_CITY = 500_000  # inhabitants of a city whose name, where it is the only one, needs no country
_SUBURB_KM = 20.0  # from the middle of a city
_SURE = 0.5  # half the vote of one name that only one country has
_SHARE_OF_HOME = 0.15  # of all such votes
_LEAST_KNOWN = 30.0  # how many times better known a namesake abroad may be
# Countries whose regions the news means when it names them, though a town bears the name too.
_FEDERATIONS = frozenset("USA CAN AUS BRA MEX ARG".split())


def resolve_place(search: PlaceSearch, mention: PlaceMention) -> Place | None:
    """The likeliest of a mention's candidates; None where a namesake is all that there is."""
    candidates = mention.candidates
    if not candidates:
        return None
    if mention.container:
        narrowed = [c for c in candidates if lies_within(c, mention.container)]
        if narrowed or (narrowed := _just_outside(candidates, mention.container)):
            candidates = narrowed
        elif mention.suffix in _SMALL_KINDS or not any(
            c.level in ("country", "admin1") for c in candidates
        ):
            # Named inside a district or region where no gazetteer has it: unknown there.
            holder = max(mention.container, key=lambda c: c.depth)
            if holder.depth >= 1:
                return place_inside(mention.name, holder)
    if search.newsroom is not None and not mention.container:
        candidates = _known_to_readers(search, candidates)
        if not candidates:
            return None
    best = _likeliest(search, candidates)
    towns = [c for c in candidates if c.level == "place" and c.population >= _NEAR_TOWN]
    if mention.is_near and mention.suffix is None and best.level == "admin1" and towns:
        best = _likeliest(search, towns)  # "near Beni" is near a town, not a region
    if not mention.container and (
        (best.level == "place" and _is_foreign_namesake(search, mention, best))
        or _is_lone_namesake(search, mention, best)
        or (mention.suffix in _PARTS_OF_TOWNS and _is_namesake_of_part(search, mention, best))
        or (
            mention.suffix in _TOWN_KINDS
            and (best.level == "place" or _is_only_a_district(best, candidates))
            and _is_distant_namesake(search, best, candidates)
        )
    ):
        return None
    if best.level in ("admin1", "admin2") and mention.suffix not in _REGION_KINDS:
        named_alike = [*candidates, *search.gazetteer.places(fold(best.name))]
        town = _town_of_same_name(best, named_alike, mention.is_near)
        if town is None and best.level == "admin2" and mention.is_near and mention.suffix is None:
            return replace(best, level="place")  # "south of X" is of the town, listed or not
        return town or best
    if best.level == "place" and best.admin2 is None:
        return _in_district(best, [*candidates, *mention.container])
    return best


def _just_outside(candidates: list[Place], holders: list[Place]) -> list[Place]:
    """ "Douma, Damascus": a suburb that lies in the region around the city's own."""
    return [
        c
        for c in candidates
        if c.level == "place"
        and any(
            h.country == c.country
            and h.level in ("admin1", "place")
            and (apart := distance_km(c, h)) is not None
            and apart <= _SUBURB_KM
            for h in holders
        )
    ]


def _known_to_readers(search: PlaceSearch, candidates: list[Place]) -> list[Place]:
    """In local news a name is a place at home, unless the article names the country abroad."""
    home = search.newsroom.country if search.newsroom is not None else None
    at_home = [c for c in candidates if c.country == home]
    if at_home:
        return at_home
    named = {c.country for m in search.mentions for c in m.candidates if c.level == "country"}
    return [c for c in candidates if c.country in named]


def _likeliest(search: PlaceSearch, candidates: list[Place]) -> Place:
    """By the votes of the article for country and region, then by how widely a place is known."""
    candidates = _at_home(search, candidates)
    if len(candidates) == 1:
        return candidates[0]
    known = regions_of_large_towns(candidates)
    country_votes, region_votes = search.country_votes, search.region_votes
    total_country = sum(country_votes.values()) or 1.0
    total_region = sum(region_votes.values()) or 1.0

    def rank(place: Place) -> tuple[float, str, str]:
        value = 8.0 * country_votes.get(place.country or "", 0.0) / total_country
        code = place.admin1_code or ""
        if code:
            value += 6.0 * region_votes.get(code, 0.0) / total_region
        value += 0.55 * renown(search.gazetteer, place)
        if place.depth < 3:
            if place.level == "admin2" and _is_only_a_district(place, candidates):
                value -= 0.5
            if place.admin1_code in known:
                value += 1.0
        return -value, place.name, code

    return min(candidates, key=rank)


def _at_home(search: PlaceSearch, candidates: list[Place]) -> list[Place]:
    """Those in the country that the rest of the article is surely about, if well enough known."""
    votes = search.sure_votes
    if len({c.country for c in candidates}) < 2 or not votes:
        return candidates
    told = {c.country or "": votes.get(c.country or "", 0.0) for c in candidates}
    home = min(told, key=lambda c: (-told[c], c))
    others = max(v for c, v in told.items() if c != home)
    if told[home] < _SURE or told[home] < 1.5 * others:
        return candidates
    if told[home] < _SHARE_OF_HOME * sum(votes.values()):
        return candidates  # the article is about another country altogether
    here = [c for c in candidates if c.country == home]
    best = max(prominence(search.gazetteer, c) for c in candidates)
    if here and max(prominence(search.gazetteer, c) for c in here) * _LEAST_KNOWN >= best:
        return here
    return candidates


def _is_foreign_namesake(search: PlaceSearch, mention: PlaceMention, place: Place) -> bool:
    """Whether a town lies in a country that has no part in the article."""
    if (
        place.population >= _CITY
        and not search.document.is_capitals
        and (
            fold(place.name) == fold(mention.name)
            or fold(mention.name) in search.gazetteer.own_places
        )
        and all(c.country == place.country for c in mention.candidates)
    ):
        return False  # no other country has a place of its name
    if not search.country or place.country == search.country:
        return False
    if fold(place.name) == fold(place.admin1 or ""):
        return False  # the chief town of a region, which is widely known
    total = sum(search.country_votes.values()) or 1.0
    share = search.country_votes.get(place.country or "", 0.0) / total
    home = search.country_votes.get(search.country, 0.0) / total
    is_own_name = fold(place.name) == fold(mention.name)
    return home > 0.5 and share < 0.2 and (place.population < 3_000_000 or not is_own_name)


def _is_lone_namesake(search: PlaceSearch, mention: PlaceMention, place: Place) -> bool:
    """Whether a town of no renown is all that speaks for its country, and others for another.

    Of most villages the gazetteer knows nothing, or only a namesake on the other side of the world.
    """
    if place.depth < 2 or (place.level == "admin2" and mention.suffix in _REGION_KINDS):
        return False
    same = [c for c in mention.candidates if c.country == place.country]
    if fold(mention.name) in search.gazetteer.own_places and len(same) == len(mention.candidates):
        return False  # a place of the project's own list, which no other country has
    if search.names_for[place.country or ""] - {c.name for c in same}:
        return False
    is_own_name = fold(place.name) == fold(mention.name)
    known = _KNOWN_ABROAD if is_own_name else _LARGE_ABROAD
    if max(c.population for c in [place, *same]) >= known or mention.is_dateline or mention.at < 0:
        return False
    own = search.sure_votes.get(place.country or "", 0.0)
    return any(
        votes >= _SURE
        and votes > own
        and (search.places_for[home] or is_far_from(search.gazetteer, place, home))
        for home, votes in search.sure_votes.items()
        if home != place.country
    )


def _is_of_main_region(search: PlaceSearch, place: Place) -> bool:
    """Whether no other region is spoken of more: a neighbourhood is of a town told elsewhere."""
    votes = search.region_votes
    return not votes or votes.get(place.admin1_code or "", 0.0) >= max(votes.values())


def _is_namesake_of_part(search: PlaceSearch, mention: PlaceMention, place: Place) -> bool:
    """Whether a neighbourhood only bears the name of a place: of another region, or a US town."""
    if place.country == "USA" and place.level == "place":
        return True
    return mention.suffix != "district" and not _is_of_main_region(search, place)


def _is_distant_namesake(search: PlaceSearch, place: Place, candidates: list[Place]) -> bool:
    """Whether a small town or a district lies in a region that the article hardly speaks of.

    A town of some size is none where its country has no other of the name, if small letters tell
    names from words.
    """
    regions = {c.admin1_code for c in candidates if c.country == place.country}
    is_only_one = len(regions) == 1 and place.population >= _KNOWN_TOWN
    if is_only_one and not search.document.is_capitals:
        return False
    if not place.admin1_code or (place.level == "place" and not 0 < place.population < 150_000):
        return False
    total = sum(search.region_votes.values()) or 1.0
    share = search.region_votes.get(place.admin1_code, 0.0) / total
    top = max(search.region_votes.values(), default=0.0) / total
    return top > 0.3 and share < 0.4 * top


def _is_only_a_district(place: Place, candidates: list[Place]) -> bool:
    """Whether a name is that of a district without a town of its name."""
    return place.level == "admin2" and not any(
        c.level == "place" and c.admin1_code == place.admin1_code for c in candidates
    )


def _town_of_same_name(region: Place, candidates: list[Place], is_near: bool) -> Place | None:
    """ "in Homs": the town bears its region's name; both are then right, and the town says more.

    ``is_near``: "south of Homs" can only be the town.
    """
    is_district = region.level == "admin2"
    if not is_district and region.country in _FEDERATIONS and region.name != "New York":
        return None
    towns = [
        p
        for p in candidates
        if p.level == "place"
        and p.admin1_code == region.admin1_code
        and (p.population >= 20_000 or is_district or is_near)
    ]
    if not towns:
        return None
    town = max(towns, key=lambda p: p.population)
    return town if town.admin2 == region.admin2 else _town_in(town, region.admin2)


def _in_district(town: Place, neighbours: list[Place]) -> Place:
    """The town with the district that the text or a district of the same name gives it."""
    for place in neighbours:
        if place.level == "admin2" and place.admin1_code == town.admin1_code:
            return _town_in(town, place.admin2)
    return town


@lru_cache(maxsize=10_000)
def _town_in(town: Place, district: str | None) -> Place:
    """A town with its district; the news names the same ones often."""
    return replace(town, admin2=district)
