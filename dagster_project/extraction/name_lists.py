"""Victims told as a kind of people, whose names are listed behind a colon.

"The following policemen died: Major A, Captain B and guard C" are three.
"""

from dagster_project.extraction.capital_names import name_end
from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.statement_record import Statement, counted_victims

_SEPARATORS = frozenset((",", ";", "and", "&"))
# Ranks that are other words as often.
_RANKS = frozenset("major general private".split())
_FAR_TO_COLON = 8  # words
_MOST_NAMES = 60


def count_names_behind(reader: ClauseReader, statement: Statement) -> None:
    """Give a statement about a bare plural the number of the names behind its colon."""
    victims = counted_victims(statement.victims)
    if len(victims) != 1 or victims[0].mention.form != "plural" or statement.is_noun:
        return
    low, end = reader.low, max(statement.trigger.end, victims[0].mention.end)
    colon = next((k for k in range(end, min(reader.n, end + _FAR_TO_COLON)) if low[k] == ":"), None)
    if colon is None or any(k in reader.blocked for k in range(end, colon)):
        return
    names = names_from(reader, colon + 1)
    if names > 1:
        mention = victims[0].mention
        mention.count, mention.form = Count.exactly(names), "count"
        mention.is_definite = False
        statement.count = mention.count
        statement.is_anaphoric = False


def names_from(reader: ClauseReader, k: int) -> int:
    """How many people, each with a name, are listed from word k on."""
    names = 0
    while k < reader.n and names < _MOST_NAMES:
        end = _end_of_name(reader, k)
        if end == k:
            return names
        names, k = names + 1, end
        while k < reader.n and (reader.low[k] in _SEPARATORS or reader.low[k].isdigit()):
            k += 1
    return names


def _end_of_name(reader: ClauseReader, k: int) -> int:
    mention = reader.starts.get(k)
    if mention is None and reader.low[k] in _RANKS and k + 1 < reader.n:
        end = _end_of_name(reader, k + 1)
        return end if end > k + 1 else k
    if mention is not None:
        head = mention.head if mention.head is not None else mention.start
        is_named = mention.form == "name" or (mention.form == "singular" and mention.end > head + 1)
        return mention.end if is_named else k
    return name_end(reader.low, k, reader.blocked) if reader.is_capitals else k
