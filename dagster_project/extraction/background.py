"""Incidents that an article only recalls (the codebook's section on units)."""

from datetime import date, timedelta

from dagster_project.extraction.calendars import Calendar
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.places_apart import in_other_regions

# A recalled incident is background from here on; the codebook's seven days.
BACKGROUND_DAYS = 7

# What an article tells of an arrest or a trial within these days is still the incident's news.
_LONG_AGO_DAYS = 365


def is_old(mention: DateMention | None, calendar: Calendar) -> bool:
    """Whether a date is more than seven days before publication, or a mere year."""
    if mention is None or mention.stop is None or calendar.reference is None:
        return bool(
            mention is not None and mention.precision == "year" and calendar.reference is None
        )
    return mention.stop < calendar.reference - timedelta(days=BACKGROUND_DAYS)


def mark_background(
    drafts: list[Draft], calendar: Calendar, dates: list[DateMention] | None = None
) -> None:
    """Say of each draft whether the article only recalls it.

    ``dates``: all dates of the text. Where one of them is of these days, the news is what happened
    then (a trial, a vigil), and incidents of long ago are recalled.
    """
    for draft in drafts:
        if (
            draft.date is not None
            and draft.date.stop is not None
            and calendar.reference is not None
        ):
            draft.is_background = is_old(draft.date, calendar) or _is_recalled(draft, drafts[0])
        elif _is_recalled(draft, drafts[0]):
            draft.is_background = True
    if (
        calendar.reference is not None
        and all(d.is_background for d in drafts)
        and not (
            all(_is_long_ago(d.date, calendar.reference) for d in drafts)
            and any(_is_of_these_days(mention, calendar.reference) for mention in dates or ())
        )
    ):
        # Nothing newer is told: the first incident is what the article is about.
        for draft in drafts:
            if not _is_recalled(draft, drafts[0]):
                draft.is_background = False
                break
    if calendar.reference is None and len(drafts) > 1:
        _mark_undated(drafts)


def _is_recalled(draft: Draft, first: Draft) -> bool:
    """Whether all that is told of an incident is a recollection, and none of the days before.

    ``first``: the incident that the article tells first. What that "came a day after" in the same
    region is news as well; in another region it is not.
    """
    return all(
        c.is_strongly_recalled
        and (not c.is_just_before or in_other_regions(draft.place, first.place))
        for c in draft.contexts
    )


def _is_long_ago(mention: DateMention | None, reference: date) -> bool:
    return (
        mention is not None
        and mention.stop is not None
        and mention.stop < reference - timedelta(days=_LONG_AGO_DAYS)
    )


def _is_of_these_days(mention: DateMention, reference: date) -> bool:
    return (
        mention.precision == "day"
        and mention.start is not None
        and timedelta(0) <= reference - mention.start <= timedelta(days=BACKGROUND_DAYS)
    )


def _mark_undated(drafts: list[Draft]) -> None:
    """Without a day of publication, what is dated by year or month is before the news."""
    news = [
        d
        for d in drafts
        if d.date is None or (d.date.precision == "day" and not d.date.is_explicit_year)
    ]
    if not news:
        latest: date | None = max(
            (d.date.stop for d in drafts if d.date and d.date.stop), default=None
        )
        for draft in drafts:
            if (
                latest
                and draft.date
                and draft.date.stop
                and draft.date.stop < latest - timedelta(days=BACKGROUND_DAYS)
            ):
                draft.is_background = True
        return
    for draft in drafts:
        if all(
            c.statement.pluperfect and c.own_date is not None and c.own_date.key[:1].isdigit()
            for c in draft.contexts
        ):
            draft.is_background = True  # "the rebels, who had killed a trader on 7 January"
        if (
            draft.date is not None
            and (
                draft.date.precision in ("month", "year")
                or draft.date.key.endswith(("month-ago", "year-ago", "week-ago"))
            )
            and draft not in news
        ):
            draft.is_background = True
