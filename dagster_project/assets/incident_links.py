"""raw.incident_links: which reports tell of one incident."""

from dataclasses import asdict, fields
from typing import Any

import dagster as dg
import duckdb

from dagster_project.assets.articles import ARTICLES, REJECTED_INPUTS
from dagster_project.assets.incident_reports import ARTICLE_EXTRACTIONS, INCIDENT_REPORTS
from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.linking import LinkableReport
from dagster_project.resources import Linker, Warehouse
from dagster_project.warehouse import insert_rows, read_rows, transaction

INCIDENT_LINKS = raw_table(
    "incident_links",
    "One row per countable report: the incident it tells of.",
    # The last two hold nothing that links need. A blocking check stops what stands downstream of
    # its table, and a broken suite must stop the run whichever table it guards.
    deps=[INCIDENT_REPORTS.key, ARTICLES.key, REJECTED_INPUTS.key, ARTICLE_EXTRACTIONS.key],
)


@dg.multi_asset(specs=[INCIDENT_LINKS])
def linked_incidents(
    context: dg.AssetExecutionContext, warehouse: Warehouse, linker: dg.ResourceParam[Linker]
) -> dg.MaterializeResult[Any]:
    """One row per countable report, linked anew each time: a late report can join two others."""
    with warehouse.open() as connection:
        links = [asdict(link) for link in linker.link(linkable_reports(connection))]
        with transaction(connection):
            connection.execute("delete from raw.incident_links")
            insert_rows(connection, "raw.incident_links", links)
    incidents = len({link["incident_id"] for link in links})
    context.log.info(f"{incidents} incidents in {len(links)} countable reports")
    return dg.MaterializeResult(
        asset_key=INCIDENT_LINKS.key, metadata=row_counts(row_count=len(links), incidents=incidents)
    )


def linkable_reports(connection: duckdb.DuckDBPyConnection) -> list[LinkableReport]:
    """Every report with what linking looks at, in the order of their ids."""
    rows = read_rows(
        connection,
        """
        select
            r.*,
            a.source,
            a.published_at,
            list_filter(
                list_transform(r.groups, lambda g: g.actor_id), lambda id: id is not null
            ) as victim_actor_ids
        from raw.incident_reports as r
        inner join raw.articles as a on r.article_id = a.article_id
        order by r.report_id
        """,
    )
    wanted = [f.name for f in fields(LinkableReport)]
    return [
        LinkableReport(
            **{
                **{name: row[name] for name in wanted},
                "victim_actor_ids": frozenset(row["victim_actor_ids"]),
            }
        )
        for row in rows
    ]
