"""From every cell of every monthly table to its sentences, on whole runs."""

import csv
import io
import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner
from whole_runs import query, run

from dagster_project.cli import app
from dagster_project.corrections.validating import METHODS
from dagster_project.paths import PROJECT_ROOT, DataDir
from dagster_project.publishing.drill_down import Cell, UnknownCellError, explain_cell
from dagster_project.warehouse import read_rows

pytestmark = pytest.mark.slow

# The columns that tell the cells of a table apart, each with the parameter that takes it.
CELLS = {
    "monthly_casualties_by_actor_region": {
        "actor_id": "actor",
        "role": "role",
        "country_code": "country",
        "admin1_code": "region",
    },
    "monthly_casualties_by_actor": {"actor_id": "actor", "role": "role"},
    "monthly_casualties_by_actor_group": {"actor_group_id": "actor_group", "role": "role"},
    "monthly_casualties_by_region": {"country_code": "country", "admin1_code": "region"},
    "monthly_casualties_by_country": {"country_code": "country"},
    "monthly_casualties_by_method": {"country_code": "country", "method": "method"},
    "monthly_casualties_by_status": {
        "actor_id": "actor",
        "role": "role",
        "country_code": "country",
        "status": "status",
    },
}
FIGURES = [f"{what}_{end}" for what in ("killed", "wounded") for end in ("low", "best", "high")]
SUMS = ", ".join(
    f"if(bool_or({name} is null), null, sum({name}))::integer as {name}" for name in FIGURES
)


@pytest.fixture(scope="module")
def published(samples: DataDir) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(samples.published_database), read_only=True) as connection:
        yield connection


def drilled(connection: duckdb.DuckDBPyConnection, macro: str, sql: str, **cell: Any) -> Any:
    named = ", ".join(f"{name} := ${name}" for name in cell)
    return read_rows(connection, f"select {sql} from {macro}({named})", cell)


def assert_every_cell_adds_up(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    cells = read_rows(connection, f"from marts.{table}")
    assert cells
    for cell in cells:
        asked = {parameter: cell[column] for column, parameter in CELLS[table].items()}
        asked["month"] = cell["month"] or "unknown"
        [found] = drilled(
            connection,
            "incidents_of",
            f"count(*) as incident_count, sum(report_count) as report_count, {SUMS}",
            **asked,
        )
        assert found == {name: cell[name] for name in found}, asked
        [told] = drilled(
            connection,
            "reports_of",
            "count(*) filter (where is_counted) as counted, count(distinct incident_id) as inc",
            **asked,
        )
        assert told["inc"] == cell["incident_count"], asked
        assert told["counted"] >= cell["incident_count"], asked
        [quoted] = drilled(
            connection,
            "evidence_of",
            "count(distinct incident_id) as inc, count(*) filter (where quote = '') as empty",
            **asked,
        )
        assert quoted == {"inc": cell["incident_count"], "empty": 0}, asked


@pytest.mark.parametrize("table", CELLS)
def test_the_incidents_of_every_cell_add_up_to_it(
    table: str, published: duckdb.DuckDBPyConnection
) -> None:
    assert_every_cell_adds_up(published, table)


@pytest.mark.parametrize("table", CELLS)
def test_they_do_with_reports_of_no_month_or_source(table: str, finished: DataDir) -> None:
    with duckdb.connect(str(finished.published_database), read_only=True) as connection:
        assert_every_cell_adds_up(connection, table)


def test_no_monthly_table_is_left_out(published: duckdb.DuckDBPyConnection) -> None:
    found = published.execute(
        "select table_name from duckdb_tables() where table_name like 'monthly_casualties_%'"
    ).fetchall()
    assert {name for (name,) in found} == set(CELLS)


def test_a_name_a_code_a_list_and_nothing_are_understood(
    published: duckdb.DuckDBPyConnection,
) -> None:
    def count(**cell: Any) -> int:
        [row] = drilled(published, "incidents_of", "count(*) as n", **cell)
        return int(row["n"])

    everything = count()
    assert everything == count(month=None, actor=None, region=None)
    assert count(actor="islamic STATE") == count(actor="islamic-state") > 0
    assert count(region="kirkuk") == count(region="IQ-KI") > 0
    assert count(region="Iraq") == count(region="IRQ") == count(country="iraq") > 0
    assert count(month="2024-01") == count(month="2024-01-17") > 0
    assert count(month=["2024-01", "unknown"]) == count(month="2024-01") + count(month="unknown")
    assert sum(count(method=method) for method in METHODS) == everything


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ({"actor": "Nobody Here"}, "No actor is called Nobody Here"),
        ({"actor_group": "pol-syr"}, "No actor group is called pol-syr"),
        ({"region": "Atlantis"}, "No region or country is called Atlantis"),
        ({"country": "Homs"}, "No country is called Homs"),
        ({"region": "Homs", "country": "Iraq"}, "No region or country is called Homs"),
        ({"method": "sorcery"}, "No method is called sorcery"),
        ({"status": "elf"}, "No status is called elf"),
        ({"incident": "inc-0"}, "No incident has the id inc-0"),
        ({"role": "both"}, "A role is inflicted or suffered, not both"),
        ({"month": "March"}, "invalid date"),
    ],
)
def test_what_is_no_name_is_an_error_and_no_zero(
    cell: dict[str, str], message: str, published: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(duckdb.Error, match=message):
        drilled(published, "incidents_of", "count(*)", **cell)


def test_the_macros_work_attached_under_any_name_once_it_is_used(samples: DataDir) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{samples.published_database}' as pub (read_only); use pub")
        rows = connection.execute("from evidence_of(region := 'Kirkuk')").fetchall()
        assert rows
        comments = connection.execute(
            "select function_name, comment from duckdb_functions() "
            "where database_name = 'pub' and function_type = 'table_macro'"
        ).fetchall()
    assert {name for name, _ in comments} >= {"incidents_of", "reports_of", "evidence_of"}
    assert all("One row per" in comment for _, comment in comments)


@pytest.mark.parametrize(
    "columns",
    [
        {"month": "month", "country": "country_code"},
        {"month": "month", "actor": "actor_id", "role": "role"},
        {"actor": "actor_id", "role": "role", "country": "country_code", "region": "admin1_code"},
    ],
)
def test_a_lateral_join_leads_where_each_cell_alone_does(
    published: duckdb.DuckDBPyConnection, columns: dict[str, str]
) -> None:
    names = ", ".join(columns.values())
    cells = f"select distinct {names} from marts.monthly_casualties_by_actor_region"
    call = ", ".join(f"{parameter} := cells.{name}" for parameter, name in columns.items())
    [(together,)] = published.execute(
        f"select count(*) from ({cells}) as cells, lateral incidents_of({call})"
    ).fetchall()
    alone = 0
    for cell in published.execute(cells).fetchall():
        given = dict(zip(columns, cell, strict=True))
        alone += drilled(published, "incidents_of", "count(*)::bigint as n", **given)[0]["n"]
    assert together == alone > 0


def blocks(fence: str) -> list[str]:
    """The fenced blocks of the page, of one language."""
    page = (PROJECT_ROOT / "docs" / "drill-down.md").read_text(encoding="utf-8")
    return [block.partition("\n```")[0] for block in page.split(f"```{fence}\n")[1:]]


def test_the_queries_of_the_page_find_something(published: duckdb.DuckDBPyConnection) -> None:
    statements = [each for block in blocks("sql") for each in block.split(";") if each.strip()]
    assert len(statements) > 5
    for statement in statements:
        assert published.execute(statement).fetchall(), statement


def test_the_commands_of_the_page_print_what_it_says(samples: DataDir) -> None:
    [commands] = [b for b in blocks("") if b.startswith("casualty-ledger explain")]
    first, *_ = [explain(samples, *shlex.split(line)[2:]) for line in commands.splitlines() if line]
    [printed] = [b for b in blocks("") if b.startswith("January 2024")]
    shown = " ".join(first.split())
    for part in printed.split("..."):
        assert " ".join(part.split()) in shown


def explain(data_dir: DataDir, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(
        app, ["explain", "--data-dir", str(data_dir.root), *arguments], env={"COLUMNS": "80"}
    )
    assert result.exit_code == code, result.output
    return result.output


def test_explain_shows_each_source_its_sentences_and_why_one_won(samples: DataDir) -> None:
    shown = explain(samples, "--month", "2024-01", "--actor", "ISIS", "--region", "Kirkuk")
    lines = [line.rstrip() for line in shown.splitlines()]
    assert lines[:2] == [
        "January 2024 - Islamic State - inflicted - Kirkuk, IRQ",
        "9 (6+) killed, 5 (5 to 9) wounded, in 1 incident",
    ]
    told = " ".join(shown.split())
    assert "Tigris Dispatch, 2024-01-17: 6 killed, 8 wounded [not counted: its source" in told
    assert "Baghdad Evening Ledger, 2024-01-17: 7+ killed, 9 wounded [older than" in told
    assert '"Roadside bomb kills six policemen on bus in Iraq\'s Hawija"' in told
    assert "      https://tigris-dispatch.example/hawija-toll" in lines
    assert "Why 9 killed: 1 of 2 sources that count tell it; Tigris Dispatch, 2024-01-18" in told
    assert "At least 6: Tigris Dispatch, 2024-01-18." in told
    assert "No ceiling: Baghdad Evening Ledger, 2024-01-17 gives none." in told


def test_explain_for_programs(samples: DataDir) -> None:
    cell = ("--month", "2024-01", "--actor", "ISIS")
    whole = json.loads(explain(samples, *cell, "--format", "json"))
    assert whole["figures"]["killed_best"] == 9
    assert whole["figures"]["killed_high"] is None
    [incident] = whole["incidents"]
    quotes = [quote["quote"] for report in incident["reports"] for quote in report["quotes"]]
    rows = list(csv.DictReader(io.StringIO(explain(samples, *cell, "--format", "csv"))))
    assert sorted(row["quote"] for row in rows) == sorted(quotes)


def test_explain_says_of_a_zero_whether_anybody_looked(samples: DataDir) -> None:
    nobody = explain(samples, "--month", "1999-01", "--region", "Syria")
    assert "Nobody looked: no article of 1999-01 is about it. This is no zero." in nobody
    [(month, country)] = query(
        samples.published_database,
        "select strftime(month, '%Y-%m'), country_code from marts.monthly_coverage_by_country "
        "where article_count > 0 order by all limit 1",
    )
    nothing = explain(samples, "--month", month, "--region", country, "--method", "chemical")
    assert "Somebody looked: a zero as far as these sources tell." in " ".join(nothing.split())


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Which figure?"),
        (["--month", "March"], 2, "'March' is not a month like 2022-03"),
        (["--actor", "Islamik State"], 2, "Near it: Islamic State"),
        (["--method", "sorcery"], 2, "No method is called sorcery"),
        (["--incident", "inc-0"], 2, "No incident has the id inc-0"),
    ],
)
def test_explain_tells_what_it_does_not_know(
    arguments: list[str], code: int, message: str, samples: DataDir
) -> None:
    assert message in " ".join(explain(samples, *arguments, code=code).split())


def test_what_people_corrected_is_in_the_trail(corrected: DataDir) -> None:
    [(report, incident)] = query(
        corrected.published_database,
        "select report_id, incident_id from marts.incident_reports where killed_best = 3",
    )
    shown = " ".join(explain(corrected, "--incident", incident).split())
    assert f"Corrected by R. Haddad, 2024-05-02: set {incident} killed: 3 -> 8 (7 to 10)" in shown
    assert "(hospital list)" in shown
    assert "8 (7 to 10) killed" in shown
    assert "3 killed, 0 wounded [killed: a person set another; wounded: won" in shown
    assert "Why 8 killed: set by R. Haddad, 2024-05-02: hospital list." in shown
    assert '"3 killed"' in shown
    rows = query(
        corrected.published_database,
        f"select report_id, correction_ids from reports_of(incident := '{incident}')",
    )
    assert rows == [(report, ["toll"])]


@pytest.mark.long
def test_of_an_incident_that_ended_it_is_told_where_its_reports_are(
    inbox: Path, data_dir: DataDir
) -> None:
    [(ended, kept)] = query(
        data_dir.published_database,
        "select min(incident_id) filter (where killed_best = 3), "
        "min(incident_id) filter (where killed_best = 5) from marts.fct_incidents",
    )
    data_dir.corrections.mkdir(exist_ok=True)
    (data_dir.corrections / "desk.csv").write_text(
        "correction_id,action,target_id,other_id,field,value,author,made_at,reason\n"
        f"one,merge,{ended},{kept},,,R. Haddad,2024-05-02,One convoy\n"
    )
    run(inbox, data_dir)
    told = explain(data_dir, "--incident", ended, code=2)
    assert f"{ended} has ended: its reports are in {kept} now" in told
    shown = " ".join(explain(data_dir, "--incident", kept).split())
    assert f"Corrected by R. Haddad, 2024-05-02: merge {ended} {kept}" in shown
    assert '"3 killed"' in shown
    assert '"5 killed"' in shown


def test_a_database_without_the_macros_is_told_to_be_published_again(data_dir: DataDir) -> None:
    with duckdb.connect(str(data_dir.published_database)) as connection:
        connection.execute("drop macro table incidents_of")
    assert "Publish again" in " ".join(explain(data_dir, "--month", "2024-01", code=1).split())


def test_a_word_that_is_no_cell_is_told_without_the_databases_own_words(samples: DataDir) -> None:
    with pytest.raises(UnknownCellError, match=r"^No status is called elf$"):
        explain_cell(samples.published_database, Cell(status="elf"))
