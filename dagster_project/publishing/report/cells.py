"""The monthly cells of the page's table, column by column, packed for a page.

Numbers stand in arrays of one column each and names once, which is a twentieth of rows of JSON; the
whole is compressed (``packed``), since a page has no other way to carry a hundred thousand rows.
"""

import base64
import gzip
import json
from collections.abc import Sequence
from typing import Any

import duckdb

from dagster_project.publishing.report.headline import place_name
from dagster_project.shown_estimates import ESTIMATE_COLUMNS

_CELLS = """
select
    coalesce(strftime(cells.month, '%Y-%m'), '') as month,
    cells.actor_id,
    regions.region_id,
    cast(cells.role = 'suffered' as integer) as role,
    cells.incident_count,
    cells.source_count,
    cells.killed_low,
    cells.killed_best,
    cells.killed_high,
    cells.wounded_low,
    cells.wounded_best,
    cells.wounded_high
from marts.monthly_casualties_by_actor_region as cells
inner join marts.dim_regions as regions
    on cells.country_code = regions.country_code and cells.admin1_code = regions.admin1_code
order by cells.month desc nulls last, cells.role, cells.killed_best desc, cells.actor_id,
    regions.region_id
"""
_NUMBERS = ("role", "incidents", "sources", *ESTIMATE_COLUMNS)


def read_cells(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The cells as columns.

    ``months`` (``YYYY-MM``, the newest first, empty for none), ``actors`` ([id, name]) and
    ``regions`` ([id, name, country code, country]) are what the columns ``month``, ``actor`` and
    ``region`` number; ``role`` is 0 for inflicted, 1 for suffered; a high of null has no ceiling.
    """
    rows = connection.execute(_CELLS).fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * (3 + len(_NUMBERS))
    months = sorted(set(columns[0]), key=lambda month: (month != "", month), reverse=True)
    actors = connection.execute(
        """
        select actor_id, actor_name from marts.dim_actors
        where actor_id in (select a.actor_id from marts.monthly_casualties_by_actor as a)
        order by lower(actor_name), actor_id
        """
    ).fetchall()
    regions = connection.execute(
        """
        select region_id, admin1_code, admin1_name, country_code, country_name
        from marts.dim_regions
        where region_id in (select i.region_id from marts.fct_incidents as i)
        order by country_code = 'unknown', country_name, admin1_code = 'unknown', admin1_name,
            region_id
        """
    ).fetchall()
    return {
        "months": months,
        "actors": actors,
        "regions": [
            (region_id, place_name(code, name, country), country_code, country)
            for region_id, code, name, country_code, country in regions
        ],
        "month": _numbered(columns[0], months),
        "actor": _numbered(columns[1], [actor_id for actor_id, _ in actors]),
        "region": _numbered(columns[2], [region[0] for region in regions]),
        **dict(zip(_NUMBERS, columns[3:], strict=True)),
    }


def packed(value: Any) -> str:
    """A value as JSON, compressed, in letters that can stand in any HTML; always the same."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return packed_text(text)


def packed_text(text: str) -> str:
    """A text, compressed, in letters that can stand in any HTML; always the same."""
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=6, mtime=0)).decode("ascii")


def _numbered(values: Sequence[str], names: Sequence[str]) -> list[int]:
    number = {name: n for n, name in enumerate(names)}
    return [number[value] for value in values]
