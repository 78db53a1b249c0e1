"""The command `casualty-ledger`. Thin: it reads options, calls, and prints.

Imports of heavy libraries stand inside the commands that need them, so that `extract` and `--help`
start at once.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dagster_project import cli_corrections, cli_explain, cli_operations, cli_quality
from dagster_project.cli_options import (
    FAILED,
    USAGE,
    DataDirOption,
    Format,
    first_day,
    print_csv,
)
from dagster_project.cli_options import stop as _stop
from dagster_project.extract_lines import extract_lines
from dagster_project.paths import DEFAULT_DATA_DIR, DataDir
from dagster_project.shown_estimates import shown_estimate

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from dagster_project.run import Review

SOME_REJECTED = 3

TABLE_ROWS = 100  # of the monthly table at the end of a run; `monthly` shows all
REVIEW_ROWS = 5  # of each list for review at the end of a run

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="""From news articles to monthly casualty figures, by actor and region.

Every figure is a low, best and high estimate, and every one leads back to the sentence it was read
in. Start with the samples:

    casualty-ledger run --inbox data/samples
    casualty-ledger monthly --actor islamic-state --since 2022-01
""",
)


@app.command()
def run(
    inbox: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder of articles: text, HTML, JSON and JSON lines, CSV, Parquet, RSS, Atom and "
            "WARC, also in .gz and .zip.",
            show_default="what the settings say, or inbox of the data directory",
        ),
    ] = None,
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
    wait: Annotated[
        float,
        typer.Option(
            min=0, metavar="SECONDS", help="How long to wait for another run that is writing."
        ),
    ] = 0,
) -> None:
    """Read new articles and bring every table and published file up to date.

    Running again changes nothing; a run that was killed is made good by the next one. What could
    not be read, was kept back by a check, or names an unknown actor is listed at the end.

    Ends with 0 when everything was published, 1 when something failed (what was published before
    then stays), 2 when the options or the settings are wrong. Of a failure those are told whom
    settings.toml names: docs/operations.md.

    Examples:

        casualty-ledger run
        casualty-ledger run --inbox ~/articles --data-dir ~/ledger
    """
    from dagster_project.alerts import send_alert
    from dagster_project.migrations import WarehouseError
    from dagster_project.run import RunFailedError, run_everything
    from dagster_project.settings import SettingsError, read_settings
    from dagster_project.terminal import open_console

    console = open_console()
    files = DataDir(data_dir.resolve())
    try:
        settings = read_settings(files.settings)
    except (SettingsError, OSError) as error:
        _stop(str(error), USAGE)
    folder = inbox or settings.inbox or files.root / "inbox"
    if not folder.is_dir():
        _stop(f"There is no folder {folder}. Name the folder of your articles: --inbox DIR", USAGE)
    console.print(f"[bold]{folder}[/bold] -> [bold]{files.published}[/bold]", soft_wrap=True)
    try:
        done = run_everything(folder.resolve(), files, console, wait_seconds=wait)
    except (RunFailedError, WarehouseError, OSError) as error:
        told = (
            f"\nHow every check ended: {files.quality_page}" if files.quality_page.exists() else ""
        )
        parts = {"job": "run", "data_dir": str(files.root), "error": str(error)}
        text = f"Casualty Ledger: the run in {files.root} failed: {error}"
        untold = "".join(f"\n{problem}" for problem in send_alert(settings.alert, text, parts))
        _stop(
            f"{error}\n\nNothing new was published. The full log: {files.logs}{told}{untold}",
            FAILED,
        )
    _print_results(console, files, done.review)
    console.print(f"\n{done.account}", soft_wrap=True)


@app.command()
def fetch(data_dir: DataDirOption = DEFAULT_DATA_DIR) -> None:
    """Fetch what is new in the feeds of settings.toml, and the pages they announce.

    Answers are kept as they came, in landed/feeds of the data directory, where `run` reads them.
    What was fetched before is not fetched again. How feeds are set up is told in docs/feeds.md.

    Ends with 0 when every feed was fetched or had not changed, 1 when one failed, or a page of it
    (the others are kept all the same), 2 when no feeds are set up.

    Examples:

        casualty-ledger fetch
        casualty-ledger fetch --data-dir ~/ledger && casualty-ledger run --data-dir ~/ledger
    """
    from dagster_project.feed_report import NoFeedsError, fetch_feeds
    from dagster_project.migrations import WarehouseError
    from dagster_project.settings import SettingsError
    from dagster_project.terminal import open_console

    try:
        is_complete = fetch_feeds(open_console(), DataDir(data_dir.resolve()))
    except (NoFeedsError, SettingsError) as error:
        _stop(str(error), USAGE)
    except (WarehouseError, OSError) as error:
        _stop(str(error), FAILED)
    if not is_complete:
        raise typer.Exit(FAILED)


@app.command()
def extract(
    articles: Annotated[
        Path,
        typer.Argument(
            metavar="ARTICLES.jsonl",
            help="One JSON object a line, with text, and if known article_id, title, "
            "published_at, source, url, language. A dash reads standard input.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write here.", show_default="standard output"),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(min=1, help="Processes that read articles.", show_default="all cores"),
    ] = os.cpu_count() or 1,
) -> None:
    """Read articles and write one JSON object per incident report, one a line.

    Needs no warehouse and keeps nothing. Reports come out as articles go in; article_id is the
    input's own, or made from the text when it gives none. A line that cannot be read is told on
    standard error with its number and reason, and passed over.

    Ends with 0 when every line was read, 3 when some were passed over, 1 when the file cannot be
    read or written.

    Examples:

        casualty-ledger extract articles.jsonl --output reports.jsonl
        head -1 articles.jsonl | casualty-ledger extract - | python3 -m json.tool --json-lines
    """
    is_standard_input = str(articles) == "-"
    name = "standard input" if is_standard_input else str(articles)
    if output is not None and output.exists() and articles.exists() and output.samefile(articles):
        _stop(f"{output} is the input itself; name another file with --output", USAGE)
    try:
        source = nullcontext(sys.stdin.buffer) if is_standard_input else articles.open("rb")
        target = (
            nullcontext(sys.stdout)
            if output is None
            else output.open("w", encoding="utf-8", newline="\n")
        )
        with source as lines, target as out, _line_counter() as progress:
            rejected = extract_lines(lines, name, out, workers=workers, progress=progress)
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: nothing to flush to
        raise typer.Exit(FAILED) from None
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}" if error.strerror else str(error), FAILED)
    if rejected:
        print(f"{rejected} lines of {name} were passed over", file=sys.stderr)
        raise typer.Exit(SOME_REJECTED)


@app.command()
def monthly(
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="An actor's id, name or alias: ISIS.")
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="A region or country, by name or code: Homs, SY-HI, Syria."
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="MONTH", help="From this month on: 2022-03. Leaves undated rows out."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
) -> None:
    """Show casualties by month, actor and region, from what was last published.

    "inflicted" is the toll of what an actor did, its own dead in it; "suffered" is what was done to
    its people. The two are never added. Figures read "best (low to high)"; "+" means that no source
    gives a ceiling.

    Examples:

        casualty-ledger monthly --actor islamic-state --since 2022-01
        casualty-ledger monthly --region Homs --format csv > homs.csv
    """
    from dagster_project.migrations import WarehouseError
    from dagster_project.publishing.monthly import MonthlyFilter, UnknownNameError, monthly_rows

    wanted = MonthlyFilter(actor=actor, region=region, since=first_day(since, "--since"))
    try:
        rows = monthly_rows(DataDir(data_dir).published_database, wanted)
    except FileNotFoundError as error:
        where = "" if data_dir == DEFAULT_DATA_DIR else f" --data-dir {data_dir}"
        _stop(f"{error} is not there yet. Make it first: casualty-ledger run{where}", FAILED)
    except UnknownNameError as error:
        _stop(str(error), USAGE)
    except WarehouseError as error:
        _stop(str(error), FAILED)
    if form is Format.JSON:
        json.dump(rows, sys.stdout, indent=2, ensure_ascii=False)
        print()
    elif form is Format.CSV:
        print_csv(rows)
    else:
        from dagster_project.terminal import open_console

        open_console().print(_monthly_table(rows) if rows else "No row matches.")


@app.command()
def linking(
    explain: Annotated[
        str, typer.Option("--explain", metavar="INCIDENT", help="The incident's id: inc-...")
    ],
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
) -> None:
    """Show why the reports of an incident were taken for one.

    For each report: what it says, and the pair that binds it strongest to the others, with the
    weight that each comparison adds to it (log2 of the odds; docs/linking.md). Each pair's picture,
    Splink's waterfall, is written to docs/linking/ of the data directory.

    Ends with 0, 1 when there is no warehouse or it is being written, 2 when no incident has the id.

    Examples:

        casualty-ledger linking --explain inc-0123456789abcdef
    """
    from dagster_project.linking.explanations import UnknownIncidentError
    from dagster_project.linking_report import print_explanation
    from dagster_project.migrations import WarehouseError
    from dagster_project.terminal import open_console

    try:
        print_explanation(open_console(), DataDir(data_dir.resolve()), explain)
    except FileNotFoundError as error:
        _stop(f"{error} is not there yet. Make it first: casualty-ledger run", FAILED)
    except UnknownIncidentError as error:
        _stop(str(error), USAGE)
    except (WarehouseError, OSError) as error:
        _stop(str(error), FAILED)


app.command()(cli_explain.explain)
app.command()(cli_corrections.corrections)
app.command()(cli_quality.requeue)
app.command()(cli_quality.accept_drift)
app.command()(cli_operations.settings)
app.command()(cli_operations.backup)
app.command()(cli_operations.restore)


def main() -> None:
    """Entry point of the installed command."""
    app(prog_name="casualty-ledger")


@contextmanager
def _line_counter() -> Iterator[Callable[[int], None] | None]:
    """A count of lines on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading ...") as status:
        yield lambda done: status.update(f"{done:,} lines read")


def _monthly_table(rows: list[dict[str, Any]]) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("month", "actor", "role", "region"):
        table.add_column(heading, no_wrap=heading in ("month", "role"))
    for heading in ("incidents", "killed", "wounded"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            row["month"] or "unknown",
            row["actor_name"],
            row["role"],
            f"{row['admin1_name']}, {row['country_code']}",
            str(row["incident_count"]),
            shown_estimate(row["killed_low"], row["killed_best"], row["killed_high"]),
            shown_estimate(row["wounded_low"], row["wounded_best"], row["wounded_high"]),
        )
    return table


def _print_results(console: "Console", files: DataDir, review: "Review") -> None:
    from dagster_project.corrections_report import unapplied_corrections
    from dagster_project.publishing.monthly import MonthlyFilter, monthly_rows
    from dagster_project.publishing.quality_parts import counted

    rows = monthly_rows(files.published_database, MonthlyFilter())
    console.print("\n[bold]Casualties by month, actor and region[/bold]")
    if not rows:
        console.print("No casualties yet: put articles into the inbox.")
    else:
        shown = rows[-TABLE_ROWS:]
        console.print(_monthly_table(shown))
        if len(shown) < len(rows):
            console.print(
                f"the last {len(shown)} of {len(rows)} rows; all: casualty-ledger monthly\n"
            )
    console.print("[bold]Published[/bold]")
    for path in sorted(files.published.iterdir()):
        if path.name.startswith(".") or path in (files.builds, files.current_build):
            continue
        page = path / "index.html"
        shown_path = page if page.exists() else f"{path}/" if path.is_dir() else path
        console.print(f"  {shown_path}", soft_wrap=True, highlight=False)
    unapplied = unapplied_corrections(files)
    if unapplied:
        _print_list(
            console,
            f"{counted(len(unapplied), 'correction')} could not be applied",
            f"marts.corrections_applied in {files.published_database}",
            [f"{file}{f':{line}' if line else ''}: {why}" for file, line, why in unapplied],
        )
    _print_list(
        console,
        f"{counted(len(review.rejected_inputs), 'input')} could not be read",
        f"raw.rejected_inputs in {files.warehouse}",
        [
            f"{file}{f':{line}' if line else ''}: {why}"
            for file, line, why in review.rejected_inputs
        ],
    )
    _print_list(
        console,
        f"{counted(len(review.quarantined_rows), 'row')} in quarantine",
        f"raw.quarantined_rows in {files.warehouse}",
        [
            f"{row}{f' ({where})' if where else ''}: {why}"
            for row, where, why in review.quarantined_rows
        ],
    )
    _print_list(
        console,
        f"{counted(len(review.unknown_actors), 'actor')} to review, not in the dictionary",
        f"marts.review_unknown_actors in {files.published_database}",
        [
            f"{actor} ({role}, {counted(count, 'report')})"
            for actor, role, count in review.unknown_actors
        ],
    )


def _print_list(console: "Console", title: str, where: str, lines: list[str]) -> None:
    console.print(f"\n[bold]{title}[/bold]" + (f": {where}" if lines else ""), soft_wrap=True)
    for line in lines[:REVIEW_ROWS]:
        console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
    if len(lines) > REVIEW_ROWS:
        console.print(f"  and {len(lines) - REVIEW_ROWS} more")


if __name__ == "__main__":
    main()
