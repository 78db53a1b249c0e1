"""A backup brings a data directory back as it was, or changes nothing."""

import io
import tarfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dagster_project.backups import BackupError, back_up, restore
from dagster_project.cli import app
from dagster_project.migrations import migration_steps
from dagster_project.paths import DataDir
from dagster_project.warehouse import WarehouseBusyError, open_warehouse, writer_lock


@pytest.fixture
def files(tmp_path: Path) -> DataDir:
    """A data directory as runs leave it."""
    files = DataDir(tmp_path / "data")
    with open_warehouse(files.warehouse) as connection:
        connection.execute("insert into raw.incident_ids values ('inc-1', 1, true)")
    build = files.builds / ".b-1.1"
    build.mkdir(parents=True)
    (files.builds / "b-1").symlink_to(build.name)
    (build / "casualties.duckdb").write_bytes(b"the figures")
    (files.builds / ".publishing-b-2").mkdir()
    files.current_build.symlink_to("builds/b-1")
    files.published_database.symlink_to("current/casualties.duckdb")
    files.corrections.mkdir()
    (files.corrections / "desk.csv").write_text("correction_id\n")
    files.settings.write_text("[publishing]\nkeep_builds = 7\n")
    (files.root / "inbox").mkdir()
    (files.root / "inbox" / "news.txt").write_text("Two hurt.")
    return files


def content(files: DataDir) -> dict[str, object]:
    """Files by name: bytes, or where a link leads."""
    return {
        str(path.relative_to(files.root)): path.readlink()
        if path.is_symlink()
        else path.read_bytes()
        for path in sorted(files.root.rglob("*"))
        if path.is_symlink() or path.is_file()
        if path != files.writer_lock and "inbox" not in path.parts
    }


def test_a_restored_directory_is_as_it_was(files: DataDir, tmp_path: Path) -> None:
    made = back_up(files, tmp_path / "ledger.tar")
    assert (made.files, made.schema) == (4, len(migration_steps()))
    other = DataDir(tmp_path / "other")
    restored = restore(made.path, other)
    assert restored.made_at == made.made_at
    assert content(other) == content(files)
    assert other.published_database.read_bytes() == b"the figures"
    assert not (other.root / "inbox").exists()


def test_what_is_there_is_kept_aside_and_only_on_request(files: DataDir, tmp_path: Path) -> None:
    made, before = back_up(files, tmp_path), content(files)
    files.settings.write_text("[publishing]\nkeep_builds = 8\n")
    with pytest.raises(BackupError, match=r"has a warehouse\.duckdb already.*--replace"):
        restore(made.path, files)
    assert "8" in files.settings.read_text()
    restore(made.path, files, replace=True)
    [aside] = files.root.glob("before-restore-*")
    now = {name: what for name, what in content(files).items() if aside.name not in name}
    assert now == before
    assert "8" in (aside / "settings.toml").read_text()
    assert (files.root / "inbox" / "news.txt").exists()


def damaged(path: Path) -> None:
    """One byte of the warehouse is another."""
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40_000])


def not_ours(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo("holiday.txt"), io.BytesIO())


def no_archive(path: Path) -> None:
    path.write_text("no archive")


def of_a_newer_version(path: Path) -> None:
    text = path.read_bytes()
    now = f'"schema_version": {len(migration_steps())}'.encode()
    path.write_bytes(text.replace(now, b'"schema_version": 9', 1))


@pytest.mark.parametrize("spoil", [damaged, cut, not_ours, no_archive, of_a_newer_version])
def test_a_bad_backup_changes_nothing(files: DataDir, tmp_path: Path, spoil: object) -> None:
    made, before = back_up(files, tmp_path / "ledger.tar"), content(files)
    spoil(made.path)  # type: ignore[operator]
    with pytest.raises(BackupError, match="Nothing was changed"):
        restore(made.path, files, replace=True)
    assert content(files) == before
    assert not list(files.root.glob("*restor*"))
    assert not (files.root / ".restoring").exists()


def test_a_path_out_of_the_directory_is_refused(files: DataDir, tmp_path: Path) -> None:
    made = back_up(files, tmp_path / "ledger.tar")
    with tarfile.open(made.path, "a") as archive:
        archive.addfile(tarfile.TarInfo("../outside.txt"), io.BytesIO())
    with pytest.raises(BackupError, match="Nothing was changed"):
        restore(made.path, DataDir(tmp_path / "other"))
    assert not (tmp_path / "outside.txt").exists()


def test_no_run_writes_meanwhile(files: DataDir, tmp_path: Path) -> None:
    with writer_lock(files.writer_lock), pytest.raises(WarehouseBusyError, match="process"):
        back_up(files, tmp_path / "ledger.tar")
    assert not list(tmp_path.glob("*.tar*"))


def test_the_commands_say_what_they_did_or_why_not(files: DataDir, tmp_path: Path) -> None:
    run = CliRunner().invoke
    there = ["--data-dir", str(files.root)]
    made = run(app, ["backup", str(tmp_path / "ledger.tar"), *there])
    assert made.exit_code == 0, made.output
    assert "ledger.tar: 4 files" in made.stdout
    again = run(app, ["backup", str(tmp_path / "ledger.tar"), *there])
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)
    there = ["--data-dir", str(tmp_path / "other")]
    back = run(app, ["restore", str(tmp_path / "ledger.tar"), *there])
    assert (back.exit_code, "Go on with" in back.stdout) == (0, True)
    nothing = run(app, ["backup", str(tmp_path), "--data-dir", str(tmp_path / "empty")])
    assert (nothing.exit_code, "nothing to back up" in nothing.stderr) == (1, True)
