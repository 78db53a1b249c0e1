"""One file that a data directory can be made from again, and the way back.

A backup holds what no run can make anew: the warehouse, what was fetched, people's corrections,
downloaded releases, the settings, and the published builds. It does not hold the inbox, which is
the operator's own folder, logs, or what the next run makes.

It is a tar archive with, first, a list of its files and their SHA-256, so that a damaged one is
refused before anything is replaced.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from dagster_project.migrations import migration_steps, schema_version
from dagster_project.paths import UNDER_WAY, DataDir
from dagster_project.warehouse import read_database, utc_now, writer_lock

_LIST = "backup.json"
_FORMAT = 1
_BLOCK = 1 << 20  # bytes read at once


class BackupError(RuntimeError):
    """A backup cannot be made or restored; the message says why, and that nothing was changed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """When a backup was made, of which schema, and how many files and bytes it holds."""

    path: Path
    made_at: datetime
    schema: int
    files: int
    bytes: int


def back_up(files: DataDir, destination: Path) -> Backup:
    """Write a backup of a data directory as one new file, whole or not at all.

    ``destination``: the file, or a folder, in which it is named after the time. No run writes
    meanwhile. Raises BackupError, WarehouseError, OSError.
    """
    if not files.warehouse.is_file():
        raise BackupError(f"There is no warehouse in {files.root}: nothing to back up.")
    now = utc_now()
    if destination.is_dir():
        destination = destination / f"casualty-ledger-{now:%Y%m%dT%H%M%SZ}.tar"
    if destination.exists():
        raise BackupError(f"{destination} is there already. Name another file.")
    partial = destination.with_name(f".{destination.name}.partial")
    with writer_lock(files.writer_lock):
        with read_database(files.warehouse) as connection:
            schema = schema_version(connection)
        found = list(_to_keep(files))
        sums = {name: _sha256(path) for name, path in found if not path.is_symlink()}
        told = {
            "format": _FORMAT,
            "program_version": version("casualty-ledger"),
            "schema_version": schema,
            "made_at": now.isoformat(),
            "files": sums,
        }
        try:
            with partial.open("wb") as raw:
                with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
                    _add_text(archive, _LIST, json.dumps(told, indent=1))
                    for name, path in found:
                        archive.add(path, arcname=name, recursive=False)
                raw.flush()
                os.fsync(raw.fileno())
            partial.replace(destination)
        finally:
            partial.unlink(missing_ok=True)
    return Backup(destination, now, schema, len(sums), destination.stat().st_size)


def restore(source: Path, files: DataDir, *, replace: bool = False) -> Backup:
    """Make a data directory what it was when the backup was made.

    With ``replace`` what is there now is moved to a folder beside it first, and stays there. The
    inbox stays where it is. Raises BackupError, WarehouseError, OSError.
    """
    files.root.mkdir(parents=True, exist_ok=True)
    with writer_lock(files.writer_lock):
        present = [part for part in _parts(files) if part.exists() or part.is_symlink()]
        if present and not replace:
            raise BackupError(
                f"{files.root} has a {present[0].name} already. Name an empty --data-dir, or say "
                "--replace: what is there is then moved aside."
            )
        aside = files.root / f"before-restore-{utc_now():%Y%m%dT%H%M%SZ}"
        fresh = files.root / ".restoring"
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            backup = _unpack(source, fresh)
            if present:
                aside.mkdir()
            for part in present:
                part.rename(aside / part.name)
            for path in sorted(fresh.iterdir()):
                path.rename(files.root / path.name)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return backup


def _unpack(source: Path, folder: Path) -> Backup:
    """The files of a backup in a new folder, each as it was. Raises BackupError."""
    folder.mkdir()
    try:
        with tarfile.open(source, mode="r:") as archive:
            told = _listed(archive, source)
            archive.extractall(folder, filter="data")  # no path out of the folder, no device
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(f"{source} is no whole backup: {error}. Nothing was changed.") from error
    (folder / _LIST).unlink()
    sums = {
        name: _sha256(path)
        for name, path in _walk(folder, PurePosixPath())
        if not path.is_symlink()
    }
    if sums != told["files"]:
        wrong = min(name for name, _ in sums.items() ^ told["files"].items())
        raise BackupError(f"{source}: {wrong} is not as it was backed up. Nothing was changed.")
    return Backup(
        source,
        datetime.fromisoformat(told["made_at"]),
        told["schema_version"],
        len(sums),
        source.stat().st_size,
    )


def _listed(archive: tarfile.TarFile, source: Path) -> dict[str, Any]:
    """The list of a backup, which is its first file. Raises BackupError."""
    first = archive.next()
    content = archive.extractfile(first) if first is not None and first.name == _LIST else None
    if content is None:
        raise BackupError(f"{source} is no backup of a casualty ledger. Nothing was changed.")
    told: dict[str, Any] = json.loads(content.read())
    if told["format"] != _FORMAT or told["schema_version"] > len(migration_steps()):
        raise BackupError(
            f"{source} was made by casualty-ledger {told['program_version']}, which is newer than "
            f"this one, {version('casualty-ledger')}. Nothing was changed."
        )
    return told


def _parts(files: DataDir) -> list[Path]:
    """What of a data directory is backed up."""
    return [
        files.warehouse,
        files.settings,
        files.corrections,
        files.landed,
        files.reference,
        files.published,
    ]


def _to_keep(files: DataDir) -> Iterator[tuple[str, Path]]:
    for part in _parts(files):
        if part.is_symlink() or part.is_file():
            yield part.name, part
        elif part.is_dir():
            yield from _walk(part, PurePosixPath(part.name))


def _walk(folder: Path, name: PurePosixPath) -> Iterator[tuple[str, Path]]:
    """Files and links under a folder, by their names in the archive, in one order.

    What a run was writing when it was killed is left out.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith(UNDER_WAY):
            continue
        inner = name / path.name
        if path.is_symlink() or path.is_file():
            yield str(inner), path
        elif path.is_dir():
            yield from _walk(path, inner)


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    member, content = tarfile.TarInfo(name), text.encode()
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
