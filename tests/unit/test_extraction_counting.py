"""Counting: wording to estimate, parts in wholes, retellings, negation (the codebook's rules)."""

import pytest

from dagster_project.extraction import extract_article
from dagster_project.records import Article, IncidentReport


def read(text: str, published_at: str | None = "2024-05-15") -> list[IncidentReport]:
    return extract_article(Article("a", text, published_at=published_at))


def killed_and_wounded(text: str) -> tuple[int, int]:
    reports = [r for r in read(text) if r.kind == "incident" and not r.is_background]
    return sum(r.killed_best for r in reports), sum(r.wounded_best for r in reports)


@pytest.mark.parametrize(
    ("wording", "low", "best", "high"),
    [
        ("15", 15, 15, 15),
        ("About 15", 15, 15, 15),
        ("Some 15", 15, 15, 15),
        ("At least 15", 15, 15, None),
        ("More than 15", 15, 15, None),
        ("Over 15", 15, 15, None),
        ("Up to 15", 1, 15, 15),
        ("As many as 15", 1, 15, 15),
        ("10 to 15", 10, 10, 15),
        ("10 or 15", 10, 10, 15),
        ("Between 10 and 15", 10, 10, 15),
        ("A couple of", 2, 2, None),
        ("A few", 3, 3, None),
        ("Several", 3, 3, None),
        ("A number of", 3, 3, None),
        ("A dozen", 12, 12, 12),
        ("Half a dozen", 6, 6, 6),
        ("Dozens of", 24, 24, None),
        ("Scores of", 40, 40, None),
        ("Hundreds of", 200, 200, None),
        ("Twenty-one", 21, 21, 21),
        ("1,200", 1200, 1200, 1200),
        ("Two hundred", 200, 200, 200),
    ],
)
def test_wording_becomes_an_estimate(wording: str, low: int, best: int, high: int | None) -> None:
    (report,) = read(f"{wording} villagers were killed in an attack near Mopti on Monday.")
    assert (report.killed_low, report.killed_best, report.killed_high) == (low, best, high)


def test_a_bare_plural_is_two_or_more() -> None:
    (report,) = read("Soldiers were killed when a bomb exploded in Mopti on Monday.")
    assert (report.killed_low, report.killed_best, report.killed_high) == (2, 2, None)


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        (
            "On Monday 15 troops, including 5 officers and 10 conscripts, were killed and 18 "
            "others, three corporals among them, were wounded in an ambush near Mopti.",
            15,
            18,
        ),
        ("Five people were shot, one of them fatally, in a bar in Lagos on Monday.", 1, 4),
        ("Five people were shot and one died in a bar in Lagos on Monday.", 1, 4),
        ("A suicide bomber killed himself and four others in Kabul on Monday.", 5, 0),
        ("A suicide bomber blew himself up in Kabul on Monday, killing four guards.", 5, 0),
        ("A suicide bomber killed 12 people in Kabul on Monday.", 12, 0),
        (
            "Two policemen and a child were killed and nine others injured by a bomb in Quetta.",
            3,
            9,
        ),
        ("Gunmen killed a teacher, her husband and two pupils in Kaduna on Monday.", 4, 0),
        (
            "Three officers were wounded in a gun battle in Jenin, where one of them later died.",
            1,
            2,
        ),
        ("An air strike killed a mother and wounded her three children in Sana'a.", 1, 3),
        ("Police shot dead two men and injured another in Nairobi on Monday.", 2, 1),
        ("The attack in Mopti on Monday left six soldiers dead and two missing.", 6, 0),
        ("The bodies of four farmers were found in a well near Mopti on Monday.", 4, 0),
        ("The death toll from Monday's bombing in Quetta rose to nine.", 9, 0),
        ("An attack on a market in Mopti on Monday claimed the lives of 14 traders.", 14, 0),
        (
            "Ali Haidar, 34, a baker, was shot dead by gunmen in Mosul on Monday.",
            1,
            0,
        ),
        ("Two brothers, aged 12 and 14, were killed by a mine near Mopti on Monday.", 2, 0),
        ("Nine soldiers and allied hunters were killed in an ambush near Mopti.", 9, 0),
    ],
)
def test_figures_of_one_incident(text: str, killed: int, wounded: int) -> None:
    assert killed_and_wounded(text) == (killed, wounded)


def test_a_figure_told_again_is_one_figure() -> None:
    text = (
        "Bomb kills four in Quetta\n\nFour people were killed when a bomb went off in a market in "
        'Quetta on Monday.\n\n"Four people have died," said a doctor. The four were traders.\n\n'
        "The bomb that killed the four traders was hidden in a cart."
    )
    assert killed_and_wounded(text) == (4, 0)


def test_the_dead_of_two_sides_are_added() -> None:
    text = (
        "Four policemen were killed in a clash with rebels near Mopti on Monday. "
        "Three rebels were also killed, the army said."
    )
    assert killed_and_wounded(text) == (7, 0)


@pytest.mark.parametrize(
    "text",
    [
        "The rebels vowed to kill the mayor of Mopti.",
        "The bomb found in Mopti could have killed dozens of people, police said.",
        "The men were trained to kill soldiers.",
        "Police in Mopti foiled a plot to kill three judges.",
        "Fourteen pilgrims were killed when their bus plunged into a gorge near Shimla on Monday.",
        "An earthquake killed 300 people in Herat on Monday.",
        "Three tourists were arrested and two are missing in Mopti.",
        "A leopard killed two goats near Shimla on Monday.",
    ],
)
def test_what_is_no_casualty_of_violence(text: str) -> None:
    assert [r for r in read(text) if r.killed_best or r.wounded_best] == []


def test_an_attack_in_which_nobody_was_hurt_is_an_incident_of_zeros() -> None:
    (report,) = read("A rocket exploded in a field near Mopti on Monday, but no one was killed.")
    assert (report.kind, report.killed_low, report.killed_best, report.killed_high) == (
        "incident",
        0,
        0,
        0,
    )


@pytest.mark.parametrize(
    "text",
    [
        "So far this year 61 soldiers have been killed in attacks in Mopti.",
        "Some half a million people have been killed since the war began in 2011.",
        "More than 1,000 civilians have been killed in attacks over the past two years.",
        "The attack brings to 41 the number of soldiers killed in the region this year.",
    ],
)
def test_a_figure_over_a_period_is_an_aggregate(text: str) -> None:
    assert {r.kind for r in read(text)} == {"aggregate"}


def test_a_headline_that_sums_is_an_aggregate() -> None:
    text = (
        "Mines kill five in northern Mali\n\nThree soldiers were killed on Monday when a mine blew "
        "up under their car near Kidal.\n\nTwo herders were killed on Sunday by another mine near "
        "Gao."
    )
    reports = read(text)
    assert [(r.kind, r.killed_best) for r in reports] == [
        ("aggregate", 5),
        ("incident", 3),
        ("incident", 2),
    ]


def test_groups_add_up_to_the_report() -> None:
    text = (
        "Two policemen and a child were killed and at least nine people injured when gunmen "
        "attacked a market in Quetta on Monday."
    )
    (report,) = read(text)
    assert sum(g.killed_best for g in report.groups) == report.killed_best == 3
    assert sum(g.wounded_best for g in report.groups) == report.wounded_best == 9
    assert {g.status for g in report.groups if g.killed_best} == {"combatant", "civilian"}


@pytest.mark.parametrize(
    "text",
    [
        "No villagers were hurt when rockets landed outside Mopti on Monday.",
        "No police were injured in the raid on Monday, the mayor of Mopti said.",
        "The minister said no troops or guards were killed in the shelling of Mopti on Monday.",
        "No more residents were killed in Mopti on Monday.",
        "Sappers neutralised two old landmines on the road to Mopti on Monday.",
        "The threat was neutralised in Mopti on Monday, the minister said.",
        "Rebels cut down trees at several places on the road to Mopti on Monday.",
        "The leaflet claimed that the police were killing rebels in Mopti.",
        "Rebels thrashed the drivers of the trucks near Mopti on Monday.",
        "The widow of slain commander Amadou Diallo visited Mopti on Monday.",
        "He is wanted for several attacks, including the killing of two priests in Mopti.",
        "The talks in Geneva died on Monday.",
    ],
)
def test_what_is_no_casualty_counts_nothing(text: str) -> None:
    assert killed_and_wounded(text) == (0, 0)


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("No fewer than 12 police officers were killed in Mopti on Monday.", 12, 0),
        ("No soldiers were present when two villagers were killed in Mopti on Monday.", 2, 0),
        ("No children were hurt, but two soldiers were killed in Mopti on Monday.", 2, 0),
        ("Rebels thrashed three drivers near Mopti on Monday.", 0, 3),
        ("Troops neutralised four rebels near Mopti on Monday.", 4, 0),
        ("Shelling killed a family of six, including four children, in Mopti on Monday.", 6, 0),
        ("Gunmen shot Amadou Keita in Mopti on Monday. Keita died at the hospital.", 1, 0),
    ],
)
def test_what_looks_like_none_but_is_a_casualty(text: str, killed: int, wounded: int) -> None:
    assert killed_and_wounded(text) == (killed, wounded)


def test_the_blast_is_of_what_the_article_says_exploded() -> None:
    (report,) = read(
        "Attackers set off an explosive device beside a bus in Mopti on Monday. Thirteen people "
        "were killed in the blast."
    )
    assert report.method == "ied"


@pytest.mark.parametrize(
    "update",
    [
        "The death toll rose to 15 on Tuesday.",
        "The toll later climbed to 15.",
        "A minister put the death toll at 15 on Tuesday.",
    ],
)
def test_a_newer_toll_is_the_best_and_the_older_the_low(update: str) -> None:
    [report] = read(f"A bomb killed 12 people in Kabul on Monday. {update}")
    assert (report.killed_low, report.killed_best, report.killed_high) == (12, 15, 15)
    assert report.date_start == "2024-05-13"


def test_of_two_tolls_without_an_order_the_first_is_the_best() -> None:
    [report] = read(
        "A bomb killed 12 people in Kabul on Monday, police said. A doctor at a hospital said 14 "
        "people were killed."
    )
    assert (report.killed_low, report.killed_best, report.killed_high) == (12, 12, 14)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        (
            "A car bomb killed 6 people in Baghdad on Monday. At least 40 people have been killed "
            "this month in the capital.",
            6,
        ),
        (
            "Two soldiers were killed in Mosul on Monday, the latest of more than 100 soldiers "
            "killed since January.",
            2,
        ),
        (
            "A car bomb killed 6 people in Baghdad on Monday, bringing the number killed this "
            "month to 40.",
            6,
        ),
        ("A strike killed 34 people in Rafah on Monday, bringing the death toll to 31,045.", 34),
    ],
)
def test_the_news_is_counted_and_the_period_is_not(text: str, killed: int) -> None:
    assert killed_and_wounded(text) == (killed, 0)


@pytest.mark.parametrize("headline", ["Attack in Mosul: 4 dead, 11 injured", "4 dead, 11 injured"])
def test_a_number_behind_a_colon_counts(headline: str) -> None:
    assert killed_and_wounded(headline) == (4, 11)


@pytest.mark.parametrize(
    "text",
    ["The rebels denied killing 8 people in Mopti.", "The late goal killed off the match."],
)
def test_denials_and_figures_of_speech_are_no_casualties(text: str) -> None:
    assert killed_and_wounded(text) == (0, 0)
