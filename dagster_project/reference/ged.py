"""UCDP GED, the Georeferenced Event Dataset: its columns by the codebook of version 25.1.

Left out are geom_wkt and priogrid_gid, which repeat the coordinates, and the ids of sets before
version 17 (``*_dset_id``). The estimates were called ``best_est`` up to version 5.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from dagster_project.reference import values
from dagster_project.reference.reading import Column, TableFormat


def _complaint(row: Mapping[str, Any]) -> str | None:
    if row["date_start"] > row["date_end"]:
        return f"date_start {row['date_start']} is after date_end {row['date_end']}"
    if not row["low"] <= row["best"] <= row["high"]:
        return f"low {row['low']}, best {row['best']}, high {row['high']} are not in this order"
    return None


UCDP_GED = TableFormat(
    name="ucdp_ged",
    title="UCDP GED",
    id_column="id",
    complaint=_complaint,
    columns={
        "id": Column(values.whole, is_needed=True),
        "relid": Column(values.text),
        "year": Column(values.whole, is_needed=True),
        "active_year": Column(values.text),
        "code_status": Column(values.text),
        "type_of_violence": Column(partial(values.one_to, 3), is_needed=True),
        "conflict_new_id": Column(values.optional_whole, also=("conflict_id",)),
        "conflict_name": Column(values.text),
        "dyad_new_id": Column(values.optional_whole, also=("dyad_id",)),
        "dyad_name": Column(values.text),
        "side_a_new_id": Column(values.optional_whole, also=("side_a_id",)),
        "side_a": Column(values.required_text, is_needed=True),
        "side_b_new_id": Column(values.optional_whole, also=("side_b_id",)),
        "side_b": Column(values.required_text, is_needed=True),
        "number_of_sources": Column(values.optional_count),
        "source_article": Column(values.text),
        "source_office": Column(values.text),
        "source_date": Column(values.text),
        "source_headline": Column(values.text),
        "source_original": Column(values.text),
        "where_prec": Column(partial(values.one_to, 7), is_needed=True),
        "where_coordinates": Column(values.text),
        "where_description": Column(values.text),
        "adm_1": Column(values.text, is_needed=True),
        "adm_2": Column(values.text),
        "latitude": Column(values.latitude, is_needed=True),
        "longitude": Column(values.longitude, is_needed=True),
        "country": Column(values.required_text, is_needed=True),
        "country_id": Column(values.optional_whole),
        "region": Column(values.text),
        "event_clarity": Column(values.optional_whole),
        "date_prec": Column(partial(values.one_to, 5), is_needed=True),
        "date_start": Column(values.day, is_needed=True),
        "date_end": Column(values.day, is_needed=True),
        "deaths_a": Column(values.optional_count),
        "deaths_b": Column(values.optional_count),
        "deaths_civilians": Column(values.optional_count),
        "deaths_unknown": Column(values.optional_count),
        "best": Column(values.count, also=("best_est",), is_needed=True),
        "high": Column(values.count, also=("high_est",), is_needed=True),
        "low": Column(values.count, also=("low_est",), is_needed=True),
        "gwnoa": Column(values.text),
        "gwnob": Column(values.text),
    },
)
