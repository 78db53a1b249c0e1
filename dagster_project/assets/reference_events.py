"""raw.ucdp_ged_events, raw.acled_events and how loading them went: other people's event data.

Off unless settings.toml asks for it, and never in the way of a run: what cannot be had or used is a
warning, and what was loaded last stays.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg
import duckdb

from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.assets.previews import preview
from dagster_project.fetching.answers import FetchError
from dagster_project.paths import DataDir
from dagster_project.reference import (
    ACLED,
    UCDP_GED,
    ReferenceFileError,
    ReferenceSource,
)
from dagster_project.reference.configured import LocalSource
from dagster_project.reference.reading import file_in
from dagster_project.reference_download import download_release
from dagster_project.reference_loading import (
    ReferenceTable,
    forget,
    last_load,
    load_release,
    refuse,
)
from dagster_project.reference_mapping import mapped_acled, mapped_ged
from dagster_project.resources import Warehouse
from dagster_project.settings import Settings
from dagster_project.warehouse import row_count

UCDP_GED_EVENTS = raw_table(
    "ucdp_ged_events",
    "One row per event of the loaded release of UCDP GED (CC BY 4.0), with our codes beside its "
    "names. Empty unless settings.toml asks for it.",
)
ACLED_EVENTS = raw_table(
    "acled_events",
    "One row per event of a loaded export of ACLED, with our codes beside its names. ACLED's terms "
    "forbid giving its data to others: this table, and what is made of it, is never published. "
    "Empty unless settings.toml asks for it.",
)
REFERENCE_LOADS = raw_table(
    "reference_loads",
    "One row per reference that settings.toml asks for: which release is loaded, and how the last "
    "try to bring it up to date ended.",
)
REJECTED_REFERENCE_ROWS = raw_table(
    "rejected_reference_rows",
    "One row per row of a loaded release that cannot be used, and why.",
)
_SPECS = [UCDP_GED_EVENTS, ACLED_EVENTS, REFERENCE_LOADS, REJECTED_REFERENCE_ROWS]
_GED = ReferenceTable(UCDP_GED, "raw.ucdp_ged_events", mapped_ged)
_ACLED = ReferenceTable(ACLED, "raw.acled_events", mapped_acled)
ACLED_TERMS = (
    "ACLED's terms forbid passing its data on: its events and every comparison with them stay in "
    "the working warehouse, which is not to be shared"
)


@dg.multi_asset(specs=_SPECS)
def loaded_references(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[Any]]:
    """One row per event of each release that settings.toml names; no rows of any other."""
    settings = warehouse.settings()
    sources = settings.reference
    with warehouse.open() as connection:
        for reference, source in ((_GED, sources.ucdp_ged), (_ACLED, sources.acled)):
            if source.is_configured and reference is _ACLED:
                context.log.info(ACLED_TERMS)
            try:
                told = bring_up_to_date(connection, reference, source, settings, warehouse.files)
            # What is wrong with other people's data, or their server, is no reason to stop ours.
            except (ReferenceFileError, FetchError, OSError) as error:
                reason = f"{reference.form.title} is as it was loaded last: {error}"
                refuse(connection, reference.form.name, str(error))
                context.log.warning(reason)
            else:
                if told:
                    context.log.info(told)
        counts = {spec.key: row_count(connection, f"raw.{spec.key.path[-1]}") for spec in _SPECS}
        shown = {
            key: preview(context, connection, ".".join(key.path))
            for key in counts
            if key != ACLED_EVENTS.key  # not into Dagster's database either
        }
    for key, count in counts.items():
        yield dg.MaterializeResult(
            asset_key=key, metadata={**row_counts(row_count=count), **shown.get(key, {})}
        )


def bring_up_to_date(
    connection: duckdb.DuckDBPyConnection,
    reference: ReferenceTable,
    source: ReferenceSource | LocalSource,
    settings: Settings,
    files: DataDir,
) -> str | None:
    """Load what the settings name, and forget what they do not; returns what happened, in words.

    Raises ReferenceFileError, FetchError or OSError; what was loaded is then as it was.
    """
    if not source.is_configured:
        was_there = forget(connection, reference)
        return (
            f"{reference.form.title} is configured no more: its rows are gone"
            if was_there
            else None
        )
    if isinstance(source, ReferenceSource) and source.address is not None:
        folder = files.reference / reference.form.name
        before = last_load(connection, reference.form.name)
        got = download_release(source, settings.feeds, folder, before)
        try:
            return load_release(connection, reference, got.path, source.release, got.validators)
        except ReferenceFileError:
            got.path.unlink()  # else a server that takes it back would answer "not modified"
            raise
    path = file_in(files.root / (source.path or ""))
    return load_release(connection, reference, path, source.release)
