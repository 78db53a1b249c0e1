"""What a toll is: the victims of one kind in one incident, and who they were."""

from dataclasses import dataclass, field
from functools import lru_cache

from dagster_project.extraction.actors import actor_index
from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import ZERO, Count
from dagster_project.extraction.statement_record import Statement

_FEMALE = frozenset(
    """
    woman girl mother daughter sister wife grandmother aunt niece policewoman women girls widow
    """.split()
)


_MALE = frozenset("man boy father son brother husband grandfather uncle nephew men boys".split())
# Words for those who attacked and nothing else; tolls often have "gunmen" in them.
ATTACKERS = frozenset(
    "attacker attackers assailant assailants kidnapper kidnappers abductors hijackers".split()
)
_LONGEST_OF_GROUP = 6  # words of "of the Badr Organization"


@dataclass(slots=True)
class Toll:
    """Victims of one kind in one incident, and the sum that the text supports."""

    victims: list[tuple[Mention, Count, Statement]] = field(default_factory=list)
    total: Count = ZERO
    is_explicit_zero: bool = False
    statements: list[Statement] = field(default_factory=list)
    has_total: bool = False

    @property
    def sides(self) -> set[str | None]:
        """Whose people the victims are: C, S, M, and None for those of whom it is not said."""
        return {side_of(m) for m, _, _ in self.victims}


def side_of(mention: Mention) -> str | None:
    """C, S or M; None where the words do not say (people, others, a bare number)."""
    return None if mention.side in (None, "U") else mention.side


def words_of(reader: ClauseReader, mention: Mention) -> list[str]:
    """The words of a mention, in small letters."""
    return reader.low[mention.start : mention.end]


@lru_cache(maxsize=5_000)
def _organisations(text: str) -> frozenset[str]:
    """The ids of the armed groups and forces that a phrase names, with those they belong to."""
    actors = [found.actor for found in actor_index().find(text, None)]
    return frozenset(
        name
        for actor in actors
        if actor.kind in ("armed_group", "state_force")
        for name in (actor.actor_id, actor.parent)
        if name
    )


def actors_named_by(reader: ClauseReader, mention: Mention, before: int) -> frozenset[str]:
    """The armed groups and forces of "two SDF fighters", "six members of the Badr Organization".

    ``before``: the word at which the phrase ends at the latest.
    """
    end = mention.end
    if end < before and reader.low[end] in ("of", "from"):
        end = min(before, end + _LONGEST_OF_GROUP)
    if end <= mention.start:
        return frozenset()
    if "isis" in reader.low[mention.start : end]:
        return frozenset(("islamic-state",))  # "IS", which the names of actors do not have
    return _organisations(reader.tokens.text(mention.start, end))


def gender_of(words: list[str]) -> str | None:
    """f or m where a word says so."""
    if any(w in _FEMALE for w in words):
        return "f"
    if any(w in _MALE for w in words):
        return "m"
    return None


def name_words(reader: ClauseReader, mention: Mention) -> set[str]:
    """The capitalised words of a mention that are no head: most often a person's name."""
    start = mention.start if mention.form == "name" else (mention.head or mention.start) + 1
    return {
        reader.low[k]
        for k in range(start, mention.end)
        if reader.tokens.is_capitalised(k) and len(reader.low[k]) > 2
    }


def apposed_names(reader: ClauseReader, mention: Mention) -> set[str]:
    """The names that stand beside a mention: "a villager, identified as X", "a guard, X,"."""
    names: set[str] = set()
    k = mention.end
    while k < len(reader.low) and k - mention.end < 14:
        if k in reader.masked or reader.low[k] in (",", "(", ")", "-", "alias"):
            if reader.tokens.is_capitalised(k):
                names.add(reader.low[k])
        elif (name := reader.starts.get(k)) is not None and name.form == "name":
            names |= {w for w in reader.low[k : name.end] if len(w) > 2}
            k = name.end
            continue
        else:
            break
        k += 1
    return names


def subtract(toll: Toll, amount: int) -> None:
    """Take victims out of a toll who are counted elsewhere: the wounded who died."""
    if amount <= 0:
        return
    total = toll.total
    toll.total = Count(
        max(0, total.low - amount),
        max(0, total.best - amount),
        None if total.high is None else max(0, total.high - amount),
    )


def take_as_dead(killed: Toll, wounded: Toll, hit: Toll) -> None:
    """Count those hit as killed: the text calls the shooting fatal and tells of no one else."""
    killed.victims, killed.total = list(hit.victims), hit.total
    killed.statements = [*hit.statements, *wounded.statements]
    wounded.victims, wounded.total, wounded.statements = [], ZERO, []
