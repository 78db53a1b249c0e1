"""The day against which an article's dates resolve."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

# A web archive's address bears the moment at which it copied the page.
_COPIED = re.compile(r"web\.archive\.org/web/(\d{4})(\d\d)(\d\d)\d{6}")
# "/2013/03/18/", "/20130318/": the day in the address of a page.
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)(/|-|)([01]\d)\2([0-3]\d)(?=[/_.-])")


def published_on(published_at: str | None, url: str | None) -> date | None:
    """The day on which an article was out; None where nothing tells.

    A page cannot be younger than the copy that an archive made of it: where ``published_at`` says
    so, it is the day of some later reading, and the copy's day is the latest possible. The day in
    the page's own address then says more.
    """
    try:
        published = date.fromisoformat(published_at[:10]) if published_at else None
    except ValueError:
        return None
    copied = _COPIED.search(url or "")
    if published is None or copied is None:
        return published
    try:
        latest = date(int(copied[1]), int(copied[2]), int(copied[3]))
        named = _IN_ADDRESS.search(url or "", copied.end()) if published > latest else None
        if named is not None:
            latest = min(latest, date(int(named[1]), int(named[3]), int(named[4])))
        return min(published, latest)
    except ValueError:
        return published


@dataclass(slots=True)
class Calendar:
    """The day that relative dates resolve against: publication, else dateline, else unknown."""

    reference: date | None = None
    year_hint: int | None = None

    def day(
        self, year: int | None, month: int, day: int, *, last_year: bool = False
    ) -> date | None:
        """A day of the calendar; without a year, the latest such day not after the reference."""
        if year is None:
            if self.reference is not None:
                year = self.reference.year
                try:
                    if date(year, month, day) > self.reference + timedelta(days=1):
                        year -= 1
                except ValueError:
                    return None
                if last_year:
                    year = self.reference.year - 1
            elif self.year_hint is not None:
                year = self.year_hint - (1 if last_year else 0)
            else:
                return None
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def month(
        self, year: int | None, month: int, *, last_year: bool = False
    ) -> tuple[date, date] | None:
        """First and last day of a month; without a year, the latest not after the reference."""
        if year is None:
            if self.reference is None:
                if self.year_hint is None:
                    return None
                year = self.year_hint
            elif last_year:
                year = self.reference.year - 1
            else:
                year = self.reference.year
                if date(year, month, 1) > self.reference:
                    year -= 1
        first = date(year, month, 1)
        return first, last_of_month(first)


def last_of_month(first: date) -> date:
    """The last day of the month that a day lies in."""
    following = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return following - timedelta(days=1)
