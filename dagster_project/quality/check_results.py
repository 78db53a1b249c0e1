"""raw.check_results: how every check ended, build by build.

What belongs here: writing results down, and what of them is history. What does not: any check.

A check that comes before the build's id is known is written down without one, and stamped with it
once dbt has built. The same build checked again replaces its own results, and where nothing but
the time differs keeps the first time: running again adds no history and changes no row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields

import duckdb

from dagster_project.warehouse import insert_rows, read_rows, transaction, utc_now

# A build a night: a quarter of a year, which is what a person looks back over. A few hundred checks
# each, it stays a matter of some ten thousand rows.
BUILDS_KEPT = 100

GREAT_EXPECTATIONS = "great_expectations"
DBT = "dbt"

# What a failure does: stop the run, move the failing rows to quarantine, or be told.
ERROR, QUARANTINE, WARN = "error", "quarantine", "warn"
# How a check ends: "broken" accuses the check and no row, "skipped" was not come to.
PASSED, WARNED, FAILED, BROKEN, SKIPPED = "passed", "warned", "failed", "broken", "skipped"
STOPPED = (FAILED, BROKEN)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one check ended. ``failing_rows`` and ``checked_rows`` are None where it counts none."""

    check_id: str
    checked_by: str
    table_name: str
    check_name: str
    column_name: str | None
    reason: str
    action: str | None
    threshold: str | None
    severity: str
    outcome: str
    observed: str | None = None
    failing_rows: int | None = None
    checked_rows: int | None = None


_CONTENT = tuple(field.name for field in fields(CheckResult))


def record_results(
    connection: duckdb.DuckDBPyConnection,
    results: Sequence[CheckResult],
    checked_by: str,
    table_name: str | None = None,
    build_id: str | None = None,
) -> None:
    """Write down how the checks of a table ended, or all of ``checked_by``.

    Replaces what stands there of the same build, or of the run that has no build yet. Belongs into
    the caller's transaction.
    """
    of_these = (
        "from raw.check_results where checked_by = $checked_by "
        "and ($table_name is null or table_name = $table_name) "
        "and build_id is not distinct from $build_id"
    )
    which = {"checked_by": checked_by, "table_name": table_name, "build_id": build_id}
    first_told = {
        tuple(row[name] for name in _CONTENT): row["checked_at"]
        for row in read_rows(connection, f"select * {of_these}", which)
    }
    connection.execute(f"delete {of_these}", which)
    now = utc_now()
    rows = [{**asdict(result), "build_id": build_id} for result in _with_own_ids(results)]
    insert_rows(
        connection,
        "raw.check_results",
        [
            {**row, "checked_at": first_told.get(tuple(row[name] for name in _CONTENT), now)}
            for row in rows
        ],
    )


def stamp_results(connection: duckdb.DuckDBPyConnection, build_id: str | None) -> None:
    """Give the results that came before the build was made its id; without one they wait."""
    if build_id is not None:
        connection.execute(
            "update raw.check_results set build_id = ? where build_id is null", [build_id]
        )


def settle_results(connection: duckdb.DuckDBPyConnection) -> None:
    """Make one row per check and build of what was stamped, and forget builds of long ago."""
    with transaction(connection):
        connection.execute(
            """
            create or replace temp table settled as
            with contents as (
                select
                    rowid as row_no,
                    check_id,
                    build_id,
                    checked_at,
                    hash(reason, action, threshold, severity, outcome, observed,
                         failing_rows, checked_rows) as content
                from raw.check_results
            ),
            told as (
                select
                    row_no,
                    row_number() over (
                        partition by check_id, build_id order by checked_at desc, row_no desc
                    ) as newest_no,
                    min(checked_at) over (
                        partition by check_id, build_id, content
                    ) as first_told_at
                from contents
            )
            select row_no, first_told_at from told where newest_no = 1
            """
        )
        connection.execute(
            """
            update raw.check_results as c
            set checked_at = s.first_told_at
            from settled as s
            where c.rowid = s.row_no and c.checked_at <> s.first_told_at
            """
        )
        connection.execute(
            "delete from raw.check_results where rowid not in (select row_no from settled)"
        )
        connection.execute("drop table settled")
        connection.execute(
            """
            delete from raw.check_results
            where build_id is not null and build_id not in (
                select build_id
                from raw.check_results
                where build_id is not null
                group by build_id
                order by max(checked_at) desc, build_id
                limit ?
            )
            """,
            [BUILDS_KEPT],
        )


def newest_build_id(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The id of the build under way; None before the first."""
    [(is_there,)] = connection.execute(
        "select count(*) from duckdb_tables() "
        "where schema_name = 'raw' and table_name = 'builds' and not internal"
    ).fetchall()
    if not is_there:
        return None
    rows = connection.execute(
        "select build_id from raw.builds order by built_at desc, build_id limit 1"
    ).fetchall()
    return str(rows[0][0]) if rows else None


def _with_own_ids(results: Iterable[CheckResult]) -> list[CheckResult]:
    """Two expectations of one kind on one column are told apart by their order in the suite."""
    seen: dict[str, int] = {}
    told = []
    for result in results:
        seen[result.check_id] = seen.get(result.check_id, 0) + 1
        if seen[result.check_id] == 1:
            told.append(result)
            continue
        other_id = f"{result.check_id}#{seen[result.check_id]}"
        told.append(CheckResult(**{**asdict(result), "check_id": other_id}))
    return told
