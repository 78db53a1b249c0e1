"""datapackage.json: what the files of a build are, for programs and people (Frictionless Data).

The descriptions are those of ``marts.dictionary``, so that there is one text for a column.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publishing.configured import PublishingSettings
from dagster_project.publishing.csv_files import CSV_TABLES, HXL_SUFFIX
from dagster_project.warehouse import read_rows

_TYPES = {
    "VARCHAR": "string",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "BOOLEAN": "boolean",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
}
_TIMESTAMP_FORMAT = "%Y-%m-%d %H:%M:%S.%f"
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".duckdb": "application/vnd.duckdb",
}
_SOURCES = [
    {"title": "The articles that marts.incident_evidence quotes, each with its address"},
    {"title": "GeoNames (CC BY 4.0)", "path": "https://www.geonames.org/"},
]
_UCDP = {"title": "UCDP GED (CC BY 4.0), in compare_ucdp_*", "path": "https://ucdp.uu.se/"}


def write_data_package(
    connection: duckdb.DuckDBPyConnection, folder: Path, settings: PublishingSettings
) -> None:
    """Describe the files of a build in ``folder``: ``casualties.duckdb``, ``csv/``, ``parquet/``.

    ``connection`` is to the build's database. A build of a data directory has the same description
    whenever it is published.
    """
    [build] = read_rows(connection, "select * from marts.builds where is_current")
    described = _descriptions(connection)
    package = {
        "profile": "data-package",
        "name": "casualty-ledger",
        "title": "Casualty Ledger: monthly casualties as reported, by actor and region",
        "description": (
            "Killed and wounded as newsrooms reported them, one incident counted once, as a range "
            "of low, best and high. Neither a census nor verified on the ground. `inflicted` and "
            "`suffered` tell the same casualties from two sides and are never added together."
        ),
        "id": f"casualty-ledger:{build['build_id']}",
        "build": {name: _plain(value) for name, value in build.items()},
        "licenses": [settings.licence.model_dump(exclude_none=True)],
        "sources": [*_SOURCES, _UCDP] if _has_ucdp(connection) else _SOURCES,
        "resources": [_resource(path, folder, described) for path in sorted(folder.rglob("*.*"))],
    }
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def _has_ucdp(connection: duckdb.DuckDBPyConnection) -> bool:
    [(count,)] = connection.execute("select count(*) from marts.compare_ucdp_summary").fetchall()
    return bool(count)


def _descriptions(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """By table: its description, and its columns in order."""
    types = {
        (row["table_name"], row["column_name"]): row["data_type"]
        for row in read_rows(
            connection,
            "select table_name, column_name, data_type from duckdb_columns() "
            "where schema_name = 'marts'",
        )
    }
    tables: dict[str, dict[str, Any]] = {}
    for row in read_rows(
        connection, "select * from marts.dictionary order by table_name, column_no"
    ):
        table = tables.setdefault(
            row["table_name"], {"description": row["table_description"], "fields": []}
        )
        kind = types[row["table_name"], row["column_name"]]
        field = {
            "name": row["column_name"],
            # What is no plain value is a list, which only Parquet has.
            "type": _TYPES.get(kind, "any"),
            "description": row["column_description"],
        }
        if kind == "TIMESTAMP":
            field["format"] = _TIMESTAMP_FORMAT
        if not row["is_nullable"]:
            field["constraints"] = {"required": True}
        table["fields"].append(field)
    return tables


def _resource(path: Path, folder: Path, described: dict[str, dict[str, Any]]) -> dict[str, Any]:
    place = path.relative_to(folder)
    table = place.name.split(".")[0]
    resource: dict[str, Any] = {
        "name": "-".join((*place.parts[:-1], *place.name.split("."))).replace("_", "-"),
        "path": place.as_posix(),
        "type": "table" if path.suffix == ".csv" else "file",
        "format": path.suffix[1:],
        "mediatype": _MEDIA_TYPES[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
    }
    if table in described:
        resource["description"] = described[table]["description"]
    if path.suffix == ".csv":
        resource |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "header": True},
            "schema": {
                "fields": described[table]["fields"],
                "missingValues": [""],
                "primaryKey": list(CSV_TABLES[table]),
            },
        }
        if place.name.endswith(HXL_SUFFIX):
            # Its second row is hashtags, which no type of a column fits.
            resource["schema"] = {
                "fields": [{"name": f["name"], "type": "any"} for f in described[table]["fields"]],
                "missingValues": [""],
            }
    return resource


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
