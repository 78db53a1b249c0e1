"""raw.check_results of whole runs: every check is in it, also where one stopped the run."""

import json
import shutil
from pathlib import Path

import pytest
from whole_runs import query, run

from dagster_project.checks import CHECKED_TABLES
from dagster_project.paths import DBT_PROJECT_DIR, EXPECTATIONS_DIR, DataDir
from dagster_project.run import RunFailedError
from expectations.runner import load_suite

pytestmark = pytest.mark.slow


def test_every_check_of_a_run_is_in_the_warehouse(finished: DataDir) -> None:
    told = query(
        finished.warehouse,
        "select table_name, count(*) from raw.check_results "
        "where checked_by = 'great_expectations' group by all",
    )
    suites = {table: load_suite(EXPECTATIONS_DIR / f"{table}.json") for table in CHECKED_TABLES}
    assert dict(told) == {
        suite.name: len(suite.expectations)
        for table, suite in suites.items()
        if table != "feed_fetches"  # of another job
    }
    of_dbt = query(
        finished.warehouse,
        "select distinct check_name from raw.check_results where checked_by = 'dbt'",
    )
    singular = {path.stem for path in (DBT_PROJECT_DIR / "tests").glob("*.sql")}
    assert singular | {"contract", "not_null"} <= {name for (name,) in of_dbt}
    assert query(finished.warehouse, "select distinct outcome from raw.check_results") == [
        ("passed",)
    ]


def test_a_failing_dbt_test_is_told_and_what_stood_on_it_is_skipped(
    inbox: Path, data_dir: DataDir, dbt_project: Path
) -> None:
    test = dbt_project / "tests" / "assert_nobody_was_killed.sql"
    test.write_text(
        "-- A failing row is an incident with a toll.\n"
        "select incident_id from {{ ref('fct_incidents') }} where killed_best > 0\n"
    )
    with pytest.raises(RunFailedError):
        run(inbox, data_dir, dbt_project_dir=dbt_project)
    [(reason, outcome, failing)] = query(
        data_dir.warehouse,
        "select reason, outcome, failing_rows from raw.check_results "
        "where check_name = 'assert_nobody_was_killed'",
    )
    assert (reason, outcome) == ("A failing row is an incident with a toll.", "failed")
    assert failing == 4
    assert query(
        data_dir.warehouse,
        "select count(*) > 0 from raw.check_results where outcome = 'skipped'",
    ) == [(True,)]


def test_a_suite_that_breaks_is_told_without_accusing_a_row(
    inbox: Path, data_dir: DataDir, tmp_path: Path
) -> None:
    suites = Path(shutil.copytree(EXPECTATIONS_DIR, tmp_path / "suites"))
    suite = json.loads((suites / "articles.json").read_text())
    suite["expectations"][0]["type"] = "expect_something_unheard_of"
    (suites / "articles.json").write_text(json.dumps(suite))
    with pytest.raises(RunFailedError):
        run(inbox, data_dir, expectations_dir=suites)
    [(check, outcome, observed)] = query(
        data_dir.warehouse,
        "select check_name, outcome, observed from raw.check_results "
        "where table_name = 'raw.articles' and build_id is null",
    )
    assert (check, outcome) == ("suite", "broken")
    assert "expect_something_unheard_of is misconfigured" in observed
