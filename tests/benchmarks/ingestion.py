"""How fast articles are loaded, in how much memory, and what a few more cost afterwards.

    .venv/bin/python tests/benchmarks/ingestion.py [--articles N] [--new N]

Articles of about 2 kB are made here, by chance from a fixed seed, one in twenty of them twice, and
written as JSON lines to an inbox of their own. Timed is what the asset of raw.articles does: list
the inbox, read, tell known from new, and write. Each load is a process of its own, so that its
memory is its own. Then a few more are added, to that warehouse and to an empty one.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dagster_project.loading import load_inbox
from dagster_project.settings import Settings
from dagster_project.warehouse import open_warehouse

TWICE = 20  # one article in so many is offered a second time
_WORDS = (
    "the of and in to a was were by that with for from at on officials police said people road "
    "market village district province hospital army governor morning evening residents attack "
    "meeting water school bridge harvest price border convoy statement radio election season"
).split()


def main() -> None:
    """Print seconds, articles a second, peak memory, and the ratio for a few more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--new", type=int, default=100)
    parser.add_argument("--load", nargs=2, metavar=("INBOX", "WAREHOUSE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        _load(*(Path(path) for path in options.load))
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("inbox", "few"):
            (root / name).mkdir()
        size = _make(root / "inbox" / "a.jsonl", options.articles, seed=1)
        print(f"{options.articles:,} articles in JSON lines, {size / 1e9:.2f} GB")
        _report("all", _in_process(root / "inbox", root / "large.duckdb"), options.articles)
        _report("again", _in_process(root / "inbox", root / "large.duckdb"), options.articles)
        for inbox in ("inbox", "few"):
            _make(root / inbox / "b.jsonl", options.new, seed=2)
        more = [_in_process(root / "inbox", root / "large.duckdb")]
        empty = [_in_process(root / "few", root / "empty.duckdb")]
        _report(f"{options.new} more", more[0], options.new)
        _report(f"{options.new} on an empty warehouse", empty[0], options.new)
        print(f"ratio {more[0]['seconds'] / empty[0]['seconds']:.2f}")


def _make(path: Path, count: int, seed: int) -> int:
    chance = random.Random(seed)
    words = _WORDS * 8
    with path.open("w", encoding="utf-8") as lines:
        line = ""
        for number in range(count):
            if number % TWICE or not line:
                chance.shuffle(words)
                body = " ".join(words[:330])
                line = json.dumps(
                    {
                        "text": f"Report {seed}-{number}\n\n{body}.",
                        "title": f"Report {seed}-{number}",
                        "source": f"Newsroom {number % 500}",
                        "url": f"https://newsroom{number % 500}.example/{seed}/story-{number}",
                        "published_at": f"2024-{1 + number % 12:02}-{1 + number % 28:02}",
                    }
                )
            lines.write(line + "\n")
    return path.stat().st_size


def _load(inbox: Path, warehouse: Path) -> None:
    started = time.perf_counter()
    with open_warehouse(warehouse) as connection:
        loaded = load_inbox(connection, {"": inbox}, Settings())
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "account": loaded.account()}))


def _in_process(inbox: Path, warehouse: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--load", str(inbox), str(warehouse)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _report(what: str, result: dict[str, float], count: int) -> None:
    print(
        f"{what}: {result['seconds']:.2f} s ({count / result['seconds']:,.0f}/s), "
        f"{result['peak_mb']:,.0f} MB; {result['account']}"
    )


if __name__ == "__main__":
    main()
