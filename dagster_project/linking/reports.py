"""What linking reads and what it writes."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LinkableReport:
    """One incident report, with what linking looks at; the fields are those of the codebook.

    ``source`` and ``published_at`` are the article's. ``victim_actor_ids`` has the resolved actors
    of the casualty groups. Latitude and longitude are degrees, WGS 84.
    """

    report_id: str
    article_id: str
    source: str | None
    published_at: date | None
    kind: str
    date_start: date | None
    date_end: date | None
    date_precision: str
    place: str | None
    admin1: str | None
    admin1_code: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    geo_precision: str
    method: str
    perpetrator_actor_id: str | None
    victim_actor_ids: frozenset[str]
    killed_low: int
    killed_best: int
    killed_high: int | None
    wounded_low: int
    wounded_best: int
    wounded_high: int | None
    admin2: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class IncidentLink:
    """The incident that one report tells of."""

    report_id: str
    incident_id: str
