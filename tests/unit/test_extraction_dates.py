"""Relative dates against the day of publication or the dateline (the codebook's rules)."""

from datetime import date

import pytest

from dagster_project.extraction import extract_article
from dagster_project.extraction.calendars import Calendar
from dagster_project.extraction.dates import find_dates, read_calendar
from dagster_project.records import Article

TUESDAY = date(2022, 3, 8)


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("on monday", "2022-03-07", "2022-03-07", "day"),
        ("at tuesday dawn", "2022-03-08", "2022-03-08", "day"),
        ("on wednesday", "2022-03-02", "2022-03-02", "day"),
        ("yesterday", "2022-03-07", "2022-03-07", "day"),
        ("overnight", "2022-03-07", "2022-03-07", "day"),
        ("last night", "2022-03-07", "2022-03-07", "day"),
        ("this morning", "2022-03-08", "2022-03-08", "day"),
        ("two days ago", "2022-03-06", "2022-03-06", "day"),
        ("last week", "2022-02-28", "2022-03-06", "week"),
        ("in january", "2022-01-01", "2022-01-31", "month"),
        ("in march", "2022-03-01", "2022-03-31", "month"),
        ("in december", "2021-12-01", "2021-12-31", "month"),
        ("in october last year", "2021-10-01", "2021-10-31", "month"),
        ("last november", "2021-11-01", "2021-11-30", "month"),
        ("early february", "2022-02-01", "2022-02-10", "month"),
        ("mid-february", "2022-02-11", "2022-02-20", "month"),
        ("late february", "2022-02-21", "2022-02-28", "month"),
        ("in march 2017", "2017-03-01", "2017-03-31", "month"),
        ("in 2017", "2017-01-01", "2017-12-31", "year"),
        ("on 25 january 2013", "2013-01-25", "2013-01-25", "day"),
        ("on january 25, 2013", "2013-01-25", "2013-01-25", "day"),
        ("on february 28", "2022-02-28", "2022-02-28", "day"),
        ("on april 2", "2021-04-02", "2021-04-02", "day"),
        ("2013-01-25", "2013-01-25", "2013-01-25", "day"),
    ],
)
def test_a_date_resolves_against_publication(
    words: str, first: str, last: str, precision: str
) -> None:
    (found,) = find_dates(f"an attack {words} killed", Calendar(TUESDAY))
    assert (str(found.start), str(found.stop), found.precision) == (first, last, precision)


@pytest.mark.parametrize("words", ["they may attack", "march towards the town", "fayez jan said"])
def test_words_that_only_look_like_months(words: str) -> None:
    assert find_dates(words + " ", Calendar(TUESDAY)) == []


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("KABUL (Jan. 25, 2013) - Troops", date(2013, 1, 25)),
        ("SAN MIGUEL, 3 JAN 90 -- [TEXT] A BOMB", date(1990, 1, 3)),
        ("BEIRUT, Feb. 15, 2024 - A gunman", date(2024, 2, 15)),
        ("Troops were attacked in Kabul", None),
    ],
)
def test_the_dateline_stands_in_for_a_missing_day_of_publication(
    head: str, day: date | None
) -> None:
    assert read_calendar(head.lower(), None).reference == day


def test_the_day_of_publication_outranks_the_dateline() -> None:
    assert read_calendar("kabul (jan. 25, 2013) - troops", "2013-01-26").reference == date(
        2013, 1, 26
    )


def test_without_any_day_nothing_is_dated() -> None:
    (report,) = extract_article(Article("a", "Two soldiers were killed in Mopti on Monday."))
    assert (report.date_start, report.date_end, report.date_precision) == (None, None, "unknown")


def test_the_day_on_which_somebody_speaks_is_no_day_of_the_event() -> None:
    text = "The army said on Tuesday that two soldiers had been killed in Mopti on Sunday."
    (report,) = extract_article(Article("a", text, published_at="2022-03-08"))
    assert report.date_start == "2022-03-06"


def test_an_event_recalled_from_more_than_a_week_before_is_background() -> None:
    text = (
        "A bomb killed two soldiers in Mopti on Monday.\n\nIn October last year a bomb killed "
        "14 people in Gao."
    )
    news, recalled = extract_article(Article("a", text, published_at="2022-03-08"))
    assert (news.is_background, recalled.is_background) == (False, True)
    assert (recalled.date_start, recalled.date_end) == ("2021-10-01", "2021-10-31")
