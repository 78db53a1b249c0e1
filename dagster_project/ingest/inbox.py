"""A folder of files, of every kind that a reader knows -> articles and rejected inputs."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from dagster_project.ingest.errors import InputError
from dagster_project.ingest.inputs import Input, shown_name
from dagster_project.ingest.outcomes import Outcome, RejectedInput
from dagster_project.ingest.readers import ReadingContext, readers
from dagster_project.ingest.unpacking import (
    ARCHIVES,
    COMPRESSED,
    MEMBER_MARK,
    NESTED,
    members,
    unzipped,
)

_SIDECAR = ".json"
_HAS_SIDECAR = (".txt", ".text")


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file of the inbox: what tells whether it is the one that was read before."""

    name: str
    path: Path
    size: int
    modified_ns: int


def list_inbox(inbox: Path, prefix: str = "") -> Iterator[InboxFile | RejectedInput]:
    """Every file below ``inbox``, in the order of their paths; what cannot be listed is rejected.

    ``name`` is the prefix and the path inside the inbox, with ``/``, so that it is the same on
    every machine; a name that is no UTF-8 has its bytes escaped. Hidden files and a README are
    nobody's articles and are passed over. Folders that are links, links out of the inbox, and what
    is no regular file, are rejected. Raises NotADirectoryError when ``inbox`` is no folder.
    """
    if not inbox.is_dir():
        raise NotADirectoryError(f"{inbox} is not a folder")
    unread: list[OSError] = []
    found: list[tuple[str, Path]] = []
    for folder, folders, names in os.walk(inbox, onerror=unread.append):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in names + links:
            path = Path(folder) / name
            if not _is_passed_over(path.relative_to(inbox)):
                found.append((prefix + _printable(path.relative_to(inbox)), path))
    root = inbox.resolve()
    for name, path in sorted(found):
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                raise InputError(
                    "a link to a folder is not followed; name that folder as the inbox"
                )
            if not stat.S_ISREG(status.st_mode):
                raise InputError("not a regular file")
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                raise InputError("a link out of the inbox is not followed")
            yield InboxFile(name, path, status.st_size, status.st_mtime_ns)
        except InputError as error:
            yield RejectedInput(name, None, str(error))
        except OSError as error:
            yield RejectedInput(name, None, f"cannot be read: {error.strerror or error}")
    for failed in unread:
        folder_name = prefix + _printable(Path(os.fsdecode(failed.filename)).relative_to(inbox))
        yield RejectedInput(folder_name, None, f"cannot be read: {failed.strerror}")


def read_inbox(inbox: Path, context: ReadingContext | None = None) -> Iterator[Outcome]:
    """Every article and every rejected input below ``inbox``, in the order of their paths.

    Whatever is wrong with a file is a `RejectedInput`; see `list_inbox` for the rest.
    """
    listed = list(list_inbox(inbox))
    grouped = group_files([each for each in listed if isinstance(each, InboxFile)])
    by_name: dict[str, InboxGroup | RejectedInput] = {group.file.name: group for group in grouped}
    by_name |= {each.input_file: each for each in listed if isinstance(each, RejectedInput)}
    for _, each in sorted(by_name.items()):
        if isinstance(each, RejectedInput):
            yield each
        else:
            yield from read_group(each, context or ReadingContext())


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """What is read together: a file, and the metadata file of its name where there is one."""

    file: InboxFile
    sidecar: InboxFile | None = None


def group_files(files: list[InboxFile]) -> list[InboxGroup]:
    """The files with their metadata files, in their order."""
    by_name = {file.name: file for file in files}
    return [
        InboxGroup(by_name[name], by_name[sidecar] if sidecar else None)
        for name, sidecar in _paired(list(by_name))
    ]


def _paired(names: list[str]) -> Iterator[tuple[str, str | None]]:
    """Names with the name of their metadata file; such a file has no place of its own."""
    sidecars = {_stem(name): name for name in names if _suffix(name) == _SIDECAR}
    owners = {_stem(name) for name in names if _suffix(name) in _HAS_SIDECAR}
    for name in names:
        if _suffix(name) in _HAS_SIDECAR:
            yield name, sidecars.get(_stem(name))
        elif _suffix(name) != _SIDECAR or _stem(name) not in owners:
            yield name, None


def read_group(group: InboxGroup, context: ReadingContext) -> Iterator[Outcome]:
    """What one file gives."""
    sidecar = _as_input(group.sidecar) if group.sidecar else None
    yield from read_input(replace(_as_input(group.file), sidecar=sidecar), context)


def read_input(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    """What one input gives, unpacked where it must be; whatever is wrong with it is an outcome."""
    try:
        if source.suffix in ARCHIVES:
            yield from _read_archive(source, context)
            return
        inner = unzipped(source, context.limits) if source.suffix in COMPRESSED else source
        for outcome in _read(inner, context):
            yield outcome if inner is source else replace(outcome, input_file=source.name)
    except InputError as error:
        yield RejectedInput(source.name, None, str(error))
    except OSError as error:
        yield RejectedInput(source.name, None, f"cannot be read: {error.strerror or error}")
    except MemoryError:
        raise
    except Exception as error:  # whatever bytes may provoke in a library: one input, not the run
        told = f"{type(error).__name__}: {str(error)[:120]}"
        yield RejectedInput(source.name, None, f"its reader failed: {told}")


def _read(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    reader = readers().get(source.suffix)
    if reader is None:
        if source.suffix in NESTED:
            raise InputError("an archive inside an archive")
        kind = f"the file type {source.suffix}" if source.suffix else "a file without a type"
        known = " ".join(sorted({*readers(), *ARCHIVES, COMPRESSED[0]}))
        raise InputError(f"{kind} is not read; use one of {known}")
    yield from reader.read(source, context)


def _read_archive(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    with members(source, context.limits) as listed:
        inputs: dict[str, Input] = {}
        for each in listed:
            name = each.name if isinstance(each, Input) else each.input_file
            if _is_passed_over(Path(name.partition(MEMBER_MARK)[2])):
                continue
            if isinstance(each, RejectedInput):
                yield each
            elif name in inputs:
                yield RejectedInput(name, None, "a second member of this name")
            else:
                inputs[name] = each
        for name, sidecar in _paired(list(inputs)):
            member = replace(inputs[name], sidecar=inputs[sidecar] if sidecar else None)
            yield from read_input(member, context)


def _as_input(file: InboxFile) -> Input:
    return Input(
        file.name,
        partial(_open, file.path),
        size=file.size,
        fetched_at=datetime.fromtimestamp(file.modified_ns / 1e9, UTC).replace(tzinfo=None),
    )


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _stem(name: str) -> str:
    """What a text and its metadata file have in common, however their types are written."""
    return name.rpartition(".")[0]


def _suffix(name: str) -> str:
    return name[len(_stem(name)) :].lower()


def _printable(path: Path) -> str:
    """The path with ``/``; bytes that are no UTF-8 escaped, so that every table can hold it."""
    return shown_name(os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace"))


def _is_passed_over(path: Path) -> bool:
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts if part != "..")
    return is_hidden or path.stem.upper() == "README"
