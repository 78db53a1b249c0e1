"""Two lone dead of one age in one article: one person, told again in other words.

"A 31-year-old man was shot ... UPDATE: X is charged with the death of the 31-year-old": what was
done or said later has a day of its own, and made of it another incident.
"""

import re
from datetime import timedelta

from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.places_apart import in_other_regions
from dagster_project.extraction.text import Document
from dagster_project.extraction.victim_names import is_same_person

_AGE = re.compile(
    r"\b(?P<old>\d{1,2})[- ](?P<unit>year|month)s?[- ]olds?\b|"
    r"[a-z], (?:age |aged )?(?P<bare>\d{1,2}),"
)
_LONGEST = timedelta(days=14)  # between an attack and what is told of it later


def join_lone_victims(document: Document, drafts: list[Draft]) -> list[Draft]:
    """The drafts, those of one lone victim of one age joined to the first of them."""
    kept: list[Draft] = []
    first_of: dict[str, list[Draft]] = {}
    for draft in drafts:
        age = _age_of_lone(document, draft)
        if age is None:
            kept.append(draft)
            continue
        told = first_of.setdefault(age, [])
        home = next((d for d in told if _may_be_one(d, draft)), None)
        if home is None:
            kept.append(draft)
            told.append(draft)
            continue
        home.contexts.extend(draft.contexts)
        home.contexts.sort(key=lambda c: c.statement.order)
        if home.date is None or (draft.date is not None and home.date.precision != "day"):
            home.date = draft.date
        home.place = home.place or draft.place
    return kept


def _age_of_lone(document: Document, draft: Draft) -> str | None:
    """The age of the one person killed, where a draft tells of one dead and of one age."""
    killed = draft.statements("killed")
    if not killed or any(s.count.best != 1 for s in killed):
        return None
    for statements in (killed, draft.statements("hit")):
        ages = {
            f"{found['old'] or found['bare']} {found['unit'] or 'year'}"
            for s in statements
            if s.count.best == 1 and (found := _AGE.search(document.lower, s.start, s.end + 1))
        }
        if ages:
            return ages.pop() if len(ages) == 1 else None
    return None


def _may_be_one(a: Draft, b: Draft) -> bool:
    """Whether neither names, places nor days make two lone dead two."""
    if in_other_regions(a.place, b.place) or any(c.is_another or c.is_earlier for c in b.contexts):
        return False
    names = [{c.name for c in d.contexts if c.name} for d in (a, b)]
    if all(names) and not any(is_same_person(x, y) for x in names[0] for y in names[1]):
        return False
    if a.date is None or b.date is None or a.date.start is None or b.date.start is None:
        return True
    return abs(a.date.start - b.date.start) <= _LONGEST
