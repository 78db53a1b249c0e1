"""From a cell of a monthly table to its incidents, their reports and their sentences.

The way down is in SQL, ``drill_down.sql``: table macros that every published database has, so that
who opens the file without this project goes it, too.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publishing.monthly import find_actors, find_places
from dagster_project.shown_estimates import ESTIMATE_COLUMNS
from dagster_project.warehouse import read_database, read_rows

_MACROS = Path(__file__).with_name("drill_down.sql")
_CELL = """
    month := $month, actor := $actor, role := $role, region := $region, method := $method,
    status := $status, incident := $incident, actor_group := $actor_group
"""
# Why a figure won or did not, by the outcomes of marts.incident_estimates.
OUTCOME_WORDS = {
    "won": "won: the incident has this figure",
    "agrees": "agrees: the same from another source",
    "superseded": "not counted: its source tells another, later one",
    "background": "not counted: only recalled, and there is news of the day",
    "outvoted": "outvoted: more sources give another",
    "corrected": "a person set another",
    "older": "older than the one that as many give",
    "larger": "as many give a smaller one of the same day",
}
_QUOTE = ("evidence_id", "start_offset", "end_offset", "quote")


class NoMacrosError(Exception):
    """The database was published before it had the macros; the message is its path."""


class UnknownCellError(ValueError):
    """The cell is described by a word that nothing is called; the message names it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What to explain; None is all, but ``role`` is always one of two.

    ``month``: ``YYYY-MM``, or ``unknown`` for what has none; ``actor``, ``actor_group``: id, name
    or alias; ``region``: of a region or country, code, name or alias; ``method``, ``status``: words
    of the codebook; ``incident``: an id.
    """

    month: str | None = None
    actor: str | None = None
    actor_group: str | None = None
    role: str = "inflicted"
    region: str | None = None
    method: str | None = None
    status: str | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A cell and what stands behind it.

    ``cell``: what was asked for, with names resolved. ``figures``: incidents, and the sums of their
    estimates. ``incidents``: rows of ``incidents_of``, each with its ``reports`` (rows of
    ``reports_of``), theirs with their ``quotes``, and with the ``corrections`` that touched it.
    ``coverage``: where there is no incident, rows of ``monthly_coverage_by_country`` for the cell's
    month and countries, since a zero may be that of nobody's looking.
    """

    cell: dict[str, Any]
    figures: dict[str, int | None]
    incidents: list[dict[str, Any]]
    coverage: list[dict[str, Any]]


def create_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table macros, each with its comment, in the schema in use."""
    connection.execute(_MACROS.read_text(encoding="utf-8"))


def explain_cell(database: Path, wanted: Cell) -> Explanation:
    """What a cell is made of.

    Raises FileNotFoundError when nothing was published there yet, NoMacrosError, UnknownNameError
    for an actor or region, UnknownCellError for any other word, WarehouseBusyError.
    """
    with read_database(database) as connection:
        asked = asdict(wanted) | _resolved(connection, wanted)
        incidents = _rows(connection, database, "incidents_of", asked)
        told = _rows(connection, database, "reports_of", asked)
        quoted = _rows(connection, database, "evidence_of", asked)
        _hang_reports_on(incidents, told, quoted)
        _hang_corrections_on(connection, incidents)
        return Explanation(
            cell=_named(connection, wanted, asked),
            figures={"incident_count": len(incidents), **add_up(incidents)},
            incidents=incidents,
            coverage=[] if incidents else _coverage(connection, asked),
        )


def evidence_rows(database: Path, wanted: Cell) -> list[dict[str, Any]]:
    """Rows of ``evidence_of``, for a table of all sentences; raises what explain_cell raises."""
    with read_database(database) as connection:
        asked = asdict(wanted) | _resolved(connection, wanted)
        return _rows(connection, database, "evidence_of", asked)


def add_up(incidents: Iterable[dict[str, Any]]) -> dict[str, int | None]:
    """Each estimate's sum; a high without a ceiling leaves the sum without one."""
    rows = list(incidents)
    return {
        name: None if any(row[name] is None for row in rows) else sum(row[name] for row in rows)
        for name in ESTIMATE_COLUMNS
    }


def _resolved(connection: duckdb.DuckDBPyConnection, wanted: Cell) -> dict[str, Any]:
    """The ids that the names of a cell can mean, with aliases, which the macros do not know."""
    if wanted.incident is not None:
        _assert_not_ended(connection, wanted.incident)
    groups = None
    members = find_actors(connection, wanted.actor_group)
    if members is not None:
        groups = _column(
            connection,
            "select distinct actor_group_id from marts.dim_actors "
            "where list_contains($ids, actor_id) order by all",
            ids=members,
        )
    return {
        "actor": find_actors(connection, wanted.actor),
        "actor_group": groups,
        "region": _region_ids(connection, wanted.region),
    }


def _assert_not_ended(connection: duckdb.DuckDBPyConnection, incident_id: str) -> None:
    now = _column(
        connection,
        """
        select distinct coalesce(current_incident_id, 'no incident')
        from marts.incident_id_changes
        where
            incident_id = $id
            and not exists (select 1 from marts.fct_incidents where incident_id = $id)
        order by all
        """,
        id=incident_id,
    )
    if now:
        raise UnknownCellError(f"{incident_id} has ended: its reports are in {', '.join(now)} now")


def _region_ids(connection: duckdb.DuckDBPyConnection, name: str | None) -> list[str] | None:
    if name is None:
        return None
    exact = _column(
        connection,
        "select region_id from marts.dim_regions where lower(region_id) = lower($name)",
        name=name,
    )
    if exact:  # also "SYR-unknown", which is no code of a region
        return exact
    regions, countries = find_places(connection, name)
    return _column(
        connection,
        "select region_id from marts.dim_regions where list_contains($regions, admin1_code) "
        "or list_contains($countries, country_code) order by all",
        regions=regions,
        countries=countries,
    )


def _rows(
    connection: duckdb.DuckDBPyConnection, database: Path, macro: str, asked: dict[str, Any]
) -> list[dict[str, Any]]:
    order = {
        "incidents_of": "month nulls last, date_start nulls last, incident_id",
        "reports_of": "published_at nulls last, report_id",
        "evidence_of": "published_at nulls last, report_id, start_offset, end_offset",
    }[macro]
    try:
        return read_rows(connection, f"from {macro}({_CELL}) order by {order}", asked)
    except duckdb.CatalogException as error:
        if macro not in str(error):
            raise
        raise NoMacrosError(database) from error
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise UnknownCellError(str(error).partition("Error: ")[2].partition("\n")[0]) from error


def _hang_reports_on(
    incidents: list[dict[str, Any]], told: list[dict[str, Any]], quoted: list[dict[str, Any]]
) -> None:
    quotes, reports = defaultdict(list), defaultdict(list)
    for row in quoted:
        if row["quote"] is not None:
            quotes[row["report_id"]].append({name: row[name] for name in _QUOTE})
    for row in told:
        reports[row["incident_id"]].append(row | {"quotes": quotes[row["report_id"]]})
    for incident in incidents:
        incident["reports"] = reports[incident["incident_id"]]


def _hang_corrections_on(
    connection: duckdb.DuckDBPyConnection, incidents: list[dict[str, Any]]
) -> None:
    rows = read_rows(
        connection,
        """
        select
            correction_id, action, target_id, other_id, field, value, author, made_at, reason,
            before_text, after_text
        from marts.corrections_applied
        where outcome = 'applied'
        order by made_at, correction_id
        """,
    )
    for incident in incidents:
        ids = incident["correction_ids"]
        incident["corrections"] = [row for row in rows if row["correction_id"] in ids]


def _named(
    connection: duckdb.DuckDBPyConnection, wanted: Cell, asked: dict[str, Any]
) -> dict[str, Any]:
    """The cell with the names of what was found, each a list, None for all."""
    actors = (
        "select actor_name from marts.dim_actors where list_contains($ids, actor_id) order by 1"
    )
    regions = """
        select if(count(*) = any_value(in_country.region_count) and count(*) > 1,
            any_value(chosen.country_name),
            string_agg(chosen.admin1_name || ', ' || chosen.country_code, '; ' order by region_id))
        from marts.dim_regions as chosen
        inner join (
            select country_code, count(*) as region_count
            from marts.dim_regions
            group by country_code
        ) as in_country on chosen.country_code = in_country.country_code
        where list_contains($ids, chosen.region_id)
        group by chosen.country_code
        order by 1
    """

    def names(sql: str, ids: list[str] | None) -> list[str] | None:
        return None if ids is None else _column(connection, sql, ids=ids)

    return asdict(wanted) | {
        "actor": names(actors, asked["actor"]),
        "actor_group": names(actors, asked["actor_group"]),
        "region": names(regions, asked["region"]),
    }


def _coverage(connection: duckdb.DuckDBPyConnection, asked: dict[str, Any]) -> list[dict[str, Any]]:
    if asked["month"] in (None, "unknown"):
        return []
    return read_rows(
        connection,
        """
        select
            month, country_code, country_name, finding, article_count, source_count,
            incident_count
        from marts.monthly_coverage_by_country
        where
            month = $month::date
            and (
                $regions is null
                or country_code in (
                    select country_code from marts.dim_regions
                    where list_contains($regions, region_id)
                )
            )
        order by country_code
        """,
        {"month": date.fromisoformat(f"{asked['month']}-01"), "regions": asked["region"]},
    )


def _column(connection: duckdb.DuckDBPyConnection, sql: str, **bound: Any) -> list[str]:
    return [value for (value,) in connection.execute(sql, bound).fetchall()]
