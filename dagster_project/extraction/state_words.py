"""The words by which the news means a state's armed forces, police or other forces."""

import re

_MILITARY = frozenset(
    """
    army military troops soldiers soldier troop trooper troopers airforce navy marines marine
    commandos commando paratroopers paratrooper infantry serviceman servicemen conscript
    conscripts recruits general colonel major lieutenant captain brigadier corporal sergeant
    private sailor sailors airmen artillery warplanes warplane jets garrison sepoy jawan jawans
    """.split()
)
# A state's where they bear a number or an arm's name; armed groups call theirs so too.
_UNITS = frozenset("battalion battalions brigade brigades regiment regiments division".split())
_NUMBER_OR_ARM = frozenset(
    """
    first second third fourth fifth sixth seventh eighth ninth tenth st nd rd th infantry armoured
    armored mechanized mechanised artillery commando commandos airborne army tank marine mountain
    assault republican guard guards border police motorized motorised paratroop paratrooper rapid
    presidential naval reserve engineer engineering military government regime state
    """.split()
)
# Of a country's forces only where the country is named: "Russian aircraft", "US helicopters".
_CRAFT = frozenset("aircraft plane planes helicopter helicopters gunships drone drones".split())
_TYPE_OF_CRAFT = re.compile(r"\b(?:[A-Z]{1,2}|Su|Mi|MiG|An)-\d+s?\b")
_POLICE = frozenset(
    """
    police policeman policemen policewoman policewomen gendarmes gendarme gendarmerie constable
    constables sub-inspector inspector superintendent cop cops detective detectives sheriff
    sheriffs patrolman carabineros
    """.split()
)
_GOVERNMENT = frozenset(
    """
    government regime security pro-government state border prison intelligence authorities
    coastguard
    """.split()
)
_GOVERNMENT_HEADS = frozenset(
    """
    forces force personnel troops soldiers agents guards guard officers officer men members
    service services guardsmen warden wardens
    """.split()
)
# "regime forces", "government troops": the armed forces, not the police or the guards.
REGIME = frozenset("government regime state".split())
# "an army bombardment": the armed forces of the article's country, where no name has the word.
OWN_FORCES = frozenset("army military junta".split())
COMMON_OWNERS = REGIME | OWN_FORCES
_FORCES = frozenset("forces force troops soldiers fighters artillery".split())
_LETTERS_AND_HYPHENS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def words_of_force(phrase: str) -> list[str]:
    """The words of a phrase in small letters, hyphens kept."""
    return _LETTERS_AND_HYPHENS.findall(phrase.lower())


def branch_of(words: list[str]) -> str | None:
    """gov, mil or pol, where the words say so: "regime soldiers", "border guards", "policemen"."""
    branch = None
    for k, word in enumerate(words):
        if word in _POLICE:
            return "pol"
        if word in ("air", "armed") and words[k + 1 : k + 2] in (["force"], ["forces"]):
            branch = "mil"
        is_unit = word in _UNITS and k > 0 and words[k - 1] in _NUMBER_OR_ARM
        if (word in _MILITARY or is_unit) and branch is None:
            branch = "mil"
        if word in REGIME and branch is None and _FORCES & set(words[k + 1 : k + 2]):
            branch = "mil"
        if word in ("defence", "defense") and {"ministry", "minister"} & set(words):
            branch = "mil"
        is_government = word in _GOVERNMENT and branch is None
        if is_government and any(w in _GOVERNMENT_HEADS for w in words[k + 1 :]):
            branch = "gov"
    if branch == "gov" and any(word in _MILITARY or word in _UNITS for word in words):
        return "mil"
    return branch


def may_be_force(phrase: str, words: list[str]) -> bool:
    """Whether a country before them makes the words its armed forces: "Thai forces", "Su-25s"."""
    return (
        "forces" in words
        or not _CRAFT.isdisjoint(words)
        or _TYPE_OF_CRAFT.search(phrase) is not None
    )
