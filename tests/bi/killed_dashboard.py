"""The dashboard that is made in Superset: killed by month and actor, as a chart and in figures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from connect_page import told
from superset_api import SupersetApi

TITLE = "Killed by month and actor"
MART = "monthly_casualties_by_actor_region"
MONTHS = ("2023-11-01", "2024-07-01")  # the second is not in it
BEST = "sum(killed_best)"
# sum() passes over nulls, and a high without a ceiling is null: a sum with one has no ceiling.
HIGH = told("sql")


@dataclass(frozen=True)
class KilledDashboard:
    """What was made, by its ids, and what its two charts ask Superset for."""

    dashboard_id: int
    chart_ids: tuple[int, int]
    monthly_query: dict[str, Any]


def make_dashboard(api: SupersetApi, dataset_id: int) -> KilledDashboard:
    """Make the two charts of a dataset of ``MART``, and a dashboard with them."""
    common = {
        "adhoc_filters": [
            _where("role", "==", "inflicted"),
            _where("month", "TEMPORAL_RANGE", " : ".join(MONTHS)),
        ],
        "datasource": f"{dataset_id}__table",
        "row_limit": 1000,
    }
    bars = common | {
        "groupby": ["actor_name"],
        "legendOrientation": "top",
        "legendType": "scroll",
        "metrics": [_measure(BEST, "killed")],
        "only_total": True,
        "show_legend": True,
        "show_value": True,
        "stack": "Stack",
        "time_grain_sqla": "P1M",
        "viz_type": "echarts_timeseries_bar",
        "x_axis": "month",
        "x_axis_time_format": "%Y-%m",
    }
    figures = common | {
        "groupby": ["actor_name"],
        "metrics": [
            _measure("sum(killed_low)", "low"),
            _measure(BEST, "best"),
            _measure(HIGH, "high"),
        ],
        "query_mode": "aggregate",
        "show_cell_bars": False,
        "show_totals": True,
        "viz_type": "table",
    }
    dashboard = api.post("dashboard/", {"dashboard_title": TITLE, "published": True})
    dashboard_id = int(dashboard["id"])
    placed = []
    for name, height, parameters in (
        ("Killed by month and actor, best estimates", 48, bars),
        ("Killed by actor, with the range", 66, figures),
    ):
        chart = {
            "dashboards": [dashboard_id],
            "datasource_id": dataset_id,
            "datasource_type": "table",
            "params": json.dumps(parameters),
            "slice_name": name,
            "viz_type": parameters["viz_type"],
        }
        placed.append((int(api.post("chart/", chart)["id"]), name, height))
    api.put(f"dashboard/{dashboard_id}", {"position_json": _layout(placed)})
    return KilledDashboard(dashboard_id, (placed[0][0], placed[1][0]), _monthly(dataset_id))


def _monthly(dataset_id: int) -> dict[str, Any]:
    """The chart's question, as a page asks it: without force, so that a cache may answer."""
    question = {
        "columns": ["month", "actor_name"],
        "filters": [
            {"col": "role", "op": "==", "val": "inflicted"},
            {"col": "month", "op": "TEMPORAL_RANGE", "val": " : ".join(MONTHS)},
        ],
        "metrics": [_measure(BEST, "killed")],
        "row_limit": 1000,
    }
    return {
        "datasource": {"id": dataset_id, "type": "table"},
        "force": False,
        "queries": [question],
        "result_format": "json",
        "result_type": "full",
    }


def _measure(sql: str, label: str) -> dict[str, Any]:
    return {"expressionType": "SQL", "label": label, "sqlExpression": sql}


def _where(column: str, operator: str, value: str) -> dict[str, Any]:
    return {
        "clause": "WHERE",
        "comparator": value,
        "expressionType": "SIMPLE",
        "operator": operator,
        "subject": column,
    }


def _layout(charts: Sequence[tuple[int, str, int]]) -> str:
    """The layout of a dashboard, one chart below the other; of each its id, name and height.

    A unit of height is 8 pixels, and the whole width is 12 units.
    """
    layout: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]},
        "GRID_ID": {
            "id": "GRID_ID",
            "type": "GRID",
            "parents": ["ROOT_ID"],
            "children": [f"ROW-{chart_id}" for chart_id, _, _ in charts],
        },
    }
    for chart_id, name, height in charts:
        row, chart = f"ROW-{chart_id}", f"CHART-{chart_id}"
        layout[row] = {
            "id": row,
            "type": "ROW",
            "parents": ["ROOT_ID", "GRID_ID"],
            "children": [chart],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        layout[chart] = {
            "id": chart,
            "type": "CHART",
            "parents": ["ROOT_ID", "GRID_ID", row],
            "children": [],
            "meta": {"chartId": chart_id, "height": height, "sliceName": name, "width": 12},
        }
    return json.dumps(layout)
