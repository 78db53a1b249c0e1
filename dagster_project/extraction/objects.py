"""The victims right of a trigger: the object of an active verb, or what follows "of"."""

from dagster_project.extraction.appositions import without_appositions
from dagster_project.extraction.clauses import (
    PLURAL_PRONOUNS,
    SINGULAR_PRONOUNS,
    ClauseReader,
    Victims,
)
from dagster_project.extraction.lexicon import ADVERBS, FUNCTION_WORDS, MONTHS_AND_DAYS, NOT_PEOPLE
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.victim_lists import is_list, list_after

_NO_PEOPLE = frozenset(
    """
    dog cow buffalo elephant bill plan deal project number total group team animal leopard
    tiger bull cat horse goat sheep pig bird chance dream camp dump
    """.split()
)


def find_objects(reader: ClauseReader, k: int, *, is_complement: bool = False) -> list[Victims]:
    """The victims right of word k - 1: the object of an active verb, or what follows "of"."""
    low, n = reader.low, reader.n
    steps = 0
    while (
        k < n
        and (
            (
                low[k] in ADVERBS
                and low[k]
                not in (
                    "all",
                    "both",
                    "least",
                    "said",
                    "found",
                    "himself",
                    "herself",
                    "themselves",
                )
            )
            or low[k] in ("also", '"', "'", "off", "up")
            or low[k].endswith("ly")
        )
        and k not in reader.starts
        and steps < 4
    ):
        k += 1
        steps += 1
    while k < n and k in reader.masked:
        k += 1
    if k >= n:
        return []
    mention = reader.starts.get(k)
    if mention is None and low[k] in (SINGULAR_PRONOUNS | PLURAL_PRONOUNS) and low[k] != "her":
        found = [reader.pronoun_at(k)]
        if low[k] in ("himself", "herself", "themselves"):
            found[0].is_anaphoric = True
        if k + 1 < n and low[k + 1] in ("and", ",", "along", "as"):
            found += list_after(reader, k + 1, is_complement)
        return found
    if mention is None:
        mention = _unknown_person(reader, k)
    if mention is None:
        return []
    chain = [Victims(mention)]
    right = list_after(reader, mention.end, is_complement)
    if mention.form in ("name", "singular") and not is_list(reader, mention, right):
        right = []
    return without_appositions(reader, chain + right)


def _unknown_person(reader: ClauseReader, k: int) -> Mention | None:
    """ "killed a postmaster": whoever is killed is somebody, known to the lexicon or not."""
    low, n = reader.low, reader.n
    before = reader.trigger_at.get(k - 1)
    if (
        before is None
        or before.kind != "killed"
        or before.form not in ("participle", "active")
        or low[before.start]
        in ("neutralised", "neutralized", "eliminated", "liquidated", "annihilated", "wiped")
    ):
        return None
    if low[k] not in ("a", "an", "one") or k + 1 >= n:
        return None
    e = k + 1
    while (
        (
            e < n
            and e - k < 7
            and low[e][0].isalpha()
            and low[e] not in FUNCTION_WORDS
            and e not in reader.blocked
        )
        or (e < n and e in reader.masked and e > k + 1)
        or (e < n and low[e] == "." and len(low[e - 1]) <= 2)
    ):
        e += 1
    if e == k + 1 or any(w in NOT_PEOPLE or w in _NO_PEOPLE for w in low[k + 1 : e]):
        return None
    return Mention(k, e, None, Count.exactly(1), "singular", None)


def unnamed_object(reader: ClauseReader, k: int, word: str) -> list[Victims]:
    """ "the murder of X" where X is no known word, in a text without small letters."""
    low = reader.low
    if (
        not reader.is_capitals
        or k >= reader.n
        or low[k] in FUNCTION_WORDS
        or not low[k][0].isalpha()
        or low[k] in MONTHS_AND_DAYS
    ):
        return []
    if word.endswith("s") and word != "remains":
        return []
    e = k
    while (
        e < reader.n
        and e - k < 6
        and low[e][0].isalpha()
        and low[e] not in FUNCTION_WORDS
        and e not in reader.blocked
    ):
        e += 1
    if e == k:
        return []
    return [Victims(Mention(k, e, None, Count.exactly(1), "name", None))]
