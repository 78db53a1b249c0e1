"""Numbers that count people, told from ages, dates, times and sums."""

from dagster_project.extraction.lexicon import (
    AUXILIARIES,
    FUNCTION_WORDS,
    MONTHS,
    MONTHS_AND_DAYS,
    PLURAL_PERSON,
)
from dagster_project.extraction.mentions import Mention, SentenceWords
from dagster_project.extraction.numbers import Count

# Before a number they make it a label, a sum or an age: "No 4", "Rs 200", "Highway 1".
_LABELS = frozenset(
    """
    $ # no aged age number rs inr usd phase highway sector route ward article section unit
    barrio calle mara district zone image photo slide news channel fox abc nbc cbs class grade
    standard
    """.split()
)
# After a number they make it a time, a share or an age.
_MEASURES = frozenset("% 's / ° a.m. p.m. am pm years-old year-old years percent per".split())
# "nine sustained injuries": verbs that a bare number can be the subject of.
_VERBS_OF_HARM = frozenset("sustained suffered received succumbed perished".split())
# Of whom "of" and a number tell the age or the children.
AGED = frozenset(
    "man woman boy girl child teen teenager youth father mother dad mom parent grandfather "
    "grandmother widow widower".split()
)
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_BEFORE_YEARS = frozenset("in since of until by from , during late early mid".split())


def is_count_of_people(words: SentenceWords, i: int, j: int) -> bool:
    """Whether the number in words i to j can count people: no date, age, time, sum or label."""
    low, n = words.low, len(words.low)
    before = low[i - 1] if i else ""
    after = low[j] if j < n else ""
    digits = low[j - 1]
    is_digits = digits[0].isdigit()
    is_label = before in _LABELS or (
        before == "." and i >= 2 and low[i - 2] in ("no", "nos", "rs", ".")
    )
    is_label = is_label or low[j : j + 3] == ["on", "your", "side"]  # a newsroom's name
    is_label = is_label or (before == "of" and low[max(0, i - 3) : i - 2] in (["image"], ["photo"]))
    is_clock = is_digits and after == ":" and low[j + 1 : j + 2] and low[j + 1][0].isdigit()
    is_measure = (
        after in _MEASURES
        # "at 7:30", "about 8:50", but not "killed 15: eight soldiers"
        or is_clock
        or (
            is_digits
            and low[i][0].isdigit()
            and (
                # "AK-47", but not "KABUL - 47 people".
                (before in ("/", "-") and words.tokens.end[i - 1] == words.tokens.start[i])
                or (
                    before == ":"
                    and i >= 2
                    and low[i - 2][0].isdigit()
                    and words.tokens.end[i - 1] == words.tokens.start[i]
                )
            )
        )
    )
    month = low[i - 2] if before == "." and i >= 2 else before  # "Dec. 7"
    is_date = is_digits and (
        (month in MONTHS and not _people_soon(words, j))
        or (after in MONTHS_AND_DAYS and j - i == 1 and not _people_soon(words, j))
    )
    is_aside = (before == "(" and after == ")") or (
        is_digits and before == "," and after in (",", ".", ")")
    )
    is_year = _is_span_of_years(low[i:j]) or (
        len(digits) == 4
        and digits.isdigit()
        and 1900 <= int(digits) <= 2100
        and j - i == 1
        and before in _BEFORE_YEARS
    )
    is_age = after in ("year", "yr", "month") and low[j + 1 : j + 2] in (["old"], ["olds"])
    is_age = is_age or after in ("yo", "yrold", "yearold", "y/o") or low[j : j + 2] == ["y", "/"]
    is_age = is_age or (is_digits and low[max(0, i - 2) : i] == [",", "also"])
    # "a man of 31"; and "a mother of four" tells nothing of the four
    is_age = is_age or (before == "of" and i > 1 and low[i - 2] in AGED)
    return not (is_label or is_measure or is_date or is_aside or is_year or is_age)


def _is_span_of_years(number: list[str]) -> bool:
    """ "1829-1852" in a note on somebody's life."""
    years = "".join(number).split("-")
    return (
        len(years) == 2
        and len(years[0]) == 4
        and all(year.isdigit() for year in years)
        and 1000 <= int(years[0]) <= 2100
        and (len(years[1]) == 2 or (len(years[1]) == 4 and int(years[0]) < int(years[1]) <= 2100))
    )


def _people_soon(words: SentenceWords, j: int) -> bool:
    return any(w in PLURAL_PERSON for w in words.low[j : j + 3])


def ends_bare_count(words: SentenceWords, i: int) -> bool:
    """Whether a number without a head can end before word i: no noun follows."""
    low, n = words.low, len(words.low)
    if i >= n or i in words.blocked:
        return True
    word = low[i]
    return (
        not word[0].isalnum()
        or word in FUNCTION_WORDS
        or word in AUXILIARIES
        or _is_time(low, i)
        or (word.endswith("ly") and len(word) > 4)
        or word in _VERBS_OF_HARM
    )


def _is_time(low: list[str], i: int) -> bool:
    """ "wounded five Saturday", "killed two late Monday": a weekday, which no number counts."""
    if low[i] in ("late", "early"):
        i += 1
    return i < len(low) and low[i] in _WEEKDAYS


def _is_age(words: SentenceWords, i: int, j: int) -> bool:
    """ "Moses, 26, was shot"; "Atkins 21,"; "ages 7 and 10"; "10- and 12-year-old sons"."""
    low, n = words.low, len(words.low)
    if not low[j - 1][0].isdigit():
        return False
    if any(w in ("ages", "aged", "age") for w in low[max(0, i - 5) : i]):
        return True
    if j < n and low[j] == "-":
        return True
    if (
        i
        and low[i - 1] == ","
        and i > 1
        and not words.is_capitals
        and words.tokens.is_capitalised(i - 2)
        and low[i - 2] not in MONTHS_AND_DAYS
    ):
        is_name = not words.tokens.text(i - 2, i - 1)[1:].isupper()  # "with an IED, 3 wounded"
        return j < n and (
            low[j] in (",", ".", ")", "and", ";", "of", "from")
            or low[j] in AUXILIARIES
            or (j in words.blocked and is_name)
        )
    if (
        i
        and not words.is_capitals
        and words.tokens.is_capitalised(i - 1)
        and low[i - 1] not in MONTHS_AND_DAYS
        and i > 1
        and words.tokens.is_capitalised(i - 2)
    ):
        return True
    return (j < n and low[j] in ("year", "years", "yr")) or bool(
        i
        and low[i - 1] in ("was", "is", "be", "turned", "turning")
        and j < n
        and low[j] in (",", ".")
    )


def read_bare_count(
    words: SentenceWords, start: int, i: int, count: Count, definite: bool, other: bool
) -> Mention | None:
    """A number without a head: "two were killed", "15 dead", "killing 12"."""
    low, n = words.low, len(words.low)
    if count.best == 0 or _is_age(words, start, i):
        return None
    if 1900 <= count.best <= 2100 and low[i - 1].isdigit():
        return None
    if low[start:i] == ["one"] and i < n and low[i] == "of":
        return None
    if i < n and low[i] in ("others", "other", "more"):
        return Mention(start, i + 1, None, count, "count", None, definite, True)
    if not ends_bare_count(words, i):
        return None
    return Mention(start, i, None, count, "count", None, definite, other)
