"""Names for what went wrong: with figures, days, regions and whole incidents."""

import re
import unicodedata
from collections import Counter
from datetime import date

from sets import Row, news_of

from dagster_project.records import IncidentReport

_DAYS_OFF = 7  # a coded day further off than this is another event's
_WIRE_DATE = re.compile(r"(\d{1,2}) ([A-Z]{3}) (\d{2})")
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


def of_figure(told: list[IncidentReport], gold: int, field: str) -> str | None:
    """What went wrong with one figure of one article; None where it is right."""
    news = news_of(told)
    value = sum(getattr(r, field) for r in news)
    if value == gold:
        return None
    bearing = [r for r in news if getattr(r, field)]
    everything = sum(getattr(r, field) for r in told if r.kind == "incident")
    if value == 0:
        if not told:
            return "nothing found in the text"
        if everything == gold:
            return "found, but taken for background"
        if any(r.kind == "aggregate" and getattr(r, field) == gold for r in told):
            return "found, but taken for an aggregate"
        return "other casualties found, not these"
    if gold == 0:
        return "casualties where the coder has none"
    if any(getattr(r, field) == gold for r in bearing):
        return "right incident, and others added"
    if len(bearing) > 1:
        return "several incidents, none alone right"
    high = getattr(bearing[0], field.replace("_best", "_high"))
    low = getattr(bearing[0], field.replace("_best", "_low"))
    if low <= gold and (high is None or gold <= high):
        return "inside the range, not the best"
    return "too many in one incident" if value > gold else "too few in one incident"


def of_day(
    told: list[IncidentReport], gold: str, allowed: int, *, is_day_known: bool
) -> str | None:
    """What went wrong with the day of an article's news; None where one report has it.

    ``allowed``: how many days off are still right. ``is_day_known``: the day of publication is.
    """
    news = news_of(told)
    apart = [
        (date.fromisoformat(r.date_start) - date.fromisoformat(gold)).days
        for r in news
        if r.date_start
    ]
    if any(abs(days) <= allowed for days in apart):
        return None
    if not apart:
        return "no day" if is_day_known else "no day, and no day of publication"
    wide = any(r.date_start and r.date_end and r.date_start <= gold <= r.date_end for r in news)
    if wide:
        return "inside a longer span"
    nearest = min(apart, key=abs)
    if abs(nearest) == 1:
        return "the day before" if nearest < 0 else "the day after"
    return "some days off" if abs(nearest) <= _DAYS_OFF else "another time"


def of_region(told: list[IncidentReport], gold: list[str], text: str) -> str | None:
    """What went wrong with the region of an article's news; None where one report has it."""
    news = news_of(told)
    wanted = {fold(name) for name in gold}
    if any(fold(r.admin1) in wanted for r in news):
        return None
    is_named = any(name in fold(text) for name in wanted)
    where = "named in the text" if is_named else "not named in the text"
    if all(r.admin1 is None for r in news):
        return f"no region; the coded one is {where}"
    return f"another region; the coded one is {where}"


def of_incidents(told: list[IncidentReport], gold: Row) -> Counter[str]:
    """How the countable reports of one wire story fare against its coded incidents."""
    todo = [i for i in gold["incidents"] if i["counts_exact"] and (i["killed"] or i["wounded"])]
    vague = [i for i in gold["incidents"] if not i["counts_exact"]]
    found: Counter[str] = Counter()
    left = []
    for report in (r for r in told if r.kind == "incident" and (r.killed_best or r.wounded_best)):
        figures = (report.killed_best, report.wounded_best)
        match = next((i for i in todo if (i["killed"], i["wounded"]) == figures), None)
        if match is None:
            left.append(report)
            continue
        todo.remove(match)
        found["right"] += 1
    for report in left:
        found[_of_surplus(report, todo, vague, gold)] += 1
    if todo:
        found["missed: " + ("other figures told" if left else "nothing told")] += len(todo)
    return found


def _of_surplus(report: IncidentReport, todo: list[Row], vague: list[Row], gold: Row) -> str:
    if not gold["incidents"]:
        return "surplus: the coder has no incident in the story"
    if any(
        i["killed"] == report.killed_best or (i["wounded"] and i["wounded"] == report.wounded_best)
        for i in todo
    ):
        return "surplus: one figure of two right"
    if any(_is_near(report, i) for i in todo):
        return "surplus: other figures on a coded day"
    if vague:
        return "surplus: the coder has an incident of vague figures"
    if todo:
        return "surplus: other figures, other day"
    return "surplus: all coded incidents are found, or have no casualties"


def _is_near(report: IncidentReport, incident: Row) -> bool:
    match = _WIRE_DATE.search(incident["date"])
    if match is None or report.date_start is None:
        return False
    day = date(1900 + int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
    return abs((date.fromisoformat(report.date_start) - day).days) <= 1


def fold(name: str | None) -> str:
    """Small ASCII letters without the words for a region, so that spellings compare."""
    text = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    text = re.sub(r"\b(?:province|governorate|district|state|department|region)\b", "", text)
    return re.sub(r"[^a-z]", "", text).replace("iy", "y").replace("ia", "ya")
