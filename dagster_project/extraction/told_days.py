"""Days that a text gives its events somewhere: for incidents that it dates vaguely or not at all.

"In October two were shot ... On Oct. 30 officers were called to the house": the later, precise day
is the incident's.
"""

import re
from bisect import bisect_right
from datetime import date, timedelta

from dagster_project.extraction.context_patterns import DATED_EVENT
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.death_days import is_day_of_death
from dagster_project.extraction.event_dates import is_of_speech
from dagster_project.extraction.text import Document, Sentence, within

# What a sentence must say for its day to be an event's.
_EVENT = re.compile(
    r"\b(?:shot|shots|shooting|shootings|gunfire|gunshots?|fired|incident|killed|killing|died|dead|"
    r"death|wounded|injured|attack(?:ed)?|bomb\w*|explo\w+|blast|clash\w*|responded|dispatched|"
    r"summoned|called to|found|happened|occurred|took place|murder(?:ed)?|slay\w*|stabb\w+|raid\w*|"
    r"opened fire|ambush\w*|crime)\b"
)
# Court, funeral and help come after the event.
_AFTERWARDS = re.compile(
    # (not "Maple Court")
    r"\b(?:(?:in|to|before|by|the|district|superior|circuit|county|municipal|federal|juvenile|"
    r"criminal|supreme|high) court|court (?:date|record|document|hearing|appearance|paper|order|"
    r"official)s?|trial|hearing|arraign\w*|sentenc\w+|plea(?:d\w*)?|testif\w+|jury|judge|funeral|"
    r"visitation|vigil|memorial|scheduled|will be|fundrais\w+|gofundme|donat\w+|published)\b"
)


def told_days(
    document: Document, dates: list[DateMention], sentences: int | None = None
) -> list[DateMention]:
    """Days of events, in the order of the text; days of what was said or done later are none.

    ``sentences``: of how many from the first; None: of all.
    """
    days = []
    for sentence in document.sentences[:sentences]:
        inside = [
            d
            for d in within(dates, sentence.start, sentence.end)
            if d.precision == "day" and d.start is not None
        ]
        if not inside or document.is_other_news(sentence.start):
            continue
        text = document.lower[sentence.start : sentence.end]
        if not _EVENT.search(text):
            continue
        days += [
            d
            for d in inside
            if not is_of_speech(document.lower, sentence.start, d)
            # "a week after the May 3 shooting", told in court
            and (
                not _is_afterwards(document, sentence, d)
                or DATED_EVENT.match(document.lower, d.end, d.end + 45)
            )
        ]
    return days


_LEAD = 7  # sentences, from 0, in which an article says when its news was
_TOO_LONG_AGO = timedelta(days=330)  # for a day that is told without its year
_DAYS_OF_NEWS = timedelta(days=8)
_LONGEST_IN_HOSPITAL = timedelta(days=40)


def lead_day(
    document: Document, reference: date | None, dates: list[DateMention]
) -> DateMention | None:
    """The day that the lead gives the attack it tells; None where it gives none."""
    if reference is None:
        return None
    days = told_days(document, dates, _LEAD + 1)
    for day in days:
        if _is_of_deed_held_for(document, day) and _is_past(day, reference):
            return day
    for day in days:
        if (
            _is_of_attack(document, day)
            and _is_within(day, reference, _DAYS_OF_NEWS)
            and not is_day_of_death(document.lower, day)
            and not _is_day_of_rise(document, day)
        ):
            return day
    return None


# "the number of people killed rose to 14 on Thursday"
_ROSE_TO = re.compile(
    r"\b(?:toll|number|killed|dead|deaths|died)\b.{0,90}"
    r"\b(?:rose|risen|climbed|increased|jumped|grew|reached|went up)(?: to)? (?:at least )?"
    r"[\w-]+(?: people)?,? (?:on |late |early )*$"
)


# "was arrested in the Jan. 28 death of X", "charged in connection with the Oct. 4 shooting"
_HELD_FOR = re.compile(
    r"\b(?:arrest\w*|charged|indicted|convicted|sentenced|wanted|accused|arraigned|tried|guilty|"
    r"suspects?|suspected|jailed|held|detained|custody|trial)\b[^.;]{0,50} "
    r"(?:in|over|for|of|with|from) the (?:fatal |deadly )?$"
)


def _is_of_deed_held_for(document: Document, day: DateMention) -> bool:
    """Whether a day with its month is that of the deed for which somebody is held."""
    lower = document.lower
    if not (lower[day.end - 1].isdigit() and DATED_EVENT.match(lower, day.end, day.end + 45)):
        return False
    begin = _sentence_of(document, day).start
    return _HELD_FOR.search(lower, begin, day.at) is not None


def _is_day_of_rise(document: Document, day: DateMention) -> bool:
    """Whether a day is that on which a toll rose."""
    begin = _sentence_of(document, day).start
    return _ROSE_TO.search(document.lower[begin : day.at]) is not None


def main_day(
    document: Document, reference: date | None, dates: list[DateMention], told: list[DateMention]
) -> DateMention | None:
    """The day of the main event, where no incident that was found has one.

    An attack's day in the lead, another event's, or another day there; then one told later.
    ``told``: the days of events that no incident has. ``reference``: the day of publication.
    """
    lead_end = document.sentences[min(_LEAD, len(document.sentences) - 1)].end
    lead = [d for d in told if d.at <= lead_end]
    attacks = [d for d in lead if _is_of_attack(document, d)]
    for days, reach in (
        (attacks, _DAYS_OF_NEWS),
        (attacks, _LONGEST_IN_HOSPITAL),
        (lead, _DAYS_OF_NEWS),
    ):
        for day in days:
            if _is_within(day, reference, reach):
                return day
    for day in dates:
        if day.at > lead_end:
            break
        if day.precision == "day" and _is_within(day, reference, _DAYS_OF_NEWS):
            sentence = _sentence_of(document, day)
            if not is_of_speech(document.lower, sentence.start, day) and not (
                _is_afterwards(document, sentence, day)
            ):
                return day
    for day in told:
        if _is_past(day, reference):
            return day
    for day in dates:
        if day.key == "weekend" and day.at <= lead_end and _is_event(document, day):
            return day
    return (
        _only_day(document, reference, dates)
        or _week_of_event(document, dates, lead_end)
        or _day_of_clock(document, reference, dates)
    )


# "in a fatal shooting near X last week", "the death of his cousin back in April"
_EVENT_BEFORE = re.compile(
    r"\b(?:shootings?|stabbings?|deaths?|killings?|murders?|slayings?|homicides?|attacks?|bombings?|"
    r"ambush|raid)\b[^.,;]{0,60}(?:, [a-z. ]{3,18},)? (?:back )?(?:in )?$"
)


def _week_of_event(
    document: Document, dates: list[DateMention], lead_end: int
) -> DateMention | None:
    """The week or month that stands behind an event's name in the lead."""
    for day in dates:
        if day.at > lead_end:
            break
        if day.precision in ("week", "month") and day.start is not None:
            begin = _sentence_of(document, day).start
            if _EVENT_BEFORE.search(document.lower, max(begin, day.at - 90), day.at):
                return day
    return None


def _only_day(
    document: Document, reference: date | None, dates: list[DateMention]
) -> DateMention | None:
    """The one day of all that the text names on which nothing was said or done about it."""
    days = [
        d
        for d in dates
        if d.precision == "day"
        and _is_within(d, reference, _LONGEST_IN_HOSPITAL)
        and not is_of_speech(document.lower, _sentence_of(document, d).start, d)
        and not _is_afterwards(document, _sentence_of(document, d), d)
    ]
    return days[0] if len({d.start for d in days}) == 1 else None


def _is_afterwards(document: Document, sentence: Sentence, day: DateMention) -> bool:
    """Whether the words about a day are of court, funeral or help."""
    begin, end = max(sentence.start, day.at - 90), min(sentence.end, day.end + 50)
    return _AFTERWARDS.search(document.lower, begin, end) is not None


def _sentence_of(document: Document, day: DateMention) -> Sentence:
    return document.sentences[bisect_right(document.sentences, day.at, key=lambda s: s.start) - 1]


def _is_of_attack(document: Document, day: DateMention) -> bool:
    sentence = _sentence_of(document, day)
    return _ATTACK.search(document.lower, sentence.start, sentence.end) is not None


# "shortly after 3 a.m.", "an early morning shooting"
_CLOCK = re.compile(
    r"\b(?:(?:at|about|around|after|before|by|approximately|near|just) |shortly (?:after|before) )"
    r"(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)? ?[ap]\.? ?m\b|"
    r"\ban? (?:early|late|mid-?)?[ -]?(?:morning|afternoon|evening) (?:\w+ )?"
    r"(?:shooting|stabbing|attack|robbery|accident|raid|drive-by)\b"
)


def _day_of_clock(
    document: Document, reference: date | None, dates: list[DateMention]
) -> DateMention | None:
    """The day of publication, where an event is told by the clock and no other day is named.

    "Shots were reported shortly after 3 a.m.": an hour without a day is one of the day of telling.
    """
    others = (d for d in dates if d.precision != "year")
    if reference is None or any(d.start != reference for d in others):
        return None
    for sentence in document.sentences:
        if document.is_other_news(sentence.start):
            continue
        clock = _CLOCK.search(document.lower, sentence.start, sentence.end)
        if clock is None or not _EVENT.search(document.lower, sentence.start, sentence.end):
            continue
        if not _AFTERWARDS.search(document.lower, sentence.start, sentence.end):
            return DateMention(*clock.span(), reference, reference, "day", str(reference))
    return None


def _is_past(day: DateMention, reference: date | None) -> bool:
    """Whether a day was before publication: "Sept. 13", told on Sept. 1, is one to come."""
    if day.start is None or reference is None:
        return reference is None
    return day.start <= reference and (
        day.is_explicit_year or reference - day.start < _TOO_LONG_AGO
    )


def _is_event(document: Document, day: DateMention) -> bool:
    """Whether the sentence that names a day or a weekend tells of an event on it."""
    sentence = _sentence_of(document, day)
    return (
        _EVENT.search(document.lower, sentence.start, sentence.end) is not None
        and not is_of_speech(document.lower, sentence.start, day)
        and not _is_afterwards(document, sentence, day)
    )


def _is_within(day: DateMention, reference: date | None, reach: timedelta) -> bool:
    """Whether a day is one of the last before publication."""
    return day.start is not None and (
        reference is None or reference - reach <= day.start <= reference
    )


# The day of these is the attack's; somebody who "died on Monday" may have been hit before.
_ATTACK = re.compile(
    r"\b(?:shot|shots|shootings?|gunfire|gunshots?|fired|opened fire|received a call|gunned|"
    r"stabb\w+|responded|dispatched|summoned|called to|happened|occurred|took place|accidentally|"
    r"attack(?:ed)?|bomb\w*|explo\w+)\b"
)


def day_before_death(
    document: Document, days: list[DateMention], death: DateMention
) -> DateMention | None:
    """The day of the attack of which somebody died later; None where none is told."""
    for day in days:
        if day.start is None or death.start is None or day is death:
            continue
        if not timedelta(0) < death.start - day.start <= _LONGEST_IN_HOSPITAL:
            continue
        if _is_of_attack(document, day):
            return day
    return None


def day_inside(days: list[DateMention], span: DateMention) -> DateMention | None:
    """The first of the days that lies within a vaguer date; None where that is a day already."""
    if span.precision not in ("week", "month") or span.start is None or span.stop is None:
        return None
    return next((d for d in days if d.start and span.start <= d.start <= span.stop), None)
