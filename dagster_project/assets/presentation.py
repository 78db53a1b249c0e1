"""How assets show up in Dagster's UI: groups, owners and kinds, set here and nowhere else."""

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

OWNERS = ["team:casualty-ledger"]
HEAD_ROWS = 15  # enough to recognise a table in the UI


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


def markdown_table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as a table in Markdown, for asset metadata."""
    if not rows:
        return "No rows: no article told of a casualty yet."
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + " --- |" * len(rows[0])]
    for row in rows:
        cells = ("" if value is None else str(value).replace("|", "\\|") for value in row.values())
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
