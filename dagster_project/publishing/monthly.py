"""Read the published monthly table, for people and for programs."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.paths import SEEDS_DIR
from dagster_project.warehouse import read_database, read_rows

_QUERY = """
select
    strftime(month, '%Y-%m') as month,
    * exclude (month)
from marts.monthly_casualties_by_actor_region as monthly
where
    ($actors is null or list_contains($actors, actor_id))
    and (
        ($regions is null and $countries is null)
        or list_contains($regions, admin1_code)
        or list_contains($countries, country_code)
    )
    and ($since is null or monthly.month >= $since::date)
order by
    monthly.month nulls last, actor_name, actor_id, role, country_code, admin1_name, admin1_code
"""


class UnknownNameError(ValueError):
    """No actor or region is called so; the message names what comes near."""


@dataclass(frozen=True, slots=True)
class MonthlyFilter:
    """What to show; None shows all.

    ``actor``: id, name or alias; ``region``: code, name or alias of a region or country, in any
    case; ``since``: first day of the first month. Rows without a month are left out when it is
    given.
    """

    actor: str | None = None
    region: str | None = None
    since: date | None = None


def monthly_rows(database: Path, wanted: MonthlyFilter) -> list[dict[str, Any]]:
    """Rows of ``monthly_casualties_by_actor_region``, months as ``YYYY-MM``, unknown months last.

    Raises FileNotFoundError when nothing was published there yet, UnknownNameError.
    """
    with read_database(database) as connection:
        regions, countries = find_places(connection, wanted.region)
        return read_rows(
            connection,
            _QUERY,
            {
                "actors": find_actors(connection, wanted.actor),
                "regions": regions,
                "countries": countries,
                "since": wanted.since,
            },
        )


def find_actors(connection: duckdb.DuckDBPyConnection, name: str | None) -> list[str] | None:
    """The ids of the actors that a name can mean."""
    if name is None:
        return None
    known = connection.execute("select actor_id, actor_name from marts.dim_actors").fetchall()
    ids = [i for i, called in known if name.casefold() in (i.casefold(), called.casefold())]
    if ids:
        return ids
    rows = list(_aliases("actor_aliases.csv", name))
    ids = [row["actor_id"] for row in rows if not row["country_code"]]
    ids = sorted(set(ids or [row["actor_id"] for row in rows]) & {i for i, _ in known})
    if not ids:
        raise _unknown("actor", name, {word for pair in known for word in pair})
    return ids


def find_places(
    connection: duckdb.DuckDBPyConnection, name: str | None
) -> tuple[list[str] | None, list[str] | None]:
    """The codes of the regions, or else of the countries, that a name can mean."""
    if name is None:
        return None, None
    known = connection.execute(
        "select admin1_code, admin1_name, country_code, country_name from marts.dim_regions"
    ).fetchall()
    wanted = name.casefold()
    regions = [row[0] for row in known if wanted in (row[0].casefold(), row[1].casefold())]
    countries = [row[2] for row in known if wanted in (row[2].casefold(), row[3].casefold())]
    if not regions and not countries:
        regions = [row["admin1_code"] for row in _aliases("region_aliases.csv", name)]
        countries = [row["country_code"] for row in _aliases("country_aliases.csv", name)]
    if not regions and not countries:
        raise _unknown("region or country", name, {word for row in known for word in row})
    return sorted(set(regions)), sorted(set(countries))


def _aliases(seed: str, name: str) -> Iterable[dict[str, str]]:
    """The rows of a seed of aliases for a name, in any case."""
    with (SEEDS_DIR / seed).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["alias"].casefold() == name.casefold():
                yield row


def _unknown(what: str, name: str, known: Iterable[str]) -> UnknownNameError:
    by_folded = {word.casefold(): word for word in sorted(known)}
    near = get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.6)
    hint = f" Near it: {', '.join(by_folded[word] for word in near)}." if near else ""
    return UnknownNameError(f"No {what} is called {name!r}.{hint}")
