"""Read everything of a published build with whatever DuckDB is installed, and print it as JSON.

Needs nothing but Python and duckdb, so that it runs in an environment of any version.

    python read_build.py data/published docs/queries.sql docs/drill-down.md
"""

import hashlib
import itertools
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb

_SQL_IN_A_PAGE = re.compile(r"^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Each parameter of the macros, and what a row of _CELLS gives it.
_PARAMETERS = {
    "month": "cells.month",
    "actor": "cells.perpetrator_actor_id",
    "actor_group": "cells.actor_group_id",
    "role": "cells.role",
    "region": "cells.region_id",
    "country": "cells.country_code",
    "method": "cells.method",
    "status": "cells.status",
    "incident": "cells.incident_id",
}
_CELLS = """
    select incidents.*, actors.actor_group_id, regions.country_code, roles.role, statuses.status
    from marts.fct_incidents as incidents
    left join marts.dim_actors as actors on incidents.perpetrator_actor_id = actors.actor_id
    left join marts.dim_regions as regions on incidents.region_id = regions.region_id
    cross join (select unnest(['inflicted', 'suffered']) as role) as roles
    cross join (select unnest(['civilian', 'combatant']) as status) as statuses
    order by incidents.incident_id
    limit 200
"""
_COMMENTS = """
    select schema_name, table_name, '' as name, comment from duckdb_tables() where not internal
    union all
    select schema_name, table_name, column_name, comment from duckdb_columns() where not internal
    union all
    select schema_name, '' as table_name, function_name, comment from duckdb_functions()
    where not internal
"""


def drill_downs() -> dict[str, str]:
    """Queries by name: the macros alone, and beside many cells at once for each two parameters.

    Of two that depend on one row, some versions take one for the other where a macro lets them.
    """
    named = {f"{macro}()": f"from {macro}()" for macro in ("reports_of", "evidence_of")}
    for pair in itertools.combinations(_PARAMETERS, 2):
        call = ", ".join(f"{name} := {_PARAMETERS[name]}" for name in pair)
        named[f"incidents_of({call})"] = (
            "select cells.incident_id, cells.role, cells.status, found.* "
            f"from ({_CELLS}) as cells, lateral incidents_of({call}) as found"
        )
    return named


def written_queries(path: Path) -> dict[str, str]:
    """The queries of a file of SQL, or of the SQL in a page, by file and number."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        text = "\n".join(_SQL_IN_A_PAGE.findall(text))
    return {
        f"{path.name}, query {number}": statement.query
        for number, statement in enumerate(duckdb.extract_statements(text), 1)
    }


def digest(rows: list[tuple[Any, ...]]) -> str:
    """Of rows in any order."""
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()[:12]


def read_build(published: Path, written: list[Path]) -> dict[str, str]:
    """What was read by its name: number of rows and a digest of the values, or the error."""
    found = {}
    with duckdb.connect(str(published / "casualties.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() order by all"
        ).fetchall()
        questions = {table: f"from {table}" for (table,) in tables}
        for path in sorted((published / "parquet").iterdir()):
            questions[path.name] = f"from '{path}'"
        questions |= {"comments": _COMMENTS} | drill_downs()
        for path in written:
            questions |= written_queries(path)
        for name, question in questions.items():
            try:
                rows = connection.execute(question).fetchall()
            except duckdb.Error as error:
                found[name] = f"{type(error).__name__}: {error}"
                continue
            found[name] = f"{len(rows)} rows {digest(rows)}"
    found["across a swap, in one process"] = read_across_a_swap(published)
    return found


def read_across_a_swap(published: Path) -> str:
    """Whether a connection keeps the build that it opened, and which one the next sees.

    The next one opens the same path, and then the file's own, without the link in it.
    """
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
            with (
                duckdb.connect(str(link / "casualties.duckdb"), read_only=True) as after,
                duckdb.connect(
                    str(link.resolve() / "casualties.duckdb"), read_only=True
                ) as resolved,
            ):
                is_old = [c.execute(question).fetchall()[0][0] for c in (before, after, resolved)]
    return {
        (True, False, False): "kept, the new one seen",
        (True, True, False): "kept, the new one seen by the file's own path only",
    }.get(tuple(is_old), f"wrong: {is_old}")


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    json.dump(read_build(given[0], given[1:]), sys.stdout)
