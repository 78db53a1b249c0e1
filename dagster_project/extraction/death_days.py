"""The day of an attack of which somebody died later, where a sentence tells both days."""

import re
from dataclasses import replace
from datetime import timedelta

from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.numbers import read_count

_DAYS_AFTER = re.compile(
    r"(?:'s (?:[\w-]+ ){1,2}(?:came|comes|happened|occurred))?"
    r",? (?P<number>a|one|two|three|four|five|six|seven|ten|\d+) (?P<unit>day|week)s? "
    r"(?P<order>after|before) (?P<blow>being |(?:he|she|they|it) (?:was|were) |"
    r"(?:an|the) (?:\w+ )?attack in which (?:he|she|they) )?"
)
_AFTER_BLOW = re.compile(r"[^.;]{0,15} after (?:being|(?:he|she|they|it) (?:was|were)) ")
_OF_WOUNDS = re.compile(r",? (?:of|from) (?:[\w-]+ ){0,2}(?:wounds|injuries)\b")
_DIED = re.compile(r"\b(?:died|dies|succumbed)(?: \w+)?,? (?:on |late |early )*$")
_ANOTHER_DIED = re.compile(
    r"(?:\band|,) (?:one|two|three|four|another|a|an)\b[^,.;]{0,20} (?:died|succumbed)(?: \w+)? $"
)
_LONGEST = 40  # characters
_WEEK = 7


def day_so_long_before(lower: str, death: DateMention, told: int) -> DateMention | None:
    """ "died on Friday, two days after he was shot": Wednesday; None where it is not so told.

    ``told``: where the words for the casualties end; of what is told behind "a day after" or
    "two days before", that day is meant.
    """
    found = _DAYS_AFTER.match(lower, death.end)
    if found is None or death.start is None or death.precision != "day":
        return None
    if told <= found.end() and not found["blow"]:
        return None
    number, _ = read_count([found["number"]], 0, 1)
    days = number.best if number is not None else 1
    days *= _WEEK if found["unit"] == "week" else 1
    day = death.start - timedelta(days if found["order"] == "after" else -days)
    return replace(death, start=day, stop=day, key=str(day))


def is_after_blow(lower: str, death: DateMention) -> bool:
    """ "died on Friday after being shot": how long after, is not said."""
    return _AFTER_BLOW.match(lower, death.end) is not None


def is_day_of_death(lower: str, day: DateMention) -> bool:
    """Whether "died" stands before a day, and "after being shot" or "of wounds" behind it."""
    return (
        is_after_blow(lower, day) or _OF_WOUNDS.match(lower, day.end) is not None
    ) and _DIED.search(lower, max(0, day.at - _LONGEST), day.at) is not None


def is_day_another_died(lower: str, told: int, day: DateMention) -> bool:
    """ "eight died on the spot and one died this morning": not the day of the eight.

    ``told``: where the words for the eight end.
    """
    return _ANOTHER_DIED.search(lower, told, day.at) is not None
