"""The folder of publications: one folder a build, and links that say which is read.

    published/builds/.b-0123456789ab.1/                a publication, never written to again
    published/builds/b-0123456789ab -> .b-0123456789ab.1
    published/current -> builds/b-0123456789ab
    published/casualties.duckdb -> current/casualties.duckdb, and so on for every file and folder

Swapping one link swaps every file at once: the link ``current`` for another build, the build's own
for one that is published again, so that either address stays. A reader that has a file open keeps
it, also after its folder is gone: the operating system keeps an open file. A killed publication
leaves a folder or a link that nothing points to, which the next one removes.
"""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dagster_project.paths import UNDER_WAY, DataDir

_ASIDE = f"{UNDER_WAY}build"
_PUBLICATION = re.compile(r"\.b-[0-9a-f]{12}\.\d+")


class BuildFolders:
    """The builds of one data directory. Only its one writer may use this."""

    def __init__(self, data_dir: DataDir) -> None:
        self._published = data_dir.published
        self._builds = data_dir.builds
        self._current = data_dir.current_build

    @contextmanager
    def aside(self) -> Iterator[Path]:
        """An empty folder to write a build into; what is left of it when the block ends is gone."""
        self._builds.mkdir(parents=True, exist_ok=True)
        self._remove_leftovers()
        folder = self._builds / _ASIDE
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def swap_in(self, aside: Path, build_id: str) -> None:
        """Make what was written aside the build that is read.

        Its files are on the disk before a link leads to them, so that a power cut leaves the old
        build or the new one.
        """
        names = sorted(path.name for path in aside.iterdir())
        for path in [*aside.rglob("*"), aside]:
            _flush(path)
        publication = self._free_place(build_id)
        aside.rename(publication)
        _point(self._builds / build_id, publication.name)
        _flush(self._builds)
        _point(self._current, f"{self._builds.name}/{build_id}")
        for name in names:
            _point(self._published / name, f"{self._current.name}/{name}")
        for path in self._published.iterdir():
            if path.is_symlink() and not path.exists():
                path.unlink()  # of a file that this build has no more
        _flush(self._published)

    def retire(self, newest_first: Sequence[str], keep: int) -> list[str]:
        """Remove all but ``keep`` builds, the one that is read and the newest of the others.

        A build that is not among ``newest_first`` is older than those. Returns the ids of what was
        removed.
        """
        read_now = self._current.readlink().name
        there = sorted(path.name for path in self._builds.glob("b-*"))
        known = [build_id for build_id in newest_first if build_id in there]
        order = [read_now, *(name for name in [*known, *there] if name != read_now)]
        removed = list(dict.fromkeys(order))[keep:]
        for build_id in removed:
            _remove(self._builds / build_id)
        self._remove_leftovers()
        return removed

    def _free_place(self, build_id: str) -> Path:
        number = 1
        while (place := self._builds / f".{build_id}.{number}").exists():
            number += 1
        return place

    def _remove_leftovers(self) -> None:
        """Remove what no link leads to: what a killed publication left, and retired builds."""
        for folder in (self._published, self._builds):
            for path in folder.glob(f"{UNDER_WAY}*"):
                _remove(path)
        used = {path.readlink().name for path in self._builds.iterdir() if path.is_symlink()}
        for path in self._builds.iterdir():
            if _PUBLICATION.fullmatch(path.name) and path.name not in used:
                shutil.rmtree(path)


def _point(link: Path, target: str) -> None:
    """Make ``link`` a symbolic link to ``target``, in one step where it was something else."""
    if link.is_symlink() and os.readlink(link) == target:  # noqa: PTH115 - as text, not as a path
        return
    aside = link.with_name(f"{UNDER_WAY}{link.name}")
    aside.symlink_to(target)
    if link.is_dir() and not link.is_symlink():
        # Of a data directory that was copied by a program that follows links. It cannot be replaced
        # in one step.
        link.rename(link.with_name(f"{UNDER_WAY}copied-{link.name}"))
    os.replace(aside, link)  # noqa: PTH105 - the name says what matters here


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
