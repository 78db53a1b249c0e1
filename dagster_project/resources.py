"""What the assets are given: the inbox, the warehouse, the extractor, the linker, and dbt."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
import duckdb

from dagster_project import warehouse
from dagster_project.paths import DataDir
from dagster_project.records import Article, IncidentReport
from dagster_project.run_records import recorded_run
from dagster_project.settings import Settings, read_settings

if TYPE_CHECKING:
    from dagster_project.linking import Relinked


class Inbox(dg.ConfigurableResource):  # type: ignore[type-arg] # generic only for its own resource values
    """The folder that articles are read from."""

    path: str

    def folders(self, files: DataDir) -> dict[str, Path]:
        """The folders to read by the prefix of their files' names: this one, and what was fetched.

        What was fetched stands in the data directory, and may be nothing.
        """
        fetched = {"landed/": files.landed} if files.landed.is_dir() else {}
        return {"": Path(self.path), **fetched}


class Warehouse(dg.ConfigurableResource):  # type: ignore[type-arg] # as above
    """The data directory with its warehouse. A run that uses it is its only writer throughout."""

    data_dir: str
    is_locked: bool = False  # the process that starts the run holds the writer's lock already

    @property
    def files(self) -> DataDir:
        """The files of the data directory."""
        return DataDir(Path(self.data_dir))

    def settings(self) -> Settings:
        """The settings of the data directory. Raises SettingsError."""
        return read_settings(self.files.settings)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Warehouse"]:
        """Hold the writer's lock for as long as the run lasts, and write down how it went."""
        tell = context.log.info if context.log is not None else None
        lock = (
            nullcontext()
            if self.is_locked
            else warehouse.writer_lock(
                self.files.writer_lock, self.settings().run.wait_seconds, tell
            )
        )
        with lock, recorded_run(self.files, context):
            yield self

    def open(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A connection that can write; close it before anything else opens the file."""
        return warehouse.open_warehouse(self.files.warehouse)


@dataclass(frozen=True, slots=True)
class Extractor:
    """A program that reads articles. A new ``version`` makes every article be read again.

    ``countries`` tells which countries an article is about, as ISO 3166-1 alpha-3, also where there
    is nothing to extract.
    """

    name: str
    version: str
    extract: Callable[[Article], Sequence[IncidentReport]]
    countries: Callable[[Article], Sequence[str]] = lambda article: ()


def default_extractor() -> Extractor:
    """The project's own rules."""
    from dagster_project import extraction

    return Extractor(
        extraction.EXTRACTOR,
        extraction.EXTRACTOR_VERSION,
        extraction.extract_article,
        lambda article: extraction.countries_named(article.text, article.title),
    )


@dataclass(frozen=True, slots=True)
class Linker:
    """A program that says which reports tell of one incident.

    ``relink`` makes the table ``linked_now`` that ``linking.assign_ids`` reads.
    """

    relink: Callable[[duckdb.DuckDBPyConnection], "Relinked"]


def default_linker() -> Linker:
    """The project's own rule."""
    from dagster_project import linking

    return Linker(linking.relink)


DEFAULT_PROGRAMS = {"extractor": default_extractor, "linker": default_linker}
