"""The figures that the page opens with: totals, months, actors and regions.

What belongs here: queries of the published marts, and their rows as values. What does not: words
and HTML. Totals are of fct_incidents and fct_casualties, where every casualty stands once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from dagster_project.publishing.report.estimates import Estimate, estimate_of
from dagster_project.warehouse import read_rows

_SUMS = """
    sum({of}killed_low) as killed_low,
    sum({of}killed_best) as killed_best,
    if(bool_or({of}killed_high is null), null, sum({of}killed_high)) as killed_high,
    sum({of}wounded_low) as wounded_low,
    sum({of}wounded_best) as wounded_best,
    if(bool_or({of}wounded_high is null), null, sum({of}wounded_high)) as wounded_high
"""

_COLUMNS = ", ".join(
    f"{{of}}.{measure}_{end}"
    for measure in ("killed", "wounded")
    for end in ("low", "best", "high")
)
NOBODY = Estimate(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Build:
    """The build that is published."""

    build_id: str
    built_on: date
    package_version: str
    extractor_version: str
    article_count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Everything in the ledger. ``civilians_killed`` is part of ``killed``."""

    killed: Estimate
    wounded: Estimate
    civilians_killed: Estimate
    incident_count: int
    report_count: int
    source_count: int
    country_count: int
    first_month: date | None
    last_month: date | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month that has incidents. ``is_covered``: articles were published in it, so that it is not
    known only from what later ones recall."""

    month: date
    killed: Estimate
    wounded: Estimate
    civilians_killed: Estimate
    incident_count: int
    is_covered: bool


@dataclass(frozen=True, slots=True)
class ActorMonth:
    """What an actor did in a month; ``killed_best`` is more than none."""

    month: date
    actor_id: str
    actor_name: str
    killed_best: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A region, with all that happened in it."""

    region_id: str
    name: str
    killed: Estimate
    wounded: Estimate
    incident_count: int


def read_build(connection: duckdb.DuckDBPyConnection) -> Build | None:
    """The current build; None before the first."""
    rows = read_rows(
        connection,
        """
        select build_id, cast(built_at as date) as built_on, package_version, extractor_version,
            article_count
        from marts.builds where is_current
        """,
        {},
    )
    return Build(**rows[0]) if rows else None


def read_totals(connection: duckdb.DuckDBPyConnection) -> Totals | None:
    """What the whole ledger holds; None where no incident is known."""
    [row] = read_rows(
        connection,
        f"""
        select {_SUMS.format(of="")},
            count(*) as incident_count,
            (select count(*) from marts.incident_reports where incident_id is not null)
                as report_count,
            (select count(distinct source_id) from marts.incident_reports
                where incident_id is not null) as source_count,
            (select count(distinct country_code) from marts.dim_regions
                where country_code != 'unknown'
                and region_id in (select i.region_id from marts.fct_incidents as i))
                as country_count,
            min(month) as first_month,
            max(month) as last_month
        from marts.fct_incidents
        """,  # noqa: S608 - sums of named columns
        {},
    )
    if not row["incident_count"]:
        return None
    [civilians] = read_rows(
        connection,
        f"select {_SUMS.format(of='')} from marts.fct_casualties where status = 'civilian'",  # noqa: S608
        {},
    )
    counted = ("incident_count", "report_count", "source_count", "country_count")
    return Totals(
        killed=estimate_of(row, "killed"),
        wounded=estimate_of(row, "wounded"),
        civilians_killed=estimate_of(civilians, "killed"),
        first_month=row["first_month"],
        last_month=row["last_month"],
        **{name: row[name] for name in counted},
    )


def read_months(connection: duckdb.DuckDBPyConnection) -> list[Month]:
    """Every month that has incidents, oldest first."""
    rows = read_rows(
        connection,
        f"""
        select incidents.month, incidents.incident_count, {_COLUMNS.format(of="incidents")},
            exists (
                select 1 from marts.monthly_coverage_by_country as looked
                where looked.month = incidents.month and looked.article_count > 0
            ) as is_covered
        from (
            select month, count(*) as incident_count, {_SUMS.format(of="")}
            from marts.fct_incidents where month is not null group by month
        ) as incidents
        order by month
        """,  # noqa: S608 - sums of named columns
        {},
    )
    civilians = {
        row["month"]: estimate_of(row, "killed")
        for row in read_rows(
            connection,
            f"""
            select i.month, {_SUMS.format(of="c.")}
            from marts.fct_casualties as c
            inner join marts.fct_incidents as i on c.incident_id = i.incident_id
            where c.status = 'civilian' and i.month is not null
            group by i.month
            """,  # noqa: S608
            {},
        )
    }
    return [
        Month(
            month=row["month"],
            killed=estimate_of(row, "killed"),
            wounded=estimate_of(row, "wounded"),
            civilians_killed=civilians.get(row["month"], NOBODY),
            incident_count=row["incident_count"],
            is_covered=row["is_covered"],
        )
        for row in rows
    ]


def add_up(estimates: Iterable[Estimate]) -> Estimate:
    """The sum; without a ceiling where one of them has none."""
    rows = list(estimates)
    highs = [row.high for row in rows if row.high is not None]
    return Estimate(
        sum(row.low for row in rows),
        sum(row.best for row in rows),
        sum(highs) if len(highs) == len(rows) else None,
    )


def read_regions(connection: duckdb.DuckDBPyConnection) -> list[Ranked]:
    """Every region with a dead or wounded, the deadliest first; unknown ones at their place."""
    rows = read_rows(
        connection,
        f"""
        select r.region_id, r.admin1_code, r.admin1_name, r.country_code, r.country_name,
            count(*) as incident_count, {_SUMS.format(of="i.")}
        from marts.fct_incidents as i
        inner join marts.dim_regions as r on i.region_id = r.region_id
        group by all
        having killed_best > 0 or wounded_best > 0
        order by killed_best desc, wounded_best desc, r.region_id
        """,  # noqa: S608
        {},
    )
    return [
        Ranked(
            region_id=row["region_id"],
            name=place_name(row["admin1_code"], row["admin1_name"], row["country_name"]),
            killed=estimate_of(row, "killed"),
            wounded=estimate_of(row, "wounded"),
            incident_count=row["incident_count"],
        )
        for row in rows
    ]


def read_actor_months(connection: duckdb.DuckDBPyConnection) -> list[ActorMonth]:
    """Killed by month and actor, of what actors did; without what has no month."""
    rows = read_rows(
        connection,
        """
        select month, actor_id, actor_name, cast(sum(killed_best) as bigint) as killed_best
        from marts.monthly_casualties_by_actor
        where role = 'inflicted' and month is not null
        group by all
        having killed_best > 0
        order by month, killed_best desc, actor_id
        """,
        {},
    )
    return [ActorMonth(**row) for row in rows]


def place_name(admin1_code: str, admin1_name: str, country_name: str) -> str:
    """A region with its country, as a page names it."""
    if country_name.casefold() == "unknown":
        return "Place unknown"
    if admin1_code == "unknown":
        return f"{country_name}, region unknown"
    return f"{admin1_name}, {country_name}"
