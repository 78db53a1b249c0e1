"""What stays when more is linked: ids, and everything that nothing new touches."""

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linked_reports import (
    RELATIONS,
    Row,
    day,
    killed,
    link,
    memory_warehouse,
    number_of,
    partition,
    report,
    store,
)

from dagster_project.linking import relink

HTS: Row = {"perpetrator_actor_id": "hts"}
IDLIB: Row = {
    "place": "Ariha",
    "admin1": "Idlib",
    "admin1_code": "SY-ID",
    "latitude": 35.81,
    "longitude": 36.61,
}


def changes(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str | None, int]]:
    return connection.execute(
        "select incident_id, change, other_incident_id, report_count "
        "from raw.incident_id_changes order by change_no"
    ).fetchall()


def forget(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    connection.execute(
        "delete from raw.incident_reports where report_id = ?", [report(number)["report_id"]]
    )


def ids(links: dict[str, str]) -> dict[int, str]:
    return {number_of(report_id): incident_id for report_id, incident_id in links.items()}


def test_an_incident_keeps_its_id_when_a_report_joins_and_when_figures_change() -> None:
    with memory_warehouse() as connection:
        store(connection, [report(5)])
        first = ids(link(connection))
        store(connection, [report(1), report(9)])
        second = ids(link(connection))
        assert second == dict.fromkeys((1, 5, 9), first[5])
        connection.execute("update raw.incident_reports set killed_best = 14, killed_low = 14")
        assert ids(link(connection)) == second
        assert changes(connection) == []


def test_linking_again_links_nothing() -> None:
    with memory_warehouse() as connection:
        store(connection, [report(1), report(2), report(3, **IDLIB)])
        before = link(connection)
        assert relink(connection, relations=RELATIONS).linked_now == 0
        assert link(connection) == before


def test_only_what_something_new_touches_is_linked_again() -> None:
    with memory_warehouse() as connection:
        store(connection, [report(1), report(2)])
        store(connection, [report(n, **IDLIB, **day(n)) for n in range(10, 20)])
        link(connection)
        store(connection, [report(3)])
        assert relink(connection, relations=RELATIONS).linked_now == 3


def test_where_two_incidents_turn_out_to_be_one_the_older_id_wins() -> None:
    """Two tellings with contradicting perpetrators, and then one that shares names with both."""
    names: Row = {"names": ["hamid darwish", "samar khoury", "yusuf anton"]}
    with memory_warehouse() as connection:
        store(connection, [report(7, **killed(3))])
        older = ids(link(connection))[7]
        store(connection, [report(2, **killed(3), **HTS)])
        before = ids(link(connection))
        assert before[7] == older != before[2]
        connection.execute("update raw.incident_reports set perpetrator_actor_id = null")
        store(connection, [report(4, **killed(3), **names)])
        assert set(link(connection).values()) == {older}
        assert changes(connection) == [(before[2], "merged", older, 1)]
        assert connection.execute(
            "select incident_id, is_current from raw.incident_ids order by given_no"
        ).fetchall() == [(older, True), (before[2], False)]


def test_where_one_turns_out_to_be_two_the_larger_part_keeps_the_id() -> None:
    with memory_warehouse() as connection:
        store(connection, [report(n, **killed(3)) for n in (1, 2, 3)])
        [one] = set(link(connection).values())
        connection.execute(
            "update raw.incident_reports set date_start = date '2022-03-20', "
            "date_end = date '2022-03-20' where report_id = ?",
            [report(1)["report_id"]],
        )
        connection.execute("update raw.articles set published_at = date '2022-03-21'")
        after = ids(link(connection))
        assert after[2] == after[3] == one != after[1]
        assert changes(connection) == [(one, "split", after[1], 1)]


def test_a_withdrawn_incident_is_noted_and_comes_back_under_its_id() -> None:
    with memory_warehouse() as connection:
        store(connection, [report(1, **killed(3)), report(2, **killed(3), **IDLIB)])
        before = ids(link(connection))
        forget(connection, 1)
        assert ids(link(connection)) == {2: before[2]}
        assert changes(connection) == [(before[1], "withdrawn", None, 0)]
        connection.execute(
            "delete from raw.articles where article_id = ?", [report(1)["article_id"]]
        )
        connection.execute(
            "delete from raw.article_fingerprints where article_id = ?", [report(1)["article_id"]]
        )
        store(connection, [report(1, **killed(3))])
        assert ids(link(connection)) == before


def test_an_incident_whose_report_turns_out_to_be_an_aggregate_is_withdrawn() -> None:
    with memory_warehouse() as connection:
        store(connection, [report(1, **killed(3)), report(2, **killed(3), **IDLIB)])
        before = ids(link(connection))
        connection.execute(
            "update raw.incident_reports set kind = 'aggregate' where report_id = ?",
            [report(1)["report_id"]],
        )
        assert ids(link(connection)) == {2: before[2]}
        assert changes(connection) == [(before[1], "withdrawn", None, 0)]


def test_an_id_that_is_taken_is_given_to_no_other() -> None:
    """The smallest report leaves an incident that keeps the id made of it."""
    with memory_warehouse() as connection:
        store(connection, [report(n, **killed(3)) for n in (1, 2, 3)])
        [one] = set(link(connection).values())
        connection.execute(
            "update raw.incident_reports set country = 'IRQ', admin1_code = 'IQ-NI', "
            "place = 'Mosul', latitude = 36.34, longitude = 43.13 where report_id = ?",
            [report(1)["report_id"]],
        )
        after = ids(link(connection))
        assert after[2] == after[3] == one
        assert after[1] != one


def test_ids_of_a_warehouse_that_lists_none_are_kept() -> None:
    with memory_warehouse() as connection:
        store(connection, [report(1), report(2)])
        connection.execute(
            "insert into raw.incident_links by name select report_id, 'inc-0123456789abcdef' "
            "as incident_id from raw.incident_reports"
        )
        assert set(link(connection).values()) == {"inc-0123456789abcdef"}


def near_reports() -> st.SearchStrategy[list[Row]]:
    """Reports that are near one another in every field, so that many could be one incident."""
    drawn = st.tuples(
        st.sampled_from([day(6), day(7), day(8), day(12)]),
        st.sampled_from([{}, IDLIB, {"place": None, "latitude": None, "geo_precision": "admin1"}]),
        st.sampled_from([killed(3), killed(4), killed(9, wounded=2)]),
        st.sampled_from([{}, HTS, {"perpetrator_actor_id": None}]),
        st.sampled_from([[], ["hamid darwish", "samar khoury"], ["yusuf anton"]]),
        st.integers(0, 30),
    )
    return st.lists(drawn, min_size=2, max_size=14).map(
        lambda rows: [
            report(article, no=number, names=names, **place, **date, **toll, **by)
            | {"longitude": None if "latitude" in place and place["latitude"] is None else 38.27}
            for number, (date, place, toll, by, names, article) in enumerate(rows, start=1)
        ]
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(near_reports(), st.randoms(use_true_random=False))
def test_order_and_batches_do_not_matter(reports: list[Row], random: object) -> None:
    """In one run or several, in any order: the same incidents. Articles arrive whole."""
    first_of = {r["article_id"]: r for r in reports}
    for r in reports:
        r["names"] = first_of[r["article_id"]]["names"]
    articles = sorted(first_of)
    with memory_warehouse() as connection:
        store(connection, reports)
        expected = partition(link(connection))
    random.shuffle(articles)  # type: ignore[attr-defined]
    with memory_warehouse() as connection:
        for batch in (articles[:3], articles[3:4], articles[4:]):
            store(connection, [r for r in reports if r["article_id"] in batch])
            links = link(connection)
        assert partition(links) == expected
        article_of = {r["report_id"]: r["article_id"] for r in reports}
        told = [(incident, article_of[report_id]) for report_id, incident in links.items()]
        assert len(set(told)) == len(told) == len(reports)
