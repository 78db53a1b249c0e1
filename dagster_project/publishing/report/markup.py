"""Pieces of the page's HTML: tables, bars, months in words. Every text is escaped here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from dagster_project.publishing.report.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that is safe as it stands: made of tags of this package and of escaped text."""

    html: str


Cell = str | int | Markup


def text(value: Cell) -> str:
    """A cell's HTML; what is not Markup is escaped, and a number has its thousands set apart."""
    if isinstance(value, Markup):
        return value.html
    return f"{value:,}" if isinstance(value, int) else escape(value)


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    numbers: Sequence[int] = (),
    attributes: str = "",
) -> str:
    """A table, the first cell of a row its head; ``numbers`` are the columns that stand right.

    A narrow screen shows its rows as blocks; the roles keep it a table for screen readers.
    """
    right = [" class='number'" if n in numbers else "" for n in range(len(heads))]
    head = "".join(
        f"<th scope='col' role='columnheader'{side}>{escape(name)}</th>"
        for name, side in zip(heads, right, strict=True)
    )
    lines = []
    for row in rows:
        cells = [
            f"<td role='cell' data-head='{escape(name)}'{side}>{text(cell)}</td>"
            for name, side, cell in zip(heads[1:], right[1:], row[1:], strict=True)
        ]
        lines.append(
            f"<tr role='row'><th scope='row' role='rowheader'>{text(row[0])}</th>"
            f"{''.join(cells)}</tr>"
        )
    return (
        f"<table role='table'{attributes}><caption>{escape(caption)}</caption>"
        f"<thead role='rowgroup'><tr role='row'>{head}</tr></thead>\n"
        f"<tbody role='rowgroup'>{chr(10).join(lines)}</tbody></table>"
    )


def bar(estimate: Estimate, most: int) -> Markup:
    """The best as a bar and low to high as a line, ``most`` being the whole width.

    Only a picture of figures that stand beside it. Without a ceiling the line has no end.
    """
    width = max(most, 1)
    best, low = (100 * value / width for value in (estimate.best, estimate.low))
    high = 100 * (estimate.best if estimate.high is None else estimate.high) / width
    line = ""
    if (estimate.low, estimate.high) != (estimate.best, estimate.best):
        end = min(high, 100.0)
        line = f"<line x1='{low:.2f}%' x2='{end:.2f}%' y1='7' y2='7'/>"
        line += f"<line x1='{low:.2f}%' x2='{low:.2f}%' y1='4' y2='10'/>"
        if estimate.high is None:
            line += f"<line class='open' x1='{end:.2f}%' x2='100%' y1='7' y2='7'/>"
        else:
            line += f"<line x1='{end:.2f}%' x2='{end:.2f}%' y1='4' y2='10'/>"
    return Markup(
        "<svg class='bar' aria-hidden='true' width='100%' height='14'>"
        f"<rect width='{best:.2f}%' y='1' height='12'/>{line}</svg>"
    )


def month_name(month: date | None) -> str:
    """ "January 2024", or that there is none."""
    return f"{month:%B %Y}" if month else "no month known"


def cell_link(label: str, **filters: str) -> Markup:
    """A link that shows a part of the monthly table, where scripts are on."""
    wanted = "&".join(f"{name}={value}" for name, value in filters.items())
    return Markup(f"<a href='#figures' data-show='{escape(wanted)}'>{escape(label)}</a>")
