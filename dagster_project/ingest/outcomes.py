"""What reading one input can give: an article, or a reason why there is none."""

from dataclasses import dataclass
from datetime import datetime

from dagster_project.ingest.languages import ENGLISH
from dagster_project.records import Article


@dataclass(frozen=True, slots=True)
class LoadedArticle:
    """One readable input. ``input_line`` counts from 1, and is None for a one-article file.

    ``published_from`` says what the day of publication was read in: ``metadata``, ``url`` or
    ``dateline``. Times are UTC, without a zone, and None where only a day, or nothing, is known.
    ``address`` is what two revisions of one article have in common. An excerpt is what a feed tells
    of an article that stands elsewhere.
    """

    article: Article
    input_file: str
    input_line: int | None = None
    published_from: str | None = None
    published_time: datetime | None = None
    updated_time: datetime | None = None
    fetched_at: datetime | None = None
    address: str | None = None
    detected_language: str | None = None
    is_excerpt: bool = False

    @property
    def is_english(self) -> bool:
        """Whether to extract it: by its words, else by its metadata, else yes."""
        told = self.article.language
        return (self.detected_language or (told[:2].lower() if told else ENGLISH)) == ENGLISH


@dataclass(frozen=True, slots=True)
class RejectedInput:
    """One input that could not be read, and why. ``input_line`` as in `LoadedArticle`."""

    input_file: str
    input_line: int | None
    reason: str


Outcome = LoadedArticle | RejectedInput
