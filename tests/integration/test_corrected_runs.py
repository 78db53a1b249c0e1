"""Whole runs with corrections by people: figures by hand, and back again without the file."""

import io
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from rich.console import Console
from typer.testing import CliRunner
from whole_runs import TOY, query, run, tables, toy_extract

from dagster_project.cli import app
from dagster_project.corrections_report import unapplied_corrections
from dagster_project.linking import Relinked
from dagster_project.paths import PROJECT_ROOT, DataDir
from dagster_project.records import Article, IncidentReport
from dagster_project.resources import Extractor, Linker
from dagster_project.run import run_everything

pytestmark = pytest.mark.slow

HEADER = "correction_id;action;target_id;other_id;field;value;author;made_at;reason;"
WHO = "R. Haddad;2024-05-02;looked up;"


@pytest.fixture
def correct(data_dir: DataDir) -> Any:
    """Writes the corrections file, as a spreadsheet does, of lines that begin with their id."""

    def write(*lines: str) -> None:
        data_dir.corrections.mkdir(exist_ok=True)
        text = "\n".join([HEADER, *(f"{line};{WHO}" for line in lines), ";" * 9, ""])
        (data_dir.corrections / "desk.csv").write_bytes(text.encode("utf-8-sig"))

    return write


def ids(data_dir: DataDir) -> dict[int, tuple[str, str]]:
    """Report and incident by the number killed: each of the toy's reports tells another."""
    rows = query(
        data_dir.published_database,
        "select killed_best, report_id, incident_id from marts.incident_reports",
    )
    return {killed: (report, incident) for killed, report, incident in rows}


def months(data_dir: DataDir) -> list[tuple[Any, ...]]:
    return query(
        data_dir.published_database,
        """
        select
            strftime(month, '%Y-%m'), actor_id, role, admin1_code, incident_count,
            killed_low, killed_best, killed_high
        from marts.monthly_casualties_by_actor_region order by all
        """,
    )


def outcomes(data_dir: DataDir) -> dict[str, tuple[str, str | None, str | None]]:
    rows = query(
        data_dir.published_database,
        "select coalesce(correction_id, input_file || ':' || input_line), outcome, before_text, "
        "after_text from marts.corrections_applied",
    )
    return {name: (outcome, before, after) for name, outcome, before, after in rows}


def extracted(data_dir: DataDir) -> dict[str, Any]:
    """What corrections must never touch."""
    return {
        name: rows
        for name, rows in tables(data_dir).items()
        if name.startswith("raw.")
        and name.removeprefix("raw.")
        in ("articles", "incident_reports", "incident_links", "incident_ids", "input_files")
    }


def test_what_is_set_moves_the_figures_and_without_the_file_they_are_back(
    inbox: Path, data_dir: DataDir, correct: Any
) -> None:
    raw, before, known = extracted(data_dir), months(data_dir), ids(data_dir)
    correct(
        f"toll;set;{known[3][1]};;killed;8 (7 to 10)",
        f"who;set;{known[3][1]};;victims;Civilians",
        f"where;set;{known[5][1]};;place;SY-RA",
        f"when;set;{known[5][0]};;date;2024-03-02",
        f"out;exclude;{known[2][0]};;;",
        f"day;set;{known[4][1]};;date;2024-02",
        f"nobody;set;{known[4][1]};;perpetrator;unknown",
        f"same;set;{known[4][1]};;method;armed attack",
        f"dead;set;{known[2][1]};;killed;1",
        f"gone;set;inc-{0:016x};;killed;1",
        f"odd;set;{known[4][1]};;killed;many",
    )
    shown = run(inbox, data_dir)
    assert "corrections: 10; lines rejected: 1" in shown
    assert [line for _, line, _ in unapplied_corrections(data_dir)] == [11, 12]
    assert months(data_dir) == [
        ("2024-01", "civilians", "suffered", "SY-HI", 1, 7, 8, 10),
        ("2024-01", "islamic-state", "inflicted", "SY-HI", 1, 7, 8, 10),
        ("2024-02", "mil-syr", "suffered", "SY-HI", 1, 4, 4, 4),
        ("2024-02", "unknown", "inflicted", "SY-HI", 1, 4, 4, 4),
        ("2024-03", "islamic-state", "inflicted", "SY-RA", 1, 5, 5, 5),
        ("2024-03", "mil-syr", "suffered", "SY-RA", 1, 5, 5, 5),
    ]
    assert outcomes(data_dir) == {
        "toll": ("applied", "3", "8 (7 to 10)"),
        "who": ("applied", "mil-syr", "civilians"),
        "where": ("applied", "Homs, SY-HI, SYR", "SY-RA, SYR"),
        "when": (
            "applied",
            "2024-02-01 to 2024-02-01 (day)",
            "2024-03-02 to 2024-03-02 (day)",
        ),
        "out": ("applied", f"{known[2][1]}: 2 killed, 0 wounded", "excluded"),
        "day": ("applied", "unknown", "2024-02-01 to 2024-02-29 (month)"),
        "nobody": ("applied", "islamic-state", "unknown"),
        "same": ("no_effect", "armed_attack", "armed_attack"),
        "dead": ("no_effect", "2", "1"),
        "gone": ("not_found", None, None),
        "desk.csv:12": ("rejected", None, None),
    }
    assert extracted(data_dir) == raw
    assert query(
        data_dir.published_database,
        """
        select r.killed_best, r.is_excluded, r.correction_ids, i.is_corrected
        from marts.incident_reports as r
        left join marts.fct_incidents as i on r.incident_id = i.incident_id
        order by 1
        """,
    ) == [
        (2, True, ["out"], None),
        (3, False, ["toll", "who"], True),
        (4, False, ["day", "nobody", "same"], True),
        (5, False, ["where", "when"], True),
    ]
    assert query(
        data_dir.published_database,
        "select estimate_best, outcome, winning_best from marts.incident_estimates "
        "where measure = 'killed' and outcome != 'won'",
    ) == [(3, "corrected", 8)]
    assert query(
        data_dir.published_database,
        "select sum(killed_best)::integer from marts.incident_evidence",
    ) == [(14,)]
    checked = CliRunner().invoke(app, ["corrections", "--data-dir", str(data_dir.root)])
    assert checked.exit_code == 3
    assert "desk.csv:11  not_found  set inc-0000000000000000 killed to 1" in checked.output
    assert "desk.csv:12  rejected" in checked.output
    assert "'many' is not a figure" in checked.output
    (data_dir.corrections / "desk.csv").unlink()
    run(inbox, data_dir)
    assert (months(data_dir), outcomes(data_dir)) == (before, {})
    assert extracted(data_dir) == raw
    checked = CliRunner().invoke(app, ["corrections", "--data-dir", str(data_dir.root)])
    assert checked.exit_code == 0


@pytest.mark.long
def test_incidents_are_merged_and_split_and_ended_ids_followed(
    inbox: Path, data_dir: DataDir, correct: Any
) -> None:
    known = ids(data_dir)
    # The wire's 3 of 31 January and the 5 of 1 February are one: of two sources the newer is best.
    correct(
        f"one;merge;{known[3][1]};{known[5][1]};;",
        f"two;split;{known[4][0]};blast;;",
    )
    run(inbox, data_dir)
    assert months(data_dir) == [
        ("2024-02", "islamic-state", "inflicted", "SY-HI", 2, 5, 7, 7),
        ("2024-02", "mil-syr", "suffered", "SY-HI", 2, 5, 7, 7),
        (None, "islamic-state", "inflicted", "SY-HI", 1, 4, 4, 4),
        (None, "mil-syr", "suffered", "SY-HI", 1, 4, 4, 4),
    ]
    told = outcomes(data_dir)
    assert told["one"] == ("applied", known[3][1], known[5][1])
    # Nothing else is in the incident of the 4: its split gives it another id, and moves no figure.
    assert told["two"][:2] == ("no_effect", known[4][1])
    [(split_id,)] = query(
        data_dir.published_database,
        "select incident_id from marts.fct_incidents where killed_best = 4",
    )
    assert split_id == told["two"][2]

    def join_two_and_four(connection: duckdb.DuckDBPyConnection) -> Relinked:
        """Linking finds that the 2 and the 4 are one: an id ends."""
        connection.execute(
            """
            create or replace temp table linked_now as
            select
                report_id, report_id as link_group, 0::ubigint as columns_hash,
                if(
                    killed_best in (2, 4),
                    min(report_id) filter (where killed_best in (2, 4)) over (),
                    report_id
                ) as cluster
            from raw.incident_reports
            """
        )
        return Relinked(4, 4, 0)

    linker = Linker(join_two_and_four)
    correct(
        f"a;set;{known[2][1]};;killed;6",
        f"b;set;{known[4][1]};;wounded;9",
        f"same;merge;{known[2][1]};{known[4][1]};;",
    )
    run(inbox, data_dir, linker=linker)
    assert {name: told[0] for name, told in outcomes(data_dir).items()} == {
        "a": "applied",
        "b": "applied",
        "same": "no_effect",
    }
    assert query(
        data_dir.published_database,
        "select killed_low, killed_best, killed_high, wounded_best, report_count "
        "from marts.fct_incidents where report_count = 2",
    ) == [(6, 6, 6, 9, 2)]


@pytest.mark.long
def test_what_is_gone_is_told_from_what_never_was_however_long_it_is_gone(
    inbox: Path, data_dir: DataDir, correct: Any
) -> None:
    def without_two(article: Article) -> list[IncidentReport]:
        reports = [report for report in toy_extract(article) if report.killed_best != 2]
        for report in reports:
            report.extractor_version = "2"
        return reports

    report, incident = ids(data_dir)[2]
    lines = [f"report;set;{report};;killed;9", f"incident;set;{incident};;killed;9"]
    correct(*lines)
    run(inbox, data_dir)
    assert {o for o, *_ in outcomes(data_dir).values()} == {"applied", "overridden"}
    later = Extractor(TOY.name, "2", without_two)
    run(inbox, data_dir, extractor=later)
    assert {o for o, *_ in outcomes(data_dir).values()} == {"target_gone"}
    assert [why for _, _, why in unapplied_corrections(data_dir)] == [
        f"{report} is not there any more",
        f"{incident} is not there any more",
    ]
    assert sum(row[6] for row in months(data_dir) if row[2] == "suffered") == 12
    # The build before this one has not had the report either.
    [(quiet,)] = query(
        data_dir.warehouse, "select article_id from raw.articles where text = 'A quiet day.'"
    )
    correct(*lines, f"typo;exclude;{report}1;;;", f"quiet;exclude;{quiet};;;")
    run(inbox, data_dir, extractor=later)
    assert {name: told[0] for name, told in outcomes(data_dir).items()} == {
        "report": "target_gone",
        "incident": "target_gone",
        "typo": "not_found",
        "quiet": "no_effect",
    }
    assert f"nothing ever had the id {report}1" in {
        why for _, _, why in unapplied_corrections(data_dir)
    }


@pytest.mark.long
def test_the_example_of_the_docs_works_on_the_samples(tmp_path: Path) -> None:
    [example] = re.findall(
        r"```csv\n(.*?)```", (PROJECT_ROOT / "docs" / "corrections.md").read_text(), re.DOTALL
    )
    files = DataDir(tmp_path / "data")
    files.corrections.mkdir(parents=True)
    (files.corrections / "example.csv").write_text(example)
    run_everything(PROJECT_ROOT / "data" / "samples", files, Console(file=io.StringIO()))
    told = query(
        files.published_database,
        "select action, coalesce(field, ''), outcome, after_text from marts.corrections_applied "
        "order by input_line",
    )
    assert len(told) == len(example.splitlines()) - 1
    assert {row[:3] for row in told if row[2] != "applied"} == set()
    assert query(
        files.published_database,
        """
        select killed_low, killed_best, killed_high, report_count from marts.fct_incidents
        where incident_id = 'inc-65af18f8d3bee157'
        """,
    ) == [(7, 8, 9, 3)]
