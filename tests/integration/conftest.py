"""Fixtures of whole runs. What many only read is made once, by the process that asks first."""

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from reference_files import ged_event, ged_file
from rich.console import Console
from whole_runs import fill_inbox, query, run

from dagster_project.paths import DBT_PROJECT_DIR, PROJECT_ROOT, DataDir
from dagster_project.run import run_everything


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that ``make`` has filled, the same for all processes of a test run."""
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = root / name, root / f"{name}.done"
    with FileLock(root / f"{name}.lock"):
        if not done.exists():
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return fill_inbox(tmp_path / "inbox")


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """An undisturbed run. Tests that write take a copy."""

    def make(folder: Path) -> None:
        run(fill_inbox(folder / "inbox"), DataDir(folder / "data"))

    return DataDir(made_once(tmp_path_factory, "undisturbed", make) / "data")


@pytest.fixture
def data_dir(finished: DataDir, tmp_path: Path) -> DataDir:
    """A copy of the undisturbed run, to be changed."""
    shutil.copytree(finished.root, tmp_path / "data", symlinks=True)
    return DataDir(tmp_path / "data")


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A run on the sample articles, read and linked as always. Only to be read."""

    def make(folder: Path) -> None:
        inbox = PROJECT_ROOT / "data" / "samples"
        run_everything(inbox, DataDir(folder), Console(file=io.StringIO()))

    return DataDir(made_once(tmp_path_factory, "samples", make))


@pytest.fixture(scope="session")
def corrected(finished: DataDir, tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A run that has 8 killed in January 2024 instead of 3, as a person set it, and beside it a GED
    event of 4 dead there and then. Only to be read."""

    def make(folder: Path) -> None:
        data_dir = DataDir(shutil.copytree(finished.root, folder / "data", symlinks=True))
        [(incident,)] = query(
            data_dir.published_database,
            "select incident_id from marts.fct_incidents where killed_best = 3",
        )
        data_dir.corrections.mkdir()
        (data_dir.corrections / "desk.csv").write_text(
            "correction_id,action,target_id,other_id,field,value,author,made_at,reason\n"
            f"toll,set,{incident},,killed,8 (7 to 10),R. Haddad,2024-05-02,hospital list\n"
        )
        day = {"date_start": "2024-01-20", "date_end": "2024-01-20"}
        ged_file(data_dir.root / "GEDEvent_v25_1.csv", ged_event(1, **day))
        data_dir.settings.write_text('[reference.ucdp_ged]\npath = "GEDEvent_v25_1.csv"\n')
        run(finished.root.parent / "inbox", data_dir)

    return DataDir(made_once(tmp_path_factory, "corrected", make) / "data")


@pytest.fixture
def dbt_project(tmp_path: Path) -> Path:
    """A copy of the dbt project, to be broken."""
    return Path(
        shutil.copytree(
            DBT_PROJECT_DIR, tmp_path / "dbt", ignore=shutil.ignore_patterns("target", "logs")
        )
    )
