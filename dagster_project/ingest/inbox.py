"""A folder of ``.txt`` (+ ``.json``) and ``.jsonl`` files -> articles and rejected inputs."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from dagster_project.ingest.fields import InputError, decode, parse_json_object
from dagster_project.ingest.json_lines import read_json_lines
from dagster_project.ingest.outcomes import LoadedArticle, Outcome, RejectedInput
from dagster_project.ingest.text_files import text_file_article


def read_inbox(inbox: Path) -> Iterator[Outcome]:
    """Every input below ``inbox``, in the order of their paths.

    ``input_file`` is the path inside the inbox, with ``/``, so that it is the same on every
    machine; a name that is no UTF-8 has its bytes escaped. Hidden files and a README are nobody's
    articles and are passed over. Folders that are links, or cannot be read, are rejected. Raises
    NotADirectoryError when ``inbox`` is no folder; whatever is wrong with a file in it is a
    `RejectedInput`.
    """
    if not inbox.is_dir():
        raise NotADirectoryError(f"{inbox} is not a folder")
    files: list[tuple[str, Path]] = []
    unread: list[OSError] = []
    for folder, folders, names in os.walk(inbox, onerror=unread.append):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        paths = [Path(folder) / name for name in names + links]
        files += [
            (_printable(path.relative_to(inbox)), path)
            for path in paths
            if not _is_passed_over(path.relative_to(inbox))
        ]
    files.sort()
    metadata = {_stem(name): path for name, path in files if path.suffix.lower() == ".json"}
    texts = {_stem(name) for name, path in files if path.suffix.lower() == ".txt"}
    for name, path in files:
        yield from _read_file(name, path, metadata, texts)
    for error in unread:
        folder_name = _printable(Path(os.fsdecode(error.filename)).relative_to(inbox))
        yield RejectedInput(folder_name, None, f"cannot be read: {error.strerror}")


def _stem(name: str) -> str:
    """What a text and its metadata file have in common, however their types are written."""
    return name.rpartition(".")[0]


def _printable(path: Path) -> str:
    """The path with ``/``; bytes that are no UTF-8 escaped, so that every table can hold it."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _is_passed_over(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts) or path.stem.upper() == "README"


def _read_file(
    name: str, path: Path, metadata: dict[str, Path], texts: set[str]
) -> Iterator[Outcome]:
    try:
        if path.is_dir():
            raise InputError("a link to a folder is not followed; name that folder as the inbox")
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError("not a regular file")
        match path.suffix.lower():
            case ".txt":
                yield _read_text_file(name, path, metadata.get(_stem(name)))
            case ".jsonl":
                yield from _read_json_lines_file(name, path)
            case ".json":
                if _stem(name) not in texts:
                    raise InputError("metadata without its text: there is no .txt of this name")
            case suffix:
                kind = f"the file type {suffix}" if suffix else "a file without a type"
                raise InputError(f"{kind} is not read; use .txt (with .json) or .jsonl")
    except InputError as error:
        yield RejectedInput(name, None, str(error))
    except OSError as error:
        yield RejectedInput(name, None, f"cannot be read: {error.strerror or error}")


def _read_text_file(name: str, path: Path, sidecar: Path | None) -> LoadedArticle:
    """One article. A text whose metadata is broken is not loaded: its date would be lost."""
    data = path.read_bytes()
    if not data:
        raise InputError("the file is empty")
    metadata = None
    if sidecar is not None:
        try:
            metadata = parse_json_object(decode(sidecar.read_bytes()))
        except InputError as error:
            said = f"its metadata file {_printable(Path(sidecar.name))}: {error}"
            raise InputError(said) from None
    return LoadedArticle(text_file_article(data, metadata), name)


def _read_json_lines_file(name: str, path: Path) -> Iterator[Outcome]:
    with path.open("rb") as lines:
        outcomes = read_json_lines(lines, name)
        first = next(outcomes, None)
        if first is None:
            raise InputError("the file is empty")
        yield first
        yield from outcomes
