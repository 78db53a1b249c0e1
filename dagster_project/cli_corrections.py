"""The command about people's corrections. Thin, as cli.py is."""

import typer

from dagster_project.cli_options import FAILED, DataDirOption, stop
from dagster_project.paths import DEFAULT_DATA_DIR, DataDir

SOME_WRONG = 3


def corrections(data_dir: DataDirOption = DEFAULT_DATA_DIR) -> None:
    """Check the corrections in corrections/*.csv of the data directory, without a run.

    Each line is shown with what the last run made of it: applied, no_effect (it was so already),
    overridden (another correction counts), target_gone (it was there once), not_found (it never
    was); or rejected, with what is wrong in it; or new, which the next `run` applies. How the files
    are written is told in docs/corrections.md.

    Ends with 0 when every line can be applied, 3 when some are rejected or have no target, 1 when
    the files cannot be read.

    Examples:

        casualty-ledger corrections
        casualty-ledger corrections --data-dir ~/ledger && casualty-ledger run --data-dir ~/ledger
    """
    from dagster_project.corrections_report import WRONG, check_corrections
    from dagster_project.migrations import WarehouseError
    from dagster_project.publishing.quality_parts import counted
    from dagster_project.terminal import open_console
    from dagster_project.warehouse import utc_now

    files = DataDir(data_dir.resolve())
    try:
        lines = check_corrections(files, utc_now().date())
    except (WarehouseError, OSError) as error:
        stop(str(error), FAILED)
    console = open_console()
    for line in lines:
        place = line.input_file + (f":{line.input_line}" if line.input_line else "")
        note = f"\n    {line.note}" if line.note else ""
        console.print(
            f"{place}  {line.outcome}  {line.what}{note}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    wrong = sum(line.outcome in WRONG for line in lines)
    console.print(
        f"{counted(len(lines), 'correction')} in {files.corrections}, {wrong} of them wrong"
        if lines
        else f"No corrections in {files.corrections}; docs/corrections.md says how to write them",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    if wrong:
        raise typer.Exit(SOME_WRONG)
