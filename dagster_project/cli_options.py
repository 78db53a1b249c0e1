"""What the modules of commands share: options, and how a command ends with an error."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

FAILED = 1
USAGE = 2

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
