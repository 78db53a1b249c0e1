"""Runs in processes of their own, killed with SIGKILL at a given moment."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

from google.protobuf import json_format
from whole_runs import TOY, run

from dagster_project.assets import incident_reports
from dagster_project.paths import DataDir
from dagster_project.publishing import database_file
from dagster_project.records import Article, IncidentReport
from dagster_project.resources import Extractor

MOMENTS = ("extraction", "dbt", "copying", "swapping")

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(["warm_start"])


def start_warm(work: Callable[..., None], *arguments: Any) -> BaseProcess:
    """A process that is forked with everything imported and dbt's project parsed."""
    process = _forking.Process(target=work, args=arguments)
    # The server that forks is started with the first process, and looks for modules here only.
    with patch.dict(os.environ, PYTHONPATH=str(Path(__file__).parent)):
        process.start()
    return process


def run_and_kill(moment: str, inbox: Path, data_dir: DataDir) -> int | None:
    """Start a run that dies at a moment; how its process ended, as ``Process.exitcode`` says it."""
    process = start_warm(_run_until, moment, inbox, data_dir)
    process.join()
    return process.exitcode


def _die(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _run_until(moment: str, inbox: Path, data_dir: DataDir) -> None:
    overrides: dict[str, Any] = {}
    incident_reports.BATCH_SIZE = 1
    if moment == "extraction":

        def extract(article: Article) -> list[IncidentReport]:
            return _die() if article.external_id == "w2" else list(TOY.extract(article))

        overrides["extractor"] = Extractor(TOY.name, TOY.version, extract)
    elif moment == "dbt":
        real_to_dict = json_format.MessageToDict

        def to_dict(event: Any, **options: Any) -> Any:
            return _die() if event.info.name == "LogModelResult" else real_to_dict(event, **options)

        json_format.MessageToDict = to_dict
    elif moment == "copying":
        setattr(database_file, "_copy_mart", _die)  # noqa: B010 - of another type on purpose
    elif moment == "swapping":
        real_replace = os.replace
        swapped: list[Any] = []

        def replace(source: Any, target: Any) -> None:
            if swapped:
                _die()
            swapped.append(target)
            real_replace(source, target)

        setattr(os, "replace", replace)  # noqa: B010 - of another type on purpose
    run(inbox, data_dir, **overrides)
