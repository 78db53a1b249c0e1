"""Logs: pages that list a city's cases, a paragraph each, with a date at its head."""

import re
from collections.abc import Sequence

from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.text import Document

_LEAST = 5  # different days at the head of lines
# "November 8, 2016 HOMICIDE Officers found ...": the day on which the case was put on the page.
_HEADING = re.compile(r" \*?[A-Z]{4,}\b")


def is_log(document: Document, dates: Sequence[DateMention]) -> bool:
    """Whether lines of a text begin with dates of many days."""
    heads = {d.start for d in dates if d.is_explicit_year and _begins_line(document, d)}
    return len(heads) >= _LEAST


def without_headings(document: Document, dates: list[DateMention]) -> list[DateMention]:
    """The dates of a log without those of its headings, where the case has a day of its own."""
    kept = []
    for date, following in zip(dates, [*dates[1:], None], strict=True):
        if (
            following is not None
            and following.is_explicit_year
            and date.is_explicit_year
            and _begins_line(document, date)
            and _HEADING.match(document.norm, date.end)
            and "\n" not in document.norm[date.end : following.at]
        ):
            continue
        kept.append(date)
    return kept


def _begins_line(document: Document, date: DateMention) -> bool:
    return date.at == 0 or document.norm[date.at - 1] == "\n"
