"""What became of people's corrections, for the terminal: before a run, and at its end."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dagster_project.corrections import Correction, read_corrections
from dagster_project.paths import DataDir
from dagster_project.warehouse import read_database

# What a person has to look at; what is new waits for the next run.
WRONG = frozenset({"rejected", "target_gone", "not_found"})


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One line of a corrections file, or one file, and how it stands.

    ``outcome``: one of marts.corrections_applied, or ``new`` (the next run applies it). One that is
    new is ``not_found`` where what was published last has no such target.
    """

    input_file: str
    input_line: int | None
    outcome: str
    what: str
    note: str


def check_corrections(files: DataDir, today: date) -> list[CorrectionLine]:
    """Read the files as they are now, and what the last run made of them. Raises OSError.

    Raises WarehouseBusyError as well; needs no run before it.
    """
    read = read_corrections(files.corrections, today)
    lines = [
        CorrectionLine(
            rejected.input_file,
            rejected.input_line,
            "rejected",
            (rejected.line_text or "").strip(),
            rejected.reason,
        )
        for rejected in read.rejected
    ]
    published = _read_published(files.published_database)
    for correction in read.corrections:
        outcome, note = _standing(correction, published)
        lines.append(
            CorrectionLine(
                correction.input_file,
                correction.input_line,
                outcome,
                _in_words(correction),
                note,
            )
        )
    return sorted(lines, key=lambda line: (line.input_file, line.input_line or 0))


def unapplied_corrections(files: DataDir) -> list[tuple[str, int | None, str]]:
    """File, line and reason of what the last run could not apply."""
    with read_database(files.published_database) as connection:
        return connection.execute(
            """
            select input_file, input_line, note
            from marts.corrections_applied
            where outcome in ('rejected', 'target_gone', 'not_found')
            order by input_file, input_line
            """
        ).fetchall()


@dataclass(frozen=True, slots=True)
class _Published:
    """Outcome and note by correction_id, and every id that a correction may name."""

    outcomes: dict[str, tuple[str, str]]
    database: Path

    def lacks(self, ids: list[str]) -> list[str]:
        """Those of the ids that are of no report, article or incident, of today or before."""
        with read_database(self.database) as connection:
            known = connection.execute(
                """
                select unnest($ids) as id
                intersect (
                    select report_id from marts.incident_reports
                    union all
                    select article_id from marts.incident_reports
                    union all
                    select incident_id from marts.fct_incidents
                    union all
                    select incident_id from marts.incident_id_changes
                    union all
                    select unnest(incident_ids) from marts.corrections_applied
                )
                """,
                {"ids": ids},
            ).fetchall()
        return [each for each in ids if (each,) not in known]


def _read_published(database: Path) -> _Published | None:
    """None before the first run, and of a file that a version without corrections published."""
    try:
        with read_database(database) as connection:
            rows = connection.execute(
                "select correction_id, outcome, coalesce(note, '') from marts.corrections_applied "
                "where correction_id is not null"
            ).fetchall()
    except (FileNotFoundError, duckdb.CatalogException):
        return None
    return _Published({i: (outcome, note) for i, outcome, note in rows}, database)


def _standing(correction: Correction, published: _Published | None) -> tuple[str, str]:
    if published is None:
        return "new", "the next run applies it"
    if correction.correction_id in published.outcomes:
        return published.outcomes[correction.correction_id]
    ids = [correction.target_id]
    if correction.action == "merge" and correction.other_id is not None:
        ids.append(correction.other_id)
    if missing := published.lacks(ids):
        return "not_found", f"{' and '.join(missing)}: not in what was published last"
    return "new", "the next run applies it"


def _in_words(correction: Correction) -> str:
    words = [correction.action, correction.target_id]
    if correction.action == "merge":
        words += ["into", f"{correction.other_id}"]
    elif correction.action == "split" and correction.other_id is not None:
        words += ["as", correction.other_id]
    elif correction.action == "set":
        words += [f"{correction.field}", "to", f"{correction.value}"]
    return " ".join(words)
