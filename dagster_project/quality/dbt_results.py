"""dbt's tests and contracts, as they ended, in the form of raw.check_results.

They are known only after a build, so that no model of it can hold them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dagster_project.quality.check_results import (
    BROKEN,
    DBT,
    ERROR,
    FAILED,
    PASSED,
    SKIPPED,
    WARN,
    WARNED,
    CheckResult,
)

_TESTS = ("test", "unit_test")
_OUTCOMES = {
    "pass": PASSED,
    "success": PASSED,
    "warn": WARNED,
    "fail": FAILED,
    "skipped": SKIPPED,
}
# What a failing row of a test means where the test itself does not say.
_REASONS = {
    "not_null": "a row lacks the value, and cannot be told from another or joined",
    "unique": "two rows have the same value, and a join would count one of them twice",
    "relationships": "a value that the other table lacks: the row would be lost in a join",
    "accepted_values": "a word that the codebook lacks: nobody knows what it means",
    "estimates_ordered": "an estimate is below 0, or low, best and high are not in this order",
    "rows_unique_by": "two rows have the same key, and a sum would count one of them twice",
    "contract": "the table is not what is promised: columns, types, keys, nothing missing",
    "unit_test": "the rule gives another result than the one worked out by hand",
}
_ACTIONS = {
    "relationships": "Add the value to the reference data in dbt/seeds, or mend what made it.",
    "accepted_values": "Mend what made the word; a new word goes into the codebook first.",
    "contract": "Mend the model or, where readers were told, its contract.",
    "unit_test": "Mend the rule or, where the codebook changed, the test's rows.",
}
_ANY_ACTION = "Run the test's SQL (in dbt/target/compiled of the data directory) to see the rows."


def read_dbt_results(
    events: Iterable[Mapping[str, Any]], manifest: Mapping[str, Any]
) -> list[CheckResult]:
    """One result per test and per enforced contract that dbt came to, or skipped.

    ``events``: dbt's own, in order, as dictionaries; ``manifest``: the content of manifest.json.
    """
    results = []
    nodes = {**manifest["nodes"], **manifest.get("unit_tests", {})}
    for event in events:
        if event["info"]["name"] != "NodeFinished":
            continue
        node = nodes.get(event["data"]["node_info"]["unique_id"])
        if node is None:
            continue
        run = event["data"]["run_result"]
        if node["resource_type"] in _TESTS:
            results.append(_test_result(node, run, nodes))
        elif node.get("config", {}).get("contract", {}).get("enforced"):
            results.append(_contract_result(node, run))
    return sorted(results, key=lambda result: result.check_id)


def _test_result(
    node: Mapping[str, Any], run: Mapping[str, Any], nodes: Mapping[str, Any]
) -> CheckResult:
    metadata = node.get("test_metadata") or {}
    is_unit_test = node["resource_type"] == "unit_test"
    kind = "unit_test" if is_unit_test else str(metadata.get("name") or node["name"])
    is_warning = node["config"].get("severity", "error").lower() == "warn"
    outcome = _OUTCOMES.get(run["status"], BROKEN)
    # Of a unit test the number is of differing tables, and no number of rows.
    failing = 0 if outcome == PASSED else run.get("num_failures")
    return CheckResult(
        check_id=_check_id(node["unique_id"]),
        checked_by=DBT,
        table_name=_tested_table(node, nodes),
        check_name=node["name"] if is_unit_test else kind,
        column_name=node.get("column_name"),
        reason=node.get("description") or _leading_comment(node) or _reason(kind),
        action=_ACTIONS.get(kind, _ANY_ACTION),
        threshold=_threshold(kind, metadata.get("kwargs", {}), node["config"]),
        severity=WARN if is_warning else ERROR,
        outcome=outcome,
        observed=None if outcome == PASSED else _one_line(run.get("message")),
        failing_rows=None if is_unit_test else failing,
    )


def _contract_result(node: Mapping[str, Any], run: Mapping[str, Any]) -> CheckResult:
    outcome = _OUTCOMES.get(run["status"], FAILED)
    return CheckResult(
        check_id=_check_id(node["unique_id"], "contract"),
        checked_by=DBT,
        table_name=f"{node['schema']}.{node['alias']}",
        check_name="contract",
        column_name=None,
        reason=_REASONS["contract"],
        action=_ACTIONS["contract"],
        threshold=f"{len(node['columns'])} columns as declared",
        severity=ERROR,
        outcome=outcome,
        observed=None if outcome == PASSED else _one_line(run.get("message")),
    )


def _check_id(unique_id: str, kind: str | None = None) -> str:
    """dbt's id without the name of the project: "dbt.unique_countries_country_code.0a1b2c3d4e"."""
    _, _, name = unique_id.split(".", 2)
    return f"dbt.{kind}.{name}" if kind else f"dbt.{name}"


def _tested_table(node: Mapping[str, Any], nodes: Mapping[str, Any]) -> str:
    """The table that a test accuses; that of a singular test is the one it says, or its first."""
    told = (node["config"].get("meta") or {}).get("dagster", {}).get("ref", {}).get("name")
    parents: Sequence[str] = node["depends_on"]["nodes"]
    of_name = next((p for p in parents if p.rpartition(".")[2] == told), None)
    tested = nodes.get(node.get("attached_node") or of_name or (parents[0] if parents else ""))
    return f"{tested['schema']}.{tested['alias']}" if tested else "dbt"


def _threshold(kind: str, kwargs: Mapping[str, Any], config: Mapping[str, Any]) -> str:
    if kind == "accepted_values":
        return ", ".join(map(str, kwargs["values"]))
    if kind == "relationships":
        other = re.sub(r"""^ref\(['"]|['"]\)$""", "", str(kwargs["to"]))
        return f"is in {other}.{kwargs['field']}"
    if kind == "rows_unique_by":
        return "each once: " + ", ".join(kwargs["columns"])
    if kind == "unit_test":
        return "exactly the rows worked out by hand"
    limit = str(config.get("error_if") or "!= 0")
    return "no row" if limit == "!= 0" else f"an error where the failing rows are {limit}"


def _reason(kind: str) -> str:
    return _REASONS.get(kind, f"a row breaks the rule {kind.replace('_', ' ')}")


def _leading_comment(node: Mapping[str, Any]) -> str | None:
    """The sentence on what a failing row means, with which a singular test opens."""
    lines = []
    for line in str(node.get("raw_code", "")).splitlines():
        if line.startswith("--"):
            lines.append(line.removeprefix("--").strip())
        elif lines:
            break
    return " ".join(lines) or None


def _one_line(message: object) -> str | None:
    return " ".join(str(message).split()) if message else None
