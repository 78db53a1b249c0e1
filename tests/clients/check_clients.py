"""Whether other versions of DuckDB read a published build as the project's own does.

    make test-clients

Publishes the samples, and reads them in an environment of its own for each version pinned beside
this file: the oldest that is promised, a later one, and the newest. Ends with 1 where one differs.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
ENVIRONMENTS = HERE / ".environments"
UV = os.environ.get("UV", "uv").split()  # the Makefile names the project's own
# Until 1.5 a process that has the old build open gets the old one again (docs/connect.md).
ACROSS_A_SWAP = "across a swap, in one process"
QUERIES = PROJECT / "docs" / "queries.sql"


def environment(requirements: Path) -> Path:
    """The Python of an environment with exactly these requirements, made where it is missing."""
    folder = ENVIRONMENTS / requirements.stem
    made_of = folder / "requirements.txt"
    if not made_of.exists() or made_of.read_text() != requirements.read_text():
        uv = [*UV, "--quiet"]
        subprocess.run([*uv, "venv", "--clear", "--python", sys.executable, folder], check=True)
        subprocess.run(
            [*uv, "pip", "sync", "--require-hashes", "--python", folder, requirements], check=True
        )
        made_of.write_text(requirements.read_text())
    return folder / "bin" / "python"


def read(python: Path | str, published: Path) -> dict[str, str]:
    """What that Python's DuckDB reads; empty, with its message printed, where it cannot."""
    command = [python, HERE / "read_build.py", published]
    if QUERIES.exists():
        command.append(QUERIES)
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr)
        return {}
    answers: dict[str, str] = json.loads(done.stdout)
    return answers


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
        differing = 0
        for requirements in sorted(HERE.glob("duckdb-*.txt")):
            theirs = read(environment(requirements), published)
            swap = theirs.pop(ACROSS_A_SWAP, "unknown")
            wrong = [name for name in own if theirs.get(name) != own[name]]
            print(
                f"{requirements.stem.replace('-', ' '):15} {len(own) - len(wrong)} the same, "
                f"{len(wrong)} not; across a swap: {swap}"
            )
            for name in wrong:
                print(f"    {name}: {theirs.get(name)}, not {own[name]}")
            differing += len(wrong) + (not swap.startswith("kept"))
    return 1 if differing or not own else 0


if __name__ == "__main__":
    sys.exit(main())
