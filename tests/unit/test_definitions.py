"""How the Dagster project is put together."""

from pathlib import Path

import dagster as dg
import pytest

from dagster_project.assets.articles import inbox_articles
from dagster_project.assets.feed_fetches import fetched_feeds
from dagster_project.assets.incident_links import linked_incidents
from dagster_project.assets.incident_reports import extracted_reports
from dagster_project.assets.run_measures import measured_run
from dagster_project.checks import CHECKED_TABLES, MEASURED_TABLE, expectation_checks
from dagster_project.paths import EXPECTATIONS_DIR
from dagster_project.warehouse import open_warehouse
from expectations.runner import load_suite


def test_every_loaded_table_has_a_suite_that_blocks(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        tables = {
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'raw'"
            ).fetchall()
        }
    checked = {*CHECKED_TABLES, MEASURED_TABLE}
    accounts = {"quarantined_rows", "check_results", "builds"}
    copies = {name for name in tables if name.startswith("last_published_")}  # of what was checked
    assert checked == tables - accounts - copies
    assert {path.stem for path in EXPECTATIONS_DIR.glob("*.json")} == checked
    specs = [spec for check in expectation_checks() for spec in check.check_specs]
    assert all(spec.blocking for spec in specs)


@pytest.mark.parametrize(
    "asset", [fetched_feeds, inbox_articles, extracted_reports, linked_incidents, measured_run]
)
def test_the_description_of_a_table_says_what_one_row_is(asset: dg.AssetsDefinition) -> None:
    for spec in asset.specs:
        assert spec.description
        assert spec.description.startswith("One row per ")
        assert spec.group_name == "raw"
        assert spec.owners


@pytest.mark.parametrize("path", sorted(EXPECTATIONS_DIR.glob("*.json")), ids=lambda p: p.stem)
def test_every_expectation_says_what_is_wrong_and_what_a_person_does(path: Path) -> None:
    for expectation in load_suite(path).expectations:
        told = expectation["meta"]
        assert told["reason"]
        assert not told["reason"].endswith(".")
        action = told["action"]
        assert len(action.split()) > 5, expectation
        assert action.endswith(".")
