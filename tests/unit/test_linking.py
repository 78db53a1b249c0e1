"""Which reports are one incident: the codebook's rule, and what vagueness asks for."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.linking import (
    ActorRelations,
    IncidentLink,
    LinkableReport,
    incidents,
    link_reports,
)

RELATIONS = ActorRelations(
    parents={"liwa-al-quds": "gov-syr"},
    class_status={"civilians": "civilian", "gunmen": "combatant", "people": "unknown"},
)

PALMYRA = {"place": "Palmyra", "latitude": 34.56, "longitude": 38.27}
ARAK = {"place": "Arak", "latitude": 34.65, "longitude": 38.57}  # 29 km from Palmyra
TIYAS = {"place": "Al-Amiriyah", "latitude": 34.58, "longitude": 38.30}  # 4 km from Palmyra

BASE = LinkableReport(
    report_id="a#1",
    article_id="a",
    source="Wire",
    published_at=date(2022, 3, 8),
    kind="incident",
    date_start=date(2022, 3, 6),
    date_end=date(2022, 3, 6),
    date_precision="day",
    place="Palmyra",
    admin1="Homs",
    admin1_code="SY-HI",
    country="SYR",
    latitude=34.56,
    longitude=38.27,
    geo_precision="place",
    method="armed_attack",
    perpetrator_actor_id="islamic-state",
    victim_actor_ids=frozenset({"mil-syr"}),
    killed_low=15,
    killed_best=15,
    killed_high=15,
    wounded_low=18,
    wounded_best=18,
    wounded_high=18,
)


def report(number: int, **changes: object) -> LinkableReport:
    """BASE as the first report of another article, with changes."""
    return replace(BASE, report_id=f"{number:02}#1", article_id=f"{number:02}", **changes)  # type: ignore[arg-type]


def killed(low: int, high: int | None = -1, wounded: int = 0) -> dict[str, object]:
    high = low if high == -1 else high
    return {
        "killed_low": low,
        "killed_best": low,
        "killed_high": high,
        "wounded_low": wounded,
        "wounded_best": wounded,
        "wounded_high": wounded,
    }


def day(number: int) -> dict[str, object]:
    return {"date_start": date(2022, 3, number), "date_end": date(2022, 3, number)}


MARCH = {
    "date_start": date(2022, 3, 1),
    "date_end": date(2022, 3, 31),
    "date_precision": "month",
    "published_at": date(2022, 5, 1),
}
YEAR = {
    "date_start": date(2022, 1, 1),
    "date_end": date(2022, 12, 31),
    "date_precision": "year",
    "published_at": date(2023, 5, 1),
}
UNDATED = {
    "date_start": None,
    "date_end": None,
    "date_precision": "unknown",
    "published_at": None,
}
IN_SYRIA = {
    "place": None,
    "admin1": None,
    "admin1_code": None,
    "latitude": None,
    "longitude": None,
    "geo_precision": "country",
}
IN_HOMS = IN_SYRIA | {"admin1": "Homs", "admin1_code": "SY-HI", "geo_precision": "admin1"}
NOBODY_NAMED: dict[str, object] = {"perpetrator_actor_id": None, "victim_actor_ids": frozenset()}


def linked(*reports: LinkableReport) -> list[set[str]]:
    """The incidents as sets of article ids, in order."""
    told: dict[str, set[str]] = {}
    for link in link_reports(reports, RELATIONS):
        told.setdefault(link.incident_id, set()).add(link.report_id.split("#")[0])
    return sorted(told.values(), key=sorted)


def are_one(first: dict[str, object], second: dict[str, object]) -> bool:
    return len(linked(report(1, **first), report(2, **second))) == 1


def test_an_incident_is_named_after_its_smallest_report() -> None:
    assert link_reports([report(2), report(1)], RELATIONS) == [
        IncidentLink("01#1", "inc-c17fb71da7311665"),
        IncidentLink("02#1", "inc-c17fb71da7311665"),
    ]


def test_aggregates_get_no_incident() -> None:
    assert link_reports([report(1, kind="aggregate")], RELATIONS) == []


def test_two_reports_of_one_article_are_never_one_incident() -> None:
    twin = replace(BASE, report_id="a#2")
    assert len({link.incident_id for link in link_reports([BASE, twin], RELATIONS)}) == 2


def test_a_repeated_report_id_is_an_error() -> None:
    with pytest.raises(ValueError, match="same report_id"):
        link_reports([BASE, BASE], RELATIONS)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param({}, day(7), True, id="next day, all else equal"),
        pytest.param({}, day(8), False, id="two days apart"),
        pytest.param({}, MARCH, True, id="the month that has the day"),
        pytest.param({}, UNDATED, True, id="undated, all else equal"),
        pytest.param({}, YEAR, True, id="the year that has the day, all else equal"),
        pytest.param({}, {"published_at": date(2022, 3, 1)}, False, id="told before it happened"),
        pytest.param({}, TIYAS, True, id="4 km apart"),
        pytest.param({}, ARAK, False, id="29 km apart"),
        pytest.param({}, IN_HOMS, True, id="the region that has the place"),
        pytest.param({}, IN_SYRIA, True, id="the country that has the place"),
        pytest.param(
            {}, IN_HOMS | {"admin1": "Raqqa", "admin1_code": "SY-RA"}, False, id="another region"
        ),
        pytest.param({}, {"country": "IRQ"}, False, id="another country"),
        pytest.param({}, {"country": None}, True, id="no country, a point and a rare toll"),
        pytest.param(
            {"latitude": None}, {"latitude": None, "place": "PALMYRA"}, True, id="same name"
        ),
        pytest.param({}, {"method": "clash"}, True, id="attack and clash"),
        pytest.param({}, {"method": "unknown"}, True, id="a method that is not told"),
        pytest.param({}, {"method": "landmine"}, False, id="attack and landmine"),
        pytest.param({"method": "ied"}, {"method": "vehicle_bomb"}, True, id="kinds of bombs"),
        pytest.param({}, {"perpetrator_actor_id": None}, True, id="a perpetrator not told"),
        pytest.param({}, {"perpetrator_actor_id": "gunmen"}, True, id="gunmen can be anybody"),
        pytest.param({}, {"perpetrator_actor_id": "hts"}, False, id="another group"),
        pytest.param(
            {}, {"victim_actor_ids": frozenset({"pol-syr"})}, True, id="forces of one state"
        ),
        pytest.param(
            {}, {"victim_actor_ids": frozenset({"liwa-al-quds"})}, True, id="part of the state"
        ),
        pytest.param(
            {}, {"victim_actor_ids": frozenset({"civilians"})}, False, id="soldiers and civilians"
        ),
        pytest.param(
            {}, {"victim_actor_ids": frozenset({"people", "civilians"})}, True, id="and people"
        ),
        pytest.param({}, killed(12), True, id="tolls that differ"),
        pytest.param({}, killed(6), False, id="tolls that differ more than twice"),
        pytest.param({}, killed(3, None), True, id="at least 3"),
        pytest.param(killed(1), killed(3), True, id="one and three"),
        pytest.param(killed(1), killed(4), False, id="one and four"),
        pytest.param(killed(0, wounded=5), killed(2, wounded=3), True, id="two died later"),
        pytest.param(killed(0), killed(5), False, id="nobody hurt and five killed"),
        pytest.param(killed(5, wounded=2), killed(5, wounded=9), False, id="wounded 2 and 9"),
    ],
)
def test_what_contradicts(
    first: dict[str, object], second: dict[str, object], expected: bool
) -> None:
    assert are_one(first, second) is expected
    assert are_one(second, first) is expected


@pytest.mark.parametrize(
    ("vague", "expected"),
    [
        pytest.param(NOBODY_NAMED | killed(9), True, id="day and place: nothing contradicts"),
        pytest.param(
            NOBODY_NAMED | killed(9) | {"method": "unknown"} | IN_HOMS,
            False,
            id="day and region: nothing agrees",
        ),
        pytest.param(NOBODY_NAMED | killed(9) | IN_HOMS, True, id="day and region: the method"),
        pytest.param(
            NOBODY_NAMED | killed(9) | day(7), False, id="next day: the method alone is too little"
        ),
        pytest.param(NOBODY_NAMED | day(7), True, id="next day: the method and the toll"),
        pytest.param(NOBODY_NAMED | killed(9) | IN_SYRIA, False, id="day and country: the method"),
        pytest.param(NOBODY_NAMED | IN_SYRIA, True, id="day and country: the method and the toll"),
        pytest.param(NOBODY_NAMED | MARCH | IN_SYRIA, False, id="month and country: only two"),
        pytest.param(
            killed(9) | MARCH | IN_SYRIA, True, id="month and country: method and both actors"
        ),
        pytest.param(killed(9) | UNDATED, False, id="undated: another toll"),
        pytest.param(NOBODY_NAMED | UNDATED, False, id="undated: method and toll"),
        pytest.param(UNDATED | IN_SYRIA, False, id="undated in the country: never"),
    ],
)
def test_vagueness_asks_for_agreement(vague: dict[str, object], expected: bool) -> None:
    assert are_one({}, vague) is expected


def test_a_month_swallows_no_two_days() -> None:
    recalled = report(1, **MARCH)
    assert linked(recalled, report(2, **day(6)), report(3, **day(16))) == [{"01", "02"}, {"03"}]


def test_a_chain_is_not_an_incident() -> None:
    between = {"place": "Between", "latitude": 34.6, "longitude": 38.42}
    assert len(linked(report(1), report(2, **between), report(3, **ARAK))) == 2


def test_of_two_incidents_a_report_joins_the_one_that_it_fits_best() -> None:
    first, second = report(1, **killed(15)), report(2, **killed(9))
    first, second = (replace(r, article_id="two-incidents") for r in (first, second))
    assert linked(first, second, report(3, **killed(9))) == [{"01"}, {"02", "03"}]


def test_copies_of_one_text_are_one_incident() -> None:
    assert len(linked(*(report(n) for n in range(1, 60)))) == 1


def reports() -> st.SearchStrategy[list[LinkableReport]]:
    """Reports that are near one another in every field, so that most could be one incident."""
    changes = st.tuples(
        st.sampled_from([{}, day(7), day(8), MARCH, YEAR, UNDATED]),
        st.sampled_from([{}, TIYAS, ARAK, IN_HOMS, IN_SYRIA, {"country": None}]),
        st.sampled_from([{}, {"method": "clash"}, {"method": "ied"}, {"method": "unknown"}]),
        st.sampled_from([{}, NOBODY_NAMED, {"perpetrator_actor_id": "hts"}]),
        st.sampled_from([{}, killed(9), killed(3, None), killed(40)]),
        st.integers(0, 9),
    )

    def build(drawn: list[tuple[object, ...]]) -> list[LinkableReport]:
        built = []
        for number, (*fields, article) in enumerate(drawn):
            merged: dict[str, object] = {}
            for part in fields:
                assert isinstance(part, dict)
                merged |= part
            built.append(replace(report(number, **merged), article_id=str(article)))
        return built

    return st.lists(changes, max_size=12).map(build)


@settings(max_examples=150, deadline=None)
@given(reports().flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))))
def test_the_order_of_the_input_does_not_matter(
    orders: tuple[list[LinkableReport], list[LinkableReport]],
) -> None:
    given_order, other_order = orders
    assert link_reports(given_order, RELATIONS) == link_reports(other_order, RELATIONS)


@settings(max_examples=150, deadline=None)
@given(reports())
def test_every_report_has_one_incident_and_no_incident_two_of_an_article(
    drawn: list[LinkableReport],
) -> None:
    links = link_reports(drawn, RELATIONS)
    assert [link.report_id for link in links] == sorted(r.report_id for r in drawn)
    article_of = {r.report_id: r.article_id for r in drawn}
    told = [(link.incident_id, article_of[link.report_id]) for link in links]
    assert len(set(told)) == len(told)


@settings(max_examples=100, deadline=None)
@given(reports())
def test_the_index_finds_what_comparing_every_pair_finds(drawn: list[LinkableReport]) -> None:
    original = incidents._search_keys, incidents._index_keys
    expected = link_reports(drawn, RELATIONS)
    try:
        incidents._search_keys = lambda report, relations: iter(["all"])
        incidents._index_keys = lambda report, relations: iter(["all"])
        assert link_reports(drawn, RELATIONS) == expected
    finally:
        incidents._search_keys, incidents._index_keys = original
