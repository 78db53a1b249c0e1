"""What the quality page tells, read from the warehouse. Pure of HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from dagster_project.quality.check_results import DBT, STOPPED, newest_build_id
from dagster_project.quality.measures import Run, read_runs
from dagster_project.warehouse import read_rows

HISTORY = 20  # builds whose outcomes are shown beside a check
ROWS_SHOWN = 200  # of a list: enough to see what they have in common


@dataclass(frozen=True, slots=True)
class Check:
    """One check as it ended last, and how it ended in the builds before, the oldest first."""

    table_name: str
    is_of_dbt: bool
    name: str
    column_name: str | None
    reason: str
    action: str | None
    threshold: str | None
    severity: str
    outcome: str
    observed: str | None
    failing_rows: int | None
    checked_rows: int | None
    checked_at: datetime
    build_id: str | None
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The first rows of a list that a person looks through, and how many there are."""

    rows: Sequence[tuple[Any, ...]]
    count: int


@dataclass(frozen=True, slots=True)
class QualityReport:
    """Everything on the page. ``checks`` in the order of their tables in the flow.

    ``quarantined``: table, row, file and line, reason, since; ``rejected``: file and line, reason.
    ``is_stopped``: a check stopped the last run, so that nothing new was published.
    """

    build_id: str | None
    checked_at: datetime | None
    checks: Sequence[Check]
    runs: Sequence[Run]
    quarantined: Listed
    rejected: Listed

    @property
    def is_stopped(self) -> bool:
        """Whether a check stopped the last run."""
        return any(check.outcome in STOPPED for check in self.checks)


def read_quality(connection: duckdb.DuckDBPyConnection) -> QualityReport:
    """Read how every check ended last, and what waits for a person."""
    build_id = newest_build_id(connection)
    checks = _checks(connection, build_id)
    return QualityReport(
        build_id,
        max((check.checked_at for check in checks), default=None),
        checks,
        read_runs(connection),
        _listed(
            connection,
            """
            select
                q.table_name,
                q.row_id,
                concat_ws(
                    ':',
                    coalesce(q.row_json ->> '$.input_file', a.input_file),
                    coalesce(q.row_json ->> '$.input_line', a.input_line::varchar)
                ),
                q.reason,
                q.quarantined_at
            from raw.quarantined_rows as q
            left join raw.articles as a on split_part(q.row_id, '#', 1) = a.article_id
            """,
        ),
        _listed(
            connection,
            "select concat_ws(':', input_file, input_line), reason from raw.rejected_inputs "
            "union all "
            "select concat_ws(':', input_file, input_line), reason from raw.rejected_corrections",
        ),
    )


def _checks(connection: duckdb.DuckDBPyConnection, build_id: str | None) -> list[Check]:
    rows = read_rows(
        connection,
        """
        with
        builds as (
            select build_id, max(checked_at) as last_at from raw.check_results group by build_id
        ),
        numbered as (
            select
                build_id,
                row_number() over (order by build_id is not null, last_at desc) as build_no,
                coalesce($build_id, max_by(build_id, last_at) over ()) as newest_build_id
            from builds
        ),
        histories as (
            select
                c.check_id,
                list(c.outcome order by n.build_no desc) as history
            from raw.check_results as c
            inner join numbered as n on c.build_id is not distinct from n.build_id
            where n.build_no <= $history
            group by c.check_id
        ),
        newest as (
            select c.*
            from raw.check_results as c
            inner join numbered as n on c.build_id is not distinct from n.build_id
            where c.build_id is null or c.build_id = n.newest_build_id
            qualify row_number() over (partition by c.check_id order by c.build_id nulls first) = 1
        )
        select newest.*, histories.history
        from newest
        inner join histories on newest.check_id = histories.check_id
        """,
        {"build_id": build_id, "history": HISTORY},
    )
    broken = {row["table_name"] for row in rows if row["check_name"] == "suite"}
    return [
        Check(
            row["table_name"],
            row["checked_by"] == DBT,
            row["check_name"],
            row["column_name"],
            row["reason"],
            row["action"],
            row["threshold"],
            row["severity"],
            row["outcome"],
            row["observed"],
            row["failing_rows"],
            row["checked_rows"],
            row["checked_at"],
            row["build_id"],
            tuple(row["history"]),
        )
        for row in sorted(rows, key=_place)
        # Of a table whose suite is broken nothing else was checked.
        if row["table_name"] not in broken or row["check_name"] == "suite"
    ]


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    """Raw before staging before marts, and within a table what went wrong first."""
    layers = ("raw", "staging", "marts")
    schema = row["table_name"].partition(".")[0]
    layer = layers.index(schema) if schema in layers else len(layers)
    calm = ("failed", "broken", "warned", "skipped", "passed").index(row["outcome"])
    return row["checked_by"] == DBT, layer, row["table_name"], calm, row["check_id"]


def _listed(connection: duckdb.DuckDBPyConnection, sql: str) -> Listed:
    [(count,)] = connection.execute(f"select count(*) from ({sql})").fetchall()  # noqa: S608 - of this module
    rows = connection.execute(f"{sql} order by all limit {ROWS_SHOWN}").fetchall()
    return Listed(rows, count)
