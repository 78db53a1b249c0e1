"""The sections of the page that tell figures: headline, months, regions, and the monthly table."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from dagster_project.publishing.quality_parts import counted
from dagster_project.publishing.report.chart import Chart
from dagster_project.publishing.report.estimates import Estimate
from dagster_project.publishing.report.headline import (
    Build,
    Month,
    Ranked,
    Totals,
    add_up,
)
from dagster_project.publishing.report.markup import (
    Cell,
    bar,
    cell_link,
    month_name,
    table,
)
from dagster_project.shown_estimates import shown_estimate

_NEWEST = 3  # months that are held against as many before: one alone is too much chance
_REGIONS_SHOWN = 15
_ROWS_WITHOUT_SCRIPTS = 60
CELL_HEADS = ("Month", "Actor", "Region", "Killed", "Wounded", "Incidents")


def headline(totals: Totals, months: Sequence[Month]) -> str:
    """The totals with their ranges, and the newest months beside those before them."""
    figures = "".join(
        _figure(label, estimate, note)
        for label, estimate, note in (
            ("Killed", totals.killed, ""),
            ("of them civilians", totals.civilians_killed, "as far as reports say so"),
            ("Wounded", totals.wounded, ""),
        )
    )
    return (
        "<section aria-labelledby='headline'><h2 id='headline' class='quiet'>In all</h2>"
        f"<dl class='figures'>{figures}</dl>"
        f"<p>From {counted(totals.incident_count, 'incident')} in {_countries(totals)}, told by "
        f"{counted(totals.report_count, 'report')} of {counted(totals.source_count, 'source')}"
        f"{_period(totals)}.</p>{_newest(months)}</section>"
    )


def _figure(label: str, estimate: Estimate, note: str) -> str:
    told = escape(estimate.range_in_words()) + (f"<br>{escape(note)}" if note else "")
    return (
        f"<div><dt>{escape(label)}</dt><dd><strong>{estimate.best:,}</strong> "
        f"<span>{told}</span></dd></div>"
    )


def _countries(totals: Totals) -> str:
    number = totals.country_count
    return f"{number:,} {'country' if number == 1 else 'countries'}"


def _period(totals: Totals) -> str:
    if totals.first_month is None or totals.last_month is None:
        return ", none of them of a known month"
    if totals.first_month == totals.last_month:
        return f", of {month_name(totals.first_month)}"
    return f", from {month_name(totals.first_month)} to {month_name(totals.last_month)}"


def _newest(months: Sequence[Month]) -> str:
    """The newest months with incidents against those of the calendar before them."""
    if not months:
        return ""
    last = months[-1].month
    newest = [m for m in months if _months_between(m.month, last) < _NEWEST]
    before = [m for m in months if _NEWEST <= _months_between(m.month, last) < 2 * _NEWEST]
    rows: list[Sequence[Cell]] = [
        _months_row(f"{_span(last, 0)}, the newest", newest),
        _months_row(f"{_span(last, _NEWEST)}, before them", before),
    ]
    return (
        table(
            "The newest three months and the three before",
            ("Months", "Killed", "Civilians killed", "Wounded", "Incidents"),
            rows,
            numbers=(1, 2, 3, 4),
            attributes=" class='compact'",
        )
        + "<p class='note'>The newest months still grow: of what happened late, not all has been "
        "told yet.</p>"
    )


def _months_row(label: str, months: Sequence[Month]) -> Sequence[Cell]:
    return (
        label,
        add_up(m.killed for m in months).short(),
        add_up(m.civilians_killed for m in months).short(),
        add_up(m.wounded for m in months).short(),
        sum(m.incident_count for m in months),
    )


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _span(last: date, back: int) -> str:
    end = last.year * 12 + last.month - 1 - back
    first = end - _NEWEST + 1
    names = [date(number // 12, number % 12 + 1, 1) for number in (first, end)]
    return f"{names[0]:%b %Y} to {names[1]:%b %Y}"


def months_section(months: Sequence[Month], chart: Chart | None) -> str:
    """The chart, and the same in a table."""
    rows = [
        (
            cell_link(month_name(m.month), since=f"{m.month:%Y-%m}", until=f"{m.month:%Y-%m}"),
            m.killed.short(),
            m.civilians_killed.short(),
            m.wounded.short(),
            f"{m.incident_count:,}" + ("" if m.is_covered else " (only recalled)"),
        )
        for m in reversed(months)
    ]
    as_table = table(
        "Killed and wounded by month",
        ("Month", "Killed", "Civilians killed", "Wounded", "Incidents"),
        rows,
        numbers=(1, 2, 3, 4),
        attributes=" class='compact'",
    )
    return (
        "<section aria-labelledby='months'><h2 id='months'>Killed per month, by actor</h2>"
        + (_figure_of(chart) if chart else "<p>No month has a dead that is known.</p>")
        + f"<details class='wide'><summary>The same as a table, with civilians and wounded"
        f"</summary>{as_table}</details></section>"
    )


def _figure_of(chart: Chart) -> str:
    earlier = ""
    if chart.earlier:
        killed = add_up(m.killed for m in chart.earlier).short()
        earlier = (
            f" Not drawn: {counted(len(chart.earlier), 'earlier month')} "
            f"before a gap of more than a year, with {killed} killed; they are in the tables."
        )
    return (
        "<figure><div id='chart' hidden aria-hidden='true'></div>"
        f"<div id='picture' role='img' aria-label='Stacked bars: killed per month by actor. The "
        f"figures are in the table below.'>{chart.svg}</div>"
        "<figcaption>By what each actor did (<i>inflicted</i>). The thin line is the month's "
        "range, from the lowest that reports give to the highest; an arrow says that they set no "
        f"upper limit.{escape(earlier)}</figcaption></figure>"
    )


def regions_section(regions: Sequence[Ranked]) -> str:
    """The regions with most killed, as bars in a table."""
    shown = [region for region in regions[:_REGIONS_SHOWN] if region.killed.best]
    most = max(
        (
            region.killed.best if region.killed.high is None else region.killed.high
            for region in shown
        ),
        default=0,
    )
    rows = [
        (
            cell_link(region.name, region=region.region_id),
            bar(region.killed, most),
            region.killed.short(),
            region.wounded.short(),
            region.incident_count,
        )
        for region in shown
    ]
    rest = regions[len(shown) :]
    told = (
        f"<p class='note'>And {counted(len(rest), 'more region')} with "
        f"{add_up(region.killed for region in rest).short()} killed, in the table below.</p>"
        if rest
        else ""
    )
    return (
        "<section aria-labelledby='regions'><h2 id='regions'>Where people were killed</h2>"
        + table(
            "Regions by number of killed, the most first",
            ("Region", "Share", "Killed", "Wounded", "Incidents"),
            rows,
            numbers=(2, 3, 4),
            attributes=" class='compact ranked'",
        )
        + told
        + "</section>"
    )


def cells_table(cells: Mapping[str, Any]) -> str:
    """The first rows of the monthly table, what actors did; a page with scripts shows all."""
    rows: list[Sequence[Cell]] = []
    for n, role in enumerate(cells["role"]):
        if role != 0:
            continue
        month = cells["months"][cells["month"][n]]
        rows.append(
            (
                month_name(date.fromisoformat(f"{month}-01")) if month else "Month unknown",
                cells["actors"][cells["actor"][n]][1],
                cells["regions"][cells["region"][n]][1],
                *(
                    shown_estimate(*(cells[f"{measure}_{end}"][n] for end in _ENDS))
                    for measure in ("killed", "wounded")
                ),
                cells["incidents"][n],
            )
        )
        if len(rows) == _ROWS_WITHOUT_SCRIPTS:
            break
    return table(
        "Monthly figures by actor and region",
        CELL_HEADS,
        rows,
        numbers=(3, 4, 5),
        attributes=" id='cells'",
    )


_ENDS = ("low", "best", "high")


def build_line(build: Build | None) -> str:
    """Of which build the page is, to be quoted with a figure."""
    if build is None:
        return "No build has been made yet."
    return (
        f"Build <code>{escape(build.build_id)}</code>, made on "
        f"<time datetime='{build.built_on}'>{build.built_on.day} {build.built_on:%B %Y}</time> "
        f"from {counted(build.article_count, 'article')}."
    )
