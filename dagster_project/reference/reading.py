"""A release as a CSV file, plain or in a zip -> its rows one at a time, each checked.

A release has some 400,000 rows of long texts, so nothing here holds more than one of them.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

# Of one cell: an event's list of sources can be longer than the module's own limit of 131,072.
_LONGEST_CELL = 10_000_000
# Unpacked. GED 25.1 has some 300 MB, so this is no release but a bomb.
_MOST_BYTES = 4_000_000_000
_RELEASE = re.compile(r"v?(\d{1,2}[_.]\d{1,2}(?:[_.]\d{1,2})?)(?!\d)")


class ReferenceFileError(ValueError):
    """The file as a whole cannot be used; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is read, other names it had, and whether a table without it is refused."""

    read: Callable[[str], Any]
    also: tuple[str, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A reference's table: ``columns`` by our name, which is the newest codebook's.

    ``complaint`` says what is wrong with a row as a whole, if anything is.
    """

    name: str
    title: str
    id_column: str
    columns: Mapping[str, Column]
    complaint: Callable[[Mapping[str, Any]], str | None] = field(default=lambda row: None)


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A row that can be used. ``line`` is the last one it stands on in its file, from 1."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that cannot be used, and why."""

    line: int
    reason: str


def release_of(path: Path) -> str:
    """The release that a file's name tells (``GEDEvent_v25_1.csv``: 25.1), else the name itself.

    Of a zip the table in it is asked. Raises ReferenceFileError, OSError.
    """
    name = path.name
    if path.suffix.lower() == ".zip":
        with _opened_zip(path) as archive:
            name = Path(_table_in(archive, path)).name
    found = _RELEASE.search(name)
    return found[1].replace("_", ".") if found else name


def file_in(path: Path) -> Path:
    """The file itself, or the one CSV or zip file of a folder. Raises ReferenceFileError."""
    if not path.is_dir():
        return path
    files = sorted(p for p in path.iterdir() if p.suffix.lower() in (".csv", ".zip"))
    if len(files) != 1:
        what = "no" if not files else f"{len(files)}"
        raise ReferenceFileError(f"{path} has {what} .csv or .zip files; name the one to read")
    return files[0]


def read_release(path: Path, form: TableFormat) -> Iterator[ReferenceRow | RejectedRow]:
    """Every row of a file. Raises ReferenceFileError, OSError."""
    with _opened_table(path) as handle:
        try:
            yield from _rows(handle, path, form)
        except UnicodeDecodeError as error:
            raise ReferenceFileError(f"{path}: not UTF-8 ({error.reason})") from error
        except (csv.Error, zipfile.BadZipFile, EOFError) as error:
            raise ReferenceFileError(f"{path}: {error}") from error


def _rows(handle: TextIO, path: Path, form: TableFormat) -> Iterator[ReferenceRow | RejectedRow]:
    csv.field_size_limit(_LONGEST_CELL)
    first = handle.readline()
    delimiter = ";" if first.count(";") > first.count(",") else ","
    header = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
    places = _places(header, path, form)
    lines = csv.reader(handle, delimiter=delimiter, strict=True)
    seen: set[Any] = set()
    for cells in lines:
        line = lines.line_num + 1  # the header's
        if not cells:
            continue
        if len(cells) != len(header):
            yield RejectedRow(line, f"{len(cells)} cells, and the header has {len(header)}")
            continue
        row: dict[str, Any] = {}
        try:
            for name, column in form.columns.items():
                place = places[name]
                row[name] = None if place is None else column.read(cells[place])
        except (ValueError, OverflowError) as error:
            reason = f"{name} {_plain(error)}"
            yield RejectedRow(line, reason)
            continue
        key = row[form.id_column]
        reason = form.complaint(row) or (
            f"{form.id_column} {key} is there twice" if key in seen else ""
        )
        if reason:
            yield RejectedRow(line, reason)
            continue
        seen.add(key)
        yield ReferenceRow(line, row)


def _places(header: list[str], path: Path, form: TableFormat) -> dict[str, int | None]:
    """Where each column stands; None for one that is not there and need not be."""
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise ReferenceFileError(f"{path}: its header names {', '.join(twice)} twice")
    places = {
        name: next((header.index(n) for n in (name, *column.also) if n in header), None)
        for name, column in form.columns.items()
    }
    missing = [n for n, c in form.columns.items() if c.is_needed and places[n] is None]
    if missing:
        raise ReferenceFileError(
            f"{path} is not a table of {form.title}: it lacks the columns {', '.join(missing)}"
        )
    return places


def _plain(error: Exception) -> str:
    """The parser's own reason; that of ``float`` starts with words of its own."""
    message = str(error)
    head, _, cell = message.partition("could not convert string to float: ")
    return message if head or not cell else f"is not a number: {cell}"


@contextmanager
def _opened_table(path: Path) -> Iterator[TextIO]:
    if path.suffix.lower() != ".zip":
        with path.open(encoding="utf-8-sig", newline="") as handle:
            yield handle
        return
    with _opened_zip(path) as archive:
        name = _table_in(archive, path)
        size = archive.getinfo(name).file_size
        if size > _MOST_BYTES:
            raise ReferenceFileError(f"{path}: {name} has {size:,} bytes unpacked")
        try:
            member = archive.open(name)
        except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
            raise ReferenceFileError(f"{path}: {name}: {error}") from error  # a password
        with member, io.TextIOWrapper(member, encoding="utf-8-sig", newline="") as handle:
            yield handle


@contextmanager
def _opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ReferenceFileError(f"{path}: {error}") from error
    with archive:
        yield archive


def _table_in(archive: zipfile.ZipFile, path: Path) -> str:
    tables = [
        name
        for name in archive.namelist()
        if name.lower().endswith(".csv") and not name.startswith("__MACOSX/")
    ]
    if len(tables) != 1:
        raise ReferenceFileError(f"{path} holds {len(tables)} CSV files, not one")
    return tables[0]
