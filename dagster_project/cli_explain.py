"""The command that leads from a figure to its sentences. Thin, as cli.py is."""

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from dagster_project.cli_options import (
    FAILED,
    USAGE,
    DataDirOption,
    Format,
    first_day,
    print_csv,
    stop,
)
from dagster_project.paths import DEFAULT_DATA_DIR, DataDir


class Role(StrEnum):
    """What the actor of a cell did, or what was done to its people."""

    INFLICTED = "inflicted"
    SUFFERED = "suffered"


class Status(StrEnum):
    """Who was hit."""

    CIVILIAN = "civilian"
    COMBATANT = "combatant"
    UNKNOWN = "unknown"


def explain(
    month: Annotated[
        str | None, typer.Option(metavar="MONTH", help="2022-03, or unknown: what has no month.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="An actor's id, name or alias: ISIS.")
    ] = None,
    actor_group: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A whole with all that belong to it: gov-syr."),
    ] = None,
    role: Annotated[Role, typer.Option(help="Of which figures.")] = Role.INFLICTED,
    region: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="A region or country, by name or code: Homs, SY-HI, Syria; SYR-unknown.",
        ),
    ] = None,
    method: Annotated[
        str | None, typer.Option(metavar="WORD", help="A method of the codebook: landmine.")
    ] = None,
    status: Annotated[Status | None, typer.Option(help="Victims of this status only.")] = None,
    incident: Annotated[
        str | None, typer.Option(metavar="ID", help="One incident, by its id: inc-...")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
) -> None:
    """Show what a published figure is made of: incidents, reports, articles and sentences.

    The options name a cell of any of the monthly tables, as their columns do. Under each incident
    stands what every source tells of it, also where it did not count and why, the sentences in
    which it was read, and what people corrected. Where there is no incident, it is said whether
    anybody looked. The same in SQL: `from evidence_of(month := '2022-03')` in casualties.duckdb;
    docs/drill-down.md.

    Ends with 0, also for a cell without incidents; 1 when nothing was published yet, 2 when the
    options are wrong or a name is not known.

    Examples:

        casualty-ledger explain --month 2022-03 --actor "Islamic State" --region Homs
        casualty-ledger explain --month 2024-02 --region Syria --role suffered --status civilian
        casualty-ledger explain --incident inc-0123456789abcdef --format json
    """
    from dagster_project.migrations import WarehouseError
    from dagster_project.publishing.drill_down import (
        Cell,
        NoMacrosError,
        UnknownCellError,
        evidence_rows,
        explain_cell,
    )
    from dagster_project.publishing.monthly import UnknownNameError

    cell = Cell(_month(month), actor, actor_group, role, region, method, status, incident)
    if cell == Cell(role=role):
        stop("Which figure? --month, --actor, --region, --incident, or several of them", USAGE)
    database = DataDir(data_dir).published_database
    again = "" if data_dir == DEFAULT_DATA_DIR else f" --data-dir {data_dir}"
    try:
        if form is Format.CSV:
            rows = evidence_rows(database, cell)
        else:
            explanation = explain_cell(database, cell)
    except FileNotFoundError as error:
        stop(f"{error} is not there yet. Make it first: casualty-ledger run{again}", FAILED)
    except NoMacrosError as error:
        stop(f"{error} is of an earlier version. Publish again: casualty-ledger run{again}", FAILED)
    except WarehouseError as error:
        stop(str(error), FAILED)
    except (UnknownNameError, UnknownCellError) as error:
        stop(str(error), USAGE)
    if form is Format.CSV:
        print_csv(rows)
    elif form is Format.JSON:
        from dataclasses import asdict

        json.dump(asdict(explanation), sys.stdout, indent=2, ensure_ascii=False, default=str)
        print()
    else:
        from dagster_project.explain_report import print_explanation
        from dagster_project.terminal import open_console

        print_explanation(open_console(), explanation)


def _month(given: str | None) -> str | None:
    """``YYYY-MM`` of a month or a day, or ``unknown``."""
    if given is not None and given.lower() == "unknown":
        return "unknown"
    day = first_day(given, "--month")
    return f"{day:%Y-%m}" if day else None
