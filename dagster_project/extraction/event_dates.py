"""On which day a statement's event was, by the dates that its own sentence names."""

import re
from collections.abc import Sequence

from dagster_project.extraction.context_patterns import (
    DATED_EVENT,
    DONE_AFTER,
    ON_THE_SPOT,
    REPORTING,
    REPORTING_AFTER,
    RESISTANCE_BEHIND,
)
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.text import Sentence, within
from dagster_project.extraction.watched import marks_of

_LATER = re.compile(r"(?:the )?(?:next|following) |a (?:day|week) later|(?:\w+ )?days? later")


def own_date(
    lower: str,
    dates: Sequence[DateMention],
    sentence: Sentence,
    clause: tuple[int, int],
    statement: Statement,
) -> tuple[DateMention | None, bool]:
    """The date that a statement's own sentence gives its event, and whether it gives one.

    ``lower``: the document in small letters. ``dates``: all that it names. ``clause``: where the
    words that tell the event begin and end.
    """
    inside = within(dates, sentence.start, sentence.end)
    if not inside:
        return None, False
    own = [d for d in inside if clause[0] - 2 <= d.at < clause[1]]
    pool = own
    if not pool:
        # A clause without a date takes that of the sentence unless another clause owns it.
        if clause[0] > sentence.start + 2:
            before = [d for d in inside if d.at < clause[0]]
            text = lower[max(sentence.start, clause[0] - 14) : clause[0]]
            if (before and ("while" in text or "but" in text or ";" in text)) or (
                before and "after" in text and not statement.pluperfect
            ):
                pool = before
        elif clause[1] < sentence.end - 2:
            text = lower[clause[1] : clause[1] + 24]
            if re.match(r",? ?(?:while|when|after|before|but|;|following)", text):
                pool = [d for d in inside if d.at >= clause[1]][:1]
                if pool and _LATER.match(lower, pool[0].at):
                    pool = []  # "were killed before troops retook it the next day"
                if re.match(r",? ?(?:while (?!\w+ing\b)|but|;)", text):
                    pool = []
    if not pool:
        return None, False
    events = [d for d in pool if not is_of_speech(lower, sentence.start, d)]
    if not events:
        return None, False
    pool = events
    trigger = (statement.start + statement.end) // 2

    def cost(mention: DateMention) -> float:
        value = abs(mention.at - trigger) + (
            0
            if mention.precision == "day"
            else 60
            if mention.precision in ("week", "month")
            else 200
        )
        before = lower[max(0, mention.at - 12) : mention.at]
        if "toll" in statement.flags and lower[mention.end : mention.end + 2] == "'s":
            value -= 300  # "the toll of Tuesday's bomb rose on Thursday"
        if DATED_EVENT.match(lower, mention.end, mention.end + 45):
            # "a victim of Monday's shooting died on Friday"
            value -= 300 if statement.trigger.form == "intransitive" else 40
        if before.endswith(("since ", "since the ", "until ", "by ")):
            value += 500
        return value

    best = min(pool, key=lambda d: (cost(d), d.at))
    return (best, True) if cost(best) < 700 else (None, False)


def is_of_speech(lower: str, begin: int, mention: DateMention) -> bool:
    """Whether a date is the day on which something was said or done about an event."""
    if DATED_EVENT.match(lower, mention.end, mention.end + 45):
        return False
    if RESISTANCE_BEHIND.match(lower, mention.end):
        return False
    before = lower[max(begin, mention.at - 60) : mention.at]
    found = REPORTING.search(before) if marks_of(before) & REPORTING.mark else None
    if found and before[: found.start()].endswith("and ") and ON_THE_SPOT.match(found.group()):
        found = None
    return bool(
        found
        or REPORTING_AFTER.match(lower, mention.end)
        or (mention.precision == "day" and DONE_AFTER.match(lower, mention.end))
    )


def overlap(a: DateMention, b: DateMention) -> bool:
    """Whether two dates can be the same day; unresolved ones are compared by their key."""
    if a.start is None or b.start is None or a.stop is None or b.stop is None:
        return a.key == b.key
    return a.start <= b.stop and b.start <= a.stop
