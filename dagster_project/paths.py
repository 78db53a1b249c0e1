"""Where things lie: the project's own files, and the data directory of one run.

Nothing here creates or reads a file.
"""

from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DBT_PROJECT_DIR = PROJECT_ROOT / "dbt"
EXPECTATIONS_DIR = PROJECT_ROOT / "expectations"
SEEDS_DIR = PROJECT_ROOT / "dbt" / "seeds"
DEFAULT_DATA_DIR = PROJECT_ROOT / "data"

# How names begin of what a run is writing; what it left of them is cleared away by the next.
UNDER_WAY = ".publishing-"

DATA_DIR_VARIABLE = "CASUALTY_LEDGER_DATA_DIR"
WAREHOUSE_VARIABLE = "CASUALTY_LEDGER_WAREHOUSE"  # read by dbt/profiles.yml


@dataclass(frozen=True, slots=True)
class DataDir:
    """The files of one data directory. One warehouse, one writer, one set of published files."""

    root: Path

    @property
    def warehouse(self) -> Path:
        """The working DuckDB file: schemas raw, staging and marts."""
        return self.root / "warehouse.duckdb"

    @property
    def writer_lock(self) -> Path:
        """The file whose lock says that a run is writing to the warehouse."""
        return self.root / "warehouse.lock"

    @property
    def settings(self) -> Path:
        """What this data directory wants otherwise; it need not be there."""
        return self.root / "settings.toml"

    @property
    def landed(self) -> Path:
        """The folder of what was fetched, as it came."""
        return self.root / "landed"

    @property
    def corrections(self) -> Path:
        """The folder of people's corrections, CSV; it need not be there."""
        return self.root / "corrections"

    @property
    def reference(self) -> Path:
        """The folder of downloaded releases of other people's event data."""
        return self.root / "reference"

    @property
    def published(self) -> Path:
        """The folder that readers open."""
        return self.root / "published"

    @property
    def builds(self) -> Path:
        """The folder of what was published, build by build."""
        return self.published / "builds"

    @property
    def current_build(self) -> Path:
        """The link to the build that is read; every other link in the folder leads through it."""
        return self.published / "current"

    @property
    def published_parquet(self) -> Path:
        """The marts as Parquet files."""
        return self.published / "parquet"

    @property
    def published_csv(self) -> Path:
        """The tables that people open in a spreadsheet."""
        return self.published / "csv"

    @property
    def published_report(self) -> Path:
        """The figures and their sentences as one page."""
        return self.published / "report" / "index.html"

    @property
    def published_database(self) -> Path:
        """The marts as one DuckDB file."""
        return self.published / "casualties.duckdb"

    @property
    def quality_page(self) -> Path:
        """How every check ended, as one page."""
        return self.published / "quality" / "index.html"

    @property
    def published_docs(self) -> Path:
        """The page on every table and column."""
        return self.published / "docs" / "index.html"

    @property
    def dbt_target(self) -> Path:
        """What dbt compiles, its manifest among it."""
        return self.root / "dbt"

    @property
    def linking_pictures(self) -> Path:
        """Pictures of why reports were joined, made on request."""
        return self.root / "docs" / "linking"

    @property
    def logs(self) -> Path:
        """Log files of runs and of dbt."""
        return self.root / "logs"
