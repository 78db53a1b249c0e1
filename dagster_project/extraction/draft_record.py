"""What a draft of an incident is: the statements about it, before they become a report."""

from dataclasses import dataclass, field

from dagster_project.extraction.context import Context
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.place_mentions import PlaceMention
from dagster_project.extraction.statement_record import Statement


@dataclass(slots=True)
class Draft:
    """Statements about one incident, in the order of the text."""

    contexts: list[Context] = field(default_factory=list)
    date: DateMention | None = None
    place: PlaceMention | None = None
    is_background: bool = False

    def statements(self, kind: str) -> list[Statement]:
        """The statements of one kind, in the order of the text."""
        return [c.statement for c in self.contexts if c.statement.kind == kind]

    @property
    def killed(self) -> int:
        """The largest number killed that one statement of it gives."""
        killed = self.statements("killed")
        most = max((s.count.best for s in killed), default=0)
        if killed and all(s.is_anaphoric and s.count.high is None for s in killed):
            # "shot 16 farmers ... the murdered farmers": all of them are dead
            return max([most, *(s.count.best for s in self.statements("hit"))])
        return most
