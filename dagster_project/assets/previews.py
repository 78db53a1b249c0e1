"""What an asset page shows of its table: numbers, charts, the latest months and the first rows.

Only where somebody can see it: what a run of the command reports to Dagster is forgotten with the
run, so nothing is read or drawn for it. And nothing here can fail a run.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import dagster as dg
import duckdb

from dagster_project.assets.charts import OUTCOMES
from dagster_project.assets.pictures import (
    CHECKS_BY_OUTCOME,
    KILLED_BY_MONTH,
    MONTHLY,
    NUMBERS,
    PICTURES,
    Picture,
    draw_picture,
)
from dagster_project.assets.presentation import HEAD_ROWS, markdown_table
from dagster_project.publishing import read_quality
from dagster_project.shown_estimates import shown_estimate
from dagster_project.warehouse import assert_identifier, read_rows

# Dagster shows Markdown of under 1,000 characters at once, and longer one behind a click. A row of
# these has some 40 characters, and under 120 whatever its figures.
LATEST_MONTHS = 6

# What is newest, or matters most, first; other tables as they lie. Down to a unique key.
_NEWEST_MONTH = "month desc nulls last, killed_best desc"
_ORDERS = {
    "raw.articles": "loaded_at desc, published_at desc nulls last, article_id",
    "raw.incident_reports": "date_start desc nulls last, report_id",
    "raw.rejected_inputs": "rejected_at desc, input_file, input_line",
    "raw.run_measures": "run_no desc, measure",
    "raw.builds": "built_at desc, build_id",
    "marts.builds": "built_at desc, build_id",
    "marts.coverage": "month desc nulls last, article_count desc, country_code, source_id",
    "marts.fct_incidents": "date_start desc nulls last, incident_id",
    "marts.published_changes": "abs(killed_best_change) desc, month, actor_id, role, admin1_code",
    "marts.review_queue": "score desc, incident_id",
    "marts.review_unknown_actors": "report_count desc, actor, role",
    f"marts.{MONTHLY}": f"{_NEWEST_MONTH}, actor_id, role, country_code, admin1_code",
    "marts.monthly_casualties_by_actor": f"{_NEWEST_MONTH}, actor_id, role",
    "marts.monthly_casualties_by_actor_group": f"{_NEWEST_MONTH}, actor_group_id, role",
    "marts.monthly_casualties_by_region": f"{_NEWEST_MONTH}, country_code, admin1_code",
    "marts.monthly_casualties_by_country": f"{_NEWEST_MONTH}, country_code",
    "marts.monthly_casualties_by_method": f"{_NEWEST_MONTH}, country_code, method",
    "marts.monthly_casualties_by_status": f"{_NEWEST_MONTH}, actor_id, role, country_code, status",
}


# Of the widest tables what fits on a screen.
_COLUMNS = {
    "raw.articles": "published_at, source, title, url, input_file, input_line, article_id",
    "raw.incident_reports": "date_start, date_precision, place, admin1, country, method, "
    "perpetrator, kind, killed_low, killed_best, killed_high, wounded_best, confidence, report_id",
}


def preview(
    context: dg.AssetExecutionContext, connection: duckdb.DuckDBPyConnection, table: str
) -> dict[str, Any]:
    """What the page of ``schema.table`` shows of it; nothing where Dagster keeps nothing."""
    if context.instance.is_ephemeral:
        return {}
    return show_table(connection, table, context.log.warning)


def preview_checks(
    context: dg.AssetExecutionContext, connection: duckdb.DuckDBPyConnection
) -> dict[str, Any]:
    """What the page of the checks shows of them; nothing where Dagster keeps nothing."""
    if context.instance.is_ephemeral:
        return {}
    return show_checks(connection, context.log.warning)


def show_table(
    connection: duckdb.DuckDBPyConnection, table: str, warn: Callable[[str], None]
) -> dict[str, Any]:
    """Numbers, charts and the first rows of ``schema.table`` as asset metadata.

    What cannot be read or drawn is left out, and told to ``warn``.
    """
    parts: dict[str, Callable[[], Mapping[str, Any]]] = {}
    if table in NUMBERS:
        parts["its numbers"] = partial(_numbers, connection, NUMBERS[table])
    if table == f"marts.{MONTHLY}":
        parts["its latest months"] = partial(_latest_months, connection)
    for picture in PICTURES.get(table, ()):
        parts[picture.label] = partial(_chart, connection, picture)
    parts["its first rows"] = partial(_head, connection, table)
    return _all_that_can_be_shown(parts, table, warn)


def show_checks(
    connection: duckdb.DuckDBPyConnection, warn: Callable[[str], None]
) -> dict[str, Any]:
    """How many checks ended how, as numbers and as a chart, in the same way."""
    parts = {"its outcomes": partial(_outcomes, connection)}
    return _all_that_can_be_shown(parts, "the page of the checks", warn)


def _all_that_can_be_shown(
    parts: Mapping[str, Callable[[], Mapping[str, Any]]], of: str, warn: Callable[[str], None]
) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, make in parts.items():
        try:
            shown |= make()
        except Exception as error:  # whatever it is: a page is no reason to stop the figures
            warn(f"{of} is shown without {name}: {type(error).__name__}: {error}")
    return shown


def _numbers(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    [row] = read_rows(connection, sql)
    return {name: value for name, value in row.items() if value is not None}


def _chart(connection: duckdb.DuckDBPyConnection, picture: Picture) -> dict[str, Any]:
    rows = read_rows(connection, picture.sql)
    return {picture.label: dg.MetadataValue.md(draw_picture(picture, rows))} if rows else {}


def _head(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    order = f"order by {_ORDERS[table]}" if table in _ORDERS else ""
    rows = read_rows(
        connection,
        f"select {_COLUMNS.get(table, '*')} from {assert_identifier(table)} {order} "  # noqa: S608 - checked, and constants
        f"limit {HEAD_ROWS}",
    )
    return {"head": dg.MetadataValue.md(markdown_table(rows))} if rows else {}


def _latest_months(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    rows = [
        {
            "month": row["month"],
            "killed": "nothing told"
            if row["killed_best"] is None
            else shown_estimate(row["killed_low"], row["killed_best"], row["killed_high"]),
        }
        for row in reversed(read_rows(connection, KILLED_BY_MONTH.sql)[-LATEST_MONTHS:])
    ]
    return {"latest_months": dg.MetadataValue.md(markdown_table(rows))} if rows else {}


def _outcomes(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    checks = read_quality(connection).checks
    if not checks:
        return {}
    counts = Counter((check.table_name.partition(".")[0], check.outcome) for check in checks)
    rows = [
        {"name": schema, "outcome": outcome, "count": count}
        for (schema, outcome), count in counts.items()
    ]
    in_all = Counter(check.outcome for check in checks)
    return {
        **{f"checks_{outcome}": in_all[outcome] for outcome in OUTCOMES},
        CHECKS_BY_OUTCOME.label: dg.MetadataValue.md(draw_picture(CHECKS_BY_OUTCOME, rows)),
    }
