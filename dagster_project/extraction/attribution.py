"""How an incident was done, by whom, and who says so."""

import re
from functools import reduce
from operator import or_

from dagster_project.extraction.actors import NAMES_ATTACK, Actor, ActorMatch
from dagster_project.extraction.watched import watched

_SUSPECTED = watched(
    (
        r"\b(?:suspected|alleged|allegedly|presumed|believed|blamed?|blames|accused(?! of)|"
        r"thought to be|suspect|suspects|apparently|presumably|reportedly by|likely)\b"
    ),
    re.IGNORECASE,
)
_NO_CLAIM = watched(
    (
        r"(?:has|have|had) yet to (?:\w+ )?(?:claim|take|say)|"
        r"made no (?:\w+ )?(?:claim|comment)|(?:did|has|have) not (?:\w+ )?(?:take|taken|accept|"
        r"accepted) responsib|did not say (?:whether|if) (?:it|they) (?:was|were) behind|"
        r"(?:did not|has not|have not|had not|not yet|no (?:group|one|organi[sz]ation)|"
        r"nobody|neither|hasn't|haven't|not immediately)[^.]{0,60}claim"
    ),
    re.IGNORECASE,
)
_CLAIM = watched(
    (
        r"claim(?:ed|s|ing)? (?:the )?(?:responsibility|credit|the attack|it)|"
        r"took responsibility|claimed by|claim(?:ed|s|ing) (?:the|this|a|an|to have|"
        r"that (?:it|its|they|their))|(?:said|announced|boasted) (?:it|its fighters|"
        r"its forces|they) (?:had )?(?:killed|carried|was behind|were behind|planted)|has claimed|"
        r"admitted"
    ),
    re.IGNORECASE,
)
_NOT_ACTORS = frozenset(
    "civilians people residents villagers passengers children women students journalists".split()
)
_VERBS = watched(
    r"^(?:'s)?(?: [\w'-]+){0,3}? ?(?:fighters?|militants?|members?|gunmen|men|forces|"
    r"troops|cadres?|rebels?|guerrillas?|terrorists?|soldiers|insurgents?|group|"
    r"militia|commandos?|units?|personnel|officers?|jihadists?|extremists?|activists?|"
    r"operatives?)?,? ?(?:[^.;]{0,80}?)\b(?:attack(?:ed|s|ing)?|kill(?:ed|s|ing)?|"
    r"ambush(?:ed|es|ing)?|(?:burst|broke|bursting|breaking) into|"
    r"open(?:ed|s|ing)? fire|raid(?:ed|s|ing)?|stormed|storming|"
    r"trigger(?:ed|ing)|detonat(?:ed|ing)|shot|fired|blew|blast(?:ed|ing)|"
    r"bomb(?:ed|ing)|shell(?:ed|ing)|hit|struck|execut(?:ed|ing)|behead(?:ed|ing)|"
    r"murder(?:ed|ing)|gunned|target(?:ed|ing)|planted|launch(?:ed|ing)|carried out|"
    r"mounted|staged|overr[au]n\w*|seiz(?:ed|ing)|besieg(?:ed|ing)|conducted|"
    r"abducted|kidnapped|hurled|lobbed|assault(?:ed|ing)|responsib\w+|claimed|"
    r"perpetrated|injur(?:ed|ing)|wound(?:ed|ing)|assassinated|massacred|slaughtered|hacked|"
    r"(?:ended|concluded) (?:an? |the )?(?:[\w-]+ ){0,2}(?:operation|offensive|raid|siege)|"
    r"used (?!to\b)|stabbed|invaded|dispersed|bombarded|pounded|lynched|dragged|dropped|torched|"
    r"burn(?:ed|t))\b"
)
_POSSESSIVE_ATTACK = watched(
    (
        r"^(?:'s?)?(?: (?!exchang|trad|return|under|came\b)[\w-]+){0,2} "
        r"(?:landmines?|mines?|attacks?|bomb(?:s|ing|ings)?|"
        r"strikes?|air ?strikes?|raids?|ambush(?:es)?|shelling|rockets?|missiles?|drones?|"
        r"assault|offensive|sniper|gunfire|fire|explosives?|ieds?|snipers?|bombardment|operation)\b"
    ),
    re.IGNORECASE,
)
_BEFORE_ACTOR = watched(
    (
        r"(?:\bby|attack (?:by|of)|"
        r"(?:fire|attack|raid|shelling|rockets?|shells?) from|"
        r"left by|planted by|laid by|blamed on|clash(?:es)? with|"
        r"clashed with|encounter with|fire with|fight(?:ing)? with|battle with|"
        r"gunfight with|claimed by|attributed to|perpetrated by|carried out by|linked to|"
        r"against)(?: the| some| a group of| an| a| armed| suspected| alleged| presumed|"
        r" unidentified| several| about \d+| \d+| around \d+| heavily)* ?(?:members? of|"
        r"cadres of|militants of|fighters of|elements of|activists of|"
        r"rebels of)?(?: the)? ?$"
    ),
    re.IGNORECASE,
)
# "blamed the attack on X", "accused the Y-backed X": but "accused of helping X" blames others.
_BLAME_BEFORE = watched(
    r"\b(?:(?:blam(?:e|ed|es|ing)|pinned)(?: [\w',-]+){0,8}? on"
    r"|attribut(?:ed|es|ing)(?: [\w'-]+){0,5}? to"
    r"|(?:[Ss]ources|[Pp]olice|[Oo]fficials|[Aa]uthorities|[Oo]fficers|[Ii]nvestigators|"
    r"[Rr]esidents|[Ll]ocals) suspect(?:ed)?(?: the)?(?= ?$)"
    r"|(?:blam|accus)(?:e|ed|es|ing)(?: (?!of\b|by\b)[\w'-]+){0,4}?)(?: the)? ?$"
)


# "X claimed responsibility", "X, a splinter of Y, claimed the attack", "X admitted the bombing".
_DEED = (
    r"(?:\w+ )?(?:attacks?|bombings?|bombs?|blasts?|explosions?|assaults?|ambush|raid|strike|"
    r"killings?|shootings?|murders?|kidnapping|abduction|rocket|operation)"
)
_CLAIMS_AFTER = watched(
    r"(?:'s)? [^.]{0,30}?\b(?:claim(?:ed|s|ing)? (?:responsib|credit|the|that|it|this|both|to have|"
    rf"an? {_DEED})|(?:took|takes|take|taken) responsib)"
    r"|(?:'s)?\)?(?: \([^)]{2,30}\))?(?:, (?!which |who |whose |where )[^,.;]{3,80},|,)?"
    r" (?:\w+ly |later |also |has |have |had |then |immediately |subsequently )*"
    r"(?:claim(?:ed|s|ing)? (?:\w+ )?(?:responsib|credit|both|"
    rf"(?:the|this|that|an?) {_DEED})|claim(?:ed|s)(?=[.;]|$| via | through | in a statement)|"
    r"(?:took|takes|take|taken|admitted|admits|accepted|acknowledged|avowed) (?:\w+ )?responsib|"
    r"admitted (?:to )?(?:carrying|planting|killing|having|it\b|"
    rf"(?:the|this) {_DEED}))"
)
# "X was suspected of the attack", "X and Y were blamed": suspected; "X was responsible": a fact.
_WITH_OTHERS = r"(?:'s \w+)?(?: \([^)]{2,30}\))?(?:,? (?:and|or) [^.;]{2,60}?)?"
_BLAMED_AFTER = watched(
    rf"{_WITH_OTHERS}(?: (?:was|were|is|are|has been|have been|had been))"
    r" (?:\w+ly |also |later |initially )?(?:blamed|suspected|accused|held responsible|"
    r"named as|(?:thought|believed|assumed|said|considered|reported)(?: to (?:be|have been))?"
    r"(?: the)? (?:responsible|behind|perpetrators?)|"
    r"(?:thought|believed|reported) to have (?!been|died|lost)|"
    r"(?:the )?(?:prime |main |chief |likely )suspects?|"
    r"(?:likely|probably|possibly|presumably|allegedly|reportedly) (?:responsible|behind))\b"
)
_RESPONSIBLE = watched(
    rf"{_WITH_OTHERS} (?:was|were|is|are) (?:\w+ly |also |later )?responsible for"
    rf" (?:the|this|both|these) (?:\w+ ){{0,2}}?{_DEED}\b"
)
# "the TTP was behind": with "believe" before it, suspected.
_BEHIND = watched(r"(?:'s? \w+)? (?:was|were|is|are|had been) behind\b")
_BELIEVED = watched(
    r"\b(?:believe[ds]?|suspect(?:s|ed)?|think|thinks|thought|say|says|hold|"
    r"holds)(?: that)?(?: the)? ?$"
    r"|\bhallmarks? of(?: the| an?)? ?$|\battributed to(?: the)? ?$"
    r"|\b(?:believed|thought|suspected) to (?:be|belong|have been)(?: \w+){0,3}?"
    r"(?: (?:from|of|to|with|by))?(?: the)? ?$",
    re.IGNORECASE,
)
_SUSPECT = re.compile(r"\b(?:suspects?|hallmarks? of|attributed to|to be|belong|have been)\b")
# An actor that only speaks of what happened, and one that tells of its own deed.
_SPEAKS = watched(
    r"(?:'s)?(?: (?:command|central command|military wing|spokes\w+|officials?|officers?|"
    r"commanders?|"
    r"ministry|leaders?|sources?|statement|media|group|militia|movement))*(?: on \w+day| \w+ly)?,? "
    r"(?:later |also |on \w+day |has |have )?(?:said|says|announced|reported|confirmed|told|stated|"
    r"acknowledged|added|admitted|put|mourned)\b"
)
_OWN_DEED = watched(
    r"^(?: on \w+day| \w+day| late \w+day)?"
    r"(?: (?:on|in|via|through) (?:its|an?|the) [^.;,]{2,40}?)?"
    r"(?:,| that)? ?(?:\w+ of (?:its|their) \w+ (?:had |have )?(?:carried out|staged|mounted|"
    r"launched)\b|"
    r"(?:it|its|they|their|"
    r"he)\b(?: (?!of\b)[\w-]+){0,3}? "
    r"(?:(?:had|has|have|was|were) (?:also )?)?(?:killed|shot|fired|carried out|attacked|"
    r"targeted|struck|"
    r"ambushed|bombed|shelled|destroyed|hit|launched|detonated|planted|behind|responsible|eliminated|neutrali[sz]ed|"
    r"conducted|executed|assassinated|blew up|opened fire|raided|stormed)\b)"
)


_CONTRAST = re.compile(r";|\b(?:but|however|although|though|while)\b")
# "clashes between A and B".
_BETWEEN = watched(
    r"\bbetween (?:[\w'-]+ ){0,4}$|\bbetween\b[^,.;]{0,60} and (?:[\w'-]+ ){0,3}$", re.IGNORECASE
)
# "of the X", but "members of the X".
_NEAR = 50  # characters
_PREPOSITION_BEFORE = re.compile(
    r"\b(?:of|against|on|at|to|from|in|with|for|among)(?: the| a| an)? ?$", re.IGNORECASE
)
_PEOPLE_OF_BEFORE = re.compile(
    r"(?:group|cadres|members|militants|fighters|gunmen|men|activists|team|squad|units?|rebels|"
    r"attackers|assailants|bombers?|cells?) (?:of|from|belonging to|affiliated (?:with|to)|"
    r"linked to)(?: the)? ?$",
    re.IGNORECASE,
)
# "a drone belonging to X", "warplanes of X".
_WEAPON = (
    r"(?:drones?|uavs?\)?|aircraft|warplanes?|jets?|planes?|helicopters?|artillery|warships?|"
    r"gunboats?)"
)
_WEAPON_OF_BEFORE = re.compile(
    rf"\b{_WEAPON} (?:of|from|belonging to|operated by|flown by)(?: the| a| an)? ?$"
    r"|\b(?:mines?|bombs?|ieds?|devices?|missiles?|rockets?|shells?) belonging to(?: the)? ?$",
    re.IGNORECASE,
)
_EARLIER_DEED = re.compile(r"\b(?:days?|weeks?|hours|months?) (?:after|before) (?:the )?$")
_IS_SUFFERING = re.compile(r",? (?:was|were|is|are|has been|have been) ")
_NOT_ITS_DEED = re.compile(
    r" (?:blamed|accused|denied|condemned|distanced|disowned|disavowed|rejected)\b"
)


def _says_no_claim_beside(sentence: str, at: int, end: int) -> bool:
    """Whether the clause of the actor at [at, end) says that nobody claimed it.

    "No group claimed it; however, sources blamed X" names one all the same.
    """
    found = _NO_CLAIM.search(sentence)
    if found is None:
        return False
    between = sentence[found.end() : at] if found.end() <= at else sentence[end : found.start()]
    return _CONTRAST.search(between) is None


# "Israel hit X positions, killing two": X was attacked; "X, a leader, was killed": and so here.
_ATTACKED = re.compile(
    r"\b(?:attacked|hit|struck|targeted|bombed|shelled|stormed|raided|ambushed)(?: the| an?)? ?$"
)
# "opened fire on two former members of the X": whom the deed was done to.
_AT_PEOPLE_OF = re.compile(
    r"\b(?:fire[ds]?|firing|shots|shells?|rockets|grenades?|bombs?|attack|raid|ambush|assault|"
    r"shooting) (?:on|at|against|upon|towards?) (?:[\w-]+ ){0,4}$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being) (?:\w+ly )?\w+$")
_TAKES_OBJECT = re.compile(
    r"\b(?:killed|wounded|injured|ambushed|murdered|assassinated|massacred|beheaded)$"
)
_NO_OBJECT = re.compile(
    r" (?:in(?! (?:all|total))|near|at(?! least)|as(?! many)|when|while|during|after|outside)\b"
)
_CLAIMED_BY = watched(r"claimed by(?: the)? ?$", re.IGNORECASE)
# What a force does about a deed that others did; what it does to people may go before its own.
_TELLS = re.compile(
    r"\b(?:says?|said|tells?|told|believes?|thinks?|suspects?|reports? that|reported|announced?|"
    r"confirm(?:s|ed)?|charg(?:es|ed)|receiv(?:es|ed)|responded to|called|looking|hunt(?:ing)?|"
    r"seek(?:s|ing)?|sought|investigat\w+|releas(?:es|ed)|accus(?:es|ed)|suspected|according|"
    r"(?:was|were) (?:sent|dispatched|called|notified|alerted)|learn(?:s|ed)|issu(?:es|ed)|"
    r"arrived|discussed|who|whose|whom|chase)\b"
)
_FINDS = re.compile(
    r"\b(?:arrest(?:s|ed|ing)?|detain(?:s|ed)?|identif(?:y|ies|ied)|found|search(?:es|ing|ed)?)\b"
    r"(?!.* and\b)"
)


def tells_of_others(words: str) -> bool:
    """ "police arrested a man they say", before "shot": the force did not do it.

    But it did what it "arrested villagers and" did.
    """
    return bool(_TELLS.search(words) or _FINDS.search(words))


# All that can give an actor a role, or deny that it claimed a deed.
_ROLES = (
    NAMES_ATTACK,
    _NO_CLAIM,
    _BLAME_BEFORE,
    _BELIEVED,
    _BLAMED_AFTER,
    _RESPONSIBLE,
    _CLAIMS_AFTER,
    _CLAIMED_BY,
    _OWN_DEED,
    _BEHIND,
    _BEFORE_ACTOR,
    _POSSESSIVE_ATTACK,
    _VERBS,
)
_ANY_ROLE = reduce(or_, (pattern.mark for pattern in _ROLES))
# Without one of these marks, a sentence gives nobody a role and tells of no claim.
MARKS = _ANY_ROLE | _CLAIM.mark


def may_have_role(marks: int) -> bool:
    """Whether ``actor_role`` can find a role in a sentence of these marks, for any actor."""
    return bool(marks & _ANY_ROLE)


def _has_no_object(deed: str, behind: str) -> bool:
    """ "Soldiers killed near the border": what is done to somebody was done to them."""
    return _TAKES_OBJECT.search(deed) is not None and _NO_OBJECT.match(behind) is not None


def actor_role(sentence: str, match: ActorMatch, base: int, marks: int) -> str | None:
    """How a sentence uses an actor: ``agent``, ``claim``, ``opponent`` (clash with) or None.

    ``marks``: of the sentence.
    """
    at, end = match.at - base, match.end - base
    before, after = sentence[:at], sentence[end:]
    if marks & _NO_CLAIM.mark and _says_no_claim_beside(sentence, at, end):
        return None
    if match.is_attack:
        return "agent"
    if marks & _BLAME_BEFORE.mark and _BLAME_BEFORE.search(before):
        return "blamed"
    believed = _BELIEVED.search(before) if marks & _BELIEVED.mark else None
    if believed and (_SUSPECT.search(believed.group()) or _BEHIND.match(after)):
        return "blamed"
    if marks & _BETWEEN.mark and _BETWEEN.search(before):
        return None  # "clashes between A and B": neither is said to have done it

    if _NOT_ITS_DEED.match(after):
        return None
    if marks & _BLAMED_AFTER.mark and _BLAMED_AFTER.match(after):
        return "blamed"
    if marks & _RESPONSIBLE.mark and _RESPONSIBLE.match(after):
        return "agent"
    if (marks & _CLAIMS_AFTER.mark and _CLAIMS_AFTER.match(after)) or (
        marks & _CLAIMED_BY.mark and _CLAIMED_BY.search(before)
    ):
        return "claim"
    if marks & _SPEAKS.mark and (speaks := _SPEAKS.match(after)) is not None:
        return "claim" if _OWN_DEED.match(after[speaks.end() :]) else None
    if marks & _BEHIND.mark and _BEHIND.match(after):
        return "agent"
    found = _BEFORE_ACTOR.search(before) if marks & _BEFORE_ACTOR.mark else None
    if found:
        lead = found.group().lower()
        return (
            "opponent"
            if ("with" in lead.split() or "against" in lead.split()) and "by" not in lead.split()
            else "agent"
        )
    if marks & _POSSESSIVE_ATTACK.mark and _POSSESSIVE_ATTACK.match(after):
        return "agent"
    near = before[-_NEAR:]
    if _PREPOSITION_BEFORE.search(near):
        people = _PEOPLE_OF_BEFORE.search(near)
        if people is None:
            return "agent" if _WEAPON_OF_BEFORE.search(near) else None
        if _AT_PEOPLE_OF.search(near, 0, people.start()):
            return None
    if _IS_SUFFERING.match(after):
        return None
    if _ATTACKED.search(before):
        return None
    deed = _VERBS.match(after.lower()[:160]) if marks & _VERBS.mark else None
    if deed is None or _PASSIVE.search(deed.group()):
        return None
    if after.startswith(" by ", deed.end()) or _has_no_object(deed.group(), after[deed.end() :]):
        return None  # "two of X injured by sniper fire", "soldiers killed near the border"
    if "," in deed.group() and _EARLIER_DEED.search(near):
        return None  # "a day after X took the town, a bomb killed 60"
    if match.actor.kind == "state_force" and tells_of_others(deed.group()):
        return None  # "police arrested a man they say shot"
    return "agent"


def attribution_of(text: str, marks: int) -> str:
    """asserted or suspected, from the words that name the perpetrator.

    ``marks``: of the words or of their sentence.
    """
    if (marks & _NO_CLAIM.mark and _NO_CLAIM.search(text)) or (
        marks & _SUSPECTED.mark and _SUSPECTED.search(text)
    ):
        return "suspected"
    return "asserted"


def says_no_claim(sentence: str) -> bool:
    """ "IS did not immediately claim responsibility"."""
    return bool(_NO_CLAIM.search(sentence))


def denies_claim(sentence: str, match: ActorMatch, base: int) -> bool:
    """ "The TTP did not claim the attack": the group that the text has in mind, unclaimed."""
    found = _NO_CLAIM.search(sentence)
    return (
        found is not None
        and 0 <= found.start() - (match.end - base) <= 25
        and not re.search(r"[.;,]", sentence[match.end - base : found.start()])
    )


def says_claim(sentence: str, marks: int) -> bool:
    """Whether the sentence, which has these marks, tells of a claim of responsibility."""
    return bool(marks & _CLAIM.mark and _CLAIM.search(sentence) and not _NO_CLAIM.search(sentence))


def is_perpetrator(actor: Actor) -> bool:
    """Whether the dictionary's actor can do violence (a class of civilians does not by default)."""
    return (
        not (actor.kind == "class" and actor.status == "civilian")
        and actor.actor_id not in _NOT_ACTORS
    )
