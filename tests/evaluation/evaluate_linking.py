"""Measure linking on the pages of set gva, run through the whole warehouse.

usage: python tests/evaluation/evaluate_linking.py [--sets DIR] [--data-dir DIR]

Prints the scorer's figures with linking and without, the floors, and how often each level of the
weights file holds for pairs of pages of one shooting and of two. The set is not part of the
project; where it is absent the command says so and ends with 2.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from sets import DEFAULT_SETS, are_there, rows

from dagster_project.linking.actors import seed_relations
from dagster_project.linking.columns import build_columns
from dagster_project.linking.families import build_families
from dagster_project.linking.model import read_model
from dagster_project.linking.relinking import define_linkable_reports
from dagster_project.linking.weighing import weighed_pairs
from dagster_project.paths import DataDir
from dagster_project.run import run_everything
from dagster_project.warehouse import read_database, read_rows, read_with_scratch

SET = "gva"
F1 = "linking pairwise F1"
RATIO = "monthly killed by state: total ratio"
WAPE = "monthly killed by state: WAPE (lower is better)"
# The floors: figure, the lowest and the highest that will do.
BARS = ((F1, 0.80, 1.0), (RATIO, 0.9, 1.15), (WAPE, 0.0, 0.35))

# What the scorer reads. With linking off every report is an incident of its own.
_LINKED = """
    select
        r.external_id as article_id, r.kind, r.is_background, r.killed_best, r.wounded_best,
        strftime(r.date_start, '%Y-%m-%d') as date_start, r.date_precision,
        r.country, r.admin1, r.admin2, r.perpetrator_actor_id,
        r.incident_id, i.killed_best as incident_killed_best,
        strftime(i.date_start, '%Y-%m-%d') as incident_date_start, i.admin1 as incident_admin1
    from marts.incident_reports as r
    inner join marts.fct_incidents as i on r.incident_id = i.incident_id
"""
_APART = """
    select
        r.external_id as article_id, r.kind, r.is_background, r.killed_best, r.wounded_best,
        strftime(r.date_start, '%Y-%m-%d') as date_start, r.date_precision,
        r.country, r.admin1, r.admin2, r.perpetrator_actor_id,
        r.report_id as incident_id
    from marts.incident_reports as r
    where r.kind = 'incident'
"""
# The coding has one shooting for each page. A page also recalls older ones and tells others of
# the day; these are incidents to us, but nobody coded them. So three selections are printed.
_SITE = re.compile(r".*https?://(?:www\.)?([^/:?#]+)")  # of an archive's copy, the site it is of
SELECTIONS = {
    "all that the pages tell": "true",
    "the news of the pages: without incidents that are only recalled": (
        "r.incident_id in (select incident_id from marts.fct_incidents where not is_background)"
    ),
    "the first news of each page, as the set is coded": (
        "r.report_id in (select arg_min(report_id, report_no) from marts.incident_reports "
        "where kind = 'incident' and not is_background group by article_id)"
    ),
}
JUDGED = "the first news of each page, as the set is coded"


def main() -> int:
    """Run, print, and say which floors were reached; 1 where one was not, 2 without the set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, default=DEFAULT_SETS)
    parser.add_argument("--data-dir", type=Path, help="Keep the warehouse here.")
    options = parser.parse_args()
    if not are_there(options.sets):
        return 2
    with _data_dir(options.data_dir) as files:
        _run(options.sets / SET / "articles.jsonl", files)
        with read_database(files.published_database) as connection:
            figures = {}
            for name, condition in SELECTIONS.items():
                print(f"\n## {name}\n")
                linked = _score(options.sets, connection, f"{_LINKED} where {condition}")
                apart = _score(options.sets, connection, f"{_APART} and {condition}")
                print(f"{'':56}{'linked':>9}{'apart':>9}")
                for figure in (F1, RATIO, WAPE):
                    print(f"{figure:56}{linked[figure]:9.4f}{apart[figure]:9.4f}")
                figures[name] = linked
        _print_levels(files, options.sets)
    return _print_floors(figures[JUDGED])


@contextmanager
def _data_dir(kept: Path | None) -> Iterator[DataDir]:
    if kept is not None:
        yield DataDir(kept.resolve())
        return
    with tempfile.TemporaryDirectory() as folder:
        yield DataDir(Path(folder))


def _run(articles: Path, files: DataDir) -> None:
    """The whole job, on the set's pages."""
    inbox = files.root / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    with (inbox / articles.name).open("w", encoding="utf-8") as pages:
        for page in rows(articles):
            # The set gives itself as the source of every page; the newsroom is the page's site.
            site = _SITE.search(page.get("url") or "")
            pages.write(json.dumps({**page, "source": site[1] if site else None}) + "\n")
    with Path(os.devnull).open("w") as nowhere:
        run_everything(inbox, files, Console(file=nowhere))


def _score(sets: Path, connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, float]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for row in read_rows(connection, sql):
            out.write(json.dumps(row) + "\n")
        out.flush()
        done = subprocess.run(
            [sys.executable, str(sets / "score.py"), str(sets / SET), out.name, "--json"],
            check=True,
            capture_output=True,
            text=True,
        )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _print_levels(files: DataDir, sets: Path) -> None:
    """For each level: its share among pairs of pages of one shooting (m) and of two (u)."""
    model = read_model()
    settings: dict[str, Any] = {
        **model.splink_settings,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": ["1=1"],
    }
    shooting = [
        (page, gold["incident_id"])
        for gold in rows(sets / SET / "gold.jsonl")
        for page in gold["article_ids"]
    ]
    print("\n## How often each level holds for news reports of one shooting (m) and of two (u)\n")
    with read_with_scratch(files.warehouse) as connection:
        build_families(connection)
        define_linkable_reports(connection, "not r.is_background")
        build_columns(connection, seed_relations())
        connection.execute("create temp table coded (page varchar, shooting varchar)")
        connection.executemany("insert into coded values (?, ?)", shooting)
        connection.execute(
            """
            create temp table shootings as
            select c.report_number, c.article_id, coded.shooting
            from linking_columns as c
            inner join raw.articles as a on c.article_id = a.article_id
            inner join coded on a.external_id = coded.page
            """
        )
        with weighed_pairs(connection, "linking_columns", settings) as (_, predicted):
            for comparison in settings["comparisons"]:
                name, levels = comparison["output_column_name"], comparison["comparison_levels"]
                counts = {
                    level: (of_one, of_two)
                    for level, of_one, of_two in connection.execute(
                        f"""
                        select
                            p."gamma_{name}",
                            count(*) filter (where l.shooting = r.shooting),
                            count(*) filter (where l.shooting <> r.shooting)
                        from {predicted.physical_name} as p
                        inner join shootings as l on p.report_number_l = l.report_number
                        inner join shootings as r on p.report_number_r = r.report_number
                        where l.article_id <> r.article_id
                        group by 1
                        """
                    ).fetchall()
                }
                total_one, total_two = (sum(c[i] for c in counts.values()) for i in (0, 1))
                print(name)
                for position, level in enumerate(levels):
                    of_one, of_two = counts.get(len(levels) - 1 - position, (0, 0))
                    print(
                        f"  {level['label_for_charts']:70} m {of_one / max(1, total_one):.4f} "
                        f"({of_one})  u {of_two / max(1, total_two):.6f}"
                    )


def _print_floors(figures: dict[str, float]) -> int:
    print(f"\n## Floors ({JUDGED})\n")
    missed = 0
    for figure, lowest, highest in BARS:
        is_reached = lowest <= figures[figure] <= highest
        missed += not is_reached
        print(
            f"{figure:56}{figures[figure]:9.4f}  {lowest} to {highest}: "
            f"{'reached' if is_reached else 'NOT reached'}"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
