"""Places to regions, actors to ids, methods and attribution."""

import pytest

from dagster_project.extraction import extract_article
from dagster_project.records import Article, IncidentReport


def first(text: str, published_at: str = "2024-05-15") -> IncidentReport:
    return extract_article(Article("a", text, published_at=published_at))[0]


@pytest.mark.parametrize(
    ("place", "admin1_code", "geo_precision"),
    [
        ("in Aleppo, Syria", "SY-HL", "place"),
        ("near the Syrian city of Palmyra", "SY-HI", "near_place"),
        ("south of Palmyra, in Homs province, Syria", "SY-HI", "near_place"),
        ("on the outskirts of the Syrian town of Kobani", "SY-HL", "near_place"),
        ("in Deir Ezzor province, Syria", "SY-DY", "admin1"),
        ("in Iraq's Anbar province", "IQ-AN", "admin1"),
        ("in Tripoli, Lebanon", "LB-AS", "place"),
        ("in Tripoli, Libya", "LY-TB", "place"),
        ("in Santa Ana, in El Salvador", "SV-SA", "place"),
        ("in Hamilton, Ohio", "US-OH", "place"),
        ("in Gumla district of Jharkhand, India", "IN-JH", "admin2"),
    ],
)
def test_a_place_resolves_to_its_region(place: str, admin1_code: str, geo_precision: str) -> None:
    report = first(f"Gunmen killed two farmers {place} on Monday.")
    assert (report.admin1_code, report.geo_precision) == (admin1_code, geo_precision)


def test_a_country_is_kept_where_no_region_is_named() -> None:
    report = first("Gunmen killed two farmers in eastern Syria on Monday.")
    assert (report.country, report.admin1_code, report.geo_precision) == ("SYR", None, "country")


@pytest.mark.parametrize("name", ["IS", "ISIS", "ISIL", "Daesh", "Islamic State"])
def test_aliases_resolve_to_one_actor(name: str) -> None:
    report = first(f"{name} fighters killed two farmers near Palmyra, Syria, on Monday.")
    assert report.perpetrator_actor_id == "islamic-state"
    assert report.attribution == "asserted"


@pytest.mark.parametrize(
    ("victims", "actor_id", "status"),
    [
        ("two regime soldiers", "mil-syr", "combatant"),
        ("two army troops", "mil-syr", "combatant"),
        ("two Syrian policemen", "pol-syr", "combatant"),
        ("two farmers", "peasants", "civilian"),
        ("two SDF fighters", "sdf", "combatant"),
        ("two civilians", "civilians", "civilian"),
    ],
)
def test_victims_resolve_to_their_side(victims: str, actor_id: str, status: str) -> None:
    report = first(f"Gunmen killed {victims} near Raqqa, Syria, on Monday.")
    assert [(g.actor_id, g.status) for g in report.groups] == [(actor_id, status)]


def test_an_unlisted_group_keeps_its_words() -> None:
    report = first(
        "A bomb killed two soldiers in Gao, Mali, on Monday.\n\nA group calling itself the "
        "Sons of the Red Dune claimed the bombing."
    )
    assert (report.perpetrator, report.perpetrator_actor_id) == ("Sons of the Red Dune", None)
    assert report.attribution == "claimed"


@pytest.mark.parametrize(
    ("text", "attribution"),
    [
        ("Boko Haram fighters killed two farmers in Gwoza, Nigeria.", "asserted"),
        ("Suspected Boko Haram fighters killed two farmers in Gwoza, Nigeria.", "suspected"),
        (
            "A bomb killed two farmers in Gwoza, Nigeria. Boko Haram claimed the attack.",
            "claimed",
        ),
        (
            "A bomb killed two farmers in Gwoza, Nigeria. The army blamed it on Boko Haram.",
            "suspected",
        ),
    ],
)
def test_attribution_says_who_says_so(text: str, attribution: str) -> None:
    report = first(text)
    assert (report.perpetrator_actor_id, report.attribution) == ("boko-haram", attribution)


def test_nobody_named_is_unknown() -> None:
    report = first("A bomb killed two farmers in Gwoza, Nigeria, on Monday.")
    assert (report.perpetrator, report.attribution) == (None, "unknown")


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("A landmine killed two farmers near Gao.", "landmine"),
        ("A roadside bomb killed two farmers near Gao.", "ied"),
        ("A suicide bomber killed two farmers in Gao.", "suicide_bombing"),
        ("A car bomb killed two farmers in Gao.", "vehicle_bomb"),
        ("An airstrike killed two farmers near Gao.", "airstrike"),
        ("A drone strike killed two farmers near Gao.", "drone_strike"),
        ("Artillery shells killed two farmers near Gao.", "shelling"),
        ("A missile killed two farmers in Gao.", "missile"),
        ("Gunmen ambushed and killed two farmers near Gao.", "armed_attack"),
        ("Two soldiers were killed in a clash with rebels near Gao.", "clash"),
        ("The militants beheaded two farmers near Gao.", "execution"),
        ("A judge was assassinated in Gao.", "assassination"),
        ("A chlorine attack killed two farmers near Gao.", "chemical"),
    ],
)
def test_methods(text: str, method: str) -> None:
    assert first(text).method == method


@pytest.mark.parametrize(
    ("text", "country", "admin1_code"),
    [
        ("Rockets killed 20 farmers in Gaza on Monday.", "PSE", "PS-GZ"),
        ("A strike killed 20 people in Rafah on Monday.", "PSE", "PS-GZ"),
        ("Six Syrian troops were killed in Palmyra on Monday.", "SYR", "SY-HI"),
        ("Twelve Palestinians were killed in Gaza.", "PSE", "PS-GZ"),
    ],
)
def test_a_shared_name_is_the_place_that_the_news_knows(
    text: str, country: str, admin1_code: str
) -> None:
    report = first(text)
    assert (report.country, report.admin1_code) == (country, admin1_code)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("BEIRUT - Raiders killed two people in Sidon on Monday.", "Sidon"),
        ("KABUL, May 14 (Newswire) - A mine killed two people in Jalalabad.", "Jalalabad"),
    ],
)
def test_the_place_of_the_deed_outranks_the_dateline(text: str, place: str) -> None:
    assert first(text).place == place


def test_an_actor_is_of_the_country_of_the_place() -> None:
    report = first("Nine soldiers were killed in Kobani on Monday.")
    assert (report.country, report.groups[0].actor_id) == ("SYR", "mil-syr")


def test_a_claim_counts_though_more_victims_are_told_behind_it() -> None:
    report = first(
        "Gunmen killed five soldiers in Aleppo, Syria on Monday. Islamic State claimed "
        "responsibility. Three civilians were wounded."
    )
    assert (report.perpetrator_actor_id, report.attribution) == ("islamic-state", "claimed")
