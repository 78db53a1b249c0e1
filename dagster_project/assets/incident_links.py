"""raw.incident_links, raw.incident_ids and raw.incident_id_changes: which reports are one."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from dagster_project.assets.article_fingerprints import ARTICLE_FINGERPRINTS
from dagster_project.assets.articles import ARTICLES, INPUT_FILES, REJECTED_INPUTS
from dagster_project.assets.incident_reports import ARTICLE_EXTRACTIONS, INCIDENT_REPORTS
from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.assets.previews import preview
from dagster_project.assets.run_measures import RUN_MEASURES
from dagster_project.linking import assign_ids
from dagster_project.resources import Linker, Warehouse
from dagster_project.warehouse import row_count, transaction

# The last ones hold nothing that links need. A blocking check stops what stands downstream of its
# table, and a broken suite must stop the run whichever table it guards.
_DEPS = [
    ARTICLE_FINGERPRINTS.key,
    INCIDENT_REPORTS.key,
    ARTICLES.key,
    REJECTED_INPUTS.key,
    INPUT_FILES.key,
    ARTICLE_EXTRACTIONS.key,
    RUN_MEASURES.key,
]
INCIDENT_LINKS = raw_table(
    "incident_links",
    "One row per countable report: the incident it tells of.",
    deps=_DEPS,
)
INCIDENT_IDS = raw_table(
    "incident_ids", "One row per id that an incident was ever given.", deps=_DEPS
)
INCIDENT_ID_CHANGES = raw_table(
    "incident_id_changes",
    "One row per id that ended or lost reports, and what became of them.",
    deps=_DEPS,
)


@dg.multi_asset(specs=[INCIDENT_LINKS, INCIDENT_IDS, INCIDENT_ID_CHANGES])
def linked_incidents(
    context: dg.AssetExecutionContext, warehouse: Warehouse, linker: dg.ResourceParam[Linker]
) -> Iterator[dg.MaterializeResult[Any]]:
    """One row per countable report. What nothing new touches keeps its links."""
    with warehouse.open() as connection:
        relinked = linker.relink(connection)
        with transaction(connection):
            assign_ids(connection)
        [(incidents,)] = connection.execute(
            "select count(distinct incident_id) from raw.incident_links"
        ).fetchall()
        rows = {
            spec.key: row_count(connection, f"raw.{spec.key.path[-1]}")
            for spec in (INCIDENT_LINKS, INCIDENT_IDS, INCIDENT_ID_CHANGES)
        }
        shown = {key: preview(context, connection, ".".join(key.path)) for key in rows}
    context.log.info(
        f"{incidents} incidents in {relinked.reports} countable reports; "
        f"{relinked.linked_now} linked now"
    )
    yield dg.MaterializeResult(
        asset_key=INCIDENT_LINKS.key,
        metadata={
            **row_counts(
                row_count=rows[INCIDENT_LINKS.key],
                incidents=incidents,
                linked_now=relinked.linked_now,
                pairs_compared=relinked.pairs,
            ),
            **shown[INCIDENT_LINKS.key],
        },
    )
    for spec in (INCIDENT_IDS, INCIDENT_ID_CHANGES):
        yield dg.MaterializeResult(
            asset_key=spec.key,
            metadata={**row_counts(row_count=rows[spec.key]), **shown[spec.key]},
        )
