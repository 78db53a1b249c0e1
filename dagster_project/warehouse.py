"""The warehouse file: its one writer, and safe ways to open it and insert into it.

What belongs here: access to the file. What does not: which tables it has (schema/), the content of
any (assets, ingest, extraction, linking) and the schemas that dbt builds (staging, marts).
"""

import fcntl
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.migrations import WarehouseError, migrate

# DuckDB 1.2 and newer open such a file; a file in 2.0's own format is unreadable to 1.4 and 1.5.
STORAGE_VERSION = "v1.2.0"
_LOOK_AGAIN = 0.5  # seconds, at a lock that another process has


class WarehouseBusyError(WarehouseError):
    """Another process has the warehouse; the message names it and says what to do."""


@contextmanager
def writer_lock(
    lock_file: Path, wait_seconds: float = 0, tell: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Be the one writer of a warehouse until the block ends.

    The operating system holds the lock, so it ends with the process, however that ends. Where
    another process has it, that one is waited for, after ``tell`` was told so once. Raises
    WarehouseBusyError, which names it, when it still has the lock after ``wait_seconds``.
    """
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    until, is_told = time.monotonic() + wait_seconds, False
    with lock_file.open("a+", encoding="utf-8") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                lock.seek(0)
                holder = lock.read().strip() or "another process"
            busy = f"The warehouse in {lock_file.parent} is being written by {holder}. "
            if time.monotonic() >= until:
                raise WarehouseBusyError(
                    f"{busy}Wait until that run has ended, or use another data directory."
                )
            if tell is not None and not is_told:
                tell(f"{busy}This run waits for it, {wait_seconds:g} s at most.")
                is_told = True
            time.sleep(min(_LOOK_AGAIN, max(0.0, until - time.monotonic())))
        lock.truncate(0)
        program = Path(sys.argv[0]).name or "python"
        lock.write(f"process {os.getpid()} ({program}, since {utc_now():%Y-%m-%d %H:%M:%S} UTC)")
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


@contextmanager
def open_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for writing; the file is made where it is missing, an older one migrated.

    Raises WarehouseBusyError when another program has the file open, NewerWarehouseError when a
    newer version of this program wrote it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(
            str(path), config={"storage_compatibility_version": STORAGE_VERSION}
        )
    except duckdb.IOException as error:
        raise _busy_or_same(error, path) from error
    try:
        migrate(connection)
        yield connection
    finally:
        connection.close()


@contextmanager
def read_database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB file for reading only. Raises FileNotFoundError, WarehouseBusyError."""
    if not path.is_file():
        raise FileNotFoundError(path)
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.IOException as error:
        raise _busy_or_same(error, path) from error
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def read_with_scratch(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Read a DuckDB file through a connection that can make tables of its own, in memory.

    The file's tables have their own names. Raises FileNotFoundError, WarehouseBusyError.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    with duckdb.connect() as connection, attached(connection, path, "warehouse"):
        connection.execute("use warehouse")
        try:
            yield connection
        finally:
            connection.execute("use memory")  # what is in use cannot be detached


@contextmanager
def attached(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> Iterator[None]:
    """A DuckDB file beside the connection's own, for reading, by a name, until the block ends.

    Raises WarehouseBusyError.
    """
    quoted = str(path.resolve()).replace("'", "''")  # a path cannot be bound in attach
    try:
        connection.execute(f"attach '{quoted}' as {assert_identifier(name)} (read_only)")
    except duckdb.IOException as error:
        raise _busy_or_same(error, path) from error
    try:
        yield
    finally:
        connection.execute(f"detach {name}")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the block's changes, or none of them."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert records into ``schema.table``, matched by column name.

    Every row must have exactly the table's columns (KeyError otherwise). Dates are ISO strings or
    dates. Column types are the table's own, so a column of nulls keeps its type.
    """
    import pyarrow as pa  # 0.2 s that only a writer pays

    if not rows:
        return
    columns = connection.table(table).limit(0).to_arrow_table().schema
    for row in rows:
        if row.keys() != set(columns.names):
            difference = ", ".join(sorted(row.keys() ^ set(columns.names)))
            raise KeyError(f"rows for {table} do not have its columns: {difference}")
    # The database casts ISO strings to dates; Arrow does not.
    columns = pa.schema(
        [f.with_type(pa.string()) if pa.types.is_date(f.type) else f for f in columns]
    )
    incoming = connection.from_arrow(pa.Table.from_pylist(list(rows), schema=columns))
    assert_identifier(table)
    incoming.query("incoming", f"insert into {table} by name select * from incoming")  # noqa: S608 - checked above


def read_rows(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: object = None
) -> list[dict[str, Any]]:
    """The rows of a query, each by column name. ``parameters`` are bound, a list or a dict."""
    result = connection.execute(sql, parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def row_count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Number of rows of ``schema.table``."""
    assert_identifier(table)
    # fetchall, not fetchone: a result that is not read to its end blocks the connection.
    [(count,)] = connection.execute(f"select count(*) from {table}").fetchall()  # noqa: S608 - checked above
    return int(count)


def utc_now() -> datetime:
    """The time now, UTC, without a zone: as the warehouse's ``timestamp`` columns hold it."""
    return datetime.now(UTC).replace(tzinfo=None)


def assert_identifier(name: str) -> str:
    """``name`` if it can stand in SQL as ``table`` or ``schema.table``; ValueError otherwise."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?", name):
        raise ValueError(f"not a table name: {name!r}")
    return name


def _busy_or_same(error: duckdb.IOException, path: Path) -> Exception:
    """DuckDB's lock error as one that names the other process; any other error as it is."""
    message = str(error)
    if "lock on file" not in message:
        return error
    holder = re.search(r"held in (?P<program>\S+)[^(]*\(PID (?P<pid>\d+)\)", message)
    who = (
        f"process {holder['pid']} ({Path(holder['program']).name})" if holder else "another process"
    )
    return WarehouseBusyError(f"{path} is open in {who}. Close it there, or wait until it is done.")
