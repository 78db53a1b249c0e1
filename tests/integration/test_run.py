"""Whole runs: what they make, that they repeat, and that a killed one is made good."""

import json
import signal
from datetime import date
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from killed_runs import MOMENTS, run_and_kill
from whole_runs import TOY, TOY_LINKER, query, run, tables

from dagster_project.definitions import JOB_NAME, build_defs
from dagster_project.paths import DBT_PROJECT_DIR, DataDir
from dagster_project.publishing import MonthlyFilter, UnknownNameError, monthly_rows
from dagster_project.resources import Inbox

pytestmark = pytest.mark.slow


def test_articles_become_published_months(finished: DataDir) -> None:
    rows = query(
        finished.published_database,
        """
        select strftime(month, '%Y-%m'), actor_id, role, admin1_code, incident_count, killed_best
        from marts.monthly_casualties_by_actor_region order by all
        """,
    )
    assert rows == [
        ("2024-01", "islamic-state", "inflicted", "SY-HI", 1, 3),
        ("2024-01", "mil-syr", "suffered", "SY-HI", 1, 3),
        ("2024-02", "islamic-state", "inflicted", "SY-HI", 2, 7),
        ("2024-02", "mil-syr", "suffered", "SY-HI", 2, 7),
        (None, "islamic-state", "inflicted", "SY-HI", 1, 4),
        (None, "mil-syr", "suffered", "SY-HI", 1, 4),
    ]


def test_raw_tables_hold_each_text_once_and_every_rejection(finished: DataDir) -> None:
    assert query(
        finished.warehouse,
        "select input_file, input_line, external_id from raw.articles order by all",
    ) == [
        ("undated.txt", None, None),  # of two copies the one that has a title, too
        ("wire.jsonl", 1, "w1"),
        ("wire.jsonl", 2, "w2"),
        ("wire.jsonl", 3, "w3"),
    ]
    assert query(finished.warehouse, "select input_file, input_line from raw.rejected_inputs") == [
        ("broken.txt", None)
    ]


def test_no_log_tells_what_an_article_says(finished: DataDir) -> None:
    logs = [path.read_text(encoding="utf-8") for path in finished.logs.iterdir()]
    assert any("4 articles read now" in log for log in logs)
    assert not any("A quiet day" in log for log in logs)


def test_running_again_changes_nothing_even_when_the_manifest_was_cut_off(
    finished: DataDir, data_dir: DataDir
) -> None:
    before, page = tables(data_dir), data_dir.published_docs.read_bytes()
    manifest = data_dir.dbt_target / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:5000])
    shown = run(finished.root.parent / "inbox", data_dir)
    assert "0 articles read now" in shown
    assert "none of 6 monthly figures moved" in shown
    assert tables(data_dir) == before
    assert data_dir.published_docs.read_bytes() == page
    assert json.loads(manifest.read_bytes())


def test_what_comes_later_is_published_and_a_reader_keeps_its_file(
    inbox: Path, data_dir: DataDir
) -> None:
    reader = duckdb.connect(str(data_dir.published_database), read_only=True)
    # A date that comes later replaces the undated article.
    (inbox / "undated-copy.json").write_text('{"published_at": "2024-03-05"}')
    (inbox / "late.jsonl").write_text('{"text": "9 killed", "published_at": "2024-04-20"}\n')
    shown = run(inbox, data_dir)
    assert "(1 with other metadata)" in shown
    assert "2 articles read now" in shown
    months = query(
        data_dir.published_database,
        "select distinct strftime(month, '%Y-%m') "
        "from marts.monthly_casualties_by_actor_region order by 1",
    )
    assert months == [("2024-01",), ("2024-02",), ("2024-03",), ("2024-04",)]
    assert "6 of 10 monthly figures moved since the last publication" in shown
    assert "2024-03 mil-syr suffered SY-HI: new, 4 killed" in shown
    assert "no month mil-syr suffered SY-HI: gone, was 4 killed" in shown
    total = "select sum(killed_best)::integer from marts.fct_incidents"
    assert query(data_dir.published_database, total) == [(23,)]
    assert reader.execute(total).fetchall() == [(14,)]
    reader.close()
    # And the build before can still be opened by its id.
    [before] = (
        set(data_dir.builds.glob("b-*"))
        - {data_dir.current_build.resolve()}
        - {data_dir.builds / data_dir.current_build.readlink().name}
    )
    assert query(before / "casualties.duckdb", total) == [(14,)]


def test_runs_killed_one_after_the_other_are_made_good_by_the_next(
    inbox: Path, finished: DataDir, tmp_path: Path
) -> None:
    data_dir = DataDir(tmp_path / "data")
    for moment in MOMENTS:
        assert run_and_kill(moment, inbox, data_dir) == -signal.SIGKILL, moment
    run(inbox, data_dir)
    assert tables(data_dir, with_times=False) == tables(finished, with_times=False)
    for folder in ("published", "builds"):
        left, expected = getattr(data_dir, folder), getattr(finished, folder)
        assert {p.name for p in left.glob("[!.]*")} == {p.name for p in expected.glob("[!.]*")}
    assert len(list(data_dir.builds.iterdir())) == 2  # one link, and what it leads to


def test_published_files_hold_the_marts_and_open_in_older_duckdb(finished: DataDir) -> None:
    marts = {name for name in tables(finished) if name.startswith("marts.")}
    published = query(
        finished.published_database,
        "select schema_name || '.' || table_name from duckdb_tables() where not internal",
    )
    quality = {"quality.check_results", "quality.run_measures"}
    assert {name for (name,) in published} == marts | quality
    assert {f"marts.{path.stem}" for path in finished.published_parquet.iterdir()} == marts
    for path in (finished.warehouse, finished.published_database):
        [(tags,)] = query(path, "select tags from duckdb_databases() where not internal")
        assert tags["storage_version"].startswith("v1.2")
    comments = query(
        finished.published_database,
        "select comment from duckdb_columns() where not internal",
    )
    assert all(comment for (comment,) in comments)


def test_nothing_half_published_is_left_when_a_mart_is_missing(data_dir: DataDir) -> None:
    from dagster_project.publishing import publish_build

    def files() -> dict[str, int]:
        found = data_dir.published.rglob("*")
        return {str(p): p.stat().st_mtime_ns for p in found if not p.is_dir()}

    before = files()
    with pytest.raises(duckdb.CatalogException):
        publish_build(data_dir, ["fct_incidents", "no_such_mart"])
    assert files() == before


def test_assets_show_their_content_and_checks_in_the_ui(
    inbox: Path, data_dir: DataDir, tmp_path: Path
) -> None:
    definitions = build_defs(
        data_dir.root, inbox=Inbox(path=str(inbox)), extractor=TOY, linker=TOY_LINKER
    )
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        result = definitions.resolve_job_def(JOB_NAME).execute_in_process(instance=instance)
    shown = {
        event.asset_key.to_user_string(): event.materialization.metadata
        for event in result.get_asset_materialization_events()
        if event.asset_key
    }
    assert shown["marts/fct_incidents"]["dagster/row_count"].value == 4
    assert shown["marts/fct_incidents"]["undated_share"].value == 0.25
    monthly = shown["marts/monthly_casualties_by_actor_region"]
    assert monthly["dagster/row_count"].value == 6
    assert "islamic-state" in str(monthly["head"].value)
    assert "| 2024-02 | 7 |" in str(monthly["latest_months"].value)
    [[build_id]] = query(data_dir.published_database, "select build_id from marts.builds")
    published = shown["published/casualties"]
    assert published["build_id"].value == build_id
    assert published["killed_by_month"] == monthly["killed_by_month"]
    assert published["killed_best"].value == 3 + 5 + 2 + 4
    assert shown["raw/run_measures"]["undated_reports"].value == 0.25
    quality = shown["published/quality"]
    assert quality["checks_failed"].value == 0
    assert quality["checks_passed"].value != 0
    assert "incident: 4." in str(shown["raw/incident_reports"]["reports_by_kind"].value)
    assert all(len(str(metadata)) < 100_000 for metadata in shown.values())
    checks = {check.check_name for check in result.get_asset_check_evaluations()}
    singular = {path.stem for path in (DBT_PROJECT_DIR / "tests").glob("*.sql")}
    assert singular
    assert singular <= checks


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (MonthlyFilter(actor="ISIS"), 3),
        (MonthlyFilter(actor="islamic-state", region="Syria"), 3),
        (MonthlyFilter(region="sy-hi"), 6),
        (MonthlyFilter(region="Hims"), 6),
        (MonthlyFilter(region="Iraq"), 0),
        (MonthlyFilter(since=date(2024, 2, 1)), 2),
    ],
)
def test_the_monthly_table_is_found_by_names_and_aliases(
    wanted: MonthlyFilter, rows: int, finished: DataDir
) -> None:
    assert len(monthly_rows(finished.published_database, wanted)) == rows


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (MonthlyFilter(actor="Talibn"), "No actor is called 'Talibn'. Near it: taliban"),
        (MonthlyFilter(region="Zzz"), "No region or country is called 'Zzz'."),
    ],
)
def test_a_name_that_nobody_bears_is_no_empty_table(
    wanted: MonthlyFilter, message: str, finished: DataDir
) -> None:
    with pytest.raises(UnknownNameError) as unknown:
        monthly_rows(finished.published_database, wanted)
    assert str(unknown.value).startswith(message)
