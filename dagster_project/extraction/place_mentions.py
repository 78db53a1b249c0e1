"""What a mention of a place is, and the state of the search for those of one article."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from dagster_project.extraction.gazetteer import Gazetteer, Place
from dagster_project.extraction.text import Document

# A run of word characters, as it stands in the text.
_RUN = re.compile(r"[\w'-]+")
_SHORT = 20_000  # characters of a text that is sooner searched for a few words than taken apart


@dataclass(slots=True)
class PlaceMention:
    """A name in the text (document offsets) and, once resolved, the place it stands for.

    ``weight``: how surely it is a place where something happens (1: "in X"; less: "X police").
    """

    at: int
    end: int
    name: str
    candidates: list[Place]
    weight: float
    is_near: bool = False
    suffix: str | None = None
    container: list[Place] = field(default_factory=list)
    place: Place | None = None
    is_demonym: bool = False
    is_dateline: bool = False
    is_partial: bool = False
    is_origin: bool = False
    # The place that an unlisted one lies by: "X, 30 km north of Y".
    beside: "PlaceMention | None" = None


class PlaceSearch:
    """What the search for places has found so far in one document.

    ``country_votes`` and ``region_votes``: how strongly the article speaks of each country
    (ISO 3166-1 alpha-3) and region (ISO 3166-2); ``sure_votes``: for countries, from names that
    no two countries share; ``names_for``: which names speak for a country; ``places_for``: how many
    of those sure names are places, not peoples or groups, who also fight abroad. ``fought_over``:
    regions in which the actors that the text names fight. ``surnames``: last words of unknown full
    names. ``newsroom``: the region of a local newsroom, where one is known.
    """

    def __init__(
        self,
        document: Document,
        gazetteer: Gazetteer,
        actor_countries: dict[str, tuple[str, ...]],
        actor_regions: dict[str, frozenset[str]],
    ) -> None:
        self.document = document
        self.gazetteer = gazetteer
        self.actor_countries = actor_countries
        self.actor_regions = actor_regions
        self.country_votes: dict[str, float] = defaultdict(float)
        self.region_votes: dict[str, float] = defaultdict(float)
        self.sure_votes: dict[str, float] = defaultdict(float)
        self.places_for: dict[str, int] = defaultdict(int)
        self.names_for: dict[str, set[str]] = defaultdict(set)
        self.fought_over: set[str] = set()
        self.mentions: list[PlaceMention] = []
        self.surnames: set[str] = set()
        self.country: str | None = None
        self.newsroom: Place | None = None
        self._runs: set[str] | None = None

    def has_word(self, word: str) -> bool:
        """Whether the text has a word in exactly these letters, small or capital."""
        norm = self.document.norm
        if len(norm) < _SHORT and word.isalnum():
            return _stands_alone(norm, word)
        if _RUN.fullmatch(word):
            if self._runs is None:
                self._runs = set(_RUN.findall(norm))
            return word in self._runs
        pattern = rf"(?<![\w'-]){re.escape(word)}(?![\w'-])"
        return re.search(pattern, norm) is not None


def _stands_alone(text: str, word: str) -> bool:
    """Whether a word of letters stands in a text with no letter, hyphen or apostrophe at it."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (_goes_on(text[at - 1 : at]) or _goes_on(text[end : end + 1])):
            return True
        at = text.find(word, end)
    return False


def _goes_on(character: str) -> bool:
    return character.isalnum() or (character != "" and character in "_'-")
