"""State forces that a sentence names as the ones who did it, by their kind and not by a name."""

import re
from functools import lru_cache

from dagster_project.extraction.actors import Actor
from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.folding import fold
from dagster_project.extraction.watched import watched

_KINDS = (
    r"(?:government|security|regime|state|armed|army|military|police|federal|paramilitary|border|"
    r"special|riot|anti-riot|junta|air|national|ground|joint|occupation|defen[cs]e|patrol)"
)
_FORCES = (
    r"(?:forces?|troops|soldiers|police|policemen|army|military|officers|guards?|gendarmes|"
    r"warplanes|jets|navy|marines|commandos|helicopters?|artillery|aircraft|planes|"
    r"(?:air force )?(?:[A-Z]+-?\d+s?|planes|jets|warplanes))"
)
_DEEDS = (
    r"(?:opened fire|fired|shelled|bombed|bombarded|attacked|stormed|raided|targeted|struck|shot|"
    r"killed|executed|beat|dropped|launched|carried out|conducted|pounded|hit|burned|torched|"
    r"ambushed|massacred|used)"
)
# Where a sentence begins, or "when", and what such forces do to people there.
_ATTACK = watched(
    r"(?:^(?:\W{0,3}(?:on|in|at|early|late|earlier|after|during)\b[^,]{2,60}, |"
    r"\d[\d/.-]+\W{1,3}|[^.;:]{2,60}: )?|\b(?:when|after) )"
    # "a drone belonging to Turkish forces"
    r"(?:(?:[\w'(-]+ ){1,5}?(?:drones?|uavs?\)?|aircraft|warplanes?|jets?|planes?|helicopters?|"
    r"artillery) (?:of|belonging to|operated by|flown by) )?"
    r"(?P<who>(?:the |local |heavily |some |several |dozens of |hundreds of |members of (?:the )?)*"
    rf"(?:[A-Z][\w.'-]+ ){{0,2}}(?:{_KINDS} )*{_FORCES})"
    rf"(?: \w+ly)?(?: [a-z]+ed and)? {_DEEDS}\b"
    # "Soldiers killed near the border", a headline: they did nothing
    r"(?!(?:(?<=killed)|(?<=ambushed)|(?<=executed)|(?<=shot)|(?<=massacred)) "
    r"(?:in|near|at(?! least)|as(?! many)|when|while|during|after|by|outside)\b)",
    re.IGNORECASE,
)
# Most sentences with one of the two lack the other.
_FORCE, _DEED = watched(rf"\b{_FORCES} ", re.IGNORECASE), watched(rf" {_DEEDS}\b", re.IGNORECASE)
# Without these the deed is told at the head of the sentence or not at all.
_LATER = watched(r"\b(?:when|after) ", re.IGNORECASE)
# "Israel struck", "Russia carried out air raids": a country is named, its armed forces are meant.
_COUNTRY_ATTACK = watched(
    r"(?:^|[;,] |\b(?:when|after|as|while|said|that) )"
    r"(?:the (?:next|following|same) day,? )?(?P<who>[A-Z]\w+(?: [A-Z]\w+)?)"
    r"(?: (?:has|had|also|again|reportedly|repeatedly))? "
    r"(?:struck|hit|bombed|bombarded|shelled|(?:carried out|launched|conducted) "
    r"(?:[\w-]+ ){0,3}(?:air ?-?)?(?:strikes?|raids?|missiles?))\b"
)
# "killed in a clash with troops".
_FIGHT = watched(
    r"\b(?:clash(?:es)?|encounters?|gun ?(?:battles?|fights?)|firefights?|shoot-?outs?|fighting|"
    r"skirmish(?:es)?|battles?|exchanges? of (?:gun)?fire)(?: \w+)? (?:with|against) "
    r"(?P<who>(?:the |a |an |local |joint )*(?:(?:team|group|party|patrol|contingent|unit)s? of "
    rf"(?:the )?)?(?:{_KINDS} )*{_FORCES})(?! of)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an|local|joint|some|several) ", re.IGNORECASE)

# Without one of these marks, a sentence names no state's force as one that did it or fought.
MARKS = _ATTACK.mark | _COUNTRY_ATTACK.mark | _FIGHT.mark


def state_force_of(facts: ArticleFacts, sentence: str, marks: int) -> tuple[str, Actor] | None:
    """ "Government forces opened fire on a crowd": the force, as named and resolved.

    ``marks``: of the sentence.
    """
    who = None
    if marks & _FORCE.mark and marks & _DEED.mark:
        who = _attacker_in(sentence, bool(marks & _LATER.mark))
    if who is None:
        return _country_of(facts, sentence, marks)
    if any(m.actor.kind != "class" for m in facts.find_actors(who)):
        return None  # an actor of the dictionary is found by its name
    actor = facts.actors.state_force(who, facts.country)
    return (_ARTICLE.sub("", who), actor) if actor is not None else None


# A sentence is asked of for each incident that it stands beside.
@lru_cache(maxsize=1_000)
def _attacker_in(sentence: str, may_be_later: bool) -> str | None:
    """The force that attacks in a sentence, at its head or, if it ``may_be_later``, behind it."""
    match = _ATTACK.search(sentence) if may_be_later else _ATTACK.match(sentence)
    return match["who"] if match is not None else None


def state_opponent_of(facts: ArticleFacts, sentence: str, marks: int) -> tuple[str, Actor] | None:
    """ "Killed in a clash with troops": the force fought against, as named and resolved."""
    match = _FIGHT.search(sentence) if marks & _FIGHT.mark else None
    if match is None or any(m.actor.kind != "class" for m in facts.find_actors(match["who"])):
        return None
    actor = facts.actors.state_force(match["who"], facts.country)
    return (_ARTICLE.sub("", match["who"]), actor) if actor is not None else None


def _country_of(facts: ArticleFacts, sentence: str, marks: int) -> tuple[str, Actor] | None:
    match = _COUNTRY_ATTACK.search(sentence) if marks & _COUNTRY_ATTACK.mark else None
    if match is None:
        return None
    code = facts.places.gazetteer.countries.get(fold(match["who"]))
    return (match["who"], facts.actors.state("mil", code)) if code else None
