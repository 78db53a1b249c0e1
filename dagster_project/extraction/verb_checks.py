"""What keeps a verb from telling casualties: things for objects, habits, attributes."""

from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.lexicon import (
    FUNCTION_WORDS,
    NOT_PEOPLE,
    PLURAL_PERSON,
    SINGULAR_PERSON,
    SUBORDINATORS,
)
from dagster_project.extraction.objects import find_objects
from dagster_project.extraction.triggers import Trigger

_TIMES = frozenset(
    """
    day days week weeks month months year years hour hours night morning evening time minutes
    """.split()
)


_THINGS = frozenset(
    """
    arms base bases bomb bombs bunker bunkers bush bushes camp camps device devices den dens drone
    drones explosive explosives factory grenade grenades hideout hideouts ied ieds landmine
    landmines launcher launchers mine mines missile missiles munition munitions network networks
    ordnance outpost outposts position positions rocket rockets shell shells stronghold strongholds
    target targets threat threats tree trees tunnel tunnels unit vehicle vehicles weapon weapons
    """.split()
)


_HARM = frozenset(
    """
    injured injuring injuries injury wounded wounds hospital hospitalised hospitalized critical
    critically seriously severely badly mercilessly brutally fracture fractured fractures bleeding
    unconscious
    """.split()
)


# "The family of killed leader Ram": who is meant, not what happened.
_PROGRESSIVE = frozenset("is are was were been be".split())


_BEGINNINGS = frozenset("began begun started starts begin kept keep keeps continued stop".split())


_COUNTED_OF = frozenset("body bodies corpse number toll remains".split())


_BEFORE_ATTRIBUTES = frozenset("of for with to from by".split())


_HURT = frozenset("wounded injured".split())
_UNFIT = frozenset("sick disabled maimed dead ill".split())
# What is done for the wounded of some fight or other.
_CARE = frozenset(
    """
    evacuation evacuate evacuating treatment treat treating care respect assistance assist exchange
    rehabilitation attention shelter medicine supplies
    """.split()
)
_WORDS_FROM_CARE = 12
_LONG_NAME = 9  # words: "the maimed Front for the Liberation of X [FLX] members"


_DETERMINERS = frozenset("a an the its their his her any some".split())


# Where people are hit, unlike what is fired on: "were shot at a party", "were shot at by rebels".
_SCENES = frozenset(
    """
    about around approximately nearly roughly close point-blank random home house residence
    apartment apartments complex party parties club nightclub lounge bar tavern pub park playground
    pool station store shop supermarket market mall school campus university college intersection
    corner restaurant diner cafe hotel motel lot block gathering event concert function cookout
    barbecue picnic celebration parade festival fair vigil wedding funeral church mosque temple
    synagogue wash garage center centre plaza stadium arena theater theatre cinema airport
    checkpoint office warehouse factory farm campsite beach river lake game carnival rally
    """.split()
)
_WORDS_OF_A_SCENE = 7


def is_at_scene(reader: ClauseReader, k: int) -> bool:
    """Whether word k on names where or when somebody was hit: "(shot at) a house party"."""
    for j in range(k, min(reader.n, k + _WORDS_OF_A_SCENE)):
        word = reader.low[j]
        if word in _SCENES or (j == k and word[0].isdigit()):
            return True
        if word in ("by", "in", "on", ",", "and", "while", "when") or j in reader.blocked:
            return False
    return False


def thing_follows(reader: ClauseReader, k: int) -> bool:
    """Whether an object begins at word k that is no time."""
    if k >= reader.n:
        return False
    word = reader.low[k]
    return (word in _DETERMINERS or word[0].isdigit()) and not _time_follows(reader, k)


def is_habit(reader: ClauseReader, trigger: Trigger) -> bool:
    """ "began torturing and killing villagers", "were killing civilians": no one incident."""
    low, k = reader.low, trigger.start
    if low[k] not in ("killing", "murdering") or k < 1:
        return False
    before = low[max(0, k - 3) : k]
    if not (before[-1] in _PROGRESSIVE or any(word in _BEGINNINGS for word in before)):
        return False
    objects = find_objects(reader, trigger.end)
    if before[-1] in ("is", "are") and any(v.mention.form == "singular" for v in objects):
        return True  # "a scourge that is killing our youth"
    return bool(objects) and all(v.mention.form == "plural" for v in objects)


def is_thing(reader: ClauseReader, k: int) -> bool:
    """Whether the object that begins at word k is a thing: "neutralised two old landmines"."""
    for word in reader.low[k : k + 6]:
        if word in _THINGS:
            return True
        if word in FUNCTION_WORDS and word not in _DETERMINERS:
            return False
    return False


def is_vague_blow(reader: ClauseReader, trigger: Trigger) -> bool:
    """ "thrashed the drivers", of whom neither the number nor an injury is told."""
    if not _HARM.isdisjoint(reader.words):
        return False
    objects = find_objects(reader, trigger.end)
    return any(v.mention.form == "plural" for v in objects)


def is_attribute(reader: ClauseReader, trigger: Trigger) -> bool:
    """ "the family of killed leader Ram": told elsewhere, unless it counts or finds bodies."""
    low, k = reader.low, trigger.start
    if "missing" in low[max(0, k - 3) : k] and low[k - 1] == "and":
        return True  # "relatives of missing and murdered people"
    if low[k] == "maimed" and (
        low[k - 1 : k] in (["the"], ["their"], ["its"], ["many"], ["some"], ["of"], ["allow"])
        or low[max(0, k - 3) : k : 2] == ["the", "and"]
    ):
        # "the maimed rebels", "the wounded and maimed": who lost a limb in some fight or other
        return any(w in PLURAL_PERSON for w in low[trigger.end : trigger.end + _LONG_NAME])
    if low[k] in _HURT:
        # "the evacuation of wounded people", "respect for disabled and wounded personnel"
        is_cared_for = not _CARE.isdisjoint(low[max(0, k - _WORDS_FROM_CARE) : k])
        return (
            is_cared_for
            and (
                low[k - 1] in _BEFORE_ATTRIBUTES
                or low[k - 1] in _CARE
                or (low[k - 1] == "and" and low[k - 2] in _UNFIT)
            )
            and any(w in PLURAL_PERSON for w in low[trigger.end : trigger.end + 4])
        )
    return (
        k >= 2
        and low[k - 1] in _BEFORE_ATTRIBUTES
        and low[k - 2] not in _COUNTED_OF
        and any(w in SINGULAR_PERSON for w in low[trigger.end : trigger.end + 4])
        and low[trigger.end] not in FUNCTION_WORDS
    )


def _time_follows(reader: ClauseReader, k: int) -> bool:
    """ "killed the same day", "injured a week ago": a time, not an object."""
    return any(w in NOT_PEOPLE and w in _TIMES for w in reader.low[k + 1 : k + 4])


def starts_clause(reader: ClauseReader, trigger: Trigger) -> bool:
    """Whether a verb stands first in its clause and so has no subject before it."""
    k = trigger.start - 1
    return k < 0 or reader.low[k] in (",", ";", ":", "-", "and") or reader.low[k] in SUBORDINATORS
