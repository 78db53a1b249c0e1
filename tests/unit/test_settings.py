"""Where a setting comes from, and what is said of a wrong one."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dagster_project.cli import app
from dagster_project.settings import SettingsError, describe_settings, read_settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def sources(path: Path) -> dict[str, tuple[str, str]]:
    return {each.name: (each.value, each.source) for each in describe_settings(path)}


def test_without_a_file_all_is_as_by_default(path: Path) -> None:
    told = sources(path)
    assert told["publishing.keep_builds"] == ("5", "default")
    assert told["automation.nightly"] == ("off", "default")
    assert told["alert.webhook"] == ("not set", "default")
    assert {source for _, source in told.values()} == {"default"}


def test_the_environment_wins_over_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(
        "[limits]\npage_bytes = 9\n[publishing]\nkeep_builds = 7\n[automation]\nnightly = true\n"
        '[[feeds.urls]]\nurl = "https://news.example/rss"\n'
    )
    monkeypatch.setenv("CASUALTY_LEDGER_PUBLISHING__KEEP_BUILDS", "30")
    monkeypatch.setenv("CASUALTY_LEDGER_INBOX", "/news")
    told = sources(path)
    assert told["publishing.keep_builds"] == ("30", "environment")
    assert told["inbox"] == ("/news", "environment")
    assert told["automation.nightly"] == ("on", "settings.toml")
    assert told["feeds.urls"] == ("url = https://news.example/rss", "settings.toml")
    assert told["limits.page_bytes"] == ("9", "settings.toml")
    assert told["limits.line_bytes"][1] == "default"
    assert read_settings(path).publishing.keep_builds == 30


def test_a_secret_is_told_nowhere(path: Path) -> None:
    path.write_text('[alert]\nwebhook = "https://chat.example/hooks/s3cret"\n')
    shown = CliRunner().invoke(app, ["settings", "--data-dir", str(path.parent)])
    assert shown.exit_code == 0
    assert "set, not shown" in shown.output
    assert "s3cret" not in shown.output
    assert "s3cret" not in repr(read_settings(path))
    path.write_text('[alert]\nwebhook = "ftp://chat.example/hooks/s3cret"\n')
    with pytest.raises(SettingsError) as wrong:
        read_settings(path)
    assert "alert.webhook" in str(wrong.value)
    assert "s3cret" not in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[publishin]\nkeep_builds = 3", "settings.toml: publishin: "),
        ("[publishing]\nkeep_builds = 0", "settings.toml: publishing.keep_builds: "),
        ("[automation]\nnightly_at = 'at two'", "not a time in cron's five fields"),
        ("[automation]\ntimezone = 'Mars/Olympus'", "'Mars/Olympus' is no time zone"),
        ("[run]\nwait_seconds = nan", "settings.toml: run.wait_seconds: "),
        ("[logging]\nformat = 'xml'", "settings.toml: logging.format: "),
        ("[alert]\ncommand = []", "settings.toml: alert.command: "),
        ("[publ", "settings.toml: "),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(path: Path, text: str, message: str) -> None:
    path.write_text(text)
    with pytest.raises(SettingsError) as wrong:
        read_settings(path)
    assert str(path) in str(wrong.value)
    assert message in str(wrong.value)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("PUBLISHING__KEEP_BUILDS", "many", "CASUALTY_LEDGER_PUBLISHING__KEEP_BUILDS: "),
        ("PUBLISHING__KEEP_BUILD", "3", "PUBLISHING__KEEP_BUILD: there is no such setting"),
        ("PUBLISHIN__KEEP_BUILDS", "3", "PUBLISHIN__KEEP_BUILDS: there is no such setting"),
        ("FEEDS", "{not json", "the environment: "),
    ],
)
def test_a_wrong_variable_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, message: str
) -> None:
    monkeypatch.setenv(f"CASUALTY_LEDGER_{variable}", value)
    with pytest.raises(SettingsError) as wrong:
        read_settings(path)
    assert message in str(wrong.value)


def test_the_command_prints_for_programs_and_refuses_what_is_wrong(path: Path) -> None:
    path.write_text("[publishing]\nkeep_builds = 7\n")
    arguments = ["settings", "--data-dir", str(path.parent), "--format", "json"]
    rows = json.loads(CliRunner().invoke(app, arguments).stdout)
    assert {"setting": "publishing.keep_builds", "value": "7", "source": "settings.toml"} in rows
    path.write_text("[publishing]\nkeep_builds = -7\n")
    for command in (arguments, ["run", "--data-dir", str(path.parent)]):
        wrong = CliRunner().invoke(app, command)
        assert wrong.exit_code == 2
        assert "publishing.keep_builds" in wrong.stderr
