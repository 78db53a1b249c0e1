"""expectations/ -> blocking asset checks, by one factory.

A row that fails goes to raw.quarantined_rows with its reasons and the rest goes on: the check then
warns. A table that fails as a whole stops everything downstream. A suite that itself breaks raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
import duckdb

from dagster_project.paths import EXPECTATIONS_DIR, SEEDS_DIR
from dagster_project.resources import Warehouse
from dagster_project.warehouse import (
    assert_identifier,
    insert_rows,
    read_rows,
    transaction,
    utc_now,
)
from expectations.runner import Suite, SuiteError, load_suite, validate

if TYPE_CHECKING:
    import pandas as pd

# The reference data that derived columns may look into, by name.
REFERENCE = {
    "reference_actors": "actors.csv",
    "reference_countries": "countries.csv",
    "reference_regions": "regions.csv",
}
EARLIEST_DAY = datetime(1800, 1, 1)  # noqa: DTZ001 - a day, as the tables hold it; the tables hold no zone
CHECK_NAME = "expectations"
# From this many rows on, that every one fails says more of the suite, or of the load, than of them.
_TOO_MANY_TO_ALL_FAIL = 10
CHECKED_TABLES = (
    "articles",
    "rejected_inputs",
    "input_files",
    "article_extractions",
    "incident_reports",
    "article_fingerprints",
    "incident_links",
    "incident_ids",
    "incident_id_changes",
    "feed_fetches",
)


def expectation_checks(suites_dir: Path = EXPECTATIONS_DIR) -> Sequence[dg.AssetChecksDefinition]:
    """One blocking check per raw table, from the suite of its name."""
    return [_expectation_check(table, suites_dir) for table in CHECKED_TABLES]


def _expectation_check(table: str, suites_dir: Path) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=dg.AssetKey(["raw", table]),
        name=CHECK_NAME,
        blocking=True,
        description=f"expectations/{table}.json: failing rows go to raw.quarantined_rows.",
    )
    def expectations_hold(
        context: dg.AssetCheckExecutionContext, warehouse: Warehouse
    ) -> dg.AssetCheckResult:
        suite = load_suite(suites_dir / f"{table}.json")
        with warehouse.open() as connection:
            gate = quarantine_failing_rows(connection, suite)
        if gate.table_failures:
            return dg.AssetCheckResult(
                passed=False,
                severity=dg.AssetCheckSeverity.ERROR,
                description=f"{suite.name}: " + "; ".join(gate.table_failures),
            )
        message = f"{gate.row_count} rows meet {gate.expectation_count} expectations"
        if gate.quarantined_now:
            message = f"{gate.quarantined_now} rows moved to quarantine; {message}"
            context.log.warning(message)
        return dg.AssetCheckResult(
            passed=gate.quarantined_now == 0,
            severity=dg.AssetCheckSeverity.WARN,
            description=message,
            metadata={
                "row_count": gate.row_count,
                "quarantined_now": gate.quarantined_now,
                "in_quarantine": gate.in_quarantine,
            },
        )

    return expectations_hold


@dataclass(frozen=True, slots=True)
class Gate:
    """What a suite let through. Counts are rows; ``row_count`` is after quarantine."""

    row_count: int
    quarantined_now: int
    in_quarantine: int
    expectation_count: int
    table_failures: Sequence[str]


def quarantine_failing_rows(connection: duckdb.DuckDBPyConnection, suite: Suite) -> Gate:
    """Validate the suite's table and move its failing rows to raw.quarantined_rows.

    A row that stands in quarantine but now passes (a changed suite, a mended input) leaves it.
    Raises SuiteError when the suite itself does not work.
    """
    table = assert_identifier(suite.name)
    frame = _frame(connection, table, suite)
    result = validate(frame, suite, _parameters())
    if result.table_failures:
        return Gate(len(frame), 0, 0, result.expectation_count, result.table_failures)
    identity = "concat_ws(':', " + ", ".join(map(assert_identifier, suite.row_id)) + ")"
    rows = connection.execute(
        f"select rowid, {identity} from {table} order by rowid"  # noqa: S608 - checked above
    ).fetchall()
    if len(result.row_failures) == len(rows) >= _TOO_MANY_TO_ALL_FAIL:
        reason = result.row_failures[0][0]
        message = f"all {len(rows)} rows fail, so nothing was moved; the first: {reason}"
        return Gate(len(frame), 0, 0, result.expectation_count, (message,))
    failing = [
        {"row_number": rows[position][0], "row_id": rows[position][1], "reason": "; ".join(reasons)}
        for position, reasons in sorted(result.row_failures.items())
    ]
    with transaction(connection):
        _move(connection, table, identity, failing)
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
        path = str(SEEDS_DIR / seed)
        connection.register(name, connection.read_csv(path, all_varchar=True, header=True).df())
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
