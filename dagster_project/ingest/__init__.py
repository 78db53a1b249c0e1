"""Files of every kind -> articles. Pure: no Dagster, no DuckDB, nothing written.

``read_inbox`` reads a folder, ``read_json_lines`` one stream of JSON lines. Both yield, in a fixed
order, either a `LoadedArticle` or a `RejectedInput`, and never raise for what a file contains.
"""

from collections.abc import Iterable, Iterator

from dagster_project.ingest.identity import article_id
from dagster_project.ingest.inbox import read_inbox
from dagster_project.ingest.inputs import Input
from dagster_project.ingest.outcomes import LoadedArticle, Outcome, RejectedInput
from dagster_project.ingest.readers import ReadingContext, json_lines

__all__ = [
    "LoadedArticle",
    "Outcome",
    "RejectedInput",
    "article_id",
    "read_inbox",
    "read_json_lines",
]


def read_json_lines(lines: Iterable[bytes], input_file: str) -> Iterator[Outcome]:
    """One outcome per line that is not blank; ``input_file`` is what they are called by.

    An error while the lines are read is raised.
    """
    source = Input(input_file, lambda: (_ for _ in ()).throw(OSError("not to be opened")))
    yield from json_lines.read_lines(lines, source, ReadingContext())
