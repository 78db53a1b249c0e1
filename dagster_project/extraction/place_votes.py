"""What the places of an article say of each other: containers, and votes for country and region."""

import re

from dagster_project.extraction.gazetteer import Place, distance_km
from dagster_project.extraction.place_candidates import (
    american_state,
    is_little_known,
    lies_within,
    regions_of_large_towns,
    renown,
    where_actors_fight,
)
from dagster_project.extraction.place_mentions import PlaceMention, PlaceSearch
from dagster_project.extraction.place_patterns import US_STATE

# What stands between a place and the one that holds it: "X, Y", "X in northern Y", "X (Y".
_CONTAINER_FOLLOWS = re.compile(
    r"(?: [a-z]+)?(?:,(?: the)? (?:\w+ )?(?:capital|main town|main city|largest city) of|,| \(|"
    r",? (?:in|of|under|within|(?P<beside>near|southwest of|north of|south of|east of|west of)))"
    r"(?: the)?(?: \w+ern)?(?: (?:province|state|district|region) of)? ?"
    r"(?:restive |troubled |northern |southern |eastern |western |central |rebel-held |the |"
    r"north |south |east |west |northeast |northwest |southeast |southwest |rural )*",
    re.IGNORECASE,
)
# A town that only one region has, in a title that stands outside the text: what the news is of.
_TITLE_VOTE = 1.5
# The weight of a country against that of a town of a million (8 cubed) in a shared name.
# The weight of a capital in a dateline for its region: the newsroom has its desk there.
_DESK_VOTE = 0.5
_COUNTRY_PROMINENCE = 600.0
# The gazetteer lacks most villages: that it knows one of the name somewhere says little.
_LITTLE_KNOWN_VOTE = 0.5
# "the shelling of X", but not "Ann Lee of X", who may have been hurt anywhere.
_AFTER_WORD = re.compile(r"\b[a-z]+ (?:of|on)(?: the)?(?: \w+ern)? $")
_UNKNOWN_TOWN = re.compile(
    r"\b(?:in|at|near|on|outside|around) (?:the )?(?:[a-z]+ of )?(?:[A-Z][\w'-]+ ?){1,3}"
    r"(?:[a-z]+ )?(?:\([^)]{1,30}\))?, $"
)
# The weight of a name with its region behind it, as only places have.
_HELD = 0.9


# "Iraq's Anbar", "the Syrian city of Palmyra": the first holds the second.
_OWNER_PRECEDES = re.compile(
    r"(?:'s)?(?: (?:\w+ern|restive|port|border|coastal|central|capital))*"
    r"(?: (?:city|town|village|province|district|region|governorate|state|department|port) of)? "
)


# "the Damascus suburb of X": X is the place, though it may lie beyond the city's own region.
_QUARTER_OF = re.compile(
    r"(?:'s)? (?:[\w-]+ern )?(?:suburb|neighbou?rhood|quarter|section|satellite town) of "
)
# "X, about 30 miles north of Y".
_DISTANCE = re.compile(
    r",?(?: (?:which|that) (?:is|lies))?(?: (?:located|situated))?"
    r"(?: (?:about|some|around|roughly|approximately|nearly|just|almost|more than|less than))?"
    r" (?P<number>\d{1,3}(?:[.,]\d)?)[ -]?(?P<unit>miles?|mi|km|kms|kilomet(?:er|re)s?)"
    r"(?: \([^)]{3,20}\))?(?: [\w-]+){0,2}? (?:of|from|outside|away from)"
    r"(?: the)?(?: (?:city|town|capital|village|provincial capital|state capital)(?: of)?,?)? ",
    re.IGNORECASE,
)
_NEAR_KM = 60.0
_LONGEST_DISTANCE = 90  # characters
_KM_OF_MILE = 1.609
# Distances in the news are those of roads, and rounded.
_SLACK, _LEAST_SLACK_KM = 1.4, 20.0
_REGION_KM = 150.0  # from a region's middle to its far end


def _keep_those_near(
    search: PlaceSearch, first: PlaceMention, second: PlaceMention, apart: re.Match[str]
) -> None:
    """Of two towns told with their distance: only namesakes so near each other can be meant.

    Where no gazetteer has the first near the second, it lies by the second.
    """
    km = float(apart["number"].replace(",", "."))
    km *= _KM_OF_MILE if apart["unit"].lower().startswith("mi") else 1.0
    reach = km * _SLACK + _LEAST_SLACK_KM
    pairs = [
        (a, b)
        for a in first.candidates
        for b in second.candidates
        if b.depth >= 1 and _are_within(search, a, b, reach)
    ]
    if pairs:
        first.candidates = [a for a in first.candidates if any(a == p for p, _ in pairs)]
        second.candidates = [b for b in second.candidates if any(b == p for _, p in pairs)]
    elif km <= _NEAR_KM:
        first.candidates, first.beside = [], second


def _are_within(search: PlaceSearch, a: Place, b: Place, reach: float) -> bool:
    """Whether two places may lie so near each other; a district is somewhere in its region."""
    ends = []
    for place in (a, b):
        if place.latitude is None and place.admin1_code:
            place = search.gazetteer.region_of_code[place.admin1_code]
            reach += _REGION_KM
        ends.append(place)
    way = distance_km(*ends)
    return way is not None and way <= reach


def attach_containers(search: PlaceSearch) -> None:
    """ "Benton, Arkansas", "X district, Y province", "X, Syria": the second holds the first."""
    norm = search.document.norm
    for first, second in zip(search.mentions, search.mentions[1:], strict=False):
        if first.at < 0 or second.at < first.end:
            continue
        between = norm[first.end : second.at]
        if len(between) < _LONGEST_DISTANCE and (apart := _DISTANCE.fullmatch(between)):
            _keep_those_near(search, first, second, apart)
        if len(between) < 30 and not first.is_demonym and _QUARTER_OF.fullmatch(between):
            first.weight, first.container = min(first.weight, 0.3), []
        if len(between) < 30 and _OWNER_PRECEDES.fullmatch(between):
            owners = [c for c in first.candidates if c.level in ("country", "admin1")]
            if owners and not second.is_demonym:
                second.container = owners
        if len(between) < 45 and (follows := _CONTAINER_FOLLOWS.fullmatch(between)):
            holders = [c for c in second.candidates if c.level in ("country", "admin1", "admin2")]
            if follows["beside"] and not any(lies_within(c, holders) for c in first.candidates):
                continue  # "X district, near the border of Y": not in Y
            if holders:
                first.container = holders + second.container
                if _AFTER_WORD.search(norm, max(0, first.at - 30), first.at) and any(
                    c.depth >= 2 and lies_within(c, holders) for c in first.candidates
                ):
                    first.weight = max(first.weight, _HELD)  # "the shelling of X, Y"
                if first.is_origin:
                    second.is_origin, second.weight = True, min(second.weight, 0.3)
    for mention in search.mentions:
        if mention.at >= 0:
            match = US_STATE.match(norm[mention.end : mention.end + 8])
            if match:
                region = american_state(search.gazetteer, match)
                if region is not None and (norm[mention.end] == "," or not match[1].isalpha()):
                    mention.container = [region]
                    mention.weight = max(mention.weight, 0.4)
    _weigh_holders_of_unknown(search)
    for first, second in reversed(list(zip(search.mentions, search.mentions[1:], strict=False))):
        if (
            first.container
            and second.container
            and any(c in second.candidates for c in first.container)
        ):
            new = [c for c in second.container if c not in first.container]
            first.container = [*first.container, *new]


def _weigh_holders_of_unknown(search: PlaceSearch) -> None:
    """ "in Torotorow, Lower Shabelle": where no gazetteer has the town, its region is the place."""
    norm, before = search.document.norm, 0
    for mention in search.mentions:
        known, before = before, max(before, mention.end)
        if mention.at < 0 or mention.weight >= _HELD or mention.is_demonym or mention.is_origin:
            continue
        if norm[mention.at - 2 : mention.at] != ", " or not any(
            c.level in ("admin1", "admin2") for c in mention.candidates
        ):
            continue
        town = _UNKNOWN_TOWN.search(norm, max(known, mention.at - 60), mention.at)
        if town is not None:
            mention.weight = _HELD


def vote(search: PlaceSearch) -> None:
    """Let every mention vote for its country and region, the surer the more."""
    for mention in search.mentions:
        if search.fought_over and len(mention.candidates) > 1:
            mention.candidates = where_actors_fight(mention.candidates, search.fought_over)
        weight = max(0.1, mention.weight)
        if any(c.level == "admin1" for c in mention.candidates) and not mention.is_partial:
            weight = max(weight, 0.6)
        if mention.is_demonym:
            weight = 1.0  # "Lebanese soldiers": whose people the article is about
        if mention.is_dateline:
            weight = 2.0
        narrowed = (
            [c for c in mention.candidates if lies_within(c, mention.container)]
            if mention.container
            else []
        )
        candidates = narrowed or mention.candidates
        if narrowed:
            weight *= 2
        elif is_little_known(search.gazetteer, candidates):
            weight *= _LITTLE_KNOWN_VOTE
        for c in candidates:
            search.names_for[c.country or ""].add(c.name)
        countries = {c.country for c in candidates}
        regions = {c.admin1_code for c in candidates}
        if len(countries) == 1:
            country = candidates[0].country or ""
            search.country_votes[country] += weight * (0.8 if mention.is_demonym else 1.0)
            search.sure_votes[country] += weight
            search.places_for[country] += not mention.is_demonym
        else:
            _share_among_countries(search, candidates, weight)
        if mention.is_dateline and _is_capital(search, candidates):
            weight = _DESK_VOTE
        if mention.at < 0 and len(regions) == 1 and not mention.is_partial:
            weight = max(weight, _TITLE_VOTE)
        if len(regions) == 1 and next(iter(regions)) and candidates[0].level != "country":
            search.region_votes[next(iter(regions)) or ""] += weight
        elif len(regions) > 1:
            _share_among_regions(search, candidates, weight)
    search.country_votes.pop("", None)


def _is_capital(search: PlaceSearch, candidates: list[Place]) -> bool:
    capitals = search.gazetteer.capitals
    return any(
        (capital := capitals.get(c.country or "")) is not None
        and (capital.name, capital.admin1_code) == (c.name, c.admin1_code)
        for c in candidates
    )


def _share_among_regions(search: PlaceSearch, candidates: list[Place], weight: float) -> None:
    """A name of several regions votes for each by its prominence; a region's own name for most.

    A region does not outvote a city abroad that is known more widely, unless a capital lies in it.
    """
    values = [_prominence_vote(search, c) for c in candidates]
    total = sum(values)
    told = list(zip(candidates, values, strict=True))
    regions = [
        c
        for c, value in told
        if c.level == "admin1"
        and (
            all(o.country == c.country or o.level != "place" or v <= value for o, v in told)
            or _is_capital(search, [o for o in candidates if o.admin1_code == c.admin1_code])
        )
    ]
    for candidate, value in told:
        is_namesake = (
            bool(regions)
            and candidate.level == "place"
            and candidate.admin1_code != regions[0].admin1_code
        )
        if candidate.admin1_code and not is_namesake:
            share = max(value / total, 0.6) if candidate in regions else value / total
            search.region_votes[candidate.admin1_code] += 0.6 * weight * share


def _prominence_vote(search: PlaceSearch, place: Place) -> float:
    return renown(search.gazetteer, place) ** 3


def _share_among_countries(search: PlaceSearch, candidates: list[Place], weight: float) -> None:
    """A name of several countries votes for each by its most prominent place there."""
    best: dict[str, float] = {}
    known = regions_of_large_towns(candidates)
    for c in candidates:
        value = _prominence_vote(search, c)
        if c.level == "country":
            value = _COUNTRY_PROMINENCE
        elif c.depth < 3 and c.admin1_code in known:
            value *= 2
        if c.country:
            best[c.country] = max(best.get(c.country, 0.0), value)
    total = sum(best.values()) or 1.0
    for country, value in best.items():
        search.country_votes[country] += weight * 0.8 * value / total


def most_voted(votes: dict[str, float]) -> str | None:
    """The key with the most votes, the first of the alphabet on a tie; None without votes."""
    if not votes:
        return None
    return max(sorted(votes), key=lambda k: votes[k])
