"""The questions in docs/queries.sql, each asked of published builds and answered by hand.

Most are asked of the samples, whose figures tests/fixtures has as a person coded them. What only
corrections, another build or reference data can answer is asked of a small run that has them.
"""

import re
from datetime import date
from typing import Any

import pytest
from whole_runs import query

from dagster_project.paths import PROJECT_ROOT, DataDir

pytestmark = pytest.mark.slow

QUESTION = re.compile(
    r"^-- title: (?P<title>.+)\n-- answers: .+\n-- read: .+\n(?P<sql>(?:(?!--).*\n)+)", re.MULTILINE
)
TEXT = (PROJECT_ROOT / "docs" / "queries.sql").read_text(encoding="utf-8")
QUERIES = {found["title"]: found["sql"] for found in QUESTION.finditer(TEXT)}

# By question: how many rows there are, and the first of them.
OF_THE_SAMPLES: dict[str, tuple[int, list[tuple[Any, ...]]]] = {
    "Deadliest months for civilians by actor": (
        8,
        [
            (date(2024, 2, 1), "Gunmen", 24, 24, None),
            (date(2024, 1, 1), "Gunmen", 10, 10, 15),
            (date(2024, 2, 1), "March 23 Movement", 9, 9, None),
            (date(2024, 2, 1), "Islamic State", 7, 7, 7),
        ],
    ),
    "What rests on one source": (
        10,
        [
            (date(2024, 6, 1), 5, 5, 6, 6),
            (date(2024, 5, 1), 3, 3, 7, 7),
            (date(2024, 4, 1), 2, 2, 14, 14),
            (date(2024, 3, 1), 4, 3, 72, 70),  # two newsrooms tell of Kherson
            (date(2024, 2, 1), 5, 5, 41, 41),
            (date(2024, 1, 1), 6, 5, 27, 18),  # and of Hawija
        ],
    ),
    "Reports that are not counted, and why": (
        3,
        [
            (
                "aggregate: sums other incidents",
                8,
                500000,
                "IS kills two civilians and three SDF fighters in eastern Syria",
            ),
            (
                "background: there is news of the day",
                1,
                9,
                "Ammunition depot blast wounds five near Baquba",
            ),
            (
                "superseded: the source told a later figure",
                1,
                6,
                "Roadside bomb kills six policemen on bus in Iraq's Hawija",
            ),
        ],
    ),
    "How far apart sources are": (
        2,
        [
            (
                "inc-65af18f8d3bee157",
                date(2024, 1, 16),
                "Hawija",
                7,
                9,
                9,
                "Baghdad Evening Ledger: 7, Tigris Dispatch: 9",
            ),
            (
                "inc-e6e1b3dc9ca3cca2",
                date(2024, 3, 31),
                "Kherson",
                1,
                2,
                2,
                "Dnipro Line: 1, Black Sea Bulletin: 2",
            ),
        ],
    ),
    "What the last build changed, and why": (0, []),
    "Nothing told, or nobody looked": (
        18,
        [("Nigeria", 4, 0, 4), ("Syria", 4, 0, 4), ("Afghanistan", 3, 0, 6), ("India", 2, 1, 5)],
    ),
    "Share of unknown perpetrators by country": (
        13,
        # Jalalabad 20 and Khost 4 of 29; Prosperidad 3 of 4.
        [("AFG", 29, 24, 82.8), ("PHL", 4, 3, 75.0), ("NGA", 75, 0, 0.0)],
    ),
    "Trend by method": (
        22,
        [
            (date(2021, 1, 1), "ied", 1, 2, None),  # Saravena
            (date(2022, 7, 1), "ied", 1, 20, 2),  # Jalalabad
            (date(2023, 10, 1), "suicide_bombing", 2, 17, None),  # Dera Ismail Khan 12, Kabul 5
        ],
    ),
    "What people corrected": (0, []),
    "Figures without a ceiling": (
        6,
        [
            ("inc-b94aaba3e338cac6", date(2024, 3, 1), "Gwoza", "NGA", 40, 40),
            ("inc-4be2c1f078a54dd7", date(2024, 3, 1), "Buulobarde", "SOM", 27, 27),
            ("inc-1ea1d560f63f1457", date(2024, 2, 1), "Tsafe", "NGA", 24, 24),
            ("inc-c9fe8e55d040276e", date(2022, 9, 1), "Jalalabad", "AFG", 20, 20),
            ("inc-65af18f8d3bee157", date(2024, 1, 1), "Hawija", "IRQ", 6, 9),
            ("inc-8d6bd187ed745503", date(2024, 2, 1), "Goma", "COD", 9, 9),
        ],
    ),
    "The sentences behind the largest incident": (
        1,
        [
            (
                "Lake Chad Monitor",
                date(2024, 3, 19),
                40,
                "The Nigerian military said on Tuesday that its jets had killed scores of Boko "
                "Haram fighters in an airstrike near Gwoza, in Borno state, on Monday.",
            )
        ],
    ),
    "Actor groups": (
        26,
        [
            ("Government of Nigeria", 40, 1),  # Gwoza
            ("Gunmen", 38, 0),  # Tsafe 24, Katsina 10, and four of 1
            ("Al-Qaeda", 27, 23),
        ],
    ),
    "Sources that report alone": (
        20,
        [
            ("Lake Chad Monitor", 2, 2, 41),  # Gwoza 40, Dikwa 1
            ("Savannah Monitor", 2, 2, 34),  # Tsafe 24, Katsina 10
            ("Juba Valley Post", 2, 2, 30),  # Buulobarde 27, Jilib 3
        ],
    ),
    "Where UCDP differs": (0, []),
    "What to look at first": (
        9,
        [
            (
                20.8,
                "low_confidence",
                date(2024, 3, 1),
                "Buulobarde",
                27,
                "set killed; or exclude the report",
            ),
        ],
    ),
}


def test_there_are_fifteen_questions_in_the_one_form() -> None:
    assert len(QUERIES) == 15
    assert TEXT.count(";\n") == 15  # none has another form, and was overlooked
    assert set(QUERIES) == set(OF_THE_SAMPLES)


@pytest.mark.parametrize("title", list(QUERIES))
def test_the_samples_answer(title: str, samples: DataDir) -> None:
    rows = query(samples.published_database, QUERIES[title])
    count, first = OF_THE_SAMPLES[title]
    assert (len(rows), rows[: len(first)]) == (count, first)


def test_what_the_last_build_changed_is_told_with_its_cause(corrected: DataDir) -> None:
    assert query(corrected.published_database, QUERIES["What the last build changed, and why"]) == [
        (date(2024, 1, 1), "Islamic State", "SYR", "Homs", "moved", 3, 8, "corrections")
    ]


def test_what_people_corrected_is_told_with_before_and_after(corrected: DataDir) -> None:
    rows = query(corrected.published_database, QUERIES["What people corrected"])
    assert [(row[1], row[2], *row[4:]) for row in rows] == [
        ("R. Haddad", "set", "killed", "3", "8 (7 to 10)", "hospital list", "applied")
    ]


def test_where_ucdp_differs_is_told(corrected: DataDir) -> None:
    assert query(corrected.published_database, QUERIES["Where UCDP differs"]) == [
        (date(2024, 1, 1), "Syria", "Homs", 1, 8, 4, 4)
    ]
