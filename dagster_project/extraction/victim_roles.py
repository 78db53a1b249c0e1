"""What victims were by their office or party, where the word for them alone says another thing.

An "activist" defends human rights, unless of a party; an "officer" is of the police, unless of a
government; a "driver" is a civilian, unless the army's.
"""

import re

_SERVES_A_FORCE = re.compile(
    r"\b(?:police|army|military|paramilitary|navy|air force) (?:\w+ )?"
    r"(?:drivers?|doctors?|medics?|cooks?|mechanics?|chaplains?|pilots?|engineers?|dog handlers?)$",
    re.IGNORECASE,
)
_OF_A_GOVERNMENT = re.compile(
    r"\bofficers?,? (?:of|in|with|from) (?:the |a |an )?(?:\w+ ){0,2}"
    r"(?:government|administration|ministry|department|municipality|council|commission)\b|"
    r"\b(?:district|divisional|subdivisional|development|revenue|forest|election|electoral|"
    r"agricultural?|education|health|immigration|welfare|land) officers?$",
    re.IGNORECASE,
)
_POLICE = re.compile(r"\b(?:police|army|military)\b", re.IGNORECASE)
_OF_A_PARTY = re.compile(
    r"\b(?:activists?|members?|workers?|leaders?|functionar(?:y|ies)|organi[sz]ers?),? "
    r"(?:of|from|with) "
    r"(?:the |a |an )?(?:[\w-]+ ){0,3}?(?:(?:ruling|opposition|governing) (?:[\w-]+)|party)\b",
    re.IGNORECASE,
)

_OF_A_COUNCIL = re.compile(
    r"\b(?:members?|heads?|chair(?:man|woman)?|president|speaker) of (?:the |a |an )?"
    r"(?:[\w-]+ ){0,3}?(?:council|parliament|assembly|congress|senate|cabinet|legislature)\b",
    re.IGNORECASE,
)


def serves_a_force(words: str) -> bool:
    """ "an army driver": one of the army's people, whatever the last word says elsewhere."""
    return bool(_SERVES_A_FORCE.search(words))


def office_of(words: str, whole: str) -> str | None:
    """The class of people of an office or a party: ``words`` the victims', ``whole`` with of whom.

    ``government-officials``, ``politicians`` or None.
    """
    if _OF_A_PARTY.search(whole) or _OF_A_COUNCIL.search(whole):
        return "politicians"
    if _OF_A_GOVERNMENT.search(whole) and not _POLICE.search(words):
        return "government-officials"
    return None
