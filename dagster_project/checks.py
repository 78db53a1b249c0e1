"""expectations/ -> blocking asset checks, by one factory.

A row that fails goes to raw.quarantined_rows with its reasons and the rest goes on: the check then
warns. A table that fails as a whole stops everything downstream. A suite that itself breaks raises.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import dagster as dg
import duckdb

from dagster_project.assets.quality import write_quality_page
from dagster_project.paths import EXPECTATIONS_DIR
from dagster_project.quality.measure_gate import check_measures
from dagster_project.quality.quarantine import (
    quarantine_failing_rows,
    record_broken_suite,
)
from dagster_project.resources import Warehouse
from expectations.runner import Suite, SuiteError, load_suite

__all__ = [
    "CHECKED_TABLES",
    "CHECK_NAME",
    "MEASURED_TABLE",
    "expectation_checks",
    "quarantine_failing_rows",
]

_Gate = TypeVar("_Gate")

CHECK_NAME = "expectations"
MEASURED_TABLE = "run_measures"  # its suite is run on the run's numbers, not on the table's rows
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
    "corrections",
    "rejected_corrections",
    "feed_fetches",
    "ucdp_ged_events",
    "acled_events",
    "reference_loads",
    "rejected_reference_rows",
)


def expectation_checks(suites_dir: Path = EXPECTATIONS_DIR) -> Sequence[dg.AssetChecksDefinition]:
    """One blocking check per raw table, from the suite of its name."""
    return [
        *(_expectation_check(table, suites_dir) for table in CHECKED_TABLES),
        _drift_check(suites_dir),
    ]


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
        gate = _run_gate(table, suites_dir, context, warehouse, quarantine_failing_rows)
        if gate.table_failures:
            write_quality_page(warehouse, context.log.warning)
            return dg.AssetCheckResult(
                passed=False,
                severity=dg.AssetCheckSeverity.ERROR,
                description=f"raw.{table}: " + "; ".join(gate.table_failures),
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


def _drift_check(suites_dir: Path) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=dg.AssetKey(["raw", MEASURED_TABLE]),
        name=CHECK_NAME,
        blocking=True,
        description=f"expectations/{MEASURED_TABLE}.json: this run against those before it.",
    )
    def expectations_hold(
        context: dg.AssetCheckExecutionContext, warehouse: Warehouse
    ) -> dg.AssetCheckResult:
        gate = _run_gate(MEASURED_TABLE, suites_dir, context, warehouse, check_measures)
        if gate.collapses:
            write_quality_page(warehouse, context.log.warning)
            return dg.AssetCheckResult(
                passed=False,
                severity=dg.AssetCheckSeverity.ERROR,
                description="This run is not like those before it: "
                + "; ".join(gate.collapses)
                + ". Where it is right: casualty-ledger accept-drift",
            )
        for drift in gate.drifts:
            context.log.warning(drift)
        message = f"{gate.measure_count} measures, held against {gate.compared_count} runs"
        return dg.AssetCheckResult(
            passed=not gate.drifts,
            severity=dg.AssetCheckSeverity.WARN,
            description="; ".join([*gate.drifts, message]),
        )

    return expectations_hold


def _run_gate(
    table: str,
    suites_dir: Path,
    context: dg.AssetCheckExecutionContext,
    warehouse: Warehouse,
    check: Callable[[duckdb.DuckDBPyConnection, Suite], _Gate],
) -> _Gate:
    """Run a suite; where it does not work, write that down, also on the page, before it raises."""
    try:
        with warehouse.open() as connection:
            try:
                return check(connection, load_suite(suites_dir / f"{table}.json"))
            except SuiteError as error:
                record_broken_suite(connection, f"raw.{table}", error)
                raise
    except SuiteError:
        write_quality_page(warehouse, context.log.warning)
        raise
