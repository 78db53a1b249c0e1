"""Dates and places that a statement has from the sentences before it.

A sentence without a date or place of its own takes those of the sentence before it in the
paragraph (the codebook's sections on dates and places).
"""

import re
from bisect import bisect_right

from dagster_project.extraction.context import Context
from dagster_project.extraction.context_patterns import DATED_EVENT
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.event_dates import is_of_speech
from dagster_project.extraction.place_candidates import region_around
from dagster_project.extraction.place_mentions import PlaceMention
from dagster_project.extraction.places import PlaceReader
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.text import Document, Sentence, within
from dagster_project.extraction.watched import watched

_EVENT = watched(
    r"\b(?:attack\w*|assault\w*|bomb\w*|blast\w*|explo\w+|ambush\w*|clash\w*|raid\w*|shoot\w*|"
    r"strike\w*|struck|hit|shell\w*|fire[ds]?|firefight|gun ?(?:battle|fight)|machine-?gunned|"
    r"fighting|offensive|storm(?:ed|ing)|battle\w*|mine|landmine|overr[au]n\w*|seiz(?:ed|ing)|"
    r"besieged|siege)\b"
)
# "in the same village", "the city's station": the place that was named last.
_SAME_PLACE = re.compile(
    r"\b(?:in|at|near|of|to|on|outside|attacked|seized|stormed|overran|took|captured|entered|hit|"
    r"shelled|bombed|struck|besieged|^) ?(?:the|this|that|its|the country's) (?:same )?"
    r"(?P<kind>town|city|village|neighbou?rhood|camp|checkpoint|spot|road|place|area|district|"
    r"county|state|province|region|governorate|department|market|mosque|church|school|hotel|base)"
    r"(?:'s [\w-]+(?: [\w-]+)?)?\b"
    r"(?! (?:of|council|government|house|police|assembly|governor|hospital|named|called)\b)"
)
# "The attack took place in X", "The gunmen struck on Saturday": more of what was just told.
_GOES_ON = re.compile(
    r"(?:the|this) (?:[\w-]+ )?(?:attacks?|explosions?|blasts?|bombs?|bombings?|clash(?:es)?|"
    r"fighting|battles?|ambush|raid|shooting|incident|strikes?|air ?strikes?|assault|violence|"
    r"shelling|killings?|massacre|gunm[ae]n|attackers?|assailants?|militants?|rebels?|"
    r"insurgents?|fighters?|troops|soldiers|convoy|patrol|victims?|men|officers|policemen|"
    r"vehicle|bus|device)\b[^.;]{0,40}?\b(?:took place|happened|occurred|was carried out|"
    r"were carried out|came (?:on|in|at)|struck|hit|targeted|ambushed|broke out|erupted|exploded|"
    r"went off|detonated|attacked|stormed|raided|opened fire|was staged|unfolded|ensued|began)\b"
)
_THE_EVENT = re.compile(
    r"(?:the|this|that) (?:[\w-]+ )?(?P<event>attack|explosion|blast|bombing|clash|battle|ambush|"
    r"raid|shooting|assault|massacre)\b"
)
# "The raids were made in the departments of A, B and C": not at one of them.
_SEVERAL_REGIONS = re.compile(r"\b(?:departments|provinces|governorates|districts|states) of\b")
# A bomb that was not told before, as an article or a number says.
_A_NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several)"
_BOMB_GOES_OFF = re.compile(
    rf"\b{_A_NUMBER} (?:[\w-]+ ){{0,2}}?bombs? (?:\w+ )?(?:exploded|went off|detonated|blew up)"
    rf"|\b(?:detonated|exploded|set off) {_A_NUMBER} (?:[\w-]+ ){{0,2}}?bombs?\b"
)
_ANY_BOMB = re.compile(r"bomb|explo|blast|dynamite|grenade|device|attack|mortar|mine\b")
_SHOTS = re.compile(r"\b(?:shot (?:dead|to death|and killed)|gunned down|gunm[ae]n|bullets?)\b")
# "Meanwhile, fighting went on in X.": what follows in the paragraph is of another incident.
_TURNS_TO_ANOTHER = re.compile(
    r"(?:meanwhile|elsewhere|separately|in (?:another|a separate|a second) [\w-]+)\b"
)
_NOT_SAME = frozenset(
    "place spot road area checkpoint camp market mosque church school hotel base".split()
)
_REGIONS = frozenset(("state", "province", "region", "governorate", "department"))


class Heritage:
    """Gives the contexts of one document what the sentences before them tell."""

    def __init__(
        self,
        document: Document,
        dates: list[DateMention],
        places: PlaceReader,
        statements: list[Statement],
    ) -> None:
        self.document = document
        self.dates = dates
        self.places = places
        self.told = {s.sentence for s in statements}
        self.with_statements = {s.sentence for s in statements if not s.is_zero}

    def give(self, context: Context, previous: Context | None) -> None:
        """Complete a context from its paragraph and from the last one that had a place."""
        if context.is_earlier:
            return  # what the news came after is told with a day of its own, or with none
        sentences = self.document.sentences
        number = context.statement.sentence
        first = number
        while first > 0 and sentences[first - 1].paragraph == sentences[number].paragraph:
            first -= 1
        opening = self._opening(context, first)
        turn = number - 1
        while turn >= first and turn not in self.told and not context.is_another:
            last = sentences[turn]
            context.is_another = bool(
                _TURNS_TO_ANOTHER.match(self.document.lower, last.start, last.end)
            )
            turn -= 1
        if context.statement.order and self._is_first_bomb(opening or sentences[number]):
            context.is_another = True
        begin = sentences[first].start
        here = sentences[number].start
        if context.date is None:
            before = within(self.dates, begin, here)
            if before:
                context.date = before[-1]
        if context.place is None:
            context.place = self._place_before(begin, here)
        if opening is not None:
            self._take_opening(context, opening)
        if previous is not None and not context.is_place_own:
            spans = [context.clause]
            if opening is not None:
                spans.append((opening.start, opening.end))
            elif sentences[number].start < context.clause[0]:
                spans.append((sentences[number].start, context.clause[0]))
            for begin, end in spans:
                if self._take_same_place(context, previous, begin, end):
                    break
        self._take_what_follows(context)

    def _place_before(self, begin: int, here: int) -> PlaceMention | None:
        """The place of the nearest sentence of the paragraph that names one."""
        earlier = [
            p
            for p in within(self.places.mentions, begin, here)
            if p.weight >= 0.5
            and not p.is_demonym
            and not p.is_dateline
            and not p.is_partial
            and p.place is not None
        ]
        if not earlier:
            return None
        nearest = bisect_right(self.document.sentences, earlier[-1].at, key=lambda s: s.start) - 1
        same = [p for p in earlier if p.at >= self.document.sentences[nearest].start]
        return max(same, key=lambda p: (p.place.depth if p.place else 0, p.weight, -p.at))

    def _opening(self, context: Context, first: int) -> Sentence | None:
        """The sentence before, where it begins to tell the event that this one goes on with."""
        number = context.statement.sentence
        if number == 0 or number - 1 in self.with_statements or context.date is not None:
            return None
        is_new_paragraph = number == first
        if is_new_paragraph and number <= 1:
            return None  # a headline opens the whole article
        if not self.document.marks(number - 1) & _EVENT.mark:
            return None
        sentence = self.document.sentences[number - 1]
        text = self.document.lower[sentence.start : sentence.end]
        return sentence if _EVENT.search(text) else None

    def _is_first_bomb(self, sentence: Sentence) -> bool:
        """Whether a sentence tells of a bomb that went off, and the text before it of shots only.

        "X was shot and killed on Monday ... On Tuesday rebels set off eight bombs. Two were hurt."
        """
        lower = self.document.lower
        if "bomb" not in lower[sentence.start : sentence.end]:
            return False
        return (
            _BOMB_GOES_OFF.search(lower, sentence.start, sentence.end) is not None
            and _ANY_BOMB.search(lower, 0, sentence.start) is None
            and _SHOTS.search(lower, 0, sentence.start) is not None
        )

    def _take_opening(self, context: Context, opening: Sentence) -> None:
        dates = [
            d
            for d in within(self.dates, opening.start, opening.end)
            if not is_of_speech(self.document.lower, opening.start, d)
        ]
        if not dates:
            return
        context.date = self._day_of_event(context, opening, dates)
        context.is_date_own = True
        context.is_continuation = True
        if context.is_place_own:
            return
        places = [
            p
            for p in within(self.places.mentions, opening.start, opening.end)
            if p.weight >= 0.5 and not p.is_demonym and p.place is not None and not p.is_dateline
        ]
        if places:
            context.place = max(places, key=lambda p: (p.place.depth if p.place else 0, -p.at))
            context.is_place_own = True

    def _day_of_event(
        self, context: Context, opening: Sentence, dates: list[DateMention]
    ) -> DateMention:
        """The day of the event that "the attack" goes on with, where a sentence names two days.

        "A bus was burned today to protest the attack perpetrated yesterday. The attack killed 10."
        """
        lower = self.document.lower
        dated = [d for d in dates if DATED_EVENT.match(lower, d.end, d.end + 45)]
        if len(dates) > 1 and len(dated) == 1:
            return dated[0]  # "a vigil on Monday for the dead of Saturday's shooting"
        named = _THE_EVENT.match(lower, context.clause[0], context.clause[1])
        if named is None or len(dates) == 1:
            return dates[0]
        at = lower.rfind(named["event"], opening.start, opening.end)
        return min(dates, key=lambda d: abs(d.at - at)) if at >= 0 else dates[0]

    def _take_what_follows(self, context: Context) -> None:
        """Take place and date from "The attack took place in X on Sunday" behind the figures."""
        place = context.place.place if context.is_place_own and context.place else None
        is_placed = context.is_place_own and (place is None or place.depth > 1)
        if is_placed and context.is_date_own:
            return
        number = context.statement.sentence + 1
        sentences = self.document.sentences
        if number >= len(sentences) or number in self.with_statements:
            return
        sentence = sentences[number]
        if not _GOES_ON.match(self.document.lower, sentence.start, sentence.end):
            return
        if not context.is_date_own:
            dates = [
                d
                for d in within(self.dates, sentence.start, sentence.end)
                if not is_of_speech(self.document.lower, sentence.start, d)
            ]
            if dates:
                context.date, context.is_date_own = dates[0], True
        if is_placed or _SEVERAL_REGIONS.search(self.document.lower, sentence.start, sentence.end):
            return
        places = [
            p
            for p in within(self.places.mentions, sentence.start, sentence.end)
            if p.weight >= 0.9
            and not p.is_demonym
            and p.place is not None
            and (place is None or (p.place.country == place.country and p.place.depth > 1))
            and (place is None or place.admin1_code in (None, p.place.admin1_code))
        ]
        if places:
            context.place = max(places, key=lambda p: (p.place.depth if p.place else 0, -p.at))
            context.is_place_own = True

    def _take_same_place(self, context: Context, previous: Context, begin: int, end: int) -> bool:
        """ "In May a raid in the same province killed 12": where the incident before was."""
        match = _SAME_PLACE.search(self.document.lower[begin:end])
        if match is None or previous.place is None:
            return False
        kind = match["kind"]
        if kind in _NOT_SAME and "same" not in match.group().split():
            return False
        place = previous.place
        if place.place is not None and place.place.depth == 0:
            return False  # no town or province was named that could be the same
        if kind in _REGIONS and place.place is not None and place.place.depth > 1:
            region = region_around(self.places.gazetteer, place.place)
            if region is None:
                return False
            place = PlaceMention(place.at, place.end, region.name, [region], 1.0, place=region)
        context.place, context.is_place_own = place, True
        return True
