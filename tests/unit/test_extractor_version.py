from pathlib import Path

import pytest

from dagster_project.extraction import EXTRACTOR_VERSION, extract_article
from dagster_project.extraction.version import fingerprint
from dagster_project.records import Article


@pytest.fixture
def rules(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "a.py", tmp_path / "b.csv"]
    for path in paths:
        path.write_text("one rule\n")
    return paths


def test_the_version_is_part_of_every_report() -> None:
    (report,) = extract_article(Article(article_id="a", text="A bomb killed two men in Mosul."))
    assert report.extractor_version == EXTRACTOR_VERSION


def test_the_version_follows_the_rules_and_data(rules: list[Path]) -> None:
    before = fingerprint(rules, ["pytest"])
    assert fingerprint(rules[::-1], ["pytest"]) == before
    assert fingerprint(rules, []) != before
    rules[1].write_text("another rule\n")
    assert fingerprint(rules, ["pytest"]) != before
