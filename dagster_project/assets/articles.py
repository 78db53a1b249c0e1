"""raw.articles, raw.rejected_inputs and raw.input_files: what one reading of the inbox gave."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.assets.previews import preview
from dagster_project.loading import load_inbox
from dagster_project.resources import Inbox, Warehouse
from dagster_project.run_records import FILES_WAITING
from dagster_project.warehouse import row_count

ACCOUNT = "account"  # the metadata in which the reading of the inbox is summed up

ARTICLES = raw_table("articles", "One row per distinct text: what a newsroom published.")
REJECTED_INPUTS = raw_table(
    "rejected_inputs",
    "One row per file, or line of a file, that could not be read, with the reason.",
)
INPUT_FILES = raw_table(
    "input_files", "One row per file that was read: what it offered, and what became of it."
)


@dg.multi_asset(specs=[ARTICLES, REJECTED_INPUTS, INPUT_FILES])
def inbox_articles(
    context: dg.AssetExecutionContext, inbox: Inbox, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[Any]]:
    """One row per distinct text in the inbox, one per input that could not be read, one per file.

    Files that are as they were are not read again.
    """
    with warehouse.open() as connection:
        loaded = load_inbox(connection, inbox.folders(warehouse.files), warehouse.settings())
        rows = {
            table: row_count(connection, f"raw.{table}")
            for table in ("articles", "rejected_inputs", "input_files")
        }
        shown = {table: preview(context, connection, f"raw.{table}") for table in rows}
    context.log.info(loaded.account())
    yield dg.MaterializeResult(
        asset_key=ARTICLES.key,
        metadata={
            **row_counts(row_count=rows["articles"], new=loaded.loaded, changed=loaded.changed),
            "offered": loaded.offered,
            "already_known": loaded.known,
            "rejected": loaded.rejected,
            "revised": loaded.revised,
            "not_english": loaded.foreign,
            FILES_WAITING: loaded.files_waiting,
            ACCOUNT: loaded.account(),
            **shown["articles"],
        },
    )
    yield dg.MaterializeResult(
        asset_key=REJECTED_INPUTS.key,
        metadata={**row_counts(row_count=rows["rejected_inputs"]), **shown["rejected_inputs"]},
    )
    yield dg.MaterializeResult(
        asset_key=INPUT_FILES.key,
        metadata={
            **row_counts(row_count=rows["input_files"], read_now=loaded.files_read),
            **shown["input_files"],
        },
    )
