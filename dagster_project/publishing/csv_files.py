"""The tables that people open in a spreadsheet, as CSV, and once more with a row of HXL hashtags.

RFC 4180 but for its line ends, which are a line feed: UTF-8, a header, commas, a quote doubled. An
empty cell is null, "not reported"; 0 is a figure. DuckDB writes the files, so that a table may be
larger than memory.
"""

import shutil
from pathlib import Path

import duckdb

from dagster_project.publishing.hxl_tags import HXL_TAGS
from dagster_project.warehouse import assert_identifier

# Each with the columns that tell its rows apart. The other marts are lists for this program's own
# docs and checks, or hold lists in their cells: those are in the Parquet files.
CSV_TABLES: dict[str, tuple[str, ...]] = {
    "monthly_casualties_by_actor_region": (
        "month",
        "actor_id",
        "role",
        "country_code",
        "admin1_code",
    ),
    "monthly_casualties_by_actor": ("month", "actor_id", "role"),
    "monthly_casualties_by_actor_group": ("month", "actor_group_id", "role"),
    "monthly_casualties_by_region": ("month", "country_code", "admin1_code"),
    "monthly_casualties_by_country": ("month", "country_code"),
    "monthly_casualties_by_method": ("month", "country_code", "method"),
    "monthly_casualties_by_status": ("month", "actor_id", "role", "country_code", "status"),
    "coverage": ("month", "country_code", "source_id"),
    "monthly_coverage_by_country": ("month", "country_code"),
    "fct_incidents": ("incident_id",),
    "fct_casualties": ("casualty_id",),
    "incident_estimates": ("estimate_id",),
    "incident_evidence": ("evidence_id",),
    "dim_actors": ("actor_id",),
    "dim_regions": ("region_id",),
    "dim_sources": ("source_id",),
    "builds": ("build_id",),
}
HXL_SUFFIX = ".hxl.csv"

# What a spreadsheet takes for the beginning of a formula, also after blanks and in the wide forms
# that some take for the same (OWASP, "CSV Injection"). An apostrophe is among them, so that taking
# one off at the beginning gives every text back.
_FORMULA = r"^\s*[=+\-@''\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]|^[\t\r\n]"


def write_csv_files(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write ``<table>.csv`` and ``<table>.hxl.csv`` of every table of CSV_TABLES into ``folder``.

    ``connection`` is to a published database. Raises duckdb.CatalogException when a table is
    missing, KeyError when a column has no hashtag.
    """
    for table, key in CSV_TABLES.items():
        columns = _columns(connection, table)
        plain = folder / f"{table}.csv"
        _copy(connection, table, columns, key, plain)
        _tag([HXL_TAGS[name] for name, _ in columns], plain, folder / f"{table}{HXL_SUFFIX}")


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    return connection.execute(
        "select column_name, data_type from duckdb_columns() "
        "where schema_name = 'marts' and table_name = $table order by column_index",
        {"table": table},
    ).fetchall()


def _copy(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: list[tuple[str, str]],
    key: tuple[str, ...],
    path: Path,
) -> None:
    for name in (table, *(name for name, _ in columns)):
        assert_identifier(name)
    cells = ", ".join(
        f"if(regexp_matches(t.{name}, '{_FORMULA}'), '''' || t.{name}, t.{name}) as {name}"
        if kind == "VARCHAR"
        else f"t.{name}"
        for name, kind in columns
    )
    order = ", ".join(f"t.{name}" for name in key)
    quoted = str(path).replace("'", "''")  # a path cannot be bound in copy
    connection.execute(
        f"copy (select {cells} from marts.{table} as t order by {order}) "  # noqa: S608 - checked above
        f"to '{quoted}' (format csv, header true, delimiter ',', quote '\"', escape '\"')"
    )


def _tag(tags: list[str], plain: Path, tagged: Path) -> None:
    """A copy of a CSV file with the hashtags between its header and its rows."""
    with plain.open("rb") as source, tagged.open("wb") as target:
        target.write(source.readline())
        target.write((",".join(tags) + "\n").encode())
        shutil.copyfileobj(source, target, 1 << 20)
