"""How fast reports are linked and reconciled, how that grows, and how right the links are.

    .venv/bin/python tests/benchmarks/linking.py [--reports N ...] [--new N]

Reports are made here, by chance from a fixed seed, of incidents that are known: 1 to 40 reports of
each, with noise in date, place, toll, method and actors, and names that a report leaves out. They
are written to a warehouse of their own as if they had been extracted. Timed are linking (with ids)
and the models up to the reconciled incident. For each number of reports a process of its own, so
that its memory is its own. Then a few more reports are linked, and held against linking all anew.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dagster_project.linking import assign_ids, relink
from dagster_project.linking.fingerprints import FINGERPRINT_VERSION
from dagster_project.paths import DBT_PROJECT_DIR, WAREHOUSE_VARIABLE
from dagster_project.warehouse import open_warehouse, transaction

DAYS = 3 * 365
REGIONS = 1_000  # of fifty countries; the world has some 3,600
PLACES_PER_REGION = 40
ACTORS = ("islamic-state", "hts", "taliban", "al-shabaab", "boko-haram", "mil-syr", "mil-irq")
METHODS = ("armed_attack", "clash", "ied", "airstrike", "shelling", "landmine")
NAMES_PER_INCIDENT = 4
Array = npt.NDArray[Any]


def made_reports(count: int, seed: int) -> pa.Table:
    """``count`` reports and the incident of each (``truth``); columns as the tables' own."""
    dice = np.random.default_rng(seed)
    # Most incidents are told a few times, some very often: 1 to 40, seven on average.
    sizes = np.clip(np.floor(dice.exponential(6.5, count)) + 1, 1, 40).astype(int)
    truth = np.repeat(np.arange(count), sizes)[:count]
    incidents = truth[-1] + 1

    region = dice.integers(0, REGIONS, incidents)[truth]
    place = (dice.pareto(1.0, incidents).astype(int) % PLACES_PER_REGION)[truth]
    day = dice.integers(0, DAYS, incidents)[truth]
    killed = (dice.pareto(1.2, incidents) * 1.5).astype(int).clip(0, 300)[truth]
    wounded = (dice.pareto(1.0, incidents) * 2).astype(int).clip(0, 500)[truth]
    method = dice.integers(0, len(METHODS), incidents)[truth]
    actor = dice.integers(0, len(ACTORS), incidents)[truth]

    def chance(share: float) -> Array:
        return dice.random(count) < share

    published = day + dice.integers(0, 3, count)
    day = np.where(chance(0.05) & (day < published), day + 1, day)
    undated, of_month = chance(0.03), chance(0.04)
    region_only, elsewhere, nowhere = chance(0.08), chance(0.03), chance(0.02)
    told_place = np.where(elsewhere, dice.integers(0, PLACES_PER_REGION, count), place)
    told_killed = np.where(
        chance(0.2), (killed * dice.uniform(0.6, 1.6, count)).astype(int), killed
    )
    told_wounded = np.where(chance(0.25), 0, wounded)
    told_wounded = np.where(
        chance(0.2), (told_wounded * dice.uniform(0.6, 1.6, count)).astype(int), told_wounded
    )
    told_method = np.where(chance(0.1), -1, method)
    told_actor = np.where(chance(0.25), -1, actor)
    latitude = (region // 50) * 3.0 - 30 + (told_place % 8) * 0.25
    longitude = (region % 50) * 3.0 + (told_place // 8) * 0.4
    has_point = ~(region_only | nowhere)
    names = [
        [{"mark": f"name{i} of{t}", "start": 0} for i, on in enumerate(mask) if on]
        for t, mask in zip(truth, dice.random((count, NAMES_PER_INCIDENT)) < 0.35, strict=True)
    ]
    start = np.datetime64("2021-01-01")
    first = np.where(of_month, (day // 30) * 30, day)
    last = np.where(of_month, (day // 30) * 30 + 29, day)
    numbers = dice.permutation(count) + seed * 10**9
    ids = [f"art-{n:020x}" for n in numbers]
    return pa.table(
        {
            "truth": truth,
            "article_id": ids,
            "published_at": start + published,
            "date_start": pa.array(start + first, mask=undated),
            "date_end": pa.array(start + last, mask=undated),
            "date_precision": np.where(undated, "unknown", np.where(of_month, "month", "day")),
            "place": pa.array([f"Place {r}-{p}" for r, p in zip(region, told_place, strict=True)],
                              mask=~has_point),
            "admin1": pa.array([f"Region {r}" for r in region], mask=nowhere),
            "admin1_code": pa.array([f"R-{r}" for r in region], mask=nowhere),
            "country": [f"C{r // 20:02}" for r in region],
            "latitude": pa.array(latitude, mask=~has_point),
            "longitude": pa.array(longitude, mask=~has_point),
            "geo_precision": np.where(nowhere, "country", np.where(region_only, "admin1", "place")),
            "method": np.where(told_method < 0, "unknown", np.array(METHODS)[told_method]),
            "perpetrator_actor_id": pa.array(np.array(ACTORS)[told_actor], mask=told_actor < 0),
            "killed": told_killed.astype(np.int32),
            "wounded": told_wounded.astype(np.int32),
            "source": [f"source {n}" for n in dice.integers(0, 400, count)],
            "names": names,
        }
    )  # fmt: skip


def store(connection: duckdb.DuckDBPyConnection, reports: pa.Table) -> None:
    """Write made reports to the raw tables, as one report per article."""
    connection.register("made", reports)
    connection.execute(
        """
        insert into raw.articles by name
        select article_id, 'a text' as text, source, published_at::date as published_at,
            'made' as input_file, timestamp '2024-01-01' as loaded_at
        from made
        """
    )
    connection.execute(
        """
        insert into raw.article_fingerprints by name
        select article_id, names, [] as ages, [] as sketch, $version as fingerprint_version
        from made
        """,
        {"version": FINGERPRINT_VERSION},
    )
    connection.execute(
        """
        insert into raw.incident_reports by name
        select
            article_id || '#1' as report_id, article_id, 1 as report_no, 'incident' as kind,
            false as is_background, date_start::date as date_start, date_end::date as date_end,
            date_precision, place, admin1, admin1_code, country, latitude, longitude,
            geo_precision, method, perpetrator_actor_id as perpetrator, perpetrator_actor_id,
            'asserted' as attribution,
            killed as killed_low, killed as killed_best, killed as killed_high,
            wounded as wounded_low, wounded as wounded_best, wounded as wounded_high,
            [{
                'actor': 'civilians', 'actor_id': 'civilians', 'status': 'civilian',
                'killed_low': killed, 'killed_best': killed, 'killed_high': killed,
                'wounded_low': wounded, 'wounded_best': wounded, 'wounded_high': wounded
            }] as groups,
            [{'start': 0, 'end': 6}] as evidence, 0.9 as confidence,
            'made' as extractor, '1' as extractor_version
        from made
        """
    )
    connection.execute(
        "create table if not exists truths (report_id varchar, truth bigint); "
        "insert into truths select article_id || '#1', truth from made"
    )
    connection.unregister("made")


def link(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Link what is stored; how long it took and what was compared."""
    started = time.perf_counter()
    relinked = relink(connection)
    with transaction(connection):
        assign_ids(connection)
    return {
        "seconds": time.perf_counter() - started,
        "linked_now": relinked.linked_now,
        "pairs": relinked.pairs,
    }


def pairwise(connection: duckdb.DuckDBPyConnection) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of reports that are, or were, one incident."""
    [(found, true, right)] = connection.execute(
        """
        with joined as (
            select l.incident_id, t.truth
            from raw.incident_links as l
            inner join truths as t on l.report_id = t.report_id
        )
        select
            (select sum(n * (n - 1) / 2) from (
                select count(*) as n from joined group by incident_id)),
            (select sum(n * (n - 1) / 2) from (select count(*) as n from joined group by truth)),
            (select sum(n * (n - 1) / 2) from (
                select count(*) as n from joined group by incident_id, truth))
        """
    ).fetchall()
    precision, recall = right / max(1, found), right / max(1, true)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def reconcile(warehouse: Path, folder: Path) -> float:
    """Run the models up to the reconciled incident; seconds."""
    os.environ[WAREHOUSE_VARIABLE] = str(warehouse)
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    common = ["--project-dir", str(DBT_PROJECT_DIR), "--profiles-dir", str(DBT_PROJECT_DIR)]
    common += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    common += ["--log-level", "none", "--select"]
    seeds = dbtRunner().invoke(["seed", *common, "actors"])
    started = time.perf_counter()
    models = dbtRunner().invoke(
        ["run", *common, "+int_incidents_reconciled", "--exclude", "resource_type:seed"]
    )
    seconds = time.perf_counter() - started
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    for result in (seeds, models):
        if not result.success:
            raise RuntimeError(result.exception or result.result)
    return seconds


def measure(count: int, new: int) -> dict[str, Any]:
    """Everything about one number of reports, in this process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warehouse = folder / "warehouse.duckdb"
        with open_warehouse(warehouse) as connection:
            connection.execute("set threads = 2")
            store(connection, made_reports(count, seed=1))
        with open_warehouse(warehouse) as connection:
            connection.execute("set threads = 2")
            full = link(connection)
            precision, recall, f1 = pairwise(connection)
        reconciling = reconcile(warehouse, folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with open_warehouse(warehouse) as connection:
            connection.execute("set threads = 2")
            store(connection, made_reports(new, seed=2))
            added = link(connection)
            grown = _partition(connection)
            connection.execute("delete from raw.incident_links")
            link(connection)
            is_equal = grown == _partition(connection)
    return {
        "reports": count,
        "linking": full["seconds"],
        "reconciling": reconciling,
        "pairs": full["pairs"],
        "peak_mb": peak / 1024,
        "f1": f1,
        "precision": precision,
        "recall": recall,
        "new": new,
        "new_seconds": added["seconds"],
        "new_linked": added["linked_now"],
        "equal": is_equal,
    }


def _partition(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """A hash of which reports are together, whatever their ids, and the number of incidents."""
    [row] = connection.execute(
        """
        select bit_xor(hash(reports)), count(*) from (
            select list(report_id order by report_id) as reports
            from raw.incident_links group by incident_id
        )
        """
    ).fetchall()
    return row[0], row[1]


def main() -> None:
    """Print a line for each number of reports, and the ratio of each to the one before."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--reports", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--new", type=int, default=100, help="reports added afterwards")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.reports[0], options.new)))
        return
    before: dict[str, Any] | None = None
    for count in options.reports:
        done = subprocess.run(
            [sys.executable, __file__, "--one", "--reports", str(count), "--new", str(options.new)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        told = json.loads(done.stdout.splitlines()[-1])
        seconds = told["linking"] + told["reconciling"]
        print(
            f"{count:>9,} reports: {seconds:.1f} s (linking {told['linking']:.1f}, reconciling "
            f"{told['reconciling']:.1f}), {told['peak_mb']:,.0f} MB, {told['pairs']:,} pairs"
        )
        print(
            f"          pairwise F1 {told['f1']:.4f} "
            f"(precision {told['precision']:.4f}, recall {told['recall']:.4f})"
        )
        print(
            f"          {told['new']:,} more: {told['new_seconds']:.1f} s, "
            f"{told['new_linked']:,} reports linked again, "
            f"{'the same as' if told['equal'] else 'NOT THE SAME AS'} linking all anew"
        )
        if before is not None:
            earlier = before["linking"] + before["reconciling"]
            print(
                f"          {count / before['reports']:g} times the reports take "
                f"{seconds / earlier:.1f} times the time"
            )
        before = told


if __name__ == "__main__":
    main()
