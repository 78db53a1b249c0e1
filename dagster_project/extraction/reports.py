"""From drafts of incidents to reports, in the order of the text.

Figures, groups, place, actor, method and evidence come from modules of their own; this one puts
them together.
"""

from collections import Counter
from collections.abc import Iterator

from dagster_project.extraction.aggregates import aggregate_reports
from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.confidence import confidence_of, features_of
from dagster_project.extraction.context import Context
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.event_dates import overlap
from dagster_project.extraction.figures import Figures, figures_of, is_real_event
from dagster_project.extraction.methods import find_method
from dagster_project.extraction.perpetrators import find_perpetrator
from dagster_project.extraction.places_apart import places_differ
from dagster_project.extraction.report_fields import (
    blank_report,
    evidence_of,
    set_date,
    set_place,
)
from dagster_project.extraction.report_places import report_place
from dagster_project.extraction.series import spread_leads, spread_series
from dagster_project.extraction.told_days import day_before_death, day_inside
from dagster_project.extraction.tolls import ATTACKERS
from dagster_project.extraction.watched import marks_of
from dagster_project.records import IncidentReport


def write_reports(
    facts: ArticleFacts, drafts: list[Draft], aggregates: list[Context]
) -> list[IncidentReport]:
    """Reports of all drafts and aggregates, in the order of the text."""
    facts.has_one_incident = len(drafts) == 1
    main_date = facts.main_date(drafts)
    entries: list[tuple[int, IncidentReport, Draft | None]] = []
    grounds: list[tuple[Draft, Figures, IncidentReport]] = []
    main: DateMention | None = None
    hurt = [d for d in drafts if any(not c.statement.is_zero for c in d.contexts)]
    told_in = {
        is_background: {
            c.statement.sentence
            for d in drafts
            if d.is_background is is_background
            for c in d.contexts
        }
        for is_background in (True, False)
    }
    facts.recalling = told_in[True] - told_in[False]
    of_draft = Counter(n for d in drafts for n in {c.statement.sentence for c in d.contexts})
    facts.shared = {number for number, count in of_draft.items() if count > 1}
    for draft in drafts:
        facts.country = _country_of(facts, draft)
        figures = figures_of(facts, draft)
        if figures is None:
            continue
        if (
            figures.killed.total.best == 0
            and figures.wounded.total.best == 0
            and not (is_real_event(facts, draft) and _is_apart(draft, hurt))
        ):
            continue
        if (
            draft.date is None
            and not draft.is_background
            and (len(drafts) == 1 or not any(c.is_strongly_recalled for c in draft.contexts))
        ):
            draft.date = main_date
        _sharpen(facts, draft, drafts)
        # An incident on another day than the first is not what the title tells of.
        is_main = main is None or draft.date is None or overlap(main, draft.date)
        main = main or draft.date
        report = _incident_report(facts, draft, figures, is_main=is_main)
        entries.append((draft.contexts[0].statement.order, report, draft))
        grounds.append((draft, figures, report))
    facts.country = facts.places.country
    for draft, figures, report in grounds:
        features = features_of(facts, draft, figures, report, others=len(grounds) - 1)
        report.confidence = confidence_of(features)
    told = [(report, draft) for _, report, draft in entries if draft is not None]
    spread_leads(facts, told)
    spread_series(facts, told)
    entries += [(order, report, None) for order, report in aggregate_reports(facts, aggregates)]
    entries.sort(key=lambda e: e[0])
    reports = [report for _, report, _ in entries]
    for number, report in enumerate(reports, start=1):
        report.report_no = number
    return reports


def _sharpen(facts: ArticleFacts, draft: Draft, drafts: list[Draft]) -> None:
    """Give an incident of "last month" the day that the text tells of elsewhere."""
    date = draft.date
    is_of_death = date is not None and date.precision == "day" and _is_of_death(draft, date)
    if date is None or not (is_of_death or date.precision in ("week", "month")):
        return
    others = [d.date for d in drafts if d is not draft and d.date is not None]
    free = [day for day in facts.told_days if not any(overlap(day, o) for o in others)]
    if is_of_death:
        draft.date = day_before_death(facts.document, free, date) or date
    else:
        draft.date = day_inside(free, date) or date


def _is_of_death(draft: Draft, date: DateMention) -> bool:
    """Whether a draft has its day only from those who died on it."""
    giving = [
        c
        for c in draft.contexts
        if c.is_date_own and c.date is date and "moved" not in c.statement.flags
    ]
    return bool(giving) and all(
        c.statement.kind == "killed" and c.statement.trigger.form in ("intransitive", "dead")
        for c in giving
    )


def _country_of(facts: ArticleFacts, draft: Draft) -> str | None:
    """Where a draft's own sentence places it, if that is another country than the article's."""
    place = draft.place.place if draft.place is not None else None
    if place is not None and place.depth >= 1 and any(c.is_place_own for c in draft.contexts):
        return place.country
    return facts.places.country


def _is_apart(draft: Draft, others: list[Draft]) -> bool:
    """Whether a draft in which nobody was hurt has a place or a day of its own."""
    if not others:
        return True
    day = draft.date if any(c.is_date_own for c in draft.contexts) else None
    if day is not None and all(d.date is not None and not overlap(day, d.date) for d in others):
        return True
    return any(c.is_place_own_town for c in draft.contexts) and all(
        d.place is not None and places_differ(draft.place, d.place) for d in others
    )


def _passages(
    facts: ArticleFacts, draft: Draft, numbers: list[int], *, is_main: bool
) -> Iterator[tuple[str, int]]:
    """What is told of a draft, in small letters, the nearest first, each with marks of it."""
    document = facts.document

    def sentence(number: int) -> tuple[str, int]:
        told = document.sentences[number]
        return document.lower[told.start : told.end], document.marks(number)

    for context in sorted(draft.contexts, key=lambda c: facts.is_headline(c.statement.sentence)):
        clause = document.lower[context.clause[0] : context.clause[1]]
        yield clause, document.marks(context.statement.sentence)
    for number in numbers:
        if not facts.is_headline(number) or len(numbers) == 1:
            yield sentence(number)
    for number in facts.told_on(numbers, draft):
        yield sentence(number)
    if not draft.is_background and is_main:
        title = (facts.article.title or "").lower()
        yield title, marks_of(title)
        yield sentence(0)


def _name_attackers(
    facts: ArticleFacts, figures: Figures, perpetrator: str | None, actor_id: str | None
) -> None:
    """Make "three of the attackers" who died the group's that did it."""
    actor = facts.actors.get(actor_id) if actor_id else None
    if actor is None or actor.kind != "armed_group" or not figures.groups:
        return
    if any(group.actor_id == actor_id for group in figures.groups):
        return
    for group in figures.groups:
        words = (group.actor or "").lower().split()
        if words and words[-1] in ATTACKERS and group.actor_id in (None, "suspects"):
            group.actor, group.actor_id, group.status = perpetrator, actor_id, "combatant"
            return


def _incident_report(
    facts: ArticleFacts, draft: Draft, figures: Figures, *, is_main: bool
) -> IncidentReport:
    """The report of one draft. ``is_main``: the title is about it."""
    mention, place = report_place(facts, draft)
    numbers = sorted({c.statement.sentence for c in draft.contexts} | figures.sentences)
    method = find_method(_passages(facts, draft, numbers, is_main=is_main))
    perpetrator, perpetrator_id, attribution = find_perpetrator(facts, draft, figures)
    for context in draft.contexts:
        if context.statement.is_self and perpetrator is None:
            group = next(
                (g for g in figures.groups if g.status == "combatant" and g.actor_id), None
            )
            if group is not None:
                named = facts.find_actors(group.actor or "")
                words = next(
                    (m.words for m in named if m.actor.actor_id == group.actor_id), group.actor
                )
                perpetrator, perpetrator_id, attribution = words, group.actor_id, "asserted"
        elif context.statement.is_self and perpetrator_id is not None:
            for group in figures.groups:
                if group.actor_id in ("suicide-bombers", "gunmen", "militants") or (
                    group.actor_id is None and group.status == "combatant"
                ):
                    group.actor, group.actor_id, group.status = (
                        perpetrator,
                        perpetrator_id,
                        "combatant",
                    )
                    break
    _name_attackers(facts, figures, perpetrator, perpetrator_id)
    report = blank_report(facts, "incident", figures.killed.total, figures.wounded.total)
    report.is_background = draft.is_background
    set_date(report, draft.date)
    set_place(report, mention, place)
    report.method = method
    report.perpetrator, report.perpetrator_actor_id, report.attribution = (
        perpetrator,
        perpetrator_id,
        attribution,
    )
    report.groups = figures.groups
    report.evidence = evidence_of(facts, sorted(figures.sentences or set(numbers)))
    return report
