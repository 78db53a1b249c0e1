"""A release -> its raw table, whole or not at all: what is there stays until a new one is good."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.reference import (
    ReferenceFileError,
    RejectedRow,
    TableFormat,
    read_release,
    release_of,
)
from dagster_project.reference_mapping import ReferenceMapper, mapping_digest
from dagster_project.warehouse import (
    assert_identifier,
    insert_rows,
    read_rows,
    transaction,
    utc_now,
)

LOADED, REFUSED = "loaded", "refused"
# Rows that go to the database at once; each carries some kB of texts.
_BATCH_ROWS = 20_000
# A release with more bad rows than this is cut off, shifted, or of another format.
_MOST_BAD_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """A reference's raw table, how its files are read, and how a row is mapped."""

    form: TableFormat
    table: str
    mapped: Callable[[dict[str, Any], ReferenceMapper], dict[str, Any]]


def load_release(
    connection: duckdb.DuckDBPyConnection,
    reference: ReferenceTable,
    path: Path,
    named: str | None = None,
    validators: Mapping[str, str | None] | None = None,
) -> str:
    """Load a file unless it is loaded already; returns what became of it, in words.

    ``named`` is what the release is called, ``validators`` the etag, last_modified and address of
    a download. Raises ReferenceFileError, OSError; the table is then as it was.
    """
    signature = f"{_digest(path)}-{mapping_digest()}"
    told = {"address": None, "etag": None, "last_modified": None, **(validators or {})}
    release = named or release_of(path)
    name = reference.form.name
    before = last_load(connection, name)
    if before is not None and before["signature"] == signature:
        same = {**before, **told, "release": release, "outcome": LOADED, "reason": None}
        if same != before:
            with transaction(connection):
                _write_load(connection, same)
        return f"{reference.form.title} {release} is loaded already: {before['row_count']} rows"
    with transaction(connection):
        rows, rejected = _replace_rows(connection, reference, path)
        _write_load(
            connection,
            {
                "reference": name,
                "release": release,
                "input_file": path.name,
                "signature": signature,
                "row_count": rows,
                "rejected_count": rejected,
                **told,
                "outcome": LOADED,
                "reason": None,
                "loaded_at": utc_now(),
            },
        )
    return f"{reference.form.title} {release}: {rows} rows loaded, {rejected} rejected"


def refuse(connection: duckdb.DuckDBPyConnection, name: str, reason: str) -> None:
    """Write down why a reference could not be brought up to date. What was loaded stays."""
    before = last_load(connection, name) or {
        "reference": name,
        "release": None,
        "input_file": None,
        "signature": None,
        "row_count": 0,
        "rejected_count": 0,
        "address": None,
        "etag": None,
        "last_modified": None,
        "loaded_at": None,
    }
    with transaction(connection):
        _write_load(connection, {**before, "outcome": REFUSED, "reason": reason})


def forget(connection: duckdb.DuckDBPyConnection, reference: ReferenceTable) -> bool:
    """Delete what was loaded of a reference that is asked for no more; whether there was any."""
    if last_load(connection, reference.form.name) is None:
        return False
    with transaction(connection):
        _delete(connection, reference)
        connection.execute(
            "delete from raw.reference_loads where reference = ?", [reference.form.name]
        )
    return True


def last_load(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any] | None:
    """The row of raw.reference_loads."""
    rows = read_rows(connection, "select * from raw.reference_loads where reference = ?", [name])
    return rows[0] if rows else None


def _replace_rows(
    connection: duckdb.DuckDBPyConnection, reference: ReferenceTable, path: Path
) -> tuple[int, int]:
    _delete(connection, reference)
    mapper = ReferenceMapper()
    now = utc_now()
    row_count, batch, rejected = 0, list[dict[str, Any]](), list[RejectedRow]()
    for row in read_release(path, reference.form):
        if isinstance(row, RejectedRow):
            rejected.append(row)
            continue
        batch.append({**reference.mapped(row.values, mapper), "input_line": row.line})
        row_count += 1
        if len(batch) == _BATCH_ROWS:
            insert_rows(connection, reference.table, batch)
            batch.clear()
    insert_rows(connection, reference.table, batch)
    if len(rejected) > _MOST_BAD_SHARE * (row_count + len(rejected)):
        raise ReferenceFileError(
            f"{path}: {len(rejected)} of {row_count + len(rejected)} rows cannot be used, so none "
            f"was loaded; the first, line {rejected[0].line}: {rejected[0].reason}"
        )
    if not row_count:
        raise ReferenceFileError(f"{path}: it has no rows")
    insert_rows(
        connection,
        "raw.rejected_reference_rows",
        [
            {
                "reference": reference.form.name,
                "input_file": path.name,
                "input_line": row.line,
                "reason": row.reason,
                "rejected_at": now,
            }
            for row in rejected
        ],
    )
    return row_count, len(rejected)


def _delete(connection: duckdb.DuckDBPyConnection, reference: ReferenceTable) -> None:
    connection.execute(f"delete from {assert_identifier(reference.table)}")  # noqa: S608 - checked
    name = reference.form.name
    connection.execute("delete from raw.rejected_reference_rows where reference = ?", [name])
    connection.execute("delete from raw.quarantined_rows where table_name = ?", [reference.table])


def _write_load(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> None:
    connection.execute("delete from raw.reference_loads where reference = ?", [row["reference"]])
    insert_rows(connection, "raw.reference_loads", [row])


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
