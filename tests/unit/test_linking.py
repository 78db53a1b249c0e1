"""Which reports are one incident: what the weights make of the codebook's rule."""

import pytest
from linked_reports import Row, day, killed, link, linked, memory_warehouse, report, store

MODEST = killed(4, wounded=2)  # a toll that two attacks can share
TIYAS: Row = {"place": "Al-Amiriyah", "latitude": 34.58, "longitude": 38.30}  # 4 km from Palmyra
SUKHNAH: Row = {"place": "Al-Sukhnah", "latitude": 34.88, "longitude": 38.87}  # 66 km from Palmyra
RAQQA: Row = {
    "place": "Raqqa",
    "admin1": "Raqqa",
    "admin1_code": "SY-RA",
    "latitude": 35.95,
    "longitude": 39.01,
}
MOSUL: Row = {
    "country": "IRQ",
    "place": "Mosul",
    "admin1": "Nineveh",
    "admin1_code": "IQ-NI",
    "latitude": 36.34,
    "longitude": 43.13,
}
MARCH: Row = {"date_start": day(1)["date_start"], "date_end": day(31)["date_end"]} | {
    "date_precision": "month"
}
UNDATED: Row = {"date_start": None, "date_end": None, "date_precision": "unknown"}
IN_SYRIA: Row = {
    "place": None,
    "admin1": None,
    "admin1_code": None,
    "latitude": None,
    "longitude": None,
    "geo_precision": "country",
}
IN_HOMS: Row = IN_SYRIA | {"admin1": "Homs", "admin1_code": "SY-HI", "geo_precision": "admin1"}
NOBODY_NAMED: Row = {"perpetrator_actor_id": None, "victim_actor_ids": []}
ALEPPO: Row = {
    "place": "Aleppo",
    "admin1": "Aleppo",
    "admin1_code": "SY-HL",
    "latitude": 36.2012,
    "longitude": 37.1612,
}
ONE_OF_ALEPPO = (
    NOBODY_NAMED
    | ALEPPO
    | killed(1, wounded=1)
    | {"names": ["a b", "c d", "e f", "g h"], "ages": [20, 31]}
)
OTHER_OF_ALEPPO = (
    NOBODY_NAMED
    | ALEPPO
    | killed(1, wounded=3)
    | {"names": ["i j", "k l", "m n", "o p"], "ages": [44, 52]}
)
THREE_NAMES: Row = {"names": ["hamid darwish", "samar khoury", "yusuf anton"]}

CASES: dict[str, tuple[Row, Row, bool]] = {
    "all equal": ({}, {}, True),
    "the next day": ({}, day(7), True),
    "two days apart": ({}, day(8), False),
    "the month that has the day": ({}, MARCH, True),
    "undated, news of the same days": ({}, UNDATED, True),
    "undated, nothing else told": (
        IN_SYRIA | NOBODY_NAMED,
        IN_SYRIA | NOBODY_NAMED | UNDATED,
        False,
    ),
    "published two days before it happened": (
        {},
        {"published_at": day(4)["date_start"], **UNDATED},
        False,
    ),
    "4 km apart": ({}, TIYAS, True),
    "the region that has the place": ({}, IN_HOMS, True),
    "the country that has the place": ({}, IN_SYRIA, True),
    "another region": ({}, RAQQA, False),
    "another country": ({}, MOSUL, False),
    "another place of the region, nobody named": (NOBODY_NAMED, SUKHNAH | NOBODY_NAMED, False),
    "the same name without a point": (
        {"latitude": None, "longitude": None},
        {"latitude": None, "longitude": None, "place": "PALMYRA"},
        True,
    ),
    "attack and clash": ({}, {"method": "clash"}, True),
    "a method that is not told": ({}, {"method": "unknown"}, True),
    "attack and landmine": ({}, {"method": "landmine"}, False),
    "kinds of bombs": ({"method": "ied"}, {"method": "vehicle_bomb"}, True),
    "a perpetrator not told": ({}, {"perpetrator_actor_id": None}, True),
    "gunmen can be anybody": ({}, {"perpetrator_actor_id": "gunmen"}, True),
    "another group": ({}, {"perpetrator_actor_id": "hts"}, False),
    "forces of one state": ({}, {"victim_actor_ids": ["pol-syr"]}, True),
    "a part of the state": ({}, {"victim_actor_ids": ["liwa-al-quds"]}, True),
    "soldiers and civilians": ({}, {"victim_actor_ids": ["civilians"]}, False),
    "people can be civilians": (
        {"victim_actor_ids": ["people"]},
        {"victim_actor_ids": ["civilians"]},
        True,
    ),
    "tolls that differ": ({}, killed(3), True),
    "tolls that differ more than twice": ({}, killed(10), False),
    "at least three": (killed(15), killed(3, None), True),
    "two died later": (killed(0, wounded=4), killed(2, wounded=2), True),
    "wounded that one leaves out": ({}, killed(4), True),
    "two towns, three names shared": (
        MODEST | RAQQA | THREE_NAMES,
        MODEST | THREE_NAMES,
        True,
    ),
    "one large city, other names and ages": (ONE_OF_ALEPPO, OTHER_OF_ALEPPO, False),
    "one large city, one name": (
        ONE_OF_ALEPPO,
        OTHER_OF_ALEPPO | {"names": ["a b", "i j", "k l", "m n"], "ages": [20]},
        True,
    ),
}


def test_what_is_one_incident() -> None:
    """Every case in a country of its own, all linked at once."""
    reports = []
    for number, (first, second, _) in enumerate(CASES.values()):
        reports += [
            _in_country(number, report(2 * number, **(MODEST | first))),
            _in_country(number, report(2 * number + 1, **(MODEST | second))),
        ]
    incidents = linked(*reports)
    found = {case: {2 * number, 2 * number + 1} in incidents for number, case in enumerate(CASES)}
    assert found == {case: expected for case, (_, _, expected) in CASES.items()}


def _in_country(number: int, told: Row) -> Row:
    moved = dict(told)
    moved["country"] = told["country"] and f"{told['country']}{number}"
    moved["admin1_code"] = told["admin1_code"] and f"{told['admin1_code']}{number}"
    moved["names"] = [f"{name}{number}" for name in told["names"]]
    return moved


def test_aggregates_get_no_incident() -> None:
    assert linked(report(1, kind="aggregate")) == []


def test_two_reports_of_one_article_are_two_incidents_even_through_a_third() -> None:
    with memory_warehouse() as connection:
        store(connection, [report(1), report(1, no=2), report(2)])
        links = link(connection)
    assert len(links) == 3
    first, second = (links[report(1, no=no)["report_id"]] for no in (1, 2))
    assert first != second
    assert links[report(2)["report_id"]] in (first, second)


def test_a_chain_is_not_an_incident() -> None:
    """A and C exclude each other; B is like both, and goes where it fits better."""
    a = report(1, **MODEST, perpetrator_actor_id="islamic-state")
    b = report(2, **MODEST, perpetrator_actor_id=None)
    c = report(3, **killed(5, wounded=2), perpetrator_actor_id="hts")
    assert linked(a, b) == [{1, 2}]
    assert linked(b, c) == [{2, 3}]
    assert linked(a, b, c) == [{1, 2}, {3}]


def test_a_vague_report_holds_no_two_days_together() -> None:
    recalled = report(1, **MODEST, **MARCH)
    incidents = linked(recalled, report(2, **MODEST, **day(6)), report(3, **killed(5), **day(16)))
    assert incidents == [{1, 2}, {3}]


def test_of_two_incidents_of_one_article_a_report_joins_the_one_that_it_fits() -> None:
    with memory_warehouse() as connection:
        store(connection, [report(1, **killed(15)), report(1, no=2, **killed(9))])
        store(connection, [report(2, **killed(9))])
        links = link(connection)
    assert links[report(2)["report_id"]] == links[report(1, no=2)["report_id"]]


def test_copies_of_one_text_are_one_incident_whatever_was_read() -> None:
    sketch = list(range(64))
    copies = [
        report(1, **MODEST, sketch=sketch),
        report(2, **killed(40), sketch=[*sketch[:60], 0, 0, 0, 0]),
    ]
    assert linked(*copies) == [{1, 2}]
    others = [c | {"sketch": [n + 100 * i for n in sketch]} for i, c in enumerate(copies)]
    assert linked(*others) == [{1}, {2}]


@pytest.mark.parametrize("count", [2, 60])
def test_many_tellings_are_one_incident(count: int) -> None:
    assert linked(*(report(n) for n in range(count))) == [set(range(count))]


def test_nothing_to_link() -> None:
    assert linked() == []


def test_names_of_other_stories_on_the_page_are_not_of_the_recalled_attack() -> None:
    """Of a page with two reports, only the names near a report's sentences are its own."""
    with memory_warehouse() as connection:
        store(
            connection,
            [
                report(1, **MODEST, **THREE_NAMES),
                report(1, no=2, **killed(5), **RAQQA, **THREE_NAMES, is_background=True),
                report(2, **killed(5), **SUKHNAH, **THREE_NAMES),
            ],
        )
        # The names stand at the beginning; the second report was read far below.
        connection.execute(
            "update raw.incident_reports set evidence = [{'start': 5000, 'end': 5100}] "
            "where report_no = 2"
        )
        links = link(connection)
    assert links[report(1)["report_id"]] == links[report(2)["report_id"]]
    assert links[report(1, no=2)["report_id"]] != links[report(2)["report_id"]]
