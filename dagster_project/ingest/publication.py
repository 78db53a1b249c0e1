"""The day of publication where no metadata give it: in the address, else in the dateline."""

import re
from datetime import date

from dagster_project.ingest.identity import ARCHIVED

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = rf"(?P<%s>{'|'.join(_MONTHS)})\b\.?"
_DATE = (
    rf"(?:{_MONTH % 'month_a'}[ ]+(?P<day_a>\d{{1,2}})(?:st|nd|rd|th)?,?[ ]+(?P<year_a>\d{{4}})"
    rf"|(?P<day_b>\d{{1,2}})(?:st|nd|rd|th)?[ ]+{_MONTH % 'month_b'},?[ ]+(?P<year_b>\d{{4}})"
    r"|(?P<year_c>\d{4})-(?P<month_c>\d\d)-(?P<day_c>\d\d))"
)
# "KABUL, March 3, 2022 (Reuters) -", "ADEN, Yemen (Feb. 8, 2013) -": capitalised words, the day, a
# dash, a bracket or the line's end.
_DATELINE = re.compile(
    r"[ \t]*(?-i:[A-Z])[\w'\u2019.-]*(?:[ ,/]+(?-i:[A-Z])[\w'\u2019.-]*){0,5}[ ,]*"
    rf"(?:\([^()\n]{{2,40}}\)[ ,]*)?(?:[\u2013\u2014-][ ]*)?\(?{_DATE}\)?[ ]*"
    r"(?:[\u2013\u2014:(-]|$)",
    re.IGNORECASE | re.MULTILINE,
)
# "Published: 3 March 2022", "Last updated on March 3, 2022 at 9 a.m.".
_STAMP = re.compile(
    r"[ \t]*(?:first |last )?(?:published|posted|updated|date|issued)\b[ :]*(?:on[ ]|at[ ])?"
    rf"(?:\w+day,?[ ])?{_DATE}",
    re.IGNORECASE,
)
# "14 June 2022 - 09:12", "Mar 6, 2023 at 9:12 p.m. EST": a line of its own.
_ALONE = re.compile(
    rf"[ \t]*(?:\w+day,?[ ])?{_DATE}"
    r"(?:[ ,|\u2013\u2014-]+(?:at[ ])?\d{1,2}[:.]\d\d(?:[ ]?[ap]\.?m\.?)?(?:[ ]\w{1,5})?)?[ \t]*\Z",
    re.IGNORECASE,
)
_NAMED = re.compile(_DATE, re.IGNORECASE)
_TOP_LINES = 6  # a dateline stands above the story, or opens it
_ADDRESS = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<mark>[/-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?=[/_-]|$)"
    r"|/(?P<compact>(?:19|20)\d{6})(?=[/_-]|$)"
)


def day_of_address(url: str | None) -> str | None:
    """The day in a page's address, as in ``/2022/03/08/``, as ``YYYY-MM-DD``; None without one."""
    if not url:
        return None
    found = _ADDRESS.search(ARCHIVED.sub("", url))
    if found is None:
        return None
    if compact := found["compact"]:
        return _day(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
    return _day(int(found["year"]), int(found["month"]), int(found["day"]))


def day_of_dateline(text: str) -> str | None:
    """The day that the head of a text bears, ``YYYY-MM-DD``: its dateline, or "published on"."""
    lines = 0
    for line in text[:2_000].splitlines():
        if not line.strip():
            continue
        lines += 1
        if lines > _TOP_LINES:
            return None
        if found := _STAMP.match(line) or _DATELINE.match(line) or _ALONE.match(line):
            return _of_match(found)
    return None


def named_day(text: str) -> str | None:
    """The day of a date with the month's name and nothing else, ``YYYY-MM-DD``."""
    found = _NAMED.fullmatch(text)
    return _of_match(found) if found else None


def _of_match(found: re.Match[str]) -> str | None:
    for form in "abc":
        if year := found[f"year_{form}"]:
            month = found[f"month_{form}"].lower()
            number = _MONTHS.get(month) or int(month)
            return _day(int(year), number, int(found[f"day_{form}"]))
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
