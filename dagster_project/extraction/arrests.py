"""News of an arrest or a surrender: what it tells of killings, others have told before.

Only for texts without a day of publication. With one, the dates themselves tell what is old, and
the arrest of a suspect in yesterday's shooting is still that shooting's news.
"""

import re

from dagster_project.extraction.context import Context
from dagster_project.extraction.context_patterns import RELATIVE, RESISTANCE
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.text import Document
from dagster_project.extraction.watched import watched

# "X was arrested", "three rebels surrendered", "police nabbed two": the verb of the news.
_ARREST_TOLD = watched(
    r"\b(?:(?:was|were|has been|have been|is|are) (?:\w+ )?(?:arrested|nabbed|apprehended|detained|"
    r"picked up|captured|chargesheeted|charge-sheeted)|surrendered|"
    r"laid down (?:his |her |their )?arms|"
    r"(?:police|personnel|forces|troops|troopers|soldiers|sfs|authorities|officers) (?:have |has )?"
    r"(?:\w+ )?(?:arrested|nabbed|apprehended|detained|captured))\b"
)
# "were arrested after an exchange of fire in which two were hurt": part of the arrest.
_RESISTANCE = re.compile(rf"\b{RESISTANCE} (?:in|during) which\b")
# Days that are told from the arrest's: its own fight.
_OF_THE_DAY = ("yesterday", "today", "tonight", "weekday", "overnight")
# "who had surrendered last month": nothing new.
_RELATIVE_PRONOUN = re.compile(r"\b(?:who|which)(?: had| have| has)?(?: \w+ly)? $")


def mark_recalled_by_arrest(document: Document, drafts: list[Draft]) -> None:
    """Where the first sentence tells an arrest and no casualty, dated killings are background."""
    lead = document.sentences[0]
    told = _ARREST_TOLD.search(document.lower, lead.start, lead.end)
    if told is None or _RELATIVE_PRONOUN.search(document.lower, lead.start, told.start()):
        return
    contexts = [c for draft in drafts for c in draft.contexts]
    if any(c.statement.sentence == 0 and not _is_aside(document, c) for c in contexts):
        return
    for draft in drafts:
        if all(_is_before(document, c) for c in draft.contexts):
            draft.is_background = True


def _is_before(document: Document, context: Context) -> bool:
    statement = context.statement
    return (
        (context.date is not None and not context.date.key.startswith(_OF_THE_DAY))
        or statement.pluperfect
        or statement.is_anaphoric
        or context.is_recalled
        or context.is_strongly_recalled
        or (statement.sentence == 0 and _is_aside(document, context))
    )


def _is_aside(document: Document, context: Context) -> bool:
    """Whether a statement only says who or which is meant: "an attack that killed four"."""
    statement = context.statement
    before = document.lower[max(context.sentence.start, statement.start - 90) : statement.start]
    if _RESISTANCE.search(before):
        return False
    return context.is_strongly_recalled or RELATIVE.search(before) is not None
