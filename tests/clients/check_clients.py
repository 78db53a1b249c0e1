"""Whether other versions of DuckDB read a published build as the project's own does.

    make test-clients

Publishes the samples, and reads them in an environment of its own for each version pinned beside
this file: the oldest that is promised, two later ones, and the newest. DuckDB's own command line is
asked for the rows of every table. Ends with 1 where one differs.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from pinned_environment import pinned_environment

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
ENVIRONMENTS = HERE / ".environments"
# Until 1.5 a process that has the old build open gets the old one again (docs/connect.md).
ACROSS_A_SWAP = "across a swap, in one process"
WRITTEN = [PROJECT / "docs" / name for name in ("queries.sql", "drill-down.md")]


def programs(requirements: Path) -> Path:
    """The programs of the environment of these requirements."""
    return pinned_environment(requirements, ENVIRONMENTS / requirements.stem)


def read(python: Path | str, published: Path) -> dict[str, str]:
    """What that Python's DuckDB reads; empty, with its message printed, where it cannot."""
    written = [path for path in WRITTEN if path.exists()]
    command = [python, HERE / "read_build.py", published, *written]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr)
        return {}
    answers: dict[str, str] = json.loads(done.stdout)
    return answers


def differing_counts(program: Path, published: Path, own: dict[str, str]) -> dict[str, int]:
    """Tables of which DuckDB's own command line counts other rows."""
    counting = " union all ".join(
        f"select '{name}' as name, count(*) as row_count from {name}"
        for name in own
        if name.startswith(("marts.", "quality.")) and not name.endswith(".parquet")
    )
    database = str(published / "casualties.duckdb")
    command = [str(program), "-readonly", "-json", database, counting]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    counts = {row["name"]: row["row_count"] for row in json.loads(done.stdout)}
    print(f"the command duckdb: {len(counts)} tables counted")
    return {name: n for name, n in counts.items() if not own[name].startswith(f"{n} rows ")}


def main() -> int:
    """Publish, read with every version, and tell what differs."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                sys.executable, "-m", "dagster_project.cli", "run",
                "--inbox", PROJECT / "data" / "samples", "--data-dir", folder,
            ],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        published = Path(folder, "published").resolve()
        own = read(sys.executable, published)
        swap = own.pop(ACROSS_A_SWAP, "unknown")
        print(f"duckdb {duckdb.__version__:8} {len(own)} answers; across a swap: {swap}")
        differing = sum("Error: " in answer for answer in own.values())
        for requirements in sorted(HERE.glob("duckdb-*.txt")):
            theirs = read(programs(requirements) / "python", published)
            swap = theirs.pop(ACROSS_A_SWAP, "unknown")
            wrong = [name for name in own if theirs.get(name) != own[name]]
            print(
                f"{requirements.stem.replace('-', ' '):15} {len(own) - len(wrong)} the same, "
                f"{len(wrong)} not; across a swap: {swap}"
            )
            for name in wrong:
                print(f"    {name}: {theirs.get(name)}, not {own[name]}")
            differing += len(wrong) + (not swap.startswith("kept"))
        for requirements in sorted(HERE.glob("command-*.txt")):
            other = differing_counts(programs(requirements) / "duckdb", published, own)
            for name, count in other.items():
                print(f"    {name}: {count}, not {own[name]}")
            differing += len(other)
    return 1 if differing or not own else 0


if __name__ == "__main__":
    sys.exit(main())
