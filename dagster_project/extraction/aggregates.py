"""Reports of figures over several incidents: stored and shown, never added up."""

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.context import Context
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.groups import casualty_groups
from dagster_project.extraction.numbers import ZERO
from dagster_project.extraction.report_fields import blank_report, evidence_of, set_date, set_place
from dagster_project.extraction.report_places import country_of
from dagster_project.extraction.tolls import Toll
from dagster_project.records import IncidentReport


def aggregate_reports(
    facts: ArticleFacts, contexts: list[Context]
) -> list[tuple[int, IncidentReport]]:
    """One report per figure over several incidents; told again in headline and lead, one."""
    made: list[tuple[int, IncidentReport, list[Context]]] = []
    for context in contexts:
        if context.is_retold:
            continue
        report = _aggregate_report(facts, context)
        home = next(
            (m for m in made if any(_is_same(m[1], c, report, context) for c in m[2])),
            None,
        )
        if home is None:
            made.append((context.statement.order, report, [context]))
            continue
        _, kept, others = home
        others.append(context)
        if kept.wounded_best == 0 and report.wounded_best and not report.killed_best:
            kept.wounded_low, kept.wounded_best, kept.wounded_high = (
                report.wounded_low,
                report.wounded_best,
                report.wounded_high,
            )
            kept.groups += report.groups
        if kept.date_start is None:
            kept.date_start, kept.date_end, kept.date_precision = (
                report.date_start,
                report.date_end,
                report.date_precision,
            )
        kept.evidence = [
            *kept.evidence,
            *(e for e in report.evidence if e not in kept.evidence),
        ]
    return [(order, report) for order, report, _ in made]


def _is_same(a: IncidentReport, first: Context, b: IncidentReport, second: Context) -> bool:
    if (
        first.statement.sentence == second.statement.sentence
        and first.clause == second.clause
        and first.statement.kind != second.statement.kind
    ):
        return True
    same = a.killed_best == b.killed_best and b.killed_best > 0
    return same and ((first.is_sum and second.is_sum) or second.statement.sentence <= 3)


def _aggregate_report(facts: ArticleFacts, context: Context) -> IncidentReport:
    statement = context.statement
    killed = statement.count if statement.kind == "killed" else ZERO
    wounded = ZERO if statement.kind == "killed" else statement.count
    report = blank_report(facts, "aggregate", killed, wounded)
    if context.is_date_own:
        set_date(report, context.date)
    mention = context.place if context.is_place_own else None
    place = mention.place if mention is not None else None
    if place is None:
        place = country_of(facts)
    set_place(report, mention, place)
    # "22 people shot over the weekend among them": a part of nothing that was told is a whole.
    whole = [v for v in statement.victims if not v.is_part] or statement.victims
    toll = Toll(
        [(v.mention, v.mention.count, statement) for v in whole],
        statement.count,
        False,
        [statement],
    )
    empty = Toll()
    draft = Draft([context])
    sentences = {statement.sentence}
    report.groups = casualty_groups(
        facts,
        draft,
        toll if statement.kind == "killed" else empty,
        empty if statement.kind == "killed" else toll,
        sentences,
    )
    report.evidence = evidence_of(facts, sorted(sentences))
    report.confidence = 0.5
    return report
