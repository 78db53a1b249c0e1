"""ACLED's export: its columns by the codebook of 2024.

ACLED's terms forbid giving its data to others. What a comparison does not need, its notes above
all, is not even loaded, and no table made from the rest is published.
"""

from functools import partial

from dagster_project.reference import values
from dagster_project.reference.reading import Column, TableFormat

ACLED = TableFormat(
    name="acled",
    title="ACLED's export",
    id_column="event_id_cnty",
    columns={
        "event_id_cnty": Column(values.required_text, is_needed=True),
        "event_date": Column(values.day, is_needed=True),
        "time_precision": Column(partial(values.one_to, 3), is_needed=True),
        "event_type": Column(values.required_text, is_needed=True),
        "sub_event_type": Column(values.text),
        "actor1": Column(values.text, is_needed=True),
        "actor2": Column(values.text),
        "country": Column(values.required_text, is_needed=True),
        "admin1": Column(values.text, is_needed=True),
        "location": Column(values.text),
        "latitude": Column(values.latitude, is_needed=True),
        "longitude": Column(values.longitude, is_needed=True),
        "geo_precision": Column(partial(values.one_to, 3), is_needed=True),
        "fatalities": Column(values.count, is_needed=True),
        "timestamp": Column(values.optional_whole),
    },
)
