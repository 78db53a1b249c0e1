"""What `casualty-ledger linking --explain` shows and writes: words here, pictures in a folder."""

import json
import os
from pathlib import Path

import duckdb
from rich.console import Console

from dagster_project.linking.explanations import PairExplanation, explain_incident
from dagster_project.paths import DataDir
from dagster_project.warehouse import read_rows, read_with_scratch

_QUIET = 0.05  # weights below it round to nothing and are left out


def print_explanation(console: Console, files: DataDir, incident_id: str) -> None:
    """Print why the reports of an incident are one, and write a picture of each pair.

    Raises FileNotFoundError where there is no warehouse, WarehouseBusyError, OSError, and
    UnknownIncidentError.
    """
    with read_with_scratch(files.warehouse) as connection:
        pairs = explain_incident(connection, incident_id)
        reports = _describe_reports(connection, incident_id)
    count = "1 report" if len(reports) == 1 else f"{len(reports)} reports"
    print_lines = [f"{incident_id}: {count}", ""]
    print_lines += [f"  {report_id}  {told}" for report_id, told in reports.items()]
    if not pairs:
        print_lines += ["", "One report alone: nothing was joined."]
    for number, pair in enumerate(pairs, start=1):
        print_lines += ["", *_describe_pair(number, pair)]
    for line in print_lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if pairs:
        folder = files.linking_pictures / incident_id
        _draw(pairs, folder)
        console.print(f"\nPictures: {folder}", markup=False, highlight=False, soft_wrap=True)


def _describe_pair(number: int, pair: PairExplanation) -> list[str]:
    left, right = pair.report_ids
    lines = [
        f"{number}. {left} and {right}",
        f"   weight {pair.weight:+.1f}: one incident with a probability of {pair.probability:.4f}",
        f"   {pair.prior:+6.1f}  before anything is compared",
    ]
    lines += [
        f"   {step.weight:+6.1f}  {step.comparison}: {step.level.rpartition(' (')[0]}"
        for step in pair.steps
        if abs(step.weight) >= _QUIET
    ]
    return lines


def _describe_reports(connection: duckdb.DuckDBPyConnection, incident_id: str) -> dict[str, str]:
    rows = read_rows(
        connection,
        """
        select
            r.report_id,
            concat_ws(
                ', ',
                coalesce(a.source, 'no source'),
                'published ' || coalesce(strftime(a.published_at, '%Y-%m-%d'), 'no day'),
                'happened ' || coalesce(
                    strftime(r.date_start, '%Y-%m-%d')
                    || if(r.date_precision = 'day', '', ' (' || r.date_precision || ')'),
                    'no day'
                ),
                coalesce(r.place, r.admin1, r.country, 'no place'),
                r.method,
                r.killed_best || ' killed, ' || r.wounded_best || ' wounded'
            ) as told
        from raw.incident_links as l
        inner join raw.incident_reports as r on l.report_id = r.report_id
        inner join raw.articles as a on r.article_id = a.article_id
        where l.incident_id = $incident_id
        order by r.report_id
        """,
        {"incident_id": incident_id},
    )
    return {row["report_id"]: row["told"] for row in rows}


def _draw(pairs: list[PairExplanation], folder: Path) -> None:
    """One SVG per pair, numbered as printed; those of an earlier explanation go."""
    import vl_convert  # 0.1 s, and needed for pictures only

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    for number, pair in enumerate(pairs, start=1):
        picture = folder / f"{number:02}.svg"
        unfinished = picture.with_suffix(".part")
        unfinished.write_text(vl_convert.vegalite_to_svg(json.dumps(pair.chart)), encoding="utf-8")
        os.replace(unfinished, picture)  # noqa: PTH105 - the name says what matters here
