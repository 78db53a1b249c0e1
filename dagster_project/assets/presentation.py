"""How assets show up in Dagster's UI: groups, owners and kinds, set here and nowhere else."""

from collections.abc import Sequence
from typing import Any

import dagster as dg

OWNERS = ["team:casualty-ledger"]


def raw_table(name: str, description: str, deps: Sequence[dg.AssetKey] = ()) -> dg.AssetSpec:
    """The spec of a table in schema raw."""
    return dg.AssetSpec(
        key=dg.AssetKey(["raw", name]),
        description=description,
        deps=list(deps),
        group_name="raw",
        owners=OWNERS,
        kinds={"python", "duckdb"},
    )


def row_counts(**counts: int) -> dict[str, Any]:
    """Counts as asset metadata."""
    return {name: dg.MetadataValue.int(count) for name, count in counts.items()}
