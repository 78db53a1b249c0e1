"""The way back from quarantine: rows into their tables again, checked at once.

What belongs here: raw.quarantined_rows -> raw tables. What does not: what accuses a row (suites and
quarantine.py), and reading an article again, which every run does where the extractor failed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.loading import mark_superseded
from dagster_project.quality.quarantine import quarantine_failing_rows, row_identity
from dagster_project.warehouse import assert_identifier, read_rows, transaction
from expectations.runner import Suite, load_suite


class RequeueError(RuntimeError):
    """Nothing was put back; the message says why."""


@dataclass(slots=True)
class Requeued:
    """What became of the rows of one table that were to go back, by their ids.

    ``put_back``: in their table again. ``superseded``: a newer row of the id is in the table, and
    the quarantined one is forgotten. ``failing``: still, or again, in quarantine, with the reason.
    """

    table: str
    put_back: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    failing: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    type: str
    is_required: bool


def requeue_rows(
    connection: duckdb.DuckDBPyConnection,
    suites_dir: Path,
    table: str | None = None,
    row_ids: Sequence[str] = (),
) -> list[Requeued]:
    """Put quarantined rows back into their tables and run the suite of each on it.

    ``table`` ("articles" or "raw.articles") and ``row_ids`` choose among the rows; without them all
    are tried. One transaction per table: a row is in its table or in quarantine, never in both or
    neither. Raises RequeueError when no row is so called or a whole table fails, SuiteError when a
    suite is broken; the tables before it stay requeued.
    """
    name = table if table is None or "." in table else f"raw.{table}"
    rows = read_rows(
        connection,
        "select table_name, row_id, reason, row_json from raw.quarantined_rows "
        "where ($table is null or table_name = $table) "
        "and (len($row_ids) = 0 or row_id in (select unnest($row_ids::varchar[]))) "
        "order by table_name, row_id",
        {"table": name, "row_ids": list(row_ids)},
    )
    _assert_found(connection, rows, name, row_ids)
    tables = dict.fromkeys(str(row["table_name"]) for row in rows)
    return [
        _requeue_table(connection, each, suites_dir, [r for r in rows if r["table_name"] == each])
        for each in tables
    ]


def _assert_found(
    connection: duckdb.DuckDBPyConnection,
    rows: Sequence[Mapping[str, Any]],
    table: str | None,
    row_ids: Sequence[str],
) -> None:
    missing = sorted(set(row_ids) - {row["row_id"] for row in rows})
    if missing:
        known = [
            row_id
            for (row_id,) in connection.execute(
                "select row_id from raw.quarantined_rows where $1 is null or table_name = $1",
                [table],
            ).fetchall()
        ]
        near = get_close_matches(missing[0], known, n=3)
        hint = f" Near it: {', '.join(near)}" if near else ""
        where = f" of {table}" if table else ""
        raise RequeueError(f"No row{where} in quarantine is called {missing[0]!r}.{hint}")
    if table is not None and not rows:
        held = connection.execute(
            "select distinct table_name from raw.quarantined_rows order by 1"
        ).fetchall()
        which = ", ".join(name for (name,) in held) or "no table"
        raise RequeueError(f"No row of {table} is in quarantine; there are rows of {which}.")


def _requeue_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    suites_dir: Path,
    rows: Sequence[Mapping[str, Any]],
) -> Requeued:
    suite = load_suite(suites_dir / f"{assert_identifier(table).partition('.')[2]}.json")
    identity = row_identity(suite)
    done = Requeued(table)
    columns = _columns(connection, table)
    possible: list[Mapping[str, Any]] = []
    for row in rows:
        # An article that the extractor failed on has no row yet: it is tried again by every run.
        obstacle = (
            f"{row['reason']} (every run tries it again)"
            if _is_unread_article(row)
            else _obstacle(connection, row, columns)
        )
        if obstacle is None:
            possible.append(row)
        else:
            done.failing[row["row_id"]] = obstacle
    ids = [row["row_id"] for row in possible]
    with transaction(connection):
        there = connection.execute(
            f"select {identity} from {table} where {identity} in (select unnest(?::varchar[]))",  # noqa: S608 - the suite's own names
            [ids],
        ).fetchall()
        done.superseded = sorted({row_id for (row_id,) in there})
        going = [row for row in possible if row["row_id"] not in set(done.superseded)]
        for row in going:
            _insert(connection, table, row, columns)
        if table == "raw.articles":
            _let_revisions_win(connection, [row["row_id"] for row in going])
        _check(connection, suite)
        still = dict(
            connection.execute(
                "select row_id, reason from raw.quarantined_rows "
                "where table_name = ? and row_id in (select unnest(?::varchar[]))",
                [table, ids],
            ).fetchall()
        )
        connection.execute(
            "delete from raw.quarantined_rows "
            "where table_name = ? and row_id in (select unnest(?::varchar[]))",
            [table, [row_id for row_id in done.superseded if row_id not in still]],
        )
    done.failing |= still
    done.superseded = [row_id for row_id in done.superseded if row_id not in still]
    done.put_back = [row["row_id"] for row in going if row["row_id"] not in still]
    return done


def _check(connection: duckdb.DuckDBPyConnection, suite: Suite) -> None:
    gate = quarantine_failing_rows(connection, suite, is_in_transaction=True)
    if gate.table_failures:
        raise RequeueError(
            f"Nothing of {suite.name} was put back: " + "; ".join(gate.table_failures)
        )


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, _Column]:
    schema, _, name = table.partition(".")
    rows = connection.execute(
        "select column_name, data_type, not is_nullable and column_default is null "
        "from duckdb_columns() where schema_name = ? and table_name = ? order by column_index",
        [schema, name],
    ).fetchall()
    return {column: _Column(column, kind, required) for column, kind, required in rows}


def _is_unread_article(row: Mapping[str, Any]) -> bool:
    return row["table_name"] == "raw.incident_reports" and "#" not in row["row_id"]


def _obstacle(
    connection: duckdb.DuckDBPyConnection, row: Mapping[str, Any], columns: Mapping[str, _Column]
) -> str | None:
    """Why the row cannot be a row of its table any more; None where it can."""
    present = _present(connection, row, columns)
    lacking = [c.name for c in columns.values() if c.is_required and c.name not in present]
    if lacking:
        return f"cannot be put back: the table needs {', '.join(lacking)}, which the row lacks"
    try:
        values = connection.execute(*_select(row, present, "")).fetchall()
    except duckdb.Error as error:
        first = str(error).strip().splitlines()[0]
        return f"cannot be put back: the table's columns have changed: {first}"
    empty = [
        column.name
        for column, value in zip(present.values(), values[0], strict=True)
        if column.is_required and value is None
    ]
    return f"cannot be put back: {', '.join(empty)} is empty" if empty else None


def _present(
    connection: duckdb.DuckDBPyConnection, row: Mapping[str, Any], columns: Mapping[str, _Column]
) -> dict[str, _Column]:
    """The table's columns that the row has. Others get their defaults; what is gone is let go."""
    [(keys,)] = connection.execute("select json_keys(?::json)", [row["row_json"]]).fetchall()
    return {name: column for name, column in columns.items() if name in set(keys)}


def _select(
    row: Mapping[str, Any], present: Mapping[str, _Column], into: str
) -> tuple[str, dict[str, Any]]:
    """The row's values in the types of the table; ``into`` stands before, to insert them."""
    values = [
        f"($row ->> {_path(c.name)})"
        if c.type == "VARCHAR"
        else f"cast(json_extract($row::json, {_path(c.name)}) as {c.type})"
        for c in present.values()
    ]
    return f"{into} select {', '.join(values)}", {"row": row["row_json"]}


def _path(name: str) -> str:
    """A column's place in the JSON, as SQL text; names are the table's own."""
    quoted = json.dumps(name).replace("'", "''")
    return f"'$.{quoted}'"


def _insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    row: Mapping[str, Any],
    columns: Mapping[str, _Column],
) -> None:
    present = _present(connection, row, columns)
    names = ", ".join(f'"{name}"' for name in present)
    connection.execute(*_select(row, present, f"insert into {table} ({names})"))


def _let_revisions_win(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> None:
    """A text that was in quarantine while a revision of it came is not the newest any more."""
    rows = connection.execute(
        "select distinct address from raw.articles "
        "where address is not null and article_id in (select unnest(?::varchar[]))",
        [list(article_ids)],
    ).fetchall()
    mark_superseded(connection, sorted(address for (address,) in rows))
