"""How actors relate: which is part of which, and which are classes of people.

State forces are not listed; their ids say it (``mil-syr`` and ``pol-syr`` are part of ``gov-syr``).
"""

import csv
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ACTORS_SEED = Path(__file__).resolve().parents[2] / "dbt" / "seeds" / "actors.csv"
STATE_FORCE_ID = re.compile(r"(gov|mil|pol)-([a-z]{3})")


@dataclass(frozen=True)
class ActorRelations:
    """Parents and classes, by actor_id. An actor that is in neither stands alone."""

    parents: Mapping[str, str]
    class_status: Mapping[str, str]  # of classes of people only: civilian, combatant or unknown

    @classmethod
    def from_csv(cls, path: Path) -> "ActorRelations":
        """Read the seed ``actors.csv``. Raises OSError, and KeyError where a column is missing."""
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return cls(
            parents={r["actor_id"]: r["parent_actor_id"] for r in rows if r["parent_actor_id"]},
            class_status={r["actor_id"]: r["status"] for r in rows if r["actor_kind"] == "class"},
        )

    def lineage(self, actor_id: str) -> tuple[str, ...]:
        """The actor, its parent, and so on to the top; a cycle in the seed ends it."""
        line = [actor_id]
        while (parent := self._parent(line[-1])) is not None and parent not in line:
            line.append(parent)
        return tuple(line)

    def is_class(self, actor_id: str) -> bool:
        """Whether this is a class of people, such as gunmen: nobody in particular."""
        return actor_id in self.class_status

    def _parent(self, actor_id: str) -> str | None:
        if actor_id in self.parents:
            return self.parents[actor_id]
        state_force = STATE_FORCE_ID.fullmatch(actor_id)
        return f"gov-{state_force[2]}" if state_force and state_force[1] != "gov" else None

    def status(self, actor_id: str) -> str:
        """``civilian``, ``combatant`` or ``unknown``: what the actor's people are."""
        return self.class_status.get(actor_id, "combatant")  # an organised actor's people


@functools.cache
def seed_relations() -> ActorRelations:
    """The relations of the project's own actor dictionary, read once."""
    return ActorRelations.from_csv(ACTORS_SEED)
