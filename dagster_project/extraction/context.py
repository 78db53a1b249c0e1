"""When and where a casualty statement's event was, and whether it may be counted.

Dates and places are taken from the statement's own clause, then its sentence, then the sentences
before it in the paragraph; the main event's are the last resort (the codebook's sections on dates
and places).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from dagster_project.extraction.calendars import Calendar
from dagster_project.extraction.context_patterns import (
    ALL_OVER,
    ANOTHER,
    ARREST,
    CAME_AFTER,
    CLAUSE_BREAK,
    DEEDS,
    LEAD,
    LIST_OF_DEEDS,
    MANY_TOLD_AT_ONCE,
    OF_ALL_TOLD,
    OF_WOUNDS,
    RECALLED,
    RELATIVE,
    SEPARATE_EVENTS,
    SEVERAL_REGIONS,
    STRONG_RECALL,
    TWO_PROVINCES,
)
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.death_days import (
    day_so_long_before,
    is_after_blow,
    is_day_another_died,
)
from dagster_project.extraction.earlier_events import (
    COMES_AFTER,
    day_before_news,
    earlier_event,
)
from dagster_project.extraction.event_dates import own_date
from dagster_project.extraction.non_events import (
    is_air_accident,
    is_alive,
    is_denied,
    is_fiction,
    is_misfortune,
)
from dagster_project.extraction.periods import is_aggregate
from dagster_project.extraction.place_mentions import PlaceMention
from dagster_project.extraction.roundups import SEPARATE_CRIMES
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.text import Document, Sentence, within


@dataclass(slots=True)
class Context:
    """What surrounds a statement. ``own`` flags say that its own sentence gave it.

    ``lead``: the figure that sums this one up with others. ``is_of_several``: the words speak of
    several operations or regions at once. ``is_of_separate``: or of several crimes, which may
    be told one by one. ``name``: of the one person killed; ``is_deed``: it is "the murder of" that
    person. ``people``: the words for the groups that were killed.
    ``names``: of those who were killed together. ``is_earlier``: what the news came after.
    """

    statement: Statement
    sentence: Sentence
    clause: tuple[int, int]
    date: DateMention | None = None
    is_date_own: bool = False
    place: PlaceMention | None = None
    is_place_own: bool = False
    is_aggregate: bool = False
    is_sum: bool = False
    is_over_all: bool = False
    is_of_several: bool = False
    is_of_many_deeds: bool = False
    is_of_separate: bool = False
    is_retold: bool = False
    is_recalled: bool = False
    is_strongly_recalled: bool = False
    is_another: bool = False
    is_apart: bool = False
    is_just_before: bool = False
    is_earlier: bool = False
    lead: "Context | None" = None
    is_continuation: bool = False
    is_not_violence: bool = False
    name: tuple[str, ...] = ()
    is_deed: bool = False
    is_in_capitals: bool = False
    people: tuple[frozenset[str], ...] = ()
    names: tuple[tuple[str, ...], ...] = ()

    @property
    def own_date(self) -> DateMention | None:
        """The date that its own sentence gives it."""
        return self.date if self.is_date_own else None

    @property
    def is_place_own_town(self) -> bool:
        """Whether the sentence itself names a town or district of the event."""
        return (
            self.is_place_own
            and self.place is not None
            and self.place.place is not None
            and self.place.place.depth >= 2
        )


# "the toll of Sunday's attack rose on Tuesday": only behind the verb a day is the figure's.
_RISES = re.compile(
    r"\b(?:rose|risen|rises?|rising|climb\w*|jump\w*|increas\w+|reach\w*|stands?|stood|went|grew|"
    r"grown|pass\w*|hits?|put|revised|up|now|soar\w*|swell\w*|mount\w*|updated|gave|given)\b"
)
# "On Thursday, the toll had stood at ten": the day is the figure's wherever it stands.
_STOOD_AT = re.compile(r"\b(?:stood|stands|had been(?: put)?|had risen|was put) (?:at|to)\b")
# "in X, 20 km north of Y", "in X, near Y": Y only says where X is.
_SAYS_WHERE = re.compile(
    r",? (?:\(|which is |located |just |about |some |around )*"
    r"(?:[\d.,]+ ?(?:km|kms|kilomet(?:er|re)s?|miles?) )?"
    r"(?:to the )?(?:(?:north|south|east|west)[- ]?(?:east|west)?(?:ern)?|near|outside|"
    r"close to|on the outskirts|away|from)(?: (?:of|from))?(?: the)?(?: (?:capital|city|town))?,? $"
)
# "In addition, in a battle at X": one that was not told before.
_IN_AN_EVENT = re.compile(
    r"in addition, (?:in|during) an? (?:[\w'-]+ ){0,3}?(?:attack|battle|clash|ambush|raid|bombing|"
    r"explosion|shooting|shoot-?out|firefight|skirmish|encounter|confrontation|assault)\b"
)
# What is told of the victim, not of the deed: "three rebels accused of arson were shot dead".
_OF_A_PERSON = re.compile(
    r"involved|accused|an? accused|main|key|prime|suspect|wanted|confess|admitted|allegedly|"
    r"convicted|sentenced|responsible|played|linked|instrumental|took|taken|part of|was behind|"
    r"role|hand|"
    r"involvement|in \w+ cases"
)
_OF_ACCIDENT = 400  # characters before a sentence that may tell of what was an accident
# What somebody is held for, named in passing.
_PART_IN_DEED = re.compile(
    r"\b(?:involved in|accused of|suspected of|convicted (?:of|for)|linked (?:to|with)|wanted for|"
    r"implicated in|responsible for|charged with)\b[^.;]{0,20}$"
)
_MAIN_VERB_FOLLOWS = re.compile(r", (?:was|were|has been|have been|is|are) (?:\w+ )?\w+$")


# "was taken to hospital, where he died on Monday".
_IN_HOSPITAL = re.compile(r"\b(?:hospital|clinic)\b[^;.]{0,30}$")
_DIED_IN_HOSPITAL = re.compile(r"\b(?:hospital|clinic)\b[^;.]{0,40}\bdied\b")
_ASIDE = re.compile(
    r", (?:who|which|whose)\b[^;]{5,200}?, (?=(?:was|were|has been|have been|had been|died)\b)"
)
_Told = TypeVar("_Told", DateMention, PlaceMention)


def _outside(mentions: Sequence[_Told], aside: tuple[int, int] | None) -> Sequence[_Told]:
    """The mentions that do not stand in an aside."""
    if aside is None:
        return mentions
    return [m for m in mentions if not aside[0] <= m.at < aside[1]]


class ContextReader:
    """Gives every statement of one document its context."""

    def __init__(
        self,
        document: Document,
        calendar: Calendar,
        dates: list[DateMention],
        places: list[PlaceMention],
    ) -> None:
        self.document = document
        self.calendar = calendar
        self.dates = dates
        self.places = places

    def read(self, statement: Statement) -> Context:
        """The context of one statement as far as its own sentence gives it."""
        document = self.document
        sentence = document.sentences[statement.sentence]
        text = document.lower[sentence.start : sentence.end]
        marks = document.marks(statement.sentence)
        clause = (sentence.start, sentence.end)
        if marks & CLAUSE_BREAK.mark or ";" in text:
            clause = self._clause(text, sentence.start, statement)
        context = Context(statement, sentence, clause)
        clause_text = document.lower[clause[0] : clause[1]]
        aside = self._aside(sentence, statement) if ", wh" in text else None
        dates = _outside(self.dates, aside)
        context.date, context.is_date_own = own_date(
            document.lower, dates, sentence, clause, statement
        )
        shot_on = (
            day_so_long_before(document.lower, context.date, statement.end)
            if context.is_date_own and context.date is not None
            else None
        )
        if shot_on is not None:
            context.date = shot_on
        elif (
            context.is_date_own
            and statement.trigger.form == "intransitive"
            and context.date is not None
            and context.date.at > statement.start
            and (
                OF_WOUNDS.search(document.lower[statement.start : statement.end + 60])
                or _IN_HOSPITAL.search(document.lower, sentence.start, statement.start)
            )
        ):
            # The day of a death in hospital is not the day of the attack.
            self._take_day_of_wound(context, dates)
        if (context.is_date_own and self._is_day_of_death(context)) or (
            context.date is not None
            and is_day_another_died(document.lower, statement.end, context.date)
        ):
            context.date, context.is_date_own = None, False
        if statement.order and self._is_day_of_update(context):
            statement.flags.discard("attributed")  # told on a day of its own: the newer figure
            context.date, context.is_date_own = None, False
        context.place = self._place(sentence, clause, statement, aside)
        context.is_place_own = context.place is not None
        if context.place is None:
            context.place = self._region_of_post(sentence)
        context.is_aggregate = is_aggregate(
            clause_text,
            statement,
            context.own_date,
            marks,
            is_in_one_town=context.is_place_own_town,
        )
        context.is_over_all = bool(
            (marks & OF_ALL_TOLD.mark and OF_ALL_TOLD.search(clause_text))
            or (marks & TWO_PROVINCES.mark and TWO_PROVINCES.search(clause_text))
        ) or self._is_of_one_day(context, clause_text, marks)
        context.is_of_several = bool(
            (marks & SEPARATE_EVENTS.mark and SEPARATE_EVENTS.search(clause_text))
            or (marks & SEVERAL_REGIONS.mark and SEVERAL_REGIONS.search(clause_text))
        )
        context.is_of_many_deeds = bool(
            statement.sentence <= LEAD and marks & DEEDS.mark and DEEDS.search(clause_text)
        )
        context.is_of_separate = statement.count.best > 1 and bool(
            marks & SEPARATE_CRIMES.mark and SEPARATE_CRIMES.search(clause_text)
        )
        if marks & RECALLED.mark:
            near = document.lower[max(sentence.start, statement.start - 90) : statement.end]
            context.is_recalled = bool(RECALLED.search(near) or RECALLED.search(clause_text))
        context.is_strongly_recalled = self._is_strongly_recalled(sentence, statement, marks) or (
            # Without a day of publication: the killing for which somebody was arrested.
            self.calendar.reference is None and context.is_recalled and bool(ARREST.search(text))
        )
        if context.is_strongly_recalled and self._is_of_main_clause(context):
            context.date, context.is_date_own = None, False
        near_clause = clause_text if len(clause_text) > 30 else text
        context.is_not_violence = (
            is_misfortune(near_clause, marks)
            or (near_clause != text and is_misfortune(text, marks))
            or is_fiction(text, marks)
            or is_air_accident(
                text,
                document.lower[max(0, sentence.start - _OF_ACCIDENT) : sentence.start],
                marks,
                document.all_marks,
            )
            or (
                statement.kind == "killed"
                and statement.count.best == 1
                and is_alive(document.lower, statement.start, statement.end)
            )
            or (
                not statement.is_noun
                and is_denied(document.lower[sentence.start : statement.start], marks)
            )
        )
        context.is_just_before = bool(
            CAME_AFTER.search(document.lower, max(sentence.start, clause[0] - 40), clause[0])
        )
        if marks & COMES_AFTER.mark:
            self._read_earlier(context)
        context.is_another = (
            bool(marks & ANOTHER.mark and ANOTHER.search(clause_text))
            or (
                context.is_place_own_town and clause_text.startswith(("in addition, ", "finally, "))
            )
            or (clause_text.startswith("in addition, ") and bool(_IN_AN_EVENT.match(clause_text)))
        )
        return context

    def _read_earlier(self, context: Context) -> None:
        """ "The shooting came a week after a guard was killed in X": recalled, of its own day."""
        statement, sentence = context.statement, context.sentence
        earlier = earlier_event(self.document.lower, sentence.start, statement.start)
        if earlier is None:
            return
        context.is_earlier = context.is_strongly_recalled = True
        if context.place is not None and context.place.at < earlier.at:
            context.place, context.is_place_own = None, False
        if context.date is None or context.date.at < earlier.at:
            context.date = day_before_news(
                earlier, self.dates, self.calendar.reference, statement.start
            )
            context.is_date_own = context.date is not None
        context.is_just_before = context.date is not None and context.date.precision == "day"

    def _take_day_of_wound(self, context: Context, dates: Sequence[DateMention]) -> None:
        """ "died on Friday of wounds from a bombing on Monday": Monday, if it is told."""
        death, sentence = context.date, context.sentence
        context.date, context.is_date_own = None, False
        if death is None:
            return
        rest = [d for d in dates if d.at > death.end]
        context.date, context.is_date_own = own_date(
            self.document.lower, rest, sentence, (death.end, sentence.end), context.statement
        )
        if context.date is None and is_after_blow(self.document.lower, death):
            context.date, context.is_date_own = death, True  # mostly of the same day

    def _is_day_of_death(self, context: Context) -> bool:
        """ "Two were taken to hospital, where one died on Monday": they were hurt before."""
        date, statement = context.date, context.statement
        return (
            statement.kind != "killed"
            and date is not None
            and date.at > statement.end
            and _DIED_IN_HOSPITAL.search(self.document.lower, statement.start, date.at) is not None
        )

    def _is_day_of_update(self, context: Context) -> bool:
        """ "The death toll rose to 15 on Tuesday": not the day of the attack."""
        date, lower = context.date, self.document.lower
        return (
            "toll" in context.statement.flags
            and context.is_date_own
            and date is not None
            and date.precision == "day"
            and (
                (
                    date.at > context.statement.start
                    and (
                        _RISES.search(lower, context.statement.start, date.at) is not None
                        or _RISES.search(lower, date.end, context.clause[1]) is None
                    )
                )
                or _STOOD_AT.search(lower, context.statement.start, context.statement.end)
                is not None
            )
            and lower[date.end : date.end + 2] != "'s"
        )

    def _is_strongly_recalled(self, sentence: Sentence, statement: Statement, marks: int) -> bool:
        """Whether the words before a statement say that it is only recalled."""
        if marks & LIST_OF_DEEDS.mark and LIST_OF_DEEDS.search(
            self.document.lower, sentence.start, statement.start
        ):
            return True
        if not marks & STRONG_RECALL.mark:
            return False
        begin = max(sentence.start, statement.start - 60)
        lead = self.document.lower[max(sentence.start, statement.start - 90) : statement.start]
        if RELATIVE.search(lead) is not None:
            begin = sentence.start  # the recollection may stand far before its relative clause
        window = self.document.lower[begin : statement.end + 10]
        for match in STRONG_RECALL.finditer(window):
            between = window[match.end() : max(match.end(), statement.end - begin)]
            # "X, involved in several cases, was shot dead": the recollection ended before.
            describes_victim = begin + match.start() > statement.start and _OF_A_PERSON.match(
                match.group()
            )
            if not describes_victim and not _MAIN_VERB_FOLLOWS.search(between):
                return True
        return False

    @staticmethod
    def _is_of_one_day(context: Context, clause_text: str, marks: int) -> bool:
        """ "13 were killed in various parts of X on Monday": of several incidents of one day."""
        date = context.own_date
        return (
            date is not None
            and date.precision == "day"
            and bool(
                (marks & ALL_OVER.mark and ALL_OVER.search(clause_text))
                or (marks & MANY_TOLD_AT_ONCE.mark and MANY_TOLD_AT_ONCE.search(clause_text))
            )
        )

    def _is_of_main_clause(self, context: Context) -> bool:
        """ "X left on Monday with Y, involved in the murder of Z": not the day of the murder."""
        date, statement = context.own_date, context.statement
        if date is None or date.precision != "day" or not statement.is_noun:
            return False
        between = (
            self.document.lower[date.end : statement.start] if date.end < statement.start else ""
        )
        return _PART_IN_DEED.search(between) is not None

    @staticmethod
    def _clause(text: str, base: int, statement: Statement) -> tuple[int, int]:
        """The stretch of the sentence that tells this event and no other."""
        start, end = 0, len(text)
        at, stop = statement.start - base, statement.end - base
        for match in CLAUSE_BREAK.finditer(text):
            if match.end() <= at + 1:
                start = match.end()
            elif match.start() >= stop - 1:
                end = match.start()
                break
        return base + start, base + end

    def _region_of_post(self, sentence: Sentence) -> PlaceMention | None:
        """ "hunting for a rebel leader in X district": a post's region, where nothing says more."""
        posts = [
            p
            for p in within(self.places, sentence.start, sentence.end)
            if p.is_origin
            and p.place is not None
            and p.place.depth >= 1
            and p.suffix in ("district", "province", "county", "governorate")
            and self.document.lower.endswith(" in ", sentence.start, p.at)
        ]
        return posts[0] if posts else None

    def _aside(self, sentence: Sentence, statement: Statement) -> tuple[int, int] | None:
        """ "X, who had fled Y in May, was killed": what stands between subject and verb."""
        for match in _ASIDE.finditer(self.document.lower, sentence.start, sentence.end):
            if statement.start <= match.start() and match.end() <= statement.end:
                return match.span()
        return None

    def _place(
        self,
        sentence: Sentence,
        clause: tuple[int, int],
        statement: Statement,
        aside: tuple[int, int] | None,
    ) -> PlaceMention | None:
        inside = [
            p
            for p in _outside(within(self.places, sentence.start, sentence.end), aside)
            if not p.is_demonym and not p.is_dateline and p.weight >= 0.5 and not p.is_partial
        ]
        pool = [p for p in inside if clause[0] <= p.at < clause[1]] or inside
        pool = [p for p in pool if not (p.place is None and p.suffix is None)]
        if not pool:
            return None
        # A region or district that the sentence names outranks a small namesake elsewhere.
        stated = {
            p.place.admin1_code
            for p in inside
            if p.place is not None
            and p.place.admin1_code
            and (
                p.place.level in ("admin1", "admin2")
                or p.suffix in ("district", "province", "county")
            )
        }
        if stated:
            agreeing = [
                p
                for p in pool
                if p.place is None
                or p.place.level != "place"
                or p.place.admin1_code in stated
                or p.place.population > 300_000
            ]
            pool = agreeing or pool
        trigger = statement.end

        def cost(mention: PlaceMention) -> float:
            value = abs(mention.at - trigger) * 0.4
            depth = mention.place.depth if mention.place is not None else 2.5
            value += (3 - depth) * 60
            value += (1.0 - mention.weight) * 120
            if mention.at >= statement.start:
                value -= 10
            if mention.is_near and self._only_says_where(mention, pool):
                value += 200
            return value

        return min(pool, key=lambda p: (cost(p), p.at))

    def _only_says_where(self, mention: PlaceMention, pool: list[PlaceMention]) -> bool:
        """Whether a place stands behind the one that something happened in, to tell where it is."""
        return any(
            p.end < mention.at <= p.end + 60
            and p.place is not None
            and p.place.depth >= 1
            and _SAYS_WHERE.fullmatch(self.document.lower, p.end, mention.at)
            for p in pool
        )
