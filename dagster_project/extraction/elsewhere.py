"""Numbers with a place of their own: "three in X and four in Y"."""

from dagster_project.extraction.capital_names import is_name_word
from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.mentions import Mention

_PLACE_FOLLOWS = frozenset("in near at outside".split())


_DEATHBEDS = frozenset("hospital scene spot clinic way".split())
_BEFORE_PLACES = _PLACE_FOLLOWS | {"on", "of"}


def is_counted_elsewhere(reader: ClauseReader, mention: Mention) -> bool:
    """ "... in X and four in Y", ": six by a raid on X": a bare number with a place of its own."""
    low, at = reader.low, mention.start
    if mention.form != "count" or mention.head is not None or mention.is_partitive:
        return False
    if at < 3 or low[at - 1] not in ("and", ",", ":") or mention.end + 1 >= reader.n:
        return False
    if "died" in low[max(0, at - 8) : at] and _is_where_people_die(low, mention.end):
        return True  # "one died at the scene and another in hospital"
    if not _has_own_place(reader, mention.end):
        return False
    if reader.is_capitals:
        return low[mention.end] == "in" and is_name_word(low[mention.end + 1])
    return low[at - 1] == ":" or any(
        low[k] in _BEFORE_PLACES and reader.tokens.is_capitalised(k + 1)
        for k in range(max(0, at - 9), at - 1)
    )


def _is_where_people_die(low: list[str], k: int) -> bool:
    """ "in hospital", "at the scene" from word k on."""
    return low[k] in ("in", "at", "on") and not _DEATHBEDS.isdisjoint(low[k + 1 : k + 4])


def _has_own_place(reader: ClauseReader, k: int) -> bool:
    """ "in X", "by an air raid on X", "in an attack near X" from word k on."""
    low, tokens = reader.low, reader.tokens
    after = k + 1 + (low[k + 1] in ("nearby", "neighbouring", "neighboring"))
    if low[k] in _PLACE_FOLLOWS and after < reader.n and tokens.is_capitalised(after):
        return True
    if low[k] not in ("by", "in", "when"):
        return False
    for j in range(k + 1, min(reader.n - 1, k + 9)):
        if low[j] in (",", ";", "and", ".") or j in reader.blocked:
            return False
        if low[j] in _BEFORE_PLACES and tokens.is_capitalised(j + 1):
            return True
    return False
