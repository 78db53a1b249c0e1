"""What the pages of assets in Dagster's UI show."""

import base64
import struct

from dagster_project.assets.charts import counts_by_month, drawn, killed_by_month
from dagster_project.assets.presentation import CELL_WIDTH, markdown_table

MONTHS = [
    {"month": "2024-01", "killed_low": 3, "killed_best": 5, "killed_high": 9},
    {"month": "2024-02", "killed_low": 4, "killed_best": 4, "killed_high": None},
]


def size_of(picture: str) -> tuple[int, int]:
    """Width and height of a PNG in Markdown, from its header."""
    png = base64.b64decode(picture.partition("base64,")[2].removesuffix(")"))
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_table_keeps_texts_of_strangers_texts() -> None:
    shown = markdown_table(
        [{"title": "a | b\nc", "quote": "<img src=x onerror=alert(1)> ![x](http://evil.example)"}]
    )
    _, _, row = shown.splitlines()
    assert row.startswith(r"| a \| b c | \<img src=x onerror=alert(1)\> \!\[x\](http://evil.")


def test_a_long_cell_is_cut_and_nothing_is_written_for_null() -> None:
    _, _, row = markdown_table([{"text": "x" * 500, "none": None}]).splitlines()
    assert row == f"| {'x' * (CELL_WIDTH - 1)}… |  |"


def test_charts_are_small_pictures_with_a_text_in_their_place() -> None:
    for picture in (
        killed_by_month(MONTHS),
        counts_by_month([{"month": "2024-01", "count": 2}], "articles"),
    ):
        width, height = size_of(picture)
        assert width > 500
        assert height > 150
        assert len(picture) < 100_000
    assert killed_by_month(MONTHS).startswith("![Killed by month](")


def test_the_same_figures_are_the_same_picture_and_a_range_is_seen() -> None:
    assert killed_by_month(MONTHS) == killed_by_month(MONTHS)
    closed = [MONTHS[0], {**MONTHS[1], "killed_high": 4}]
    narrow = [{**MONTHS[0], "killed_high": 5}, MONTHS[1]]
    assert len({killed_by_month(rows) for rows in (MONTHS, closed, narrow)}) == 3


def test_a_month_without_a_row_keeps_its_place_and_old_ones_are_left_out() -> None:
    beside = [{**MONTHS[0], "month": "2024-01"}, {**MONTHS[0], "month": "2024-02"}]
    apart = [{**MONTHS[0], "month": "2023-06"}, {**MONTHS[0], "month": "2024-02"}]
    assert killed_by_month(beside) != killed_by_month(apart)
    old = {**MONTHS[0], "month": "2019-03", "killed_best": 500}
    assert killed_by_month([old, *beside]) == killed_by_month(beside)


def test_no_month_is_an_empty_chart() -> None:
    assert size_of(killed_by_month([]))[0] > 100


def test_what_cannot_be_drawn_is_told_and_left_out() -> None:
    def draw() -> str:
        raise OSError("no fonts")

    told: list[str] = []
    assert drawn("killed_by_month", draw, told.append) == {}
    assert told == ["no chart killed_by_month: OSError: no fonts"]
