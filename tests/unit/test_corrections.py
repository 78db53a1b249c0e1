"""Corrections by people: how files are read, what is taken, and what a rejection says."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from dagster_project.assets.corrections import load_corrections
from dagster_project.corrections import ReadCorrections, read_corrections
from dagster_project.corrections.validating import ACTIONS, ATTRIBUTIONS, METHODS
from dagster_project.corrections_report import check_corrections
from dagster_project.paths import EXPECTATIONS_DIR, PROJECT_ROOT, DataDir
from dagster_project.warehouse import open_warehouse, read_rows
from expectations.runner import load_suite

TODAY = date(2024, 6, 1)
HEADER = "action,target_id,other_id,field,value,author,made_at,reason"
WHO = "R. Haddad,2024-05-02,Hospital list"
INCIDENT = f"inc-{1:016x}"
OTHER = f"inc-{2:016x}"
ARTICLE = f"art-{1:020x}"
REPORT = f"{ARTICLE}#1"


def read(folder: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> Any:
    (folder / "desk.csv").write_bytes("\n".join([header, *lines, ""]).encode(encoding))
    return read_corrections(folder, TODAY)


def set_to(folder: Path, field: str, value: str, target: str = INCIDENT) -> dict[str, Any]:
    """What a value becomes: the columns that are given, without their prefix."""
    read_now = read(folder, f'set,{target},,{field},"{value}",{WHO}')
    assert read_now.rejected == []
    [correction] = read_now.corrections
    row = correction.to_row(1)
    return {
        name.removeprefix("set_"): value
        for name, value in row.items()
        if name.startswith("set_") and value is not None
    }


def why(folder: Path, line: str) -> str:
    """The reason why a line is rejected."""
    read_now = read(folder, line)
    assert read_now.corrections == []
    [rejected] = read_now.rejected
    assert (rejected.input_file, rejected.input_line) == ("desk.csv", 2)
    assert rejected.line_text == line
    return str(rejected.reason)


@pytest.mark.parametrize(
    ("value", "low", "best", "high"),
    [
        ("12", 12, 12, 12),
        ("0", 0, 0, 0),
        ("1,200", 1200, 1200, 1200),
        ("12 (10 to 15)", 10, 12, 15),
        ("12+", 12, 12, None),
        ("12 (10+)", 10, 12, None),
        ("10 to 15", 10, 10, 15),
    ],
)
def test_a_figure_is_written_as_the_command_prints_it(
    value: str, low: int, best: int, high: int | None, tmp_path: Path
) -> None:
    expected = {"low": low, "best": best} | ({} if high is None else {"high": high})
    assert set_to(tmp_path, "killed", value) == expected
    assert set_to(tmp_path, "wounded", value) == expected


@pytest.mark.parametrize(
    ("value", "start", "end", "precision"),
    [
        ("2024-01-03", "2024-01-03", "2024-01-03", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("2024-01-31 to 2024-02-01", "2024-01-31", "2024-02-01", "day"),
        ("2024-01-03 to 2024-01-09", "2024-01-03", "2024-01-09", "week"),
        ("2024-01-03 to 2024-01-10", "2024-01-03", "2024-01-10", "month"),
        ("2024-01-01 to 2024-02-01", "2024-01-01", "2024-02-01", "year"),
    ],
)
def test_a_date_is_a_day_a_month_a_year_or_a_range(
    value: str, start: str, end: str, precision: str, tmp_path: Path
) -> None:
    assert set_to(tmp_path, "date", value) == {
        "date_start": start,
        "date_end": end,
        "date_precision": precision,
    }


def test_unknown_is_a_value(tmp_path: Path) -> None:
    assert set_to(tmp_path, "date", "Unknown") == {"date_precision": "unknown"}
    assert set_to(tmp_path, "place", "unknown") == {"geo_precision": "unknown"}
    assert set_to(tmp_path, "perpetrator", "unknown") == {"status": "unknown"}


@pytest.mark.parametrize("name", ["islamic-state", "Islamic State", "ISIS", "isis", "Daesh"])
def test_an_actor_goes_by_id_name_or_alias(name: str, tmp_path: Path) -> None:
    assert set_to(tmp_path, "perpetrator", name) == {
        "actor": "Islamic State",
        "actor_id": "islamic-state",
        "status": "combatant",
    }


def test_state_forces_and_classes_are_actors_too(tmp_path: Path) -> None:
    assert set_to(tmp_path, "victims", "Military of Syria")["actor_id"] == "mil-syr"
    assert set_to(tmp_path, "victims", "civilians")["status"] == "civilian"


@pytest.mark.parametrize(
    ("value", "place", "code", "country", "precision"),
    [
        ("SY-HI", None, "SY-HI", "SYR", "admin1"),
        ("Homs", None, "SY-HI", "SYR", "admin1"),
        ("Homs, Syria", None, "SY-HI", "SYR", "admin1"),
        ("Syria", None, None, "SYR", "country"),
        ("SYR", None, None, "SYR", "country"),
        ("Palmyra, Syria", "Palmyra", "SY-HI", "SYR", "place"),
        ("Palmyra, Homs, Syria", "Palmyra", "SY-HI", "SYR", "place"),
        ("Palmyra, SY-HI", "Palmyra", "SY-HI", "SYR", "place"),
        ("Bir Nowhere, Homs, Syria", "Bir Nowhere", "SY-HI", "SYR", "admin1"),
    ],
)
def test_a_place_is_named_from_the_smallest_to_the_largest(
    value: str, place: str | None, code: str | None, country: str, precision: str, tmp_path: Path
) -> None:
    found = set_to(tmp_path, "place", value)
    assert (found.get("place"), found.get("admin1_code")) == (place, code)
    assert (found["country"], found["geo_precision"]) == (country, precision)
    assert (found.get("admin1") == "Homs") == (code is not None)
    assert ("latitude" in found) == (precision == "place" or (place is None and code is not None))


def test_words_of_the_codebook_are_taken_in_any_spelling(tmp_path: Path) -> None:
    assert set_to(tmp_path, "method", "Suicide bombing") == {"word": "suicide_bombing"}
    assert set_to(tmp_path, "attribution", "claimed", REPORT) == {"word": "claimed"}


def test_the_words_are_those_that_the_suite_of_the_reports_knows() -> None:
    suite = load_suite(EXPECTATIONS_DIR / "incident_reports.json")
    sets = {
        e["kwargs"]["column"]: e["kwargs"]["value_set"]
        for e in suite.expectations
        if "value_set" in e["kwargs"]
    }
    assert list(METHODS) == sets["method"]
    assert list(ATTRIBUTIONS) == sets["attribution"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"delete,{REPORT},,,,{WHO}", "action 'delete' is not known; it is one of exclude, merge"),
        (f"exclude,{REPORT},,,,,2024-05-02,why", "author is empty: who, when and why"),
        (f"exclude,{REPORT},,,,R. Haddad,,why", "made_at is empty: who, when and why"),
        (f"exclude,{REPORT},,,,R. Haddad,2024-05-02,", "reason is empty: who, when and why"),
        (f"exclude,{REPORT},,,,R. Haddad,02/05/2024,why", "made_at '02/05/2024' is not a day"),
        (f"exclude,{REPORT},,,,R. Haddad,2024-05-02 25:00,why", "is not a day or time"),
        (f"exclude,{REPORT},,,,R. Haddad,2024-06-03,why", "in the future"),
        (f"exclude,{INCIDENT},,,,{WHO}", "exclude takes a report"),
        (f"exclude,{REPORT},,killed,,{WHO}", "exclude takes no field and no value"),
        (f"exclude,{REPORT},{OTHER},,,{WHO}", "exclude takes no other_id"),
        (f"merge,{INCIDENT},,,,{WHO}", "merge takes an incident (inc- and 16 characters)"),
        (f"merge,{INCIDENT},{INCIDENT},,,{WHO}", "cannot be merged into itself"),
        (f"merge,{REPORT},{INCIDENT},,,{WHO}", f"target_id '{REPORT}' is none"),
        (f"split,{INCIDENT},,,,{WHO}", "split takes a report"),
        (f"set,,,killed,3,{WHO}", "target_id is empty"),
        (f"set,{INCIDENT},,dead,3,{WHO}", "field 'dead' is not known; it is one of killed"),
        (f"set,{INCIDENT},,,3,{WHO}", "field is empty; it is one of killed"),
        (f"set,{INCIDENT},,killed,,{WHO}", "value is empty: what is killed set to?"),
        (f"set,{INCIDENT},,killed,many,{WHO}", "'many' is not a figure: write 12"),
        (f"set,{INCIDENT},,killed,-3,{WHO}", "'-3' is not a figure"),
        (f"set,{INCIDENT},,killed,10-15,{WHO}", "'10-15' is not a figure"),
        (f"set,{INCIDENT},,killed,12 (13 to 15),{WHO}", "not in the order low, best, high"),
        (f"set,{INCIDENT},,killed,15 to 10,{WHO}", "not in the order low, best, high"),
        (f"set,{INCIDENT},,killed,2147483648,{WHO}", "more people than a table can hold"),
        (f"set,{INCIDENT},,date,31.01.2024,{WHO}", "'31.01.2024' is not a date: write 2024-01-31"),
        (f"set,{INCIDENT},,date,Jan-24,{WHO}", "'Jan-24' is not a date"),
        (f"set,{INCIDENT},,date,2024-02-30,{WHO}", "'2024-02-30' is not a day"),
        (f"set,{INCIDENT},,date,2024-06-03,{WHO}", "is in the future, or before 1800"),
        (f"set,{INCIDENT},,date,2024-01-09 to 2024-01-03,{WHO}", "ends before it begins"),
        (f"set,{INCIDENT},,method,magic,{WHO}", "method 'magic' is not known; it is one of"),
        (f"set,{INCIDENT},,perpetrator,Islamic Stat,{WHO}", "near it: Islamic State"),
        (f"set,{INCIDENT},,place,Narnia,{WHO}", "'Narnia' is not known as a country, region"),
        (f"set,{INCIDENT},,place,Palmyra,{WHO}", "'Palmyra' can be several places"),
        (f'set,{INCIDENT},,place,"Homs, ",{WHO}', "has an empty part between its commas"),
        (f'set,{INCIDENT},,place,"Nowhere, Syria",{WHO}', "needs its region"),
        (f"exclude,{REPORT},,,,R. Haddad,2024-05-02,bad, and worse", "needs quotation marks"),
    ],
)
def test_a_wrong_line_says_what_is_wrong(line: str, reason: str, tmp_path: Path) -> None:
    assert reason in why(tmp_path, line)


def test_a_wrong_line_takes_no_other_with_it(tmp_path: Path) -> None:
    done = read(
        tmp_path,
        f"exclude,{REPORT},,,,{WHO}",
        "nonsense",
        f'exclude,{ARTICLE},,,,R. Haddad,2024-05-03,"a reason\nover two lines"',
        f"exclude,{INCIDENT},,,,{WHO}",
    )
    assert [(c.input_line, c.target_kind) for c in done.corrections] == [
        (2, "report"),
        (4, "article"),
    ]
    assert [(r.input_line, r.line_text) for r in done.rejected] == [
        (3, "nonsense"),
        (6, f"exclude,{INCIDENT},,,,{WHO}"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_is_read_however_a_spreadsheet_saved_it(
    separator: str, encoding: str, tmp_path: Path
) -> None:
    header = separator.join([*HEADER.upper().replace("_", " ").split(","), "", ""])
    cells = ["Exclude ", f" {REPORT}", "", "", "", "Zoë", "2024-05-02", "why", "", ""]
    done = read(
        tmp_path,
        separator.join(cells) + "\r",
        separator * 9,
        "",
        header=f"sep={separator}\n{header}",
        encoding=encoding,
    )
    assert done.rejected == []
    [correction] = done.corrections
    assert (correction.action, correction.target_id, correction.author) == (
        "exclude",
        REPORT,
        "Zoë",
    )
    assert correction.input_line == 3


def test_a_file_that_cannot_be_read_is_told_whole(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes(f"{HEADER}\nexclude,{REPORT},,,,Zo\xeb".encode("latin-1"))
    (tmp_path / "short.csv").write_text("action,target_id\n")
    (tmp_path / "quote.csv").write_text(
        f'{HEADER}\nexclude,{REPORT},,,,{WHO}\nexclude,{ARTICLE},,,,"R. Haddad,2024-05-02,why\n'
    )
    (tmp_path / "twice.csv").write_text(f"{HEADER},reason\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "~$desk.csv").write_text("a lock of a spreadsheet")
    (tmp_path / "notes.txt").write_text("not a table")
    done = read_corrections(tmp_path, TODAY)
    assert [c.input_file for c in done.corrections] == ["quote.csv"]
    told = {r.input_file: (r.input_line, r.reason) for r in done.rejected}
    assert told.keys() == {"latin.csv", "short.csv", "quote.csv", "twice.csv"}
    assert told["latin.csv"][0] is None
    assert "save it as 'CSV UTF-8'" in told["latin.csv"][1]
    assert told["short.csv"][0] == 1
    assert "the header lacks other_id, field" in told["short.csv"][1]
    assert told["quote.csv"][0] == 3
    assert "a quotation mark is opened and not closed" in told["quote.csv"][1]
    assert "a column stands twice" in told["twice.csv"][1]


def test_no_folder_is_no_correction(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "nowhere", TODAY) == ReadCorrections()


def test_later_made_counts_as_later_then_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        f"{HEADER}\n"
        f"exclude,{ARTICLE}#1,,,,R,2024-05-02 10:00,why\n"
        f"exclude,{ARTICLE}#2,,,,R,2024-05-02,why\n"
    )
    (tmp_path / "b.csv").write_text(
        f"{HEADER}\n"
        f"exclude,{ARTICLE}#3,,,,R,2024-05-02,why\n"
        f"exclude,{ARTICLE}#4,,,,R,2024-05-02T09:59:59Z,why\n"
    )
    done = read_corrections(tmp_path, TODAY)
    assert [c.target_id[-1] for c in done.corrections] == ["2", "3", "4", "1"]
    assert done.corrections[-1].made_at == datetime(2024, 5, 2, 10)  # noqa: DTZ001 - as the table holds it


def test_an_id_is_given_or_made_of_the_content_and_stands_once(tmp_path: Path) -> None:
    header = f"correction_id,{HEADER}"
    lines = [f"desk-1,exclude,{REPORT},,,,{WHO}", f",exclude,{ARTICLE},,,,{WHO}"]
    first = read(tmp_path, *lines, header=header)
    moved = read(tmp_path, "", *reversed(lines), header=header)
    ids = {c.correction_id for c in first.corrections}
    assert {c.correction_id for c in moved.corrections} == ids
    assert "desk-1" in ids
    again = read(tmp_path, *lines, lines[1], f"desk-1,exclude,{ARTICLE}#2,,,,{WHO}", header=header)
    assert {c.correction_id for c in again.corrections} == ids
    assert [r.reason.partition(" stands")[2] for r in again.rejected] == [
        " already in desk.csv, line 3",
        " already in desk.csv, line 2",
    ]
    assert "is not one" in read(tmp_path, f"a b,{lines[1][1:]}", header=header).rejected[0].reason


def test_splits_of_one_label_make_one_incident(tmp_path: Path) -> None:
    done = read(
        tmp_path,
        f"split,{ARTICLE}#1,second blast,,,{WHO}",
        f"split,{ARTICLE}#2,second blast,,,{WHO}",
        f"split,{ARTICLE}#3,,,,{WHO}",
        f"split,{ARTICLE}#4,,,,{WHO}",
    )
    one, same, third, fourth = [c.new_incident_id for c in done.corrections]
    assert one == same
    assert len({one, third, fourth}) == 3


def test_every_line_of_the_docs_example_can_be_taken(tmp_path: Path) -> None:
    [example] = re.findall(
        r"```csv\n(.*?)```", (PROJECT_ROOT / "docs" / "corrections.md").read_text(), re.DOTALL
    )
    (tmp_path / "example.csv").write_text(example)
    done = read_corrections(tmp_path, date(2024, 7, 1))
    assert done.rejected == []
    assert {correction.action for correction in done.corrections} == set(ACTIONS)


def test_the_command_tells_of_lines_that_no_run_has_seen(tmp_path: Path) -> None:
    files = DataDir(tmp_path)
    assert check_corrections(files, TODAY) == []
    files.corrections.mkdir()
    read(files.corrections, f"exclude,{REPORT},,,,{WHO}", "nonsense")
    assert [(line.input_line, line.outcome) for line in check_corrections(files, TODAY)] == [
        (2, "new"),
        (3, "rejected"),
    ]


def test_the_tables_hold_what_the_files_hold_now(tmp_path: Path) -> None:
    folder = tmp_path / "corrections"
    folder.mkdir()
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        load_corrections(
            connection, read(folder, f"set,{INCIDENT},,date,2024-02,{WHO}", "nonsense")
        )
        [row] = read_rows(connection, "select * from raw.corrections")
        assert (row["set_date_end"], row["precedence"]) == (date(2024, 2, 29), 1)
        [rejected] = read_rows(connection, "select * from raw.rejected_corrections")
        assert (rejected["input_line"], rejected["line_text"]) == (3, "nonsense")
        load_corrections(connection, read_corrections(tmp_path / "nowhere", TODAY))
        assert read_rows(connection, "select * from raw.corrections") == []
        assert read_rows(connection, "select * from raw.rejected_corrections") == []
