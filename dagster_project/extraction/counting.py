"""From the statements about one incident to its figures.

A text tells the same figure again (headline, lead, body), tells parts after the whole, and tells
the victims of each side apart. Here these tellings become one figure per kind, with the victims
that make it up. The rules are the codebook's section on counting.
"""

from dagster_project.extraction.clauses import ClauseReader, Victims
from dagster_project.extraction.lexicon import AUXILIARIES, PLURAL_PERSON
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import ZERO, Count
from dagster_project.extraction.own_deaths import (
    are_of_a_deed,
    is_the_one_who_died,
    kills_as_many,
)
from dagster_project.extraction.running_tolls import RunningToll
from dagster_project.extraction.statement_record import Statement, counted_victims
from dagster_project.extraction.tolls import (
    ATTACKERS,
    Toll,
    actors_named_by,
    gender_of,
    name_words,
    side_of,
    words_of,
)

# What anybody is called who was told of before, suspect or bystander.
_ANYBODY = frozenset("victim boy girl teen teenager child man woman person".split())
_SOMEBODY = frozenset("someone somebody".split())
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_ATTACKERS_AND_BOMBERS = ATTACKERS | frozenset("bomber bombers perpetrator perpetrators".split())

# Sentences within which "two guards were also killed" adds to one person told by name.
_FAR = 4

_SPOKESMEN = frozenset("spokesman spokesmen spokesperson spokeswoman".split())
_CLAIMS = frozenset("claimed claims claim stated boasted".split())
_FORCES = frozenset("forces police army troops soldiers military policemen officers".split())
# "One of the abductees was found dead": nobody was told as hurt before.
_CAPTIVES = frozenset("abductees hostages captives kidnapped abducted detainees prisoners".split())


class TollCounter(RunningToll):
    """Adds statements of one kind, in the order of the text, to one toll."""

    def add(self, statement: Statement) -> None:
        """Take one statement into account."""
        toll = self.toll
        if "moved" in statement.flags:
            if not any(s is statement for s in toll.statements):
                self.take(statement, statement.victims)
            return
        if statement.is_zero:
            if toll.total.best == 0:
                toll.is_explicit_zero = True
                toll.statements.append(statement)
            return
        reader = self.readers[statement.sentence]
        victims = counted_victims(statement.victims)
        if len(victims) > 1 and any(s.is_self for s in toll.statements):
            # "blew himself up ... 26 people, in addition to the assailant, were killed"
            victims = [v for v in victims if not self._is_the_attacker(reader, v.mention)]
        if not victims:
            return
        if self._are_the_very_words(statement):
            toll.statements.append(statement)
            return
        if (
            statement.count.high is None
            and statement.count.best == toll.total.best > 1
            and any(v.mention.form == "count" for v in victims)
        ):
            toll.total = Count(toll.total.low, toll.total.best, None)  # "nine", "at least nine"
        self.specify(statement, victims)
        self.make_exact(statement, reader, victims)
        same_sentence = any(
            s.sentence == statement.sentence and not s.is_zero for s in toll.statements
        )
        if not toll.victims:
            self.take(statement, victims)
            return
        if "shared" in statement.flags and same_sentence:
            return
        if "attacker" in statement.flags:
            self.take(statement, victims)
            return
        if statement.is_self and len(victims) == 1:
            # A total of "people" or "dead" has the attacker in it already.
            is_total = (
                toll.has_total
                and toll.sides == {None}
                and not are_of_a_deed(toll, statement, reader)
                and not kills_as_many(toll, statement, reader)
            )
            latest = toll.statements[-1]
            if (
                toll.total.best == 1
                and same_sentence
                and latest.trigger.form == "intransitive"
                and victims[-1].mention.form == "pronoun"
            ):
                statement.victims = latest.victims  # "X died when he blew himself up"
                toll.statements.append(statement)
                return
            if is_the_one_who_died(toll, statement, self.readers):
                toll.statements.append(statement)
                return
            if not is_total and not any(s.is_self for s in toll.statements):
                self.take(statement, victims[-1:])
            return
        if toll.victims and all(s.is_self and len(s.victims) == 1 for _, _, s in toll.victims):
            # The attacker's own death was told first; one person named now may be the attacker.
            first = victims[0].mention
            if first.is_definite and statement.count.best == toll.total.best:
                return  # "blew themselves up ... the two bombers were killed"
            if statement.count.best > 1 or (first.form == "singular" and not first.is_definite):
                self.take(statement, victims)
            return
        if statement.is_partitive:
            sides = {side_of(v.mention) for v in victims}
            if any(_CAPTIVES & set(words_of(reader, v.mention)) for v in victims):
                self.take(statement, victims)  # who was abducted was not counted yet
            elif self._are_doers(statement, reader, victims):
                self.take(statement, victims)  # "killed six people. Three of the raiders died."
            elif None not in sides and None not in toll.sides and not sides & toll.sides:
                self.take(statement, victims)  # "six of the attackers died" beside the policemen
            return
        if "toll" in statement.flags:
            self._add_toll(statement, victims)
            return
        if all(v.is_anaphoric or v.mention.form == "pronoun" for v in victims):
            return
        others = [
            v
            for v in victims
            if v.mention.is_other
            # "two guards were also killed": in addition to those told before
            or _is_told_as_also(reader, v.mention, statement)
        ]
        if (
            others
            and same_sentence
            and any("toll" in s.flags and s.sentence == statement.sentence for s in toll.statements)
        ):
            return  # "rose to nine after three more died": the nine has them
        told = any(
            s.count.best == statement.count.best and s.sentence != statement.sentence
            for s in toll.statements
        )
        if (
            others
            and (len(others) == len(victims) or self._heads_others(reader, victims))
            and not told
            and (
                statement.sentence - self.last_sentence <= self._reach(statement, others)
                or self.retold == (statement.sentence, toll.total.best)
            )
        ):
            sentence, amount = self.retold
            if not (
                sentence == statement.sentence and amount + statement.count.best <= toll.total.best
            ):
                self.take(statement, victims)
            return
        before = len(toll.victims)
        self._add_some(statement, reader, victims, same_sentence)
        if self.toll is toll and len(toll.victims) == before:
            self.retold = (statement.sentence, statement.count.best)

    def _are_the_very_words(self, statement: Statement) -> bool:
        """ "Five wounded in the blast are being treated": two verbs tell of the same five."""
        words = {v.mention.start for v in statement.victims}
        return any(
            told.sentence == statement.sentence
            and told.kind == statement.kind
            and {v.mention.start for v in told.victims} == words
            for told in self.toll.statements
            if not told.is_zero
        )

    def _heads_others(self, reader: ClauseReader, victims: list[Victims]) -> bool:
        """ "four other priests and a cook", which none of the toll's statements told already."""
        first = victims[0].mention
        return "other" in words_of(reader, first) and not any(
            first is mention for mention, _, _ in self.toll.victims
        )

    def _reach(self, statement: Statement, others: list[Victims]) -> int:
        """How many sentences after the last victims others can be told in addition to them."""
        is_also = not any(v.mention.is_other for v in others)
        return _FAR if is_also and statement.kind == "killed" and not self.toll.has_total else 1

    def _add_some(
        self,
        statement: Statement,
        reader: ClauseReader,
        victims: list[Victims],
        same_sentence: bool,
    ) -> None:
        if len(victims) == 1:
            self._add_one(statement, reader, victims[0], same_sentence)
        else:
            self._add_many(statement, reader, victims, same_sentence)

    def _add_toll(self, statement: Statement, victims: list[Victims]) -> None:
        """ "the toll rose to nine", "earlier put at six": a figure for the whole incident."""
        toll, count = self.toll, statement.count
        if count.best == toll.total.best:
            toll.statements.append(statement)
            return
        if statement.is_update and count.best < toll.total.best and not statement.is_earlier:
            high = None if toll.total.high is None else toll.total.best
            self.replace(statement, victims, Count(count.low, count.best, high))
            return
        if statement.is_earlier or count.best < toll.total.best:
            toll.total = Count(min(toll.total.low, count.low), toll.total.best, toll.total.high)
            if toll.sides == {None} and side_of(victims[0].mention) is not None:
                toll.victims = [(victims[0].mention, toll.total, statement)]
            toll.statements.append(statement)
            return
        if count.best > toll.total.best:
            if "attributed" in statement.flags and toll.has_total:
                # Another source's figure: the one that the article states first stays the best.
                ceilings = (toll.total.high, count.high)
                high = None if None in ceilings else max(h for h in ceilings if h is not None)
                toll.total = Count(toll.total.low, toll.total.best, high)
                toll.statements.append(statement)
                return
            is_exact = not toll.has_total or "nth" in statement.flags
            low = count.low if is_exact else min(toll.total.low, count.low)
            head = next((m for m, _, _ in toll.victims if side_of(m) is not None), None)
            if (
                head is not None
                and len({side_of(m) for m, _, _ in toll.victims}) == 1
                and victims[0].mention.side is None
            ):
                victims[0].mention.side = head.side
            self.replace(statement, victims, Count(low, count.best, count.high))

    def _add_one(
        self, statement: Statement, reader: ClauseReader, item: Victims, same_sentence: bool
    ) -> None:
        mention, toll = item.mention, self.toll
        side, count = side_of(mention), mention.count
        words = words_of(reader, mention)
        if (
            mention.form == "count"
            and count.best == toll.total.best
            and count.high is not None
            and toll.total.high is None
            and self.is_of_bare_plurals()
        ):
            self.replace(statement, [item], count)  # "Officers hurt": the two of the lead
            return
        if not _SOMEBODY.isdisjoint(words):
            return  # "medics were treating someone with a wound": who was told of
        is_added = _is_told_as_also(reader, mention, statement)
        if (
            is_added
            and mention.form == "singular"
            and side is not None
            and side not in toll.sides
            and None not in toll.sides
        ):
            self.take(statement, [item])  # "The wife of a policeman was also killed."
            return
        if is_added and mention.is_definite and self._is_in_addition(reader, mention):
            self.take(statement, [item])  # "The driver of the car was also killed."
            return
        if is_added and same_sentence and mention.form == "count" and side not in toll.sides:
            self.take(statement, [item])  # "215 people were killed; 45 fighters also died"
            return
        if self._is_attacker_apart(statement, reader, mention):
            self.take(statement, [item])  # "killed four people. The attacker was shot dead."
            return
        if mention.is_definite and mention.form != "name":
            if toll.total.best < _ordinal(reader, mention):
                self.take(statement, [item])  # "killed two men ... the third man was shot"
                return
            if words[0] in ("my", "our") or (words[0] == "the" and words[-1] in _ANYBODY):
                return  # "the teen", "my son": whoever was told of before, on whichever side
            if count.best > toll.total.best and mention.form == "count":
                self.take_larger(statement, [item], count)
            elif (
                side is not None
                and side not in toll.sides
                and None not in toll.sides
                and mention.form == "singular"
                and not toll.has_total
                # "the murder of the general": of whom was told, a former minister
                and not (statement.is_noun and statement.is_anaphoric)
            ):
                self.take(statement, [item])
            return
        if mention.form == "plural":
            if (
                side is not None
                and toll.sides
                and side not in toll.sides
                and None not in toll.sides
            ):
                self.take(statement, [item])
            return
        if mention.form == "name" or (mention.form == "singular" and name_words(reader, mention)):
            names = name_words(reader, mention)
            if same_sentence and self._is_beside_count(statement, reader, mention):
                self.take(statement, [item])
                return
            if names & self.names or toll.has_total or self.has_unnamed:
                self.names |= names
                if (
                    side is not None
                    and side not in toll.sides
                    and None not in toll.sides
                    and mention.form == "singular"
                ):
                    self.take(statement, [item])
                return
            self.take(statement, [item])
            return
        if side is not None and toll.sides and side not in toll.sides and None not in toll.sides:
            self.take(statement, [item])  # the other side's dead
            return
        if side == "M" and len(toll.victims) == 1 and toll.victims[0][0].form == "pronoun":
            self.take(statement, [item])  # "She died instantly. Two suspects were killed."
            return
        if side == "M" and toll.sides == {None} and self._is_later_deed(reader, statement):
            self.take(statement, [item])  # "seven were killed; forces later killed 19 militants"
            return
        is_told_here = any(
            s.sentence == statement.sentence and s.count == count for s in toll.statements
        )
        more_of_a_side = side is not None and side in toll.sides and mention.form == "count"
        if more_of_a_side and not is_told_here and _is_claimed(reader, statement):
            self._add_claim(statement, count, side)
            return
        if same_sentence and more_of_a_side and not is_told_here:
            self.take(statement, [item])
            return
        if side is None and count.best > toll.total.best:
            if toll.has_total and not same_sentence and _is_claimed(reader, statement):
                ceilings = (toll.total.high, count.high)  # "The group claimed 39 killed."
                high = None if None in ceilings else max(h for h in ceilings if h is not None)
                toll.total = Count(toll.total.low, toll.total.best, high)
                toll.statements.append(statement)
                return
            self.take_larger(statement, [item], count)
            return
        if side is not None and self._are_of_another_actor(statement, reader, mention):
            self.take(statement, [item])  # "two SDF fighters ... Four ISIS fighters were killed"
            return
        mine = self.side_total(side) if side is not None and side in toll.sides else toll.total
        if mention.form in ("count", "unknown") and count.best > mine.best:
            if (
                side is not None
                and toll.has_total
                and not same_sentence
                and _tells_spokesman(reader, statement)
            ):
                self._add_claim(statement, count, side)
            elif (
                (side is not None and toll.sides == {side}) or side is None or toll.sides == {None}
            ):
                self.take_larger(statement, [item], count)
            else:
                self.take_larger_of_side(statement, item, side)
            return
        if mention.form == "singular" and words[0] in ("a", "an", "another", "one"):
            genders = {gender_of(words_of(self.readers[s.sentence], m)) for m, _, s in toll.victims}
            gender = gender_of(words)
            if gender and genders == {("m" if gender == "f" else "f")}:
                self.take(statement, [item])  # "two women were shot dead; a man died later"
                return
            if toll.has_total:
                return
            is_hurt = same_sentence and statement.kind != "killed"
            if is_hurt and words[-1] not in self._heads_here(statement):
                self.take(statement, [item])  # "striking a vendor and hitting a student"
                return
            if "also" in reader.low[mention.end : statement.trigger.start] or words[0] == "another":
                self.take(statement, [item])

    def _are_of_another_actor(
        self, statement: Statement, reader: ClauseReader, mention: Mention
    ) -> bool:
        """Whether victims are an actor's whose people the toll, all of named actors, lacks."""
        mine = actors_named_by(reader, mention, statement.trigger.start)
        if not mine:
            return False
        for told, _, where in self.toll.victims:
            theirs = actors_named_by(self.readers[where.sentence], told, where.trigger.start)
            if not theirs or mine & theirs:
                return False
        return True

    def _is_in_addition(self, reader: ClauseReader, mention: Mention) -> bool:
        """Whether somebody said to have died "also" is called by no word used before."""
        if mention.form != "singular" or mention.head is None or self.toll.has_total:
            return False
        word = reader.low[mention.head]
        told = (words_of(self.readers[s.sentence], m) for m, _, s in self.toll.victims)
        return word not in _ANYBODY and not any(word in words for words in told)

    def _is_beside_count(
        self, statement: Statement, reader: ClauseReader, mention: Mention
    ) -> bool:
        """ "killed four rebels and confirmed that X was killed": one beside the four."""
        latest = self.toll.statements[-1]
        return (
            latest.sentence == statement.sentence
            and not statement.is_noun
            and len(latest.victims) == 1
            and latest.victims[0].mention.form == "count"
            and latest.count == self.toll.total
            and latest.trigger.end <= latest.victims[0].mention.start
            and "and" in reader.low[latest.victims[0].mention.end : mention.start]
        )

    def _is_later_deed(self, reader: ClauseReader, statement: Statement) -> bool:
        """ "Forces later killed 19 militants": not those whom the militants killed before."""
        k = statement.trigger.start
        if statement.agent is None or _FORCES.isdisjoint(reader.low[:k]):
            return False
        if "later" in reader.low[max(0, k - 2) : k]:
            return True
        attackers = (
            reader.tokens.norm[slice(*s.agent)].lower().split()
            for s in self.toll.statements
            if s.agent is not None
        )
        return any(PLURAL_PERSON.get(w) == "M" for words in attackers for w in words)

    def _add_claim(self, statement: Statement, count: Count, side: str | None) -> None:
        """ "three soldiers were killed; the rebels claimed to have killed 11 soldiers"."""
        toll, told = self.toll, self.side_total(side)
        others = toll.total.best - told.best
        low = min(toll.total.low, others + count.low)
        high = None if None in (toll.total.high, count.high) else others + count.best
        toll.total = Count(
            low, toll.total.best, None if high is None else max(high, toll.total.high or 0)
        )
        toll.statements.append(statement)

    def _heads_here(self, statement: Statement) -> set[str]:
        """The last words of the victims that a statement's own sentence told before it."""
        reader = self.readers[statement.sentence]
        return {
            reader.low[v.mention.end - 1]
            for s in self.toll.statements
            if s.sentence == statement.sentence
            for v in s.victims
        }

    @staticmethod
    def _is_the_attacker(reader: ClauseReader, mention: Mention) -> bool:
        return (
            mention.is_definite
            and mention.head is not None
            and reader.low[mention.head] in _ATTACKERS_AND_BOMBERS
        )

    def _are_doers(
        self, statement: Statement, reader: ClauseReader, victims: list[Victims]
    ) -> bool:
        """Whether part of a group of fighters died who had killed all those told before."""
        return (
            statement.kind == "killed"
            and self.toll.sides == {None}
            and all(side_of(v.mention) == "M" for v in victims)
            and (
                are_of_a_deed(self.toll, statement, reader)
                or self._is_attacker_apart(statement, reader, victims[0].mention)
            )
        )

    def _is_attacker_apart(
        self, statement: Statement, reader: ClauseReader, mention: Mention
    ) -> bool:
        """Whether an attacker's death is told behind a toll of people without any attacker."""
        if mention.head is None or reader.low[mention.head] not in ATTACKERS:
            return False
        if self.toll.sides != {None} or statement.kind != "killed":
            return False
        told = (self.readers[s.sentence].low for s in self.toll.statements)
        return not any(_ATTACKERS_AND_BOMBERS & set(words) for words in told if words != reader.low)

    def _add_many(
        self,
        statement: Statement,
        reader: ClauseReader,
        victims: list[Victims],
        same_sentence: bool,
    ) -> None:
        toll = self.toll
        total = ZERO
        for item in victims:
            total = total + item.mention.count
        sides = {side_of(v.mention) for v in victims}
        if sides and None not in sides and None not in toll.sides and not (sides & toll.sides):
            self.take(statement, victims)
            return
        names: set[str] = set()
        for item in victims:
            names |= name_words(reader, item.mention)
        if all(v.mention.form in ("name", "singular") for v in victims) and (
            toll.has_total or names & self.names
        ):
            if total.best > toll.total.best:
                self.take_larger(statement, victims, total)
            return
        if total.best > toll.total.best:
            self.take_larger(statement, victims, total)


def _ordinal(reader: ClauseReader, mention: Mention) -> int:
    """3 of "the third man"; 0 of "she is the third journalist to be killed this year"."""
    before = reader.low[mention.start - 1] if mention.start else ""
    if before in AUXILIARIES or before in ("became", "become", "becomes"):
        return 0
    return _ORDINALS.get(reader.low[mention.start + 1], 0) if mention.start + 1 < reader.n else 0


def _is_told_as_also(reader: ClauseReader, mention: Mention, statement: Statement) -> bool:
    """ "two guards were also killed", "two guards were killed as well"."""
    trigger = statement.trigger
    if mention.end > trigger.start:
        return False
    return "also" in reader.low[mention.end : trigger.start] or reader.low[
        trigger.end : trigger.end + 2
    ] == ["as", "well"]


def _tells_spokesman(reader: ClauseReader, statement: Statement) -> bool:
    """ "A Taliban spokesman said 15 policemen had been killed": a figure of one of the sides."""
    before = reader.low[: statement.trigger.start]
    at = next((k for k, word in enumerate(before) if word in _SPOKESMEN), None)
    return at is not None and any(PLURAL_PERSON.get(w) == "M" for w in before[max(0, at - 4) : at])


def _is_claimed(reader: ClauseReader, statement: Statement) -> bool:
    """ "claimed to have killed", "claims it killed": a figure that somebody only claims."""
    behind = statement.trigger.start
    return bool(_CLAIMS & set(reader.low[max(0, behind - 5) : behind]))


def count_kind(statements: list[Statement], readers: dict[int, ClauseReader]) -> Toll:
    """The toll of one kind from its statements, in the order of the text."""
    if not statements:
        return Toll()
    toll = _counted(statements, readers)
    first = next((s for s in statements if not s.is_zero), None)
    if first is None or not 1 < (whole := first.count.best) < toll.total.best:
        return toll
    # "Attack kills 24": the eight civilians and the 16 attackers told behind it are the 24.
    told = [s for s in statements if s.count.best == whole and _are_of_no_side(s)]
    rest = [s for s in statements if s not in told]
    if first not in told or sum(s.count.best for s in rest) != whole:
        return toll
    parts = _counted(rest, readers)
    if parts.total.best != whole or len(parts.sides) < 2:
        return toll
    parts.statements = [*told, *parts.statements]
    return parts


def _are_of_no_side(statement: Statement) -> bool:
    return all(side_of(v.mention) is None for v in statement.victims)


def _counted(statements: list[Statement], readers: dict[int, ClauseReader]) -> Toll:
    counter = TollCounter(readers)
    for statement in statements:
        counter.add(statement)
    return counter.toll
