"""raw.check_results of whole runs: every check is in it, also where one stopped the run."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner
from whole_runs import query, run

from dagster_project.checks import CHECKED_TABLES, MEASURED_TABLE
from dagster_project.cli import app
from dagster_project.paths import DBT_PROJECT_DIR, EXPECTATIONS_DIR, DataDir
from dagster_project.resources import Extractor
from dagster_project.run import RunFailedError
from expectations.runner import load_suite

pytestmark = pytest.mark.slow


def test_every_check_of_a_run_is_in_the_warehouse(finished: DataDir) -> None:
    told = query(
        finished.warehouse,
        "select table_name, count(*) from raw.check_results "
        "where checked_by = 'great_expectations' group by all",
    )
    checked = [*CHECKED_TABLES, MEASURED_TABLE]
    suites = {table: load_suite(EXPECTATIONS_DIR / f"{table}.json") for table in checked}
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


def wire(inbox: Path, name: str, *texts: str) -> None:
    lines = (json.dumps({"text": text, "published_at": "2024-02-20"}) for text in texts)
    (inbox / name).write_text("\n".join(lines) + "\n")


def measures_checks(data_dir: DataDir, *outcomes: str) -> dict[str, str]:
    rows = query(
        data_dir.warehouse,
        "select column_name, threshold from raw.check_results "
        f"where table_name = 'raw.run_measures' and outcome in {outcomes!r} "
        "qualify row_number() over (partition by check_id order by checked_at desc) = 1",
    )
    return dict(rows)


@pytest.mark.long
def test_an_extractor_that_finds_nothing_stops_the_run_until_a_person_says_why(
    tmp_path: Path,
) -> None:
    inbox, data_dir = tmp_path / "inbox", DataDir(tmp_path / "data")
    inbox.mkdir()
    wire(inbox, "first.jsonl", *(f"{number} killed in Homs" for number in range(1, 61)))
    run(inbox, data_dir)
    first = query(data_dir.warehouse, "from raw.incident_ids order by all")
    published = data_dir.published_database.read_bytes()
    blind = {"extractor": Extractor("toy", "2", lambda article: [])}
    for _ in range(2):  # the second time nothing new is read, and it is no better
        with pytest.raises(RunFailedError, match="the extractor finds next to nothing") as failed:
            run(inbox, data_dir, **blind)
        assert "quiet_articles is 1 (60 of 60), not at most 0.75" in str(failed.value)
        assert "casualty-ledger accept-drift" in str(failed.value)
    assert measures_checks(data_dir, "failed")["quiet_articles"] == "at most 0.75 (0 in 1 run)"
    assert query(data_dir.warehouse, "from raw.incident_ids order by all") == first
    assert data_dir.published_database.read_bytes() == published
    accept = ["accept-drift", "--data-dir", str(data_dir.root), "--why"]
    assert CliRunner().invoke(app, [*accept, " "]).exit_code == 2
    accepted = CliRunner().invoke(app, [*accept, "they were all about films"])
    assert (accepted.exit_code, accepted.stdout) == (
        0,
        "Run 2 is the new normal. Go on with: casualty-ledger run\n",
    )
    run(inbox, data_dir, **blind)
    assert query(data_dir.published_database, "select count(*) from marts.fct_incidents") == [(0,)]
    assert set(measures_checks(data_dir, "passed").values()) == {
        "anything: accepted, they were all about films"
    }
    (inbox / "second.jsonl").write_text('{"text": "7 killed"}\n')
    run(inbox, data_dir)
    assert query(data_dir.published_database, "select count(*) from marts.fct_incidents") == [(61,)]


@pytest.mark.long
def test_drift_is_told_and_the_run_goes_on(inbox: Path, tmp_path: Path) -> None:
    data_dir = DataDir(tmp_path / "data")
    for night in range(3):
        wire(inbox, f"{night}.jsonl", *(f"{night} {n} killed" for n in range(1, 41)))
        run(inbox, data_dir)
    assert measures_checks(data_dir, "warned", "failed") == {}
    lines = (json.dumps({"text": f"4 {n} killed"}) for n in range(1, 21))
    (inbox / "undated.jsonl").write_text("\n".join(lines) + "\n")
    shown = run(inbox, data_dir)
    odd = measures_checks(data_dir, "warned")
    assert set(odd) == {"undated_articles", "undated_reports"}
    assert odd["undated_articles"].endswith("in 3 runs)")
    assert "undated_articles is 1 (20 of 20), not" in shown
    before = query(data_dir.warehouse, "from raw.run_measures order by all")
    run(inbox, data_dir)
    assert query(data_dir.warehouse, "from raw.run_measures order by all") == before
