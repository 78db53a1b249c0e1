"""Other people's event data -> checked rows to hold our figures against. No Dagster, no DuckDB.

What belongs here: which files are asked for, reading UCDP GED's and ACLED's tables, and saying of
each row why it cannot be used. What does not: fetching, what a name is to us (reference_mapping),
and the comparison itself (dbt).
"""

from dagster_project.reference.acled import ACLED
from dagster_project.reference.configured import ReferenceSettings, ReferenceSource
from dagster_project.reference.ged import UCDP_GED
from dagster_project.reference.reading import (
    ReferenceFileError,
    ReferenceRow,
    RejectedRow,
    TableFormat,
    read_release,
    release_of,
)

__all__ = [
    "ACLED",
    "UCDP_GED",
    "ReferenceFileError",
    "ReferenceRow",
    "ReferenceSettings",
    "ReferenceSource",
    "RejectedRow",
    "TableFormat",
    "read_release",
    "release_of",
]
