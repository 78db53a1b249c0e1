"""Whether analysts in Apache Superset are served, and left in peace, while runs publish.

    make test-bi

Superset is installed in an environment of its own beside this file (pinned, kept between calls),
and set up in a temporary folder, on this machine alone. It connects to a published build as
docs/connect.md says, and is asked without a pause while two more builds are published; every
figure it gives is held against what the project's own DuckDB reads. A browser loads the dashboard
before, meanwhile and after, and asks no other host. Two pictures and Superset's log are left in
``output`` beside this file. Ends with 1 where anything is otherwise.
"""

import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from constant_questions import Question, asked_constantly
from killed_dashboard import MART, KilledDashboard, make_dashboard
from ledger_runs import LATER, ONE_ROW, LedgerRuns, Monthly
from pinned_environment import pinned_environment
from superset_api import SupersetApi, connection
from superset_browser import PIXEL_HOST, DashboardPage, browser, missing
from superset_server import ADMIN, Superset

HERE = Path(__file__).resolve().parent
OUTPUT = HERE / "output"
# Fewer would be bars of fewer actors than the samples have in these months (sixteen).
LEAST_COLOURS = 10
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What a user of SQL Lab must not be able to do with the connection, and what stops it.
REFUSED = {
    "select * from read_text('/etc/hostname')": "file system operations are disabled",
    "attach '/tmp/other.duckdb' as other": "file system operations are disabled",
    "set enable_external_access = true": "the configuration has been locked",
    "create table marts.notes as select 1 as one": "read-only mode",
}


@contextmanager
def step(name: str) -> Iterator[list[str]]:
    """Print how a step ended, with its seconds and what it has put on its list."""
    began = time.monotonic()
    notes: list[str] = []
    outcome = "FAILED"
    try:
        yield notes
        outcome = "ok"
    finally:
        told = f": {'; '.join(notes)}" if notes else ""
        print(f"{outcome:6} {time.monotonic() - began:6.1f} s  {name}{told}", flush=True)


def expect(actual: object, expected: object, what: str) -> None:
    """Raise RuntimeError where two values that have to be the same are not."""
    if actual != expected:
        raise RuntimeError(f"{what}: {actual}, not {expected}")


def monthly(api: SupersetApi, dashboard: KilledDashboard) -> Monthly:
    """The figures of the chart, as Superset gives them to a page."""
    [answer] = api.post("chart/data", dashboard.monthly_query)["result"]
    return {
        (f"{datetime.fromtimestamp(row['month'] / 1000, UTC):%Y-%m}", row["actor_name"]): int(
            row["killed"]
        )
        for row in answer["data"]
    }


def connect(api: SupersetApi, runs: LedgerRuns, build_id: str) -> int:
    """Connect Superset to what is published, try the connection, and give its id."""
    database = connection(runs.published)
    api.post("database/test_connection/", database)
    # -1: no chart is answered from Superset's cache, so that the next look shows the new build.
    settings = {"cache_timeout": -1, "expose_in_sqllab": True}
    database_id = int(api.post("database/", database | settings)["id"])
    expect(set(api.tables(database_id, "marts")), runs.tables(build_id), "tables of marts")
    return database_id


def refuse(api: SupersetApi, database_id: int) -> None:
    """Try what the connection has to refuse; raises RuntimeError where it does not."""
    # Superset refuses to write by itself unless told otherwise; here the connection has to do it.
    api.put(f"database/{database_id}", {"allow_dml": True})
    for statement, reason in REFUSED.items():
        try:
            rows = api.query(database_id, statement)
        except RuntimeError as refusal:
            if reason not in str(refusal):
                raise
        else:
            raise RuntimeError(f"{statement!r} was not refused, but gave {rows}")
    api.put(f"database/{database_id}", {"allow_dml": False})


def publish_while_asked(
    apis: list[SupersetApi],
    page: DashboardPage,
    runs: LedgerRuns,
    database_id: int,
    dashboard: KilledDashboard,
) -> str:
    """Publish the later articles while six askers go on asking; what they were answered.

    After each publication the next answer has to be of the new build, with the one figure raised
    that the article raises.
    """
    asking, *asked = apis
    sql_lab, sql_lab_2, chart, chart_2, tables = asked
    questions = [
        Question("SQL Lab", lambda: sql_lab.query(database_id, ONE_ROW), lambda b: [runs.row(b)]),
        Question(
            "SQL Lab 2", lambda: sql_lab_2.query(database_id, ONE_ROW), lambda b: [runs.row(b)]
        ),
        Question("chart", lambda: monthly(chart, dashboard), runs.monthly),
        Question("chart 2", lambda: monthly(chart_2, dashboard), runs.monthly),
        Question("tables", lambda: set(tables.tables(database_id, "marts")), runs.tables),
        Question("browser", page.reloaded_figures, runs.by_actor),
    ]
    builds = [runs.current()]
    with asked_constantly(questions, runs.current) as answers:
        for article, (month, actor, more) in LATER:
            before = runs.monthly(builds[-1])
            builds.append(runs.publish_also(article))
            cell = (month, actor)
            expected = before | {cell: before.get(cell, 0) + more}
            expect(monthly(asking, dashboard), expected, "the chart's next answer")
            [row] = asking.query(database_id, ONE_ROW)
            expect(row["build_id"], builds[-1], "the next build in SQL Lab")
    if faults := answers.faults(builds):
        raise RuntimeError(f"{len(faults)} faults, the first: " + "\n".join(faults[:5]))
    counts = ", ".join(f"{name} {count}" for name, count in answers.counts().items())
    return f"{counts} answers; 0 errors; {' -> '.join(builds)}"


def check(folder: Path) -> None:
    """All steps, in a folder that is empty. Raises where one fails."""
    with step("environment with Superset") as notes:
        programs = pinned_environment(HERE / "requirements.txt", HERE / ".environment")
        notes.append(str(programs.parent.relative_to(Path.cwd())))
    home = folder / "superset"
    home.mkdir()
    runs, superset = LedgerRuns(folder), Superset(programs, home)
    with step("samples published"):
        build_id = runs.publish_samples()
    with step("Superset set up"):
        superset.set_up()
    with ExitStack() as session:
        session.callback(shutil.copy, superset.log, OUTPUT)
        with step("Superset started"):
            address = session.enter_context(superset.serving())
            apis = [SupersetApi(address, ADMIN, superset.password) for _ in range(6)]
            api = apis[0]
        with step("connected read-only, tables of marts listed"):
            database_id = connect(api, runs, build_id)
        with step("a query in SQL Lab") as notes:
            expect(api.query(database_id, ONE_ROW), [runs.row(build_id)], "the answer")
            notes.append(f"of {build_id}")
        with step("files, other databases and writing refused"):
            refuse(api, database_id)
        with step("dataset, charts and dashboard made"):
            dataset = {"database": database_id, "schema": "marts", "table_name": MART}
            dashboard = make_dashboard(api, int(api.post("dataset/", dataset)["id"]))
            expect(monthly(api, dashboard), runs.monthly(build_id), "the chart")
        with step("dashboard in the browser") as notes:
            driver = session.enter_context(browser(home))
            page = DashboardPage(driver, address, dashboard.dashboard_id)
            page.log_in(ADMIN, superset.password)
            page.open()
            page.wait_for(runs.by_actor(build_id), LEAST_COLOURS)
            page.screenshot(OUTPUT / "before.png")
            notes.append(f"{len(page.figures())} actors as DuckDB has them")
        with step("two builds published meanwhile") as notes:
            notes.append(publish_while_asked(apis, page, runs, database_id, dashboard))
        with step("dashboard refreshed in the browser"):
            page.press_refresh()
            page.wait_for(runs.by_actor(runs.current()), LEAST_COLOURS)
            page.screenshot(OUTPUT / "after.png")
        with step("browser's console and requests") as notes:
            expect(page.complaints(), [], "errors in the browser's console")
            asked, forbidden = page.foreign_hosts()
            expect(asked, set(), "other hosts that Superset's pages asked")
            expect(forbidden, {PIXEL_HOST}, "other hosts that their policy kept them from")
            notes.append(f"no other host asked, {PIXEL_HOST} forbidden")
    with step("logs"):
        said = superset.log.read_text(errors="replace")
        for never in ("Could not set lock", "REFUSED: ", "different configuration"):
            expect([line for line in said.splitlines() if never in line], [], "Superset's log")


def interrupted(number: int, frame: FrameType | None) -> None:
    """End so that every block is left in order, which a second signal must not cut short."""
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> int:
    """Run all steps in a temporary folder, and tell what they took."""
    if lacking := missing():
        print(
            f"Missing: {', '.join(lacking)}. In Debian: apt-get install chromium chromium-driver",
            file=sys.stderr,
        )
        return 2
    for number in ENDING:
        signal.signal(number, interrupted)
    OUTPUT.mkdir(exist_ok=True)
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="test-bi-", ignore_cleanup_errors=True) as folder:
            check(Path(folder).resolve())
    except KeyboardInterrupt:
        print("Interrupted; everything that was started has been stopped.", file=sys.stderr)
        return 130
    except Exception as error:
        print(error, file=sys.stderr)
        return 1
    print(f"all as it should be, after {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
