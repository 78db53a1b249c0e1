"""Armed groups that the dictionary lacks: their names are kept, and forced onto nobody.

The codebook's section on actors asks for it; such names are listed for review.
"""

from dagster_project.extraction.actors import ActorIndex
from dagster_project.extraction.folding import fold
from dagster_project.extraction.watched import watched

_HEAD = (
    r"(?:Brigades?|Front|Army|Movement|Group|Battalions?|Forces?|Council|Resistance|Coordination|"
    r"Militia|Organi[sz]ation|Union|Alliance|League|Command|Fighters|Guards?|Martyrs|Lions|Falcons|"
    r"Tigers|Hawks|Eagles|Wolves|Shield|Swords?|Vanguard|Avengers|Legion)"
)
_CAPITAL = r"[A-Z][\w'-]+"
# Those that can stand first: "Fighters of the X" only says whose they are.
_FIRST = (
    r"(?:Front|Army|Movement|Council|Coordination|Organi[sz]ation|Union|Alliance|League|Martyrs|"
    r"Lions|Falcons|Tigers|Hawks|Eagles|Wolves|Shield|Swords?|Vanguard|Avengers|Sons)"
)
# "the Zarifi Brigade", "the Falcons of the White Mountain", "the Coordination of X Y".
NAME = (
    rf"(?:(?:{_CAPITAL} ){{1,4}}{_HEAD}(?: (?:of|for) (?:the )?{_CAPITAL}(?: {_CAPITAL}){{0,3}})?|"
    rf"{_FIRST} (?:of|for) (?:the )?{_CAPITAL}(?: {_CAPITAL}){{0,3}})"
)
_NAME = watched(rf"\b(?:The )?({NAME})\b")
# Words that make a force of the state of what follows them.
_STATE = frozenset(
    """
    national armed security special republican royal federal presidential air border central joint
    rapid central coast home police civil state government regular ground naval territorial
    revolutionary peoples general high supreme the a an two three four five six seven eight nine ten
    """.split()
)
# "a group calling itself the X of Y".
_SELF_NAMED = watched(
    r"(?:calling (?:itself|themselves)|called|known as|named) (?:the |\")?"
    rf"({_CAPITAL}(?: (?:of|the|of the|for|and)? ?{_CAPITAL})*)"
)
_CLAIMS = watched(
    rf"\b(?:The )?({NAME})(?:, [^,.;]{{3,60}},)? (?:has |have |later |also )*"
    r"(?:claimed|took) (?:responsib|credit|the|this|that|it)"
)
_BLAMED = watched(
    rf"\b(?:blam(?:ed|es|ing) (?:[\w',-]+ ){{0,6}}?on|blam(?:ed|es|ing)|"
    rf"attributed (?:[\w-]+ ){{0,4}}?to)"
    rf" (?:the )?({NAME})\b"
)

# Without one of these marks, a sentence neither claims nor blames a deed on such a group.
MARKS = _CLAIMS.mark | _BLAMED.mark


def unlisted_name(text: str, actors: ActorIndex) -> str | None:
    """The name of a group in a phrase, where neither dictionary nor a state's name explains it."""
    match = _NAME.search(text)
    if match is None or not _is_nobody_known(match[1], actors):
        return None
    return match[1]


def claimed_by(sentence: str, actors: ActorIndex, marks: int, *, tells_claim: bool) -> str | None:
    """The name of an unlisted group that a sentence says claimed a deed.

    ``tells_claim``: the sentence is known to tell of a claim. ``marks``: the sentence's.
    """
    match = _CLAIMS.search(sentence) if marks & _CLAIMS.mark else None
    if match is None and tells_claim:
        match = _SELF_NAMED.search(sentence)
    if match is None or not _is_nobody_known(match[1], actors):
        return None
    return match[1]


def blamed_name(sentence: str, actors: ActorIndex, marks: int) -> str | None:
    """The name of an unlisted group that a sentence, which has these marks, blames."""
    match = _BLAMED.search(sentence) if marks & _BLAMED.mark else None
    if match is None or not _is_nobody_known(match[1], actors):
        return None
    return match[1]


def _is_nobody_known(name: str, actors: ActorIndex) -> bool:
    """Whether no word of a name belongs to a listed actor, a country, a people or a state."""
    if any(match.actor.kind != "class" for match in actors.find(name, None)):
        return False
    words = name.split(" ")
    if words[0].lower() in _STATE:
        return False
    places = actors.places
    return not any(
        fold(word.removesuffix("'s")) in places.demonyms or fold(word) in places.countries
        for word in words
    )
