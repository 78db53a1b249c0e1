"""Actors named in a text: armed groups, state forces and classes of people, resolved to ids.

Names and aliases are the seeds actors.csv and actor_aliases.csv. The state forces of a country are
a pattern ("Syrian army", "police of X", "regime soldiers"): ids gov-xxx, mil-xxx and pol-xxx with
the country's ISO 3166-1 alpha-3 code in small letters.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import Gazetteer, gazetteer, seed_rows
from dagster_project.extraction.kept import kept
from dagster_project.extraction.state_words import (
    COMMON_OWNERS,
    OWN_FORCES,
    REGIME,
    branch_of,
    may_be_force,
    words_of_force,
)
from dagster_project.extraction.watched import watched

# What only armed forces do: with a people or "regime" before it, it names who did it.
_STATE_ATTACK = (
    r"(?:(?:air|drone|missile|rocket|artillery|military|tank|naval|army|helicopter|ground|mortar|"
    r"night|cross-border|retaliatory|heavy|deadly|pre-dawn|overnight) ){0,2}"
    # the model: "Reaper drone", "Kh-22 missile"
    r"(?:(?-i:[A-Z][A-Za-z]*-?\d*[A-Z]?) (?=drones?\b|missiles?\b|rockets?\b|jets?\b|"
    r"war ?planes?\b|helicopters?\b|air ?strikes?\b))?"
    r"(?:air ?strikes?|air-?raids?|strikes?|raids?|shelling|shells|bombardments?|drones?|missiles?|"
    r"rockets?|war ?planes?|(?:fighter )?jets?|helicopters?|artillery|gunfire|fire|snipers?|tanks?|"
    r"incursions?)"
)
NAMES_ATTACK = watched(rf"(?:.* )?{_STATE_ATTACK}$", re.IGNORECASE)
_ATTACK_BEHIND_OWNER = re.compile(
    rf"(?:'s)?(?: (?:government|regime|army|military|air force))? {_STATE_ATTACK}\b", re.IGNORECASE
)
_AMERICAN = re.compile(r"\b(?:U\.?S|American)\b")
_STATE_ID = re.compile(r"(gov|mil|pol)-([a-z]{3})")
_TOKEN = re.compile(r"[^\W_]+(?:['.&/-][^\W_]+)*")
_MOST_PHRASES = 20_000


def _letters(name: str) -> str:
    """A name without what newsrooms punctuate at will: "NSCN (K)", "NSCN-K"."""
    return "".join(filter(str.isalnum, name))


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the dictionary. ``kind``: state_force, armed_group or class."""

    actor_id: str
    name: str
    kind: str
    status: str
    country: str | None = None
    parent: str | None = None


class ActorMatch(NamedTuple):
    """``text[at:end]`` names ``actor``; ``words`` are the words as they stand there."""

    at: int
    end: int
    words: str
    actor: Actor

    @property
    def is_attack(self) -> bool:
        """Whether a state force is named by what it did: "an Israeli air strike"."""
        return self.actor.kind == "state_force" and bool(NAMES_ATTACK.match(self.words))


# Short names that are common words where capitals tell nothing.
_WORDS_TOO = frozenset("is let los tip fact fan ice jam far fat model plot ram aim ran".split())


class Reading(NamedTuple):
    """The words of a passage, folded, each with its span, and at which of them a name may begin."""

    text: str
    folded: list[str]
    spans: list[tuple[int, int]]
    beginnings: list[int]


class ActorIndex:
    """The dictionary of actors, looked up by alias."""

    def __init__(self, places: Gazetteer) -> None:
        self.places = places
        self.actors: dict[str, Actor] = {}
        for row in seed_rows("actors.csv"):
            self.actors[row["actor_id"]] = Actor(
                row["actor_id"],
                row["actor_name"],
                row["actor_kind"],
                row["status"] or "unknown",
                row["country_code"] or None,
                row["parent_actor_id"] or None,
            )
        self.aliases: dict[str, list[tuple[str, str, str]]] = {}
        for row in seed_rows("actor_aliases.csv"):
            exact = row["alias"] if row["is_case_sensitive"].lower() == "true" else ""
            self.aliases.setdefault(fold(row["alias"]), []).append(
                (row["actor_id"], row["country_code"], exact)
            )
        for actor in self.actors.values():
            entries = self.aliases.setdefault(fold(actor.name), [])
            if all(entry[0] != actor.actor_id for entry in entries):
                entries.append((actor.actor_id, "", ""))
        for entries in self.aliases.values():
            entries.sort(key=lambda entry: not entry[1])  # a country's own before anybody's
        # Folded names of the actors that are at home in one or two countries, and these.
        self.countries_of_actors: dict[str, tuple[str, ...]] = {}
        for alias, entries in self.aliases.items():
            anywhere = [e for e in entries if not e[1]]
            homes = {
                e[1] or self.actors[e[0]].country
                for e in anywhere or entries
                if e[0] in self.actors and self.actors[e[0]].kind != "class"
            } - {None}
            if 1 <= len(homes) <= 2 and len(alias) > 2:
                self.countries_of_actors[alias] = tuple(sorted(filter(None, homes)))
        # Folded names of the actors that fight in some regions of their country only, and these.
        regions: dict[str, set[str]] = {}
        for row in seed_rows("actor_regions.csv"):
            regions.setdefault(row["actor_id"], set()).add(row["admin1_code"])
        self.regions_of_actors: dict[str, frozenset[str]] = {
            alias: codes
            for alias, entries in self.aliases.items()
            if len(alias) > 2
            and (codes := frozenset().union(*(regions.get(e[0], ()) for e in entries)))
        }
        # What the owner of an attack can begin with: most words begin none.
        self._owners: set[str] = set()
        self._owners_of_words: dict[str, set[str]] = {}
        for owner in (
            *places.demonyms,
            *places.countries,
            *REGIME,
            *OWN_FORCES,
            "us",
            "american",
        ):
            words = [fold(token.group()).split(" ")[0] for token in _TOKEN.finditer(owner)]
            if len(words) == 1:
                self._owners |= {words[0], f"{words[0]}s"}
            elif words:
                seconds = self._owners_of_words.setdefault(words[0], set())
                seconds |= {words[1], f"{words[1]}s"}
        self._words_of_run = kept(self._read_run, most=50_000)
        # The same phrases name victims and attackers in article after article.
        self.find_in_phrase = lru_cache(maxsize=_MOST_PHRASES)(self._find_in_phrase)
        self.state_force = lru_cache(maxsize=_MOST_PHRASES)(self._state_force)
        # First word of an alias -> the words of the longest alias that begins with it.
        self.longest_by_first_word: dict[str, int] = {}
        # First word of an alias -> the words that stand second in one, as they are or with "'s".
        self._second_words: dict[str, set[str]] = {}
        for alias in filter(None, self.aliases):
            words = alias.split(" ")
            longest = self.longest_by_first_word.get(words[0], 0)
            self.longest_by_first_word[words[0]] = max(longest, len(words))
            if len(words) > 1:
                seconds = self._second_words.setdefault(words[0], set())
                seconds |= {words[1], f"{words[1]}s"}
        # First word of a name or an owner of several words -> the words that can stand second.
        self._seconds = {
            first: self._second_words.get(first, set()) | self._owners_of_words.get(first, set())
            for first in self._second_words.keys() | self._owners_of_words.keys()
        }
        # Words that are a name or an owner by themselves.
        self._alone = self._owners | self.aliases.keys()

    def state(self, branch: str, country: str) -> Actor:
        """The pattern actor of a country: branch gov, mil or pol."""
        name = self.places.country_names.get(country, country)
        label = {"gov": "Government of", "mil": "Military of", "pol": "Police of"}[branch]
        parent = None if branch == "gov" else f"gov-{country.lower()}"
        return Actor(
            f"{branch}-{country.lower()}",
            f"{label} {name}",
            "state_force",
            "combatant",
            country,
            parent,
        )

    def get(self, actor_id: str) -> Actor | None:
        """The actor of an id of the seeds or of the pattern."""
        if actor_id in self.actors:
            return self.actors[actor_id]
        match = _STATE_ID.fullmatch(actor_id)
        return self.state(match[1], match[2].upper()) if match else None

    def find(
        self, text: str, country: str | None, *, is_capitals: bool = False, offset: int = 0
    ) -> list[ActorMatch]:
        """All actors named in a short text, longest alias first at each word, left to right."""
        return self.find_in(self.read(text), country, is_capitals=is_capitals, offset=offset)

    def read(self, text: str) -> Reading:
        """A passage as actors are looked for in it, whatever its country."""
        folded: list[str] = []
        spans: list[tuple[int, int]] = []
        may_begin: list[tuple[int, Set[str]]] = []
        at = 0
        for run in text.split(" "):  # no word reaches across a space
            for word, begin, end, seconds in self._words_of_run(run):
                if seconds is not None:
                    may_begin.append((len(folded), seconds))
                folded.append(word)
                spans.append((at + begin, at + end))
            at += len(run) + 1
        folded.append("")  # what follows the last
        beginnings = [i for i, seconds in may_begin if not seconds or folded[i + 1] in seconds]
        return Reading(text, folded, spans, beginnings)

    def _read_run(self, run: str) -> list[tuple[str, int, int, Set[str] | None]]:
        """The words of a run without a space: folded, begin, end, and what a name needs.

        That is, which words can stand second in a name that begins with it; none if it needs none,
        and None if no name begins with it. A hyphenated word counts as several, so that
        "CPI-Maoist" meets "CPI Maoist".
        """
        read: list[tuple[str, int, int, Set[str] | None]] = []
        for token in _TOKEN.finditer(run):
            parts = [part for part in fold(token.group()).split(" ") if part]
            owner = parts[-1][:-1] if parts and token.group().endswith("'s") else ""
            seconds: Set[str] | None = None
            if len(parts) == 1 and not owner and parts[0] not in self._alone:
                seconds = self._seconds.get(parts[0])
            elif any(part in self._alone or part in self._seconds for part in (owner, *parts)):
                seconds = frozenset()
            read += ((part, *token.span(), seconds) for part in parts)
        return read

    def find_in(
        self, passage: Reading, country: str | None, *, is_capitals: bool = False, offset: int = 0
    ) -> list[ActorMatch]:
        """All actors named in a passage, as ``find`` finds them."""
        text, folded, spans, beginnings = passage
        found: list[ActorMatch] = []
        i, n = 0, len(spans)
        aliases, owners = self.aliases, self._owners
        for first in beginnings:
            if first < i:
                continue
            i = first
            word, following = folded[i], folded[i + 1]
            attack = None
            if (
                word in owners
                or following in self._owners_of_words.get(word, ())
                or (i and spans[i - 1] == spans[i])
            ):
                attack = self._state_attack(text, folded, spans, i, country)
            if attack is not None:
                at, end, force = attack
                found.append(ActorMatch(at + offset, end + offset, text[at:end], force))
                while i < n and spans[i][0] < end:
                    i += 1
                continue
            longest = self.longest_by_first_word.get(word, 0)
            if not longest and text.endswith("'s", *spans[i]):
                longest = 1  # "Hezbollah's rockets"
            if longest > 1 and following not in self._second_words[word]:
                longest = 1
            for size in range(min(longest, n - i), 0, -1):
                key = " ".join(folded[i : i + size]) if size > 1 else word
                at, end = spans[i][0], spans[i + size - 1][1]
                actor = None
                if key in aliases:
                    actor = self._named(key, text[at:end], country, is_capitals)
                if actor is None and text.endswith("'s", at, end):
                    end -= 2  # "Boko Haram's raids"
                    actor = self._named(key[:-1], text[at:end], country, is_capitals)
                if actor is not None:
                    if i and actor.kind == "state_force":
                        actor = self._of_longer_people(folded, i, actor)
                    found.append(ActorMatch(at + offset, end + offset, text[at:end], actor))
                    i += size
                    break
        return found

    def _find_in_phrase(
        self, text: str, country: str | None, is_capitals: bool
    ) -> tuple[ActorMatch, ...]:
        """All actors named in a phrase, as ``find`` finds them."""
        return tuple(self.find(text, country, is_capitals=is_capitals))

    def _named(self, key: str, words: str, country: str | None, is_capitals: bool) -> Actor | None:
        """The actor of an alias, as folded and as the text has it."""
        entries = self.aliases.get(key)
        if not entries or (is_capitals and words.lower() in _WORDS_TOO):
            return None
        actor_id = self._pick(entries, words, country, is_capitals)
        return self.get(actor_id) if actor_id else None

    def _of_longer_people(self, folded: list[str], i: int, actor: Actor) -> Actor:
        """ "South [Sudanese military]", "Equatorial [Guinean soldiers]": of the longer name."""
        if _STATE_ID.fullmatch(actor.actor_id) is None:
            return actor
        for size in (2, 1):
            people = " ".join(folded[max(0, i - size) : i + 1])
            owner = self.places.demonyms.get(people)
            if owner is not None and owner != actor.country:
                return self.state(actor.actor_id[:3], owner)
        return actor

    def _state_attack(
        self,
        text: str,
        folded: list[str],
        spans: list[tuple[int, int]],
        i: int,
        country: str | None,
    ) -> tuple[int, int, Actor] | None:
        """ "Israeli air strikes", "U.S. drone", "regime shelling": whose forces they are."""
        at = spans[i][0]
        if not text[at].isupper() and folded[i] not in COMMON_OWNERS:
            return None
        for size in (3, 2, 1):
            if i + size > len(spans):
                continue
            end = spans[i + size - 1][1]
            is_owner = text[at:end].endswith("'s")
            end -= 2 * is_owner
            key = fold(text[at:end])
            owner = self.places.demonyms.get(key)
            if owner is None and is_owner:
                owner = self.places.countries.get(key)
            if owner is None and key in ("us", "american"):
                owner = "USA" if text[at:end] in ("US", "U.S", "American") else None
                end += text[end : end + 1] == "."
            if owner is None and (key in REGIME or (key in OWN_FORCES and text[at:end].islower())):
                owner = country
            behind = _ATTACK_BEHIND_OWNER.match(text, end) if owner else None
            if owner is not None and behind is not None:
                return at, behind.end(), self.state("mil", owner)
        return None

    @staticmethod
    def _pick(
        entries: list[tuple[str, str, str]], words: str, country: str | None, is_capitals: bool
    ) -> str | None:
        for actor_id, home, exact in entries:
            if home not in ("", country) or (
                exact
                and exact != words
                and _letters(exact) != _letters(words)
                and not (is_capitals and len(exact) > 2)
            ):
                continue
            return actor_id
        return None

    def _state_force(self, words: str, country: str | None) -> Actor | None:
        """The state force that a phrase means ("Syrian soldiers", "army forces"), if one."""
        low = words_of_force(words)
        branch = branch_of(low)
        if branch is None and not may_be_force(words, low):
            return None
        owner = self._owner(words, low)
        if branch is None and owner is None:
            return None
        owner = owner or country
        return self.state(branch or "mil", owner) if owner is not None else None  # "Thai forces"

    def _owner(self, words: str, low: list[str]) -> str | None:
        """The country that a phrase names, by its name or its people."""
        demonyms, countries = self.places.demonyms, self.places.countries
        for k, size in product(range(len(low)), (3, 2, 1)):
            key = fold(" ".join(low[k : k + size]))
            if owner := demonyms.get(key) or countries.get(key):
                return owner
        return "USA" if _AMERICAN.search(words) else None


@lru_cache(maxsize=1)
def actor_index() -> ActorIndex:
    """The one dictionary of this process, read when it is first needed."""
    return ActorIndex(gazetteer())
