"""Linking in whole runs on the samples: order and batches, and why reports are one incident."""

import random
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from whole_runs import load, query, run

from dagster_project.cli import app
from dagster_project.paths import PROJECT_ROOT, DataDir
from dagster_project.resources import default_extractor, default_linker

pytestmark = pytest.mark.slow

SAMPLES = PROJECT_ROOT / "data" / "samples"


def marts_without_ids(data_dir: DataDir) -> dict[str, list[tuple[Any, ...]]]:
    """Every mart; an incident is named by its smallest report, and ids made of its id are left out.

    Which id an incident bears, what became of others, and which builds there were on the way, may
    tell of the order of arrival.
    """
    database = data_dir.published_database
    named = dict(
        query(
            database,
            "select incident_id, min(report_id) from marts.incident_reports "
            "where incident_id is not null group by incident_id",
        )
    )
    tables = query(database, "select table_name from duckdb_tables() where schema_name = 'marts'")
    told = {}
    for (table,) in tables:
        if table in ("incident_id_changes", "builds", "published_changes"):
            continue
        rows = query(database, f"select columns(c -> c <> 'casualty_id') from marts.{table}")
        told[table] = sorted(
            (tuple(named.get(v, v) if isinstance(v, str) else v for v in row) for row in rows),
            key=repr,
        )
    return told


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_order_and_batches_change_no_table(samples: DataDir, tmp_path: Path, seed: int) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    data_dir = DataDir(tmp_path / "data")
    stems = sorted({path.stem for path in SAMPLES.iterdir()})
    random.Random(seed).shuffle(stems)
    for batch in (stems[:4], stems[4:9], stems[9:]):
        for stem in batch:
            for path in SAMPLES.glob(f"{stem}.*"):
                shutil.copy(path, inbox)
        load(inbox, data_dir)
    run(inbox, data_dir, extractor=default_extractor(), linker=default_linker())
    assert marts_without_ids(data_dir) == marts_without_ids(samples)


def explain(data_dir: DataDir, incident_id: str) -> Any:
    arguments = ["linking", "--explain", incident_id, "--data-dir", str(data_dir.root)]
    return CliRunner().invoke(app, arguments)


def test_an_incident_is_explained_in_words_and_pictures(samples: DataDir) -> None:
    [(incident_id, count)] = query(
        samples.published_database,
        "select incident_id, report_count from marts.fct_incidents "
        "order by report_count desc, incident_id limit 1",
    )
    shown = explain(samples, incident_id)
    assert shown.exit_code == 0
    assert f"{incident_id}: {count} reports" in shown.output
    assert "date: the same day" in shown.output
    pictures = sorted((samples.linking_pictures / incident_id).iterdir())
    assert [picture.name for picture in pictures] == [f"{n:02}.svg" for n in range(1, count)]
    drawn = "".join(ET.parse(pictures[0]).getroot().itertext())  # noqa: S314 - our own file
    assert "Prior" in drawn
    assert "Final score" in drawn


def test_an_incident_of_one_report_has_nothing_to_explain(samples: DataDir) -> None:
    [(incident_id,)] = query(
        samples.published_database,
        "select min(incident_id) from marts.fct_incidents where report_count = 1",
    )
    shown = explain(samples, incident_id)
    assert shown.exit_code == 0
    assert "nothing was joined" in shown.output


def test_an_unknown_incident_or_no_warehouse_is_an_error(samples: DataDir, tmp_path: Path) -> None:
    assert explain(samples, "inc-0000000000000000").exit_code == 2
    assert explain(DataDir(tmp_path), "inc-0000000000000000").exit_code == 1
