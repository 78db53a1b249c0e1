"""Incidents told as one actor's series (the codebook's section on actors)."""

import re

from dagster_project.extraction.actors import ActorMatch
from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.attribution import actor_role, says_no_claim
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.methods import find_method
from dagster_project.extraction.perpetrators import perpetrator_of_lead
from dagster_project.extraction.watched import watched
from dagster_project.records import IncidentReport

# Weapons that are laid beforehand: one hand lays several of them.
_PLANTED = frozenset(("landmine", "ied"))
_SPAN = watched(
    (
        r"\b(?:past|last|previous) (\d+|two|three|four|five|six|seven|several|few) (hours|"
        r"days|weeks)|\b(?:past|last|this) (week|month|days)"
    ),
    re.IGNORECASE,
)
_DEEDS = r"(?:attacks?|raids|bombings|assaults|ambushes|shootings|strikes|killings|violence)"
_SERIES = watched(
    r"\b(?:hike|rise|increas(?:e|ed|ing)|surge|spike|wave|series|string|spate|upsurge|uptick|"
    rf"escalat\w+|intensif\w+|step(?:s|ped|ping)? up|campaign)\b[^.]{{0,60}}?\b{_DEEDS}\b"
    rf"|\b{_DEEDS}\b[^.]{{0,40}}?\b(?:rose|increased|surged|intensified|multiplied)\b",
    re.IGNORECASE,
)
_DOING = ("agent", "claim", "blamed")
_WEEKDAY = re.compile(r"weekday-(\d)")
_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "several": 3,
    "few": 3,
}


def _is_class(facts: ArticleFacts, actor_id: str | None) -> bool:
    """Whether an actor is only a class ("gunmen"), which a named group outranks."""
    actor = facts.actors.get(actor_id or "")
    return actor is not None and actor.kind == "class"


def spread_series(facts: ArticleFacts, entries: list[tuple[IncidentReport, Draft]]) -> None:
    """Incidents that an article tells as one actor's series are that actor's, inside its span."""
    series = _find_series(facts)
    news = [(report, draft) for report, draft in entries if not report.is_background]
    ages = _days_before_latest([draft.date for _, draft in news])
    if series is None:
        return
    actor, days = series
    for (report, draft), age in zip(news, ages, strict=True):
        nobody = report.perpetrator_actor_id is None
        if age is None or age > days:
            continue
        if nobody or _is_class(facts, report.perpetrator_actor_id):
            report.perpetrator, report.perpetrator_actor_id = actor.words, actor.actor.actor_id
            is_asserted = _lead_tells_method(facts, report, draft, actor.actor.actor_id)
            report.attribution = "asserted" if is_asserted else "suspected"


def spread_leads(facts: ArticleFacts, entries: list[tuple[IncidentReport, Draft]]) -> None:
    """Incidents that a lead sums up as one actor's are that actor's: "13 died in ambushes by X"."""
    for report, draft in entries:
        lead = next((c.lead for c in draft.contexts if c.lead is not None), None)
        nobody = report.perpetrator_actor_id is None and report.perpetrator is None
        if lead is None or not (nobody or _is_class(facts, report.perpetrator_actor_id)):
            continue
        found = perpetrator_of_lead(facts, lead)
        if found is not None:
            report.perpetrator, report.perpetrator_actor_id, report.attribution = found


def _days_before_latest(dates: list[DateMention | None]) -> list[int | None]:
    """Of each date, how many days it lies before the latest; None where no day is told.

    Without a day of publication, days of the week are taken to lie as close together as they can.
    """
    days = [d.start if d is not None and d.precision == "day" else None for d in dates]
    told = [day for day in days if day is not None]
    if told:
        return [None if day is None else (max(told) - day).days for day in days]
    weekdays = [
        int(found[1]) if d is not None and (found := _WEEKDAY.fullmatch(d.key)) else None
        for d in dates
    ]
    known = [day for day in weekdays if day is not None]
    if not known:
        return [None] * len(dates)
    latest = min(known, key=lambda last: max((last - day) % 7 for day in known))
    return [None if day is None else (latest - day) % 7 for day in weekdays]


def _find_series(facts: ArticleFacts) -> tuple[ActorMatch, int] | None:
    """The armed group whose attacks an article counts, and the days that the series spans."""
    document = facts.document
    if not (document.all_marks & _SPAN.mark and document.all_marks & _SERIES.mark):
        return None
    for number in range(min(12, len(document.sentences))):
        marks, text = document.marks(number), facts.sentence_text(number)
        if not (marks & _SPAN.mark and marks & _SERIES.mark):
            continue
        series, span = _SERIES.search(text), _SPAN.search(text)
        if series is None or span is None:
            continue
        # "a rise in X's attacks" names it; "the group's attacks" are those of the last one named.
        until = facts.document.sentences[number].start + max(series.end(), span.end())
        for before in range(number, -1, -1):
            groups = [
                match
                for match in facts.actors_in(before)
                if match.actor.kind == "armed_group" and match.at < until
            ]
            if groups:
                base, told = facts.document.sentences[before].start, facts.sentence_text(before)
                doing = [
                    m for m in groups if actor_role(told, m, base, document.marks(before)) in _DOING
                ]
                return (doing or groups[-1:])[0], _days(span)
    return None


def _days(span: re.Match[str]) -> int:
    """ "the past 48 hours", "the last two weeks", "this month" in days."""
    if not span[1]:
        return {"week": 7, "month": 31, "days": 3}[span[3].lower()]
    amount = int(span[1]) if span[1].isdigit() else _NUMBERS[span[1].lower()]
    unit = span[2].lower()
    return -(-amount // 24) if unit == "hours" else amount * (7 if unit == "weeks" else 1)


def _lead_tells_method(
    facts: ArticleFacts, report: IncidentReport, draft: Draft, actor_id: str
) -> bool:
    """Whether the lead says that the actor killed by the same mines or bombs.

    Not where a sentence near the incident denies a claim.
    """
    if report.method not in _PLANTED:
        return False
    last = len(facts.document.sentences)
    numbers = sorted({c.statement.sentence for c in draft.contexts})
    lead = [
        (facts.sentence_text(n).lower(), facts.document.marks(n))
        for n in range(min(3, numbers[0]))
        if n in facts.readers and any(m.actor.actor_id == actor_id for m in facts.actors_in(n))
    ]
    following = min((n for n in facts.readers if n > numbers[-1]), default=last)
    near = " ".join(
        facts.sentence_text(n) for n in range(numbers[0], min(following, numbers[-1] + 4))
    )
    return any(find_method([told]) == report.method for told in lead) and not says_no_claim(near)
