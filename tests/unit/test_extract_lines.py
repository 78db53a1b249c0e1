"""Many articles at once: order, bad lines, several workers."""

import io
import json
from collections.abc import Iterator

import pytest

from dagster_project.extract_lines import CHUNK_LINES, CHUNKS_AHEAD, extract_lines


def line(number: int) -> bytes:
    text = f"Gunmen killed {number} farmers near Gao, Mali, on Monday."
    return json.dumps({"article_id": f"a{number}", "text": text}).encode() + b"\n"


def test_reports_come_out_in_the_order_of_the_articles_whatever_the_workers() -> None:
    lines = [line(number) for number in range(2, 3 * CHUNK_LINES)]
    told = []
    for workers in (1, 2):
        out = io.StringIO()
        assert extract_lines(lines, "x.jsonl", out, workers=workers) == 0
        told.append(out.getvalue())
    assert told[0] == told[1]
    reports = [json.loads(row) for row in told[0].splitlines()]
    assert [r["killed_best"] for r in reports] == list(range(2, 3 * CHUNK_LINES))


def test_a_bad_line_is_named_by_its_number_in_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line(n) for n in range(2, CHUNK_LINES + 10)]
    lines[CHUNK_LINES + 3] = b"{broken\n"
    out = io.StringIO()
    assert extract_lines(lines, "x.jsonl", out, workers=2) == 1
    assert f"x.jsonl:{CHUNK_LINES + 4}: not valid JSON" in capsys.readouterr().err
    assert len(out.getvalue().splitlines()) == len(lines) - 1


def test_progress_counts_lines() -> None:
    seen: list[int] = []
    extract_lines([line(2), line(3)], "x", io.StringIO(), progress=seen.append)
    assert seen == [2]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_long_file_is_never_held_whole(workers: int) -> None:
    read = 0
    ahead: list[int] = []

    def lines() -> Iterator[bytes]:
        nonlocal read
        for number in range(20 * CHUNK_LINES):
            read += 1
            yield line(number % 50 + 2)

    extract_lines(
        lines(),
        "x",
        io.StringIO(),
        workers=workers,
        progress=lambda done: ahead.append(read - done),
    )
    assert len(ahead) == 20
    assert max(ahead) <= max(2, CHUNKS_AHEAD * workers) * CHUNK_LINES
