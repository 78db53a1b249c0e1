"""Pieces of the quality page: tables, marks, and pictures of numbers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from dagster_project.publishing.quality_report import Listed
from dagster_project.quality.check_results import BROKEN, FAILED, PASSED, SKIPPED, WARNED

MARKS = {PASSED: "✓", WARNED: "!", FAILED: "✕", BROKEN: "?", SKIPPED: "-"}
WORDS = {
    PASSED: "passed",
    WARNED: "warned: the run went on",
    FAILED: "failed: the run was stopped",
    BROKEN: "broken: the check itself does not work",
    SKIPPED: "not come to",
}


def short(outcome: str) -> str:
    """The outcome in a word or two."""
    return WORDS[outcome].partition(":")[0]


def table(caption: str, heads: Sequence[str], rows: Iterable[tuple[str, ...]]) -> str:
    """A table whose rows a narrow screen shows as blocks; roles keep it a table for readers."""
    head = "".join(f"<th scope='col' role='columnheader'>{escape(text)}</th>" for text in heads)
    lines = "".join(
        "<tr role='row'>"
        + "".join(
            f"<td role='cell' data-head='{escape(text)}'><div>{cell}</div></td>"
            for text, cell in zip(heads, cells, strict=True)
        )
        + "</tr>\n"
        for cells in rows
    )
    return (
        f"<table role='table'><caption>{escape(caption)}</caption>"
        f"<thead role='rowgroup'><tr role='row'>{head}</tr></thead>\n"
        f"<tbody role='rowgroup'>{lines}</tbody></table>"
    )


def counted(number: int, what: str) -> str:
    """ "1 row", "1,234 rows"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def list_of_rows(
    caption: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]], listed: Listed
) -> str:
    """A table of rows that are HTML already, and how many more there are."""
    if not listed.count:
        return "<p>None.</p>"
    more = (
        f"<p>The first {len(rows)} of {listed.count:,}; all are in the warehouse.</p>"
        if len(rows) < listed.count
        else ""
    )
    return more + table(caption, heads, rows)


def picture(name: str, values: Sequence[float | None]) -> str:
    """A line of the values over the runs, from 0 at its foot to the greatest at its top."""
    width, height, edge = 150, 28, 3
    known = [value for value in values if value is not None]
    if not known:
        return "none"
    top = max(known) or 1.0
    step = (width - 2 * edge) / max(len(values) - 1, 1)
    points = [
        (edge + n * step, height - edge - (height - 2 * edge) * value / top)
        for n, value in enumerate(values)
        if value is not None
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    told = f"{name.replace('_', ' ')}, oldest run first: " + ", ".join(
        "none" if value is None else f"{value:.3g}" for value in values
    )
    x, y = points[-1]
    return (
        f"<svg role='img' aria-label='{escape(told)}' width='{width}' height='{height}' "
        f"viewBox='0 0 {width} {height}'><title>{escape(told)}</title>"
        f"<polyline points='{line}'/><circle cx='{x:.1f}' cy='{y:.1f}' r='3'/></svg>"
    )


def history(outcomes: Sequence[str]) -> str:
    """A mark per build, the oldest first, and the same in words for who does not see them."""
    told = ", ".join(short(outcome) for outcome in outcomes)
    marks = "".join(f"<i class='{outcome}'>{MARKS[outcome]}</i>" for outcome in outcomes)
    return f"<span class='history' role='img' aria-label='oldest first: {told}'>{marks}</span>"


def mark(outcome: str) -> str:
    """The sign of an outcome: colour is never the only one."""
    return f"<span aria-hidden='true' class='mark'>{MARKS[outcome]}</span>"


def time_tag(moment: datetime) -> str:
    """A moment, UTC, to the minute."""
    return f"<time datetime='{moment:%Y-%m-%dT%H:%MZ}'>{moment:%Y-%m-%d %H:%M}</time>"
