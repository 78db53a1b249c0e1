"""One article with every trap at once, coded by hand: nothing in the rules names it.

It sums in its headline, tells four attacks of three days, one actor's series, a total for the year
and for the war, and recalls six older incidents.
"""

import pytest

from dagster_project.extraction import extract_article
from dagster_project.records import Article, IncidentReport

TITLE = "ISWAP landmines kill seven Nigerian troops in the country's north-east"
TEXT = f"""{TITLE}

Seven Nigerian soldiers and allied vigilantes were killed by landmines of ISWAP in the \
north-east of Nigeria, amid a surge in the jihadist group's attacks in the past 72 hours.

Hospital sources told the Lake Chad Monitor that 4 pro-government vigilantes were killed at \
Tuesday dawn, and three others were injured, when a landmine that the ISWAP group had left \
went off on the road to the fish market, north of the city of Monguno in Borno state.

The sources added that three members of the government-backed Civilian Joint Task Force were also \
killed on Tuesday in another landmine explosion near the town of Geidam, in Yobe state.

On Monday, 12 army troops, including 2 officers and 10 privates, were killed and 16 others, \
including two officers, were wounded, when gunmen ambushed a convoy in Monguno.

Despite the loss of its last towns, the group continues to launch attacks from islands in the lake.

ISWAP did not at once claim responsibility for the ambush.

Monday's bloodshed came after two regime soldiers died Saturday west of Monguno when their truck \
came under fire, the Monitor added.

So far this year 85 soldiers and vigilantes have been killed in ISWAP attacks in the north-east of \
Nigeria, it said.

About 40 thousand people have been killed since the insurgency began in 2009, and two million have \
fled their homes.

The insurgents once ruled over dozens of towns and trained thousands of men to kill.

ISWAP commander Abu Musab Gana blew himself up in early March during a raid by Nigerian troops on \
his house in the city of Maiduguri.

In February ISWAP men made their largest attack for a long time, storming a jail in the city \
of Damaturu.

Four days of heavy fighting left more than 60 dead, according to the Monitor.

Earlier in February, five Nigerian soldiers and allied hunters were killed by an assault on a \
convoy in Nigeria's north-west, while in December last year, the Monitor said another north-west \
attack left a captain and three soldiers dead.

Two bombs planted on a bus in central Abuja killed 20 people in November last year, state radio \
had reported.

It was the bloodiest day in the capital since the bombing claimed by Boko Haram hit a bus station \
in April 2014, killing at least 70 people.

Nigeria's insurgency has killed nearly 40 thousand people since 2009.

Source: Lake Chad Monitor
"""
# Published on a Wednesday: Tuesday is the 20th, Monday the 19th, Saturday the 17th of March 2018.
PUBLISHED = "2018-03-21"


def of_kind(reports: list[IncidentReport], kind: str) -> list[IncidentReport]:
    return [r for r in reports if r.kind == kind]


@pytest.fixture(scope="module")
def reports() -> list[IncidentReport]:
    return extract_article(Article("a", TEXT, title=TITLE, published_at=PUBLISHED))


def test_the_incidents_their_days_and_figures(reports: list[IncidentReport]) -> None:
    told = [
        (r.date_start, r.date_end, r.killed_low, r.killed_best, r.killed_high, r.wounded_best)
        for r in of_kind(reports, "incident")
    ]
    assert told == [
        ("2018-03-20", "2018-03-20", 4, 4, 4, 3),
        ("2018-03-20", "2018-03-20", 3, 3, 3, 0),
        ("2018-03-19", "2018-03-19", 12, 12, 12, 16),
        ("2018-03-17", "2018-03-17", 2, 2, 2, 0),
        ("2018-03-01", "2018-03-10", 1, 1, 1, 0),
        ("2018-02-01", "2018-02-28", 60, 60, None, 0),
        ("2018-02-01", "2018-02-28", 5, 5, 5, 0),
        ("2017-12-01", "2017-12-31", 4, 4, 4, 0),
        ("2017-11-01", "2017-11-30", 20, 20, 20, 0),
        ("2014-04-01", "2014-04-30", 70, 70, None, 0),
    ]


def test_what_is_recalled_is_background(reports: list[IncidentReport]) -> None:
    recalled = [r.is_background for r in of_kind(reports, "incident")]
    assert recalled == [False] * 4 + [True] * 6


def test_the_places(reports: list[IncidentReport]) -> None:
    told = [(r.admin1, r.geo_precision) for r in of_kind(reports, "incident")]
    assert told == [
        ("Borno", "near_place"),
        ("Yobe", "near_place"),
        ("Borno", "place"),
        ("Borno", "near_place"),
        ("Borno", "place"),
        ("Yobe", "place"),
        (None, "country"),
        (None, "country"),
        ("Federal Capital Territory", "place"),
        ("Federal Capital Territory", "place"),
    ]


def test_who_did_it_and_who_says_so(reports: list[IncidentReport]) -> None:
    iswap, boko_haram = "islamic-state-west-africa", "boko-haram"
    told = [(r.perpetrator_actor_id, r.attribution) for r in of_kind(reports, "incident")]
    assert told == [
        (iswap, "asserted"),
        (iswap, "asserted"),
        (iswap, "suspected"),
        (iswap, "suspected"),
        (iswap, "asserted"),
        (iswap, "asserted"),
        (None, "unknown"),
        (None, "unknown"),
        (None, "unknown"),
        (boko_haram, "claimed"),
    ]


def test_the_methods(reports: list[IncidentReport]) -> None:
    assert [r.method for r in of_kind(reports, "incident")] == [
        "landmine",
        "landmine",
        "armed_attack",
        "armed_attack",
        "suicide_bombing",
        "clash",
        "armed_attack",
        "armed_attack",
        "ied",
        "ied",
    ]


def test_sums_and_totals_are_kept_apart(reports: list[IncidentReport]) -> None:
    totals = [r.killed_best for r in of_kind(reports, "aggregate")]
    assert totals == [7, 85, 40_000, 40_000]


def test_without_the_day_of_publication_only_what_dates_itself_is_dated(
    reports: list[IncidentReport],
) -> None:
    undated = of_kind(extract_article(Article("a", TEXT, title=TITLE)), "incident")
    assert [
        (r.killed_best, r.wounded_best, r.admin1, r.perpetrator_actor_id, r.attribution)
        for r in undated
    ] == [
        (r.killed_best, r.wounded_best, r.admin1, r.perpetrator_actor_id, r.attribution)
        for r in of_kind(reports, "incident")
    ]
    assert [r.date_start for r in undated if r.date_start] == ["2014-04-01"]


def test_every_figure_is_readable_in_its_evidence(reports: list[IncidentReport]) -> None:
    numbers = {4: "4 ", 3: "three", 12: "12", 2: "two", 60: "60", 5: "five", 20: "20", 70: "70"}
    for report in of_kind(reports, "incident"):
        quotes = " ".join(TEXT[e.start : e.end] for e in report.evidence)
        word = numbers.get(report.killed_best)
        if word is not None and report.date_start != "2017-12-01":
            assert word in quotes
