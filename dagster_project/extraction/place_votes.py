"""What the places of an article say of each other: containers, and votes for country and region."""

import re

from dagster_project.extraction.gazetteer import Place
from dagster_project.extraction.place_candidates import (
    american_state,
    is_little_known,
    lies_within,
    regions_of_large_towns,
    renown,
    where_actors_fight,
)
from dagster_project.extraction.place_mentions import PlaceSearch
from dagster_project.extraction.place_patterns import US_STATE

# What stands between a place and the one that holds it: "X, Y", "X in northern Y", "X (Y".
_CONTAINER_FOLLOWS = re.compile(
    r"(?: [a-z]+)?(?:,(?: the)? (?:\w+ )?(?:capital|main town|main city|largest city) of|,| \(|"
    r",? (?:in|of|under|within|(?P<beside>near|southwest of|north of|south of|east of|west of)))"
    r"(?: the)?(?: \w+ern)?(?: (?:province|state|district|region) of)? ?"
    r"(?:restive |troubled |northern |southern |eastern |western |central |rebel-held |the |"
    r"northeast |northwest |southeast |southwest )*",
    re.IGNORECASE,
)
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


def attach_containers(search: PlaceSearch) -> None:
    """ "Benton, Arkansas", "X district, Y province", "X, Syria": the second holds the first."""
    norm = search.document.norm
    for first, second in zip(search.mentions, search.mentions[1:], strict=False):
        if first.at < 0 or second.at < first.end:
            continue
        between = norm[first.end : second.at]
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
        countries = {c.country for c in candidates}
        for country, name in {(c.country, c.name) for c in candidates}:
            search.names_for[country or ""].add(name)
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
    """A name of several regions votes for each by its prominence; a region's own name for most."""
    values = [_prominence_vote(search, c) for c in candidates]
    total = sum(values)
    region = next((c.admin1_code for c in candidates if c.level == "admin1"), None)
    for candidate, value in zip(candidates, values, strict=True):
        is_namesake = (
            region is not None and candidate.level == "place" and candidate.admin1_code != region
        )
        if candidate.admin1_code and not is_namesake:
            share = max(value / total, 0.6) if candidate.level == "admin1" else value / total
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
