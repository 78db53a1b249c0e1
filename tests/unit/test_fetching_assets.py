"""raw.feed_fetches, the jobs, the sensor, the schedule and the command that poll feeds."""

import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from feed_server import FAST, FeedServer, conditional, feed_server, reply, rss
from typer.testing import CliRunner

from dagster_project import definitions
from dagster_project.assets import feed_fetches
from dagster_project.assets.articles import ARTICLES
from dagster_project.assets.feed_fetches import FEED_FETCHES, MOST_TRIES, fetched_feeds
from dagster_project.cli import app
from dagster_project.fetching import landing
from dagster_project.operating import Automation
from dagster_project.paths import DataDir
from dagster_project.resources import Inbox, Warehouse
from dagster_project.run_records import FILES_WAITING
from dagster_project.schedules import build_feed_schedule
from dagster_project.sensors import build_inbox_sensor, digest_of_files
from dagster_project.settings import SettingsError
from dagster_project.warehouse import insert_rows, open_warehouse, read_rows, writer_lock

runner = CliRunner()


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as running:
        yield running


@pytest.fixture
def files(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path)


def configure(files: DataDir, *urls: str) -> None:
    bounds = [f"{name} = {json.dumps(value)}" for name, value in FAST.items()]
    tables = [f'[[feeds.urls]]\nurl = "{url}"' for url in urls]
    files.settings.write_text("\n".join(["[feeds]", *bounds, *tables]))


def rows(files: DataDir) -> list[dict[str, Any]]:
    with open_warehouse(files.warehouse) as connection:
        return read_rows(connection, "select * from raw.feed_fetches order by rowid")


def materialize(files: DataDir) -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        return dg.materialize(
            [fetched_feeds],
            resources={"warehouse": Warehouse(data_dir=str(files.root))},
            instance=instance,
            raise_on_error=False,
        )


def fetch_row(address: str, minutes: int, **changes: Any) -> dict[str, Any]:
    return {
        "address": address,
        "feed_address": "http://127.0.0.1/feed",
        "kind": "page",
        "fetched_at": datetime(2024, 3, 1) + timedelta(minutes=minutes),  # noqa: DTZ001 - as the table holds it
        "outcome": "failed",
        "http_status": 404,
        "etag": None,
        "last_modified": None,
        "byte_count": None,
        "landed_file": None,
        "reason": "HTTP 404 Not Found",
        **changes,
    }


def test_every_fetch_is_a_row_and_old_rows_are_kept(server: FeedServer, files: DataDir) -> None:
    server.on("/1", reply(body=b"<p>Two hurt.</p>"))
    url = server.on("/feed", conditional(rss(server.url("/1")), ETag='"a"'))
    configure(files, url)
    first = materialize(files)
    [event] = first.asset_materializations_for_node("fetched_feeds")
    counts = {name: value.value for name, value in event.metadata.items()}
    assert counts == {"row_count": 2, "feeds_fetched": 1, "pages_fetched": 1}
    before = rows(files)
    assert abs(before[0]["fetched_at"].replace(tzinfo=UTC) - datetime.now(UTC)).seconds < 60
    assert all((files.root / row["landed_file"]).is_file() for row in before)

    assert materialize(files).success
    assert rows(files)[:2] == before
    assert [(row["kind"], row["outcome"]) for row in rows(files)[2:]] == [("feed", "not_modified")]
    assert server.paths().count("/1") == 1


def test_a_feed_that_fails_fails_the_asset_and_keeps_the_others(
    server: FeedServer, files: DataDir
) -> None:
    good = server.on("/feed", reply(body=rss()))
    configure(files, server.url("/none"), good)
    result = materialize(files)
    assert not result.success
    [failure] = result.get_step_failure_events()
    told = failure.step_failure_data.user_failure_data
    assert told is not None
    assert told.description == (
        "1 of 2 feeds could not be fetched, or not with all their pages; what came is landed.\n"
        f"failed: {server.url('/none')}: HTTP 404 Not Found"
    )
    assert [row["outcome"] for row in rows(files)] == ["failed", "fetched"]


def test_a_killed_poll_keeps_the_rows_of_what_it_landed(
    server: FeedServer, files: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = ("/1", "/2", "/3")
    for path in paths:
        server.on(path, reply(body=path.encode()))
    url = server.on("/feed", conditional(rss(*map(server.url, paths)), ETag='"a"'))
    configure(files, url)
    write, written = landing._write, []

    def dies_at_the_third(file: Any, answer: Any, *about: Any) -> None:
        written.append(answer)
        if len(written) == 3:
            raise KeyboardInterrupt
        write(file, answer, *about)

    with monkeypatch.context() as patch:
        patch.setattr(landing, "_write", dies_at_the_third)
        result = runner.invoke(app, ["fetch", "--data-dir", str(files.root)])
    assert result.exit_code == 130
    landed = {str(path.relative_to(files.root)) for path in files.landed.rglob("*.warc.gz")}
    assert {row["landed_file"] for row in rows(files)} == landed
    assert len(landed) == 2

    assert runner.invoke(app, ["fetch", "--data-dir", str(files.root)]).exit_code == 0
    fetched = [row["address"] for row in rows(files) if row["outcome"] == "fetched"]
    assert sorted(fetched) == sorted([url, *map(server.url, paths)])
    assert server.paths().count("/1") == 1


def test_a_page_that_always_fails_is_given_up(files: DataDir) -> None:
    tries = [fetch_row("http://127.0.0.1/often", n) for n in range(MOST_TRIES)]
    with open_warehouse(files.warehouse) as connection:
        insert_rows(connection, "raw.feed_fetches", [*tries, fetch_row("http://127.0.0.1/once", 0)])
        assert feed_fetches._done_with(connection) == {"http://127.0.0.1/often"}


def test_validators_are_those_of_the_last_answer(files: DataDir) -> None:
    fetched = {"kind": "feed", "outcome": "fetched", "http_status": 200, "reason": None}
    url = "http://127.0.0.1/feed"
    with open_warehouse(files.warehouse) as connection:
        insert_rows(
            connection,
            "raw.feed_fetches",
            [
                fetch_row(url, 2, etag='"new"', landed_file="b", **fetched),
                fetch_row(url, 1, etag='"old"', landed_file="a", **fetched),
                fetch_row(url, 3, kind="feed"),
            ],
        )
        [last] = feed_fetches._last_answers(connection).values()
    assert (last.etag, last.landed_file) == ('"new"', "b")


def test_the_command_tells_every_feed_in_a_line(server: FeedServer, files: DataDir) -> None:
    server.on("/robots.txt", reply(body=b"User-agent: *\nDisallow: /2\n"))
    server.on("/1", reply(body=b"<p>Two hurt.</p>"))
    links = map(server.url, ("/1", "/2", "/3"))
    urls = [server.on("/a", reply(body=rss(*links))), server.on("/b", reply(500))]
    configure(files, *urls)
    result = runner.invoke(app, ["fetch", "--data-dir", str(files.root)])
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"fetched: {urls[0]}; 1 page fetched; 1 page refused by robots.txt; 1 page failed; "
        f"the first: {server.url('/3')}: HTTP 404 Not Found",
        f"failed: {urls[1]}: HTTP 500 Internal Server Error",
    ]


def test_the_command_ends_well_when_nothing_failed(server: FeedServer, files: DataDir) -> None:
    url = server.on("/feed", conditional(rss(), ETag='"a"'))
    configure(files, url)
    arguments = ["fetch", "--data-dir", str(files.root)]
    for told in (f"fetched: {url}\n", f"not modified: {url}\n"):
        result = runner.invoke(app, arguments)
        assert (result.exit_code, result.stdout) == (0, told)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("", "No feeds are set up. Name them in "),
        ("[feeds]\nurls = 3", "settings.toml: feeds.urls: "),
    ],
)
def test_the_command_says_how_feeds_are_set_up(files: DataDir, settings: str, message: str) -> None:
    files.settings.write_text(settings)
    result = runner.invoke(app, ["fetch", "--data-dir", str(files.root)])
    assert result.exit_code == 2
    assert message in result.stderr
    assert not files.warehouse.exists()


def test_the_command_does_not_fetch_while_a_run_writes(server: FeedServer, files: DataDir) -> None:
    configure(files, server.on("/feed", reply(body=rss())))
    with writer_lock(files.writer_lock):
        result = runner.invoke(app, ["fetch", "--data-dir", str(files.root)])
    assert result.exit_code == 1
    assert "is being written by process" in result.stderr
    assert server.asked == []


def test_the_default_job_needs_no_web(files: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    @dg.asset(key=dg.AssetKey(["marts", "toy"]))
    def toy() -> None: ...

    monkeypatch.setattr(definitions, "build_dbt_assets", lambda *arguments: toy)
    defs = definitions.build_defs(files.root)
    of_default = defs.resolve_job_def(definitions.JOB_NAME).asset_layer
    of_fetching = defs.resolve_job_def(definitions.FETCH_JOB_NAME).asset_layer
    assert FEED_FETCHES.key not in of_default.selected_asset_keys
    assert dg.AssetKey(["raw", "articles"]) in of_default.selected_asset_keys
    assert of_fetching.selected_asset_keys == {FEED_FETCHES.key}
    checks = {key.asset_key for key in of_fetching.asset_graph.asset_check_keys}
    assert FEED_FETCHES.key in checks
    assert defs.resolve_sensor_def("inbox_sensor").job_name == definitions.JOB_NAME
    assert defs.resolve_schedule_def("feed_schedule").job_name == definitions.FETCH_JOB_NAME


@pytest.fixture
def inbox(files: DataDir) -> Path:
    folder = files.root / "inbox"
    folder.mkdir()
    return folder


def tick(
    files: DataDir, inbox: Path, cursor: str | None, waiting: int = 0
) -> tuple[str | None, str | None, str]:
    """One tick: the run key, the cursor after it, and why there was no run.

    ``waiting``: files that the last run left to the next.
    """
    with dg.DagsterInstance.ephemeral() as instance:
        instance.report_runless_asset_event(
            dg.AssetMaterialization(ARTICLES.key, metadata={FILES_WAITING: waiting})
        )
        context = dg.build_sensor_context(
            cursor=cursor, resources={"inbox": Inbox(path=str(inbox))}, instance=instance
        )
        result = build_inbox_sensor("casualty_ledger", files, Automation())(context)
    assert isinstance(result, dg.SensorResult)
    [key] = [request.run_key for request in result.run_requests or []] or [None]
    reason = result.skip_reason.skip_message if result.skip_reason else ""
    return key, result.cursor or cursor, str(reason)


def test_files_are_read_when_they_have_come_to_rest_and_once(files: DataDir, inbox: Path) -> None:
    (inbox / "a.txt").write_text("Two")
    key, cursor, reason = tick(files, inbox, None)
    assert (key, reason[:18]) == (None, "Files have changed")
    (inbox / "a.txt").write_text("Two hurt.")
    key, cursor, _ = tick(files, inbox, cursor)
    assert key is None
    key, cursor, _ = tick(files, inbox, cursor)
    assert key is not None
    assert tick(files, inbox, cursor) == (None, cursor, "Nothing has changed since the last run")

    folder = files.landed / "feeds" / "2024-03-01"
    folder.mkdir(parents=True)
    (folder / ".1.warc.gz.part").write_text("x")
    assert tick(files, inbox, cursor)[2] == "Nothing has changed since the last run"
    (folder / "1.warc.gz").write_text("x")
    _, cursor, _ = tick(files, inbox, cursor)
    again, _, _ = tick(files, inbox, cursor)
    assert again not in (None, key)


@pytest.mark.parametrize("change", ["name", "size", "time", "gone"])
def test_every_change_of_a_file_is_seen(inbox: Path, change: str) -> None:
    path = inbox / "a" / "a.txt"
    path.parent.mkdir()
    path.write_text("Two")
    (inbox / "b.txt").write_text("x")
    before = digest_of_files([inbox])
    assert digest_of_files([inbox]) == before
    stat = path.stat()
    match change:
        case "name":
            path.rename(inbox / "a.txt")
        case "size":
            path.write_text("Three")
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        case "time":
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
        case "gone":
            path.unlink()
    assert digest_of_files([inbox]) != before


def test_a_missing_or_empty_inbox_says_so(files: DataDir, inbox: Path) -> None:
    (inbox / ".gitkeep").touch()
    assert tick(files, inbox, None) == (None, None, f"There are no files in {inbox}")
    missing = files.root / "nowhere"
    assert tick(files, missing, None) == (None, None, f"There is no folder {missing}")


def test_what_cannot_be_looked_at_does_not_stop_the_sensor(inbox: Path) -> None:
    (inbox / "gone.txt").symlink_to(inbox / "nowhere")
    (inbox / "a.txt").write_text("x")
    assert digest_of_files([inbox, inbox / "nowhere"]) is not None


def test_ten_thousand_files_are_looked_at_in_a_fraction_of_a_second(inbox: Path) -> None:
    for number in range(10_000):
        (inbox / f"{number}.txt").touch()
    started = time.process_time()
    assert digest_of_files([inbox]) is not None
    assert time.process_time() - started < 0.3  # 0.05 where it was written


def test_the_schedule_polls_where_there_are_feeds(files: DataDir) -> None:
    schedule = build_feed_schedule("fetch_feeds", files, Automation())
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
    skipped = schedule.evaluate_tick(dg.build_schedule_context())
    assert skipped.run_requests == []
    assert skipped.skip_message == f"No feeds are configured in {files.settings}"
    configure(files, "http://127.0.0.1/feed")
    [request] = schedule.evaluate_tick(dg.build_schedule_context()).run_requests or []
    assert request.run_key is None
    files.settings.write_text("[feeds]\nurls = 3")
    with pytest.raises(dg.DagsterError) as failed:
        schedule.evaluate_tick(dg.build_schedule_context())
    assert isinstance(failed.value.__cause__, SettingsError)


def test_a_full_inbox_is_read_in_parts_one_run_after_the_other(files: DataDir, inbox: Path) -> None:
    (inbox / "a.txt").write_text("Two hurt.")
    _, cursor, _ = tick(files, inbox, None)
    first, cursor, _ = tick(files, inbox, cursor)
    second, cursor, _ = tick(files, inbox, cursor, waiting=7)
    assert second is not None
    assert second != first
    assert tick(files, inbox, cursor, waiting=0)[0] is None


def test_what_starts_by_itself_is_off_until_the_settings_turn_it_on(
    files: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    def running() -> set[str]:
        defs = definitions.build_defs(files.root)
        started = (dg.DefaultSensorStatus.RUNNING, dg.DefaultScheduleStatus.RUNNING)
        automatic: list[Any] = [*(defs.sensors or ()), *(defs.schedules or ())]
        return {each.name for each in automatic if each.default_status in started}

    assert running() == set()
    files.settings.write_text(
        "[automation]\nnightly = true\ninbox = true\nfeeds = true\n"
        '[alert]\ncommand = ["mail", "-s", "ledger", "desk@news.example"]\n'
    )
    assert running() == {"nightly_schedule", "feed_schedule", "inbox_sensor", "failure_alert"}
