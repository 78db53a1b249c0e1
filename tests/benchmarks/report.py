"""How long the report takes to write, and to open in a browser, with many incidents.

    .venv/bin/python tests/benchmarks/report.py [--incidents N ...] [--opens N] [--keep DIR]

Reports are made as in marts.py, two of an incident, over ten years in 1,000 regions, and built by
dbt; the page is written as a run writes it. Debian's Chromium opens it from disk, each time as a
new page: timed are the seconds until the browser has painted something, until the table of figures
can be used (``data-ready``), from a click on a figure to its incidents, and from the last letter of
a search to the rows that match.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from marts import make_warehouse, run_dbt

from dagster_project.publishing.report import write_report

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from chromium import start_chromium
from reading import Reader

_PAINTED = (
    "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime / 1000 ?? null"
)


def open_once(reader: Reader) -> dict[str, float]:
    """Seconds of each step, of one opening."""
    started = time.perf_counter()
    reader.open()
    took = {"usable": time.perf_counter() - started}
    took["painted"] = float(reader.driver.execute_script(_PAINTED) or took["usable"])
    started = time.perf_counter()
    reader.find("#cells button.opener").click()
    reader.wait_until("return document.querySelector('#cells .incident')")
    took["a figure's incidents"] = time.perf_counter() - started
    started = time.perf_counter()
    before = reader.text("#result")
    reader.type("search", "syria")
    reader.driver.execute_script("arguments[0].blur()", reader.find("#filters [name=search]"))
    while reader.text("#result") == before:
        time.sleep(0.01)
    took["a search"] = time.perf_counter() - started
    return took


def copy_marts(warehouse: Path, published: Path) -> None:
    """The marts as tables, as they are published: in the warehouse some are views."""
    with duckdb.connect(str(published)) as connection:
        connection.execute(f"attach '{warehouse}' as warehouse (read_only); create schema marts")
        marts = connection.execute(
            "select table_name from information_schema.tables "
            "where table_catalog = 'warehouse' and table_schema = 'marts'"
        ).fetchall()
        for (mart,) in marts:
            connection.execute(
                f"create table marts.{mart} as from warehouse.marts.{mart} order by all"
            )


def measure(folder: Path, incidents: int, opens: int) -> None:
    """Write the page for so many incidents, open it so often, and print what that took."""
    warehouse, page = folder / "warehouse.duckdb", folder / "index.html"
    if not warehouse.exists():
        make_warehouse(warehouse, 2 * incidents, 2)
        run_dbt(warehouse, folder / "target")
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    published = folder / "published.duckdb"
    if not published.exists():
        copy_marts(warehouse, published)
    with duckdb.connect(str(published), read_only=True) as connection:
        [(count, cells)] = connection.execute(
            "select (select count(*) from marts.fct_incidents), count(*) "
            "from marts.monthly_casualties_by_actor_region"
        ).fetchall()
        started = time.perf_counter()
        write_report(connection, page)
        seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"{count:,} incidents, {cells:,} monthly figures: written in {seconds:.1f} s, "
        f"{page.stat().st_size / 1e6:.1f} MB, at most {memory:.1f} GB in use"
    )
    driver = start_chromium(folder / "profile")
    try:
        reader = Reader(driver, page)
        took: list[dict[str, Any]] = [open_once(reader) for _ in range(opens)]
    finally:
        driver.quit()
    for step in took[0]:
        seconds_of = sorted(one[step] for one in took)
        print(
            f"  {step:22} {statistics.median(seconds_of):5.2f} s, at most {seconds_of[-1]:5.2f} s"
        )


def main() -> None:
    """Print, for each number of incidents, the page's size and the seconds of each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, nargs="+", default=[100_000])
    parser.add_argument("--opens", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="leave warehouse and page in this folder")
    arguments = parser.parse_args()
    for incidents in arguments.incidents:
        with tempfile.TemporaryDirectory() as scratch:
            folder = arguments.keep or Path(scratch)
            folder.mkdir(exist_ok=True, parents=True)
            measure(folder, incidents, arguments.opens)


if __name__ == "__main__":
    main()
