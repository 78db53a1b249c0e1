"""Fixtures of whole runs."""

import shutil
from pathlib import Path

import pytest
from whole_runs import fill_inbox, run

from dagster_project.paths import DBT_PROJECT_DIR, DataDir


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return fill_inbox(tmp_path / "inbox")


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """An undisturbed run. Tests that write take a copy."""
    root = tmp_path_factory.mktemp("undisturbed")
    data_dir = DataDir(root / "data")
    run(fill_inbox(root / "inbox"), data_dir)
    return data_dir


@pytest.fixture
def data_dir(finished: DataDir, tmp_path: Path) -> DataDir:
    """A copy of the undisturbed run, to be changed."""
    shutil.copytree(finished.root, tmp_path / "data", symlinks=True)
    return DataDir(tmp_path / "data")


@pytest.fixture
def dbt_project(tmp_path: Path) -> Path:
    """A copy of the dbt project, to be broken."""
    return Path(
        shutil.copytree(
            DBT_PROJECT_DIR, tmp_path / "dbt", ignore=shutil.ignore_patterns("target", "logs")
        )
    )
