"""The report as one HTML file: what it is put together from, and what it may do.

The page loads nothing and runs only its own scripts: its content policy names each by its hash.
Data stand in elements that are no scripts, as compressed JSON in letters, so that no text of an
article can end one; every other text is escaped on its way into HTML.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import duckdb

from dagster_project.publishing.drill_down import OUTCOME_WORDS
from dagster_project.publishing.report.cells import packed, packed_text, read_cells
from dagster_project.publishing.report.chart import Chart, draw_chart, vega_runtime, vega_version
from dagster_project.publishing.report.gaps import read_gaps
from dagster_project.publishing.report.headline import (
    Build,
    read_actor_months,
    read_build,
    read_months,
    read_regions,
    read_totals,
)
from dagster_project.publishing.report.limits import footer, gaps_section
from dagster_project.publishing.report.overview import (
    build_line,
    cells_table,
    headline,
    months_section,
    regions_section,
)
from dagster_project.publishing.report.sentences import BUDGET, Block, Sentences, read_sentences

_FOLDER = Path(__file__).parent
_SCRIPTS = ("blocks", "words", "cells", "incidents", "monthly_table", "start")
_SECTIONS = {
    "months": "Month by month",
    "regions": "Where",
    "figures": "Figures and sentences",
    "gaps": "What is missing",
    "method": "How it is counted",
}
_NOTHING = (
    "<section><h2>Nothing yet</h2><p>No incident is known: no article that was read tells of any. "
    "This page fills when a run has read some.</p></section>"
)


def write_report(connection: duckdb.DuckDBPyConnection, page: Path, budget: int = BUDGET) -> None:
    """Write the report of a published database as one file; ``connection`` has its schema marts.

    ``budget``: bytes for incidents and sentences, of which the newest months get theirs first. The
    same database gives the same bytes. Raises duckdb.CatalogException where a mart is missing,
    OSError where the file cannot be written.
    """
    page.write_text(render_report(connection, budget), encoding="utf-8")


def render_report(connection: duckdb.DuckDBPyConnection, budget: int = BUDGET) -> str:
    """The report as HTML; raises what ``write_report`` raises."""
    build = read_build(connection)
    totals = read_totals(connection)
    if totals is None:
        return _page(build, _NOTHING, contents="", data="", scripts=())
    months = read_months(connection)
    chart = draw_chart(months, read_actor_months(connection))
    cells = read_cells(connection)
    sentences = read_sentences(connection, budget)
    sections = [
        headline(totals, months),
        months_section(months, chart),
        regions_section(read_regions(connection)),
        _asset("table.html").replace("$cells", _left_out(sentences) + cells_table(cells)),
        gaps_section(read_gaps(connection), totals),
        _asset("method.html"),
    ]
    links = "".join(
        f"<li><a href='#{target}'>{escape(name)}</a></li>" for target, name in _SECTIONS.items()
    )
    return _page(
        build,
        "\n".join(sections),
        contents=f"<nav aria-label='Sections'><ul>{links}</ul></nav>",
        data=_data(connection, cells, chart, sentences.blocks),
        scripts=(vega_runtime(), _asset("vendor/dataTables.min.js"), _own_script()),
    )


def _page(
    build: Build | None, sections: str, *, contents: str, data: str, scripts: Sequence[str]
) -> str:
    style = _asset("page.css")
    software = escape(_asset("vendor/NOTICES.txt").replace("{vega}", vega_version()))
    return Template(_asset("page.html")).substitute(
        policy=_policy(style, scripts),
        style=style,
        build=build_line(build),
        contents=contents,
        sections=sections,
        footer=footer(build, f"<pre tabindex='0'>{software}</pre>" if scripts else ""),
        data=data,
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def _policy(style: str, scripts: Iterable[str]) -> str:
    """Nothing but this style and these scripts, by their hashes, and no address at all."""
    allowed = " ".join(_hash(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _data(
    connection: duckdb.DuckDBPyConnection,
    cells: dict[str, Any],
    chart: Chart | None,
    blocks: Iterable[Block],
) -> str:
    told = {**cells, "outcomes": OUTCOME_WORDS, "corrections": _corrections(connection)}
    elements = [_inert("id='monthly-cells'", packed(told))]
    if chart is not None:
        elements.append(_inert("id='chart-data'", packed_text(chart.vega)))
    for block in blocks:
        of = (
            f"data-month='{block.month}' data-first='{escape(block.first_region)}' "
            f"data-last='{escape(block.last_region)}'"
        )
        elements.append(_inert(of, block.data))
    return "\n".join(elements)


def _inert(attributes: str, data: str) -> str:
    return f"<script type='application/gzip' {attributes}>{data}</script>"


def _corrections(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The id of each correction that counts, and what it is, in words."""
    rows = connection.execute(
        """
        select
            correction_id,
            author || ', ' || strftime(made_at, '%Y-%m-%d') || ': '
            || concat_ws(' ', action, target_id, other_id, field)
            || coalesce(': ' || coalesce(before_text, 'none') || ' -> ' || after_text, '')
            || ' (' || reason || ')'
        from marts.corrections_applied
        where outcome = 'applied'
        order by correction_id
        """
    ).fetchall()
    return [(correction_id, told) for correction_id, told in rows]


def _left_out(sentences: Sentences) -> str:
    if sentences.oldest is None:
        return ""
    return (
        "<p class='note scripted'>Incidents and sentences are in this page back to "
        f"{sentences.oldest or 'those without a month'}. Of {sentences.incidents_left_out:,} "
        "earlier incidents, or without a month, the figures are here, and the sentences in the "
        "published tables: <code>casualty-ledger explain</code> or the macro "
        "<code>evidence_of</code> shows them.</p>"
    )


def _own_script() -> str:
    parts = "\n".join(_asset(f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
