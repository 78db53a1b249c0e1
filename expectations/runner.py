"""Validate a data frame against a suite of Great Expectations.

What belongs here: running one suite and saying which rows failed and why. What does not: where the
frame comes from and what becomes of the rows (dagster_project/checks.py).

A suite is one JSON file: ``name`` (its table), ``row_id`` (the columns that name a row),
``expectations`` in Great Expectations' own form, each with a ``meta.reason`` (what is wrong with
what fails) and a ``meta.action`` (why the threshold is where it is, and what a person does then),
and perhaps ``derived``: columns that hold a row against itself or against the reference data, as
SQL over the table. They are computed beside the table's columns and are no columns of the table.
"""

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

SUITES_DIR = Path(__file__).resolve().parent

_POSITION = "position"  # of an expectation in its suite, as it goes through Great Expectations
_VALUES_SHOWN = 5  # of those that fail, of one expectation


class SuiteError(RuntimeError):
    """The suite itself does not work. This is never a statement about the data."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite as its file gives it."""

    name: str
    row_id: tuple[str, ...]
    expectations: tuple[Mapping[str, Any], ...]
    derived: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one expectation ended. The counts are rows, and None where it is of the whole table.

    ``observed`` shows what failed, shortly, or the value of what is of the whole table.
    """

    expectation: Mapping[str, Any]
    is_met: bool
    observed: str | None = None
    failing_rows: int | None = None
    checked_rows: int | None = None


@dataclass(slots=True)
class SuiteResult:
    """``row_failures``: reasons by position in the frame; ``table_failures``: of the whole.

    ``outcomes``: one per expectation, in the order of the suite.
    """

    row_failures: dict[int, list[str]] = field(default_factory=dict)
    table_failures: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    expectation_count: int = 0


def load_suite(path: Path) -> Suite:
    """Read a suite file. Raises SuiteError when it is missing or malformed."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        suite = Suite(
            content["name"],
            tuple(content["row_id"]),
            tuple(content["expectations"]),
            {str(name): str(sql) for name, sql in content.get("derived", {}).items()},
        )
        for expectation in suite.expectations:
            expectation["type"], expectation["kwargs"], expectation["meta"]["reason"]
    except OSError as error:
        raise SuiteError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SuiteError(f"{path} is not a suite: {error!r}") from error
    if not suite.expectations:
        raise SuiteError(f"{path} expects nothing")
    return suite


def validate(frame: "pd.DataFrame", suite: Suite, parameters: Mapping[str, Any]) -> SuiteResult:
    """Run ``suite`` on ``frame``, whose index counts from 0.

    ``parameters`` fill the suite's ``{"$PARAMETER": name}`` places. Raises SuiteError when an
    expectation is unknown, misconfigured, or raises.
    """
    result = SuiteResult(expectation_count=len(suite.expectations))
    outcomes = {
        outcome.expectation_config.meta[_POSITION]: outcome
        for outcome in _run(frame, suite, parameters)
    }
    for position, expectation in enumerate(suite.expectations):
        outcome = outcomes[position]  # Great Expectations gives them in an order of its own
        config = outcome.expectation_config
        reason = f"{config.meta['reason']}"
        column = config.kwargs.get("column")
        if column is not None and column not in frame.columns:
            result.table_failures.append(f"column {column} is missing")
            result.outcomes.append(Outcome(expectation, False, "the column is missing"))
            continue
        error = _exception_message(outcome.exception_info)
        if error is not None:
            raise SuiteError(f"suite {suite.name}, {config.type}({column or ''}): {error}")
        result.outcomes.append(_told(expectation, outcome, len(frame)))
        if outcome.success:
            continue
        rows = outcome.result.get("unexpected_index_list")
        if rows is None:
            observed = outcome.result.get("observed_value")
            result.table_failures.append(reason if observed is None else f"{reason}: {observed}")
            continue
        for row, value in zip(rows, outcome.result["unexpected_list"], strict=True):
            is_of_table = column is not None and column not in suite.derived
            where = f"{column} {_shown(value)!r}: " if is_of_table else ""
            result.row_failures.setdefault(int(row), []).append(where + reason)
    result.table_failures = list(dict.fromkeys(result.table_failures))
    return result


def _told(expectation: Mapping[str, Any], outcome: Any, row_count: int) -> Outcome:
    """Great Expectations' result as an Outcome: some different failing values, in order."""
    details = outcome.result
    if "element_count" in details:
        values = sorted({_shown(value) for value in details.get("unexpected_list") or ()})
        observed = ", ".join(values[:_VALUES_SHOWN])
        observed += (
            f" and {len(values) - _VALUES_SHOWN} more" if len(values) > _VALUES_SHOWN else ""
        )
        failing = len(details.get("unexpected_index_list") or ())
        return Outcome(expectation, bool(outcome.success), observed or None, failing, row_count)
    if outcome.success:
        return Outcome(expectation, True)
    mismatched = (details.get("details") or {}).get("mismatched")
    observed = (
        "; ".join(f"{how}: {', '.join(map(str, what))}" for how, what in mismatched.items())
        if mismatched
        else str(details.get("observed_value"))
    )
    return Outcome(expectation, False, observed)


def _run(frame: "pd.DataFrame", suite: Suite, parameters: Mapping[str, Any]) -> list[Any]:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read while it is imported
    import great_expectations as gx  # 5 s, so only when a suite is run
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # It logs and drops an expectation that it cannot make; below, that is an error.
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    try:
        made = gx.ExpectationSuite(name=suite.name)
        for position, expectation in enumerate(suite.expectations):
            config = _with_derived(expectation, suite)
            config = {**config, "meta": {**config["meta"], _POSITION: position}}
            one = gx.ExpectationSuite(name=suite.name, expectations=[dict(config)])
            if not one.expectations:
                raise SuiteError(f"suite {suite.name}: {config['type']} is misconfigured")
            made.expectations += one.expectations
        batch = (
            context.data_sources.add_pandas("warehouse")
            .add_dataframe_asset(suite.name)
            .add_batch_definition_whole_dataframe("table")
            .get_batch({"dataframe": frame})
        )
        outcome = batch.validate(
            made,
            result_format={
                "result_format": "COMPLETE",
                "return_unexpected_index_query": False,
            },
            expectation_parameters=dict(parameters),
        )
    except SuiteError:
        raise
    except Exception as error:
        raise SuiteError(f"suite {suite.name}: {type(error).__name__}: {error}") from error
    return list(outcome.results)


def _with_derived(expectation: Mapping[str, Any], suite: Suite) -> Mapping[str, Any]:
    """An expectation of the table's columns allows for those that the suite itself computes."""
    columns = expectation["kwargs"].get("column_set")
    if columns is None:
        return expectation
    kwargs = {**expectation["kwargs"], "column_set": [*columns, *suite.derived]}
    return {**expectation, "kwargs": kwargs}


def _exception_message(info: Mapping[str, Any] | None) -> str | None:
    """The message of the first exception in Great Expectations' two forms of exception info."""
    if not info:
        return None
    if "raised_exception" in info:
        return str(info["exception_message"]) if info["raised_exception"] else None
    return str(next(iter(info.values()))["exception_message"])


def _shown(value: object, limit: int = 60) -> str:
    text = str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
