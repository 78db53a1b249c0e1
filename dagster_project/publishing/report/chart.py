"""Killed per month by actor, stacked, with each month's range: a picture, and a chart to explore.

The same altair chart gives both: an SVG for print and for pages without scripts, and Vega's own
specification, which the page draws at the width of its screen. Its expressions are interpreted from
their syntax tree, so that the page's content policy need not allow code made from strings.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import altair as alt
import vl_convert

from dagster_project.publishing.report.headline import ActorMonth, Month

# Told apart by most who see colours otherwise, quiet, and each three times as light or dark as the
# page in either scheme. Grey is for what is no single actor.
_COLOURS = ("#4f7cac", "#b3803a", "#5f8f6b", "#9a6fa3", "#3f9aa0", "#a9715c", "#84893f")
_OTHERS, _OTHERS_COLOUR = "All others", "#626a72"
_UNKNOWN, _UNKNOWN_COLOUR = "Nobody known", "#949494"
UNKNOWN_ACTOR = "unknown"

# A gap of more than a year in which nothing is told: before it are recalled attacks, one by one.
_GAP_MONTHS = 12
_MOST_MONTHS = 240
# Fewer would be bars as wide as the page.
_FEWEST_MONTHS = 6
_WIDTH, _HEIGHT = 860, 320


@dataclass(frozen=True, slots=True)
class Chart:
    """``svg``: the picture; ``vega``: the specification, as JSON. ``earlier``: months not in it."""

    svg: str
    vega: str
    earlier: Sequence[Month]


def draw_chart(months: Sequence[Month], by_actor: Iterable[ActorMonth]) -> Chart | None:
    """The chart of months, oldest first, without those before a long gap; None without a dead."""
    shown = _after_gap(months)
    stacks = _stacks(list(by_actor), {month.month for month in shown})
    if not stacks:
        return None
    chart = _chart(shown, stacks)
    spec = chart.to_dict()
    svg = vl_convert.vegalite_to_svg(spec)
    vega = vl_convert.vegalite_to_vega(spec)
    return Chart(
        svg=_numbered_anew(svg),
        vega=json.dumps(vega, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
        earlier=months[: len(months) - len(shown)],
    )


@cache  # three seconds of packing
def vega_runtime() -> str:
    """What draws a specification in a browser: Vega Embed with Vega, as one script."""
    # Of Vega itself the bundle of vl-convert 1.9 gives no more than null.
    script: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return script


def vega_version() -> str:
    """The version of what ``vega_runtime`` gives."""
    version: str = vl_convert.get_vega_version()
    return version


def _after_gap(months: Sequence[Month]) -> Sequence[Month]:
    start = 0
    for n in range(1, len(months)):
        if _number(months[n].month) - _number(months[n - 1].month) > _GAP_MONTHS:
            start = n
    last = _number(months[-1].month) if months else 0
    return [m for m in months[start:] if last - _number(m.month) < _MOST_MONTHS]


def _stacks(rows: Sequence[ActorMonth], months: set[date]) -> list[dict[str, str | int]]:
    """Killed by month and name, those with most killed by their names, the rest together."""
    rows = [row for row in rows if row.month in months]
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.actor_id] = sums.get(row.actor_id, 0) + row.killed_best
    sums.pop(UNKNOWN_ACTOR, None)
    order = sorted(sums, key=lambda actor_id: (-sums[actor_id], actor_id))
    rank = {actor_id: n for n, actor_id in enumerate(order[: len(_COLOURS)])}
    rank[UNKNOWN_ACTOR] = len(_COLOURS) + 1
    added: dict[tuple[date, int, str], int] = {}
    for row in rows:
        place = rank.get(row.actor_id, len(_COLOURS))
        name = {len(_COLOURS): _OTHERS, len(_COLOURS) + 1: _UNKNOWN}.get(place, row.actor_name)
        key = (row.month, place, name)
        added[key] = added.get(key, 0) + row.killed_best
    return [
        {"month": f"{month:%Y-%m}", "place": place, "actor": name, "killed": killed}
        for (month, place, name), killed in sorted(added.items())
    ]


def _chart(months: Sequence[Month], stacks: list[dict[str, str | int]]) -> alt.LayerChart:
    names = {str(row["actor"]): int(row["place"]) for row in stacks}
    domain = sorted(names, key=lambda name: names[name])
    colours = [(*_COLOURS, _OTHERS_COLOUR, _UNKNOWN_COLOUR)[names[name]] for name in domain]
    last = _number(months[-1].month)
    first = min(_number(months[0].month), last - _FEWEST_MONTHS + 1)
    x = alt.X(
        "month:O",
        title=None,
        scale=alt.Scale(domain=[_name(number) for number in range(first, last + 1)]),
        axis=alt.Axis(
            grid=False,
            labelAngle=0,
            labelOverlap="greedy",
            labelSeparation=6,
            labelExpr="utcFormat(utc(toNumber(slice(datum.value, 0, 4)), "
            "toNumber(slice(datum.value, 5)) - 1, 1), '%b %Y')",
        ),
    )
    of_month = alt.Tooltip("month:O", title="Month")
    # Told, since a layer of ranges may have no row to read it from.
    most = max(m.killed.best if m.killed.high is None else m.killed.high for m in months)
    bars = (
        alt.Chart(alt.InlineData(values=stacks))
        .mark_bar(strokeWidth=0.5, stroke="#ffffff", cornerRadius=0)
        .encode(
            x=x,
            y=alt.Y(
                "killed:Q",
                title="Killed, best estimate",
                stack="zero",
                axis=_Y_AXIS,
                scale=alt.Scale(domain=[0, most], nice=True),
            ),
            color=alt.Color(
                "actor:N",
                title=None,
                scale=alt.Scale(domain=domain, range=colours),
                legend=alt.Legend(orient="bottom", columns=3, labelLimit=240, symbolType="square"),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                of_month,
                alt.Tooltip("actor:N", title="By"),
                alt.Tooltip("killed:Q", title="Killed, best estimate", format=","),
            ],
        )
    )
    ranges = [
        {
            "month": f"{month.month:%Y-%m}",
            "low": month.killed.low,
            "high": month.killed.best if month.killed.high is None else month.killed.high,
            "open": month.killed.high is None,
            "told": f"{month.killed.short()} killed",
        }
        for month in months
        if (month.killed.low, month.killed.high) != (month.killed.best, month.killed.best)
    ]
    base = alt.Chart(alt.InlineData(values=ranges))
    tooltip = [of_month, alt.Tooltip("told:N", title="All actors")]
    at = alt.X("month:O", title=None)
    lines = base.mark_rule(strokeWidth=1.5, color="#222222").encode(
        x=at, y=alt.Y("low:Q", title=""), y2="high:Q", tooltip=tooltip
    )
    lows = base.mark_tick(orient="horizontal", thickness=1.5, size=7, color="#222222").encode(
        x=at, y="low:Q", tooltip=tooltip
    )
    tops = (
        base.transform_filter("!datum.open")
        .mark_tick(orient="horizontal", thickness=1.5, size=7, color="#222222")
        .encode(x=at, y="high:Q", tooltip=tooltip)
    )
    open_tops = (
        base.transform_filter("datum.open")
        .mark_point(
            shape="triangle-up", filled=True, size=45, color="#222222", opacity=1, yOffset=-3
        )
        .encode(x=at, y="high:Q", tooltip=tooltip)
    )
    chart: alt.LayerChart = (
        alt.layer(bars, lines, lows, tops, open_tops)
        .properties(width=_WIDTH, height=_HEIGHT, background="transparent", padding=4)
        .configure(
            font="Georgia, 'Times New Roman', serif",
            view=alt.ViewConfig(stroke=None),
            axis=alt.AxisConfig(labelFontSize=12, titleFontSize=12, titleFontWeight="normal"),
            legend=alt.LegendConfig(labelFontSize=12),
        )
    )
    return chart


_Y_AXIS = alt.Axis(tickMinStep=1, format=",d", tickCount=5, domain=False, ticks=False)


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _name(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"


def _numbered_anew(svg: str) -> str:
    """The picture with ids of its own: Vega counts them over all pictures of a process."""
    ids = list(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg)))
    for n, name in enumerate(ids):
        svg = svg.replace(f'id="{name}"', f'id="killed-{n}"').replace(
            f"url(#{name})", f"url(#killed-{n})"
        )
    return svg
