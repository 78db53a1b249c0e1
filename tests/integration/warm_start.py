"""What a run does before it begins, and takes longer over than over the rest. Imported, it is done.

Runs in processes of their own are forked from a server that has imported this (killed_runs.py).
"""

import tempfile
from pathlib import Path

import great_expectations  # noqa: F401
import whole_runs  # noqa: F401

from dagster_project import definitions  # noqa: F401
from dagster_project.assets.dbt import ensure_manifest
from dagster_project.paths import DBT_PROJECT_DIR, DataDir

with tempfile.TemporaryDirectory() as folder:
    ensure_manifest(DBT_PROJECT_DIR, DataDir(Path(folder)))
