"""Small charts for asset pages: rows in, an Altair chart out, and a chart as an image in Markdown.

What belongs here: how a chart looks. What does not: which rows it is of (previews.py). Altair is
imported where a chart is drawn: a run that shows nothing does not pay its second.
"""

import base64
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dagster_project.shown_estimates import shown_estimate

if TYPE_CHECKING:
    import altair as alt

    Drawn = alt.Chart | alt.LayerChart | alt.FacetChart

Rows = Sequence[Mapping[str, Any]]

# Of the page's dark theme nothing shines through: the paper is part of the picture.
_PAPER, _INK, _LINES = "#ffffff", "#22303c", "#e2e6ea"
_BAR, _RANGE = "#8296a6", "#22303c"
# How a check can end, from calm to not. Told by words and order as well as by colour.
OUTCOMES = {
    "passed": "#8fae9a",
    "skipped": "#c3c9ce",
    "warned": "#d3a13b",
    "failed": "#a8402f",
    "broken": "#5c2a4d",
}
_WIDTH = 520  # px of the plot itself: fits the dialog on a small laptop
_HEIGHT = 190  # px
_STEP = 20  # px from one named bar to the next
# What measures the words has Liberation Sans; these are as wide. Where a machine has none of them,
# words are up to a seventh wider: the margin has room for that.
_FONT = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif"
_PADDING = {"left": 36, "right": 24, "top": 12, "bottom": 12}
_HOW_TO_READ = "Bars: the best figure. Lines: from the lowest to the highest."
_TICKS = 12  # months that are named on an axis, at most


def draw_killed_by_month(rows: Rows, title: str) -> "Drawn":
    """Bars of the best figure per month, each with its range.

    ``rows``: month as ``YYYY-MM``, every month once and in order; killed_low, killed_best,
    killed_high, which are None where nothing was told; a killed_high of None beside a best: no
    ceiling.
    """
    import altair as alt

    base = alt.Chart(_data(_with_ends(rows)))
    x = _months(rows)
    bars = base.mark_bar(color=_BAR).encode(x=x, y=alt.Y("killed_best:Q", title="people killed"))
    ranges = (
        base.transform_filter("datum.range_high > datum.killed_low")
        .mark_rule(color=_RANGE, strokeWidth=1.5)
        .encode(x=x, y="killed_low:Q", y2="range_high:Q")
    )
    open_ends = (
        base.transform_filter("datum.is_open")
        .mark_point(shape="triangle-up", size=36, filled=True, color=_RANGE, opacity=1, yOffset=-5)
        .encode(x=x, y="range_high:Q")
    )
    how_to_read = f"{_HOW_TO_READ} Triangles: no upper limit told."
    return _styled(alt.layer(bars, ranges, open_ends), _HEIGHT, title, how_to_read)


def draw_killed_by_name(rows: Rows, title: str) -> "Drawn":
    """A bar per name in the rows' order, with its range drawn and told.

    ``rows``: name, each once; killed_low, killed_best, killed_high (None: no ceiling).
    """
    import altair as alt

    told = [
        {
            **row,
            "told": shown_estimate(row["killed_low"], row["killed_best"], row["killed_high"]),
        }
        for row in _with_ends(rows)
    ]
    base = alt.Chart(_data(told))
    y = _names(rows)
    bars = base.mark_bar(color=_BAR).encode(
        y=y, x=alt.X("killed_best:Q", title="people killed", scale=_room_for_words(told))
    )
    ranges = (
        base.transform_filter("datum.range_high > datum.killed_low")
        .mark_rule(color=_RANGE, strokeWidth=1.5)
        .encode(y=y, x="killed_low:Q", x2="range_high:Q")
    )
    words = base.mark_text(align="left", dx=5, color=_INK).encode(
        y=y, x="range_high:Q", text="told:N"
    )
    how_to_read = f"{_HOW_TO_READ} +: no upper limit told."
    return _styled(alt.layer(bars, ranges, words), _STEP * len(rows), title, how_to_read)


def draw_counts_by_month(rows: Rows, title: str, of: str) -> "Drawn":
    """Bars of a count per month. ``rows``: month as ``YYYY-MM``, in order; count or None."""
    import altair as alt

    chart = alt.Chart(_data(rows)).mark_bar(color=_BAR)
    return _styled(
        chart.encode(x=_months(rows), y=alt.Y("count:Q", title=of, axis=_whole_numbers(rows))),
        _HEIGHT,
        title,
    )


def draw_counts_by_name(rows: Rows, title: str, of: str) -> "Drawn":
    """A bar per name in the rows' order, with its count. ``rows``: name, each once; count."""
    import altair as alt

    base = alt.Chart(_data(rows))
    y = _names(rows)
    bars = base.mark_bar(color=_BAR).encode(
        y=y, x=alt.X("count:Q", title=of, axis=_whole_numbers(rows))
    )
    words = base.mark_text(align="left", dx=5, color=_INK).encode(
        y=y, x="count:Q", text=alt.Text("count:Q", format=",d")
    )
    return _styled(alt.layer(bars, words), _STEP * len(rows), title)


def draw_outcomes(rows: Rows, title: str) -> "Drawn":
    """A bar of checks per name, parted by how they ended. ``rows``: name, outcome, count."""
    import altair as alt

    order = {outcome: place for place, outcome in enumerate(OUTCOMES)}
    met = sorted({row["outcome"] for row in rows}, key=lambda outcome: order[outcome])
    names = list(dict.fromkeys(row["name"] for row in rows))
    chart = alt.Chart(_data([{**row, "place": order[row["outcome"]]} for row in rows])).mark_bar()
    return _styled(
        chart.encode(
            y=alt.Y("name:N", title=None, sort=names),
            x=alt.X("count:Q", title="checks", axis=_whole_numbers(rows)),
            color=alt.Color(
                "outcome:N",
                title=None,
                scale=alt.Scale(domain=met, range=[OUTCOMES[outcome] for outcome in met]),
                legend=alt.Legend(orient="top"),
            ),
            order="place:Q",
        ),
        _STEP * len(names),
        title,
    )


def markdown_image(chart: "Drawn", words: str) -> str:
    """The chart as an image in Markdown that needs no file and no network.

    ``words`` are read out where the image is not seen; they may not hold Markdown. An SVG: a fifth
    of the size of a PNG, and sharp on every screen.
    """
    drawn = io.StringIO()
    chart.save(drawn, format="svg")
    encoded = base64.b64encode(drawn.getvalue().encode()).decode()
    return f"![{words}](data:image/svg+xml;base64,{encoded})"


def _with_ends(rows: Rows) -> list[dict[str, Any]]:
    """The rows with the end of each range: without a ceiling that is its best, and it is open."""
    return [
        {
            **row,
            "range_high": row["killed_best"] if row["killed_high"] is None else row["killed_high"],
            "is_open": row["killed_best"] is not None and row["killed_high"] is None,
        }
        for row in rows
    ]


def _data(rows: Rows) -> dict[str, Any]:
    return {"values": [dict(row) for row in rows]}


def _months(rows: Rows) -> "alt.X":
    """An axis on which every month has its place, also one without a row, and some are named.

    Months are names here: as times they would move with the zone of the machine.
    """
    import altair as alt

    months = [row["month"] for row in rows]
    step = -(-len(months) // _TICKS) or 1
    named = months[::-step][::-1]  # the last one is always among them
    return alt.X(
        "month:O",
        title=None,
        scale=alt.Scale(domain=months),
        axis=alt.Axis(values=named, labelAngle=0 if len(named) <= 8 else -40),
    )


def _names(rows: Rows) -> "alt.Y":
    import altair as alt

    return alt.Y(
        "name:N",
        title=None,
        scale=alt.Scale(domain=[row["name"] for row in rows]),
        axis=alt.Axis(labelLimit=240),
    )


def _room_for_words(rows: Rows) -> "alt.Scale":
    """A scale that leaves room right of the longest range for what is told of it."""
    import altair as alt

    longest = max((row["range_high"] for row in rows), default=0)
    return alt.Scale(domain=[0, max(longest, 1) * 1.25], nice=False)


def _whole_numbers(rows: Rows) -> "alt.Axis":
    """An axis of counts, which have no halves."""
    import altair as alt

    most = max((row["count"] or 0 for row in rows), default=0)
    return alt.Axis(format=",d", tickCount=min(max(most, 1), 6), tickMinStep=1)


def _styled(chart: "Drawn", height: int, title: str, subtitle: str = "") -> "Drawn":
    import altair as alt

    styled: Drawn = chart.properties(
        width=_WIDTH,
        height=height,
        background=_PAPER,
        padding=_PADDING,
        title=alt.Title(text=title, subtitle=subtitle),
    ).configure(
        aria=False,  # an image has no inside for those who do not see it
        font=_FONT,
        view=alt.ViewConfig(stroke=None),
        title=alt.TitleConfig(
            anchor="start", frame="bounds", color=_INK, subtitleColor=_INK, fontSize=13, offset=12
        ),
        axis=alt.AxisConfig(
            labelColor=_INK,
            titleColor=_INK,
            titleFontWeight="normal",
            gridColor=_LINES,
            domainColor=_LINES,
            tickColor=_LINES,
            labelFontSize=11,
        ),
        legend=alt.LegendConfig(labelColor=_INK, labelFontSize=11),
    )
    return styled
