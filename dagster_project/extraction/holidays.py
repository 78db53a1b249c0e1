"""Days that news calls by the name of a feast: "on Christmas Eve", "New Year's Day".

Feasts that move by a moon that somebody must see are left out. Those that fall on a weekday of a
month are the ones of the United States, whose newsrooms date by them.
"""

import re
from datetime import date, timedelta

_FIXED = {
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "halloween": (10, 31),
    "valentine's day": (2, 14),
    "fourth of july": (7, 4),
    "veterans day": (11, 11),
}
# Month, weekday (Monday is 0), and which of the month: -1 is the last.
_FLOATING = {
    "martin luther king": (1, 0, 3),
    "memorial day": (5, 0, -1),
    "labor day": (9, 0, 1),
    "thanksgiving": (11, 3, 4),
    "mother's day": (5, 6, 2),
    "father's day": (6, 6, 3),
}
# Of feasts that last for weeks or name other things, the words that make them one day.
HOLIDAY = (
    r"(?P<holiday>\b(?P<feast>new year'?s (?:eve|day)|christmas eve|christmas(?= (?:day|morning|"
    r"afternoon|evening|night)\b)|(?<=on )christmas\b(?! (?:\w+))|boxing day|"
    r"halloween(?= night\b)|(?<=on )halloween\b|valentine'?s day|fourth of july|veterans day|"
    r"(?:martin luther king,?(?: jr\.?,?)?|mlk)(?= day\b)|memorial day|labor day|"
    r"thanksgiving(?= (?:day|night|morning|evening)\b)|(?<=on )thanksgiving\b|"
    r"easter(?= sunday\b)|mother'?s day|father'?s day)(?: (?:day|night|morning|afternoon|evening|"
    r"sunday))?(?P<span> weekend)?(?:,? (?P<hy>(?:19|20)\d\d)\b)?)"
)
BEGINNINGS = (
    "new year",
    "christmas",
    "boxing day",
    "halloween",
    "valentine",
    "fourth of july",
    "veterans day",
    "martin luther king",
    "mlk",
    "memorial day",
    "labor day",
    "thanksgiving",
    "easter sunday",
    "mother'?s day",
    "father'?s day",
)


def holiday(match: re.Match[str], reference: date | None) -> date | None:
    """The day of a feast in the year that the text gives, else the latest not after reference."""
    name = _name_of(match["feast"])
    if match["hy"]:
        return _in_year(name, int(match["hy"]))
    if reference is None:
        return None
    day = _in_year(name, reference.year)
    return day if day <= reference else _in_year(name, reference.year - 1)


def _name_of(words: str) -> str:
    name = words.replace("years", "year's").replace("valentines", "valentine's")
    name = name.replace("mothers", "mother's").replace("fathers", "father's")
    return "martin luther king" if name.startswith(("martin", "mlk")) else name


def _in_year(name: str, year: int) -> date:
    if name in _FIXED:
        month, number = _FIXED[name]
        return date(year, month, number)
    if name == "easter":
        return _easter(year)
    month, weekday, which = _FLOATING[name]
    if which < 0:
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def _easter(year: int) -> date:
    """Western Easter by the Gregorian computus (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
