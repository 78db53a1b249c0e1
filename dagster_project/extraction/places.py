"""Place mentions of an article, resolved together.

A name is taken for a place where the words around it say so ("in X", "X province", "X, Texas"),
and ambiguous names are settled by the company they keep: the countries and regions that the rest
of the article names, then population (the codebook's section on places).
"""

import re

from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import Gazetteer, Place
from dagster_project.extraction.newsrooms import known_newsroom, newsroom_region, signed_newsroom
from dagster_project.extraction.place_candidates import place_beside
from dagster_project.extraction.place_capitals import find_places_in_capitals
from dagster_project.extraction.place_finding import add_title_places, find_places
from dagster_project.extraction.place_mentions import PlaceMention, PlaceSearch
from dagster_project.extraction.place_resolving import resolve_place
from dagster_project.extraction.place_votes import attach_containers, most_voted, vote
from dagster_project.extraction.text import Document
from dagster_project.extraction.watched import words_of

_HEAD = 20_000  # characters of a text that tell
# Words of American local news; two different ones make the country likely.
_AMERICAN = frozenset(
    """
    sheriff deputies county 911 fbi coroner avenue boulevard interstate trooper troopers swat
    neighborhood
    """.split()
)
_AMERICAN_PHRASES = (
    "highway patrol",
    "district attorney",
    "police department",
    "homicide detectives",
    "elementary school",
    "high school",
    "apartment complex",
    "parking lot",
)
_DIRECTIONS = frozenset("north south east west".split())
# A newsroom's region counts a little more than a place that the text names once.
_NEWSROOM_VOTE = 1.5


class PlaceReader:
    """All place mentions of one document, resolved; made once per article.

    ``country`` is the country that the article is most about, ISO 3166-1 alpha-3.
    """

    def __init__(
        self,
        document: Document,
        gazetteer: Gazetteer,
        title: str | None = None,
        actor_countries: dict[str, tuple[str, ...]] | None = None,
        actor_regions: dict[str, frozenset[str]] | None = None,
        *,
        url: str | None = None,
        source: str | None = None,
    ) -> None:
        self.gazetteer = gazetteer
        search = PlaceSearch(document, gazetteer, actor_countries or {}, actor_regions or {})
        if document.is_capitals:
            find_places_in_capitals(search)
        else:
            find_places(search)
        add_title_places(search, title)
        attach_containers(search)
        vote(search)
        search.newsroom = known_newsroom(url, source)
        if search.newsroom is not None:
            search.country_votes[search.newsroom.country or ""] += _NEWSROOM_VOTE
        american = _american_words(document)
        if american >= 2:
            search.country_votes["USA"] += min(3.0, 0.6 * american)
        search.country = most_voted(search.country_votes)
        home = search.newsroom.country if search.newsroom is not None else search.country
        if search.newsroom is None and search.country:
            search.newsroom = newsroom_region(url, source, search.country)
        search.newsroom = signed_newsroom(document.text, home) or search.newsroom
        self.newsroom = search.newsroom
        if self.newsroom is not None:
            search.region_votes[self.newsroom.admin1_code or ""] += _NEWSROOM_VOTE
        for mention in search.mentions:
            mention.place = resolve_place(search, mention)
        _mean_the_same(search)
        _mean_parts(search)
        for mention in search.mentions:
            if mention.beside is not None and mention.beside.place is not None:
                mention.place = place_beside(mention.name, mention.beside.place)
        self.mentions: list[PlaceMention] = sorted(search.mentions, key=lambda m: m.at)
        self.region_votes = search.region_votes
        self.country = _country_of(search)


def _mean_the_same(search: PlaceSearch) -> None:
    """Let a name mean all along what the article said of it once: "Boga, Ituri ... in Boga".

    Against a namesake in another country only where nothing else speaks for that.
    """
    said: dict[str, Place] = {}
    regions: dict[str, set[str | None]] = {}
    for mention in search.mentions:
        name = fold(mention.name)
        if mention.container:
            holders = {c.country for c in mention.container}
            if mention.place is not None and len(holders) == 1:
                said.setdefault(name, mention.place)
                regions.setdefault(name, set()).add(mention.place.admin1_code)
    for mention in search.mentions:
        meant = said.get(fold(mention.name))
        place = mention.place
        if meant is None or place is None or mention.container:
            continue
        if place.country != meant.country:
            is_other = not search.names_for[place.country or ""] - {place.name}
        else:
            is_other = (
                place.level == "place"
                and meant.depth > 0
                and place.admin1_code != meant.admin1_code
                and len(regions[fold(mention.name)]) == 1
            )
        if is_other:
            mention.place = meant


def _mean_parts(search: PlaceSearch) -> None:
    """Let "North Austin" be of the Austin that the article is about, and a quarter no town."""
    towns = {
        fold(m.name): m.place
        for m in search.mentions
        if m.place is not None and m.place.level == "place" and m.candidates
    }
    quarters = {
        fold(m.name)
        for m in search.mentions
        if m.place is None and m.suffix in ("neighborhood", "neighbourhood", "district")
    }
    for mention in search.mentions:
        place = mention.place
        if place is None or mention.container or mention.suffix is not None:
            continue
        name = fold(mention.name)
        direction, _, rest = name.partition(" ")
        whole = towns.get(rest) if direction in _DIRECTIONS else None
        if name in quarters and place.country == "USA":
            mention.place = None
        elif (
            whole is not None
            and place.level == "place"
            and place.country == whole.country
            and place.admin1_code != whole.admin1_code
        ):
            mention.place = whole


def _american_words(document: Document) -> int:
    """How many different words of American local news a text has."""
    head, words = document.lower[:_HEAD], document.words
    if len(document.lower) > _HEAD:
        words = frozenset(words_of(head))
    return len(words & _AMERICAN) + sum(
        words.issuperset(phrase.split()) and re.search(rf"\b{phrase}\b", head) is not None
        for phrase in _AMERICAN_PHRASES
    )


def _country_of(search: PlaceSearch) -> str | None:
    """The country with the most votes, or that of the places where none of them lies in it."""
    found = [
        (m.weight, -m.at, m.place.country)
        for m in search.mentions
        if m.place is not None and m.place.country
    ]
    if not found or any(country == search.country for _, _, country in found):
        return search.country
    return max(found)[2]
