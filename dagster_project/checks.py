"""expectations/ -> blocking asset checks, by one factory.

A row that fails goes to raw.quarantined_rows with its reasons and the rest goes on: the check then
warns. A table that fails as a whole stops everything downstream. A suite that itself breaks raises.
"""

from collections.abc import Sequence
from pathlib import Path

import dagster as dg

from dagster_project.paths import EXPECTATIONS_DIR
from dagster_project.quality.quarantine import (
    Gate,
    quarantine_failing_rows,
    record_broken_suite,
)
from dagster_project.resources import Warehouse
from expectations.runner import SuiteError, load_suite

__all__ = ["CHECKED_TABLES", "CHECK_NAME", "expectation_checks", "quarantine_failing_rows"]

CHECK_NAME = "expectations"
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
        gate = _run_gate(table, suites_dir, warehouse)
        if gate.table_failures:
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


def _run_gate(table: str, suites_dir: Path, warehouse: Warehouse) -> Gate:
    with warehouse.open() as connection:
        try:
            return quarantine_failing_rows(connection, load_suite(suites_dir / f"{table}.json"))
        except SuiteError as error:
            record_broken_suite(connection, f"raw.{table}", error)
            raise
