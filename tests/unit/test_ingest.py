"""What is read from an inbox, and what is said of what cannot be read."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.ingest import (
    LoadedArticle,
    Outcome,
    RejectedInput,
    article_id,
    read_inbox,
    read_json_lines,
)
from dagster_project.records import Article

KNOWN = (
    ".atom .csv .gz .htm .html .json .jsonl .jsonlines .ndjson .parquet .pq .rdf .rss .text .tsv "
    ".txt .warc .xhtml .xml .zip"
)


def read(inbox: Path, files: dict[str, str | bytes]) -> list[Outcome]:
    for name, content in files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_inbox(inbox))


def only_article(outcomes: list[Outcome]) -> Article:
    [outcome] = outcomes
    assert isinstance(outcome, LoadedArticle)
    return outcome.article


def only_reason(outcomes: list[Outcome]) -> str:
    [outcome] = outcomes
    assert isinstance(outcome, RejectedInput)
    return outcome.reason


def json_line(**fields: Any) -> str:
    return json.dumps(fields) + "\n"


def test_text_file_keeps_its_text_whole_and_tells_title_and_source(tmp_path: Path) -> None:
    text = "Two hurt in Tabqa\r\n\r\nTwo people were hurt.\r\n\r\nSource: Northern Plains\r\n"
    article = only_article(read(tmp_path, {"a.txt": b"\xef\xbb\xbf" + text.encode()}))
    assert article.text == text
    assert article.title == "Two hurt in Tabqa"
    assert article.source == "Northern Plains"
    assert article.published_at is None


def test_first_line_without_a_blank_line_after_it_is_no_title(tmp_path: Path) -> None:
    article = only_article(read(tmp_path, {"a.txt": "Two people were hurt.\nOne died.\n"}))
    assert article.title is None


def test_source_in_the_middle_of_the_text_is_not_the_closing_line(tmp_path: Path) -> None:
    article = only_article(read(tmp_path, {"a.txt": "Source: unclear\n\nTwo were hurt.\n"}))
    assert article.source is None


def test_metadata_file_outranks_the_text_and_its_nulls_do_not(tmp_path: Path) -> None:
    metadata = {"title": "Given", "source": None, "published_at": "2024-05-06", "language": "en"}
    article = only_article(
        read(
            tmp_path,
            {"a.txt": "Own title\n\nText.\n\nSource: Own", "a.json": json.dumps(metadata)},
        )
    )
    assert (article.title, article.source, article.published_at, article.language) == (
        "Given",
        "Own",
        "2024-05-06",
        "en",
    )


def test_json_line_keeps_its_own_id_beside_the_id_of_its_text(tmp_path: Path) -> None:
    lines = json_line(article_id="desk-1", text="A bomb.", published_at="2024-05-06T23:30:00+05:30")
    article = only_article(read(tmp_path, {"a.jsonl": lines}))
    assert article.external_id == "desk-1"
    assert article.article_id == article_id("A bomb.")
    assert article.published_at == "2024-05-06"


def test_order_and_names_are_those_of_the_paths_inside_the_inbox(tmp_path: Path) -> None:
    outcomes = read(
        tmp_path, {"b.txt": "B.", "a/c.txt": "C.", "a.jsonl": "\n" + json_line(text="A")}
    )
    assert [(o.input_file, o.input_line) for o in outcomes] == [
        ("a.jsonl", 2),
        ("a/c.txt", None),
        ("b.txt", None),
    ]


def test_hidden_files_and_readmes_are_passed_over(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {".gitkeep": "", "README.md": "x", ".git/a.txt": "x"}
    assert read(tmp_path, files) == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \n ", "the text is empty"),
        ("a.txt", "Zw\xf6lf".encode("latin-1"), "not UTF-8 text: byte 3 cannot be decoded"),
        ("a.txt", "x".encode("utf-16"), "not UTF-8 text: it starts like UTF-16; save it as UTF-8"),
        ("a.txt", b"a\0b", "contains NUL characters, so it is not a text file"),
        ("a.pdf", b"%PDF", f"the file type .pdf is not read; use one of {KNOWN}"),
        ("a", b"x", f"a file without a type is not read; use one of {KNOWN}"),
        ("a.json", b"{}", "metadata without its text: no .txt of this name, and no text inside"),
        ("a.jsonl", b"\n\n", "the file is empty"),
        ("a.jsonl", b'{"text": "x"', "not valid JSON: Expecting ',' delimiter (character 13)"),
        ("a.jsonl", b"[1]", "a JSON object is needed, found a list"),
        ("a.jsonl", b'{"title": "x"}', '"text" is missing'),
        ("a.jsonl", b'{"text": 7}', '"text" must be text'),
        ("a.jsonl", b'{"text": " "}', "the text is empty"),
        ("a.jsonl", b'{"text": "a\\u0000b"}', '"text" contains NUL characters'),
        (
            "a.jsonl",
            b'{"text": "a\\ud800b"}',
            '"text" contains half a surrogate pair, which is not text',
        ),
        ("a.jsonl", b'{"text": "x", "source": 3}', '"source" must be text, found a number'),
        (
            "a.jsonl",
            b'{"text": "x", "published_at": "8 March"}',
            "\"published_at\" is not a date like 2022-03-08: '8 March'",
        ),
        (
            "a.jsonl",
            b'{"text": "x", "published_at": "2022-02-30"}',
            "\"published_at\" is not a date like 2022-03-08: '2022-02-30'",
        ),
        ("a.jsonl", b'{"text": "\xff"}', "not UTF-8 text: byte 11 cannot be decoded"),
    ],
)
def test_unreadable_input_is_rejected_with_its_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    assert only_reason(read(tmp_path, {name: content})) == reason


def test_a_text_with_broken_metadata_is_not_loaded_without_its_date(tmp_path: Path) -> None:
    reason = only_reason(read(tmp_path, {"a.txt": "Text.", "a.json": "{"}))
    assert reason.startswith("its metadata file a.json: not valid JSON")


def test_a_bad_line_takes_no_other_line_with_it(tmp_path: Path) -> None:
    lines = json_line(text="One.") + "oops\n" + json_line(text="Two.")
    outcomes = read(tmp_path, {"a.jsonl": lines})
    assert [type(outcome) for outcome in outcomes] == [LoadedArticle, RejectedInput, LoadedArticle]
    assert outcomes[1].input_line == 2


def test_files_that_cannot_be_opened_are_rejected(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    assert {
        o.input_file: o.reason for o in read_inbox(tmp_path) if isinstance(o, RejectedInput)
    } == {
        "gone.txt": "cannot be read: No such file or directory",
        "pipe.txt": "not a regular file",
    }


def test_a_missing_inbox_is_an_error_and_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="nowhere is not a folder"):
        list(read_inbox(tmp_path / "nowhere"))


def test_id_does_not_change_with_white_space_or_unicode_form() -> None:
    assert article_id("Ko\u0308ln\r\n\r\nTwo  hurt ") == article_id("K\u00f6ln Two hurt")
    assert article_id("Two hurt") != article_id("Three hurt")


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_no_bytes_whatever_make_reading_lines_fail(lines: list[bytes]) -> None:
    outcomes = list(read_json_lines(lines, "a.jsonl"))
    assert len(outcomes) == sum(1 for line in lines if line.strip())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)


@given(
    st.dictionaries(
        st.sampled_from(["article_id", "text", "title", "published_at", "source", "url"]),
        json_values,
    )
)
def test_every_json_object_is_an_article_or_a_reason(fields: dict[str, Any]) -> None:
    [outcome] = read_json_lines([json.dumps(fields).encode()], "a.jsonl")
    if isinstance(outcome, LoadedArticle):
        assert outcome.article.text == fields["text"]
        outcome.article.text.encode()
    else:
        assert outcome.reason


def test_a_file_name_that_is_no_utf_8_is_escaped(tmp_path: Path) -> None:
    Path(os.fsdecode(bytes(tmp_path) + b"/\xff\n\x1b.txt")).write_text("One.")
    [outcome] = read_inbox(tmp_path)
    assert outcome.input_file == "\\xff\\n\\x1b.txt"


def test_a_linked_folder_is_told_of(tmp_path: Path) -> None:
    inbox, elsewhere = tmp_path / "inbox", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text("One.")
    inbox.mkdir()
    (inbox / "linked").symlink_to(elsewhere)
    assert "a link to a folder" in only_reason(list(read_inbox(inbox)))


def test_a_folder_that_cannot_be_read_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locked").mkdir()
    scan = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert only_reason(list(read_inbox(tmp_path))) == "cannot be read: Permission denied"


def test_metadata_is_found_however_its_type_is_written(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"x.txt": "One.", "x.Json": '{"published_at": "2024-01-02"}'}
    assert only_article(read(tmp_path, files)).published_at == "2024-01-02"
