"""How assets show up in Dagster's UI: groups, owners and kinds, set here and nowhere else."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dagster as dg

OWNERS = ["team:casualty-ledger"]
HEAD_ROWS = 15  # enough to recognise a table in the UI
CELL_WIDTH = 60  # characters
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#!&])")


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
    """Rows as a table in Markdown, for asset metadata. Texts of strangers stay texts."""
    if not rows:
        return "No rows: no article told of a casualty yet."
    lines = [_line(rows[0]), "|" + " --- |" * len(rows[0])]
    lines += [_line(row.values()) for row in rows]
    return "\n".join(lines)


def _line(cells: Iterable[object]) -> str:
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    shown = text if len(text) <= CELL_WIDTH else f"{text[: CELL_WIDTH - 1]}…"
    return _MARKDOWN.sub(r"\\\1", shown)
