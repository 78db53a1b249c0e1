"""What a line of a corrections file becomes: a correction, or a rejection with its reason."""

from dataclasses import asdict, dataclass
from dataclasses import field as of_class
from datetime import datetime
from typing import Any


class CorrectionError(ValueError):
    """A cell that cannot be used; the message is for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class SetValue:
    """The value of a ``set``, ready for the warehouse; only the parts of its field are given.

    A figure has low, best and high (None: no ceiling), a date its first and last day as ISO
    strings, a place all of its columns, an actor its id (None: unknown), and a method or an
    attribution its word.
    """

    set_low: int | None = None
    set_best: int | None = None
    set_high: int | None = None
    set_date_start: str | None = None
    set_date_end: str | None = None
    set_date_precision: str | None = None
    set_place: str | None = None
    set_admin2: str | None = None
    set_admin1: str | None = None
    set_country: str | None = None
    set_admin1_code: str | None = None
    set_latitude: float | None = None
    set_longitude: float | None = None
    set_geo_precision: str | None = None
    set_actor: str | None = None
    set_actor_id: str | None = None
    set_status: str | None = None
    set_word: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One valid line. ``made_at`` is as the person wrote it, UTC by convention.

    ``new_incident_id`` is the id that a split gives; it depends on the split's label alone, or on
    the report where it has none.
    """

    correction_id: str
    input_file: str
    input_line: int
    action: str
    target_kind: str
    target_id: str
    other_id: str | None
    new_incident_id: str | None
    field: str | None
    value: str | None
    author: str
    made_at: datetime
    reason: str
    set_value: SetValue = of_class(default_factory=SetValue)

    def to_row(self, precedence: int) -> dict[str, Any]:
        """The row of raw.corrections; of two that contradict, the greater precedence wins."""
        row = asdict(self)
        value = row.pop("set_value")
        return {**row, **value, "precedence": precedence}


@dataclass(frozen=True, slots=True)
class RejectedCorrection:
    """A line, or with ``input_line`` None a whole file, that was not taken, and why."""

    input_file: str
    input_line: int | None
    reason: str
    line_text: str | None
