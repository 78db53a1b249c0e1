"""The sample articles, read by the real extractor, against the tables that a person computed.

tests/fixtures/README.md says how the tables were coded.
"""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dagster_project.extraction import extract_article
from dagster_project.ingest import LoadedArticle, RejectedInput, read_inbox
from dagster_project.paths import PROJECT_ROOT, DataDir
from dagster_project.records import CasualtyGroup, IncidentReport
from dagster_project.warehouse import read_database

SAMPLES = PROJECT_ROOT / "data" / "samples"
FIXTURES = PROJECT_ROOT / "tests" / "fixtures"
FIELDS = (
    "kind",
    "is_background",
    "date_start",
    "date_end",
    "date_precision",
    "geo_precision",
    "admin1_code",
    "country",
    "method",
    "perpetrator_actor_id",
    "attribution",
    "killed_low",
    "killed_best",
    "killed_high",
    "wounded_low",
    "wounded_best",
    "wounded_high",
)
# Of an aggregate only the figures were coded.
FIGURES = ("kind", *FIELDS[-6:])


def coded(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def as_text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def triple(low: int, best: int, high: int | None) -> str:
    return f"{low}/{best}/{as_text(high)}"


def group_text(group: CasualtyGroup) -> str:
    killed = triple(group.killed_low, group.killed_best, group.killed_high)
    wounded = triple(group.wounded_low, group.wounded_best, group.wounded_high)
    return f"{group.actor_id or 'unknown'}:{group.status}:{killed}:{wounded}"


def told(report: IncidentReport) -> tuple[str, ...]:
    if report.kind == "aggregate":
        return tuple(as_text(getattr(report, name)) for name in FIGURES)
    groups = ";".join(sorted(group_text(group) for group in report.groups))
    return (*(as_text(getattr(report, name)) for name in FIELDS), groups)


def wanted(row: dict[str, str]) -> tuple[str, ...]:
    if row["kind"] == "aggregate":
        return tuple(row[name] for name in FIGURES)
    groups = ";".join(sorted(row["groups"].split(";"))) if row["groups"] else ""
    return (*(row[name] for name in FIELDS), groups)


def test_every_sample_is_read_as_a_person_coded_it() -> None:
    expected: dict[tuple[str, str], Counter[tuple[str, ...]]] = {}
    for row in coded("samples_reports.csv"):
        expected.setdefault((row["file"], row["line"]), Counter())[wanted(row)] += 1
    copies = {"desk-copy-0417.txt"}  # the same text as another sample: coded once
    for outcome in read_inbox(SAMPLES):
        if not isinstance(outcome, LoadedArticle):
            continue
        name = Path(outcome.input_file).name
        if name in copies:
            continue
        line = str(outcome.input_line or "") if name.endswith(".jsonl") else ""
        found = Counter(told(report) for report in extract_article(outcome.article))
        assert found == expected.get((name, line), Counter()), name


def test_what_cannot_be_read_is_rejected_with_file_and_line() -> None:
    rejected = [o for o in read_inbox(SAMPLES) if isinstance(o, RejectedInput)]
    assert {(Path(r.input_file).name, r.input_line) for r in rejected} == {
        ("broken-encoding.txt", None),
        ("wire-desk-export.jsonl", 3),
    }
    assert all(r.reason for r in rejected)


@pytest.mark.slow
def test_the_monthly_table_is_the_one_computed_by_hand(samples: DataDir) -> None:
    columns = list(coded("samples_monthly.csv")[0])
    with read_database(samples.published_database) as connection:
        rows: list[tuple[Any, ...]] = connection.execute(
            f"select {', '.join(columns)} from marts.monthly_casualties_by_actor_region"
        ).fetchall()
    found = Counter(tuple(as_text(value) for value in row) for row in rows)
    expected = Counter(
        tuple(row[column] for column in columns) for row in coded("samples_monthly.csv")
    )
    assert found - expected == Counter()
    assert expected - found == Counter()
