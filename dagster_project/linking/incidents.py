"""From pairs that fit to incidents, without comparing every report with every other.

Reports are taken from the sharpest (a day, a place) to the vaguest, ties in the order of their
ids, so the input's order does not matter and a vague report finds the sharp incidents already
there. Each joins the incident that it fits best, if it fits every report in it (no chains) and none
is of its own article; else it begins one. Candidates come from an index by country, day and region
or grid cell, and for reports without a date or country by toll.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from dagster_project.linking.actors import ActorRelations, seed_relations
from dagster_project.linking.matching import DAY_RANK, RARE_TOLL, Fit, fit, method_family
from dagster_project.linking.places import GEO_RANK, SAME_PLACE_KM, folded
from dagster_project.linking.reports import IncidentLink, LinkableReport

KM_PER_DEGREE = 111.2  # of latitude
CELLS_PER_DEGREE = 4
VAGUE_DATES = frozenset({"year", "unknown"})

Signature = LinkableReport  # with its ids blanked: two with one signature fit the same reports


@dataclass(slots=True)
class _Incident:
    """A growing incident. ``signatures`` has each kind of report in it once."""

    number: int
    report_ids: list[str] = field(default_factory=list)
    article_ids: set[str] = field(default_factory=set)
    signatures: dict[Signature, None] = field(default_factory=dict)


def link_reports(
    reports: Iterable[LinkableReport], relations: ActorRelations | None = None
) -> list[IncidentLink]:
    """Give every countable report its incident; aggregates get none.

    ``relations`` are those of the actor dictionary unless given. The result is in the order of
    report_id and does not depend on the order of the input. Raises ValueError where two reports
    have one report_id.
    """
    relations = seed_relations() if relations is None else relations
    countable = sorted((r for r in reports if r.kind == "incident"), key=_sharpest_first)
    if len({r.report_id for r in countable}) < len(countable):
        raise ValueError("two reports have the same report_id")
    incidents: list[_Incident] = []
    index: defaultdict[Hashable, dict[int, None]] = defaultdict(dict)
    for report in countable:
        signature = replace(report, report_id="", article_id="", source=None)
        candidates = sorted(
            {n for key in _search_keys(report, relations) for n in index.get(key, ())}
        )
        incident = _best_fitting(
            report, signature, (incidents[number] for number in candidates), relations
        )
        if incident is None:
            incident = _Incident(number=len(incidents))
            incidents.append(incident)
        incident.report_ids.append(report.report_id)
        incident.article_ids.add(report.article_id)
        if signature not in incident.signatures:
            incident.signatures[signature] = None
            for key in _index_keys(report, relations):
                index[key][incident.number] = None
    return sorted(
        IncidentLink(report_id, incident_id(incident.report_ids))
        for incident in incidents
        for report_id in incident.report_ids
    )


def incident_id(report_ids: Iterable[str]) -> str:
    """``inc-`` and 16 hexadecimal digits of the SHA-256 of the smallest report_id."""
    return "inc-" + hashlib.sha256(min(report_ids).encode()).hexdigest()[:16]


def _sharpest_first(report: LinkableReport) -> tuple[bool, int, int, bool, bool, str]:
    return (
        _is_hard(report),
        DAY_RANK[report.date_precision],
        GEO_RANK[report.geo_precision],
        report.method == "unknown",
        report.perpetrator_actor_id is None,
        report.report_id,
    )


def _best_fitting(
    report: LinkableReport,
    signature: Signature,
    candidates: Iterable[_Incident],
    relations: ActorRelations,
) -> _Incident | None:
    """The incident whose best pair with the report is greatest; of equals, the first begun."""
    best: tuple[Fit, _Incident] | None = None
    for incident in candidates:
        if report.article_id in incident.article_ids:
            continue
        incident_fit = _fit_all(signature, incident.signatures, relations)
        if incident_fit is not None and (best is None or incident_fit > best[0]):
            best = incident_fit, incident
    return None if best is None else best[1]


def _fit_all(
    signature: Signature, members: Iterable[Signature], relations: ActorRelations
) -> Fit | None:
    """The best fit with any of the members, None where one does not fit at all."""
    fits = []
    for member in members:
        member_fit = fit(signature, member, relations)
        if member_fit is None:
            return None
        fits.append(member_fit)
    return max(fits)


def _is_hard(report: LinkableReport) -> bool:
    """Whether day and country cannot find it: it has no month, or no country."""
    return (
        report.date_start is None
        or report.date_precision in VAGUE_DATES
        or report.country is None
        or report.geo_precision == "unknown"
    )


def _index_keys(report: LinkableReport, relations: ActorRelations) -> Iterator[Hashable]:
    """The keys under which an incident with this report is found."""
    yield from _toll_keys(report, relations)
    if _is_hard(report):
        return
    for day in _days(report, margin=0):
        yield "country", report.country, day
        if report.geo_precision == "country":
            yield "country-wide", report.country, day
            continue
        for name in _area_names(report):
            yield "area", report.country, day, name
        if report.latitude is not None and report.longitude is not None:
            yield "cell", day, _cell(report.latitude), _cell(report.longitude)


def _search_keys(report: LinkableReport, relations: ActorRelations) -> Iterator[Hashable]:
    """The keys of every incident that this report could fit. Sharper reports are indexed before."""
    if _is_hard(report):
        yield from _toll_keys(report, relations)
        return
    for day in _days(report, margin=1):
        if report.geo_precision == "country":
            yield "country", report.country, day
            continue
        yield "country-wide", report.country, day
        for name in _area_names(report):
            yield "area", report.country, day, name
        for latitude, longitude in _cells_in_reach(report):
            yield "cell", day, latitude, longitude


def _days(report: LinkableReport, margin: int) -> range:
    """The days of the report as ordinals, with a margin on both sides."""
    if report.date_start is None:
        return range(0)
    end = report.date_end or report.date_start
    return range(report.date_start.toordinal() - margin, end.toordinal() + margin + 1)


def _area_names(report: LinkableReport) -> Iterator[tuple[str, str]]:
    if report.admin1_code:
        yield "code", report.admin1_code
    if region := folded(report.admin1):
        yield "region", region
    if place := folded(report.place):
        yield "place", place


def _cell(degrees: float) -> int:
    return math.floor(degrees * CELLS_PER_DEGREE)


def _cells_in_reach(report: LinkableReport) -> Iterator[tuple[int, int]]:
    """The grid cells that a circle of 25 km around the report's point can touch."""
    if report.latitude is None or report.longitude is None:
        return
    reach = SAME_PLACE_KM / KM_PER_DEGREE
    # Towards the poles a degree of longitude shrinks; beyond 80 degrees nobody reports.
    wide_reach = reach / math.cos(math.radians(min(80.0, abs(report.latitude) + reach)))
    for latitude in range(_cell(report.latitude - reach), _cell(report.latitude + reach) + 1):
        for longitude in range(
            _cell(report.longitude - wide_reach), _cell(report.longitude + wide_reach) + 1
        ):
            yield latitude, longitude


def _toll_keys(report: LinkableReport, relations: ActorRelations) -> Iterator[Hashable]:
    """Keys of a rare toll with the method's family, and with the perpetrator's whole.

    Without a date or country three of four agreements are asked for and the toll is one, so the
    method or the perpetrator is another.
    """
    if report.killed_best + report.wounded_best < RARE_TOLL:
        return
    toll = report.killed_best, report.wounded_best
    if (family := method_family(report.method)) is not None:
        yield "toll", *toll, family
    if report.perpetrator_actor_id is not None:
        yield "toll", *toll, relations.lineage(report.perpetrator_actor_id)[-1]
