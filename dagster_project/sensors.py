"""Watches the inbox, and what was fetched, for something new to read; and runs that fail."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from dagster_project.alerts import send_alert
from dagster_project.assets.articles import ARTICLES
from dagster_project.failures import describe_failure
from dagster_project.operating import Alert, Automation
from dagster_project.paths import DataDir
from dagster_project.resources import Inbox
from dagster_project.run_records import FILES_WAITING


def build_inbox_sensor(
    job_name: str, files: DataDir, automation: Automation
) -> dg.SensorDefinition:
    """A sensor that requests a run of the job when the inbox or the landed files have changed.

    A change is taken up when two ticks in a row see the same: a file that is still being written
    grows. The same content never runs twice, also when the run failed: it is then started by hand.
    The cursor holds two digests, of what the last tick saw and of what was last run.
    """

    @dg.sensor(
        name="inbox_sensor",
        job_name=job_name,
        minimum_interval_seconds=automation.inbox_seconds,
        default_status=dg.DefaultSensorStatus.RUNNING
        if automation.inbox
        else dg.DefaultSensorStatus.STOPPED,
        description="Runs the default job when files in the inbox, or fetched ones, have changed.",
    )
    def inbox_sensor(context: dg.SensorEvaluationContext, inbox: Inbox) -> dg.SensorResult:
        folder = Path(inbox.path)
        if not folder.is_dir():
            return dg.SensorResult(skip_reason=f"There is no folder {folder}")
        seen_before = json.loads(context.cursor or "{}")
        digest = digest_of_files([folder, files.landed])
        if digest is None:
            return dg.SensorResult(skip_reason=f"There are no files in {folder}")
        if digest == seen_before.get("run"):
            last = context.instance.get_latest_materialization_event(ARTICLES.key)
            if last is None or not _files_waiting(last):
                return dg.SensorResult(skip_reason="Nothing has changed since the last run")
            # A full inbox is read in parts, one run after the other.
            return dg.SensorResult(run_requests=[dg.RunRequest(run_key=f"{digest} {last.run_id}")])
        if digest != seen_before.get("seen"):
            cursor = json.dumps({**seen_before, "seen": digest})
            reason = "Files have changed; they are read when they stay as they are until next time"
            return dg.SensorResult(skip_reason=reason, cursor=cursor)
        return dg.SensorResult(
            run_requests=[dg.RunRequest(run_key=digest)],
            cursor=json.dumps({"seen": digest, "run": digest}),
        )

    return inbox_sensor


def build_failure_sensor(files: DataDir, alert: Alert) -> dg.SensorDefinition:
    """A sensor that tells of failed runs, where the settings say whom."""
    is_set = alert.webhook is not None or alert.command is not None

    @dg.run_failure_sensor(
        name="failure_alert",
        default_status=dg.DefaultSensorStatus.RUNNING if is_set else dg.DefaultSensorStatus.STOPPED,
        description="Tells of failed runs: [alert] of settings.toml.",
    )
    def failure_alert(context: dg.RunFailureSensorContext) -> None:
        failures = [event.step_failure_data for event in context.get_step_failure_events()]
        message = describe_failure(failures) or context.failure_event.message or "no message"
        parts = {
            "job": context.dagster_run.job_name,
            "run_id": context.dagster_run.run_id,
            "data_dir": str(files.root),
            "error": message,
        }
        text = f"Casualty Ledger: {parts['job']} failed in {files.root}: {message}"
        for problem in send_alert(alert, text, parts):
            context.log.warning(problem)

    return failure_alert


def _files_waiting(last: dg.EventLogEntry) -> int:
    """How many files the last reading of the inbox left to the next."""
    made = last.asset_materialization
    value = made.metadata.get(FILES_WAITING) if made is not None else None
    return value.value or 0 if isinstance(value, dg.IntMetadataValue) else 0


def digest_of_files(folders: list[Path]) -> str | None:
    """SHA-256 of the paths, sizes and times of change of all files; None when there are none.

    Hidden files and folders are passed over, as they are when the inbox is read; links to folders
    are not followed. A folder that is missing counts as empty.
    """
    digest, is_empty = hashlib.sha256(), True
    for number, folder in enumerate(folders):
        for line in _files(str(folder), f"{number}:"):
            digest.update(line)
            is_empty = False
    return None if is_empty else digest.hexdigest()


def _files(folder: str, name: str) -> Iterator[bytes]:
    """One line per file, in an order that depends on the names alone."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:  # its content is unknown until that changes
        yield os.fsencode(f"{name}\0{error.strerror}\n")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{name}/{entry.name}")
            continue
        try:
            stat = entry.stat()
        except OSError:  # taken away meanwhile, or a link to nothing
            continue
        yield os.fsencode(f"{name}/{entry.name}\0{stat.st_size}\0{stat.st_mtime_ns}\n")
