"""What tells of deaths and is no incident: misfortune, illness, fiction and what is denied.

All is matched against lower-case text.
"""

import re

from dagster_project.extraction.watched import watched

# Disasters, illness and road accidents are no incidents, unless violence is told with them.
_NOT_VIOLENCE = watched(
    (
        r"\b(?:outbreak|virus|disease|cancer|heart attack|overdos\w*|"
        r"(?:car|vehicle|bus|plane|train|helicopter|motorcycle|road|traffic|"
        r"boat) (?:crash|accident|wreck|collision)\w*|crash(?:ed)?|collision|drown\w*|"
        r"earthquake|flood\w*|hurricane|tornado|storm(?! (?:the|an?|into|out)\b)|"
        r"tsunami|landslide|avalanche|illness|"
        r"covid|cholera|famine|pneumonia|natural causes|fell from|stampede|heat ?wave|"
        r"lightning|food poisoning|electrocut\w*|overturn\w*|plung\w+|skidded|fell into|"
        r"veered|brakes? failed|capsiz\w*|(?:house|hospital|factory) fire|"
        r"(?:apartment|early|morning|building|forest|wild) ?fire)\b"
    ),
)
# What these tell is no violence, though soldiers died of it or something exploded; only a weapon
# or an attacker in the same clause says otherwise.
_MISFORTUNE = watched(
    r"\boxygen (?:tank|cylinder)|\bheart attack|\bcollided\b|\bcollision\b|\bcrashed\b|"
    r"\b(?:helicopter|plane|aircraft|jet) crash|\bbad weather\b|\blost control\b|\bgas leak|"
    r"\bgas (?:cylinder|canister|pipeline|explosion)|\bboiler\b|\bcollaps(?:e|ed|ing)\b|"
    r"\bcave-?in\b|\bfuel tanker\b|\btanker (?:truck )?(?:explo\w+|crash\w*|fire)|"
    r"\b(?:a|an|the|huge|massive|big|large) (?:\w+ )?(?:fire|blaze|inferno)\b"
    r"(?! (?:departments?|dept|rescue|chiefs?|officials?|crews?|stations?|marshals?|medics?|"
    r"trucks?|engines?|captains?|personnel|services?|spokes\w+|investigators?|authorities|"
    r"officers?|district|line|fight\w*|was (?:exchanged|returned|opened))\b)(?! on\b| at (?:the|"
    r"a) (?:soldiers|troops|police|protest\w+|convoy|crowd))|\bin a (?:fire|blaze)\b|"
    r"\b(?:rainstorm|heavy rains?|torrential|monsoon|mudslide|snowstorm|cyclone|typhoon)\b|"
    r"\b(?:crocodile|elephant|tiger|lion|leopard|hyena|bear|hippo|hippopotamus|snake|shark|wolf|"
    r"wolves|bee|wasp|dog|bull|boar)s? (?:\w+ ){0,2}(?:attack|kill|maul|trampl|gor|bit)|"
    r"\b(?:attacked|killed|mauled|trampled|gored|bitten)(?: to death)? by (?:an? |the |\w+ )?"
    r"(?:wild |stray )?(?:crocodile|elephant|tiger|lion|leopard|hyena|bear|hippo|snake|shark|wolf|"
    r"wolves|bee|dog|bull|boar)s?\b",
)
# "three crewmen died during the accident", of which the sentences before tell what it was.
_ACCIDENT = watched(
    r"\b(?:in|during|of|by|from) (?:the|this|that|an?) (?:[\w-]+ )?accident\b|"
    r"\bemergency landing\b|\btried to land\b"
)
# "The plane crashed on take-off. Five passengers were hurt": told in the sentence before.
_CRASH = watched(
    r"\b(?:plane|planes|aircraft|airplane|helicopter|jet|airliner|pilot|train|bus|ferry|boat)\b"
    r"[^.;]{0,120}?\b(?:crashed|accident|derailed|collided|overturned|capsized|emergency landing)\b"
)
# "The pilot reported killed is alive": who was said to have died did not.
_ALIVE = re.compile(r"[^,;.]{0,40}? (?:is|are) (?:still |both |all )?alive\b")
# "they will have to climb over my body": nobody died.
_OVER = re.compile(r"\bover (?:the |my |our |his |her |their )?(?:dead )?$")
_BODY = re.compile(r"(?:body|bodies|corpses?)\b")
# "They were taken to hospital and, doctors said, suffered no wounds."
_UNHURT = re.compile(
    r"\b(?:suffered|had|have|showed|with|bore) no (?:\w+ )?(?:wounds|injur(?:y|ies))\b"
    r"|\b(?:is|are|was|were|found|be|been) (?:\w+ )?(?:unharmed|unhurt|uninjured|unscathed)\b"
)
_OF_AIRCRAFT = re.compile(
    r"\b(?:plane|planes|aircraft|airplane|helicopter|jet|airliner|pilot|copilot)\b"
)
# What is told only to be denied: "denied that three had been killed", "no truth to reports that".
_DENIAL = watched(
    r"\b(?:den(?:ied|ies|y|ying)|reject(?:ed|s|ing)|dismiss(?:ed|es|ing)|refut(?:ed|es|ing)|"
    r"disput(?:ed|es|ing))\b(?: (?!that\b|having\b)[\w',-]+){0,9}? that "
    r"|\bno truth (?:to|in) (?:\w+ ){0,3}(?:reports?|claims?|rumou?rs?|"
    r"allegations?)(?: \w+){0,3}? that "
    r"|\b(?:false|fake|untrue|baseless) (?:reports?|claims?|rumou?rs?|news|allegations?)"
    r"(?: \w+){0,3}? that "
)
# Nobody dies in a film.
_FICTION = watched(
    r"\b(?:film|movie|novel|drama|tv series|documentary|play|video game|thriller|book),? "
    r"(?:in which|where|about|that (?:shows|depicts|tells))\b"
    r"|\bin (?:the|a|his|her) (?:\w+ )?(?:film|movie|novel|tv series|video game|thriller)\b"
)
_OTHER_CLAUSE = watched(r"\b(?:that|which|who|in which|but|while|whereas|although|after)\b|;")
# Nobody dies of these by another's hand.
_ILLNESS = watched(
    r"\b(?:died|die|dies|death|dead) (?:\w+ )?(?:of|from|after) (?:an? |his |her )?(?:\w+ )?"
    r"(?:heart attack|cardiac arrest|cancer|stroke|illness|natural causes|pneumonia|covid|malaria|"
    r"cholera|kidney failure|old age|disease|ebola|measles|starvation|malnutrition)\b"
)
_ATTACKER_WORDS = (
    r"shot|shooting|gunm[ae]n|gunfire|bullets?|bomb\w*|attack(?:ed|s|ers?|ing)|"
    r"(?<!heart )attack|blasts?|"
    r"clash\w*|militants?|rebels?|murder\w*|assassin\w*|stab\w*|airstrikes?|air strikes?|"
    r"strikes?|shell(?:ed|ing|s)|ambush\w*|landmines?|insurgents?|terror\w*|missiles?|rockets?|"
    r"drones?|mortars?|grenades?|arson\w*|set (?:on fire|ablaze)|hijack\w*|jihadists?|"
    r"shot down|downed|combat"
)
_ATTACKER = watched(rf"\b(?:{_ATTACKER_WORDS})\b")
_HARM = re.compile(
    r"\b(?:kill\w*|wound\w*|injur\w*|hurt|hospital|shoot\w*|violen\w+|explo\w+|knif\w+|beat\w*|"
    r"victims?|suspects?|police\w*|fight\w*|fought|battle\w*|incident\w*|assault\w*|homicide)\b"
)
# Words of violence.
_VIOLENCE = watched(
    (
        r"\b(?:shot|shooting|gun\w*|bomb\w*|attack\w*|blast\w*|explo\w+|clash\w*|"
        r"militant\w*|rebel\w*|murder\w*|assassin\w*|stab\w*|strike\w*|shell\w*|fired|"
        r"ambush\w*|mine|mines|landmine\w*|soldiers?|troops|insurgent\w*|massacre\w*|"
        r"execut\w*|killers?|terror\w*)\b"
    ),
)


def is_misfortune(passage: str, marks: int) -> bool:
    """Whether a passage tells of an accident, illness or disaster and of no violence.

    ``marks``: of the passage, or of the sentence that it is a part of.
    """
    if marks & _NOT_VIOLENCE.mark and (
        _NOT_VIOLENCE.search(passage) and not _VIOLENCE.search(passage)
    ):
        return True
    if marks & _ILLNESS.mark and _ILLNESS.search(passage):
        return True
    return bool(
        marks & _MISFORTUNE.mark and _MISFORTUNE.search(passage) and not _ATTACKER.search(passage)
    )


def is_air_accident(passage: str, before: str, marks: int, marks_of_text: int) -> bool:
    """Whether a passage tells of an accident, and the text up to it of an aircraft not shot at."""
    if marks_of_text & _CRASH.mark and _is_behind_crash(passage, before):
        return True
    if not (marks & _ACCIDENT.mark and _ACCIDENT.search(passage)):
        return False
    told = f"{before} {passage}"
    return bool(_OF_AIRCRAFT.search(told)) and not _ATTACKER.search(told)


def _is_behind_crash(passage: str, before: str) -> bool:
    """Whether the sentence before a passage tells of a crash, and neither of violence."""
    return (
        _CRASH.search(before) is not None
        and not _VIOLENCE.search(passage)
        and not _ATTACKER.search(before)
    )


def is_alive(lower: str, trigger: int, end: int) -> bool:
    """ "The pilot reported killed is alive", "over my dead body": nobody died.

    ``trigger``, ``end``: where the word of death and where its statement ends.
    """
    if _ALIVE.match(lower, end):
        return True
    return bool(_BODY.match(lower, trigger) and _OVER.search(lower[max(0, trigger - 20) : trigger]))


def tells_violence(passage: str) -> bool:
    """Whether a passage has any word of violence or of harm to people."""
    return _VIOLENCE.search(passage) is not None or _HARM.search(passage) is not None


def is_unhurt(sentence: str) -> bool:
    """Whether a sentence says of whom it takes to a hospital that nothing happened to them."""
    return _UNHURT.search(sentence) is not None


def is_fiction(passage: str, marks: int) -> bool:
    """Whether a passage tells of a film, a book or a game."""
    return bool(marks & _FICTION.mark and _FICTION.search(passage))


def is_denied(before: str, marks: int) -> bool:
    """Whether the words before a statement, in its sentence, deny it."""
    if not marks & _DENIAL.mark:
        return False
    found = list(_DENIAL.finditer(before))
    return bool(found) and not _OTHER_CLAUSE.search(before, found[-1].end())
