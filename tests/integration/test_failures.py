"""What the user sees when something fails, and that nothing is published then."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from whole_runs import TOY, TOY_LINKER, query, run, tables

from dagster_project.assets.dbt import ensure_manifest
from dagster_project.checks import CHECK_NAME, CHECKED_TABLES, expectation_checks
from dagster_project.linking import Relinked
from dagster_project.paths import EXPECTATIONS_DIR, DataDir
from dagster_project.records import Article, IncidentReport
from dagster_project.resources import Extractor, Linker, Warehouse
from dagster_project.run import RunFailedError, read_review
from dagster_project.warehouse import WarehouseBusyError, open_warehouse, writer_lock
from expectations.runner import SuiteError

pytestmark = pytest.mark.slow


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    """A copy of the suites, to be broken."""
    return Path(shutil.copytree(EXPECTATIONS_DIR, tmp_path / "suites"))


def published_times(data_dir: DataDir) -> dict[str, int]:
    """Of every file but the quality page, which says what failed."""
    return {
        str(path): path.stat().st_mtime_ns
        for path in data_dir.published.rglob("*")
        if path.is_file() and path != data_dir.quality_page
    }


def test_a_failing_dbt_test_stops_publishing_and_is_told_with_what_it_skipped(
    inbox: Path, data_dir: DataDir, dbt_project: Path
) -> None:
    (dbt_project / "tests" / "assert_nobody_was_killed.sql").write_text(
        "-- A failing row is an incident with a toll.\n"
        "select incident_id from {{ ref('fct_incidents') }} where killed_best > 0\n"
    )
    before = published_times(data_dir)
    with pytest.raises(RunFailedError) as failed:
        run(inbox, data_dir, dbt_project_dir=dbt_project)
    assert str(failed.value) == (
        "dbt: assert_nobody_was_killed fail: Got 4 results, configured to fail if != 0 "
        "(tests/assert_nobody_was_killed.sql)"
    )
    assert published_times(data_dir) == before
    assert query(
        data_dir.warehouse,
        "select reason, outcome, failing_rows from raw.check_results "
        "where check_name = 'assert_nobody_was_killed'",
    ) == [("A failing row is an incident with a toll.", "failed", 4)]
    skipped = "select count(*) > 0 from raw.check_results where outcome = 'skipped'"
    assert query(data_dir.warehouse, skipped) == [(True,)]
    (dbt_project / "tests" / "assert_nobody_was_killed.sql").unlink()
    assert "nobody_was_killed" not in ensure_manifest(dbt_project, data_dir).read_text()


def test_a_dbt_project_that_cannot_be_read_is_named(
    inbox: Path, data_dir: DataDir, dbt_project: Path
) -> None:
    (dbt_project / "models" / "marts" / "broken.sql").write_text("select * from {{ ref('gone') }}")
    with pytest.raises(RunFailedError, match=r"dbt cannot read .*depends on a node named 'gone'"):
        run(inbox, data_dir, dbt_project_dir=dbt_project)


def test_a_project_older_than_the_manifest_of_another_is_parsed(
    data_dir: DataDir, dbt_project: Path
) -> None:
    """As after an update whose files carry the day they were made on."""
    model = dbt_project / "models" / "marts" / "newly_added.sql"
    model.write_text("{{ config(contract={'enforced': false}) }} select 1 as one\n")
    os.utime(model, (0, 0))
    manifest = json.loads(ensure_manifest(dbt_project, data_dir).read_bytes())
    assert "model.casualty_ledger.newly_added" in manifest["nodes"]


def test_a_failing_row_goes_to_quarantine_and_the_rest_goes_on(
    inbox: Path, data_dir: DataDir
) -> None:
    def far_future(article: Article) -> list[IncidentReport]:
        reports = list(TOY.extract(article))
        for report in reports:
            if report.killed_best == 5:
                report.method = "sorcery"
                report.date_end = "2999-01-01"
        return reports

    shown = run(inbox, data_dir, extractor=Extractor("toy", "2", far_future))
    assert "1 rows moved to quarantine; 3 rows meet" in shown
    [(row_id, reason, row_json)] = query(
        data_dir.warehouse, "select row_id, reason, row_json from raw.quarantined_rows"
    )
    assert row_id.endswith("#1")
    assert "method 'sorcery': not a word of the codebook" in reason
    assert "date_end" in reason
    assert json.loads(row_json)["killed_best"] == 5
    [(row, where, why)] = read_review(data_dir).quarantined_rows
    assert (row, where, why) == (f"raw.incident_reports {row_id}", "wire.jsonl:2", reason)
    [(killed,)] = query(
        data_dir.published_database, "select sum(killed_best)::integer from marts.fct_incidents"
    )
    assert killed == 9
    before = tables(data_dir)
    run(inbox, data_dir, extractor=Extractor("toy", "2", far_future))
    assert tables(data_dir) == before


def test_a_missing_column_stops_the_run_before_dbt(inbox: Path, data_dir: DataDir) -> None:
    with open_warehouse(data_dir.warehouse) as connection:
        connection.execute("alter table raw.incident_links add column guess varchar")
    before = published_times(data_dir)
    with pytest.raises(RunFailedError, match="guess"):
        run(inbox, data_dir)
    assert published_times(data_dir) == before


def break_suite(suites: Path, table: str) -> None:
    suite = json.loads((suites / f"{table}.json").read_text())
    suite["expectations"][0]["type"] = "expect_something_unheard_of"
    (suites / f"{table}.json").write_text(json.dumps(suite))


def test_a_suite_that_breaks_stops_the_run(inbox: Path, data_dir: DataDir, suites: Path) -> None:
    break_suite(suites, "incident_reports")
    before = published_times(data_dir)
    with pytest.raises(RunFailedError) as failed:
        run(inbox, data_dir, expectations_dir=suites)
    assert str(failed.value) == (
        "The checks are broken, not the data: suite raw.incident_reports: "
        "expect_something_unheard_of is misconfigured"
    )
    assert published_times(data_dir) == before


@pytest.mark.parametrize("table", CHECKED_TABLES)
def test_a_suite_that_breaks_accuses_no_row(table: str, data_dir: DataDir, suites: Path) -> None:
    break_suite(suites, table)
    key = dg.AssetCheckKey(dg.AssetKey(["raw", table]), CHECK_NAME)
    [check] = [check for check in expectation_checks(suites) if check.check_key == key]
    assert check.check_specs_by_output_name[check.get_output_name_for_asset_check_key(key)].blocking
    with pytest.raises(SuiteError, match=f"suite raw.{table}: expect_something_unheard_of is"):
        check(dg.build_asset_check_context(), warehouse=Warehouse(data_dir=str(data_dir.root)))
    assert query(data_dir.warehouse, "from raw.quarantined_rows") == []
    [(check, observed)] = query(
        data_dir.warehouse,
        "select check_id, observed from raw.check_results where outcome = 'broken'",
    )
    assert check == f"raw.{table}.suite"
    assert "expect_something_unheard_of is misconfigured" in observed


@pytest.mark.long
def test_reports_leave_quarantine_when_the_suite_is_mended(
    inbox: Path, data_dir: DataDir, suites: Path
) -> None:
    before = tables(data_dir)
    # They tell that there was another build in between, of another suite.
    accounts = ("builds", "published_changes", "check_results", "run_measures")
    before = {name: rows for name, rows in before.items() if not name.endswith(accounts)}
    path = suites / "incident_reports.json"
    mended = path.read_text()
    path.write_text(mended.replace('"armed_attack", ', ""))
    run(inbox, data_dir, expectations_dir=suites)
    assert query(data_dir.warehouse, "select count(*) from raw.quarantined_rows") == [(4,)]
    path.write_text(mended)
    run(inbox, data_dir, expectations_dir=suites)
    after = tables(data_dir)
    assert {name: after[name] for name in before} == before


@pytest.mark.long
def test_a_link_in_quarantine_does_not_stop_the_run(inbox: Path, data_dir: DataDir) -> None:
    def odd_link(connection: duckdb.DuckDBPyConnection) -> Relinked:
        relinked = TOY_LINKER.relink(connection)
        connection.execute(
            "update linked_now set link_group = 'of no form' "
            "where report_id = (select min(report_id) from linked_now)"
        )
        return relinked

    shown = run(inbox, data_dir, linker=Linker(odd_link))
    assert "1 rows moved to quarantine" in shown
    assert query(data_dir.published_database, "select count(*) from marts.fct_incidents") == [(3,)]


def test_a_second_writer_is_told_who_the_first_is(inbox: Path, data_dir: DataDir) -> None:
    with (
        writer_lock(data_dir.writer_lock),
        pytest.raises(WarehouseBusyError, match=r"is being written by process \d+ .*Wait until"),
    ):
        run(inbox, data_dir)


def test_a_program_that_has_the_warehouse_open_is_named(inbox: Path, data_dir: DataDir) -> None:
    script = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(data_dir.warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(WarehouseBusyError, match=f"is open in process {other.pid}"):
            run(inbox, data_dir)
        other.communicate("\n")


@pytest.mark.long
def test_of_two_runs_started_together_one_waits_for_the_other(
    inbox: Path, tmp_path: Path, finished: DataDir
) -> None:
    data_dir = DataDir(tmp_path / "data")
    command = [sys.executable, "-c", "from dagster_project.cli import main; main()", "run"]
    options = ["--inbox", str(inbox), "--data-dir", str(data_dir.root), "--wait", "3600"]
    runs = [
        subprocess.Popen(
            [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    shown = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], shown
    [waiting] = [text for text in shown if "This run waits for it" in text]
    [process] = [run.pid for run in runs if run.pid != runs[shown.index(waiting)].pid]
    assert f"is being written by process {process}" in " ".join(waiting.split())
    assert query(data_dir.warehouse, "select outcome from ops.runs") == [("succeeded",)] * 2
    names = "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
    assert query(data_dir.published_database, names) == query(finished.published_database, names)
