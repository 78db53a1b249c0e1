"""The toll of one kind as far as the text was read, and the ways in which it grows."""

from dagster_project.extraction.clauses import ClauseReader, Victims
from dagster_project.extraction.numbers import ZERO, Count
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.tolls import Toll, apposed_names, name_words, side_of, words_of

_VAGUE = frozenset(
    "dozens scores hundreds thousands several many numerous multiple few number".split()
)

# Words that say that a number was rounded up, and the share of it that is left at least.
_NEARLY = frozenset("nearly almost".split())
_LEAST_OF_NEARLY = 0.85


class RunningToll:
    """A toll that statements are added to, and what must be known of those already added."""

    def __init__(self, readers: dict[int, ClauseReader]) -> None:
        self.readers = readers
        self.toll = Toll()
        self.names: set[str] = set()
        # Whether a victim was told without a name: a name told later may be that victim's.
        self.has_unnamed = False
        self.last_sentence = -10
        self.retold = (-10, 0)

    def take(self, statement: Statement, victims: list[Victims]) -> None:
        """Add a statement's victims to those of the toll."""
        reader = self.readers[statement.sentence]
        for item in victims:
            self.toll.victims.append((item.mention, item.mention.count, statement))
            self.toll.total = self.toll.total + item.mention.count
            own = name_words(reader, item.mention) | apposed_names(reader, item.mention)
            self.names |= own
            self.has_unnamed = self.has_unnamed or not own
            if item.mention.form in ("count", "unknown") and item.mention.count.best >= 2:
                self.toll.has_total = True
        for item in statement.victims:
            self.names |= name_words(reader, item.mention)
        self.toll.statements.append(statement)
        self.last_sentence = statement.sentence

    def replace(self, statement: Statement, victims: list[Victims], total: Count) -> None:
        """Begin the toll anew from one statement, which gives the whole of it."""
        old = self.toll
        self.toll = Toll(statements=[*old.statements])
        self.take(statement, victims)
        self.toll.total = total
        self.toll.has_total = True

    def side_total(self, side: str | None) -> Count:
        """The sum of the toll's victims of one side."""
        total = ZERO
        for mention, count, _ in self.toll.victims:
            if side_of(mention) == side:
                total = total + count
        return total

    def specify(self, statement: Statement, victims: list[Victims]) -> None:
        """ "14 killed", later "14 soldiers were killed": the same figure, and whose it is."""
        toll = self.toll
        if (
            len(victims) == 1
            and toll.sides == {None}
            and side_of(victims[0].mention) is not None
            and victims[0].mention.form == "count"
            and not victims[0].mention.is_other
            and victims[0].mention.count.best == toll.total.best
            and len(toll.victims) == 1
        ):
            toll.victims = [(victims[0].mention, toll.total, statement)]
            toll.statements.append(statement)

    def make_exact(
        self, statement: Statement, reader: ClauseReader, victims: list[Victims]
    ) -> None:
        """ "Nearly 100 killed", later "92 were killed": what the round number was rounded from."""
        toll = self.toll
        if len(victims) != 1 or len(toll.victims) != 1 or toll.victims[0][2] is statement:
            return
        (old, count, told), new = toll.victims[0], victims[0].mention
        if (
            not _NEARLY.isdisjoint(words_of(self.readers[told.sentence], old))
            and new.form == "count"
            and not new.is_other
            and _LEAST_OF_NEARLY * count.best <= new.count.best < count.best
            and _NEARLY.isdisjoint(words_of(reader, new))
            and side_of(new) in (None, side_of(old))
        ):
            toll.victims = [(new if side_of(new) else old, new.count, statement)]
            toll.total = new.count
            toll.statements.append(statement)

    def take_larger(self, statement: Statement, victims: list[Victims], total: Count) -> None:
        """A larger figure for what was told before: the whole after a part, or a new toll."""
        toll = self.toll
        old = toll.total
        contained = len(victims) > 1 and any(v.mention.count.best == old.best for v in victims)
        is_figure = toll.has_total and old.best > 1 and not contained and not self._is_vague()
        low = min(old.low, total.low) if is_figure else total.low
        if (
            statement.is_update
            or not toll.has_total
            or old.best <= 1
            or (toll.sides != {None} and any(side_of(v.mention) is None for v in victims))
            or len(victims) > 1
            or self._is_vague()
        ):
            self.replace(
                statement, victims, Count(low if low else total.low, total.best, total.high)
            )
            return
        high = None if total.high is None or old.high is None else max(old.high, total.high)
        kept = Count(min(old.low, total.low), old.best, high)
        toll.total = kept
        toll.statements.append(statement)

    def _is_vague(self) -> bool:
        """Whether all that was told is "dozens" or the like, which a number does not contradict."""
        return all(
            mention.form == "plural"
            or _VAGUE & set(words_of(self.readers[statement.sentence], mention))
            for mention, _, statement in self.toll.victims
        )

    def is_of_bare_plurals(self) -> bool:
        """Whether all that was told is "soldiers" without a number."""
        return bool(self.toll.victims) and all(m.form == "plural" for m, _, _ in self.toll.victims)

    def take_larger_of_side(self, statement: Statement, item: Victims, side: str | None) -> None:
        """A larger figure for one side's victims; the others' stay."""
        toll = self.toll
        toll.victims = [v for v in toll.victims if side_of(v[0]) != side]
        toll.total = ZERO
        for _, count, _ in toll.victims:
            toll.total = toll.total + count
        self.take(statement, [item])
