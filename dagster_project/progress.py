"""What a run in the terminal shows: one line a step; everything else goes to a log file."""

import logging
import time
from pathlib import Path
from typing import Any

import dagster as dg
from rich.console import Console
from rich.markup import escape

from dagster_project.checks import CHECK_NAME, CHECKED_TABLES, MEASURED_TABLE

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
    **{
        f"raw__{table}_{CHECK_NAME}": f"  check {table}"
        for table in (*CHECKED_TABLES, MEASURED_TABLE)
    },
}


class StepLines(logging.Handler):
    """Prints what each step said at its end, with its seconds."""

    def __init__(self, console: Console) -> None:
        super().__init__(logging.DEBUG)
        self._console = console
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
            case "ASSET_CHECK_EVALUATION" if step.endswith(CHECK_NAME):
                self._said = [event.event_specific_data.description or ""]
            case "STEP_SUCCESS":
                self._line(title, escape("; ".join(self._said)))
            case "STEP_FAILURE":
                self._line(title, "[bold red]failed[/bold red]")
            case "RUN_SUCCESS" | "RUN_FAILURE":
                self._status.stop()

    def _line(self, title: str, said: str) -> None:
        self._status.stop()
        seconds = time.monotonic() - self._started
        self._console.print(
            f"{title:<28} {seconds:5.1f} s   {said}", highlight=False, soft_wrap=True
        )


def terminal_loggers(console: Console, log_file: Path) -> dict[str, dg.LoggerDefinition]:
    """Loggers for `build_defs`: step lines on the console, the full record in ``log_file``."""

    def console_logger(init_context: dg.InitLoggerContext) -> logging.Logger:
        to_file = logging.FileHandler(log_file, encoding="utf-8")
        to_file.setLevel(logging.DEBUG)
        to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger = logging.Logger("casualty_ledger", logging.DEBUG)
        logger.addHandler(to_file)
        logger.addHandler(StepLines(console))
        return logger

    return {"console": dg.LoggerDefinition(console_logger)}
