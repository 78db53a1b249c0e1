"""A build as files that people open: written aside, checked, and swapped in whole.

What belongs here: the order of these. What each file holds, and how folders are swapped, have
modules of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.paths import DataDir
from dagster_project.publishing.build_folders import BuildFolders
from dagster_project.publishing.configured import PublishingSettings
from dagster_project.publishing.csv_files import write_csv_files
from dagster_project.publishing.data_package import write_data_package
from dagster_project.publishing.database_file import write_database, write_parquet_files
from dagster_project.publishing.publication_checks import check_publication
from dagster_project.warehouse import read_database


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: the build, rows of each mart, and the monthly figures that moved.

    ``moved`` is in lines for people. ``retired``: builds whose files were removed.
    """

    build_id: str
    row_counts: dict[str, int]
    moved: str
    retired: Sequence[str]


def publish_build(
    data_dir: DataDir, marts: Sequence[str], settings: PublishingSettings | None = None
) -> Publication:
    """Publish the named tables of schema marts as the newest build.

    Only the one writer of the data directory may call this. Raises duckdb.CatalogException when a
    mart is missing, PublicationCheckError when the copy is not what it should be, OSError when it
    cannot be written; what was published before then stays as it is.
    """
    settings = settings or PublishingSettings()
    folders = BuildFolders(data_dir)
    with folders.aside() as aside:
        database = aside / data_dir.published_database.name
        written = write_database(data_dir.warehouse, marts, database, data_dir.published_database)
        parquet, csv = aside / data_dir.published_parquet.name, aside / data_dir.published_csv.name
        parquet.mkdir()
        csv.mkdir()
        with read_database(database) as connection:
            write_parquet_files(connection, marts, parquet)
            check_publication(connection, parquet, written.contents)
            write_csv_files(connection, csv)
            write_data_package(connection, aside, settings)
            _write_report(connection, aside / data_dir.published_report.parent.name)
        folders.swap_in(aside, written.build_id)
    retired = folders.retire(written.newest_builds, settings.keep_builds)
    for mart in marts:  # where they were before there were builds
        (data_dir.published / f"{mart}.parquet").unlink(missing_ok=True)
    counts = {mart: content.row_count for mart, content in written.contents.items()}
    return Publication(written.build_id, counts, written.moved, retired)


def _write_report(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    from dagster_project.publishing.report import write_report  # it draws: 2 s that readers save

    folder.mkdir()
    write_report(connection, folder / "index.html")
