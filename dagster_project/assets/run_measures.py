"""raw.run_measures: what each run brought, held against the runs before it before it is linked."""

from typing import Any

import dagster as dg

from dagster_project.assets.articles import ARTICLES, INPUT_FILES, REJECTED_INPUTS
from dagster_project.assets.incident_reports import ARTICLE_EXTRACTIONS, INCIDENT_REPORTS
from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.assets.previews import preview
from dagster_project.quality.measures import Run, measure_run
from dagster_project.resources import Warehouse
from dagster_project.warehouse import row_count

RUN_MEASURES = raw_table(
    "run_measures",
    "One row per run that brought something new, and measure of it.",
    deps=[
        ARTICLES.key,
        REJECTED_INPUTS.key,
        INPUT_FILES.key,
        INCIDENT_REPORTS.key,
        ARTICLE_EXTRACTIONS.key,
    ],
)


@dg.multi_asset(specs=[RUN_MEASURES])
def measured_run(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> dg.MaterializeResult[Any]:
    """One row per run and measure. Before linking: a collapse must not unmake incidents."""
    with warehouse.open() as connection:
        run = measure_run(connection)
        rows = row_count(connection, "raw.run_measures")
        shown = preview(context, connection, "raw.run_measures")
    if run is None:
        context.log.info("nothing to measure yet")
    elif run.is_settled:
        context.log.info(f"nothing new since run {run.run_no}")
    else:
        context.log.info(f"run {run.run_no}: {len(run.measures)} measures of what is new")
    return dg.MaterializeResult(
        asset_key=RUN_MEASURES.key,
        metadata={
            **row_counts(row_count=rows, run_no=run.run_no if run else 0),
            **_values(run),
            **shown,
        },
    )


def _values(run: Run | None) -> dict[str, Any]:
    """The run's measures by their names, as numbers that Dagster plots over the runs."""
    return {
        name: dg.MetadataValue.float(round(measured.value, 4))
        for name, measured in (run.measures.items() if run else ())
        if measured.value is not None
    }
