"""What reading one input can give: an article, or a reason why there is none."""

from dataclasses import dataclass

from dagster_project.records import Article


@dataclass(frozen=True, slots=True)
class LoadedArticle:
    """One readable input. ``input_line`` counts from 1, and is None for a one-article file."""

    article: Article
    input_file: str
    input_line: int | None = None


@dataclass(frozen=True, slots=True)
class RejectedInput:
    """One input that could not be read, and why. ``input_line`` as in `LoadedArticle`."""

    input_file: str
    input_line: int | None
    reason: str


Outcome = LoadedArticle | RejectedInput
