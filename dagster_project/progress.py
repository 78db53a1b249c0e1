"""What a run in the terminal shows: one line a step; everything else goes to a log file."""

import json
import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
from rich.console import Console
from rich.markup import escape

from dagster_project.checks import CHECK_NAME, CHECKED_TABLES, MEASURED_TABLE
from dagster_project.freshness import NEWS_CHECK
from dagster_project.operating import Logging

RUN_LOG = "run.log"
# Steps by their names in Dagster -> what a reader of the terminal calls them.
STEP_TITLES = {
    "inbox_articles": "articles",
    "extracted_reports": "incident reports",
    "fingerprinted_articles": "fingerprints",
    "linked_incidents": "incidents",
    "peoples_corrections": "corrections",
    "loaded_references": "reference data",
    "named_build": "build",
    "dbt_build": "dbt build",
    "published__casualties": "published",
    "published__docs": "docs page",
    "published__quality": "quality page",
    "measured_run": "run measures",
    f"raw__articles_{NEWS_CHECK}": "  check for news",
    **{
        f"raw__{table}_{CHECK_NAME}": f"  check {table}"
        for table in (*CHECKED_TABLES, MEASURED_TABLE)
    },
}


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, message, run and step."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as such a line."""
        about: dict[str, Any] = getattr(record, "dagster_meta", {})
        return as_json_line(
            record.created,
            level=record.levelname.lower(),
            message=str(about.get("orig_message") or record.getMessage()),
            run_id=about.get("run_id"),
            step=about.get("step_key"),
        )


def as_json_line(time_of: float, **parts: Any) -> str:
    """A log line for programs; parts that are None are left out."""
    told = {name: value for name, value in parts.items() if value is not None}
    at = datetime.fromtimestamp(time_of, UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": at, **told}, ensure_ascii=False)


class StepLines(logging.Handler):
    """Prints what each step said at its end, with its seconds: for people, or as JSON."""

    def __init__(self, console: Console, *, is_json: bool = False) -> None:
        super().__init__(logging.DEBUG)
        self._console = console
        self._is_json = is_json
        self._started = 0.0
        self._said: list[str] = []
        self._status = console.status("")

    def emit(self, record: logging.LogRecord) -> None:
        """Take one of Dagster's log records: a message of a step, or an event of the run."""
        about: dict[str, Any] = getattr(record, "dagster_meta", {})
        event = about.get("dagster_event")
        if event is None:
            if record.levelno in (logging.INFO, logging.WARNING) and about.get("step_key"):
                said = str(about["orig_message"])
                self._said.append(said if record.levelno == logging.INFO else f"WARNING: {said}")
            return
        step = str(event.step_key)
        title = STEP_TITLES.get(step, step)
        match event.event_type_value:
            case "STEP_START":
                self._started, self._said = time.monotonic(), []
                self._status.update(f"{title} …")
                self._status.start()
            case "ASSET_CHECK_EVALUATION" if step.endswith((CHECK_NAME, NEWS_CHECK)):
                self._said = [event.event_specific_data.description or ""]
            case "STEP_SUCCESS":
                self._line(title, step, "succeeded")
            case "STEP_FAILURE":
                self._line(title, step, "failed")
            case "RUN_SUCCESS" | "RUN_FAILURE":
                self._status.stop()

    def _line(self, title: str, step: str, outcome: str) -> None:
        self._status.stop()
        seconds, said = time.monotonic() - self._started, "; ".join(self._said)
        if self._is_json:
            line = as_json_line(
                time.time(), step=step, outcome=outcome, seconds=round(seconds, 3), said=said
            )
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)
            return
        told = "[bold red]failed[/bold red]" if outcome == "failed" else escape(said)
        self._console.print(
            f"{title:<28} {seconds:5.1f} s   {told}", highlight=False, soft_wrap=True
        )


def terminal_loggers(
    console: Console, logs: Path, settings: Logging
) -> dict[str, dg.LoggerDefinition]:
    """Loggers for `build_defs`: step lines on the console, the full record in run.log of ``logs``.

    The log of the run before is kept beside it, and so are some before that.
    """
    is_json = settings.format == "json"

    def console_logger(init_context: dg.InitLoggerContext) -> logging.Logger:
        log_file = logs / RUN_LOG
        put_aside(log_file, settings.keep_runs)
        to_file = logging.FileHandler(log_file, encoding="utf-8")
        to_file.setLevel(logging.DEBUG)
        to_file.setFormatter(
            JsonFormatter()
            if is_json
            else logging.Formatter("%(asctime)s %(levelname)s %(message)s")
        )
        logger = logging.Logger("casualty_ledger", logging.DEBUG)
        logger.addHandler(to_file)
        logger.addHandler(StepLines(console, is_json=is_json))
        return logger

    return {"console": dg.LoggerDefinition(console_logger)}


def put_aside(log_file: Path, keep: int) -> None:
    """Name the last run's log after its end; ``keep`` stay, this run's among them."""
    if log_file.exists():
        ended = datetime.fromtimestamp(log_file.stat().st_mtime, UTC)
        log_file.rename(log_file.with_name(f"{log_file.stem}-{ended:%Y%m%dT%H%M%S.%fZ}.log"))
    earlier = sorted(log_file.parent.glob(f"{log_file.stem}-*.log"))
    for old in earlier[: max(0, len(earlier) - (keep - 1))]:
        old.unlink()
