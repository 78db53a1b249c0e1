"""The actor that a clause names as the one who did it."""

import re

from dagster_project.extraction.actors import Actor
from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.attribution import is_perpetrator, tells_of_others
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.unlisted import unlisted_name

THE_GROUP = re.compile(
    (
        r"(?:on \w+,? )?(?:the|its|their) (?:\w+ )?(?:group|militia|organi[sz]ation|"
        r"rebels|militants|movement|fighters|insurgents|guerrillas|extremists|ultras|outfit|gang)"
    ),
    re.IGNORECASE,
)
# Classes that are victims or speakers far more often than the ones who did it.
NEVER_PERPETRATORS = frozenset(
    """
    people police-officers security-personnel security-guards bodyguards women children
    students prisoners leaders soldiers
    """.split()
)
_PRONOUN = re.compile(r"(?:^|\s)(?:they|it)$", re.IGNORECASE)
_SHORT = 40  # characters: "On Saturday they"
_SPEECH = re.compile(r"\b(?:said|says|announced|claimed|claims|reported|confirmed)\b")
_OWN_FORCES = re.compile(
    r"(?:its|their) (?:own )?(?:[\w-]+ ){0,2}(?:forces|troops|fighters|soldiers|men|jets|warplanes|"
    r"planes|aircraft|drones|artillery|units?|militants|members|commandos|snipers?)\b",
    re.IGNORECASE,
)
# Words before the subject of a clause.
_ADVERBIAL = re.compile(
    r"(?:in|on|at|after|during|later|earlier|hours|minutes|days|meanwhile|separately|elsewhere|"
    r"also|then|following|since|a day|the same)\b",
    re.IGNORECASE,
)
# The first verb of a clause: the words before it are its subject.
_VERB = re.compile(
    r"(?<![\w-])(?!(?:armed|unarmed|suspected|alleged|unidentified|masked|uniformed|"
    r"hooded|united|combined|allied|retired|so-called|affiliated|related|based|backed|"
    r"heavily|wanted|presumed|disguised|unknown)\b)"
    r"(?:\w{2,}ed|shot|struck|hit|blew|set|threw|broke|tore|fell|went|came|drove|took|"
    r"gave|ran|began|fought|laid|led|was|were|had|has|have|opens?|attacks?|"
    r"storms?)\b(?!-)",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby\b")
_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
# An event, which is an actor's only where it is told whose it was.
_EVENT = re.compile(
    r"\b(?:attack|explosion|blast|bombing|strike|encounter|clash|gunfight|"
    r"operation|shooting|incident|ambush|battle|fighting|mine|ied|bomb|shell|"
    r"rocket|missile|raid)(?:e?s)?\b",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(
    r"\b(?:by|left|triggered|planted|launched|fired)\b|"
    r"'s (?:\w+ )?(?:attack|strike|mine|landmine|bomb|fire|jets)"
)
# Where the police only tell of a deed or look for who did it, and where things are no agents.
_TELLS_OR_SEARCHES = re.compile(
    r"\b(?:bombs?|explosions?|blasts?|mines?|landmines?|attack|ambush|clash(?:es)?|explosives?|"
    r"say|says|said|tells?|told|believes?|thinks?|suspects?|according|station|limits|"
    r"search(?:ing)?|look(?:ing)?|hunt(?:ing)?|seek(?:ing)?|trying|investigat\w+|charged|"
    r"identified|continue|who|whoever)\b",
    re.IGNORECASE,
)
_BEHIND_LAST_MARK = re.compile(r".*(?:, | ?-{1,2} )(?=(?:the|an?) |[A-Z])")


def _force_words(text: str) -> str:
    """The force in a subject: without the dateline or the clause that stands before it."""
    text = text.strip()
    return _BEHIND_LAST_MARK.sub("", text, count=1) if ", " in text or "- " in text else text


def agent_actor(facts: ArticleFacts, statement: Statement) -> tuple[str, Actor | None] | None:
    """The actor that a clause names as the one who did it.

    A force that arrests, looks for or tells of somebody did not do what that one did.
    """
    if statement.agent is None:
        return None
    text = facts.document.norm[statement.agent[0] : statement.agent[1]]
    found = _subject(facts, statement, text)
    if found is None or found[1] is None or found[1].kind != "state_force":
        return found
    return None if tells_of_others(text.lower()) else found


def _subject(
    facts: ArticleFacts, statement: Statement, text: str
) -> tuple[str, Actor | None] | None:
    """The actor in the words of a clause's subject or behind its "by"."""
    if _ADVERBIAL.match(text) and ", " in text:
        text = text.rsplit(", ", 1)[1]  # "In another attack, the group"
    if (speaker := _own_forces(facts, statement, text)) is not None:
        return speaker
    begin = statement.agent[0] if statement.agent else 0
    if len(text) < _SHORT and _PRONOUN.search(text.strip()):
        group = facts.last_group_before(begin, sentences=3)
        return (group.words, group.actor) if group is not None else None
    verb = _VERB.search(text)
    if verb and verb.start() > 3 and not _BY.search(text[verb.end() : verb.end() + 25]):
        text = text[: verb.start()]
    country = facts.country
    matches = [m for m in facts.find_actors(text) if is_perpetrator(m.actor)]
    if _EVENT.search(text) and not _OF_SOMEBODY.search(text):
        matches = [m for m in matches if m.is_attack]
    named = [m for m in matches if m.actor.kind != "class"]
    if named:
        by = _BY.search(text)
        after = [m for m in named if by and m.at > by.start()]
        return (after or named)[0].words, (after or named)[0].actor
    if (unlisted := unlisted_name(text, facts.actors)) is not None:
        return unlisted, None
    force = _force_words(text)
    state = None if _TELLS_OR_SEARCHES.search(text) else facts.actors.state_force(force, country)
    if state is not None:
        return _ARTICLE.sub("", force)[:80], state
    if THE_GROUP.search(text.strip()) and not state:
        group = facts.last_group_before(begin)
        if group is not None:
            return group.words, group.actor
    matches = [m for m in matches if m.actor.actor_id not in NEVER_PERPETRATORS]
    if matches:
        return matches[0].words, matches[0].actor
    return None


def _own_forces(
    facts: ArticleFacts, statement: Statement, text: str
) -> tuple[str, Actor | None] | None:
    """ "The army said its troops had killed": the forces of the one who speaks."""
    if statement.agent is None or not _OWN_FORCES.match(text.strip()):
        return None
    begin = facts.document.sentences[statement.sentence].start
    before = facts.document.norm[begin : statement.agent[0]]
    named = [m for m in facts.find_actors(before) if m.actor.kind != "class"]
    if named:
        return named[-1].words, named[-1].actor
    spoken = _SPEECH.search(before)
    speaker = before[: spoken.start()] if spoken else before
    state = facts.actors.state_force(speaker.rsplit(",", 1)[-1], facts.country)
    if state is None:
        return None
    return _ARTICLE.sub("", speaker.strip())[:80], state
