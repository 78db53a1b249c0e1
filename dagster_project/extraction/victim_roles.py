"""What victims were by their office or party, where the word for them alone says another thing.

An "activist" defends human rights, unless of a party; an "officer" is of the police, unless of a
government; a "driver" is a civilian, unless the army's.
"""

import re

from dagster_project.extraction.watched import watched

_SERVES_A_FORCE = watched(
    r"\b(?:police|army|military|paramilitary|navy|air force) (?:\w+ )?"
    r"(?:drivers?|doctors?|medics?|cooks?|mechanics?|chaplains?|pilots?|engineers?|dog handlers?)$",
    re.IGNORECASE,
)
_OF_A_GOVERNMENT = watched(
    r"\bofficers?,? (?:of|in|with|from) (?:the |a |an )?(?:\w+ ){0,2}"
    r"(?:government|administration|ministry|department|municipality|council|commission)\b|"
    r"\b(?:district|divisional|subdivisional|development|revenue|forest|election|electoral|"
    r"agricultural?|education|health|immigration|welfare|land) officers?$",
    re.IGNORECASE,
)
_POLICE = re.compile(r"\b(?:police|army|military)\b", re.IGNORECASE)
_OF_A_PARTY = watched(
    r"\b(?:activists?|members?|workers?|leaders?|functionar(?:y|ies)|organi[sz]ers?),? "
    r"(?:of|from|with) "
    r"(?:the |a |an )?(?:[\w-]+ ){0,3}?(?:(?:ruling|opposition|governing) (?:[\w-]+)|party)\b",
    re.IGNORECASE,
)

_OF_A_COUNCIL = watched(
    r"\b(?:members?|heads?|chair(?:man|woman)?|president|speaker) of (?:the |a |an )?"
    r"(?:[\w-]+ ){0,3}?(?:council|parliament|assembly|congress|senate|cabinet|legislature)\b",
    re.IGNORECASE,
)


def serves_a_force(words: str, marks: int) -> bool:
    """ "an army driver": one of the army's people, whatever the last word says elsewhere.

    ``marks``: of the text.
    """
    return bool(marks & _SERVES_A_FORCE.mark and _SERVES_A_FORCE.search(words))


def office_of(words: str, whole: str, marks: int) -> str | None:
    """The class of people of an office or a party: ``words`` the victims', ``whole`` with of whom.

    ``government-officials``, ``politicians`` or None. ``marks``: of the text.
    """
    if (marks & _OF_A_PARTY.mark and _OF_A_PARTY.search(whole)) or (
        marks & _OF_A_COUNCIL.mark and _OF_A_COUNCIL.search(whole)
    ):
        return "politicians"
    is_of_government = marks & _OF_A_GOVERNMENT.mark and _OF_A_GOVERNMENT.search(whole)
    return "government-officials" if is_of_government and not _POLICE.search(words) else None
