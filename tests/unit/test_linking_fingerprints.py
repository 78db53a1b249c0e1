"""What a text can be known by."""

import duckdb
import pytest
from linked_reports import memory_warehouse, report, store

from dagster_project.linking.families import build_families
from dagster_project.linking.fingerprints import HASHES, find_ages, find_names, sketch

STORY = (
    "A grenade went off at the bus station in Kaduna on Tuesday morning and killed the driver of a "
    "minibus, a hospital official said. Four passengers were taken to the teaching hospital with "
    "wounds to their legs. Nobody has said that they did it, and the station stayed shut all day."
)


def names(text: str) -> list[str]:
    return [mark.mark for mark in find_names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police named the dead man as Tunde Balogun on Friday morning.", ["tunde balogun"]),
        (
            "His brother Tunde A. Balogun\u2019s shop was hit as well, neighbours said.",
            ["tunde balogun"],
        ),
        (
            "A spokesman named him as Yusuf Ali Hassan and gave no more details.",
            ["yusuf ali", "ali hassan"],
        ),
        ("The Kaduna State Police Department gave no details on Friday morning.", []),
        (
            "Shots were fired in the 1400 block of North Marina Road late on Friday.",
            ["1400 marina"],
        ),
        ("TUNDE BALOGUN was named by the hospital on Friday in a statement.", ["tunde balogun"]),
        # Towns, districts, armed groups and newspapers: every story of a place or a war has them.
        ("The men of Boko Haram came by the road from Fort Worth, said Al Jazeera on Friday.", []),
        ("They fled from Khan Yunis to Deir al-Balah and Los Angeles, with nobody to help.", []),
        ("Home\nContact Ngozi Obi\n" + STORY, []),
        ("Copyright Ngozi Obi and the Kaduna desk, all rights reserved to them.\n" + STORY, []),
    ],
)
def test_names_of_people_and_streets(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_mark_tells_where_it_stands() -> None:
    text = (
        "The dead are two.\nPolice named the dead man as Tunde Balogun, a 31-year-old baker here."
    )
    [name], [age] = find_names(text), find_ages(text)
    assert text[name.start :].startswith("Tunde Balogun")
    assert (age.mark, text[age.start : age.start + 11]) == ("31", "31-year-old")


def test_many_names_are_cut_off() -> None:
    text = " ".join(f"Then came Aaa{'b' * n} Ccc{'d' * n} as well." for n in range(1, 60))
    assert len(names(text)) == 40


def likeness(first: str, second: str) -> float:
    return sum(a == b for a, b in zip(sketch(first), sketch(second), strict=True)) / HASHES


def test_sketches_of_like_texts_are_alike() -> None:
    assert sketch("Too short to tell.") == ()
    assert sketch(STORY) == sketch(STORY)
    longer = STORY + " " + STORY.replace("Tuesday", "that").replace("Kaduna", "the city")
    copy = longer + " A desk added this."
    assert likeness(longer, copy) > 0.8
    other = STORY.replace("grenade", "lorry").split(". ")[0] + " while rain fell on the fields " * 5
    assert likeness(longer, other) < 0.5


def families(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    build_families(connection)
    return dict(connection.execute("select article_id, text_family from text_families").fetchall())


def test_a_family_is_all_that_likeness_connects() -> None:
    """The second is like the first and the third, which are not alike enough."""
    base = list(range(64))
    second = [*base[:56], *range(100, 108)]
    third = [*range(200, 208), *base[8:56], *range(100, 108)]
    with memory_warehouse() as connection:
        store(connection, [report(1, sketch=base), report(2, sketch=second)])
        store(connection, [report(3, sketch=third), report(4, sketch=list(range(500, 564)))])
        store(connection, [report(5, sketch=[])])
        first = report(1)["article_id"]
        assert families(connection) == {report(n)["article_id"]: first for n in (1, 2, 3)}


def test_no_families() -> None:
    with memory_warehouse() as connection:
        assert families(connection) == {}
