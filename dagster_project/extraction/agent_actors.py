"""The actor that a clause names as the one who did it."""

import re

from dagster_project.extraction.actors import Actor
from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.attribution import is_perpetrator
from dagster_project.extraction.statement_record import Statement

THE_GROUP = re.compile(
    (
        r"(?:on \w+,? )?(?:the|its|their) (?:\w+ )?(?:group|militia|organi[sz]ation|"
        r"rebels|militants|movement|fighters|insurgents|guerrillas|extremists|ultras|"
        r"outfit|gang)"
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


def agent_actor(facts: ArticleFacts, statement: Statement) -> tuple[str, Actor | None] | None:
    """The actor that a clause names as the one who did it."""
    if statement.agent is None:
        return None
    text = facts.document.norm[statement.agent[0] : statement.agent[1]]
    verb = _VERB.search(text)
    if verb and verb.start() > 3 and not re.search(r"\bby\b", text[verb.end() : verb.end() + 25]):
        text = text[: verb.start()]
    country = facts.places.country
    matches = [
        m
        for m in facts.actors.find(text, country, is_capitals=facts.document.is_capitals)
        if is_perpetrator(m.actor)
    ]
    if re.search(
        (
            r"\b(?:attack|explosion|blast|bombing|strike|encounter|clash|gunfight|"
            r"operation|shooting|incident|ambush|battle|fighting|mine|ied|bomb|shell|"
            r"rocket|missile|raid)(?:e?s)?\b"
        ),
        text,
        re.IGNORECASE,
    ) and not re.search(
        (
            r"\b(?:by|left|triggered|planted|launched|fired)\b|"
            r"'s (?:\w+ )?(?:attack|strike|mine|landmine|bomb|fire|jets)"
        ),
        text,
    ):
        matches = []
    named = [m for m in matches if m.actor.kind != "class"]
    if named:
        by = re.search(r"\bby\b", text)
        after = [m for m in named if by and m.at > by.start()]
        return (after or named)[0].words, (after or named)[0].actor
    state = (
        facts.actors.state_force(text, country)
        if not re.search(
            (
                r"\b(?:bombs?|explosions?|blasts?|mines?|landmines?|attack|ambush|"
                r"clash(?:es)?|explosives?)\b"
            ),
            text,
            re.IGNORECASE,
        )
        and not re.search(r"\b(?:said|told|according|station|limits)\b", text, re.IGNORECASE)
        else None
    )
    if state is not None:
        return re.sub(r"^(?:the|a|an) ", "", text.strip(), flags=re.IGNORECASE)[:80], state
    if THE_GROUP.search(text.strip()) and not state:
        group = facts.last_group_before(statement.agent[0])
        if group is not None:
            return group.words, group.actor
    matches = [m for m in matches if m.actor.actor_id not in NEVER_PERPETRATORS]
    if matches:
        return matches[0].words, matches[0].actor
    return None
