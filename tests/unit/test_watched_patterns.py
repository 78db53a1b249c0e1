"""A passage without a pattern's mark never matches it: the quick look ahead changes no report."""

import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest

from dagster_project import extraction
from dagster_project.extraction import date_patterns
from dagster_project.extraction.actors import actor_index
from dagster_project.extraction.attribution import actor_role, denies_claim, may_have_role
from dagster_project.extraction.text import read_document
from dagster_project.extraction.tokens import Tokens
from dagster_project.extraction.triggers import TELLING_WORDS, find_triggers
from dagster_project.extraction.watched import Watched, marks_of, pieces_of, watched

FIXTURES = Path(__file__).parents[1] / "fixtures"


def patterns_of_all_modules() -> list[Watched]:
    found: list[Watched] = []
    for module in pkgutil.iter_modules(extraction.__path__):
        names = vars(importlib.import_module(f"{extraction.__name__}.{module.name}"))
        found += [value for value in names.values() if isinstance(value, Watched)]
    return found


def texts_of_fixtures() -> list[str]:
    lines = (FIXTURES / "codebook_cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def test_no_passage_without_the_mark_matches() -> None:
    passages = {line for text in texts_of_fixtures() for line in text.lower().split("\n")}
    patterns = patterns_of_all_modules()
    missed = [
        (pattern.pattern, passage)
        for passage in passages
        for marks in [marks_of(passage)]
        for pattern in patterns
        if not marks & pattern.mark
        and not pattern.is_found_by_punctuation(passage)
        and pattern.search(passage)
    ]
    assert patterns
    assert missed == []


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        (r"\bambush\w*|clash(?:es)?", {"^ambush", "clash"}),
        (r"\b(?:later |earlier )?died\b", {"^died$"}),
        (r"(?:in|on) (?:mon|tues)day\b", {"day$"}),
        (r"\d+ (?:men)?", {"0"}),
        (r"bombs?\b(?= in)", {"bomb"}),
        (r"(?<=was )\w+", None),
        (r"(?:attack)?", None),
    ],
)
def test_pieces_follow_from_the_pattern(pattern: str, pieces: set[str] | None) -> None:
    assert pieces_of(pattern) == pieces


def test_a_mark_tells_passages_apart() -> None:
    pattern = watched(r"\bzeppelins?\b|;", besides=";")
    assert marks_of("two zeppelins rose") & pattern.mark
    assert not marks_of("two balloons rose") & pattern.mark
    assert not marks_of("two balloons; one rose") & pattern.mark
    assert pattern.is_found_by_punctuation("two balloons; one rose")


def test_dates_begin_as_the_quick_look_expects() -> None:
    forms = re.compile(rf"\b{date_patterns.FORMS}")
    for text in texts_of_fixtures():
        lower = text.lower()
        quick = [(m.span(), m.lastgroup) for m in date_patterns.PATTERN.finditer(lower)]
        assert quick == [(m.span(), m.lastgroup) for m in forms.finditer(lower)]


def test_no_actor_has_a_role_where_the_words_allow_none() -> None:
    actors = actor_index()
    for text in texts_of_fixtures():
        document = read_document(text)
        for number, sentence in enumerate(document.sentences):
            marks = document.marks(number)
            if may_have_role(marks):
                continue
            told = document.norm[sentence.start : sentence.end]
            roles = [
                actor_role(told, match, 0, marks) or denies_claim(told, match, 0)
                for match in actors.find(told, "SYR")
            ]
            assert not any(roles), told


def test_every_sentence_with_a_trigger_has_a_telling_word() -> None:
    for text in texts_of_fixtures():
        document = read_document(text)
        read = set(document.sentences_with(TELLING_WORDS))
        for number, sentence in enumerate(document.sentences):
            tokens = Tokens(document.lower, document.norm, sentence.start, sentence.end)
            if find_triggers(tokens.low):
                assert number in read, tokens.low
