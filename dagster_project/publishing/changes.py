"""Which published figures a new publication moves: rows of the monthly table, old against new."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

_FIGURES = (
    "killed_low",
    "killed_best",
    "killed_high",
    "wounded_low",
    "wounded_best",
    "wounded_high",
)
_KEY = ("month", "actor_id", "role", "country_code", "admin1_code")
_TABLE = "marts.monthly_casualties_by_actor_region"
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Movement:
    """A row of the monthly table whose figures moved.

    ``killed`` and ``wounded``: the best estimates (before, after); None where there is no such row.
    Where before and after are equal, a low or a high moved.
    """

    row: str
    killed: tuple[int | None, int | None]
    wounded: tuple[int | None, int | None]

    def __str__(self) -> str:
        def told(what: str, before: int | None, after: int | None) -> str:
            if before is None:
                return f"new, {after:,} {what}" if after is not None else ""
            if after is None:
                return f"gone, was {before:,} {what}"
            return f"{what} {before:,} -> {after:,}" if before != after else ""

        killed, wounded = told("killed", *self.killed), told("wounded", *self.wounded)
        if None in self.killed:
            return f"{self.row}: {killed}"
        return f"{self.row}: {', '.join(filter(None, (killed, wounded))) or 'range'}"


def find_movements(
    connection: duckdb.DuckDBPyConnection, before: Path
) -> tuple[int, list[Movement]] | None:
    """Compare the monthly table of ``connection`` (schema marts) with that of an older file.

    Returns the number of rows in either and those that moved, in order; None when there is no older
    file, or none with these columns.
    """
    if not before.exists():
        return None
    old_path = str(before.resolve()).replace("'", "''")
    same = " and ".join(f"old.{c} is not distinct from new.{c}" for c in _KEY)
    moved = " or ".join(f"old.{c} is distinct from new.{c}" for c in _FIGURES)
    try:
        connection.execute(f"attach '{old_path}' as before (read_only)")
    except duckdb.Error:
        return None
    try:
        rows = connection.execute(
            f"""
            select
                coalesce(strftime(coalesce(old.month, new.month), '%Y-%m'), 'no month'),
                coalesce(old.actor_id, new.actor_id),
                coalesce(old.role, new.role),
                coalesce(old.admin1_code, new.admin1_code,
                         old.country_code, new.country_code, 'no place'),
                old.killed_best::bigint, new.killed_best::bigint,
                old.wounded_best::bigint, new.wounded_best::bigint,
                ({moved})
            from before.{_TABLE} as old
            full outer join {_TABLE} as new on {same}
            order by 1, 2, 3, 4
            """  # noqa: S608 - names of this module
        ).fetchall()
    except duckdb.Error:
        return None
    finally:
        connection.execute("detach before")
    movements = [
        Movement(f"{month} {actor} {role} {region}", (killed_old, killed), (wounded_old, wounded))
        for month, actor, role, region, killed_old, killed, wounded_old, wounded, is_moved in rows
        if is_moved
    ]
    return len(rows), movements


def describe_movements(found: tuple[int, list[Movement]] | None) -> str:
    """Lines for people: how many figures moved, and the first of them."""
    if found is None:
        return "first publication: no earlier figures to compare with"
    rows, movements = found
    if not movements:
        return f"none of {rows} monthly figures moved since the last publication"
    lines = [f"{len(movements)} of {rows} monthly figures moved since the last publication"]
    lines += [f"  {movement}" for movement in movements[:_SHOWN]]
    if len(movements) > _SHOWN:
        lines.append(f"  and {len(movements) - _SHOWN} more")
    return "\n".join(lines)
