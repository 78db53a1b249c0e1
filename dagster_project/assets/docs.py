"""data/published/docs/: what every table and column means, as one page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from dagster_project.assets.dbt import generate_docs
from dagster_project.assets.presentation import OWNERS
from dagster_project.publishing import publish_docs
from dagster_project.resources import Warehouse

DOCS = dg.AssetKey(["published", "docs"])
IS_CURRENT = "page_is_current"


def build_docs_asset(project_dir: Path, published: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The asset that publishes dbt's docs site, after the figures and never in their way."""

    @dg.asset(
        key=DOCS,
        deps=[published],
        group_name="published",
        owners=OWNERS,
        kinds={"dbt", "html"},
        check_specs=[
            dg.AssetCheckSpec(
                IS_CURRENT,
                asset=DOCS,
                blocking=False,
                description="The page was made anew, of the tables that this run published.",
            )
        ],
    )
    def published_docs(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[Any]:
        """One page that opens offline: every table, its columns, its SQL, and where it leads."""
        files, reason = warehouse.files, None
        try:
            generate_docs(project_dir, files)
            publish_docs(files)
        # Anything: the figures are published, and a page about them must not call the run failed.
        except Exception as error:
            reason = f"the docs page is still the last one: {type(error).__name__}: {error}"
            context.log.warning(reason)
        else:
            context.log.info(str(files.published_docs))
        yield dg.MaterializeResult(
            metadata={"path": dg.MetadataValue.path(str(files.published_docs))},
            check_results=[
                dg.AssetCheckResult(
                    check_name=IS_CURRENT,
                    passed=reason is None,
                    severity=dg.AssetCheckSeverity.WARN,
                    description=reason,
                )
            ],
        )

    return published_docs
