"""Mutated inputs of every format, packed or not: no crash, and the account holds.

    .venv/bin/python tests/fuzz_ingestion.py [--inputs N] [--seed S]

Each input has some of its bytes changed, left out, doubled or cut off. A thousand at a time are put
into an inbox and loaded into a warehouse. What cannot be read must be a rejected input.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "unit"))

from test_ingest_formats import FORMATS, PACKINGS

from dagster_project.loading import load_inbox
from dagster_project.settings import Settings
from dagster_project.warehouse import open_warehouse, row_count

AT_ONCE = 1_000


def main() -> None:
    """Load all, and stop at the first batch whose account does not add up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    sound = [pack(name, data) for name, data in FORMATS.items() for pack in PACKINGS.values()]
    started, loaded, rejected = time.perf_counter(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, options.inputs, AT_ONCE):
            inbox = Path(folder) / f"inbox-{first}"
            inbox.mkdir()
            for number in range(first, min(first + AT_ONCE, options.inputs)):
                name, data = chance.choice(sound)
                (inbox / f"{number}-{name}").write_bytes(mutated(data, chance))
            with open_warehouse(Path(folder) / f"{first}.duckdb") as connection:
                account = load_inbox(connection, {"": inbox}, Settings())
                articles = row_count(connection, "raw.articles")
                refused = row_count(connection, "raw.rejected_inputs")
            if (account.loaded, account.rejected) != (articles, refused):
                sys.exit(
                    f"inputs {first} on: {account.account()}; in the tables {articles}, {refused}"
                )
            loaded, rejected = loaded + account.loaded + account.known, rejected + refused
    print(
        f"{options.inputs:,} inputs: {loaded:,} articles, {rejected:,} rejections, no crash, "
        f"{time.perf_counter() - started:.0f} s"
    )


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The input with one to six changes."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed) or 1)
        match chance.choice((0, 0, 0, 1, 1, 1, 2, 2, 2, 3)):  # cut off seldom: little is left
            case 0:
                changed[at : at + 1] = chance.randbytes(chance.randint(1, 4))
            case 1:
                del changed[at : at + chance.randint(1, 20)]
            case 2:
                changed[at:at] = changed[at : at + chance.randint(1, 50)]
            case _:
                del changed[at + chance.randint(0, 200) :]
    return bytes(changed)


if __name__ == "__main__":
    main()
