"""data/published/quality/: how every check ended, as one page, also where one stopped the run."""

from collections.abc import Callable
from typing import Any

import dagster as dg

from dagster_project.assets.presentation import OWNERS
from dagster_project.assets.previews import preview_checks
from dagster_project.publishing import publish_quality_page
from dagster_project.resources import Warehouse
from dagster_project.warehouse import read_database

QUALITY = dg.AssetKey(["published", "quality"])


def write_quality_page(warehouse: Warehouse, warn: Callable[[str], None]) -> bool:
    """Write the page anew. A page about the figures must neither fail a run nor hide what did."""
    try:
        publish_quality_page(warehouse.files)
    except Exception as error:
        warn(f"the quality page is still the last one: {type(error).__name__}: {error}")
        return False
    return True


def build_quality_asset(published: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The asset that publishes the quality page after the figures."""

    @dg.asset(key=QUALITY, deps=[published], group_name="published", owners=OWNERS, kinds={"html"})
    def published_quality(
        context: dg.AssetExecutionContext, warehouse: Warehouse
    ) -> dg.MaterializeResult[Any]:
        """One page that opens offline: every check, its reason, and how it ended."""
        page = warehouse.files.quality_page
        if write_quality_page(warehouse, context.log.warning):
            context.log.info(str(page))
        with read_database(warehouse.files.warehouse) as connection:
            shown = preview_checks(context, connection)
        return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(str(page)), **shown})

    return published_quality
