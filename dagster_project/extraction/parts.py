"""Words that only describe a part of those told: "nine people, four of them children, were killed".

A part is not added to its whole (the codebook's section on counting), and it does not end the
phrase it stands in: the reader of a sentence passes over it.
"""

from dagster_project.extraction.lexicon import ADVERBS, AUXILIARIES, PREPOSITIONS, SUBORDINATORS
from dagster_project.extraction.numbers import read_count
from dagster_project.extraction.triggers import Trigger

_OPENING = frozenset((",", "-", "--", "(", "and"))
_CLOSING = frozenset((",", "-", "--", ")", ";", ":", "."))
_WHOLE = frozenset("them whom".split())
# "most of them", beside numbers.
_SHARES = frozenset(
    "all most many some half several both few none majority third quarter part two-thirds".split()
)
# "nine people, mostly farmers,".
_MOSTLY = frozenset("mostly mainly largely chiefly primarily predominantly all both".split())
# "wounding seven, one critically".
_GRAVELY = frozenset("critically seriously severely gravely badly slightly lightly mildly".split())
_INJURED = (["injured"], ["wounded"], ["hurt"], ["burned"], ["burnt"], ["ill"])
_DEADLY = frozenset("fatally mortally dead".split())
_LONGEST = 14


def part_spans(low: list[str], triggers: list[Trigger]) -> list[tuple[int, int]]:
    """The stretches [from, to) of a sentence's words that describe a part of those told.

    A stretch that tells of deaths is none: "five were shot, two of whom died" counts the two.
    """
    spans: list[tuple[int, int]] = []
    n, after = len(low), 1
    for k in [k for k, word in enumerate(low[:-1]) if word in _OPENING]:
        if k < after:
            continue
        end = _end_of_part(low, k + 1) or _end_of_description(low, k + 1)
        if end is not None and _is_only_told_of(low, triggers, k, end):
            if end < n and low[end] == low[k] == "," and _verb_follows(low, end + 1):
                end += 1  # the comma that closes it
            elif end < n and low[end] in ("-", "--", ")") and low[k] in ("-", "--", "("):
                end += 1
            spans.append((k, end))
            after = end
    return spans


def _end_of_part(low: list[str], k: int) -> int | None:
    """Where "four of them children", "most of whom were students", "one critically" ends."""
    n = len(low)
    for end in range(k + 1, min(n - 1, k + 7)):
        if low[end] == "among" and low[end + 1] in ("them", "whom"):
            return end + 2  # "18 others, three corporals among them,"
        if low[end] in _CLOSING or low[end] in AUXILIARIES:
            break
    at = k + 1 if low[k] in ("the", "a", "with", "at") else k
    if at >= n:
        return None
    _, end = read_count(low, at, n)
    if end == at and at < n and low[at] in _SHARES:
        end = at + 1
    if end == at:
        return None
    if low[end - 1] != "of" and low[end : end + 1] == ["of"]:
        end += 1
    if end < n and low[end - 1] == "of" and low[end] in _WHOLE:
        return _stretch(low, end + 1)
    if end < n and low[end] in _GRAVELY and low[end + 1 : end + 2] not in _INJURED:
        return end + 1
    return None


def _end_of_description(low: list[str], k: int) -> int | None:
    """Where "mostly women and children" ends, if it does end."""
    if low[k] not in _MOSTLY or low[k + 1 : k + 2] in ([], ["of"], ["the"]):
        return None
    if low[k] in ("all", "both") and low[k + 1] in AUXILIARIES | PREPOSITIONS:
        return None
    end = _stretch(low, k + 1)
    return end if end is not None and (end >= len(low) or low[end] in _CLOSING) else None


def _stretch(low: list[str], k: int) -> int | None:
    """The end of a description that begins before word k: a mark, or the main verb."""
    n = len(low)
    e = k
    is_clause = e < n and low[e] in AUXILIARIES
    while e < n and e - k < _LONGEST:
        word = low[e]
        if word in _CLOSING or word in SUBORDINATORS:
            return e
        if e > k and not is_clause and word in AUXILIARIES and word != "'s":
            return e
        if e > k and word in ("in", "on", "at", "near", "by") and not is_clause:
            return e
        if word == "and" and e + 1 < n and (low[e + 1] in AUXILIARIES or _verb_follows(low, e + 1)):
            return e
        e += 1
    return e if e >= n else None


def _verb_follows(low: list[str], k: int) -> bool:
    """Whether the sentence goes on with the verb that the part stands before."""
    while k < len(low) and low[k] in ADVERBS and low[k] not in AUXILIARIES:
        k += 1
    return k < len(low) and (
        low[k] in AUXILIARIES
        or low[k] in ("died", "killed", "perished", "dead", "injured", "wounded", "lost")
    )


def _is_only_told_of(low: list[str], triggers: list[Trigger], begin: int, end: int) -> bool:
    """Whether nobody's death is told inside, and casualties are told outside of the stretch."""
    inside = [t for t in triggers if begin <= t.start < end]
    if any(t.kind == "killed" for t in inside) or any(w in _DEADLY for w in low[begin:end]):
        return False
    outside = [t for t in triggers if not begin <= t.start < end]
    if not inside:
        return bool(outside)
    return any(t.kind in ("wounded", "hit") for t in outside)
