"""The commands about the quality of the data: requeue and accept-drift. Thin, as cli.py is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dagster_project.cli_options import FAILED, USAGE, DataDirOption, stop
from dagster_project.paths import DEFAULT_DATA_DIR, EXPECTATIONS_DIR, DataDir

if TYPE_CHECKING:
    import duckdb

    from dagster_project.quality.requeue import Requeued

SOME_LEFT = 3
SHOWN = 20  # rows of a table that still fail, each with its reason


def requeue(
    table: Annotated[
        str | None,
        typer.Option(metavar="TABLE", help="Of this raw table only: incident_reports."),
    ] = None,
    row: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="This row, by its row_id; may be given several times."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every row in quarantine.")] = False,
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
) -> None:
    """Put rows back from quarantine, once what was wrong with them is mended.

    Each row goes back into its table and the table's suite is run at once: what still fails stays
    in quarantine, with its reason. Where the table has a newer row of the same id, that one stays.
    The next `run` carries what went back on to the published tables. The whole way, from seeing a
    row to mending it, is told in docs/quality.md.

    Ends with 0 when every row went back, 3 when some are still in quarantine, 1 when nothing could
    be done, 2 when the options are wrong.

    Examples:

        casualty-ledger requeue --all
        casualty-ledger requeue --table incident_reports
        casualty-ledger requeue --row art-0123456789abcdef0123#1
    """
    if every and (table or row):
        stop("--all goes without --table and --row", USAGE)
    if not (every or table or row):
        stop("Which rows? --all, --table TABLE, or --row ID", USAGE)
    from dagster_project.quality.requeue import RequeueError, requeue_rows
    from expectations.runner import SuiteError

    with _writing(DataDir(data_dir.resolve())) as connection:
        try:
            tally = requeue_rows(connection, EXPECTATIONS_DIR, table, row or ())
        except RequeueError as error:
            stop(str(error), FAILED)
        except SuiteError as error:
            stop(f"The checks are broken, not the data: {error}", FAILED)
    if not tally:
        print("Nothing is in quarantine.")
    for each in tally:
        _print_tally(each)
    if any(each.failing for each in tally):
        raise typer.Exit(SOME_LEFT)
    if any(each.put_back for each in tally):
        print("The next run publishes them: casualty-ledger run")


def accept_drift(
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="Why the run's numbers are right.")
    ],
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
) -> None:
    """Take the last run's numbers for the new normal, where they are right and others than before.

    A run is held against those before it, and stopped where next to nothing is left of what they
    found. Where that is no mistake, say why: the reason is kept, and shown on the quality page.
    The next runs are compared with this one and those that follow it.

    Ends with 0, 1 when there is no run or no warehouse, 2 when the options are wrong.

    Examples:

        casualty-ledger accept-drift --why "the extractor reads no sports pages any more"
    """
    if not why.strip():
        stop("--why must say why", USAGE)
    from dagster_project.quality.measures import accept_run

    with _writing(DataDir(data_dir.resolve())) as connection:
        run = accept_run(connection, " ".join(why.split()))
    if run is None:
        stop("No run has been measured yet: there is nothing to accept", FAILED)
    print(f"Run {run.run_no} is the new normal. Go on with: casualty-ledger run")


def _print_tally(done: "Requeued") -> None:
    count = len(done.put_back) + len(done.superseded) + len(done.failing)
    parts = [f"{len(done.put_back)} put back", f"{len(done.failing)} still in quarantine"]
    if done.superseded:
        parts.append(f"{len(done.superseded)} forgotten: the table has a newer row of the id")
    print(f"{done.table}: {count} rows: {', '.join(parts)}")
    for row_id, reason in list(done.failing.items())[:SHOWN]:
        print(f"  {row_id}: {reason}")
    if len(done.failing) > SHOWN:
        print(f"  and {len(done.failing) - SHOWN} more")


@contextmanager
def _writing(files: DataDir) -> Iterator["duckdb.DuckDBPyConnection"]:
    """The warehouse, as its one writer, and then the quality page of what has changed.

    Ends the command where there is no warehouse, or it is busy.
    """
    from dagster_project.migrations import WarehouseError
    from dagster_project.publishing import publish_quality_page
    from dagster_project.warehouse import open_warehouse, writer_lock

    if not files.warehouse.is_file():
        stop(f"{files.warehouse} is not there yet. Make it first: casualty-ledger run", FAILED)
    try:
        with writer_lock(files.writer_lock):
            with open_warehouse(files.warehouse) as connection:
                yield connection
            publish_quality_page(files)
    except (WarehouseError, OSError) as error:
        stop(str(error), FAILED)
