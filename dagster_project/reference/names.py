"""UCDP's and ACLED's ways of naming, taken apart: the forms under which a dictionary may know them.

Nothing is guessed here: a form is the name itself without what these two always add to names.
"""

import re
from typing import NamedTuple

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
# What an adm_1 ends with; ACLED writes the bare name.
_REGION_WORDS = re.compile(
    r"\s+(?:autonomous )?(?:governorate|province|state|region|district|department|oblast|county|"
    r"division|emirate|prefecture|republic|territory|canton|voivodship|parish|municipality|"
    r"okrug|kray|krai|area|zone)$",
    re.IGNORECASE,
)
_PLACE_WORDS = re.compile(
    r"\s+(?:town|city|village|neighbou?rhood|camp|area|sub-?district|district|municipality|"
    r"settlement|refugee camp)$",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"^(?P<branch>government|military forces|police forces) of (?:the )?(?P<country>.+)$",
    re.IGNORECASE,
)
_BRANCHES = {"government": "gov", "military forces": "mil", "police forces": "pol"}


class StateForce(NamedTuple):
    """``branch``: gov, mil or pol; ``country`` as named."""

    branch: str
    country: str


def country_forms(name: str) -> list[str]:
    """``Russia (Soviet Union)``, ``Macedonia, FYR``: whole, without the rest, the rest alone."""
    bare = _BRACKETS.sub("", name).strip()
    return _distinct(name, bare, bare.partition(",")[0], *_IN_BRACKETS.findall(name))


def region_forms(name: str) -> list[str]:
    """``Homs governorate``: whole, and without the word for what it is."""
    bare = _BRACKETS.sub("", name).strip()
    return _distinct(name, bare, _REGION_WORDS.sub("", bare))


def place_forms(name: str) -> list[str]:
    """``Palmyra town``: whole, and without the word for what it is."""
    bare = _BRACKETS.sub("", name).strip()
    return _distinct(name, bare, _PLACE_WORDS.sub("", bare))


def actor_forms(name: str) -> list[str]:
    """``Islamic State (Syria)``: whole, and without the country or the years of a government."""
    return _distinct(name, _BRACKETS.sub("", name).strip())


def state_force_of(name: str) -> StateForce | None:
    """``Government of Syria``, ``Military Forces of Syria (2000-2024) Air Force``."""
    found = _STATE.match(re.sub(r"\s*\(\d{4}\s*-[^()]*\).*$", "", name))
    if found is None:
        return None
    return StateForce(_BRANCHES[found["branch"].lower()], found["country"].strip())


def _distinct(*forms: str) -> list[str]:
    return list(dict.fromkeys(form.strip() for form in forms if form.strip()))
