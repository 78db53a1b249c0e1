"""News agencies that bear the letters of an army or a police: Agence France-Presse and others."""

import re

from dagster_project.extraction.actors import ActorMatch

_REACH = 40  # characters before an agency's name
_DASH = re.compile(r"\) ?-")
_AGENCIES = frozenset(("AFP", "ANP", "ANA", "SPA"))
_TOLD_AGENCY = re.compile(r"\b(?:told|tells|by|agency|an?) (?:the )?$")
_AGENCY_TELLS = re.compile(
    r"(?:'s)? (?:reporters?|correspondents?|journalists?|photographers?|news agency|stringers?|"
    r"reported|reports|said (?:citing|quoting)|by (?:phone|telephone))\b|/Getty"
)


def is_news_agency(norm: str, start: int, match: ActorMatch) -> bool:
    """ "MANILA (AFP) - ", "told AFP": whether an actor's letters are an agency's.

    ``start``: where the sentence begins.
    """
    if not (match.words.isupper() and match.words.isalpha()):
        return False
    before = norm[max(start, match.at - _REACH) : match.at]
    if before.endswith("(") and _DASH.match(norm, match.end):
        return True
    return match.words in _AGENCIES and bool(
        _TOLD_AGENCY.search(before) or _AGENCY_TELLS.match(norm, match.end)
    )
