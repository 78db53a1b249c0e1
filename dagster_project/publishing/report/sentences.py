"""Incidents with what each source told of them and the sentences, as blocks that a page opens late.

One block is some incidents of one month, in the order of their regions, so that a cell of the
monthly table is in one block or few. The newest months come first, until the budget is used up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from dagster_project.publishing.report.cells import packed_text
from dagster_project.shown_estimates import ESTIMATE_COLUMNS

# Of the page's bytes. A browser opens an inert block without reading it, and a page of 24 MB can
# still be sent to somebody.
BUDGET = 24 * 2**20
# Some 4 MB of JSON when a block is opened.
_INCIDENTS_OF_A_BLOCK = 2000

_FIGURES = ", ".join(f"{{of}}.{name}" for name in ESTIMATE_COLUMNS)
_INCIDENTS = f"""
with
chosen as (
    select * from marts.fct_incidents where month is not distinct from $month
),
quoted as (
    select report_id, list(quote order by start_offset, end_offset) as quotes
    from marts.incident_evidence
    where incident_id in (select c.incident_id from chosen as c)
    group by report_id
),
outcomes as (
    select
        report_id,
        max(outcome) filter (where measure = 'killed') as killed_outcome,
        max(outcome) filter (where measure = 'wounded') as wounded_outcome
    from marts.incident_estimates
    where incident_id in (select c.incident_id from chosen as c)
    group by report_id
),
told as (
    select
        r.incident_id,
        list(
            json_array(
                r.report_id, r.source, r.title, r.url, cast(r.published_at as varchar),
                cast(r.is_counted as integer), o.killed_outcome, o.wounded_outcome,
                {_FIGURES.format(of="r")}, coalesce(r.correction_ids, []),
                coalesce(q.quotes, [])
            )
            order by r.published_at nulls last, r.report_id
        ) as reports
    from marts.incident_reports as r
    left join outcomes as o on r.report_id = o.report_id
    left join quoted as q on r.report_id = q.report_id
    where r.incident_id in (select c.incident_id from chosen as c)
    group by r.incident_id
),
hit as (
    select
        v.incident_id,
        list(
            json_array(v.actor_id, v.status, {_FIGURES.format(of="v")})
            order by v.actor_id, v.status
        ) as victims
    from marts.fct_casualties as v
    where v.incident_id in (select c.incident_id from chosen as c)
    group by v.incident_id
),
corrected as (
    select incident_id, list(distinct correction_id order by correction_id) as correction_ids
    from (
        select correction_id, unnest(incident_ids) as incident_id
        from marts.corrections_applied where outcome = 'applied'
    )
    group by incident_id
)
select
    i.region_id,
    json_array(
        i.incident_id, cast(i.date_start as varchar), cast(i.date_end as varchar),
        i.date_precision, i.place, i.region_id, i.method, i.attribution,
        coalesce(i.perpetrator_actor_id, 'unknown'), i.perpetrator, {_FIGURES.format(of="i")},
        i.source_count, i.confidence, coalesce(h.victims, []), coalesce(t.reports, []),
        coalesce(c.correction_ids, [])
    ) as incident
from chosen as i
left join hit as h on i.incident_id = h.incident_id
left join told as t on i.incident_id = t.incident_id
left join corrected as c on i.incident_id = c.incident_id
order by i.region_id, i.killed_best desc, i.incident_id
"""  # noqa: S608 - names of columns


@dataclass(frozen=True, slots=True)
class Block:
    """Some incidents of a month (``YYYY-MM``, empty for none), of regions from first to last."""

    month: str
    first_region: str
    last_region: str
    incident_count: int
    data: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """The blocks, and how many incidents are in none.

    ``oldest`` is the oldest month that is in, None where nothing was left out.
    """

    blocks: Sequence[Block]
    oldest: str | None
    incidents_left_out: int


def read_sentences(connection: duckdb.DuckDBPyConnection, budget: int = BUDGET) -> Sentences:
    """The blocks of the newest months, as many as fit into ``budget`` bytes, and one at least."""
    counts: list[tuple[date | None, int]] = connection.execute(
        "select month, count(*) from marts.fct_incidents group by month "
        "order by month desc nulls last"
    ).fetchall()
    blocks: list[Block] = []
    used = 0
    for done, (month, _) in enumerate(counts):
        of_month = list(_blocks_of(connection, month))
        size = sum(len(block.data) for block in of_month)
        if blocks and used + size > budget:
            return Sentences(blocks, blocks[-1].month, sum(count for _, count in counts[done:]))
        blocks += of_month
        used += size
    return Sentences(blocks, None, 0)


def _blocks_of(connection: duckdb.DuckDBPyConnection, month: date | None) -> Iterator[Block]:
    found = connection.execute(_INCIDENTS, {"month": month})
    while rows := found.fetchmany(_INCIDENTS_OF_A_BLOCK):
        yield Block(
            month=f"{month:%Y-%m}" if month else "",
            first_region=rows[0][0],
            last_region=rows[-1][0],
            incident_count=len(rows),
            data=packed_text("[" + ",\n".join(incident for _, incident in rows) + "]"),
        )
