"""The folder of publications: one swap, what is kept, and what is cleared away."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_project.paths import DataDir
from dagster_project.publishing.build_folders import BuildFolders

FIRST, SECOND, THIRD = "b-000000000001", "b-000000000002", "b-000000000003"

# What a publication does to the disk, one at a time.
PARTS_OF_A_SWAP = ((os, "replace"), (os, "fsync"), (Path, "rename"), (Path, "symlink_to"))


@pytest.fixture
def data_dir(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path)


def publish(data_dir: DataDir, build_id: str, *names: str) -> None:
    folders = BuildFolders(data_dir)
    with folders.aside() as aside:
        for name in names or ("figures.csv", "parquet/figures.parquet"):
            path = aside / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(build_id)
        folders.swap_in(aside, build_id)


def read(data_dir: DataDir, name: str = "figures.csv") -> str:
    return (data_dir.published / name).read_text()


def everything(data_dir: DataDir) -> set[str]:
    found = data_dir.published.rglob("*")
    return {str(path.relative_to(data_dir.published)) for path in found}


def test_one_link_leads_to_every_file_of_a_build(data_dir: DataDir) -> None:
    publish(data_dir, FIRST)
    publish(data_dir, SECOND)
    assert read(data_dir) == read(data_dir, "parquet/figures.parquet") == SECOND
    assert (data_dir.published / "builds" / FIRST / "figures.csv").read_text() == FIRST
    # Whoever points the one link back has the whole build before.
    data_dir.current_build.unlink()
    data_dir.current_build.symlink_to(f"builds/{FIRST}")
    assert read(data_dir) == read(data_dir, "parquet/figures.parquet") == FIRST


def test_an_open_file_outlives_its_build(data_dir: DataDir) -> None:
    publish(data_dir, FIRST)
    with (data_dir.published / "figures.csv").open() as reader:
        publish(data_dir, SECOND)
        assert BuildFolders(data_dir).retire([SECOND, FIRST], keep=1) == [FIRST]
        assert reader.read() == FIRST
    assert not (data_dir.builds / FIRST).exists()


def test_a_build_published_again_keeps_its_address(data_dir: DataDir) -> None:
    publish(data_dir, FIRST, "figures.csv")
    publish(data_dir, FIRST, "figures.csv", "more.csv")
    assert (data_dir.builds / FIRST / "more.csv").read_text() == FIRST
    assert read(data_dir, "more.csv") == FIRST
    BuildFolders(data_dir).retire([FIRST], keep=5)
    assert len(list(data_dir.builds.iterdir())) == 2  # the link, and what it leads to


def test_the_newest_builds_are_kept_and_always_the_one_that_is_read(data_dir: DataDir) -> None:
    for build_id in (FIRST, SECOND, THIRD):
        publish(data_dir, build_id)
    publish(data_dir, FIRST)  # made again: the newest once more
    assert BuildFolders(data_dir).retire([THIRD, SECOND, FIRST], keep=2) == [SECOND]
    assert {path.name for path in data_dir.builds.glob("b-*")} == {FIRST, THIRD}
    assert read(data_dir) == FIRST


def test_a_build_that_the_warehouse_does_not_know_goes_first(data_dir: DataDir) -> None:
    for build_id in (THIRD, FIRST, SECOND):
        publish(data_dir, build_id)
    assert BuildFolders(data_dir).retire([SECOND, FIRST], keep=2) == [THIRD]


def test_a_file_that_a_build_has_no_more_has_no_link(data_dir: DataDir) -> None:
    publish(data_dir, FIRST, "figures.csv", "gone.csv")
    publish(data_dir, SECOND, "figures.csv")
    assert {path.name for path in data_dir.published.iterdir()} == {
        "builds",
        "current",
        "figures.csv",
    }


@pytest.mark.parametrize("step", range(12))
def test_a_publication_killed_at_any_step_is_made_good(
    step: int, data_dir: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(data_dir, FIRST)
    steps = iter(range(step))

    def counted(act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*given: Any, **named: Any) -> Any:
            if next(steps, None) is None:
                raise KeyboardInterrupt
            return act(*given, **named)

        return acted

    with monkeypatch.context() as patched:
        # As after SIGKILL: nothing is cleared away on the way out.
        patched.setattr(shutil, "rmtree", lambda *given, **named: None)
        for owner, name in PARTS_OF_A_SWAP:
            patched.setattr(owner, name, counted(getattr(owner, name)))
        try:
            publish(data_dir, SECOND)
        except KeyboardInterrupt:
            assert read(data_dir) == read(data_dir, "parquet/figures.parquet") in (FIRST, SECOND)
    publish(data_dir, SECOND)
    BuildFolders(data_dir).retire([SECOND, FIRST], keep=5)
    assert read(data_dir) == read(data_dir, "parquet/figures.parquet") == SECOND
    names = {path.name for path in data_dir.builds.iterdir() if not path.name.startswith(".b-")}
    assert names == {FIRST, SECOND}
    assert not [name for name in everything(data_dir) if "publishing" in name]


def test_a_copy_that_followed_the_links_is_taken_over(data_dir: DataDir, tmp_path: Path) -> None:
    publish(data_dir, FIRST)
    publish(data_dir, SECOND)
    copy = DataDir(tmp_path / "copy")
    shutil.copytree(data_dir.published, copy.published, symlinks=False)
    publish(copy, THIRD)
    assert read(copy) == read(copy, "parquet/figures.parquet") == THIRD
    assert (copy.builds / FIRST / "figures.csv").read_text() == FIRST
    assert BuildFolders(copy).retire([THIRD, SECOND, FIRST], keep=2) == [FIRST]
    assert not [name for name in everything(copy) if "publishing" in name or FIRST in name]


def test_files_of_a_version_without_builds_become_links(data_dir: DataDir) -> None:
    data_dir.published.mkdir()
    (data_dir.published / "figures.csv").write_text("before there were builds")
    publish(data_dir, FIRST)
    assert read(data_dir) == FIRST
    assert (data_dir.published / "figures.csv").is_symlink()
