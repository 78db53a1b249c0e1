"""The sieve before the index of towns: it may pass too much, and never stops a name it has."""

from dagster_project.extraction.gazetteer import gazetteer
from dagster_project.extraction.town_index import NameSieve, _sieve_of


def test_a_name_of_the_index_passes() -> None:
    names = [f"town {number}" for number in range(10_000)] + ["são paulo", "al mawsil"]
    sieve = NameSieve(_sieve_of(names))
    assert all(map(sieve.may_hold, names))


def test_nearly_every_other_name_is_stopped() -> None:
    sieve = NameSieve(_sieve_of(f"town {number}" for number in range(10_000)))
    passed = sum(sieve.may_hold(f"person {number}") for number in range(10_000))
    assert passed < 100


def test_a_stopped_name_has_no_towns() -> None:
    places = gazetteer()
    assert places.towns("mosul")
    assert places.towns("no town is called like this") == ()
