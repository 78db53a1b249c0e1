"""raw.run_measures: what each run brought, in numbers that the next runs are held against.

What belongs here: counting, and what of it is history. What does not: which numbers are odd
(drift.py and expectations/run_measures.json).

A run is measured by what is new since the last run that came to its marts, and not by the whole
warehouse, in which one bad night drowns. A run that brings nothing new is not measured: it is no
history. One that was stopped, or killed, is measured anew by the next, with what that brings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from dagster_project.warehouse import insert_rows, read_rows, transaction, utc_now

# As many as there are builds of check results: the page shows both side by side.
RUNS_KEPT = 100
RATIOS = ("reports_per_article",)  # what may exceed 1; other measures of rows are shares
_BEFORE_ALL = datetime(1, 1, 1)  # noqa: DTZ001 - as the tables hold it; the tables hold no zone

# Rows that are new since the last run, each with what may be wrong with it.
_COUNTS = """
with
loaded as (
    select published_at is null as is_undated, not is_english as is_foreign
    from raw.articles
    where loaded_at > $since
),
read as (
    select article_id, report_count
    from raw.article_extractions
    where extracted_at > $since
),
reports as (
    select
        r.kind = 'incident' as is_countable,
        r.date_precision in ('year', 'unknown') as is_undated,
        r.admin1_code is null as is_unplaced,
        r.perpetrator_actor_id is null as is_of_unknown,
        r.killed_best >= 100 as is_large
    from raw.incident_reports as r
    inner join read on r.article_id = read.article_id
),
quarantined as (
    select count(*) as row_count
    from raw.quarantined_rows
    where table_name = 'raw.incident_reports' and quarantined_at > $since
),
rejected as (
    select count(*) as row_count from raw.rejected_inputs where rejected_at > $since
),
of_loaded as (
    select
        count(*) as row_count,
        count(*) filter (is_undated) as undated,
        count(*) filter (is_foreign) as foreign_
    from loaded
),
of_read as (
    select
        count(*) as row_count,
        count(*) filter (report_count = 0) as quiet,
        coalesce(sum(report_count), 0)::bigint as reports
    from read
),
of_reports as (
    select
        count(*) as row_count,
        count(*) filter (is_countable) as countable,
        count(*) filter (is_countable and is_undated) as undated,
        count(*) filter (is_countable and is_unplaced) as unplaced,
        count(*) filter (is_countable and is_of_unknown) as of_unknown,
        count(*) filter (is_countable and is_large) as large
    from reports
)
"""
_MEASURES = """
select 'articles_loaded' as measure, row_count as numerator, null::bigint as denominator
from of_loaded
union all
select 'rejected_inputs', rejected.row_count, rejected.row_count + of_loaded.row_count
from rejected, of_loaded
union all select 'undated_articles', undated, row_count from of_loaded
union all select 'foreign_articles', foreign_, row_count from of_loaded
union all select 'quiet_articles', quiet, row_count from of_read
union all select 'reports_per_article', reports, row_count from of_read
union all
select 'quarantined_reports', quarantined.row_count, quarantined.row_count + of_reports.row_count
from quarantined, of_reports
union all select 'undated_reports', undated, countable from of_reports
union all select 'unplaced_reports', unplaced, countable from of_reports
union all select 'unknown_perpetrators', of_unknown, countable from of_reports
union all select 'large_tolls', large, countable from of_reports
union all select 'articles_in_all', count(*), null from raw.articles
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of one run: a share or ratio of ``denominator`` rows, or without it a count."""

    numerator: int
    denominator: int | None

    @property
    def value(self) -> float | None:
        """None where there was nothing to measure."""
        if self.denominator is None:
            return float(self.numerator)
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Run:
    """A measured run. ``accepted_why``: a person took its numbers for the new normal, and why."""

    run_no: int
    measures: Mapping[str, Measured]
    is_settled: bool
    accepted_why: str | None
    build_id: str | None = None


def measure_run(connection: duckdb.DuckDBPyConnection) -> Run | None:
    """Measure what is new and write it down; the run that is to be checked, None before the first.

    Without anything new that is the last one again, so that its check ends as it did before.
    """
    runs = read_runs(connection)
    settled = [run for run in runs if run.is_settled]
    last = settled[-1] if settled else None
    [(since,)] = connection.execute(
        "select max(measured_at) from raw.run_measures where is_settled"
    ).fetchall()
    rows = read_rows(connection, _COUNTS + _MEASURES, {"since": since or _BEFORE_ALL})
    measures = {r["measure"]: Measured(r["numerator"], r["denominator"]) for r in rows}
    run = Run(last.run_no + 1 if last else 1, measures, False, None)
    is_new = _brings_something(measures, last)
    now = utc_now()
    with transaction(connection):
        connection.execute("delete from raw.run_measures where not is_settled")
        if is_new:
            insert_rows(
                connection,
                "raw.run_measures",
                [
                    {
                        "run_no": run.run_no,
                        "measure": name,
                        "numerator": measured.numerator,
                        "denominator": measured.denominator,
                        "value": measured.value,
                        "is_settled": False,
                        "accepted_why": None,
                        "build_id": None,
                        "measured_at": now,
                    }
                    for name, measured in measures.items()
                ],
            )
    return run if is_new else last


def _brings_something(measures: Mapping[str, Measured], last: Run | None) -> bool:
    in_all = "articles_in_all"
    if last is None:
        return any(measured.numerator for measured in measures.values())
    if measures[in_all] != last.measures.get(in_all):
        return True
    return any(
        measured.numerator or measured.denominator
        for name, measured in measures.items()
        if name != in_all
    )


def settle_run(connection: duckdb.DuckDBPyConnection, build_id: str | None) -> None:
    """Make the measured run history: it came to its marts. Forgets runs of long ago."""
    with transaction(connection):
        connection.execute(
            "update raw.run_measures set is_settled = true, build_id = ? where not is_settled",
            [build_id],
        )
        connection.execute(
            "delete from raw.run_measures "
            "where run_no <= (select max(run_no) from raw.run_measures) - ?",
            [RUNS_KEPT],
        )


def accept_run(connection: duckdb.DuckDBPyConnection, why: str) -> Run | None:
    """Take the last measured run for the new normal: no run before it is compared with any more.

    Returns that run; None where there is none.
    """
    runs = read_runs(connection)
    if not runs:
        return None
    with transaction(connection):
        connection.execute(
            "update raw.run_measures set accepted_why = ?, is_settled = true where run_no = ?",
            [why, runs[-1].run_no],
        )
    return runs[-1]


def read_runs(connection: duckdb.DuckDBPyConnection) -> list[Run]:
    """All runs that are known, the oldest first; the last may not be settled yet."""
    runs: dict[int, list[dict[str, Any]]] = {}
    for row in read_rows(connection, "from raw.run_measures order by run_no, measure"):
        runs.setdefault(row["run_no"], []).append(row)
    return [
        Run(
            run_no,
            {row["measure"]: Measured(row["numerator"], row["denominator"]) for row in rows},
            rows[0]["is_settled"],
            rows[0]["accepted_why"],
            rows[0]["build_id"],
        )
        for run_no, rows in runs.items()
    ]
