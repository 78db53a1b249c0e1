"""How assets show up in Dagster's UI: groups, owners and kinds, set here and nowhere else."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from dagster_project.fetching.answers import plain

OWNERS = ["team:casualty-ledger"]
HEAD_ROWS = 10  # enough to recognise a table in the UI, and all of it on one screen
LONGEST_CELL = 60  # characters: a headline, or the beginning of a text

# What can begin anything but text inside a line of CommonMark, or of GitHub's tables.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>()#!|~&]")


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
    """Rows, at least one, as a table in Markdown. Every cell is plain text, and cut."""
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + " --- |" * len(rows[0])]
    for row in rows:
        cells = ("" if value is None else markdown_text(str(value)) for value in row.values())
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def markdown_text(text: str, longest: int = LONGEST_CELL) -> str:
    """What others wrote as one line of Markdown that shows it as it is, cut to ``longest``.

    No image of it is loaded, no link hides its address, no HTML is left out, and a table keeps its
    columns. A bare web address still is a link, which leads where it says.
    """
    return _MARKUP.sub(r"\\\g<0>", plain(text, longest))
