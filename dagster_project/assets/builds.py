"""raw.builds and raw.last_published_*: which build this is, and what the last one said."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from dagster_project.assets.corrections import CORRECTIONS, REJECTED_CORRECTIONS
from dagster_project.assets.dbt import project_digest
from dagster_project.assets.incident_links import (
    INCIDENT_ID_CHANGES,
    INCIDENT_IDS,
    INCIDENT_LINKS,
)
from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.assets.previews import preview
from dagster_project.assets.reference_events import (
    ACLED_EVENTS,
    REFERENCE_LOADS,
    REJECTED_REFERENCE_ROWS,
    UCDP_GED_EVENTS,
)
from dagster_project.builds import Versions, record_build
from dagster_project.linking.fingerprints import FINGERPRINT_VERSION
from dagster_project.resources import Extractor, Warehouse
from dagster_project.warehouse import row_count

# Everything that a build is made of, so that it comes after every check of a raw table.
_DEPS = [
    INCIDENT_LINKS.key,
    INCIDENT_IDS.key,
    INCIDENT_ID_CHANGES.key,
    CORRECTIONS.key,
    REJECTED_CORRECTIONS.key,
    UCDP_GED_EVENTS.key,
    ACLED_EVENTS.key,
    REFERENCE_LOADS.key,
    REJECTED_REFERENCE_ROWS.key,
]
BUILDS = raw_table("builds", "One row per build, by what goes into it.", deps=_DEPS)
LAST_PUBLISHED = [
    raw_table(
        "last_published_monthly", "One row per monthly figure of the last build.", deps=_DEPS
    ),
    raw_table(
        "last_published_casualties",
        "One row per incident, role and actor of the last build.",
        deps=_DEPS,
    ),
    raw_table("last_published_reports", "One row per report of the last build.", deps=_DEPS),
    raw_table(
        "last_published_targets",
        "One row per id that a correction of the last build had found.",
        deps=_DEPS,
    ),
]


def build_builds_asset(dbt_project_dir: Path) -> dg.AssetsDefinition:
    """The asset that names the build, of the models in ``dbt_project_dir``."""

    @dg.multi_asset(specs=[BUILDS, *LAST_PUBLISHED])
    def named_build(
        context: dg.AssetExecutionContext,
        warehouse: Warehouse,
        extractor: dg.ResourceParam[Extractor],
    ) -> Iterator[dg.MaterializeResult[Any]]:
        """One row per build; beside it the figures that were published before."""
        versions = Versions(
            package_version=version("casualty-ledger"),
            extractor_version=f"{extractor.name} {extractor.version}",
            fingerprint_version=FINGERPRINT_VERSION,
            models_digest=project_digest(dbt_project_dir)[:12],
            duckdb_version=duckdb.__version__,
        )
        with warehouse.open() as connection:
            build = record_build(connection, warehouse.files.published_database, versions)
            counts = {
                spec.key: row_count(connection, f"raw.{spec.key.path[-1]}")
                for spec in (BUILDS, *LAST_PUBLISHED)
            }
            shown = preview(context, connection, "raw.builds")
        again = "" if build.is_new else ", made before"
        last = f"; before it {build.last_build_id}" if build.last_build_id else ""
        context.log.info(f"{build.build_id}{again}{last}")
        for key, count in counts.items():
            yield dg.MaterializeResult(
                asset_key=key,
                metadata={**row_counts(row_count=count), **(shown if key == BUILDS.key else {})},
            )

    return named_build
