"""CSV for spreadsheets: nulls, formulas, hashtags; and the description of all files."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import hxl
import pytest
from frictionless import Package
from pydantic import ValidationError

from dagster_project.paths import DBT_PROJECT_DIR
from dagster_project.publishing import csv_files
from dagster_project.publishing.configured import Licence, PublishingSettings
from dagster_project.publishing.csv_files import write_csv_files
from dagster_project.publishing.data_package import write_data_package
from dagster_project.publishing.hxl_tags import HXL_TAGS

HOSTILE = [
    "=HYPERLINK('http://evil.example','click')",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "\uff1d1",
    "'=already",
    'a "quoted", name\nover two lines',
    "",
    "Ahrar al-Sham",
    "5=5",
]


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published database of two tables, one of actors with hostile names."""
    monkeypatch.setattr(
        csv_files,
        "CSV_TABLES",
        {"dim_actors": ("actor_id",), "monthly_casualties_by_country": ("month", "country_code")},
    )
    connection = duckdb.connect()
    connection.execute(
        """
        create schema marts;
        create table marts.dim_actors (actor_id varchar, actor_name varchar);
        create table marts.monthly_casualties_by_country (
            month date, country_code varchar, killed_best bigint, killed_high bigint
        );
        insert into marts.monthly_casualties_by_country values
            ('2024-02-01', 'SYR', 7, null), ('2024-01-01', 'SYR', 0, 0), (null, 'IRQ', 3, 4);
        create table marts.builds as
        select 'b-0123456789ab' as build_id, true as is_current,
            '2024-03-01 05:06:07'::timestamp as built_at, 3 as article_count;
        create table marts.compare_ucdp_summary (country_code varchar);
        create table marts.dictionary as
        select table_name, column_index::integer as column_no, column_name,
            column_name in ('month', 'killed_high', 'actor_name') as is_nullable,
            'What ' || column_name || ' is.' as column_description,
            'Rows of ' || table_name || '.' as table_description
        from duckdb_columns() where schema_name = 'marts';
        """
    )
    connection.executemany(
        "insert into marts.dim_actors values (?, ?)",
        [(f"actor-{number:02}", name) for number, name in enumerate(HOSTILE)],
    )
    yield connection
    connection.close()


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_null_is_an_empty_cell_and_zero_is_a_figure(
    published: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    write_csv_files(published, tmp_path)
    assert rows(tmp_path / "monthly_casualties_by_country.csv") == [
        ["month", "country_code", "killed_best", "killed_high"],
        ["2024-01-01", "SYR", "0", "0"],
        ["2024-02-01", "SYR", "7", ""],
        ["", "IRQ", "3", "4"],
    ]


def test_a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe_and_can_be_had_back(
    published: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    write_csv_files(published, tmp_path)
    names = [name for _, name in rows(tmp_path / "dim_actors.csv")[1:]]
    assert [name.startswith("'") for name in names] == [True] * 8 + [False] * 4
    assert [name[1:] if name.startswith("'") else name for name in names] == HOSTILE


def test_numbers_below_zero_stay_numbers(
    published: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    published.execute("update marts.monthly_casualties_by_country set killed_best = -7")
    write_csv_files(published, tmp_path)
    assert {row[2] for row in rows(tmp_path / "monthly_casualties_by_country.csv")[1:]} == {"-7"}


def test_an_hxl_program_finds_the_figures_by_their_hashtags(
    published: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    write_csv_files(published, tmp_path)
    source = hxl.data(
        str(tmp_path / "monthly_casualties_by_country.hxl.csv"),
        hxl.InputOptions(allow_local=True),
    )
    syria = [row for row in source if row.get("#country+code") == "SYR"]
    assert sum(int(row.get("#affected+killed-low-high")) for row in syria) == 7
    assert [row.get("#date+month") for row in syria] == ["2024-01-01", "2024-02-01"]


def test_a_column_without_a_hashtag_is_an_error(
    published: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    published.execute("alter table marts.dim_actors add column not_tagged varchar")
    with pytest.raises(KeyError, match="not_tagged"):
        write_csv_files(published, tmp_path)


def test_no_two_columns_of_a_table_share_a_hashtag_and_what_hxl_wants_as_numbers_are() -> None:
    numbers = ("#affected", "#population")  # of HXL's default schema, which libhxl brings
    for table in csv_files.CSV_TABLES:
        model = (DBT_PROJECT_DIR / "models" / "marts" / f"{table}.yml").read_text(encoding="utf-8")
        columns = dict(re.findall(r"- name: (\w+)\n +description: .+\n +data_type: (\w+)", model))
        tags = [HXL_TAGS[name] for name in columns]
        assert len(set(tags)) == len(tags) > 0, table
        words = [HXL_TAGS[name] for name, kind in columns.items() if kind == "varchar"]
        assert not [tag for tag in words if tag.startswith(numbers)], table


@pytest.fixture
def build(published: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    """The folder of a build with its description."""
    (tmp_path / "csv").mkdir()
    (tmp_path / "parquet").mkdir()
    write_csv_files(published, tmp_path / "csv")
    published.table("marts.dim_actors").write_parquet(str(tmp_path / "parquet/dim_actors.parquet"))
    write_data_package(published, tmp_path, PublishingSettings())
    return tmp_path


def test_frictionless_finds_the_files_as_described(build: Path) -> None:
    package = Package.from_descriptor(str(build / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["name", "type", "message"])
    assert {resource.path for resource in package.resources} == {
        "csv/dim_actors.csv",
        "csv/dim_actors.hxl.csv",
        "csv/monthly_casualties_by_country.csv",
        "csv/monthly_casualties_by_country.hxl.csv",
        "parquet/dim_actors.parquet",
    }


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("SYR,7", "SYR,seven", "type-error"),
        ("SYR,0", ",0", "constraint-error"),
        ("2024-02-01,SYR", "2024-01-01,SYR", "primary-key"),
        ("SYR,7", "SYR,8", "hash-count"),
    ],
)
def test_frictionless_finds_what_was_changed(
    before: str, after: str, error: str, build: Path
) -> None:
    path = build / "csv" / "monthly_casualties_by_country.csv"
    path.write_text(path.read_text().replace(before, after, 1))
    report = Package.from_descriptor(str(build / "datapackage.json")).validate()
    assert error in {kind for [kind] in report.flatten(["type"])}


def test_the_description_has_the_dictionary_the_licence_and_the_build(build: Path) -> None:
    package = json.loads((build / "datapackage.json").read_text())
    assert package["build"]["build_id"] == "b-0123456789ab"
    assert package["licenses"] == [Licence().model_dump()]
    [months] = [r for r in package["resources"] if r["path"].endswith("by_country.csv")]
    assert months["description"] == "Rows of monthly_casualties_by_country."
    assert months["schema"]["fields"][0] == {
        "name": "month",
        "type": "date",
        "description": "What month is.",
    }


def test_ucdp_is_named_where_its_figures_are_passed_on(
    published: duckdb.DuckDBPyConnection, build: Path
) -> None:
    def sources() -> str:
        return str(json.loads((build / "datapackage.json").read_text())["sources"])

    assert "UCDP" not in sources()
    published.execute("insert into marts.compare_ucdp_summary values ('SYR')")
    (build / "datapackage.json").unlink()
    write_data_package(published, build, PublishingSettings())
    assert "UCDP GED (CC BY 4.0)" in sources()


def test_another_licence_is_said_and_a_misspelt_one_refused(
    published: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    settings = PublishingSettings.model_validate(
        {"licence": {"name": "ODbL-1.0", "title": None, "path": None}}
    )
    write_data_package(published, tmp_path, settings)
    assert json.loads((tmp_path / "datapackage.json").read_text())["licenses"] == [
        {"name": "ODbL-1.0"}
    ]
    with pytest.raises(ValidationError, match="nam"):
        PublishingSettings.model_validate({"licence": {"nam": "ODbL-1.0"}})
