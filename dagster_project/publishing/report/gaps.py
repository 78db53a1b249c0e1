"""What is missing or uncertain: shares, coverage, what a person should look at, what moved.

What belongs here: queries of the published marts, and their rows as values. What does not: HTML.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from dagster_project.warehouse import read_rows

REVIEW_SHOWN = 10
MOVED_SHOWN = 5
# As in marts.review_queue (docs/model.md): below it the reading is rather wrong than right.
LOW_CONFIDENCE = 0.5

REVIEW_WORDS = {
    "unknown_actor": "it names somebody whom the dictionary of actors lacks",
    "no_region": "no region is known, or no country",
    "regions_differ": "two reports name two regions",
    "namesake": "most incidents at a place of this name are in another region",
    "sources_apart": "one report tells twice as many as another",
    "low_confidence": "the reading is rather wrong than right",
    "large_toll": "50 or more were killed",
}
_DOUBTS = {
    "No month is known": "i.month is null",
    "No region is known": "r.admin1_code = 'unknown'",
    "Not even the country is known": "r.country_code = 'unknown'",
    "Nobody known did it": "coalesce(i.perpetrator_actor_id, 'unknown') = 'unknown'",
    "Told by one source only": "i.source_count <= 1",
    "No upper limit of the killed is told": "i.killed_high is null",
    "Only recalled by later articles": "i.is_background",
    f"Confidence of the reading under {LOW_CONFIDENCE}": f"i.confidence < {LOW_CONFIDENCE}",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Incidents of which something is not known, and their killed, best."""

    what: str
    incident_count: int
    killed: int


@dataclass(frozen=True, slots=True)
class Looked:
    """In how many months a country has incidents, articles without one, or no article at all."""

    country_name: str
    incident_months: int
    quiet_months: int
    unseen_months: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """All of it. ``review``, ``moved``: the first rows of the tables of those names.

    ``corrections``: how many, by outcome. ``causes``: how many moved figures have each cause.
    """

    doubts: Sequence[Doubt]
    victims_unknown: int
    aggregate_count: int
    coverage: Sequence[Looked]
    first_covered: date | None
    last_covered: date | None
    review: Sequence[dict[str, Any]]
    review_count: int
    corrections: Sequence[tuple[str, int]]
    moved: Sequence[dict[str, Any]]
    moved_count: int
    causes: Sequence[tuple[str, int]]
    last_build_id: str | None


def read_gaps(connection: duckdb.DuckDBPyConnection) -> Gaps:
    """What the tables say of their own limits."""
    first, last = connection.execute(
        "select min(month), max(month) from marts.monthly_coverage_by_country "
        "where article_count > 0"
    ).fetchall()[0]
    return Gaps(
        doubts=_doubts(connection),
        victims_unknown=_number(
            connection,
            "select sum(killed_best) from marts.fct_casualties where actor_id = 'unknown'",
        ),
        aggregate_count=_number(
            connection, "select count(*) from marts.incident_reports where kind = 'aggregate'"
        ),
        coverage=_coverage(connection),
        first_covered=first,
        last_covered=last,
        review=read_rows(
            connection,
            f"""
            select q.incident_id, q.main_reason, q.score, q.month, q.date_start, q.place, q.admin1,
                r.country_name, q.killed_low, q.killed_best, q.killed_high
            from marts.review_queue as q
            inner join marts.fct_incidents as i on q.incident_id = i.incident_id
            inner join marts.dim_regions as r on i.region_id = r.region_id
            order by q.score desc, q.incident_id
            limit {REVIEW_SHOWN}
            """,  # noqa: S608 - a number of this module
            {},
        ),
        review_count=_number(connection, "select count(*) from marts.review_queue"),
        corrections=connection.execute(
            "select outcome, count(*) from marts.corrections_applied group by outcome order by all"
        ).fetchall(),
        moved=read_rows(
            connection,
            f"""
            select month, actor_name, role, admin1_code, admin1_name,
                (select any_value(r.country_name) from marts.dim_regions as r
                    where r.country_code = c.country_code) as country_name,
                change, killed_best_before, killed_best_after, causes
            from marts.published_changes as c
            order by abs(coalesce(killed_best_change, killed_best_after, killed_best_before)) desc,
                month desc nulls last, actor_id, role, country_code, admin1_code
            limit {MOVED_SHOWN}
            """,  # noqa: S608 - a number of this module
            {},
        ),
        moved_count=_number(connection, "select count(*) from marts.published_changes"),
        causes=connection.execute(
            "select cause, count(*) from (select unnest(causes) as cause "
            "from marts.published_changes) group by cause order by count(*) desc, cause"
        ).fetchall(),
        last_build_id=next(
            (
                row[0]
                for row in connection.execute(
                    "select last_build_id from marts.builds where is_current"
                ).fetchall()
            ),
            None,
        ),
    )


def _doubts(connection: duckdb.DuckDBPyConnection) -> list[Doubt]:
    columns = ", ".join(
        f"count(*) filter (where {condition}), "
        f"coalesce(sum(i.killed_best) filter (where {condition}), 0)"
        for condition in _DOUBTS.values()
    )
    [row] = connection.execute(
        f"select {columns} from marts.fct_incidents as i "  # noqa: S608 - conditions of this module
        "inner join marts.dim_regions as r on i.region_id = r.region_id"
    ).fetchall()
    return [Doubt(what, int(row[2 * n]), int(row[2 * n + 1])) for n, what in enumerate(_DOUBTS)]


def _coverage(connection: duckdb.DuckDBPyConnection) -> list[Looked]:
    rows = connection.execute(
        """
        select
            country_name,
            count(*) filter (where finding = 'incidents') as incident_months,
            count(*) filter (where finding = 'no_incidents') as quiet_months,
            count(*) filter (where finding = 'no_articles') as unseen_months
        from marts.monthly_coverage_by_country
        group by country_name
        order by incident_months desc, quiet_months desc, country_name
        """
    ).fetchall()
    return [Looked(*row) for row in rows]


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    [(number,)] = connection.execute(query).fetchall()
    return int(number or 0)
