"""Commands of those who run it every night: settings, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from dagster_project.cli_options import FAILED, USAGE, DataDirOption, Format, print_csv, stop
from dagster_project.paths import DEFAULT_DATA_DIR, DataDir


def settings(
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Show every setting as it counts, and where it came from.

    The environment wins over settings.toml of the data directory, and that over the defaults:
    CASUALTY_LEDGER_PUBLISHING__KEEP_BUILDS=30 is keep_builds of the table [publishing]. Secrets are
    not shown. What each setting means is told in docs/operations.md.

    Ends with 0, or with 2 when a setting is wrong, and says which.

    Examples:

        casualty-ledger settings
        casualty-ledger settings --data-dir ~/ledger --format json
    """
    import json

    from dagster_project.settings import SettingsError, describe_settings

    path = DataDir(data_dir.resolve()).settings
    try:
        described = describe_settings(path)
    except (SettingsError, OSError) as error:
        stop(str(error), USAGE)
    rows = [{"setting": s.name, "value": s.value, "source": s.source} for s in described]
    if output is Format.CSV:
        print_csv(rows)
    elif output is Format.JSON:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print(f"# {path}{'' if path.exists() else ' (not there: nothing is set in a file)'}")
        width = max(len(row["setting"]) for row in rows)
        for row in rows:
            print(f"{row['setting']:<{width}}  {row['value']}  ({row['source']})")


def backup(
    destination: Annotated[
        Path,
        typer.Argument(help="The file to write, or a folder for it.", metavar="FILE|DIR"),
    ],
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
) -> None:
    """Write all that no run can make anew to one file.

    The warehouse, what was fetched, corrections, downloaded releases, settings and published
    builds; not the inbox and the logs. No run may be writing meanwhile.

    Ends with 0, or with 1 when no backup was written.

    Examples:

        casualty-ledger backup /backups
        casualty-ledger backup ledger.tar --data-dir ~/ledger
    """
    from dagster_project.backups import BackupError, back_up
    from dagster_project.migrations import WarehouseError

    try:
        made = back_up(DataDir(data_dir.resolve()), destination)
    except (BackupError, WarehouseError, OSError) as error:
        stop(str(error), FAILED)
    print(f"{made.path}: {made.files:,} files, {made.bytes / 1e6:,.1f} MB, schema {made.schema}")


def restore(
    source: Annotated[Path, typer.Argument(help="The file of a backup.", metavar="FILE")],
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
    replace: Annotated[
        bool, typer.Option("--replace", help="Move what is there now aside, and keep it.")
    ] = False,
) -> None:
    """Make a data directory what it was when a backup was made.

    The backup is checked first, file by file; where it is damaged, or of a newer version, nothing
    is changed. The next run goes on from there.

    Ends with 0, or with 1 when nothing was restored.

    Examples:

        casualty-ledger restore ledger.tar --data-dir ~/ledger-2
        casualty-ledger restore ledger.tar --replace
    """
    from dagster_project.backups import BackupError
    from dagster_project.backups import restore as restore_backup
    from dagster_project.migrations import WarehouseError

    try:
        made = restore_backup(source, DataDir(data_dir.resolve()), replace=replace)
    except (BackupError, WarehouseError, OSError) as error:
        stop(str(error), FAILED)
    print(f"{data_dir}: {made.files:,} files of {made.made_at:%Y-%m-%d %H:%M:%S} UTC")
    print("Go on with: casualty-ledger run")
