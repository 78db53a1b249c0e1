"""Small charts for the pages of assets in Dagster's UI: rows -> picture in Markdown.

A picture is stored with each run, so it is a small PNG, and it brings its own background, since the
UI has a light and a dark theme. What cannot be drawn is no reason for a run to fail.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dagster as dg
import duckdb

from dagster_project.warehouse import read_rows

MONTHS_SHOWN = 36
_WIDTH, _HEIGHT = 560, 180
_CONFIG = {
    "background": "white",
    "view": {"stroke": None},
    "axis": {"labelColor": "#333", "titleColor": "#333", "gridColor": "#e5e5e5"},
}
_COLOUR, _RANGE_COLOUR = "#5b6f82", "#1f2933"
_KILLED = "killed, low to high"


def read_months(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The killed of each month, as ``killed_by_month`` takes them, from schema marts."""
    return read_rows(
        connection,
        """
        select
            strftime(month, '%Y-%m') as month,
            sum(killed_low)::bigint as killed_low,
            sum(killed_best)::bigint as killed_best,
            if(count(killed_high) = count(*), sum(killed_high), null)::bigint as killed_high
        from marts.monthly_casualties_by_country as by_country
        where by_country.month is not null
        group by by_country.month
        order by by_country.month
        """,
    )


def killed_by_month(rows: Sequence[Mapping[str, Any]]) -> str:
    """Killed per month, best as bars, low to high as lines; the last three years, in Markdown.

    ``rows``: ``month`` as text, ``killed_low``, ``killed_best``, and ``killed_high`` or None where
    there is no ceiling: such a line ends at the best estimate, with a triangle.
    """
    shown = [
        {
            **row,
            "top": max(row["killed_best"], row["killed_high"] or 0),
            "is_open": row["killed_high"] is None,
        }
        for row in _newest(rows)
    ]
    return _picture(
        "Killed by month",
        {
            "data": {"values": shown},
            "encoding": {"x": _per_month(shown)},
            "layer": [
                {
                    "mark": {"type": "bar", "color": _COLOUR},
                    "encoding": {"y": _amount("killed_best", _KILLED)},
                },
                {
                    "mark": {"type": "rule", "color": _RANGE_COLOUR, "strokeWidth": 1.5},
                    "encoding": {"y": _amount("killed_low", _KILLED), "y2": {"field": "top"}},
                },
                {
                    "transform": [{"filter": "datum.is_open"}],
                    "mark": {
                        "type": "point",
                        "shape": "triangle-up",
                        "filled": True,
                        "size": 60,
                        "opacity": 1,
                        "color": _RANGE_COLOUR,
                    },
                    "encoding": {"y": _amount("top", _KILLED)},
                },
            ],
        },
    )


def counts_by_month(rows: Sequence[Mapping[str, Any]], what: str) -> str:
    """``count`` per ``month``, as bars; the last three years, in Markdown."""
    shown = _newest(rows)
    return _picture(
        f"{what} by month",
        {
            "data": {"values": shown},
            "mark": {"type": "bar", "color": _COLOUR},
            "encoding": {"x": _per_month(shown), "y": _amount("count", what)},
        },
    )


def _newest(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the last MONTHS_SHOWN months, counted from the newest, by the calendar."""
    return [row for row in rows if _number(rows[-1]) - _number(row) < MONTHS_SHOWN]


def _per_month(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The axis of months, by the calendar: one of which nothing is told keeps its place, empty."""
    numbers = range(_number(rows[0]), _number(rows[-1]) + 1) if rows else ()
    months = [f"{(number - 1) // 12}-{(number - 1) % 12 + 1:02}" for number in numbers]
    return {
        "field": "month",
        "type": "ordinal",
        "title": None,
        "scale": {"domain": months},
        "axis": {"labelAngle": -60, "labelOverlap": True, "ticks": False},
    }


def _number(row: Mapping[str, Any]) -> int:
    year, month = row["month"].split("-")
    return int(year) * 12 + int(month)


def drawn(name: str, draw: Callable[[], str], warn: Callable[[str], None]) -> dict[str, Any]:
    """The picture as asset metadata; without one where it cannot be drawn, with a warning."""
    try:
        return {name: dg.MetadataValue.md(draw())}
    # Anything: the figures are there, and a picture of them must not call the run failed.
    except Exception as error:
        warn(f"no chart {name}: {type(error).__name__}: {error}")
        return {}


def _amount(name: str, title: str) -> dict[str, Any]:
    return {
        "field": name,
        "type": "quantitative",
        "title": title,
        "axis": {"tickMinStep": 1, "format": ",d"},
    }


def _picture(title: str, chart: Mapping[str, Any]) -> str:
    import vl_convert  # 0.1 s, and needed for pictures only

    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _WIDTH,
        "height": _HEIGHT,
        "config": _CONFIG,
        **chart,
    }
    png = base64.b64encode(vl_convert.vegalite_to_png(json.dumps(spec), scale=1)).decode()
    return f"![{title}](data:image/png;base64,{png})"
