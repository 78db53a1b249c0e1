"""An HTML page -> its article."""

from collections.abc import Iterator

from dagster_project.ingest.building import build_article
from dagster_project.ingest.inputs import Input, read_whole
from dagster_project.ingest.outcomes import Outcome
from dagster_project.ingest.page_process import read_page_within
from dagster_project.ingest.readers import ReadingContext

SUFFIXES = (".html", ".htm", ".xhtml")


def read(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    """The page's main text. Menus, comments and what stands around it are left out."""
    limits = context.limits
    text, fields = read_page_within(read_whole(source, limits.page_bytes), limits.page_seconds)
    yield build_article(text, fields, source, limits)
