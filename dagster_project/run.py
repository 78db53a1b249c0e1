"""The default job in this process, inbox to published files, as the command runs it."""

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from dagster_project.failures import cause_of, describe_failure, description_of
from dagster_project.paths import DBT_PROJECT_DIR, EXPECTATIONS_DIR, DataDir
from dagster_project.warehouse import (
    WarehouseBusyError,
    open_warehouse,
    read_database,
    writer_lock,
)

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


@dataclass(frozen=True, slots=True)
class Done:
    """How a run ended that was a success: the account of the inbox, and what is left for review."""

    account: str
    review: Review


def run_everything(
    inbox: Path,
    data_dir: DataDir,
    console: Console,
    dbt_project_dir: Path = DBT_PROJECT_DIR,
    expectations_dir: Path = EXPECTATIONS_DIR,
    wait_seconds: float = 0,
    **resource_overrides: Any,
) -> Done:
    """Run the whole job; what it left is read before another run can begin.

    Raises RunFailedError or WarehouseError with a message for people.
    """
    data_dir.logs.mkdir(parents=True, exist_ok=True)
    # Held from here on: a second run is told at once, and not after seconds of imports.
    with writer_lock(data_dir.writer_lock, wait_seconds, console.print):
        with open_warehouse(data_dir.warehouse):
            pass  # an older one is migrated now, and a newer one refused
        result = _execute(
            inbox, data_dir, console, dbt_project_dir, expectations_dir, resource_overrides
        )
        if not result.success:
            raise _failure(result)
        return Done(_account(result), read_review(data_dir))


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
        from dagster_project.settings import SettingsError, read_settings

        try:
            definitions = build_defs(
                data_dir.root,
                dbt_project_dir,
                expectations_dir,
                loggers=terminal_loggers(
                    console, data_dir.logs, read_settings(data_dir.settings).logging
                ),
                inbox=Inbox(path=str(inbox)),
                warehouse=Warehouse(data_dir=str(data_dir.root), is_locked=True),
                **resource_overrides,
            )
        except (DbtProjectError, SettingsError) as error:
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
    blocked = [
        check.description or f"check {check.check_name} failed"
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.blocking and check.severity.value == "ERROR"
    ]
    if blocked and description_of(failures) is None:
        return RunFailedError(blocked[0])
    causes = [cause for failure in failures if (cause := cause_of(failure)) is not None]
    if causes and causes[0][0] == "WarehouseBusyError":
        return WarehouseBusyError(causes[0][1])
    told = describe_failure(failures)
    return RunFailedError(told or "The run failed before its first step; the log says why.")
