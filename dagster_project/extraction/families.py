"""Relatives told one after another."""

from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.mentions import Mention

_FAMILY = frozenset(
    """
    mother father stepmother stepfather grandmother grandfather wife husband son daughter stepson
    stepdaughter sister brother aunt uncle niece nephew cousin mom dad girlfriend boyfriend
    """.split()
)


def is_of_family(reader: ClauseReader, first: Mention, other: Mention) -> bool:
    """ "his mother and stepfather": two of his, not one person with two names."""
    return (
        reader.low[first.start] in ("his", "her", "their")
        and reader.low[first.end - 1] in _FAMILY
        and reader.low[other.end - 1] in _FAMILY
    )
