"""Runs on the samples that are killed, or that fail at a place where they write, and what is left.

    .venv/bin/python tests/kill_runs.py [--runs N] [--of-one-folder N] [--seed N]

Every run is a process of its own, and ends before its end: most by SIGKILL at a random moment,
others by an error. Some find the disk full (a file may not grow beyond a random size), some a
folder that cannot be written to, an exchange of files that fails, a dbt test that fails, or a suite
that is broken. The next one goes on in the same data directory. After so many of them one run is
left alone; then every table must be what an undisturbed run makes, published and not (but for the
record of checks, which is to tell of those that failed), no file of a run under way may be left,
and nobody may hold the lock. Whenever something is published meanwhile, it must be whole.

Prints a line a run, and the tally. Ends with 1 where anything differs.
"""

import argparse
import contextlib
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "integration"))
from killed_runs import start_warm
from rich.console import Console
from whole_runs import query, tables

from dagster_project.paths import (
    DBT_PROJECT_DIR,
    EXPECTATIONS_DIR,
    PROJECT_ROOT,
    UNDER_WAY,
    DataDir,
)
from dagster_project.run import run_everything
from dagster_project.warehouse import writer_lock

INBOX = PROJECT_ROOT / "data" / "samples"
# Names of what a run makes on its way.
LEFT_OVER = (f"{UNDER_WAY}*", ".restoring", "*.partial", "*.tmp", ".*.tmp", "*.wal")
# It is to tell of checks that failed, also in runs that published nothing.
HISTORY = "raw.check_results"
LARGEST = 30_000_000  # bytes: more than any file of the samples


def run_once(
    data: str, fault: str = "", amount: float = 0, folders: Mapping[str, Any] | None = None
) -> None:
    """A whole run in this process, with a fault, and then its end. What it says is let go."""
    data_dir = DataDir(Path(data))
    # dbt's fast parser hangs in a process that was forked; another project has to be parsed here.
    os.environ["DBT_STATIC_PARSER"] = "false"
    if fault == "disk full":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails, the process goes on
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(amount), resource.RLIM_INFINITY))
    elif fault == "exchange":
        real, left = os.replace, [int(amount)]

        def replace(source: Any, target: Any, **options: Any) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(5, "injected", str(target))
            real(source, target, **options)

        setattr(os, "replace", replace)  # noqa: B010 - of another type on purpose
    with contextlib.redirect_stderr(io.StringIO()):
        try:
            run_everything(INBOX, data_dir, Console(file=io.StringIO()), **(folders or {}))
        except BaseException:
            os._exit(1)
    os._exit(0)


def broken_folders(scratch: Path) -> dict[str, dict[str, Path]]:
    """A dbt project with a test that fails, and suites of which one does not work."""
    dbt = Path(shutil.copytree(DBT_PROJECT_DIR, scratch / "dbt"))
    (dbt / "tests" / "assert_nobody_was_killed.sql").write_text(
        "select incident_id from {{ ref('fct_incidents') }} where killed_best > 0\n"
    )
    suites = Path(shutil.copytree(EXPECTATIONS_DIR, scratch / "suites"))
    suite = json.loads((suites / "incident_links.json").read_text())
    suite["expectations"][0]["type"] = "expect_something_unheard_of"
    (suites / "incident_links.json").write_text(json.dumps(suite))
    return {"dbt": {"dbt_project_dir": dbt}, "check": {"expectations_dir": suites}}


def disturb(data: Path, dice: Random, seconds: float, broken: dict[str, dict[str, Path]]) -> str:
    """One run that ends before its end; how, in words."""
    kind = dice.choice(["kill"] * 6 + ["disk full", "exchange", "read-only", "dbt", "check"])
    if kind == "kill":
        after = dice.uniform(0, seconds)
        process = start_warm(run_once, str(data))
        process.join(after)
        process.kill()
        process.join()
        return "killed" if process.exitcode else "ended before it was killed"
    folders = [path for path in (data, data / "published") if path.is_dir()]
    locked = dice.choice(folders) if kind == "read-only" and folders else None
    amount = {"disk full": dice.uniform(0, LARGEST), "exchange": dice.randrange(12)}.get(kind, 0)
    with unwritable(locked) if locked else contextlib.nullcontext():
        process = start_warm(run_once, str(data), kind, amount, broken.get(kind, {}))
        process.join()
    return f"{kind}: {'failed' if process.exitcode else 'ended well'}"


@contextlib.contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """A folder in which no file can be made; not even by root, where file systems can do that."""
    mode = folder.stat().st_mode
    folder.chmod(0o555)
    flags = {do: ["chattr", f"{do}i", str(folder)] for do in ("+", "-")}
    is_root = os.geteuid() == 0 and shutil.which("chattr") is not None
    if is_root:
        subprocess.run(flags["+"], check=False, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        if is_root:
            subprocess.run(flags["-"], check=False, stderr=subprocess.DEVNULL)
        folder.chmod(mode)


def published(data_dir: DataDir) -> dict[str, list[tuple[Any, ...]]]:
    """Every published table; when it was built is left out."""
    database = data_dir.published_database
    names = query(database, "select table_name from duckdb_tables() where schema_name = 'marts'")
    columns = "columns(c -> c != 'built_at')"
    return {
        name: query(database, f"select {columns} from marts.{name} order by all")
        for (name,) in names
    }


def differing(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """The tables that are not the same, or only on one side."""
    names = sorted((found.keys() | expected.keys()) - {HISTORY})
    return [name for name in names if found.get(name) != expected.get(name)]


def left_over(data_dir: DataDir) -> list[str]:
    """Files of a run under way. Raises WarehouseBusyError where somebody holds the lock."""
    with writer_lock(data_dir.writer_lock):
        return [str(path) for pattern in LEFT_OVER for path in data_dir.root.rglob(pattern)]


def main() -> None:
    """Disturb as many runs as asked for, look at what is left, and print the tally."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--of-one-folder", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    dice, tally, wrong = Random(arguments.seed), Counter[str](), []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        broken = broken_folders(folder)
        start_warm(run_once, str(folder / "warm")).join()
        shutil.rmtree(folder / "warm")
        begun = time.monotonic()
        undisturbed, data_dir = DataDir(folder / "undisturbed"), DataDir(folder / "data")
        process = start_warm(run_once, str(undisturbed.root))
        process.join()
        seconds = time.monotonic() - begun
        if process.exitcode:
            sys.exit("the undisturbed run failed")
        all_tables, of_readers = tables(undisturbed, with_times=False), published(undisturbed)
        print(f"an undisturbed run: {seconds:.0f} s, {len(all_tables)} tables", flush=True)
        for number in range(1, arguments.runs + 1):
            how = disturb(data_dir.root, dice, seconds, broken)
            tally[how] += 1
            is_last = number % arguments.of_one_folder == 0 or number == arguments.runs
            found = []
            if is_last:
                start_warm(run_once, str(data_dir.root)).join()
                found += differing(tables(data_dir, with_times=False), all_tables)
                found += left_over(data_dir)
                tally["left alone, and all as it must be" if not found else "left alone"] += 1
            if is_last or data_dir.published_database.exists():
                found += [f"published {n}" for n in differing(published(data_dir), of_readers)]
            if is_last:
                shutil.rmtree(data_dir.root)
            wrong += found
            then = "; then left alone" if is_last else ""
            print(f"{number:4}  {how}{then}", *found, sep="\n      WRONG: ", flush=True)
    for what, count in tally.most_common():
        print(f"{count:4}  {what}")
    print(f"{len(wrong)} differences")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
