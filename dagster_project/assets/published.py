"""data/published/: the marts as files that people open."""

from typing import Any

import dagster as dg

from dagster_project.assets.presentation import OWNERS
from dagster_project.publishing import (
    MonthlyFilter,
    describe_movements,
    monthly_rows,
    publish_marts,
)
from dagster_project.resources import Warehouse

HEAD_ROWS = 15  # enough to recognise the table in the UI


def build_published_asset(dbt_build: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The asset that publishes every mart of the dbt project."""
    marts = sorted(key for key in dbt_build.keys if key.path[0] == "marts")

    @dg.asset(
        key=dg.AssetKey(["published", "casualties"]),
        deps=marts,
        group_name="published",
        owners=OWNERS,
        kinds={"duckdb", "parquet"},
    )
    def published(
        context: dg.AssetExecutionContext, warehouse: Warehouse
    ) -> dg.MaterializeResult[Any]:
        """One file per mart, and all of them in one DuckDB file: casualties.duckdb."""
        files = warehouse.files
        publication = publish_marts(files, [key.path[-1] for key in marts])
        counts, moved = publication.row_counts, describe_movements(publication.movements)
        head = monthly_rows(files.published_database, MonthlyFilter())[:HEAD_ROWS]
        context.log.info(f"{len(counts)} tables in {files.published}")
        context.log.info(moved)
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(files.published)),
                "moved_figures": dg.MetadataValue.text(moved),
                "monthly_casualties": dg.MetadataValue.md(_markdown(head)),
                **{f"{mart}_rows": dg.MetadataValue.int(n) for mart, n in counts.items()},
            }
        )

    return published


def _markdown(rows: list[dict[str, object]]) -> str:
    if not rows:
        return "No rows: no article told of a casualty yet."
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + " --- |" * len(rows[0])]
    for row in rows:
        cells = ("" if value is None else str(value).replace("|", "\\|") for value in row.values())
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
