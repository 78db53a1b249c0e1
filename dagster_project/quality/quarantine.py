"""A suite as the gate of its table: failing rows go to quarantine, the rest goes on.

What belongs here: validating a table of the warehouse and moving its rows. What does not: running a
suite on a data frame (expectations/runner.py), and putting rows back (requeue.py).
"""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from dagster_project.paths import SEEDS_DIR
from dagster_project.quality.check_results import (
    BROKEN,
    ERROR,
    FAILED,
    GREAT_EXPECTATIONS,
    PASSED,
    QUARANTINE,
    WARNED,
    CheckResult,
    record_results,
)
from dagster_project.quality.thresholds import describe_threshold
from dagster_project.warehouse import (
    assert_identifier,
    insert_rows,
    read_rows,
    transaction,
    utc_now,
)
from expectations.runner import Outcome, Suite, SuiteError, SuiteResult, validate

if TYPE_CHECKING:
    import pandas as pd

# The reference data that derived columns may look into, by name.
REFERENCE = {
    "reference_actors": "actors.csv",
    "reference_countries": "countries.csv",
    "reference_regions": "regions.csv",
}
EARLIEST_DAY = datetime(1800, 1, 1)  # noqa: DTZ001 - a day, as the tables hold it; the tables hold no zone
# From this many rows on, that every one fails says more of the suite, or of the load, than of them.
_TOO_MANY_TO_ALL_FAIL = 10
# What a bound is called where it is shown: the day itself would be another every day.
_BOUNDS_IN_WORDS = {
    "earliest_day": f"{EARLIEST_DAY.year}",
    "latest_day": "tomorrow",
    "latest_year_end": "the end of this year",
}


@dataclass(frozen=True, slots=True)
class Gate:
    """What a suite let through. Counts are rows; ``row_count`` is after quarantine."""

    row_count: int
    quarantined_now: int
    in_quarantine: int
    expectation_count: int
    table_failures: Sequence[str]


def quarantine_failing_rows(
    connection: duckdb.DuckDBPyConnection, suite: Suite, *, is_in_transaction: bool = False
) -> Gate:
    """Validate the suite's table and move its failing rows to raw.quarantined_rows.

    How each expectation ended is written to raw.check_results with it. A row that stands in
    quarantine but now passes (a changed suite, a mended input) leaves it.
    Raises SuiteError when the suite itself does not work.
    """
    table = assert_identifier(suite.name)
    frame = _frame(connection, table, suite)
    result = validate(frame, suite, _parameters())
    if result.table_failures:
        _record(connection, suite, result, is_stopped=True)
        return Gate(len(frame), 0, 0, result.expectation_count, result.table_failures)
    identity = row_identity(suite)
    rows = connection.execute(
        f"select rowid, {identity} from {table} order by rowid"  # noqa: S608 - checked above
    ).fetchall()
    if len(result.row_failures) == len(rows) >= _TOO_MANY_TO_ALL_FAIL:
        reason = result.row_failures[0][0]
        message = f"all {len(rows)} rows fail, so nothing was moved; the first: {reason}"
        _record(connection, suite, result, is_stopped=True)
        return Gate(len(frame), 0, 0, result.expectation_count, (message,))
    failing = [
        {"row_number": rows[position][0], "row_id": rows[position][1], "reason": "; ".join(reasons)}
        for position, reasons in sorted(result.row_failures.items())
    ]
    with nullcontext() if is_in_transaction else transaction(connection):
        _move(connection, table, identity, failing)
        _record(connection, suite, result, is_stopped=False)
    in_quarantine = connection.execute(
        "select row_id from raw.quarantined_rows where table_name = ?", [table]
    ).fetchall()
    return Gate(
        row_count=len(frame) - len(failing),
        quarantined_now=len(failing),
        in_quarantine=len(in_quarantine),
        expectation_count=result.expectation_count,
        table_failures=(),
    )


def row_identity(suite: Suite) -> str:
    """SQL for what a row of the suite's table is called in quarantine."""
    return "concat_ws(':', " + ", ".join(map(assert_identifier, suite.row_id)) + ")"


def record_broken_suite(
    connection: duckdb.DuckDBPyConnection, table: str, error: SuiteError
) -> None:
    """Write down that the suite of a table does not work, in place of its results."""
    result = CheckResult(
        check_id=f"{table}.suite",
        checked_by=GREAT_EXPECTATIONS,
        table_name=table,
        check_name="suite",
        column_name=None,
        reason="the suite itself does not work: it accuses no row",
        action="Mend the suite's file in expectations/, then run again.",
        threshold=None,
        severity=ERROR,
        outcome=BROKEN,
        observed=str(error),
    )
    with transaction(connection):
        record_results(connection, [result], GREAT_EXPECTATIONS, table)


def _record(
    connection: duckdb.DuckDBPyConnection, suite: Suite, result: SuiteResult, *, is_stopped: bool
) -> None:
    """``is_stopped``: what failed stops the run, also where it is of rows."""
    results = []
    for outcome in result.outcomes:
        column = outcome.expectation["kwargs"].get("column")
        is_of_rows = outcome.failing_rows is not None
        failed = WARNED if is_of_rows and not is_stopped else FAILED
        results.append(
            expectation_result(
                suite.name,
                outcome,
                _BOUNDS_IN_WORDS,
                severity=QUARANTINE if is_of_rows or column is not None else ERROR,
                outcome=PASSED if outcome.is_met else failed,
            )
        )
    record_results(connection, results, GREAT_EXPECTATIONS, suite.name)


def expectation_result(
    table: str,
    told: Outcome,
    named: Mapping[str, object],
    severity: str,
    outcome: str,
) -> CheckResult:
    """An expectation's outcome as a row of raw.check_results."""
    kind, meta = told.expectation["type"], told.expectation["meta"]
    column = told.expectation["kwargs"].get("column")
    return CheckResult(
        check_id=f"{table}.{kind}({column or ''})",
        checked_by=GREAT_EXPECTATIONS,
        table_name=table,
        check_name=kind,
        column_name=column,
        reason=meta["reason"],
        action=meta.get("action"),
        threshold=describe_threshold(told.expectation, named),
        severity=severity,
        outcome=outcome,
        observed=told.observed,
        failing_rows=told.failing_rows,
        checked_rows=told.checked_rows,
    )


@cache
def _seed(path: Path) -> "pd.DataFrame":
    """A seed as text, read once a process."""
    with duckdb.connect() as connection:
        return connection.read_csv(str(path), all_varchar=True, header=True).df()


def _frame(connection: duckdb.DuckDBPyConnection, table: str, suite: Suite) -> "pd.DataFrame":
    """The table with the suite's derived columns, in the order of its rows.

    Of columns that no expectation is about only the name comes: a million texts need two gigabytes.
    A table that lacks a column which the suite expects comes as it is: that is its failure.
    """
    columns = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
    expected = {e["kwargs"].get("column") for e in suite.expectations} - {None, *suite.derived}
    if not expected <= set(columns):
        return connection.execute(f"select * from {table} order by rowid").df()  # noqa: S608 - checked by the caller
    for name, seed in REFERENCE.items():
        if any(name in sql for sql in suite.derived.values()):
            connection.register(name, _seed(SEEDS_DIR / seed))
    selected = [
        f't."{name}"' if name in expected else f'null::boolean as "{name}"' for name in columns
    ]
    selected += [f"({sql}) as {assert_identifier(n)}" for n, sql in suite.derived.items()]
    try:
        return connection.execute(
            f"select {', '.join(selected)} from {table} as t order by t.rowid"  # noqa: S608 - the suite's own SQL
        ).df()
    except duckdb.Error as error:
        raise SuiteError(f"suite {suite.name}: {error}") from error


def _move(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    identity: str,
    failing: Sequence[dict[str, object]],
) -> None:
    known = {
        (row["row_id"], row["reason"]): row
        for row in read_rows(
            connection, "select * from raw.quarantined_rows where table_name = ?", [table]
        )
    }
    numbers = [row["row_number"] for row in failing]
    as_json = dict(
        connection.execute(
            f"select rowid, to_json(t)::varchar from {table} as t "  # noqa: S608 - checked by the caller
            "where rowid in (select unnest(?::bigint[]))",
            [numbers],
        ).fetchall()
    )
    connection.execute(
        f"delete from {table} where rowid in (select unnest(?::bigint[]))",  # noqa: S608 - as above
        [numbers],
    )
    # Its id is in the table and passes, or comes again below with what is wrong with it now.
    connection.execute(
        f"delete from raw.quarantined_rows where table_name = ? and (row_id in (select {identity} "  # noqa: S608 - as above
        f"from {table}) or row_id in (select unnest(?::varchar[])))",
        [table, [row["row_id"] for row in failing]],
    )
    now = utc_now()
    quarantined = {
        str(row["row_id"]): known.get((row["row_id"], row["reason"]))
        or {
            "table_name": table,
            "row_id": row["row_id"],
            "reason": row["reason"],
            "row_json": as_json[row["row_number"]],
            "quarantined_at": now,
        }
        for row in failing
    }
    insert_rows(connection, "raw.quarantined_rows", list(quarantined.values()))


def _parameters() -> dict[str, datetime]:
    """Bounds for dates. A newsroom east of Greenwich may publish "tomorrow"."""
    today = datetime.combine(utc_now().date(), time())
    latest_day = today + timedelta(days=1)
    return {
        "earliest_day": EARLIEST_DAY,
        "latest_day": latest_day,
        "latest_year_end": latest_day.replace(month=12, day=31),
    }
