"""An HTML page -> its article."""

from collections.abc import Iterator

from dagster_project.ingest.building import build_article
from dagster_project.ingest.inputs import Input, read_whole
from dagster_project.ingest.outcomes import Outcome
from dagster_project.ingest.pages import read_page
from dagster_project.ingest.readers import ReadingContext

SUFFIXES = (".html", ".htm", ".xhtml")


def read(source: Input, context: ReadingContext) -> Iterator[Outcome]:
    """The page's main text. Menus, comments and what stands around it are left out."""
    text, fields = read_page(read_whole(source, context.limits.page_bytes))
    yield build_article(text, fields, source, context.limits)
