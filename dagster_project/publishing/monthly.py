"""Read the published monthly table, for people and for programs."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dagster_project.warehouse import read_database, read_rows

_QUERY = """
select
    strftime(month, '%Y-%m') as month,
    * exclude (month)
from marts.monthly_casualties_by_actor_region as monthly
where
    ($actor is null or lower($actor) in (lower(actor_id), lower(actor_name)))
    and (
        $region is null
        or lower($region) in (lower(admin1_code), lower(admin1_name), lower(country_code))
    )
    and ($since is null or monthly.month >= $since::date)
order by
    monthly.month nulls last, actor_name, actor_id, role, country_code, admin1_name, admin1_code
"""


@dataclass(frozen=True, slots=True)
class MonthlyFilter:
    """What to show; None shows all.

    ``actor``: id or name; ``region``: admin1 or country code, or admin1 name, in any case;
    ``since``: first day of the first month. Rows without a month are left out when it is given.
    """

    actor: str | None = None
    region: str | None = None
    since: date | None = None


def monthly_rows(database: Path, wanted: MonthlyFilter) -> list[dict[str, Any]]:
    """Rows of ``monthly_casualties_by_actor_region``, months as ``YYYY-MM``, unknown months last.

    Raises FileNotFoundError when nothing was published there yet.
    """
    with read_database(database) as connection:
        return read_rows(
            connection,
            _QUERY,
            {"actor": wanted.actor, "region": wanted.region, "since": wanted.since},
        )
