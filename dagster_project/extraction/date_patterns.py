"""The forms in which news writes a date, and the names of months and weekdays."""

import re

from dagster_project.extraction.holidays import BEGINNINGS, HOLIDAY
from dagster_project.extraction.watched import watched

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
            "september sep sept|october oct|november nov|december dec"
        ).split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|"
            "friday fri|saturday sat|sunday sun"
        ).split("|")
    )
    for name in names.split()
}
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|"
    r"sun)(?=\.?,? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d))"
)
_NUMBER = (
    r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few)"
)
# Numbers of days, weeks and months ago.
SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1}
# Nouns of one violent event.
EVENT_NOUNS = (
    r"attacks?|bombings?|blasts?|explosions?|massacres?|shootings?|sieges?|raids?|ambush(?:es)?|"
    r"killings?|strikes?|air ?strikes?|assaults?|clash(?:es)?|shelling|murders?|assassinations?|"
    r"deaths|executions?|kidnappings?|bloodshed|violence|battles?"
)
_MONTH_BEGINS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY_BEGINS = "mon tue wed thu fri sat sun".split()
_MONTH_OR_DAY = "|".join((*_MONTH_BEGINS, *_DAY_BEGINS))
_OF_YEAR = r"[ -](?:early |mid-?|late |the year )?(?:19|20)\d"
_OF_WEEKEND = r" (?:over |at |during |this |last |the )*weekend"
_OF_EVENT = r" (?:deadly |infamous )?(?:19|20)\d"
_OF_HOURS = r" the (?:past|last|previous|preceding) \d"
_OF_PART = rf"(?: in)?[ -](?:last |this past )?(?:{_MONTH_OR_DAY})"
_UNITS = " (?:hour|day|night|week|month|year)"


def _beginnings() -> str:
    """What every date begins with, by the first letter: tried first, since most words begin none.

    No more than the forms below ask for.
    """
    years = "in of during since around early mid late until from summer spring winter autumn fall"
    numbers = "a an one two three four five six seven eight nine ten eleven twelve several few"
    beginnings = [
        *_MONTH_BEGINS,
        *_DAY_BEGINS,
        *(word + _OF_YEAR for word in years.split()),
        *(word + _OF_WEEKEND for word in "over at during this last the a".split()),
        *(word + _OF_EVENT for word in "a an the that its".split()),
        *(word + _OF_HOURS for word in "in over during within".split()),
        *(word + _OF_PART for word in "early mid late".split()),
        *(word + _UNITS for word in numbers.split()),
        rf"last (?:night|evening|week|month|year|{_MONTH_OR_DAY})",
        rf"this (?:past |morning|afternoon|evening|week|month|{_MONTH_OR_DAY})",
        "the (?:previous|next|following|day|night|same) ",
        "that (?:same|very) ",
        "yesterday",
        "overnight",
        "to(?:day|night)",
        "later (?:that |in the day)",
        "earlier (?:that |in the day|this month)",
        *BEGINNINGS,
    ]
    tails: dict[str, list[str]] = {}
    for beginning in beginnings:
        tails.setdefault(beginning[0], []).append(beginning[1:])
    number = rf"\d+(?:[-/.]\d|(?:st|nd|rd|th)?(?: of)? (?:{_MONTH_OR_DAY})|{_UNITS})"
    return "|".join((number, *(f"{head}(?:{'|'.join(tail)})" for head, tail in tails.items())))


# All forms; the name of the alternative says how to resolve it.
FORMS = (
    "(?:"
    + "|".join(
        (
            HOLIDAY,
            r"(?P<iso>\b(?P<iy>(?:19|20)\d\d)-(?P<im>[01]\d)-(?P<id>[0-3]\d)\b)",
            r"(?P<slash>\b(?P<sm>[0-3]?\d)(?P<sep>[/.-])(?P<sd>[0-3]?\d)(?P=sep)"
            r"(?P<sy>(?:19|20)\d\d|(?<=/)\d\d)\b)",
            # 25 January 2013, 3 JAN 90, the 25th of January
            r"(?P<dmy>\b(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? "
            + _MONTH.format("m1")
            + r"(?:,? (?P<y1>(?:19|20)\d\d|[5-9]\d(?=[ \])])|"
            # not "on 23 September 28 bodies were found"
            + r"[0-4]\d(?=[ \])])(?! (?:[a-z-]+ ){0,2}[a-z]{3,}s\b))\b)?"
            + r"(?: (?P<ly1>last year))?)",
            # January 25, 2013
            r"(?P<mdy>\b"
            + _MONTH.format("m2")
            + (
                r" ?(?P<d2>[0-3]?\d)(?:st|nd|rd|"
                r"th)?\b(?!:)(?:-(?P<d2b>[0-3]?\d)\b)?(?:,? (?P<y2>(?:19|"
                r"20)\d\d)\b)?(?: (?P<ly2>last year))?)"
            ),
            # early February 2013, late January, in January, last November, October last year
            # ("early Jan. 3" is a morning, and no part of a month)
            r"(?P<my>\b(?:(?P<part>early|mid|late)(?: in)?[ -](?![a-z]{3,9}\.? \d\d?\b))?"
            r"(?:(?P<lastm>last|this past) )?"
            + _MONTH.format("m3")
            + (
                r"(?:,? (?:of )?(?P<y3>(?:19|20)\d\d)\b)?(?: (?:of )?(?P<ly3>last year|"
                r"this year|the previous year))?)"
            ),
            r"(?P<weekday>\b(?:(?P<lastd>last|this past|this) )?(?P<wd>" + _WEEKDAY + r")\b"
            # "from Saturday night into Sunday morning"
            r"(?: (?:night|evening|afternoon) (?:in)?to (?:early )?"
            rf"(?P<wdend>{_WEEKDAY})\b)?)",
            (
                r"(?P<yesterday>\byesterday\b|\bovernight\b|\blast night\b|"
                r"\blast evening\b)"
            ),
            r"(?P<beforeyesterday>\bthe day before yesterday\b)",
            r"(?P<pasthours>\b(?:in|over|during|within) the (?:past|last|previous|preceding) "
            r"(?P<pasth>12|24|36|48|72) hours\b)",
            (
                r"(?P<today>\btoday\b|\bthis morning\b|\btonight\b|"
                r"\bthis (?:afternoon|evening)\b)"
            ),
            # a day later, the day before, the next day: counted from the date told before it
            r"(?P<shift>\bthe (?P<shiftw>previous|next|following) (?:day|morning|evening|night)\b|"
            r"\bthe (?:day|night) (?P<shiftb>before)\b"
            r"(?! (?:yesterday|the (?:shooting|attack|incident|killing|murder)|he|she|they)\b)|"
            r"\b(?P<shifts>the same|that same|that very|the very same|later that|earlier that) "
            r"(?:day|morning|afternoon|evening|night)\b|\b(?P<shiftd0>earlier|later) in the day\b|"
            r"\b(?P<shiftn>" + _NUMBER + r") days? (?P<shiftd>later|earlier|before)\b"
            r"(?! (?:the|a|an|his|her|its|their|it|they|he|she)\b))",
            r"(?P<ago>\b(?P<agon>"
            + _NUMBER
            + r") (?P<agou>hour|day|night|week|month|year)s? (?:ago|earlier|before)\b)",
            r"(?P<lastweek>\blast week\b|\bthe previous week\b)",
            r"(?P<thisweek>\bthis week\b)",
            r"(?P<weekend>\b(?:over |at |during |this |last |the )+weekend\b|"
            r"\b(?:a|the) weekend(?= (?:[\w'-]+ ){0,2}(?:" + EVENT_NOUNS + r")\b))",
            r"(?P<lastmonth>\blast month\b|\bthe previous month\b)",
            r"(?P<thismonth>\b(?:earlier )?this month\b)",
            r"(?P<lastyear>\blast year\b|\bthe previous year\b)",
            # A 2016 truck bombing, the 2008 attacks
            r"(?P<yearof>\b(?:an?|the|that|its) (?:deadly |infamous )?(?P<yo>(?:19|20)\d\d)"
            r"(?= (?:[\w'-]+ ){0,3}(?:" + EVENT_NOUNS + r")\b))",
            (
                r"(?P<year>\b(?:in|of|during|since|around|early|mid|late|until|from|"
                r"summer|spring|winter|autumn|fall)[ -](?:early |mid-?|late |"
                r"the year )?(?P<yy>(?:19|20)\d\d)\b(?![-/]\d))"
            ),
        )
    )
    + ")"
)
PATTERN = watched(rf"\b(?={_beginnings()}){FORMS}")
# "may" is a month only where a day, a year or a preposition makes it one.
MAY_IS_MONTH = re.compile(
    r"(?:in|of|since|last|until|early|mid|late|by|from|during|this|past|on)[ -]$"
)
# The date at the head of an article: in brackets, behind the place, behind "posted".
DATELINE = re.compile(
    r"\(\s*(?P<a>(?:[a-z]{3,9}\.?\s+\d{1,2}(?:,?\s+\d{4})?|\d{1,2}\s+[a-z]{3,9}\.?\s+\d{2,4}))\s*\)"
    r"|^[^\n]{0,70}?(?:,|-|\))\s+(?:-\s+)?(?P<f>\d{1,2}\s+[a-z]{3,9}\.?,?\s+\d{4}|"
    r"[a-z]{3,9}\.?\s+\d{1,2},?\s+\d{4})\s*(?:\([^)\n]{2,30}\))?\s*(?:--|-|:)"
    r"|^[^\n]{0,60}?,\s+(?P<b>\d{1,2}\s+[a-z]{3}\s+\d{2})\s*(?:\(|--|-)"
    r"|"
    r"^[^\n]{0,40}?,\s*(?P<c>[a-z]{3,9}\.?\s+\d{1,2}(?:,\s+\d{4})?)\s*"
    r"(?:\([^)\n]{2,30}\))?\s*(?:--|-)"
    r"|^\s*(?P<d>[a-z]{3,9}\.?\s+\d{1,2}(?:,?\s+\d{4})?)\s*:"
    r"|"
    r"(?:posted|updated|"
    r"published)[^\n]{0,20}?(?P<e>(?:[a-z]{3,9}\.?\s+\d{1,2},?\s+\d{4}|"
    r"\d{1,2}\s+[a-z]{3,9}\.?\s+\d{4}))",
    re.MULTILINE,
)
# Press releases of armed forces are numbered by year and month: "2011-07-S-048".
RELEASE = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])-[a-z]{1,3}-\d+\b")
