"""The command: what it prints, where, and how it ends."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dagster_project import extraction
from dagster_project.cli import _line_counter, app
from dagster_project.cli_options import first_day
from dagster_project.records import Article
from dagster_project.shown_estimates import shown_estimate

runner = CliRunner()


@pytest.mark.parametrize(
    ("estimate", "shown"),
    [
        ((15, 15, 15), "15"),
        ((1200, 1200, 1200), "1,200"),
        ((370, 370, None), "370+"),
        ((10, 12, None), "12 (10+)"),
        ((10, 10, 15), "10 (10 to 15)"),
        ((0, 0, 0), "0"),
    ],
)
def test_an_estimate_shows_its_range_and_an_open_end(
    estimate: tuple[int, int, int | None], shown: str
) -> None:
    assert shown_estimate(*estimate) == shown


def test_since_takes_a_month_or_a_day() -> None:
    assert first_day("2022-03", "--since") == date(2022, 3, 1)
    assert first_day("2022-03-05", "--since") == date(2022, 3, 1)
    assert first_day(None, "--since") is None


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["monthly", "--since", "March"], 2, "'March' is not a month like 2022-03"),
        (["monthly", "--data-dir", "nowhere"], 1, "Make it first: casualty-ledger run"),
        (["run", "--inbox", "nowhere"], 2, "There is no folder nowhere"),
        (["extract", "nowhere.jsonl"], 1, "nowhere.jsonl: No such file or directory"),
    ],
)
def test_a_wrong_path_or_option_is_told_in_a_sentence(
    arguments: list[str], code: int, message: str
) -> None:
    result = runner.invoke(app, arguments)
    assert result.exit_code == code
    assert message in result.output
    assert "Traceback" not in result.output


def test_extract_goes_past_bad_lines_and_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks_at_two(article: Article) -> list[object]:
        if article.text == "Two.":
            raise ZeroDivisionError("no such number")
        return []

    monkeypatch.setattr(extraction, "extract_article", breaks_at_two)
    articles = tmp_path / "articles.jsonl"
    articles.write_text('{"text": "One."}\n{"text": "Two."}\n\n{"text": 3}\n')
    result = runner.invoke(app, ["extract", str(articles)])
    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        f"{articles}:2: extraction failed: ZeroDivisionError: no such number",
        f'{articles}:4: "text" must be text',
        f"2 lines of {articles} were passed over",
    ]


def test_extract_does_not_write_over_its_own_input(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text('{"text": "One."}\n')
    result = runner.invoke(app, ["extract", str(articles), "--output", str(articles)])
    assert result.exit_code == 2
    assert "is the input itself" in result.stderr
    assert articles.read_text() == '{"text": "One."}\n'


def test_extract_stops_when_its_reference_data_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_seeds(article: Article) -> list[object]:
        raise FileNotFoundError("actors.csv is missing")

    monkeypatch.setattr(extraction, "extract_article", no_seeds)
    articles = tmp_path / "articles.jsonl"
    articles.write_text('{"text": "One."}\n{"text": "Two."}\n')
    result = runner.invoke(app, ["extract", str(articles)])
    assert result.exit_code == 1
    assert result.stderr == "actors.csv is missing\n"


def test_extract_echoes_the_id_it_was_given_and_keeps_what_it_reads_from_standard_input() -> None:
    line = json.dumps({"article_id": "desk-1", "text": "A bomb killed two people in Homs."})
    result = runner.invoke(app, ["extract", "-"], input=line)
    assert result.exit_code == 0
    [report] = [json.loads(row) for row in result.stdout.splitlines()]
    assert (report["article_id"], report["report_no"], report["killed_best"]) == ("desk-1", 1, 2)


def test_extract_starts_without_the_heavy_libraries() -> None:
    script = (
        "import sys; from dagster_project.cli import app; import dagster_project.extraction; "
        "print([m for m in ('dagster', 'dbt', 'duckdb', 'great_expectations', 'pandas', 'pyarrow',"
        " 'rich.table') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize("is_terminal", [True, False])
def test_lines_are_counted_on_a_terminal_only(
    is_terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal, raising=False)
    with _line_counter() as progress:
        assert (progress is not None) == is_terminal
