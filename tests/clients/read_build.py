"""Read everything of a published build with whatever DuckDB is installed, and print it as JSON.

Needs nothing but Python and duckdb, so that it runs in an environment of any version.

    python read_build.py data/published docs/queries.sql
"""

import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb

_DRILL_DOWNS = (
    "from incidents_of()",
    "from incidents_of(role := 'suffered', country := 'SYR')",
    "from incidents_of(status := 'civilian')",
    "from reports_of()",
    "from evidence_of()",
)


def digest(rows: list[tuple[Any, ...]]) -> str:
    """Of rows in any order."""
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()[:12]


def read_build(published: Path, queries: Path | None) -> dict[str, str]:
    """What was read by its name: number of rows and a digest of the values."""
    found = {}
    with duckdb.connect(str(published / "casualties.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() order by all"
        ).fetchall()
        questions = [f"from {table}" for (table,) in tables]
        questions += [f"from '{path}'" for path in sorted((published / "parquet").iterdir())]
        questions += _DRILL_DOWNS
        if queries is not None:
            questions += [each for each in queries.read_text().split(";") if each.strip()]
        for question in questions:
            rows = connection.execute(question).fetchall()
            name = question.replace(str(published), "").strip().splitlines()[0]
            found[name] = f"{len(rows)} rows {digest(rows)}"
        comments = connection.execute(
            "select table_name, column_name, comment from duckdb_columns() "
            "where schema_name in ('marts', 'quality')"
        ).fetchall()
        found["comments"] = f"{len(comments)} columns {digest(comments)}"
    found["across a swap, in one process"] = read_across_a_swap(published)
    return found


def read_across_a_swap(published: Path) -> str:
    """Whether a connection keeps the build that it opened, and the next one sees the other."""
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder, "current")
        for name in ("old", "new"):
            Path(folder, name).mkdir()
            database = Path(folder, name, "casualties.duckdb")
            shutil.copyfile(published / "casualties.duckdb", database)
        with duckdb.connect(str(Path(folder, "new", "casualties.duckdb"))) as connection:
            connection.execute("delete from marts.fct_incidents")
        link.symlink_to("old")
        question = "select count(*) > 0 from marts.fct_incidents"
        with duckdb.connect(str(link / "casualties.duckdb"), read_only=True) as before:
            aside = Path(folder, "aside")
            aside.symlink_to("new")
            aside.replace(link)
            with duckdb.connect(str(link / "casualties.duckdb"), read_only=True) as after:
                seen = [c.execute(question).fetchall()[0][0] for c in (before, after)]
    return {(True, False): "kept, then seen", (True, True): "kept, not seen"}.get(
        tuple(seen), f"not kept: {seen}"
    )


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    json.dump(read_build(given[0], given[1] if len(given) > 1 else None), sys.stdout)
