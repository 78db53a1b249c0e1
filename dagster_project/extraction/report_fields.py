"""The fields of a report that need no search: dates, places and evidence."""

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.gazetteer import Place
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.place_mentions import PlaceMention
from dagster_project.extraction.version import EXTRACTOR, EXTRACTOR_VERSION
from dagster_project.records import Evidence, IncidentReport


def blank_report(facts: ArticleFacts, kind: str, killed: Count, wounded: Count) -> IncidentReport:
    """A report with its figures and nothing else said yet."""
    return IncidentReport(
        article_id=facts.article.article_id,
        report_no=0,
        kind=kind,
        is_background=False,
        date_start=None,
        date_end=None,
        date_precision="unknown",
        place=None,
        admin2=None,
        admin1=None,
        country=None,
        admin1_code=None,
        latitude=None,
        longitude=None,
        geo_precision="unknown",
        method="unknown",
        perpetrator=None,
        perpetrator_actor_id=None,
        attribution="unknown",
        killed_low=killed.low,
        killed_best=killed.best,
        killed_high=killed.high,
        wounded_low=wounded.low,
        wounded_best=wounded.best,
        wounded_high=wounded.high,
        extractor=EXTRACTOR,
        extractor_version=EXTRACTOR_VERSION,
    )


def set_date(report: IncidentReport, mention: DateMention | None) -> None:
    """Give a report the days that a date can mean; an unresolved one says nothing."""
    if mention is None or mention.start is None or mention.stop is None:
        return
    report.date_start = mention.start.isoformat()
    report.date_end = mention.stop.isoformat()
    report.date_precision = mention.precision


def set_place(report: IncidentReport, mention: PlaceMention | None, place: Place | None) -> None:
    """Give a report its place, as named, with the region and country that hold it."""
    if place is None:
        return
    report.country = place.country
    report.admin1, report.admin1_code, report.admin2 = (
        place.admin1,
        place.admin1_code,
        place.admin2,
    )
    report.latitude, report.longitude = place.latitude, place.longitude
    report.place = mention.name if mention is not None else place.name
    report.geo_precision = place.level
    if place.level == "place" and mention is not None and mention.is_near:
        report.geo_precision = "near_place"
    if place.level in ("country", "admin1"):
        report.latitude = place.latitude if place.level == "admin1" else None
        report.longitude = place.longitude if place.level == "admin1" else None


def evidence_of(facts: ArticleFacts, numbers: list[int]) -> list[Evidence]:
    """The sentences that give a figure, as offsets into the article's text as given."""
    spans: list[Evidence] = []
    for number in numbers:
        sentence = facts.document.sentences[number]
        spans.append(
            Evidence(
                facts.document.given(sentence.start), facts.document.given(sentence.end - 1) + 1
            )
        )
    return spans
