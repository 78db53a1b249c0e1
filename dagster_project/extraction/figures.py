"""The figures of one incident: killed and wounded, after the dead among the wounded are moved.

The rules are the codebook's section on counting.
"""

import re
from dataclasses import dataclass, field

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.counting import count_kind
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.groups import casualty_groups
from dagster_project.extraction.hit import add_hit
from dagster_project.extraction.moves import know_the_dead_again, move_partitives, move_the_dead
from dagster_project.extraction.tolls import (
    Toll,
    take_as_dead,
)
from dagster_project.records import CasualtyGroup

# What says of a shooting that somebody died of it, and not who.
_FATAL = re.compile(
    r"(?<!non-)\b(?:fatal|deadly) (?!force|weapon|threat)(?:[\w'-]+ ){0,2}?(?:shooting|stabbing)\b|"
    r"\bprove[ds] (?:to be )?fatal\b|\bshooting death\b|\bmanslaughter\b"
)

# Violence that can have happened without hurting anybody.
_VIOLENCE = re.compile(
    r"\b(?:exploded|explosion|blast|bomb\w*|mortar\w*|"
    r"(?:rockets?|shells?|missiles?|projectiles?) (?:hit|landed|struck|fired|fell|slammed)|"
    r"shell(?:ing|ed)|bombarded|explosives?|incendiary|"
    r"molotov\w*|firebomb\w*|set fire|arson|torched|set ablaze|"
    r"opened fire|fired (?:at|on)|(?:fired|launched|firing|launching) (?:\w+ ){0,3}"
    r"(?:rockets?|missiles?|shells?|mortars?|drones?|shots?)|shot (?:at|up)|missiles? (?:hit|"
    r"landed|struck)|drones (?:hit|struck|attacked)|air raid|grenades|attacked|attack|clash\w*|"
    r"ambush\w*|detonated|blew up|targeted|targeting|stormed|raided|went off|hurled|lobbed|"
    r"exchange of fire|gunfight|encounter|strafed|shots? (?:were )?fired|drone|airstrike|"
    r"air strike|grenade)\b"
)
_NO_VIOLENCE = re.compile(r"\bno shots were fired|exercise|drill|controlled\b")
# A bomb that never went off.
_MADE_SAFE = re.compile(
    r"\b(?:defus\w+|deactivat\w+|disarm\w+|dismantled|rendered safe|safely (?:removed|detonated|"
    r"disposed|destroyed|exploded)|fail(?:ed|s|ing) to (?:explode|detonate|go off)|"
    r"did not (?:explode|detonate|go off))\b"
)
_WENT_OFF = re.compile(
    r"\b(?:(?<!safely )(?:exploded|detonated|went off|blew up)|opened fire|fired|attacked|stormed|"
    r"shelled|clash\w*)\b"
)


@dataclass(slots=True)
class Figures:
    """What an incident's statements add up to; ``sentences`` are those that give the figures."""

    killed: Toll
    wounded: Toll
    groups: list[CasualtyGroup] = field(default_factory=list)
    sentences: set[int] = field(default_factory=set)


def is_real_event(facts: ArticleFacts, draft: Draft) -> bool:
    """Whether "no one was hurt" is said of violence that happened."""
    statement = draft.contexts[0].statement
    sentences = facts.document.sentences
    text = " ".join(
        facts.document.lower[s.start : s.end]
        for s in sentences[max(0, statement.sentence - 2) : statement.sentence + 1]
    )
    if _MADE_SAFE.search(text) and not _WENT_OFF.search(text):
        return False
    return bool(_VIOLENCE.search(text)) and not _NO_VIOLENCE.search(text)


def figures_of(facts: ArticleFacts, draft: Draft) -> Figures | None:
    """The figures of a draft; None where it tells of nobody killed or wounded."""
    move_partitives(facts, draft)
    killed = count_kind(draft.statements("killed"), facts.readers)
    wounded = count_kind(draft.statements("wounded"), facts.readers)
    hit = count_kind(draft.statements("hit"), facts.readers)
    move_the_dead(facts, draft, killed, wounded)
    fatal = _sentence_of_fatality(facts, killed, wounded, hit) if facts.has_one_incident else None
    if fatal is not None or _are_called_dead(facts, killed, hit):
        take_as_dead(killed, wounded, hit)
    add_hit(facts, killed, wounded, hit)
    know_the_dead_again(facts, killed, wounded)
    if not (killed.statements or wounded.statements):
        return None
    figures = Figures(killed, wounded)
    for toll in (killed, wounded):
        figures.sentences.update(s.sentence for s in toll.statements)
    if fatal is not None:
        figures.sentences.add(fatal)
    figures.groups = casualty_groups(facts, draft, killed, wounded, figures.sentences)
    return figures


def _are_called_dead(facts: ArticleFacts, killed: Toll, hit: Toll) -> bool:
    """ "shot 16 farmers", and then "the murdered farmers": the 16 are dead."""
    if hit.total.best < 2 or not killed.statements:
        return False
    if not all(s.is_anaphoric and s.count.high is None for s in killed.statements):
        return False
    shot = {facts.readers[s.sentence].low[m.head] for m, _, s in hit.victims if m.head is not None}
    return all(
        m.head is not None and facts.readers[s.sentence].low[m.head] in shot
        for m, _, s in killed.victims
    )


def _sentence_of_fatality(
    facts: ArticleFacts, killed: Toll, wounded: Toll, hit: Toll
) -> int | None:
    """Where the one person who was hit is said to have died: "arrested in the fatal shooting"."""
    if killed.statements or hit.total.best != 1 or wounded.total.best > 1:
        return None
    match = _FATAL.search(facts.document.lower)
    return facts.number_of_sentence(match.start()) if match else None
