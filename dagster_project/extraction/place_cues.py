"""How surely a name behind "in", "of" or "from" is where something happened."""

import re

from dagster_project.extraction.place_mentions import PlaceMention
from dagster_project.extraction.place_names import Name
from dagster_project.extraction.place_patterns import (
    ORGANISATION_WORDS,
    ORIGIN,
    PERSON_FROM,
    PERSON_OF,
    SPOKE,
)
from dagster_project.extraction.watched import marks_of_words, words_of

_WEAK_CUES = frozenset("of from to for and on over under".split())
# "the town of X" is as sure as "in X".
_KIND_OF = re.compile(
    r"\b(?:city|town|village|district|province|state|region|area|governorate|county|capital|"
    r"outskirts|suburb|north|south|east|west|neighbou?rhood)s? of (?:the )?"
    r"(?:(?:central|downtown|greater|(?:north|south|east|west)(?:ern)?) )?$",
    re.IGNORECASE,
)
# "a team of the X and Y police": whose police, not where.
_AUTHORITIES_OF = re.compile(
    r"(?: and (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)?)?(?: [Ss]tate)? "
    r"(?:[Pp]olice|[Aa]rmy|[Tt]roops)\b"
)
_AUTHORITIES_WEIGHT = 0.35
# "stormed a hospital in X": a target, not where the wounded were taken.
_TARGET = re.compile(
    r"\b(?:stormed|storming|attack(?:ed|ing)?|thrown|threw|hurled|lobbed|bombed|bombing|shelled|"
    r"shelling|hit|struck|strike|targeted|targeting|raided|exploded|blast|explosion|fire|rocket|"
    r"missile|shell)s?"
    r"(?: (?:at|on|in|inside|outside|near|against))? (?:an?|the) (?:[\w()-]+ ){0,10}?"
    r"(?:hospital|university|clinic|bank|medical center|ministry|consulate|embassy|headquarters|"
    r"party|church|office) (?:in|of|at) ?$",
    re.IGNORECASE,
)
# So is "in the neighbouring state of X", where "the state of X" may be the one that speaks.
_IN_THE_STATE_OF = re.compile(
    r"\b(?:in|across) the (?:[\w-]+ )?(?:state|department|republic) of $", re.IGNORECASE
)
# And "the raid on X".
_ATTACK_ON = re.compile(
    r"\b(?:attacks?|strikes?|air ?strikes?|raids?|shelling|bombardment|bombing|assaults?|fire[ds]?|"
    r"rockets?|missiles?|shells?|mortars?|bombs?) on (?:the |a )?(?:\w+ )?(?:(?:city|town|village|"
    r"district|port|suburb) of )?$",
    re.IGNORECASE,
)
# "dragged X from Y" tells where it began.
_TAKEN_FROM = re.compile(
    r"\b(?:abduct|kidnap|drag|t[ao]ke?|whisk|pick|recover|remov|fle[ed]|fire|seiz|pull|driv|escap|"
    r"expel|evict|rescu|snatch|arrest)\w*\b.* from ",
    re.IGNORECASE,
)


# "had moved to the city from X", "was returning from X".
_CAME_FROM = re.compile(
    r"\b(?:moved|relocated|came|travell?ed|return(?:ed|ing)|coming|driv(?:en|ing)|drove|flew)\b"
    r"[^.,;]{0,30} from (?:the )?$"
)
# "Ann Lee, 32, of X", "Ann Lee, of X,", "Ann Lee of X, Ohio": somebody's home.
_HOME_OF = re.compile(r",(?: \d{2},?)? of $")
_NAMED_OF = re.compile(r"(?:^|[^\w.'-] ?)[A-Z][a-z]+ (?:[A-Z]\.? )?([A-Z][a-z'-]+) of $")
_STATE_BEHIND = re.compile(r", (?:[A-Z][a-z]+(?: [A-Z][a-z]+)?\.?|[A-Z]{2}),? ")
# Words left of a name among which is the one that an origin begins with: "according to the X".
_NEAR = 5
_LONGEST_ORIGIN = 40  # characters
_ORIGIN_ENDS = frozenset("of from in at to".split())
_MARKED_ENDS = frozenset("in at from of capital to".split())


def weigh_cue(mention: PlaceMention, name: Name) -> None:
    """Lower the weight of "from X", "of X" and the like, which seldom say where something was."""
    if name.cue is None:
        return
    mention.is_near = bool(name.cue["near"])
    cue = (name.cue["cue"] or "").lower()
    if cue in _WEAK_CUES and name.suffix is None:
        mention.weight = min(mention.weight, 0.55)
        if (cue == "of" and _KIND_OF.search(name.left)) or (
            cue == "on" and _ATTACK_ON.search(name.left)
        ):
            mention.weight = 1.0
        elif _AUTHORITIES_OF.match(name.text, name.end):
            mention.weight = min(mention.weight, _AUTHORITIES_WEIGHT)
    left = name.left.lower()
    words = words_of(left)
    last = words[-2:-1] if words[-1:] == ["the"] else words[-1:]
    if (
        last == ["of"]
        and PERSON_OF.search(name.left)
        and not any(c.depth < 3 for c in mention.candidates)
    ):
        mention.weight, mention.is_origin = 0.1, True  # "the body of X": who is meant, not where
    if cue == "from" and _CAME_FROM.search(name.left):
        mention.weight, mention.is_origin = min(mention.weight, 0.3), True
    if cue != "from" and not _MARKED_ENDS.issuperset(last):
        return
    marks = marks_of_words(words)
    if (
        (
            cue == "from"
            and marks & PERSON_FROM.mark
            and PERSON_FROM.search(name.left)
            and not _TAKEN_FROM.search(name.left)
        )
        or (cue == "of" and _is_home(name))
        or (marks & SPOKE.mark and SPOKE.search(name.left))
        or (marks & ORIGIN.mark and _ORIGIN_ENDS.issuperset(last) and is_origin(left, words))
    ):
        mention.weight = min(mention.weight, 0.3)
        mention.is_origin = True


def _is_home(name: Name) -> bool:
    """Whether a name behind "of" is where a person named before it lives."""
    if _HOME_OF.search(name.left):
        return True
    person = _NAMED_OF.search(name.left)
    return (
        person is not None
        and person[1].lower() not in ORGANISATION_WORDS
        and _STATE_BEHIND.match(name.after) is not None
    )


def is_origin(left: str, words: list[str]) -> bool:
    """Whether "a native of", "the governor of" or the like stands left of a name.

    ``left``: in small letters; ``words``: its own.
    """
    if not marks_of_words(words[-_NEAR:]) & ORIGIN.mark:
        return False
    if ORIGIN.search(left, max(0, len(left) - _LONGEST_ORIGIN)) is None:
        return False
    if _IN_THE_STATE_OF.search(left):
        return False
    return not _TARGET.search(left)
