"""Files -> articles. Pure: no Dagster, no DuckDB, nothing written.

``read_inbox`` reads a folder, ``read_json_lines`` one stream of JSON lines. Both yield, in a fixed
order, either a `LoadedArticle` or a `RejectedInput`, and never raise for what a file contains.
"""

from dagster_project.ingest.identity import article_id
from dagster_project.ingest.inbox import read_inbox
from dagster_project.ingest.json_lines import read_json_lines
from dagster_project.ingest.outcomes import LoadedArticle, Outcome, RejectedInput

__all__ = [
    "LoadedArticle",
    "Outcome",
    "RejectedInput",
    "article_id",
    "read_inbox",
    "read_json_lines",
]
