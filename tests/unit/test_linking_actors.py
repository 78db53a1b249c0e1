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
    ("actor_id", "lineage", "is_class", "status"),
    [
        ("taliban", ("taliban",), False, "combatant"),
        ("haqqani-network", ("haqqani-network", "taliban"), False, "combatant"),
        ("mil-afg", ("mil-afg", "gov-afg"), False, "combatant"),
        ("gov-afg", ("gov-afg",), False, "combatant"),
        ("gunmen", ("gunmen",), True, "combatant"),
        ("civilians", ("civilians",), True, "civilian"),
        ("nobody-listed", ("nobody-listed",), False, "combatant"),
    ],
)
def test_what_an_actor_is(
    relations: ActorRelations, actor_id: str, lineage: tuple[str, ...], is_class: bool, status: str
) -> None:
    assert relations.lineage(actor_id) == lineage
    assert relations.is_class(actor_id) is is_class
    assert relations.status(actor_id) == status


def test_a_cycle_in_the_dictionary_ends(relations: ActorRelations) -> None:
    assert relations.lineage("snake") == ("snake", "tail")


def test_a_dictionary_without_a_column_is_an_error(tmp_path: Path) -> None:
    seed = tmp_path / "actors.csv"
    seed.write_text("actor_id\ntaliban\n", encoding="utf-8")
    with pytest.raises(KeyError, match="parent_actor_id"):
        ActorRelations.from_csv(seed)
