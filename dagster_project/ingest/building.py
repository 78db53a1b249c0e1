"""Text and fields -> one article, with everything that ingestion derives of it."""

from collections.abc import Mapping
from typing import Any

from dagster_project.ingest.errors import InputError
from dagster_project.ingest.fields import make_article
from dagster_project.ingest.identity import page_address
from dagster_project.ingest.inputs import Input
from dagster_project.ingest.languages import detect_language
from dagster_project.ingest.limits import Limits
from dagster_project.ingest.outcomes import LoadedArticle
from dagster_project.ingest.publication import day_of_address, day_of_dateline
from dagster_project.ingest.times import read_time


def build_article(
    text: str,
    fields: Mapping[str, Any],
    source: Input,
    limits: Limits,
    line: int | None = None,
    *,
    is_excerpt: bool = False,
) -> LoadedArticle:
    """The article of ``text``. What ``fields`` says outranks what came with the input.

    The day of publication is that of the metadata, else of the address, else of the dateline.
    Raises InputError when the text is blank, too long, or a field is unusable.
    """
    if len(text) > limits.article_characters:
        raise InputError(
            f"{len(text):,} characters: an article has {limits.article_characters:,} at most"
        )
    told = {**source.fields, **{name: v for name, v in fields.items() if v not in (None, "")}}
    published_from = "metadata" if read_time(told, "published_at") else None
    for name, find in (("url", _of_address), ("dateline", _of_dateline)):
        if published_from is None and (day := find(text, told)):
            told["published_at"], published_from = day, name
    article = make_article(text, told)
    published, updated = read_time(told, "published_at"), read_time(told, "updated_at")
    return LoadedArticle(
        article,
        source.name,
        line,
        published_from=published_from,
        published_time=published.instant if published else None,
        updated_time=updated.instant if updated else None,
        fetched_at=source.fetched_at,
        # A file is its own address: mended and saved again, it is the same article.
        address=page_address(article.url) or (f"file:{source.name}" if line is None else None),
        detected_language=detect_language(text),
        is_excerpt=is_excerpt,
    )


def _of_address(text: str, told: Mapping[str, Any]) -> str | None:
    url = told.get("url")
    return day_of_address(url) if isinstance(url, str) else None


def _of_dateline(text: str, told: Mapping[str, Any]) -> str | None:
    return day_of_dateline(text)
