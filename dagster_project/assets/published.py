"""data/published/: the marts as files that people open."""

from typing import Any

import dagster as dg

from dagster_project.assets.charts import drawn, killed_by_month, read_months
from dagster_project.assets.presentation import HEAD_ROWS, OWNERS, markdown_table
from dagster_project.publishing import (
    MonthlyFilter,
    monthly_rows,
    publish_build,
)
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
        head = monthly_rows(files.published_database, MonthlyFilter())[:HEAD_ROWS]
        with read_database(files.published_database) as connection:
            months = read_months(connection)
        context.log.info(f"{publication.build_id}: {len(counts)} tables in {files.published}")
        if publication.retired:
            context.log.info(f"builds removed: {', '.join(publication.retired)}")
        context.log.info(moved)
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(files.published)),
                "build_id": dg.MetadataValue.text(publication.build_id),
                "moved_figures": dg.MetadataValue.text(moved),
                "monthly_casualties": dg.MetadataValue.md(markdown_table(head)),
                **drawn("killed_by_month", lambda: killed_by_month(months), context.log.warning),
                **{f"{mart}_rows": dg.MetadataValue.int(n) for mart, n in counts.items()},
            }
        )

    return published
