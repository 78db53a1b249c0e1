"""Whether two statements tell of the same people: by their names, or as one group.

"The six miners", later "the miners" or "the murdered miners": an article that names a group by its
article and noun alone means the one that it told of, wherever in the text that was. The date of
the sentence before, or a trial that recalls the deed, does not make them others.
"""

from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.context import Context
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.event_dates import overlap
from dagster_project.extraction.lexicon import FUNCTION_WORDS
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import is_number_word
from dagster_project.extraction.places_apart import places_differ
from dagster_project.extraction.statement_record import Statement, counted_victims
from dagster_project.extraction.victim_names import is_same_person, is_surname_of

# Words that any group of any incident may be called.
_ANYBODY = frozenset("people person victim man other civilian dead body".split())


def people_of(reader: ClauseReader, statement: Statement) -> tuple[frozenset[str], ...]:
    """The words for each of the groups that a statement says were killed, in the singular."""
    if statement.kind != "killed" or statement.is_zero or statement.count.best < 2:
        return ()
    return tuple(
        _words(reader, victims.mention)
        for victims in counted_victims(statement.victims)
        if victims.mention.head is not None and victims.mention.form in ("plural", "count")
    )


def _words(reader: ClauseReader, mention: Mention) -> frozenset[str]:
    words = reader.low[mention.start : mention.end]
    return frozenset(
        _singular(word)
        for word in words
        if word not in FUNCTION_WORDS and not is_number_word(word) and word[0].isalpha()
    )


def _singular(word: str) -> str:
    if word.endswith("men"):
        return word[:-2] + "an"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def names_the_same(told: Context, context: Context) -> bool:
    """Whether two contexts name one person: "the murder of Juan Perez", "Perez's death"."""
    names = (told.name, *told.names)
    is_of_a_known = context.is_in_capitals and context.is_deed and context.statement.is_anaphoric
    if (
        is_of_a_known
        and told.statement.kind == "killed"
        and any(is_surname_of(context.name, name) for name in names)
    ):
        return True
    return any(
        is_same_person(name, other) for name in names for other in (context.name, *context.names)
    )


def is_told_again(draft: Draft, context: Context) -> bool:
    """Whether a statement and a draft mean the same group, which one of them gives no number."""
    if not context.people or context.is_another or context.is_apart:
        return False
    told = [c for c in draft.contexts if c.people]
    if not told or not _can_be_one_event(draft, context):
        return False
    if _is_without_number(context.statement):
        return any(_are_same(context.people[0], group) for c in told for group in c.people)
    return all(_is_without_number(c.statement) for c in told) and any(
        _are_same(c.people[0], group) for c in told for group in context.people
    )


def _is_without_number(statement: Statement) -> bool:
    """ "the miners": a plural with its article, and nobody else."""
    victims = counted_victims(statement.victims)
    return len(victims) == 1 and victims[0].mention.form == "plural" and statement.is_anaphoric


def _are_same(named: frozenset[str], group: frozenset[str]) -> bool:
    """Whether the words for a group are among those for another: "jesuits", "jesuit priests"."""
    common = named & group - _ANYBODY
    return bool(common) and (named <= group or group <= named)


def _can_be_one_event(draft: Draft, context: Context) -> bool:
    dates = [c.own_date for c in draft.contexts if c.own_date is not None]
    own = context.own_date
    if own is not None and dates and not any(overlap(own, date) for date in dates):
        return False
    return not (
        context.is_place_own_town
        and any(c.is_place_own_town for c in draft.contexts)
        and places_differ(draft.place, context.place)
    )
