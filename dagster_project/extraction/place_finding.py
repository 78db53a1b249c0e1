"""Names of places in a text with small letters, found by the words around them."""

import re

from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import Gazetteer, Place
from dagster_project.extraction.kept import kept
from dagster_project.extraction.lexicon import (
    FUNCTION_WORDS,
    MONTHS_AND_DAYS,
    PLURAL_PERSON,
    SINGULAR_PERSON,
)
from dagster_project.extraction.place_candidates import (
    american_state,
    country_place,
    place_candidates,
    similar_places,
)
from dagster_project.extraction.place_cues import weigh_cue
from dagster_project.extraction.place_datelines import is_dateline
from dagster_project.extraction.place_mentions import PlaceMention, PlaceSearch
from dagster_project.extraction.place_names import (
    LEADING_WORDS,
    Name,
    cannot_be_place,
    is_actors_name,
    may_be_place,
    read_name,
)
from dagster_project.extraction.place_patterns import (
    CAPITALISED,
    DIRECTIONS,
    HELD,
    ORGANISATION_WORDS,
    PART_AFTER_COMMA,
    POLICE_WORDS,
    SUFFIX_LEVEL,
    US_STATE,
    find_cue,
)

# Words before a name that cut a part out of its place: "northern X", "downtown X".
_PARTS_OF_PLACES = frozenset(
    """
    north south east west central downtown greater upper lower rural northeast northwest
    southeast southwest mid n s e w ne nw se sw kibbutz moshav
    """.split()
)
_LARGEST_FIRST_NAME = 100_000  # inhabitants of a town that is rather a person's first name
_SMALLEST_TOWN_WITHOUT_CUE = 20_000  # inhabitants; below, names are mostly people's
# "Fresno police", "Kabul's mayor".
_AUTHORITIES = re.compile(
    r"(?:'s)? (?:police|sheriff|officers|officials|authorities|troopers|investigators|"
    r"firefighters|mayor|resident|residents)\b"
)
# "the 2008 Mumbai attacks", "the Nice truck attack".
_EVENT_BEHIND = re.compile(
    r" (?:[a-z-]+ ){0,2}(?:attacks?|bombings?|massacres?|sieges?|blasts?|explosions?|shootings?|"
    r"clash(?:es)?|killings?|raids?|air ?strikes?)\b"
)
_ROAD = re.compile(r" (?:\w+ )?(?:highway|road|motorway|route|axis|railway|line)\b")
# ", Texas", ", TX": a place that holds the one before.
_CONTAINER = re.compile(r", (?:[A-Z][a-z]+\.?|[A-Z]{2}\b|[A-Z]\.[A-Z]\.)")
# "Somalia's capital, X".
_IS_CALLED = re.compile(r"\b(?:in|near|outside) (?:[\w'-]+ ){0,3}(?:capital|city|town|port),? $")
# "the US embassy in Y" is in Y.
_NOT_ITS_COUNTRY = re.compile(
    r" (?:embassy|consulate|ambassador|diplomats?|mission|base|bases|convoy|contractors?|"
    r"peacekeepers|coalition|army|military|troops|soldiers|forces|air ?strikes?|drones?|president|"
    r"government|officials?|citizens?|nationals?)\b"
)


def find_places(search: PlaceSearch) -> None:
    """Add the places of the document's text to the search."""
    norm = search.document.norm
    matches = [(m.start(), m.end(), m.group()) for m in CAPITALISED.finditer(norm)]
    for at, _, told in matches:
        if " " not in told:
            continue
        words = told.split(" ")
        if (
            len(words) in (2, 3)
            and words[0].lower() not in LEADING_WORDS
            and not words[0].endswith(HELD)
            and words[-1].lower() not in SUFFIX_LEVEL
            and words[-1].lower() not in ORGANISATION_WORDS
            and not place_candidates(search.gazetteer, fold(told), None)
            and not find_cue(norm[max(0, at - 40) : at])
        ):
            search.surnames.add(words[-1].lower())
    for at, end, told in matches:
        _vote_actor(search, told)
        if may_be_place(search.gazetteer, norm, at, end):
            consider_name(search, norm, at, end)


def _vote_actor(search: PlaceSearch, text: str) -> None:
    """An actor at home in one or two countries, or some of their regions, is evidence for them."""
    key = _without_leading_word(text)
    if key in search.actor_regions:
        search.fought_over |= search.actor_regions[key]
    homes = search.actor_countries.get(key, ())
    for country in homes:
        search.names_for[country].add(text)
        search.country_votes[country] += 0.5 / len(homes)
        search.sure_votes[country] += 1.0 / len(homes)


@kept
def _without_leading_word(name: str) -> str:
    """A name, folded, without "the" or "two" before it."""
    words = name.split(" ")
    return fold(" ".join(words[1:] if words[0].lower() in LEADING_WORDS else words))


def consider_name(search: PlaceSearch, text: str, at: int, end: int) -> None:
    """Take the capitalised name ``text[at:end]`` for a place if the words around it allow it."""
    name, gazetteer = read_name(search, text, at, end), search.gazetteer
    if cannot_be_place(search, name):
        return
    key = name.key
    if key in gazetteer.demonyms and key not in gazetteer.countries:
        country = country_place(gazetteer, gazetteer.demonyms[key])
        search.mentions.append(
            PlaceMention(name.at, name.end, text[name.at : end], [country], 0.3, is_demonym=True)
        )
        return
    candidates, weight, used = _candidates_of(search, name)
    if _NOT_ITS_COUNTRY.match(text, end) and any(c.level == "country" for c in candidates):
        return  # "the US embassy", "Turkish and Iraq army"
    level = SUFFIX_LEVEL.get(name.suffix or "")
    if level in (None, "place") and is_actors_name(
        search, key, text[name.at : name.end], candidates
    ):
        return
    if _is_a_thing(text, name.at, name.end):
        return
    if not candidates:
        if name.cue is not None or name.suffix is not None:
            _keep_unknown(search, name, text[name.at : end])
        return
    if weight == 0.0:
        weight = _weight_without_cue(name, candidates)
        if weight == 0.0:
            return
    if len(used) == 1 and not (name.cue or name.suffix) and _is_person_word(used[0].lower()):
        return
    mention = PlaceMention(
        name.at,
        name.at + len(" ".join(used)),
        " ".join(used),
        candidates,
        weight,
        suffix=name.suffix,
    )
    mention.is_partial = len(used) < len(name.words)
    if mention.is_partial:
        _vote_agency(search, name, used, candidates)
    weigh_cue(mention, name)
    mention.is_dateline = is_dateline(text, name.at, name.end)
    search.mentions.append(mention)


_INDEFINITE = re.compile(r"\b[Aa]n? $")
_NO_NOUN = re.compile(
    r"\W*$|[^\w\s]|\s+(?:\w+ed|and|or|in|on|at|near|with|who|that|when|was|were)\b"
)


def _is_a_thing(text: str, at: int, end: int) -> bool:
    """ "Gunmen in a Toyota opened fire": no town, unlike that of "in a Kabul suburb"."""
    return (
        text[at - 1 : at] == " "
        and _INDEFINITE.search(text, max(0, at - 4), at) is not None
        and _NO_NOUN.match(text, end) is not None
    )


_STATE_AGENCY = re.compile(
    r"(?:State (?:Police|Patrol|Troopers?|Highway Patrol)|Highway Patrol|Bureau of (?:Inv|Crim)|"
    r"Department of (?:Public|Law|Corr|Natural|Child|Wildlife|Fish|Justice)|Attorney General|"
    r"Game (?:and|&) Fish|Law Enforcement Division)"
)
_AGENCY_VOTE = 1.0  # as a place that the text names once
_COUNTIES = ("county", "parish")
_AIRPORT = re.compile(r"(.+?)-.+?(?: International| Regional)? airport ?$", re.IGNORECASE)


def _vote_agency(search: PlaceSearch, name: Name, used: list[str], candidates: list[Place]) -> None:
    """ "Delaware State Police": an American state's own agency, which works nowhere else."""
    rest = " ".join(name.words[len(used) :]) + name.after[:20]
    if not _STATE_AGENCY.match(rest):
        return
    for place in candidates:
        if place.level == "admin1" and place.country == "USA":
            search.region_votes[place.admin1_code or ""] += _AGENCY_VOTE
            search.country_votes["USA"] += _AGENCY_VOTE
            return


def _is_person_word(word: str) -> bool:
    return word in SINGULAR_PERSON or word in PLURAL_PERSON or word in FUNCTION_WORDS


# "the Damascus countryside", "rural Damascus": where a city's surroundings are a region.
_SURROUNDINGS = re.compile(r" (countryside|suburbs)\b")
_SURROUNDINGS_OF = re.compile(r"\b(?:(?:countryside|suburbs) of(?: the)?|rural) $", re.IGNORECASE)


def _region_around(gazetteer: Gazetteer, name: Name) -> list[Place]:
    """The region around a city that has one of its own: "Rif Dimashq" around Damascus."""
    if not (
        "suburb" in name.left
        or "rural" in name.left
        or "countryside" in name.left
        or name.after.startswith((" countryside", " suburbs"))
    ):
        return []
    if not (_SURROUNDINGS.match(name.after) or _SURROUNDINGS_OF.search(name.left)):
        return []
    words = name.words
    if len(words) > 1 and words[0].lower().endswith("ern"):
        words = words[1:]
    return list(gazetteer.regions.get(fold(" ".join(words)) + " countryside", ()))


def _candidates_of(search: PlaceSearch, name: Name) -> tuple[list[Place], float, list[str]]:
    """The places that a name or its beginning stands for, its weight, and the words used.

    Weight 0 means that neither the words before the name nor its kind say that it is a place.
    """
    gazetteer, words = search.gazetteer, name.words
    if around := _region_around(gazetteer, name):
        return around, 1.0, words
    weight = 1.0 if name.cue is not None else 0.9 if name.suffix is not None else 0.0
    has_stop = name.after.startswith(".") or name.left.rstrip().endswith(",")
    candidates = place_candidates(gazetteer, name.key, name.suffix, has_stop=has_stop)
    used = words
    if not candidates and len(words) > 1:
        first = words[0].lower()
        is_part = first.endswith("ern") or first in _PARTS_OF_PLACES
        if is_part and words[1].lower() not in MONTHS_AND_DAYS:
            candidates = place_candidates(gazetteer, fold(" ".join(words[1:])), name.suffix)
            weight = max(weight, 0.7)
        if not candidates:
            candidates, weight, used = _candidates_of_beginning(search, name, weight)
    if not candidates and _ROAD.match(name.after):
        # "the Palmyra-Deir Ezzor highway": on the way from the one to the other
        ends = [place_candidates(gazetteer, fold(w), None) for w in " ".join(words).split("-")]
        regions = {place.country for end in ends[1:] for place in end}
        if len(ends) > 1 and all(ends):
            candidates = [place for place in ends[0] if place.country in regions]
            weight = max(weight, 0.7)
    if not candidates and (served := _AIRPORT.match(" ".join([*words, name.suffix or ""]))):
        # "Dallas-Fort Worth airport": of the first of the towns that it serves
        candidates, used = place_candidates(gazetteer, fold(served[1]), None), words
        weight = max(weight, 0.7)
    if not candidates and len(words) == 1 and "-" in words[0]:
        candidates = _two_regions(gazetteer, words[0])
    level = SUFFIX_LEVEL.get(name.suffix or "")
    if level in ("admin1", "admin2") and not any(c.depth < 3 for c in candidates):
        # "Gulma district": rather a district spelt almost so than a town far away.
        candidates = [*similar_places(gazetteer, name.key, level), *candidates]
    return candidates, weight, used


def _two_regions(gazetteer: Gazetteer, name: str) -> list[Place]:
    """Two regions of one country in one name: "Herat-Badghis"."""
    parts = [
        [p for p in place_candidates(gazetteer, fold(part), None) if p.level == "admin1"]
        for part in name.split("-")
    ]
    shared = set.intersection(*({p.country for p in part} for part in parts))
    return [place for part in parts for place in part if place.country in shared]


def _candidates_of_beginning(
    search: PlaceSearch, name: Name, weight: float
) -> tuple[list[Place], float, list[str]]:
    """ "Fresno Police Department": the place that a longer name begins with."""
    least = 1 if name.words[0].lower() not in DIRECTIONS else 2
    for size in range(len(name.words) - 1, least - 1, -1):
        candidates = place_candidates(search.gazetteer, fold(" ".join(name.words[:size])), None)
        if candidates:
            following = name.words[size].lower()
            if following in _COUNTIES:
                # "Lincoln County Sheriff's Office": a county's, not the town's of its name
                key = fold(" ".join(name.words[:size]))
                candidates = place_candidates(search.gazetteer, key, following)
            if not weight and size == len(name.words) - 1 and _is_full_name(following, candidates):
                continue
            if following in POLICE_WORDS:
                weight = 0.35
            elif following not in MONTHS_AND_DAYS:
                weight = min(weight, 0.15) if weight else 0.1
            return candidates, weight, name.words[:size]
    return [], weight, name.words


def _is_full_name(last: str, candidates: list[Place]) -> bool:
    """ "Paris Jackson": somebody's two names, of which the first is a town's as well."""
    return (
        last not in ORGANISATION_WORDS
        and last not in POLICE_WORDS
        and not any(c.depth < 2 or c.population >= _LARGEST_FIRST_NAME for c in candidates)
    )


def _weight_without_cue(name: Name, candidates: list[Place]) -> float:
    """How surely a name is a place that no word before it calls one; 0 where it is none."""
    after = name.after
    is_country = any(c.level == "country" for c in candidates)
    is_region = any(c.level == "admin1" for c in candidates)
    if _AUTHORITIES.match(after):
        return 0.4
    if _CONTAINER.match(after) and not is_country:
        return 0.3
    if _EVENT_BEHIND.match(after) and not name.left.rstrip().endswith(".") and name.at > 0:
        return 0.7
    if is_dateline(name.text, name.at, name.end):
        return 0.9
    if _IS_CALLED.search(name.left):
        return 0.9
    if name.left.rstrip().endswith((",", "(")) or is_country:
        return 0.4
    if PART_AFTER_COMMA.search(name.left):
        return 0.4
    if is_region:
        return 0.3
    if max(c.population for c in candidates) < _SMALLEST_TOWN_WITHOUT_CUE:
        return 0.0
    if after.startswith("'s"):
        return 0.2
    if name.at == 0 or name.left.endswith("\n"):
        return 0.15
    return 0.0


def _keep_unknown(search: PlaceSearch, name: Name, text: str) -> None:
    """A place that no gazetteer has keeps its name with its kind: "Harian village"."""
    if SUFFIX_LEVEL.get(name.suffix or "") not in ("place", "admin2"):
        return
    if not re.match(r"[A-Z]", text) or len(text) > 40:
        return
    is_near = bool(name.cue and name.cue["near"])
    search.mentions.append(PlaceMention(name.at, name.end, text, [], 0.5, is_near, name.suffix))


# "Two hurt in fire - WXYZ News 9 Austin, Texas Weather": the newsroom's name behind the title.
_MASTHEAD = re.compile(
    r" (?:-|\||\N{EN DASH}|\N{EM DASH}) ?(?=[^|\n]{0,90}"
    r"(?:\b(?:News|Newspaper|Weather|Sports|TV|(?:FOX|Fox|NBC|CBS|ABC) ?\d|"
    r"[KW][A-Z]{2,3}\d{0,2})\b|\.com\b))[^|\n]*$"
)


def add_title_places(search: PlaceSearch, title: str | None) -> None:
    """Places of a title that stands outside the text vote, but are no place in the text."""
    title = _MASTHEAD.sub("", title) if title else title
    if not title or fold(title)[:40] in fold(search.document.norm[:200]):
        return
    kept, search.mentions = search.mentions, []
    for match in CAPITALISED.finditer(title):
        consider_name(search, title, match.start(), match.end())
    title_places = search.mentions
    for mention in title_places:
        state = US_STATE.match(title[mention.end : mention.end + 8])
        region = american_state(search.gazetteer, state) if state else None
        if region is not None:
            mention.container = [region]
    for mention in title_places:
        mention.at = mention.end = -1
        mention.weight = min(mention.weight, 0.5)
    search.mentions = title_places + kept
