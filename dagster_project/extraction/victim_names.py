"""Whether two statements tell of one person by name.

Nobody is killed twice: statements that name the same victim tell one incident, however far they
stand apart. "The murder of X" and "the murder of Y" tell of two, unless something else joins them.
"""

from dagster_project.extraction.capital_names import TITLES, name_start
from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.statement_record import Statement, counted_victims
from dagster_project.extraction.tolls import apposed_names

_DEEDS = frozenset("murder assassination killing execution slaying death".split())


def victim_name(reader: ClauseReader, statement: Statement) -> tuple[str, ...]:
    """The name of the one person that a statement tells of; empty where it tells none."""
    if statement.is_zero:
        return ()
    victims = counted_victims(statement.victims)
    if len(victims) != 1 or victims[0].mention.count.best != 1:
        return ()
    mention = victims[0].mention
    if mention.form not in ("name", "singular") or mention.is_partitive:
        return ()
    return _name_of(reader, mention)


def _name_of(reader: ClauseReader, mention: Mention) -> tuple[str, ...]:
    start = mention.start if mention.form == "name" else (mention.head or mention.start) + 1
    words = tuple(
        reader.low[k]
        for k in range(start, mention.end)
        if reader.tokens.is_capitalised(k)
        and len(reader.low[k]) > 2
        and reader.low[k] not in TITLES
    )
    return words or tuple(sorted(apposed_names(reader, mention))) or _name_before(reader, mention)


def _name_before(reader: ClauseReader, mention: Mention) -> tuple[str, ...]:
    """ "JUAN PEREZ, a senator,": the name that a description stands beside."""
    at = mention.start - 2
    if at < 0 or reader.low[at + 1] != ",":
        return ()
    if reader.is_capitals:
        return tuple(reader.low[name_start(reader.low, at, reader.blocked) : at + 1])
    name = reader.mention_ending(at)
    return tuple(reader.low[name.start : name.end]) if name and name.form == "name" else ()


def is_deed_of(statement: Statement, reader: ClauseReader) -> bool:
    """Whether a statement is "the murder of X": one deed, with one victim."""
    is_killing = statement.kind == "killed" and statement.is_noun
    return is_killing and reader.low[statement.trigger.end - 1] in _DEEDS


def is_same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: two words in common, or all of the shorter one."""
    if not a or not b:
        return False
    common = set(a) & set(b)
    return len(common) >= 2 or common == set(a) or common == set(b)
