"""How an incident was done, from the words of the passages about it."""

import re
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_

from dagster_project.extraction.watched import watched

# Method -> words; the first method in this order that the text names wins over the later ones.
_METHODS: list[tuple[str, str]] = [
    (
        "suicide_bombing",
        (
            r"suicide (?:\w+ )?(?:bomb|attack|blast|car|truck|vest|explosion|"
            r"operation)\w*|suicide bombers?|blew (?:himself|herself|themselves|"
            r"itself) up|explosive (?:vest|belt)|human bomb|"
            r"detonated (?:himself|herself|his (?:vest|belt|explosives))"
        ),
    ),
    (
        "chemical",
        r"chemical (?:weapon|attack|agent)s?|chlorine|sarin|nerve agent|mustard gas|poison gas",
    ),
    ("drone_strike", r"drones?\b|unmanned aerial|\buavs?\b|quadcopters?"),
    (
        "vehicle_bomb",
        (
            r"(?:car|truck|vehicle|motorcycle|motorbike|van|rickshaw)[ -]bomb\w*|"
            r"vehicle-borne|\bs?vbieds?\b|booby-trapped (?:car|vehicle|truck|motorcycle)|"
            r"explosives-laden (?:car|truck|vehicle)|bomb-laden|rigged (?:car|vehicle)|"
            r"explosive-laden|(?:car|truck|van|lorry|tanker|vehicle|minibus|motorcycle)s? "
            r"(?:packed|loaded|rigged|laden|filled|stuffed) with"
        ),
    ),
    (
        "landmine",
        (
            r"land ?-?mines?\b|\bminefields?\b|\bmines? (?:blast|explosion|exploded|went off|"
            r"detonated|killed|wounded|injured|blew|of the|"
            r"(?:\w+ly )?(?:laid|left|planted|buried))|"
            r"(?:set off|detonated|triggered|planted|laid) (?:(?:an?|two|three|several) )?"
            r"(?:\w+ )?mines?\b|"
            r"(?:\bby|explosion of) (?:an? |the |another )?(?:\w+ )?mines?\b|"
            r"(?:stepped|stepping|drove|ran|driving|hit|struck) (?:on|over|"
            r"onto)? ?(?:an?|another|the) (?:\w+ )?mine\b|anti-?personnel mines?|pressure mines?|"
            r"explosive remnants? of war|"
            r"(?:unexploded|abandoned|left-?over) (?:\w+ )?(?:ordnance|shell|bomb|munition|rocket|"
            r"grenade|projectile)|(?:munition|shell|ordnance|bomb|rocket|projectile)s? "
            r"(?:that (?:was |were |had been )?)?(?:left (?:over|behind)|remaining) (?:from|by)"
        ),
    ),
    ("airstrike", r"\bdropp(?:ed|ing) (?:[\w-]+ ){0,3}bombs?\b"),
    (
        "ied",
        (
            r"roadside bombs?|roadside (?:explosion|blast)|\bieds?\b|improvised explosive|"
            r"explosive devices?|explosive charges?|explosives (?:planted|hidden|attached|placed)|"
            r"pressure (?:cooker )?bombs?|"
            r"(?:time|pipe|petrol|planted|sticky|parcel|letter|package|mail|nail|magnetic|crude|"
            r"home-?made|claymore) ?-?bombs?|bomb(?:ing)? (?:blast|explosion|attack)s?|"
            r"(?<!mortar )bombs? (?:exploded|went off|ripped|tore|planted|detonated|hidden|placed|"
            r"kill(?:s|ed)|wound(?:s|ed)|hits?|leaves|left)"
            r"|\bbombings?\b|dynamite|planted (?:a|two|three|the)? ?(?:bomb|"
            r"explosive)s?|powerful bomb|\b(?:a|another|second|third) bomb\b|"
            r"blew up (?:an?|the|his|her|their|its) (?:[\w-]+ )?"
            r"(?:vehicle|jeep|car|truck|bus|van|convoy)s?\b|"
            r"(?<!barrel )(?<!cluster )(?<!mortar )(?<!guided )(?<!glide )\bbombs\b|"
            r"booby[- ]trap\w*"
        ),
    ),
    (
        "airstrike",
        (
            r"air ?-?strikes?|air ?-?raids?|aerial (?:bomb\w*|attack|strike|raid)s?|"
            r"warplanes?|fighter jets?|barrel bombs?|cluster (?:bombs?|munitions?)|"
            r"helicopter gunships?|"
            r"bombed from the air|\bstrafed?\b|"
            r"air force (?:has |jets )?(?:bomb|straf|pound|target|attack|raid|hit\b|struck)\w*|"
            r"\bstrafing\b|(?<!water )\bjets? (?:\w+ )?(?:struck|hit|bombed|pounded|attacked|"
            r"raided)|precision (?:air ?)?strike|"
            r"guided bombs?|glide bombs?|"
            r"(?:aircraft|helicopters?) (?:\w+ly )?(?:fired|bombed|struck|hit|attacked|targeted)|"
            r"(?:struck|hit|bombed|targeted|attacked|pounded) by (?:[\w-]+ ){0,3}(?:aircraft|jets?|"
            r"planes?|helicopters?)\b"
        ),
    ),
    ("missile", r"missiles?\b"),
    (
        "shelling",
        (
            r"shell(?:ing|ed|s|fire)\b|\bshell (?:hit|landed|fell|struck|slammed|exploded|killed)|"
            r"mortars?\b|artillery|rockets?\b(?![ -](?:launcher|propelled))|"
            r"howitzers?|katyushas?|projectiles?|grad rocket"
        ),
    ),
    (
        "execution",
        (
            r"\bexecut(?:ed|ion|ions|ing)\b|behead\w*|decapitat\w*|firing squad|"
            r"extrajudicial|summar(?:y|ily) (?:killing|execut)\w*|\bhanged\b|bound and shot|"
            r"kangaroo court|jan adalat|people's court"
        ),
    ),
    ("assassination", r"assassinat\w*|hitm[ae]n|contract kill\w*|targeted killing"),
    (
        "clash",
        (
            r"clash(?:es|ed|ing)?\b|violence between\b|"
            r"\bfought\b|fire ?-?fights?|gun ?-?(?:fight|battle)s?|"
            r"exchanges? of (?:fire|gunfire)|(?:exchang|trad)(?:ed?|ing) (?:gun)?fire|"
            r"encounters?\b|"
            r"(?:tribal|clan|communal|land|family|ethnic) (?:dispute|feud|violence)s?|"
            r"\bfighting\b|\bbattles?\b|skirmish\w*|confrontations?|crossfire|cross-fire|"
            r"shoot-?outs?|combat\b|armed engagement"
        ),
    ),
    ("kidnapping", r"kidnap\w*|abduct\w*"),
    (
        "armed_attack",
        (
            r"ambush\w*|gunm[ae]n|armed (?:m[ae]n|assailants?|persons|group)|broke into|snipers?\b|"
            r"open(?:ed|ing|s)? fire|\bshot\b|shooting|\bshoots\b|"
            r"\bfired\b|live (?:ammunition|rounds|fire|bullets)\b|infiltrat\w+|"
            r"overr[au]n\b|gunned|gunfire|gunshot|raid(?:ed|s)?\b|storm(?:ed|ing)|stab\w*|"
            r"hack(?:ed|ing)|lynch\w*|machine ?-?gun\w*|attack(?:ed|s|ers?|ing)?\b|"
            r"target(?:ed|ing)\b|assault\w*|beaten|massacre\w*|bullets?\b|\bguns?\b|pistols?|rifles?\b|firearms?|slit|"
            r"grenades?|under fire|killed by|murder\w*|strangl\w*|hurled|axed?\b|knif\w*|machetes?|"
            r"small[- ]arms|returned fire|exchanged fire|weapons fire|shotguns?|pellets\b|"
            r"engaged (?:and|the|a|an|them|him|several|\w+ insurgents|\w+ militants)\b|"
            r"chopped off|dismember\w*"
        ),
    ),
    (
        "airstrike",
        r"\bbomb(?:ed|ardments?|arded)\b|\bstrikes?\b|"
        r"\bstruck (?:\w+ ){0,2}"
        r"(?:positions?|hideouts?|depots?|bases?|headquarters|convoys?|targets?)\b",
    ),
    (
        "armed_attack",
        r"(?:military|security|police|army|joint|search|clearance|clearing|combing|cordon\w*|"
        r"intelligence-based|\w+-day|counter\w*[ -]?\w*|anti-\w+) "
        r"(?:and search |and sweep )?operations?\b(?! (?:command|room|cent))",
    ),
    ("other", r"explosion|blast|accident\w*"),
]


_METHOD_PATTERNS = [
    (method, pattern.mark, pattern)
    for method, pattern in ((method, watched(pattern)) for method, pattern in _METHODS)
]
_ANY_METHOD = reduce(or_, (mark for _, mark, _ in _METHOD_PATTERNS))


_VIOLENT = watched(
    r"\b(?:kill\w*|shot|ambush\w*|attack\w*|stabbed|opened fire|hacked|behead\w*|massacred)\b",
    re.IGNORECASE,
)


# Words for any attack at all.
_ANY_ATTACK = re.compile(r"attack\w*|assault\w*|target\w+|killed by|massacre\w*|murder\w*")
_ACCIDENT = watched(
    (
        r"accident(?:al|ally)\b|unintentional|negligent discharge|misfire\w*|"
        r"friendly fire|mishandl\w*|by mistake|by accident|went off while|"
        r"(?:they|he|she|children|boys|who) (?:had |have )?(?:found|picked up)|"
        r"(?:playing|play|played|tinkering|toying) with"
    ),
    re.IGNORECASE,
)


_EXPLOSIVE_METHODS = frozenset(
    """
    suicide_bombing drone_strike vehicle_bomb landmine ied airstrike missile shelling chemical
    """.split()
)


# Whose fight it was is told elsewhere.
_STRAY = re.compile(
    r"\bstray (?:bullets?|rounds?|fire|gunfire)\b|\brandom (?:shooting|gunfire|fire)\b"
)
# "In the ensuing gunfight": what came after the attack.
_ENSUING = re.compile(r"\bensuing (?:[\w-]+ )?\w+")
# "In retaliation for a roadside bomb, the army shelled X": that was done otherwise.
_OF_ANOTHER = re.compile(r"\bin (?:retaliation|revenge|response|reprisal) (?:for|to) [^,.;]*")


def find_method(passages: Iterable[tuple[str, int]]) -> str:
    """The method of an incident from passages about it, the nearest first.

    ``passages``: in small letters, each with its marks or those of its sentence. "The blast" and
    "the attack" name none: what exploded is looked for in the passages behind it.
    """
    fallback, last = "unknown", "unknown"
    for passage, marks in passages:
        if not marks & _ANY_METHOD:
            continue
        method, told = _method_in(passage, marks)
        if told == "accident":
            return method
        if told == "stray":
            last = method
        elif told == "vague" and fallback == "unknown":
            fallback = method
        elif told == "sure" and (fallback == "unknown" or method in _EXPLOSIVE_METHODS):
            return method
    return fallback if fallback != "unknown" else last


# A sentence is asked of for each incident beside it, and the first one for all.
@lru_cache(maxsize=1_000)
def _method_in(passage: str, marks: int) -> tuple[str, str]:
    """The method of one passage, and how it is told: sure, vague, stray, accident or not at all."""
    if "in re" in passage:
        passage = _OF_ANOTHER.sub(" ", passage)
    if "ensuing" in passage:
        passage = _ENSUING.sub(" ", passage)
    for method, mark, pattern in _METHOD_PATTERNS:
        match = pattern.search(passage) if marks & mark else None
        if match is None:
            continue
        if (
            method == "kidnapping"
            and marks & _VIOLENT.mark
            and (earlier := _VIOLENT.search(passage))
            and earlier.start() < match.start()
        ):
            continue
        if (
            method in ("armed_attack", "other")
            and marks & _ACCIDENT.mark
            and _ACCIDENT.search(passage)
        ):
            return "other", "accident"
        if method == "armed_attack" and _STRAY.search(passage):
            return method, "stray"
        is_vague = method == "other" or (
            method == "armed_attack"
            and _ANY_ATTACK.fullmatch(match.group()) is not None
            and all(
                _ANY_ATTACK.fullmatch(m.group()) for m in pattern.finditer(passage, match.end())
            )
        )
        return method, "vague" if is_vague else "sure"
    return "unknown", ""
