"""Days that a text gives its events somewhere: for incidents that it dates vaguely or not at all.

"In October two were shot ... On Oct. 30 officers were called to the house": the later, precise day
is the incident's.
"""

import re
from bisect import bisect_right
from datetime import timedelta

from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.event_dates import is_of_speech
from dagster_project.extraction.text import Document, within

# What a sentence must say for its day to be an event's.
_EVENT = re.compile(
    r"\b(?:shot|shots|shooting|shootings|gunfire|gunshots?|fired|incident|killed|killing|died|dead|"
    r"death|wounded|injured|attack(?:ed)?|bomb\w*|explo\w+|blast|clash\w*|responded|dispatched|"
    r"summoned|called to|found|happened|occurred|took place|murder(?:ed)?|slay\w*|stabb\w+|raid\w*|"
    r"opened fire|ambush\w*|crime)\b"
)
# Court, funeral and help come after the event.
_AFTERWARDS = re.compile(
    r"\b(?:court|trial|hearing|arraign\w*|sentenc\w+|plea(?:d\w*)?|testif\w+|jury|judge|funeral|"
    r"visitation|vigil|memorial|scheduled|will be|fundrais\w+|gofundme|donat\w+|published)\b"
)


def told_days(document: Document, dates: list[DateMention]) -> list[DateMention]:
    """Days of events, in the order of the text; days of what was said or done later are none."""
    days = []
    for sentence in document.sentences:
        inside = [
            d
            for d in within(dates, sentence.start, sentence.end)
            if d.precision == "day" and d.start is not None
        ]
        if not inside or document.is_other_news(sentence.start):
            continue
        text = document.lower[sentence.start : sentence.end]
        if not _EVENT.search(text) or _AFTERWARDS.search(text):
            continue
        days += [d for d in inside if not is_of_speech(document.lower, sentence.start, d)]
    return days


# The day of these is the attack's; somebody who "died on Monday" may have been hit before.
_ATTACK = re.compile(
    r"\b(?:shot|shots|shooting|gunfire|gunshots?|fired|opened fire|stabb\w+|responded|dispatched|"
    r"summoned|called to|happened|occurred|took place|accidentally|attack(?:ed)?|bomb\w*|"
    r"explo\w+)\b"
)
_LONGEST_IN_HOSPITAL = timedelta(days=40)


def day_before_death(
    document: Document, days: list[DateMention], death: DateMention
) -> DateMention | None:
    """The day of the attack of which somebody died later; None where none is told."""
    for day in days:
        if day.start is None or death.start is None or day is death:
            continue
        if not timedelta(0) < death.start - day.start <= _LONGEST_IN_HOSPITAL:
            continue
        number = bisect_right(document.sentences, day.at, key=lambda s: s.start) - 1
        sentence = document.sentences[number]
        if _ATTACK.search(document.lower, sentence.start, sentence.end):
            return day
    return None


def day_inside(days: list[DateMention], span: DateMention) -> DateMention | None:
    """The first of the days that lies within a vaguer date; None where that is a day already."""
    if span.precision not in ("week", "month") or span.start is None or span.stop is None:
        return None
    return next((d for d in days if d.start and span.start <= d.start <= span.stop), None)
