"""Whether two statements tell of one person by name.

Nobody is killed twice: statements that name the same victim tell one incident, however far they
stand apart. "The murder of X" and "the murder of Y" tell of two, unless something else joins them.
"""

from dagster_project.extraction.capital_names import TITLES, name_end, name_start
from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.lexicon import SINGULAR_PERSON
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.statement_record import Statement, counted_victims
from dagster_project.extraction.tolls import apposed_names

_DEEDS = frozenset("murder assassination killing execution slaying death".split())
# "the murders of X and Y" may be two, told before or to be told one by one.
_SEVERAL_DEEDS = frozenset("murders assassinations killings executions slayings cases".split())
_MOST_NAMED = 4  # victims of one statement; longer lists name the dead of several incidents


def victim_name(reader: ClauseReader, statement: Statement) -> tuple[str, ...]:
    """The name of the one person that a statement tells of; empty where it tells none."""
    if statement.is_zero:
        return ()
    victims = counted_victims(statement.victims)
    if len(victims) != 1 or victims[0].mention.count.best != 1:
        return ()
    return _name_in(reader, victims[0].mention)


def names_beside(reader: ClauseReader, statement: Statement) -> tuple[tuple[str, ...], ...]:
    """The names of those who were killed together; empty where one or nobody is named."""
    if statement.kind != "killed" or statement.is_zero or statement.count.best < 2:
        return ()
    if reader.low[statement.trigger.end - 1] in _SEVERAL_DEEDS:
        return ()
    victims = counted_victims(statement.victims)
    if not 2 <= len(victims) <= _MOST_NAMED:
        return ()
    names = [_name_in(reader, v.mention) for v in victims if v.mention.count.best == 1]
    return tuple(name for name in names if name)


def _name_in(reader: ClauseReader, mention: Mention) -> tuple[str, ...]:
    if mention.form not in ("name", "singular") or mention.is_partitive:
        return ()
    return _name_of(reader, mention)


def _name_of(reader: ClauseReader, mention: Mention) -> tuple[str, ...]:
    start = mention.start if mention.form == "name" else (mention.head or mention.start) + 1
    end = mention.end
    if reader.is_capitals and mention.form == "name" and end < reader.n:
        # "the murder of Peruvian judge Juan Perez": in capitals the name seems to end at "judge"
        behind = end + 1 if reader.low[end] in SINGULAR_PERSON else end
        end = max(end, name_end(reader.low, behind, reader.blocked))
    words = tuple(
        reader.low[k]
        for k in range(start, end)
        if reader.tokens.is_capitalised(k)
        and len(reader.low[k]) > 2
        and reader.low[k] not in TITLES
        and reader.low[k] not in SINGULAR_PERSON
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


def is_surname_of(surname: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """ "Vargas's murder", "the death of Vargas Medina": whether this can mean Jorge Vargas.

    In a text in capitals a word before the name may seem to belong to it, so that its last word
    is all that is sure.
    """
    return bool(name) and (surname[-1] == name[-1] or surname[0] == name[-1])
