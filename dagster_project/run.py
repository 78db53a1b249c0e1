"""The default job in this process, inbox to published files, as the command runs it."""

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from dagster_project.paths import DBT_PROJECT_DIR, EXPECTATIONS_DIR, DataDir
from dagster_project.warehouse import WarehouseBusyError, read_database, writer_lock

if TYPE_CHECKING:
    import dagster as dg


class RunFailedError(RuntimeError):
    """The run ended early; the message says what failed, shortly."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a run leaves for a person to look at."""

    rejected_inputs: list[tuple[str, int | None, str]]
    quarantined_rows: list[tuple[str, str, str]]
    unknown_actors: list[tuple[str, str, int]]


def run_everything(
    inbox: Path,
    data_dir: DataDir,
    console: Console,
    dbt_project_dir: Path = DBT_PROJECT_DIR,
    expectations_dir: Path = EXPECTATIONS_DIR,
    **resource_overrides: Any,
) -> str:
    """Run the whole job; returns the account of what the inbox offered.

    Raises RunFailedError or WarehouseBusyError with a message for people.
    """
    data_dir.logs.mkdir(parents=True, exist_ok=True)
    # Held from here on: a second run is told at once, and not after seconds of imports.
    with writer_lock(data_dir.writer_lock):
        result = _execute(
            inbox, data_dir, console, dbt_project_dir, expectations_dir, resource_overrides
        )
    if not result.success:
        raise _failure(result)
    return _account(result)


def _account(result: "dg.ExecuteInProcessResult") -> str:
    from dagster_project.assets.articles import ACCOUNT, ARTICLES

    return next(
        str(event.materialization.metadata[ACCOUNT].value)
        for event in result.get_asset_materialization_events()
        if event.asset_key == ARTICLES.key
    )


def _execute(
    inbox: Path,
    data_dir: DataDir,
    console: Console,
    dbt_project_dir: Path,
    expectations_dir: Path,
    resource_overrides: dict[str, Any],
) -> "dg.ExecuteInProcessResult":
    with console.status("starting …"):
        os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
        warnings.filterwarnings("ignore")  # of libraries, about their own code
        import dagster as dg

        from dagster_project.assets.dbt import DbtProjectError
        from dagster_project.definitions import JOB_NAME, build_defs
        from dagster_project.progress import terminal_loggers
        from dagster_project.resources import Inbox, Warehouse

        try:
            definitions = build_defs(
                data_dir.root,
                dbt_project_dir,
                expectations_dir,
                loggers=terminal_loggers(console, data_dir.logs / "run.log"),
                inbox=Inbox(path=str(inbox)),
                warehouse=Warehouse(data_dir=str(data_dir.root), is_locked=True),
                **resource_overrides,
            )
        except DbtProjectError as error:
            raise RunFailedError(str(error)) from error
    with dg.DagsterInstance.ephemeral() as instance:
        return definitions.resolve_job_def(JOB_NAME).execute_in_process(
            run_config={"loggers": {"console": {}}}, instance=instance, raise_on_error=False
        )


def read_review(data_dir: DataDir) -> Review:
    """What the last run left for review, read from the warehouse."""
    with read_database(data_dir.warehouse) as connection:
        return Review(
            connection.execute(
                "select input_file, input_line, reason from raw.rejected_inputs "
                "order by input_file, input_line"
            ).fetchall(),
            connection.execute(
                """
                select
                    concat_ws(' ', q.table_name, q.row_id),
                    concat_ws(
                        ':',
                        coalesce(q.row_json ->> '$.input_file', a.input_file),
                        coalesce(q.row_json ->> '$.input_line', a.input_line::varchar)
                    ),
                    q.reason
                from raw.quarantined_rows as q
                left join raw.articles as a
                    on a.article_id = split_part(q.row_id, '#', 1)
                order by all
                """
            ).fetchall(),
            connection.execute(
                "select actor, role, report_count::integer from marts.review_unknown_actors "
                "order by report_count desc, actor, role"
            ).fetchall(),
        )


def _failure(result: "dg.ExecuteInProcessResult") -> Exception:
    """The first thing that went wrong, without the machinery around it."""
    failures = [event.step_failure_data for event in result.get_step_failure_events()]
    for failure in failures:
        if failure.user_failure_data and failure.user_failure_data.description:
            return RunFailedError(failure.user_failure_data.description)
    for check in result.get_asset_check_evaluations():
        if not check.passed and check.blocking and check.severity.value == "ERROR":
            return RunFailedError(check.description or f"check {check.check_name} failed")
    for failure in failures:
        error = failure.error
        if error is not None and error.cause is not None:  # Dagster's own wraps the real one
            error = error.cause
        if error is not None:
            message = error.message.strip().partition(": ")[2] or error.message.strip()
            match error.cls_name:
                case "WarehouseBusyError":
                    return WarehouseBusyError(message)
                case "SuiteError":
                    return RunFailedError(f"The checks are broken, not the data: {message}")
                case name:
                    return RunFailedError(f"{name}: {message}")
    return RunFailedError("The run failed before its first step; the log says why.")
