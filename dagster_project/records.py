"""The record types that ingest, extraction and linking share, and nothing else.

Field meanings are those of docs/codebook.md. Dates are ISO strings (``YYYY-MM-DD``) so that a
record can be written to JSON lines and to DuckDB without conversion.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Article:
    """One distinct text as a newsroom published it.

    ``text`` is kept as given: every evidence offset counts its Unicode code points from 0.
    ``published_at`` is a day, ``YYYY-MM-DD``, or None when the input does not give one.
    """

    article_id: str
    text: str
    title: str | None = None
    published_at: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    external_id: str | None = None


@dataclass(slots=True)
class CasualtyGroup:
    """Casualties of one victim group in one report; a ``*_high`` of None is no ceiling."""

    actor: str | None
    actor_id: str | None
    status: str
    killed_low: int = 0
    killed_best: int = 0
    killed_high: int | None = 0
    wounded_low: int = 0
    wounded_best: int = 0
    wounded_high: int | None = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of the article's text: ``text[start:end]``, in code points."""

    start: int
    end: int


@dataclass(slots=True)
class IncidentReport:
    """What one article says of one violent incident (or, for ``kind`` aggregate, of several)."""

    article_id: str
    report_no: int
    kind: str
    is_background: bool
    date_start: str | None
    date_end: str | None
    date_precision: str
    place: str | None
    admin2: str | None
    admin1: str | None
    country: str | None
    admin1_code: str | None
    latitude: float | None
    longitude: float | None
    geo_precision: str
    method: str
    perpetrator: str | None
    perpetrator_actor_id: str | None
    attribution: str
    killed_low: int
    killed_best: int
    killed_high: int | None
    wounded_low: int
    wounded_best: int
    wounded_high: int | None
    groups: list[CasualtyGroup] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    confidence: float = 0.0
    extractor: str = ""
    extractor_version: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values, in the order of the codebook's fields."""
        report = {name: getattr(self, name) for name in _REPORT_FIELDS}
        report["groups"] = [asdict(group) for group in self.groups]
        report["evidence"] = [{"start": span.start, "end": span.end} for span in self.evidence]
        return report


# Not ``asdict`` for the whole: it copies every value deeply, which for many articles takes long.
_REPORT_FIELDS = tuple(each.name for each in fields(IncidentReport))
