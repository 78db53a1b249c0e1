"""Earlier attacks that the news came after: "the shooting follows an ambush that killed five".

What stands behind such words is only recalled, with its own place and day: it is no part of the
news, and happened neither on its day nor in its town.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dagster_project.extraction.calendars import last_of_month
from dagster_project.extraction.date_patterns import EVENT_NOUNS, SMALL
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.watched import watched

_MANY = r"(?:string|spate|series|wave|spree|number|rash|surge|rise|slew|flurry|outbreak|burst)"
_UNITS = r"(?:hour|day|week|month|year)"
_COUNT = (
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few|\d+) "
)
# "the shooting came two days after", "it follows", "the attack comes amid a string of raids".
COMES_AFTER = watched(
    rf"\b(?:{EVENT_NOUNS}|death|slaying|homicide|incident|it|this|that|which)"
    r"(?: (?!(?:and|when|where|who|after|before|left|killed|killing)\b)[\w'-]+){0,5}? "
    r"(?:(?:comes?|came|coming|happened|occurred|took place) "
    r"(?:just |only |barely |less than |more than |about |nearly |almost |some )*"
    rf"(?:(?P<count>{_COUNT})(?P<unit>{_UNITS})s? (?:after|following) |"
    r"(?:hours|days|weeks|months|years) (?:after|following) )|"
    r"(?:comes?|came|coming) (?:(?:right |shortly |soon |not long )?after |"
    r"(?:close )?on the heels of |in the (?:wake|aftermath) of |following |"
    rf"amid (?:an?|the|this) (?:[\w-]+ )?{_MANY} )|"
    # (not "follows a car chase", "followed the man home")
    rf"follow(?:s|ed) (?:(?:an?|the|last|this|several|recent|two|three|four|another|other|"
    rf"similar|days|weeks|months|\w+day's|\w+'s) )(?:[\w'-]+ ){{0,4}}?"
    rf"(?:{EVENT_NOUNS}|{_MANY}|death|slaying|homicide|incident)s?\b)"
)
# What leads to a fight, and is one event with it.
_RUN_UP = re.compile(
    r"(?:an?|the|what \w+ \w+) (?:[\w'-]+ ){0,4}?(?:chase|pursuit|fight|argument|dispute|brawl|"
    r"standoff|stand-off|altercation|robbery|confrontation|scuffle|quarrel|struggle|feud|call|"
    r"traffic stop|burglary|break-in|disturbance|party|warning|explosion|fire)\b"
)
_DAYS = {"hour": 0, "day": 1, "week": 7}
_REACH = 700  # characters between the day of the news and what it came after


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where a sentence begins to tell what the news came after, and how long before that was.

    ``count`` of ``unit``: "two", "day"; None where it is not told.
    """

    at: int
    count: int | None
    unit: str | None


def earlier_event(lower: str, begin: int, told: int) -> Earlier | None:
    """The words that make of a statement at ``told`` what the news came after; None without.

    ``begin``: where its sentence begins.
    """
    found = COMES_AFTER.search(lower, begin, told)
    if found is None or ";" in lower[found.end() : told] or _RUN_UP.match(lower, found.end()):
        return None
    words = (found["count"] or "").strip()
    count = int(words) if words.isdigit() else SMALL.get(words)
    return Earlier(found.end(), count, found["unit"])


def day_before_news(
    earlier: Earlier, dates: Sequence[DateMention], reference: date | None, told: int
) -> DateMention | None:
    """The day, week or month that the news came after, from the day told last before.

    ``told``: where the statement begins.
    """
    if earlier.count is None or earlier.unit in (None, "hour"):
        return None
    at = bisect_right(dates, earlier.at, key=lambda d: d.at) - 1
    base = dates[at] if at >= 0 and earlier.at - dates[at].end < _REACH else None
    if base is not None and (base.precision != "day" or base.start is None):
        return None
    day = base.start if base is not None else reference
    if day is None or (base is None and earlier.unit == "day"):
        return None
    mention = base if base is not None else DateMention(told, told, None, None, "day", "")
    return _counted_back(mention, day, earlier.count, str(earlier.unit))


def _counted_back(mention: DateMention, day: date, count: int, unit: str) -> DateMention | None:
    """A day, week, month or year before a day; weeks and more are vague, as in "a month ago"."""
    precision = "day" if unit == "day" else unit
    if unit in _DAYS:
        first = day - timedelta(days=min(count, 1000) * _DAYS[unit])
        last = first
        if unit == "week":
            first -= timedelta(days=first.weekday())
            last = first + timedelta(days=6)
    else:
        months = day.year * 12 + day.month - 1 - min(count, 99) * (12 if unit == "year" else 1)
        first = date(months // 12, months % 12 + 1, 1)
        last = last_of_month(first)
        if unit == "year":
            first, last = date(first.year, 1, 1), date(first.year, 12, 31)
    key = str(first) if first == last else f"{first}-{last}"
    return replace(mention, start=first, stop=last, precision=precision, key=key)
