"""The samples as a person coded them, through linking and dbt: no extractor has a part in it.

Where this fails, the warehouse adds up wrongly; where only the run on the texts themselves does,
the extractor reads wrongly.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from article_rows import NOTHING_DERIVED
from dbt_builds import MEASURES, Built

from dagster_project.assets.article_fingerprints import take_fingerprints
from dagster_project.ingest import LoadedArticle, read_inbox
from dagster_project.linking import assign_ids, relink
from dagster_project.paths import DBT_PROJECT_DIR, PROJECT_ROOT, WAREHOUSE_VARIABLE
from dagster_project.warehouse import insert_rows, open_warehouse, utc_now

pytestmark = pytest.mark.slow

SAMPLES = PROJECT_ROOT / "data" / "samples"
FIXTURES = PROJECT_ROOT / "tests" / "fixtures"
Row = dict[str, Any]


def coded(name: str) -> list[dict[str, str | None]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as lines:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(lines)]


def sample_articles() -> dict[tuple[str, str | None], Row]:
    """Rows of raw.articles by file and line."""
    rows = {}
    for outcome in read_inbox(SAMPLES):
        if isinstance(outcome, LoadedArticle):
            line = None if outcome.input_line is None else str(outcome.input_line)
            article = outcome.article
            rows[outcome.input_file, line] = {
                **NOTHING_DERIVED,
                **{
                    name: getattr(article, name)
                    for name in (
                        *("article_id", "external_id", "title", "text"),
                        *("source", "url", "published_at", "language"),
                    )
                },
                "input_file": outcome.input_file,
                "input_line": outcome.input_line,
                "loaded_at": utc_now(),
            }
    return rows


def figures(coded_triples: str) -> Row:
    """``low/best/high:low/best/high`` as columns."""
    values = [v for triple in coded_triples.split(":") for v in triple.split("/")]
    return {n: int(v) if v else None for n, v in zip(MEASURES, values, strict=True)}


def victim_groups(coded_groups: str | None) -> list[Row]:
    groups = []
    for coded_group in (coded_groups or "").split(";"):
        if coded_group:
            actor_id, status, triples = coded_group.split(":", 2)
            known = None if actor_id == "unknown" else actor_id
            groups.append({"actor": known, "actor_id": known, "status": status, **figures(triples)})
    return groups


def raw_report(row: dict[str, str | None], article_id: str) -> Row:
    perpetrator = row["perpetrator_actor_id"] or row["unresolved_perpetrator"]
    return {
        **{n: row[n] for n in ("kind", "date_start", "date_end", "place", "admin1", "country")},
        **{n: row[n] for n in ("admin1_code", "perpetrator_actor_id")},
        **{n: int(row[n] or 0) for n in MEASURES if not n.endswith("high")},
        **{n: None if row[n] is None else int(row[n] or 0) for n in MEASURES if "high" in n},
        **{
            n: row[n] or "unknown"
            for n in ("date_precision", "geo_precision", "method", "attribution")
        },
        "report_id": f"{article_id}#{row['report_no']}",
        "article_id": article_id,
        "report_no": int(row["report_no"] or 0),
        "is_background": row["is_background"] == "true",
        "admin2": None,
        "latitude": None,
        "longitude": None,
        "perpetrator": perpetrator,
        "groups": victim_groups(row["groups"]),
        "evidence": [],
        "confidence": 1.0,
        "extractor": "a person",
        "extractor_version": "1",
    }


@pytest.fixture(scope="module")
def reports() -> dict[str, tuple[Row, Row, str | None]]:
    """Report, article and the coder's incident, by report_id."""
    articles = sample_articles()
    told = {}
    for row in coded("samples_reports.csv"):
        article = articles[row["file"] or "", row["line"]]
        report = raw_report(row, article["article_id"])
        told[report["report_id"]] = (report, article, row["incident"])
    return told


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, reports: dict[str, tuple[Row, Row, str | None]]
) -> Iterator[Built]:
    folder: Path = tmp_path_factory.mktemp("coded")
    warehouse = folder / "warehouse.duckdb"
    with open_warehouse(warehouse) as connection:
        one_per_text = {a["article_id"]: a for a in sample_articles().values()}
        insert_rows(connection, "raw.articles", list(one_per_text.values()))
        insert_rows(connection, "raw.incident_reports", [r for r, _, _ in reports.values()])
        take_fingerprints(connection)
        relink(connection)
        assign_ids(connection)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(WAREHOUSE_VARIABLE, str(warehouse))
        result = Built(DBT_PROJECT_DIR, warehouse)
        statuses = result.dbt(
            "build", "--exclude-resource-type", "unit_test", "--target-path", str(folder / "target")
        )
        assert {n: s for n, s in statuses.items() if s not in ("success", "pass", "no-op")} == {}
        yield result


@pytest.fixture(scope="module")
def links(built: Built) -> dict[str, str]:
    return dict(built.query("select report_id, incident_id from raw.incident_links"))


def test_linking_finds_the_coders_incidents(
    reports: dict[str, tuple[Row, Row, str | None]], links: dict[str, str]
) -> None:
    by_coder: dict[str, set[str]] = {}
    by_rule: dict[str, set[str]] = {}
    for report_id, (_, _, incident) in reports.items():
        if incident:
            by_coder.setdefault(incident, set()).add(report_id)
            by_rule.setdefault(links[report_id], set()).add(report_id)
    assert sorted(map(sorted, by_rule.values())) == sorted(map(sorted, by_coder.values()))


def test_monthly_table_is_the_coders(built: Built) -> None:
    expected = coded("samples_monthly.csv")
    columns = ["month", "actor_id", "role", "country_code", "admin1_code"]
    columns += ["incident_count", "report_count", "source_count", *MEASURES]
    rows = built.query(f"select {', '.join(columns)} from marts.monthly_casualties_by_actor_region")
    shown = {tuple(None if v is None else str(v) for v in row) for row in rows}
    assert shown == {tuple(row[c] for c in columns) for row in expected}
