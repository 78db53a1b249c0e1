"""How actors relate, read from a dictionary and from the ids of state forces."""

from pathlib import Path

import pytest

from dagster_project.linking.actors import ActorRelations

HEADER = "actor_id,actor_name,actor_kind,country_code,parent_actor_id,status\n"


@pytest.fixture
def relations(tmp_path: Path) -> ActorRelations:
    seed = tmp_path / "actors.csv"
    seed.write_text(
        HEADER
        + "taliban,Taliban,armed_group,AFG,,combatant\n"
        + "haqqani-network,Haqqani network,armed_group,AFG,taliban,combatant\n"
        + "islamic-state,Islamic State,armed_group,,,combatant\n"
        + "civilians,Civilians,class,,,civilian\n"
        + "gunmen,Gunmen,class,,,combatant\n"
        + "snake,Snake,armed_group,,tail,combatant\n"
        + "tail,Tail,armed_group,,snake,combatant\n",
        encoding="utf-8",
    )
    return ActorRelations.from_csv(seed)


@pytest.mark.parametrize(
    ("first", "second", "may_be_one", "agree"),
    [
        ("taliban", "taliban", True, True),
        ("taliban", "haqqani-network", True, True),
        ("taliban", "islamic-state", False, False),
        ("mil-afg", "gov-afg", True, True),
        ("mil-afg", "pol-afg", True, False),
        ("mil-afg", "mil-pak", False, False),
        ("gunmen", "islamic-state", True, False),
        ("gunmen", "gunmen", True, False),
        ("gunmen", "civilians", False, False),
        ("civilians", "mil-afg", False, False),
    ],
)
def test_who_can_be_who(
    relations: ActorRelations, first: str, second: str, may_be_one: bool, agree: bool
) -> None:
    for a, b in ((first, second), (second, first)):
        assert relations.may_be_one(a, b) is may_be_one
        assert relations.agree(a, b) is agree


def test_a_cycle_in_the_dictionary_ends(relations: ActorRelations) -> None:
    assert relations.lineage("snake") == ("snake", "tail")


def test_a_dictionary_without_a_column_is_an_error(tmp_path: Path) -> None:
    seed = tmp_path / "actors.csv"
    seed.write_text("actor_id\ntaliban\n", encoding="utf-8")
    with pytest.raises(KeyError, match="parent_actor_id"):
        ActorRelations.from_csv(seed)
