"""expectations/run_measures.json, run on the measures of a run and their bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from dagster_project.quality.check_results import (
    ERROR,
    FAILED,
    GREAT_EXPECTATIONS,
    PASSED,
    WARN,
    WARNED,
    record_results,
)
from dagster_project.quality.drift import ANYTHING, Bounds, compared_runs, find_bounds
from dagster_project.quality.measures import Measured, Run, read_runs
from dagster_project.quality.quarantine import expectation_result
from dagster_project.warehouse import transaction
from expectations.runner import Outcome, Suite, SuiteError, validate

TABLE = "raw.run_measures"


@dataclass(frozen=True, slots=True)
class MeasureGate:
    """What the measures say: ``drifts`` are told, ``collapses`` stop the run."""

    measure_count: int
    compared_count: int
    drifts: list[str]
    collapses: list[str]


def check_measures(connection: duckdb.DuckDBPyConnection, suite: Suite) -> MeasureGate:
    """Hold the last measured run against those before, and write down how that ended.

    Raises SuiteError when the suite itself does not work.
    """
    runs = read_runs(connection)
    run = runs[-1] if runs else Run(0, {}, False, None)
    history = compared_runs(runs, run)
    bounds = [_bounds(expectation, run, history, suite) for expectation in suite.expectations]
    parameters = {
        name: value
        for expectation, bound in zip(suite.expectations, bounds, strict=True)
        for name, value in _parameters(expectation, bound).items()
    }
    result = validate(_frame(run, suite), suite, parameters)
    results = []
    drifts: list[str] = []
    collapses: list[str] = []
    for outcome, bound in zip(result.outcomes, bounds, strict=True):
        is_critical = outcome.expectation.get("severity") == "critical"
        failed = FAILED if is_critical else WARNED
        told = expectation_result(
            suite.name,
            outcome,
            {},
            severity=ERROR if is_critical else WARN,
            outcome=PASSED if outcome.is_met else failed,
        )
        measured = run.measures.get(str(told.column_name), Measured(0, 0))
        told = replace(
            told,
            threshold=_describe(outcome, bound),
            observed=_show(measured),
            failing_rows=None,
            checked_rows=measured.denominator,
        )
        results.append(told)
        if not outcome.is_met:
            message = f"{told.column_name} is {told.observed}, not {told.threshold}: {told.reason}"
            (collapses if is_critical else drifts).append(message)
    with transaction(connection):
        record_results(connection, results, GREAT_EXPECTATIONS, suite.name)
    return MeasureGate(len(run.measures), len(history), drifts, collapses)


def _bounds(expectation: Mapping[str, Any], run: Run, history: list[Run], suite: Suite) -> Bounds:
    try:
        column = expectation["kwargs"]["column"]
        return find_bounds(column, expectation["meta"], run, history)
    except KeyError as error:
        raise SuiteError(f"suite {suite.name}: an expectation lacks {error}") from error


def _parameters(expectation: Mapping[str, Any], bounds: Bounds) -> dict[str, float]:
    """The values of the expectation's own ``{"$PARAMETER": name}`` places."""
    places = {
        "min_value": bounds.low,
        "max_value": bounds.high,
    }
    return {
        expectation["kwargs"][end]["$PARAMETER"]: value
        for end, value in places.items()
        if isinstance(expectation["kwargs"].get(end), Mapping)
    }


def _frame(run: Run, suite: Suite) -> Any:
    """One row, a column per measure; nothing where there was nothing to measure."""
    import pandas as pd

    columns = {e["kwargs"]["column"]: Measured(0, 0) for e in suite.expectations} | {**run.measures}
    return pd.DataFrame(
        {name: pd.Series([measured.value], dtype="float64") for name, measured in columns.items()}
    )


def _describe(outcome: Outcome, bounds: Bounds) -> str:
    if bounds.told.startswith("anything"):
        return bounds.told
    ends = outcome.expectation["kwargs"]
    low, high = (f"{value:,.3g}" for value in (bounds.low, bounds.high))
    if "max_value" not in ends or bounds.high == ANYTHING:
        text = f"at least {low if bounds.low < 1000 else f'{bounds.low:,.0f}'}"
    elif "min_value" not in ends:
        text = f"at most {high}"
    else:
        text = f"{low} to {high}"
    return f"{text} ({bounds.told})"


def _show(measured: Measured) -> str:
    """ "0.25 (4 of 16)", or the count itself."""
    if measured.denominator is None:
        return f"{measured.numerator:,}"
    if measured.value is None:
        return "none"
    return f"{measured.value:.3g} ({measured.numerator:,} of {measured.denominator:,})"
