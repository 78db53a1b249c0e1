"""Victims whom no lexicon knows: the verb says that they are people."""

from dagster_project.extraction.clauses import ClauseReader, Victims
from dagster_project.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    FUNCTION_WORDS,
    NOT_PEOPLE,
)
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.triggers import Trigger

_SURELY_OF_PEOPLE = frozenset("killed murdered shot gunned stabbed wounded beheaded".split())
# What is shot or killed too.
_NOT_SHOT = frozenset(
    """
    dog cat horse cow deer bear elephant animal bird bull leopard tiger film movie scene video
    documentary episode photo picture bill deal plan proposal project drone plane helicopter jet car
    """.split()
)


def unknown_subject(reader: ClauseReader, trigger: Trigger) -> list[Victims]:
    """ "A plumber was shot dead": whoever is murdered is somebody, in the lexicon or not."""
    low, k = reader.low, trigger.start - 1
    if low[trigger.start] not in _SURELY_OF_PEOPLE or (
        trigger.end - trigger.start < 2 and (low[trigger.start] == "shot")
    ):
        return []
    while k >= 0 and (low[k] in AUXILIARIES or low[k] in ADVERBS or low[k].endswith("ly")):
        k -= 1
    end = k + 1
    while k >= 0 and end - k <= 3 and low[k].isalpha() and low[k] not in FUNCTION_WORDS:
        k -= 1
    nouns = low[k + 1 : end]
    if k < 0 or low[k] not in ("a", "an") or not nouns:
        return []
    if any(w in NOT_PEOPLE or w in _NOT_SHOT for w in nouns):
        return []
    return [Victims(Mention(k, end, None, Count.exactly(1), "singular", None))]
