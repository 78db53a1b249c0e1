"""What the modules of commands share: options, how figures print, and how a command ends."""

import csv
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

FAILED = 1
USAGE = 2


class Format(StrEnum):
    """How a command prints."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


DataDirOption = Annotated[
    Path,
    typer.Option(
        "--data-dir",
        metavar="DIR",
        help="Where the warehouse and published/ are.",
        show_default="data/ of the project",
    ),
]


def stop(message: str, code: int) -> NoReturn:
    """End the command with a message on standard error."""
    print(message, file=sys.stderr)
    raise typer.Exit(code)


def first_day(month: str | None, option: str) -> date | None:
    """The first day of a month, or of a day's month, given as ``option``."""
    if month is None:
        return None
    try:
        day = date.fromisoformat(month if len(month) > len("2022-03") else f"{month}-01")
    except ValueError:
        raise typer.BadParameter(
            f"{month!r} is not a month like 2022-03", param_hint=option
        ) from None
    return day.replace(day=1)  # of a day its month: rows are months


def print_csv(rows: list[dict[str, Any]]) -> None:
    """Rows as CSV on standard output; a list's items stand in one cell, with spaces between."""
    if not rows:
        print("No row matches.", file=sys.stderr)
        return
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {name: " ".join(v) if isinstance(v, list) else v for name, v in row.items()}
        )
