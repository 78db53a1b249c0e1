"""Whether readers are disturbed by publications: many processes ask while builds are swapped in.

    .venv/bin/python tests/benchmarks/readers.py [--readers N] [--publishes N] [--reports N]

A warehouse of made reports (as in marts.py) is published again and again, in the way of a run. In
build number k every figure is k times the first one's, so that an answer of which a part comes from
another build does not add up. Each reader is a process of its own that, over and over, opens the
published database, asks for the build, each roll-up's total, a monthly table, the incidents of
a cell and their sentences, checks that all of it is of one build, and closes it; every fifth keeps
one more connection open from the first moment to the last, and checks that it never changes.

Printed are the seconds an analyst waits for all of these answers, first on a file that nobody
publishes, then through the publications. Ends with 1 after any error or mixed answer.
"""

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from random import Random
from typing import Any

import duckdb
from marts import make_warehouse, run_dbt

from dagster_project.paths import DataDir
from dagster_project.publishing import publish_build
from dagster_project.shown_estimates import ESTIMATE_COLUMNS
from dagster_project.warehouse import open_warehouse

ROLL_UPS = {
    "monthly_casualties_by_actor_region": "where role = 'inflicted'",
    "monthly_casualties_by_actor": "where role = 'inflicted'",
    "monthly_casualties_by_status": "where role = 'suffered'",
    "monthly_casualties_by_region": "",
    "monthly_casualties_by_country": "",
    "monthly_casualties_by_method": "",
    "fct_incidents": "",
}
MULTIPLIED = (*ROLL_UPS, "monthly_casualties_by_actor_group", "fct_casualties")


@dataclass
class Told:
    """What one reader saw: seconds per round of questions, builds, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    builds: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    kept: int = 0


def open_published(database: Path) -> duckdb.DuckDBPyConnection:
    """As each of many readers on a small machine would: with one thread."""
    return duckdb.connect(str(database), read_only=True, config={"threads": 1})


def ask(database: Path) -> tuple[str, str | None]:
    """One round of questions; returns the build, and what does not fit in the answers."""
    with open_published(database) as connection:
        [(build_id, month)] = connection.execute(
            "select build_id, (select max(month) from marts.fct_incidents) "
            "from marts.builds where is_current"
        ).fetchall()
        totals = {
            roll_up: connection.execute(
                f"select sum(killed_best)::bigint from marts.{roll_up} {condition}"
            ).fetchall()[0][0]
            for roll_up, condition in ROLL_UPS.items()
        }
        [(first_total,)] = connection.execute("select total from marts.first_total").fetchall()
        in_month = connection.execute(
            "select actor_id, sum(killed_best)::bigint "
            "from marts.monthly_casualties_by_actor_region "
            "where role = 'inflicted' and month = $month group by actor_id order by all",
            {"month": month},
        ).fetchall()
        actor_id, killed = in_month[-1]
        [(of_incidents,)] = connection.execute(
            "select sum(killed_best)::bigint "
            "from incidents_of(month := $month::varchar, actor := $actor)",
            {"month": month, "actor": actor_id},
        ).fetchall()
        sentences = connection.execute(
            "select quote from evidence_of(month := $month::varchar, actor := $actor)",
            {"month": month, "actor": actor_id},
        ).fetchall()
    expected = first_total * int(build_id.removeprefix("b-"), 16)
    if set(totals.values()) != {expected}:
        return build_id, f"{build_id}: totals {totals}, not {expected}"
    if of_incidents != killed:
        return build_id, f"{build_id}: {of_incidents} killed in incidents, {killed} in the month"
    if killed and not sentences:
        return build_id, f"{build_id}: no sentences"
    return build_id, None


def read(
    number: int, database: Path, pause: float, started: Barrier, ended: Event, results: Any
) -> None:
    """Ask until the end, and send what was seen."""
    told, dice = Told(), Random(number)
    question = (
        "select build_id, sum(killed_best) from marts.fct_incidents, marts.builds group by all"
    )
    keeper = open_published(database) if number % 5 == 0 else None
    first = keeper.execute(question).fetchall() if keeper else None
    started.wait()
    while not ended.wait(dice.uniform(0, 2 * pause)):
        before = time.perf_counter()
        try:
            build_id, wrong = ask(database)
        except (duckdb.Error, OSError) as error:
            told.wrong.append(f"{type(error).__name__}: {error}")
            continue
        told.seconds.append(time.perf_counter() - before)
        told.builds.add(build_id)
        if wrong:
            told.wrong.append(wrong)
    if keeper:
        told.kept = 1
        if keeper.execute(question).fetchall() != first:
            told.wrong.append("a connection that was kept open has other figures")
        keeper.close()
    results.put(told)


def with_readers(arguments: argparse.Namespace, database: Path, meanwhile: Any) -> list[Told]:
    """What the readers saw while something else was done."""
    context = multiprocessing.get_context("spawn")
    started, ended = context.Barrier(arguments.readers + 1), context.Event()
    results = context.Queue()
    readers = [
        context.Process(
            target=read, args=(number, database, arguments.pause, started, ended, results)
        )
        for number in range(arguments.readers)
    ]
    for reader in readers:
        reader.start()
    started.wait()
    meanwhile()
    ended.set()
    told = [results.get() for _ in readers]
    for reader in readers:
        reader.join()
    return told


def prepare(data_dir: DataDir, reports: int) -> list[str]:
    """A warehouse whose marts are built, with a copy of each figure to multiply."""
    data_dir.root.mkdir(parents=True, exist_ok=True)
    make_warehouse(data_dir.warehouse, reports, 7.0)
    run_dbt(data_dir.warehouse, data_dir.dbt_target)
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    with open_warehouse(data_dir.warehouse) as connection:
        connection.execute("create schema first")
        connection.execute(
            "create table marts.first_total as "
            "select sum(killed_best)::bigint as total from marts.fct_incidents"
        )
        tables = connection.execute(
            "select table_name, bool_or(column_name = 'killed_best') from duckdb_columns() "
            "where schema_name = 'marts' group by table_name order by all"
        ).fetchall()
        for table in MULTIPLIED:
            connection.execute(f"create table first.{table} as from marts.{table}")
    return [table for table, _ in tables]


def publish(data_dir: DataDir, marts: list[str], number: int) -> None:
    """Publish build ``number``, whose figures are that many times the first one's."""
    with open_warehouse(data_dir.warehouse) as connection:
        figures = ", ".join(f"({name} * {number})::integer as {name}" for name in ESTIMATE_COLUMNS)
        for table in MULTIPLIED:
            connection.execute(
                f"create or replace table marts.{table} as "
                f"select * replace ({figures}) from first.{table}"
            )
        build_id = f"b-{number:012x}"
        connection.execute(
            "insert into raw.builds by name select * replace ($id as build_id, now() as built_at) "
            "from (select '' as build_id, null::timestamp as built_at, '1' as package_version, "
            "'1' as extractor_version, '1' as fingerprint_version, '1' as models_digest, "
            "'1' as duckdb_version, 0 as article_count, 0 as report_count, 0 as incident_count, "
            "0 as correction_count)",
            {"id": build_id},
        )
        connection.execute(
            "create or replace table marts.builds as "
            "select *, build_id = $id as is_current from raw.builds",
            {"id": build_id},
        )
    publish_build(data_dir, marts)


def tell(name: str, told: list[Told], seconds: float) -> list[str]:
    """Print a line on a group of readers; returns what went wrong."""
    waits = sorted(wait for each in told for wait in each.seconds)
    quantiles = statistics.quantiles(waits, n=100) if len(waits) > 1 else waits * 99
    wrong = [each for reader in told for each in reader.wrong]
    builds = set().union(*(each.builds for each in told))
    print(
        f"{name:22} {len(waits):6} rounds {seconds:6.0f} s   median {quantiles[49]:6.2f}  "
        f"p95 {quantiles[94]:6.2f}  p99 {quantiles[98]:6.2f}  max {waits[-1]:6.2f} s   "
        f"{len(builds):3} builds seen, {sum(each.kept for each in told)} kept, {len(wrong)} wrong"
    )
    return wrong


def main() -> int:
    """Print what readers wait without publications and through them, and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--publishes", type=int, default=20)
    parser.add_argument("--reports", type=int, default=20_000, help="in the made warehouse")
    parser.add_argument(
        "--pause", type=float, default=5.0, help="seconds between a reader's rounds, on average"
    )
    parser.add_argument(
        "--quiet-seconds", type=float, default=60.0, help="how long nobody publishes"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data_dir = DataDir(Path(folder))
        marts = prepare(data_dir, arguments.reports)
        publish(data_dir, marts, 1)
        size = data_dir.published_database.stat().st_size / 1e6
        print(
            f"{arguments.readers} readers, {arguments.reports:,} reports, {size:.0f} MB published"
        )
        quiet = with_readers(
            arguments, data_dir.published_database, lambda: time.sleep(arguments.quiet_seconds)
        )
        wrong = tell("nobody publishes", quiet, arguments.quiet_seconds)

        def publish_all() -> None:
            for number in range(2, arguments.publishes + 2):
                publish(data_dir, marts, number)

        before = time.perf_counter()
        busy = with_readers(arguments, data_dir.published_database, publish_all)
        wrong += tell(f"{arguments.publishes} publications", busy, time.perf_counter() - before)
    for each in wrong[:20]:
        print(f"  {each}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
