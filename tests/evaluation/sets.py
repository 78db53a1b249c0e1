"""The human-coded sets: where they are, how they are read, and what the extractor says of them."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from multiprocessing import Pool
from os import cpu_count
from pathlib import Path
from typing import Any

from dagster_project.extraction import extract_article
from dagster_project.records import Article, IncidentReport

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_SETS = PROJECT.parent / "shared" / "eval"
SET_NAMES = ("satp", "isaf", "gva", "muc")

Row = dict[str, Any]
Reports = dict[str, list[IncidentReport]]


def rows(path: Path) -> list[Row]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def article_of(row: Row) -> Article:
    """A row of articles.jsonl as the extractor takes it."""
    return Article(
        row["article_id"],
        row["text"],
        title=row.get("title"),
        published_at=row.get("published_at"),
        source=row.get("source"),
        url=row.get("url"),
    )


def extract_all(articles: Iterable[Row]) -> Reports:
    """The reports of each article, by the article's own id."""
    made = [article_of(row) for row in articles]
    with Pool(cpu_count()) as pool:
        told = pool.map(extract_article, made, chunksize=16)
    return {article.article_id: reports for article, reports in zip(made, told, strict=True)}


def news_of(reports: list[IncidentReport]) -> list[IncidentReport]:
    """The countable reports that are the article's own news."""
    return [r for r in reports if r.kind == "incident" and not r.is_background]


def gold_by_article(name: str, gold: list[Row]) -> dict[str, Row]:
    """The coder's row for each article; for linked sets several articles share one."""
    if name == "gva":
        return {article: row for row in gold for article in row["article_ids"]}
    return {row["article_id"]: row for row in gold}


def score(sets: Path, name: str, reports: Reports, *flags: str) -> str:
    """What the sets' own scorer prints."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for told in reports.values():
            out.writelines(json.dumps(report.to_dict()) + "\n" for report in told)
        out.flush()
        command = [sys.executable, str(sets / "score.py"), str(sets / name), out.name, *flags]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def are_there(sets: Path) -> bool:
    """Whether the sets are beside the checkout; says so on standard error where they are not."""
    if (sets / "score.py").exists():
        return True
    print(
        f"The evaluation sets are not there ({sets}). They are not part of the project; name "
        "their folder with --sets.",
        file=sys.stderr,
    )
    return False
