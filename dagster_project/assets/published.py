"""data/published/: the marts as files that people open."""

from typing import Any

import dagster as dg

from dagster_project.assets.pictures import SUMMED_UP_IN
from dagster_project.assets.presentation import OWNERS
from dagster_project.assets.previews import preview
from dagster_project.publishing import publish_build
from dagster_project.resources import Warehouse
from dagster_project.warehouse import read_database


def build_published_asset(dbt_build: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The asset that publishes every mart of the dbt project."""
    marts = sorted(key for key in dbt_build.keys if key.path[0] == "marts")

    @dg.asset(
        key=dg.AssetKey(["published", "casualties"]),
        deps=marts,
        group_name="published",
        owners=OWNERS,
        kinds={"duckdb", "parquet", "html"},
    )
    def published(
        context: dg.AssetExecutionContext, warehouse: Warehouse
    ) -> dg.MaterializeResult[Any]:
        """A build: all marts in one DuckDB file and as Parquet, some as CSV, and the report."""
        files, settings = warehouse.files, warehouse.settings().publishing
        publication = publish_build(files, [key.path[-1] for key in marts], settings)
        counts, moved = publication.row_counts, publication.moved
        shown: dict[str, Any] = {}
        with read_database(files.published_database) as connection:
            for table in SUMMED_UP_IN:
                for label, part in preview(context, connection, table).items():
                    shown.setdefault(label, part)
        context.log.info(f"{publication.build_id}: {len(counts)} tables in {files.published}")
        if publication.retired:
            context.log.info(f"builds removed: {', '.join(publication.retired)}")
        context.log.info(moved)
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(files.published)),
                "build_id": dg.MetadataValue.text(publication.build_id),
                "moved_figures": dg.MetadataValue.text(moved),
                **shown,
                **{f"{mart}_rows": dg.MetadataValue.int(n) for mart, n in counts.items()},
            }
        )

    return published
