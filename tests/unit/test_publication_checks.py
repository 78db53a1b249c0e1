"""What a build must be before it is read."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dagster_project.publishing.database_file import Content, content_of, write_parquet_files
from dagster_project.publishing.publication_checks import PublicationCheckError, check_publication
from dagster_project.warehouse import STORAGE_VERSION

MARTS = ("fct_incidents", "monthly_casualties_by_actor", "monthly_casualties_by_method")


class WrittenBuild:
    """A build of two incidents, one of them without a ceiling, and two roll-ups of them."""

    def __init__(self, folder: Path, storage_version: str) -> None:
        self.folder = folder
        self.connection = duckdb.connect(
            str(folder / "casualties.duckdb"),
            config={"storage_compatibility_version": storage_version},
        )
        self.connection.execute(
            """
            create schema marts;
            create table marts.fct_incidents (
                incident_id varchar, method varchar,
                killed_low integer, killed_best integer, killed_high integer,
                wounded_low integer, wounded_best integer, wounded_high integer
            );
            insert into marts.fct_incidents values
                ('one', 'clash', 2, 3, 4, 0, 0, 0), ('two', 'ied', 10, 12, null, 1, 1, 1);
            create table marts.monthly_casualties_by_method as
            select * exclude (incident_id) from marts.fct_incidents;
            create table marts.monthly_casualties_by_actor as
            select 'inflicted' as role, 12 as killed_low, 15 as killed_best,
                null::integer as killed_high, 1 as wounded_low, 1 as wounded_best, 1 as wounded_high
            union all
            select 'suffered', 12, 15, null, 1, 1, 1;
            """
        )
        write_parquet_files(self.connection, MARTS, folder)
        self.contents = {mart: content_of(self.connection, f"marts.{mart}") for mart in MARTS}

    def check(self) -> None:
        check_publication(self.connection, self.folder, self.contents)

    def complaint(self) -> str:
        with pytest.raises(PublicationCheckError) as failed:
            self.check()
        return str(failed.value)


@pytest.fixture
def build(tmp_path: Path) -> Iterator[WrittenBuild]:
    written = WrittenBuild(tmp_path, STORAGE_VERSION)
    yield written
    written.connection.close()


def test_a_whole_copy_that_adds_up_may_be_published(build: WrittenBuild) -> None:
    build.check()


def test_a_lost_row_is_told_with_its_table(build: WrittenBuild) -> None:
    build.contents["fct_incidents"] = Content(3, "0")
    assert build.complaint() == (
        "nothing was published, the last build stays: "
        "marts.fct_incidents has 2 rows of 3; fct_incidents.parquet has 2 rows of 3"
    )


def test_another_value_is_told_in_the_database_and_in_parquet(build: WrittenBuild) -> None:
    build.connection.execute(
        "update marts.fct_incidents set method = 'shelling' where incident_id = 'one'"
    )
    assert "marts.fct_incidents has other values than the warehouse" in build.complaint()
    assert "fct_incidents.parquet" not in build.complaint()


@pytest.mark.parametrize(
    ("role", "column", "value", "told"),
    [
        ("suffered", "killed_best", "14", "monthly_casualties_by_actor (suffered)"),
        ("inflicted", "wounded_low", "0", "monthly_casualties_by_actor (inflicted)"),
        ("inflicted", "killed_high", "99", "monthly_casualties_by_actor (inflicted)"),
    ],
)
def test_a_roll_up_that_does_not_add_up_is_told_with_its_role(
    role: str, column: str, value: str, told: str, build: WrittenBuild
) -> None:
    build.connection.execute(
        f"update marts.monthly_casualties_by_actor set {column} = {value} where role = '{role}'"
    )
    assert f"{told} adds up to" in build.complaint()


def test_a_file_that_older_programs_cannot_open_is_told(tmp_path: Path) -> None:
    build = WrittenBuild(tmp_path, "v1.5.0")
    try:
        assert "the database is of format v1.5.0" in build.complaint()
    finally:
        build.connection.close()
