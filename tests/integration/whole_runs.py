"""A small inbox, a toy extractor and linker, and whole runs on them.

The dbt project and the suites are the real ones.

With the toys these tests are about the pipeline: they do not change when a rule of reading or of
linking does.
"""

import io
import json
import os
import re
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from rich.console import Console

from dagster_project.definitions import JOB_NAME, build_defs
from dagster_project.linking import Relinked
from dagster_project.paths import DataDir
from dagster_project.records import Article, CasualtyGroup, Evidence, IncidentReport
from dagster_project.resources import Extractor, Inbox, Linker
from dagster_project.run import run_everything
from dagster_project.warehouse import read_database

ARTICLES: dict[str, str | bytes] = {
    "wire.jsonl": "".join(
        json.dumps(fields) + "\n"
        for fields in (
            {
                "article_id": "w1",
                "text": "3 killed",
                "published_at": "2024-01-31",
                "source": "Wire",
            },
            {"article_id": "w2", "text": "5 killed, 2 killed", "published_at": "2024-02-01"},
            {"article_id": "w3", "text": "A quiet day.", "published_at": "2024-02-02"},
        )
    ),
    "undated.txt": "4 killed\n\nSource: Gazette\n",
    "undated-copy.txt": "4  killed\nSource: Gazette",
    "broken.txt": b"\xff\xfe\x00",
}


def toy_extract(article: Article) -> list[IncidentReport]:
    """One report per "N killed": soldiers killed by IS in Homs on the day of the news."""
    return [
        IncidentReport(
            article_id=article.article_id,
            report_no=number,
            kind="incident",
            is_background=False,
            date_start=article.published_at,
            date_end=article.published_at,
            date_precision="day" if article.published_at else "unknown",
            place="Homs",
            admin2=None,
            admin1="Homs",
            country="SYR",
            admin1_code="SY-HI",
            latitude=34.73,
            longitude=36.72,
            geo_precision="place",
            method="armed_attack",
            perpetrator="IS",
            perpetrator_actor_id="islamic-state",
            attribution="asserted",
            killed_low=killed,
            killed_best=killed,
            killed_high=killed,
            wounded_low=0,
            wounded_best=0,
            wounded_high=0,
            groups=[CasualtyGroup("soldiers", "mil-syr", "combatant", killed, killed, killed)],
            evidence=[Evidence(*match.span())],
            confidence=0.5,
            extractor="toy",
            extractor_version="1",
        )
        for number, match in enumerate(re.finditer(r"(\d+)\s+killed", article.text), start=1)
        for killed in [int(match[1])]
    ]


def toy_relink(connection: duckdb.DuckDBPyConnection) -> Relinked:
    """Every report is an incident of its own."""
    connection.execute(
        """
        create or replace temp table linked_now as
        select report_id, report_id as link_group, report_id as cluster, 0::ubigint as columns_hash
        from raw.incident_reports
        where kind = 'incident'
        """
    )
    [(count,)] = connection.execute("select count(*) from linked_now").fetchall()
    return Relinked(count, count, 0)


TOY = Extractor("toy", "1", toy_extract)
TOY_LINKER = Linker(toy_relink)


def fill_inbox(folder: Path) -> Path:
    folder.mkdir()
    for name, content in ARTICLES.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(folder / name, (1_709_500_000, 1_709_500_000))  # the same for every inbox
    return folder


def run(inbox: Path, data_dir: DataDir, **overrides: Any) -> str:
    """A whole run; returns what the terminal showed."""
    shown = io.StringIO()
    run_everything(
        inbox,
        data_dir,
        Console(file=shown, width=200),
        **{"extractor": TOY, "linker": TOY_LINKER, **overrides},
    )
    return shown.getvalue()


def load(inbox: Path, data_dir: DataDir, **overrides: Any) -> None:
    """What a run does first: read, extract and link, checks included. Nothing is built of it."""
    definitions = build_defs(data_dir.root, inbox=Inbox(path=str(inbox)), **overrides)
    job = definitions.resolve_job_def(JOB_NAME)
    links = dg.AssetSelection.assets(dg.AssetKey(["raw", "incident_links"]))
    selected = (
        links.upstream().required_multi_asset_neighbors().resolve(definitions.resolve_asset_graph())
    )
    with dg.DagsterInstance.ephemeral() as instance:
        job.execute_in_process(asset_selection=list(selected), instance=instance)


def tables(data_dir: DataDir, *, with_times: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table in raw and marts. Times of loading are left out on request."""
    with read_database(data_dir.warehouse) as connection:
        names = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema in ('raw', 'marts') order by 1"
        ).fetchall()
        columns = (
            "*"
            if with_times
            else "columns(lambda c: c not in ('loaded_at', 'rejected_at', 'read_at', "
        )
        columns += (
            ""
            if with_times
            else "'extracted_at', 'quarantined_at', 'checked_at', 'measured_at', 'built_at'))"
        )
        return {
            name: connection.execute(f"select {columns} from {name} order by all").fetchall()
            for (name,) in names
        }


def query(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with read_database(database) as connection:
        return connection.execute(sql).fetchall()
