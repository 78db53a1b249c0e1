"""Dates in an article: found, and resolved against the day of publication or the dateline.

The rules are the codebook's section on dates. Without a day to resolve against, a relative date
stays unresolved (``start`` None) but keeps a key, by which two such dates can be told apart.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dagster_project.extraction.calendars import Calendar, last_of_month, published_on
from dagster_project.extraction.date_patterns import (
    DATELINE,
    MAY_IS_MONTH,
    MONTHS,
    PATTERN,
    RELEASE,
    SMALL,
    WEEKDAYS,
)
from dagster_project.extraction.holidays import holiday

_MONTHS_OF_YEAR = 12


@dataclass(slots=True)
class DateMention:
    """Document offsets; first and last day it can mean (None where unresolved) and precision."""

    at: int
    end: int
    start: date | None
    stop: date | None
    precision: str
    key: str
    is_explicit_year: bool = False


def _full_year(text: str | None) -> int | None:
    if not text:
        return None
    value = int(text)
    if value < 100:
        return 1900 + value if value >= 30 else 2000 + value
    return value


def find_dates(
    lower: str, calendar: Calendar, start: int = 0, end: int | None = None
) -> list[DateMention]:
    """All dates of a text, in order, resolved against ``calendar``."""
    found: list[DateMention] = []
    for match in PATTERN.finditer(lower, start, len(lower) if end is None else end):
        if match.lastgroup == "shift":
            mention = _shifted(match, found, calendar, lower)
        else:
            mention = _resolve(match, lower, calendar)
        if mention is not None:
            if _only_names_the_day(found, mention, match, lower) or (
                found and _only_tells_the_hour(found[-1], mention, match, lower)
            ):
                found.pop()
            if match.lastgroup == "dmy" and mention.precision == "day":
                _begin_earlier(mention, lower)
            found.append(mention)
    return found


# "on 9-11 May", "the night of 20 to 21 August", "between 9 and 11 May".
_FIRST_OF_DAYS = re.compile(
    r"(?:\b(?:on|of|during|over|from|night|nights|the) |, |: |^)(?P<from>\d\d?) ?(?:-|to) ?$|"
    r"\bbetween (?P<between>\d\d?) and $"
)
_LONGEST_SPAN = 14  # days of one incident


def _begin_earlier(mention: DateMention, lower: str) -> None:
    """Let a day that ends a span of days begin with the first of them."""
    if mention.start is None or not mention.at:
        return
    first = _FIRST_OF_DAYS.search(lower, max(0, mention.at - 22), mention.at)
    if first is None:
        return
    days = mention.start.day - int(first["from"] or first["between"])
    if 0 < days <= _LONGEST_SPAN:
        mention.start -= timedelta(days=days)


def _only_names_the_day(
    found: list[DateMention], mention: DateMention, match: re.Match[str], lower: str
) -> bool:
    """ "Tuesday, March 5, 2024": the weekday before a date is that date's."""
    return (
        bool(found)
        and match.lastgroup in ("dmy", "mdy", "iso")
        and lower[found[-1].end : mention.at] in (", ", " ", ", the ", " the ", " (")
        and lower[found[-1].at : found[-1].end].rstrip(".").split(" ")[-1] in WEEKDAYS
    )


# Between "overnight" and its day: "overnight in X, on 16-17 June".
_TO_ITS_DAY = re.compile(
    r"(?![^.;:]*\b(?:said|says|told|announced|reported|stated|according)\b)"
    r"[^.;:]{0,80} (?:on|of|between|from) (?:the night of )?(?:\d\d?[^.;]{1,5})?"
)


def _only_tells_the_hour(
    before: DateMention, mention: DateMention, match: re.Match[str], lower: str
) -> bool:
    """ "overnight in X on 16 June": the night of the day that is named behind it."""
    return (
        match.lastgroup in ("dmy", "mdy", "iso", "slash")
        and mention.at - before.end < 100
        and lower[before.at : before.end] == "overnight"
        and _TO_ITS_DAY.fullmatch(lower[before.end : mention.at]) is not None
    )


# "died of his wounds two days later": the day of the attack is the one told before.
_DIED_BEFORE = re.compile(r"\b(?:died|succumbed)(?: (?:of|from|to) [a-z ]{3,40})? ?$")
_SHIFT_REACH = 700  # characters between a day and "a day later"


def _shifted(
    match: re.Match[str], found: list[DateMention], calendar: Calendar, lower: str
) -> DateMention | None:
    """ "a day later", "the day before": counted from the day told before, else from today."""
    is_same = match["shifts"] or match["shiftd0"]
    word = match["shiftw"] or match["shiftb"] or match["shiftd"] or is_same
    number = match["shiftn"] or "one"
    if number in ("several", "few"):
        return None
    days = int(number) if number.isdigit() else SMALL[number]
    if is_same or _DIED_BEFORE.search(lower, max(0, match.start() - 60), match.start()):
        days = 0
    elif word not in ("next", "following", "later"):
        days = -days
    at, end = match.span()
    base = found[-1] if found and at - found[-1].end < _SHIFT_REACH else None
    if base is not None and base.precision == "day":
        if base.start is not None:
            day = base.start + timedelta(days=days)
            return DateMention(at, end, day, day, "day", str(day))
        weekday = re.fullmatch(r"weekday-(\d)", base.key)
        if weekday:
            return DateMention(
                at, end, None, None, "day", f"weekday-{(int(weekday[1]) + days) % 7}"
            )
        return None
    is_after = days > 0 or match["shifts"] or word == "later"
    if is_after or calendar.reference is None or abs(days) > _SHIFT_REACH:
        return None
    day = calendar.reference + timedelta(days=days)
    return DateMention(at, end, day, day, "day", str(day))


def _resolve(match: re.Match[str], lower: str, calendar: Calendar) -> DateMention | None:
    kind = match.lastgroup
    # lastgroup is the outermost named group that closed last: one of the alternatives.
    at, end = match.span()
    reference = calendar.reference

    def made(
        first: date | None, last: date | None, precision: str, key: str, explicit: bool = False
    ) -> DateMention:
        return DateMention(at, end, first, last, precision, key, explicit)

    if kind == "holiday":
        day = holiday(match, reference)
        if day is None:
            return None
        if match["span"]:  # "Memorial Day weekend"
            return made(day - timedelta(days=2), day, "week", f"weekend-of-{day}")
        return made(day, day, "day", str(day), bool(match["hy"]))
    if kind == "iso":
        day = calendar.day(int(match["iy"]), int(match["im"]), int(match["id"]))
        return made(day, day, "day", str(day), True) if day else None
    if kind == "slash":
        month, number = int(match["sm"]), int(match["sd"])
        if month > _MONTHS_OF_YEAR or (match["sep"] != "/" and number <= _MONTHS_OF_YEAR):
            month, number = number, month  # "23/09/2017", "10.12.2019"
        day = calendar.day(_full_year(match["sy"]), month, number) if 1 <= month <= 12 else None
        return made(day, day, "day", str(day), True) if day else None
    if kind in ("dmy", "mdy"):
        n = "1" if kind == "dmy" else "2"
        month, number = MONTHS[match["m" + n].rstrip(".")], int(match["d" + n])
        if not 1 <= number <= 31:
            return None
        year = _full_year(match["y" + n])
        first = calendar.day(year, month, number, last_year=bool(match["ly" + n]))
        last = first
        if kind == "mdy" and match["d2b"] and first is not None:
            last = calendar.day(first.year, month, int(match["d2b"])) or first
            if last < first:
                last = first
        return made(first, last, "day", f"{month:02d}-{number:02d}", year is not None)
    if kind == "my":
        month = MONTHS[match["m3"].rstrip(".")]
        year = _full_year(match["y3"])
        word = match["m3"]
        if (
            len(word.rstrip(".")) <= 4
            and word.rstrip(".") not in ("may", "june", "july")
            and not (year or match["part"] or match["lastm"] or match["ly3"])
        ):
            return None  # "Jan" alone is a name as often as a month
        is_bare = not (year or match["part"] or match["lastm"] or match["ly3"])
        if (
            is_bare
            and word in ("may", "march")
            and not MAY_IS_MONTH.search(lower, max(0, at - 8), at)
        ):
            return None
        last_year = bool(match["ly3"]) and match["ly3"] != "this year"
        span = calendar.month(year, month, last_year=last_year)
        if (
            match["lastm"] == "last"
            and span
            and reference
            and year is None
            and not last_year
            and span[0].year == reference.year
            and span[0].month == reference.month
        ):
            span = calendar.month(reference.year - 1, month)
        key = f"{month:02d}"
        if span is None:
            return made(None, None, "month", key)
        first, last = span
        if match["part"] == "early":
            last = first + timedelta(days=9)
        elif match["part"] == "mid":
            first, last = first + timedelta(days=10), first + timedelta(days=19)
        elif match["part"] == "late":
            first = first + timedelta(days=20)
        return made(first, last, "month", key, year is not None)
    if kind in ("year", "yearof"):
        year = int(match["yy"] or match["yo"])
        key = f"event-of-{year}" if kind == "yearof" else str(year)
        return made(date(year, 1, 1), date(year, 12, 31), "year", key, True)
    if kind == "weekday":
        number = WEEKDAYS[match["wd"].rstrip(".")]
        if reference is None:
            return made(None, None, "day", f"weekday-{number}")
        day = reference - timedelta(days=(reference.weekday() - number) % 7)
        if day == reference and match["lastd"] == "last":
            day -= timedelta(days=7)  # on a Saturday, nobody calls the day itself "last Saturday"
        if match["wdend"]:
            end = WEEKDAYS[match["wdend"].rstrip(".")]
            last = day + timedelta(days=(end - number) % 7)
            if day < last <= reference:
                return made(day, last, "day", f"{day}-{last}")
        return made(day, day, "day", str(day))
    if reference is None:
        return made(None, None, "day", kind or "")
    if kind == "yesterday":
        day = reference - timedelta(days=1)
        return made(day, day, "day", str(day))
    if kind == "beforeyesterday":
        day = reference - timedelta(days=2)
        return made(day, day, "day", str(day))
    if kind == "pasthours":
        # 24 hours reach back into the day before, 48 into the one before that.
        first = reference - timedelta(days=max(1, int(match["pasth"]) // 24))
        return made(first, reference, "day", "past-hours")
    if kind == "today":
        return made(reference, reference, "day", str(reference))
    if kind == "ago":
        return _ago(match, reference, made)
    monday = reference - timedelta(days=reference.weekday())
    if kind == "lastweek":
        return made(monday - timedelta(days=7), monday - timedelta(days=1), "week", "last-week")
    if kind == "thisweek":
        return made(monday, min(reference, monday + timedelta(days=6)), "week", "this-week")
    if kind == "weekend":
        saturday = reference - timedelta(days=(reference.weekday() - 5) % 7)
        return made(saturday, min(reference, saturday + timedelta(days=1)), "week", "weekend")
    if kind == "lastmonth":
        last = reference.replace(day=1) - timedelta(days=1)
        return made(last.replace(day=1), last, "month", "last-month")
    if kind == "thismonth":
        return made(reference.replace(day=1), reference, "month", "this-month")
    if kind == "lastyear":
        year = reference.year - 1
        return made(date(year, 1, 1), date(year, 12, 31), "year", "last-year")
    return None


_Made = Callable[[date, date, str, str], DateMention]


def _ago(match: re.Match[str], reference: date, made: _Made) -> DateMention | None:
    word, unit = match["agon"], match["agou"]
    if word in ("several", "few"):
        return None
    n = int(word) if word.isdigit() else SMALL[word]
    key = f"{n}-{unit}-ago"
    if unit == "hour":
        day = reference if n < 12 else reference - timedelta(days=max(1, n // 24))
        return made(day, day, "day", str(day))
    if unit in ("day", "night"):
        day = reference - timedelta(days=min(n, 3650))
        return made(day, day, "day", str(day))
    if unit == "week":
        day = reference - timedelta(days=7 * n)
        monday = day - timedelta(days=day.weekday())
        return made(monday, monday + timedelta(days=6), "week", key)
    if unit == "month":
        months = reference.year * 12 + reference.month - 1 - n
        first = date(months // 12, months % 12 + 1, 1)
        return made(first, last_of_month(first), "month", key)
    if n >= reference.year - 1:
        return None
    year = reference.year - n
    return made(date(year, 1, 1), date(year, 12, 31), "year", key)


def read_calendar(lower: str, published_at: str | None, url: str | None = None) -> Calendar:
    """The day against which an article's dates resolve: ``published_at``, else its dateline."""
    published = published_on(published_at, url)
    if published is not None:
        return Calendar(published)
    head = lower[:1500]
    release = RELEASE.search(head)
    hint = int(release[1]) if release else None
    for match in DATELINE.finditer(head):
        text = next(group for group in match.groups() if group)
        dates = find_dates(text + " ", Calendar(None, hint))
        if dates and dates[0].start is not None and dates[0].precision == "day":
            return Calendar(dates[0].start, hint)
    return Calendar(None, hint)
