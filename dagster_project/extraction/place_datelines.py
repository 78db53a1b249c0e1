"""Datelines: the place at the head of an article where it was written."""

import re

# What follows the place of a dateline, in three newsrooms' manners.
_CAPITAL_DATELINE = re.compile(
    r"(?:, [A-Z][\w. ]{1,20})? ?"
    r"(?:\((?:[A-Z][a-z]{2,8}\.? \d|[A-Z][\w./ ]{1,25}\) ?-)|--? )"
)
_AGENCY_DATELINE = re.compile(
    r"(?:, [A-Z][\w. ]{1,25}?)?(?: ?\((?!\d)[^)\n]{2,30}\))?,? ?"
    r"(?:\d{1,2} [A-Z]{3} \d\d|[A-Z][a-z]{2,8}\.? \d{1,2})?[^\n]{0,25}? ?(?:--? |- )"
)
_DATED_LINE = re.compile(r",? [^\n]{0,25}?\d{1,2} [A-Z]{3} \d\d")

_LONGEST_SHORT = 4  # letters of an abbreviation


def is_dateline(text: str, at: int, end: int) -> bool:
    """ "KABUL (Jan. 25, 2013) -", "PARIS, 3 Jan --": where an article was written."""
    following = text[end : end + 60]
    if text[at:end].isupper() and at < 1500 and _CAPITAL_DATELINE.match(following):
        return True
    line = text.rfind("\n", 0, at) + 1
    is_head = at == line and at < 1500 and text[at:end].isupper()
    if is_head and end - at > _LONGEST_SHORT and following.startswith(": "):
        return True  # "LAHORE: A bomb", but not "HPD: Two are hurt"
    if at - line > 30 or at > 1200:
        return False
    is_capital = text[at:end].split(" ")[0].isupper()
    return bool((is_capital and _AGENCY_DATELINE.match(following)) or _DATED_LINE.match(following))
