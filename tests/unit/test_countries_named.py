"""The countries that a text is about: each rule on its boundary, in texts of our own."""

import pytest

from dagster_project.extraction import countries_named


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("The weather was fine on Monday.", []),
        ("", []),
        ("Farmers in Syria sowed wheat.", ["SYR"]),
        ("Syrian farmers sowed wheat.", ["SYR"]),
        ("U.S. officials spoke.", ["USA"]),
        # Of namesakes inside longer names only the longest counts.
        ("South Sudan and Guinea-Bissau signed.", ["GNB", "SSD"]),
        ("New Mexico is dry.", ["USA"]),
        ("Oil from the Niger Delta and the Indian Ocean.", ["NGA"]),
        ("Latin American leaders met.", []),
        # A name is a whole word.
        ("The Malians of Malibu.", ["MLI"]),
    ],
)
def test_names_and_peoples_of_countries_count(text: str, countries: list[str]) -> None:
    assert countries_named(text) == countries


@pytest.mark.parametrize(
    ("syria", "turkey", "countries"),
    [
        (1, 1, ["SYR", "TUR"]),
        (2, 1, ["SYR"]),
        (6, 2, ["SYR", "TUR"]),
        (7, 2, ["SYR"]),
    ],
)
def test_a_country_in_passing_is_not_what_a_text_is_about(
    syria: int, turkey: int, countries: list[str]
) -> None:
    """A third of the most named one's mentions, and at least two, or as many as it."""
    assert countries_named("Syria. " * syria + "Turkey. " * turkey) == countries


def test_the_headline_tells_what_an_article_is_about() -> None:
    text = "Syria. " * 9
    assert countries_named(text, "What Turkey wants") == ["SYR", "TUR"]
    assert countries_named(text, "What they want") == ["SYR"]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Roads were built in Homs.", ["SYR"]),
        ("A road to Homs, paid for by Iran.", ["IRN"]),
        ("Roads in Homs and near Homs, paid for by Iran, Iran.", ["IRN", "SYR"]),
        ("Denzel Washington and Karen spoke.", []),
        ("It rained in Memphis, Tennessee.", ["USA"]),
        # Towns elsewhere are called so, too.
        ("It rained in St. Louis.", []),
    ],
)
def test_a_region_counts_twice_or_where_no_country_is_named(
    text: str, countries: list[str]
) -> None:
    assert countries_named(text) == countries


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("LAHORE: The board named a coach.", ["PAK"]),
        ("A headline\n\nLAHORE, Pakistan (AP) - The board named a coach.", ["PAK"]),
        ("HPD: The board named a coach.", []),
        # Where it was written counts as two mentions.
        ("LAHORE: Iran. Iran. Iran. Iran. Iran. Iran.", ["IRN", "PAK"]),
        ("LAHORE: Iran. Iran. Iran. Iran. Iran. Iran. Iran.", ["IRN"]),
        # Of the towns of one name that of a country which the text names.
        ("TRIPOLI: The board named a coach. Lebanese fans came.", ["LBN"]),
    ],
)
def test_the_dateline_is_where_it_was_written(text: str, countries: list[str]) -> None:
    assert countries_named(text) == countries


def test_a_name_of_several_is_the_one_that_the_text_names_else_the_larger() -> None:
    assert countries_named("Georgia votes.") == ["USA"]
    assert countries_named("Georgia votes, and Georgian papers wrote of it.") == ["GEO"]


def test_people_are_no_countries() -> None:
    assert countries_named("Michael Jordan met Chad Smith.") == []
    assert countries_named("The king of Jordan met him.") == ["JOR"]


def test_a_text_in_capitals_is_read_as_well() -> None:
    text = "SAN SALVADOR, 25 JAN 90 -- THE HARVEST OF EL SALVADOR GAVE US HOPE."
    assert countries_named(text) == ["SLV"]
