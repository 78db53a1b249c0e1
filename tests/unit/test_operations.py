"""Failed runs are told, waiting runs wait, and each run is written down."""

import json
import logging
import os
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import patch

import dagster as dg
import duckdb
import pytest

from dagster_project import run_records
from dagster_project.alerts import send_alert
from dagster_project.freshness import build_news_check
from dagster_project.operating import Alert, Freshness
from dagster_project.paths import DataDir
from dagster_project.progress import JsonFormatter, put_aside
from dagster_project.resources import Warehouse
from dagster_project.warehouse import (
    WarehouseBusyError,
    open_warehouse,
    read_database,
    writer_lock,
)


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, Any]], list[int]]]:
    """A server that keeps what is posted: its address, what came, and what it answers."""
    posted: list[dict[str, Any]] = []
    status = [200]

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status[0])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    with patch.dict(os.environ, {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}):
        yield f"http://127.0.0.1:{server.server_address[1]}/s3cret", posted, status
    server.shutdown()
    server.server_close()


def test_a_webhook_gets_the_text_and_its_parts(hook: Any) -> None:
    address, posted, status = hook
    alert = Alert.model_validate({"webhook": address})
    assert send_alert(alert, "It failed", {"error": "dbt: one test"}) == []
    assert posted == [{"text": "It failed", "error": "dbt: one test"}]
    status[0] = 500
    assert send_alert(alert, "It failed", {}) == ["the webhook answered 500"]


def test_who_cannot_be_told_is_no_second_failure_and_no_leak() -> None:
    alert = Alert.model_validate({"webhook": "http://127.0.0.1:1/s3cret", "seconds": 2})
    with patch.dict(os.environ, {"NO_PROXY": "127.0.0.1"}):
        [problem] = send_alert(alert, "It failed", {})
    assert problem == "the webhook could not be reached: ConnectionError"


def test_a_command_gets_the_text_on_its_input(tmp_path: Path) -> None:
    write = f"import sys; open({str(tmp_path / 'told')!r}, 'w').write(sys.stdin.read())"
    alert = Alert.model_validate({"command": [sys.executable, "-c", write]})
    assert send_alert(alert, "It; failed $(now)", {}) == []
    assert (tmp_path / "told").read_text() == "It; failed $(now)"


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (["/no/such/program"], "/no/such/program could not be started: No such file"),
        ([sys.executable, "-c", "import sys; sys.exit('no mail')"], "ended with 1: no mail"),
        ([sys.executable, "-c", "import time; time.sleep(60)"], "took more than 0.3 s"),
    ],
)
def test_a_command_that_fails_is_told(command: list[str], problem: str) -> None:
    [told] = send_alert(Alert.model_validate({"command": command, "seconds": 0.3}), "text", {})
    assert problem in told


def test_a_writer_waits_for_another_and_says_for_whom(tmp_path: Path) -> None:
    lock, said, held, let_go = tmp_path / "lock", [], threading.Event(), threading.Event()

    def first() -> None:
        with writer_lock(lock):
            held.set()
            let_go.wait()

    other = threading.Thread(target=first)
    other.start()
    held.wait()

    def tell(text: str) -> None:
        said.append(text)
        let_go.set()

    with writer_lock(lock, wait_seconds=60, tell=tell):
        pass
    other.join()
    [text] = said
    assert f"is being written by process {os.getpid()}" in text
    assert "This run waits for it, 60 s at most." in text


def test_it_does_not_wait_for_ever(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path / "lock"),
        pytest.raises(WarehouseBusyError, match=f"process {os.getpid()}"),
        writer_lock(tmp_path / "lock", wait_seconds=0.01),
    ):
        pass


def recorded(files: DataDir, sql: str) -> list[tuple[Any, ...]]:
    with read_database(files.warehouse) as connection:
        return connection.execute(sql).fetchall()


def materialize(files: DataDir, *assets: dg.AssetsDefinition, fails: bool = False) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            list(assets),
            resources={"warehouse": Warehouse(data_dir=str(files.root))},
            instance=instance,
            raise_on_error=False,
        )
    assert result.success is not fails


@dg.asset
def counted(warehouse: Warehouse) -> dg.MaterializeResult[Any]:
    return dg.MaterializeResult(metadata={"dagster/row_count": 3, "files_waiting": 2})


@dg.asset(deps=[counted])
def failing(warehouse: Warehouse) -> None:
    raise OSError("the disk is full")


def test_each_run_and_its_steps_are_written_down(tmp_path: Path) -> None:
    files = DataDir(tmp_path)
    materialize(files, counted)
    materialize(files, counted, failing, fails=True)
    runs = "select outcome, error, files_waiting from ops.runs order by started_at"
    assert recorded(files, runs) == [
        ("succeeded", None, 2),
        ("failed", "OSError: the disk is full", 2),
    ]
    assert recorded(files, "select step, outcome, row_count from ops.run_steps order by all") == [
        ("counted", "succeeded", 3),
        ("counted", "succeeded", 3),
        ("failing", "failed", None),
    ]
    assert recorded(files, "select count(*) from ops.runs where seconds > 0") == [(2,)]


def test_that_it_cannot_be_written_down_fails_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(run_records, "record_end", full)
    files = DataDir(tmp_path)
    materialize(files, counted)
    assert recorded(files, "select outcome, ended_at from ops.runs") == [("running", None)]


@pytest.mark.parametrize(
    ("hours", "passed", "told"),
    [(1.0, True, "came 1.0 hours ago"), (100.0, False, "came 100.0 hours ago")],
)
def test_the_ui_says_when_news_stopped_coming(
    tmp_path: Path, hours: float, passed: bool, told: str
) -> None:
    files = DataDir(tmp_path)
    with open_warehouse(files.warehouse) as connection:
        add_article(connection, hours)
    check = build_news_check(Freshness())
    result = check(warehouse=Warehouse(data_dir=str(files.root)))
    assert isinstance(result, dg.AssetCheckResult)
    assert (result.passed, result.severity) == (passed, dg.AssetCheckSeverity.WARN)
    assert result.description == f"the newest of 1 articles {told}"


def add_article(connection: duckdb.DuckDBPyConnection, hours: float) -> None:
    connection.execute(
        "insert into raw.articles by name select 'art-1' as article_id, 'Two hurt.' as text, "
        "'a.txt' as input_file, (now() at time zone 'utc')::timestamp - to_seconds(? * 3600) "
        "as loaded_at",
        [hours],
    )


def test_lines_for_programs_are_json() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "a %s", ("message",), None)
    record.dagster_meta = {"run_id": "r", "step_key": "s", "orig_message": "näher"}
    record.created = 0.5
    assert json.loads(JsonFormatter().format(record)) == {
        "time": "1970-01-01T00:00:00.500+00:00",
        "level": "warning",
        "message": "näher",
        "run_id": "r",
        "step": "s",
    }


def test_logs_of_the_last_runs_are_kept(tmp_path: Path) -> None:
    log = tmp_path / "run.log"
    for night in range(5):
        put_aside(log, keep=3)
        log.write_text(f"night {night}")
        os.utime(log, (night, night))
    assert sorted(path.read_text() for path in tmp_path.iterdir()) == [
        "night 2",
        "night 3",
        "night 4",
    ]
