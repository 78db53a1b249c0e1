"""ops.runs and ops.run_steps: how long each run and each of its steps took, and how they ended.

A run is written down when it begins, so that one that was killed has its row too.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import dagster as dg
import duckdb

from dagster_project.failures import describe_failure
from dagster_project.migrations import WarehouseError
from dagster_project.paths import DataDir
from dagster_project.warehouse import insert_rows, open_warehouse, transaction, utc_now

RUNNING, SUCCEEDED, FAILED = "running", "succeeded", "failed"
FILES_WAITING = "files_waiting"  # the metadata of raw/articles that says how long the queue is
_KEPT = 1000  # runs: some three years of nights
_ENDS = {"SUCCESS": SUCCEEDED, "FAILURE": FAILED, "SKIPPED": "skipped"}


@contextmanager
def recorded_run(files: DataDir, context: dg.InitResourceContext) -> Iterator[None]:
    """Write down a run's beginning and its end; nothing where there is no run, as in a test."""
    if context.run is None or context.instance is None:
        yield
        return
    record_start(files, context.run.run_id, context.run.job_name)
    try:
        yield
    finally:
        try:
            record_end(files, context.instance, context.run.run_id)
        except (duckdb.Error, WarehouseError, OSError) as error:  # it must not hide the run's own
            if context.log is not None:
                context.log.warning(f"how the run went could not be written down: {error}")


def record_start(files: DataDir, run_id: str, job: str) -> None:
    """Write down that a run has begun; of the oldest runs the rows go."""
    with open_warehouse(files.warehouse) as connection, transaction(connection):
        insert_rows(
            connection,
            "ops.runs",
            [
                {
                    "run_id": run_id,
                    "job": job,
                    "started_at": utc_now(),
                    "ended_at": None,
                    "seconds": None,
                    "outcome": RUNNING,
                    "error": None,
                    FILES_WAITING: None,
                    "checks_passed": None,
                    "checks_warned": None,
                    "checks_failed": None,
                }
            ],
        )
        for table in ("run_steps", "runs"):
            connection.execute(
                f"delete from ops.{table} where run_id not in "  # noqa: S608 - two constants
                f"(select run_id from ops.runs order by started_at desc limit {_KEPT})"
            )


def record_end(files: DataDir, instance: dg.DagsterInstance, run_id: str) -> None:
    """Write down how a run and each of its steps ended, as Dagster's own record of it tells."""
    events = [
        entry.dagster_event
        for entry in instance.all_logs(run_id)
        if entry.dagster_event is not None
    ]
    failures = [event.step_failure_data for event in events if event.is_step_failure]
    checks = Counter(
        _check_outcome(event.asset_check_evaluation_data)
        for event in events
        if event.event_type_value == "ASSET_CHECK_EVALUATION"
    )
    rows, waiting = _row_counts(events)
    steps = [
        {
            "run_id": run_id,
            "step": step.step_key,
            "started_at": datetime.fromtimestamp(step.start_time, UTC).replace(tzinfo=None),
            "seconds": round(step.end_time - step.start_time, 3),
            "outcome": _ENDS.get(step.status.value, step.status.value.lower()),
            "row_count": rows.get(step.step_key),
        }
        for step in instance.get_run_step_stats(run_id)
        if step.start_time is not None and step.end_time is not None and step.status is not None
    ]
    is_stopped = bool(failures) or checks["failed"] > 0
    with open_warehouse(files.warehouse) as connection, transaction(connection):
        connection.execute("delete from ops.run_steps where run_id = ?", [run_id])
        insert_rows(connection, "ops.run_steps", steps)
        connection.execute(
            """
            update ops.runs set
                ended_at = $now, seconds = round(epoch($now - started_at), 3), outcome = $outcome,
                error = $error, files_waiting = $waiting, checks_passed = $passed,
                checks_warned = $warned, checks_failed = $failed
            where run_id = $run_id
            """,
            {
                "now": utc_now(),
                "outcome": FAILED if is_stopped else SUCCEEDED,
                "error": describe_failure(failures),
                "waiting": waiting,
                "passed": checks["passed"],
                "warned": checks["warned"],
                "failed": checks["failed"],
                "run_id": run_id,
            },
        )


def _check_outcome(check: Any) -> str:
    if check.passed:
        return "passed"
    return "failed" if check.blocking and check.severity.value == "ERROR" else "warned"


def _row_counts(events: list[Any]) -> tuple[dict[str, int], int | None]:
    """The rows that each step's tables have, by step, and how many files wait to be read."""
    rows: Counter[str] = Counter()
    waiting = None
    for event in events:
        if event.event_type_value != "ASSET_MATERIALIZATION" or event.step_key is None:
            continue
        metadata = event.step_materialization_data.materialization.metadata
        for name in ("dagster/row_count", "row_count"):
            if (count := metadata.get(name)) is not None:
                rows[event.step_key] += int(count.value)
        if (count := metadata.get(FILES_WAITING)) is not None:
            waiting = int(count.value)
    return dict(rows), waiting
