"""Words that say that somebody was killed, wounded or hit, and how they take their victims.

Kinds: ``killed``, ``wounded`` and ``hit`` (shot, stabbed: wounded unless the text says dead).
Forms: ``participle`` ("killed": passive or active), ``active`` ("killing"), ``intransitive``
("died"), ``dead`` (adjective), ``noun`` ("death of", "deaths"), ``bodies``, ``toll``, ``lives``,
``injuries`` ("sustained injuries"), ``loss`` ("lost two fighters").
"""

from typing import NamedTuple

from dagster_project.extraction.lexicon import FUNCTION_WORDS, PLURAL_PERSON, SINGULAR_PERSON
from dagster_project.extraction.numbers import is_number_word
from dagster_project.extraction.tokens import LOSSES, SHORTENED


class Trigger(NamedTuple):
    """Words ``start`` up to, not including, ``end`` of a sentence."""

    start: int
    end: int
    kind: str
    form: str


_SINGLE: dict[str, tuple[str, str]] = {}


def _add(kind: str, form: str, words: str) -> None:
    for word in words.split():
        _SINGLE[word] = (kind, form)


_add(
    "killed",
    "participle",
    (
        "killed slain murdered assassinated executed beheaded decapitated massacred "
        "slaughtered lynched martyred liquidated eliminated neutralized neutralised "
        "annihilated slayed butchered"
    ),
)
_add(
    "killed",
    "active",
    (
        "kills killing slaying murdering assassinating beheading executing massacring "
        "slaughtering eliminating neutralizing neutralising kill murders assassinate "
        "behead slays massacre"
    ),
)
_add("killed", "intransitive", "died dies perished succumbed die dying")
_add("killed", "dead", "dead lifeless deceased")
_add(
    "killed",
    "noun",
    (
        "death deaths fatality fatalities killings murder assassination assassinations "
        "slayings executions execution demise casualties"
    ),
)
_add("killed", "noun", "murderers murderer")
_add("killed", "bodies", "body bodies corpse corpses remains")
_add("killed", "lives", "lives life")
_add("killed", "toll", "toll")
_add(
    "wounded",
    "participle",
    "wounded injured hurt harmed maimed hospitalized hospitalised traumatized assaulted thrashed",
)
_add(
    "wounded",
    "active",
    "wounding injuring hurting maiming injures wounds hospitalizing wound injure",
)
_add("wounded", "injuries", "injuries injury")
_add("hit", "participle", "shot stabbed grazed")
_add("hit", "active", "shooting stabbing shoots stabs")

_MULTI: list[tuple[str, str, str]] = [
    (
        "killed",
        "participle",
        (
            "shot dead|shot and killed|shot to death|shot , killed|shot fatally|"
            "shot down and killed|fatally shot|fatally wounded|fatally injured|"
            "fatally stabbed|fatally hit|fatally struck|mortally wounded|gunned down|"
            "mowed down|cut down|stabbed to death|stabbed and killed|beaten to death|"
            "hacked to death|burnt to death|burned to death|burned alive|burnt alive|"
            "stoned to death|bludgeoned to death|clubbed to death|tortured to death|"
            "strangled to death|strangulated to death|crushed to death|trampled to death|"
            "battered to death|pulled the trigger and killed|done to death|put to death|"
            "blown to pieces|blown to death|axed to death|hanged to death|"
            "slit the throat of|buried alive|charred to death|roasted alive|starved to death|"
            "slit the throats of|slitting the throat of|"
            "ended his life|ended her life|ended their lives|"
            "slit his throat|slit her throat|slit their throats|slitting his throat|"
            "slitting her throat|slitting their throats|"
            "slit throat of|throats slit|throat slit|throats cut|throat cut|shoot dead|"
            "shoot to death|hack to death|beat to death|"
            "strangled|sprayed with bullets|riddled with bullets|shot point blank|"
            "wiped out|killed and wounded|killed or wounded|killed or injured|"
            "killed and injured|bumped off|bump off|blown up"
        ),
    ),
    (
        "killed",
        "active",
        (
            "shooting dead|shooting to death|fatally shooting|fatally wounding|"
            "fatally stabbing|gunning down|beating to death|hacking to death|"
            "stabbing to death|shoots dead|gun down|shot and killing|guns down|"
            "fatally injuring|shooting and killing|mowing down|mortally wounding|fatally striking"
        ),
    ),
    (
        "killed",
        "intransitive",
        (
            "passed away|lost his life|lost her life|lost their lives|lost its life|"
            "lost their life|lost lives|breathed his last|lose their lives|"
            "losing their lives|blew himself up|blew herself up|blow himself up|"
            "blew themselves up|detonated his explosive vest|detonated his explosive belt|"
            "detonated his suicide vest|detonated his vest|detonated his explosives|"
            "detonated an explosive vest|detonated a suicide vest|detonated her explosive vest|"
            "detonated their explosive vests|detonated their explosives|took his own life|"
            "shot and killed himself|"
            "shot himself dead|detonated himself|exploded himself|"
            "turned the gun on himself|turns the gun on himself|turns gun on himself|"
            "turned gun on himself|turn the gun on himself|turned a gun on himself|"
            "turned the weapon on himself|turning a gun on himself|turning the gun on himself|"
            "turned the gun on herself|turning the gun on herself|"
            "turned his gun on himself|fatally shot himself|shot and killed herself|"
            "taking his own life|taking her own life|took their own lives|met his death|"
            "met their deaths|met their death|committed suicide|took her own life|"
            "takes his own life|takes own life|fell in battle|fell in combat|fell in action|"
            "fell in the battle|fell in the fighting|fell in the ambush|fell in an ambush|"
            "fell in the clash|fell in the clashes|"
            "paid the supreme price|paid the ultimate price|paid the supreme sacrifice|"
            "made the ultimate sacrifice|made the supreme sacrifice|gave up the ghost|"
            "embraced martyrdom|attained martyrdom|achieved martyrdom"
        ),
    ),
    (
        "killed",
        "noun",
        (
            "death toll|number of deaths|number of dead|shooting death|shooting deaths|"
            "stabbing death|fatal shooting|fatal stabbing|fatal shootings"
        ),
    ),
    ("killed", "active", "kill and injure|killing or wounding"),
    ("killed", "bodies", "dead body|dead bodies"),
    (
        "wounded",
        "participle",
        (
            "taken to hospital|rushed to hospital|taken to the hospital|"
            "rushed to the hospital|taken to a hospital|rushed to a hospital|"
            "taken to hospitals|transported to the hospital|transported to a hospital|"
            "transported to hospitals|beaten up|beat up|badly beaten|severely beaten|badly burned|"
            "shot and wounded|shot and injured|shot at and injured|critically wounded|"
            "treated for|being treated for|being treated in|being treated at|"
            "brutally beaten|savagely beaten"
        ),
    ),
    ("wounded", "active", "shooting and wounding|shooting and injuring"),
    (
        "wounded",
        "intransitive",
        "sustained wounds|suffered wounds|received wounds|"
        "sustained a wound|suffered a wound|received a wound",
    ),
    ("killed", "noun", "human losses"),
    (
        "wounded",
        "intransitive",
        "|".join(
            f"{verb} with {how}{what}"
            for verb in ("escaped", "survived", "fled")
            for how in ("", "minor ", "slight ", "light ", "serious ")
            for what in ("injuries", "wounds")
        ),
    ),
    (
        "wounded",
        "intransitive",
        "|".join(
            f"lost {limb}"
            for limb in (
                "limbs|a limb|an eye|both legs|their legs|his legs|her legs|"
                + "|".join(
                    f"{owner}{side}{part}"
                    for owner in ("a ", "an ", "his ", "her ", "their ")
                    for side in ("", "left ", "right ")
                    for part in ("leg", "arm", "foot", "hand", "eye")
                )
            ).split("|")
        )
        + "|receiving medical attention|receiving medical treatment"
        "|receiving treatment"
        "|undergoing treatment|undergoing medical treatment|under treatment",
    ),
    (
        "hit",
        "participle",
        (
            "shot in|wounded by gunfire|struck by gunfire|hit by gunfire|hit by bullets|"
            "hit by a bullet|struck by a bullet|hit by a stray bullet|"
            "struck by a stray bullet|struck by bullets|hit by stray bullets|"
            "shot multiple times|shot several times|shot himself|shot herself|"
            "hit by stray gunfire|hit by return fire|hit by sniper fire|hit by crossfire|"
            "hit by shrapnel|struck by shrapnel|hit in|struck in"
        ),
    ),
    (
        "hit",
        "injuries",
        (
            "gunshot wounds|gunshot wound|stab wounds|stab wound|bullet wounds|"
            "bullet wound|bullet injuries|bullet injury|gunshot injuries|gunshot injury|"
            "shrapnel wounds|graze wound|graze wounds|grazing wound|grazing wounds|"
            "machete wounds|machete wound|knife wounds|knife wound|axe wounds|"
            "machete injuries|machete cuts"
        ),
    ),
    ("killed", "injuries", "fatal gunshot wound|fatal gunshot wounds|fatal wound|fatal wounds"),
    (
        "wounded",
        "participle",
        "|".join(
            f"{verb}in {article}{state} condition"
            for article in ("", "a ")
            for verb in ("", "remained ", "remains ", "remain ", "listed ", "reported ", "left ")
            for state in (
                "critical|serious|stable|grave|guarded|critical but stable|very critical|"
                "extremely critical|serious but stable|critical , but stable|"
                "serious , but stable"
            ).split("|")
        )
        + "|in intensive care",
    ),
    (
        "hit",
        "injuries",
        "|".join(
            f"{part} {harm}"
            for part in "head chest leg arm neck back foot hand shoulder stomach abdominal".split()
            for harm in ("wound", "wounds", "injury", "injuries")
        ),
    ),
    (
        "wounded",
        "injuries",
        "shrapnel injuries|splinter injuries|burn injuries|burns|his wounds|her wounds|"
        "their wounds|serious wounds|minor wounds|life-threatening wounds",
    ),
]
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
for _kind, _form, _phrases in _MULTI:
    for _phrase in _phrases.split("|"):
        _words = tuple(_phrase.split())
        _BY_FIRST.setdefault(_words[0], []).append((_words, _kind, _form))
for _list in _BY_FIRST.values():
    _list.sort(key=lambda item: -len(item[0]))

# Verbs that kill with "to death" behind their object; "hacking" is read as an active verb.
_TO_DEATH = frozenset(
    "hacked beat beaten stabbed stoned burned burnt clubbed bludgeoned tortured axed assaulted "
    "thrashed lynched kicked strangled buried shot".split()
)
_TO_DEATH_ACTIVE = frozenset(
    "hacking beating stabbing stoning burning clubbing bludgeoning torturing axing shooting".split()
)
# "shot a farmer, aged 52, dead", but not "shot two of them and left one dead".
_END_OF_OBJECT = frozenset(
    ": and or left leaving were was is are found pronounced declared for in at on by".split()
)
_BEGINS_OBJECT = frozenset("him her them a an the his their one".split())
_ALIVE = frozenset("burned burnt buried".split())
_TOLLS_OF_ROADS = (["gate"], ["gates"], ["plaza"], ["road"], ["booth"], ["booths"], ["bridge"])
# Whom a force loses: surely dead, and dead where a force is said to have lost them.
_FIGHTERS = frozenset(
    "fighters soldiers troops militants insurgents policemen rebels guerrillas combatants".split()
)
_MEN = frozenset("men members personnel officers elements commanders cadres".split())
_FORCES = frozenset("army military forces group militia police junta side battalion".split())
_ABOUT = frozenset("at least about some around nearly over up to more than".split())
_WORDS_TO_FIGHTERS = 4
# What bullets do to people; of cars, fists and storms the same words are said.
_BULLET_VERBS = {
    "hit": "participle",
    "struck": "participle",
    "hitting": "active",
    "striking": "active",
}
_GUNS = frozenset(
    """
    bullet bullets gun guns gunfire gunshot gunshots shot shots fired firing rifle pistol handgun
    shotgun revolver firearm gunman gunmen shooter round rounds shooting pellets
    """.split()
)
# "was taken to X Hospital", "sent four people to a hospital".
TO_HOSPITAL = {
    "taken": "participle",
    "rushed": "participle",
    "transported": "participle",
    "airlifted": "participle",
    "flown": "participle",
    "sent": "participle",
    "sending": "active",
    "sends": "active",
}
_HOSPITALS = frozenset("hospital hospitals medical trauma clinic infirmary".split())
_WORDS_TO_HOSPITAL = 9
FIRST_WORDS = (
    frozenset(_SINGLE)
    | frozenset(_BY_FIRST)
    | _TO_DEATH
    | _TO_DEATH_ACTIVE
    | frozenset(_BULLET_VERBS)
    | frozenset(TO_HOSPITAL)
)


def _tells(words: tuple[str, ...]) -> str:
    """The word of a phrase that the fewest sentences have: the longest that means a thing."""
    return max((w for w in words if w not in FUNCTION_WORDS and w.isalpha()), key=len)


# Words one of which stands in every sentence with a trigger: "in" begins "in critical condition",
# but only sentences with "condition" need be read.
TELLING_WORDS = (
    frozenset(_SINGLE)
    | {_tells(words) for phrases in _BY_FIRST.values() for words, _, _ in phrases}
    | frozenset(("lost", "death", "alive", "fatally", "mortally"))
    | {short for short, word in SHORTENED.items() if word in _SINGLE}
    | LOSSES.keys()
    | frozenset(_BULLET_VERBS)
    | _HOSPITALS
)
# "shot in" keeps only its verb as trigger, so that "in Kabul" is still there to be read.
_KEEP_FIRST = {("shot", "in"), ("hit", "in"), ("struck", "in")}
BODY_PARTS = frozenset(
    """
    the his her their leg legs arm arms head chest back neck abdomen stomach face foot feet
    hand hands torso thigh hip shoulder shoulders buttocks groin ankle knee
    """.split()
)


def _to_death(low: list[str], i: int) -> int | None:
    """The place of "death" in "hacked two men to death", where the verb takes its object first."""
    if low[i + 1 : i + 2] == ["to"]:
        return None
    if low[i + 1 : i + 2] in (["or"], ["and"]) and not _TO_DEATH.isdisjoint(low[i + 2 : i + 3]):
        return i + 4 if low[i + 3 : i + 5] == ["to", "death"] else None
    for k in range(i + 2, min(i + 14, len(low))):
        if low[k] in (".", ";") or (low[k] in FIRST_WORDS and low[k] not in ("death", "dead")):
            return None
        if low[k] == "death" and low[k - 1] == "to":
            return k
        if low[k] == "alive" and low[i] in _ALIVE:
            return k
        if low[i] == "shot" and low[k] in _END_OF_OBJECT:
            return None
        if low[k] == "dead" and low[i] == "shot":
            return k if _has_object(low, i) and not is_number_word(low[k - 1]) else None
    return None


def _has_object(low: list[str], i: int) -> bool:
    """Whether "shot" at word i has its object behind it: not "was shot" nor "four shot"."""
    is_passive = low[i - 1 : i] in (["was"], ["were"], ["been"], ["being"], ["is"], ["are"])
    begins = low[i + 1] in _BEGINS_OBJECT or is_number_word(low[i + 1])
    return begins and not is_passive


def _reaches_hospital(low: list[str], i: int) -> bool:
    """Whether somebody is taken to a hospital: "taken to X Medical Center", "sent two to X"."""
    to = next((k for k in range(i + 1, min(i + 8, len(low))) if low[k] == "to"), None)
    if to is None or (low[i] in ("taken", "rushed", "transported", "airlifted") and to != i + 1):
        return False
    for k in range(to + 1, min(to + _WORDS_TO_HOSPITAL, len(low))):
        if low[k] in _HOSPITALS:
            return True
        if low[k] in (",", ".", ";", "and", "where", "by", "for"):
            return False
    return False


def _loses_fighters(low: list[str], i: int) -> bool:
    """ "the rebels lost two men", "the army lost at least 12 soldiers": they died."""
    k = i + 1
    while k < len(low) and low[k] in _ABOUT:
        k += 1
    if k >= len(low) or not is_number_word(low[k]):
        return False
    named = low[k + 1 : k + 1 + _WORDS_TO_FIGHTERS]
    if not _FIGHTERS.isdisjoint(named):
        return True
    subject = low[max(0, i - _WORDS_TO_FIGHTERS) : i]
    return not _MEN.isdisjoint(named) and any(
        SINGULAR_PERSON.get(w, PLURAL_PERSON.get(w)) in ("S", "M") or w in _FORCES for w in subject
    )


def _contextual(low: list[str], i: int) -> Trigger | None:
    """A verb that tells of a casualty only in the company of guns or of a hospital."""
    word = low[i]
    if word == "lost" and _loses_fighters(low, i):
        return Trigger(i, i + 1, "killed", "loss")
    form = _BULLET_VERBS.get(word)
    if form is not None and not _GUNS.isdisjoint(low):
        return Trigger(i, i + 1, "hit", form)
    form = TO_HOSPITAL.get(word)
    if form is not None and _reaches_hospital(low, i):
        return Trigger(i, i + 1, "wounded", form)
    return None


def find_triggers(low: list[str]) -> list[Trigger]:
    """All triggers of a sentence's lower-case words, left to right, not overlapping."""
    found: list[Trigger] = []
    deaths: set[int] = set()
    n = len(low)
    after = 0
    for i in [k for k, word in enumerate(low) if word in FIRST_WORDS]:
        if i < after:
            continue
        word = low[i]
        is_active = word in _TO_DEATH_ACTIVE
        if (is_active or word in _TO_DEATH) and (end := _to_death(low, i)):
            found.append(Trigger(i, i + 1, "killed", "active" if is_active else "participle"))
            deaths.update((end, end - 2) if low[i + 1] in ("or", "and") else (end,))
            continue
        if word == "toll" and low[i + 1 : i + 2] in _TOLLS_OF_ROADS:
            continue
        if i in deaths:
            continue  # "hacked two men to death": said by the verb
        following = low[i + 1] if i + 1 < n else ""
        for words, kind, form in _BY_FIRST.get(word, ()):
            size = len(words)
            if size > 1 and words[1] != following:
                continue
            if tuple(low[i : i + size]) == words:
                if words in _KEEP_FIRST:
                    if words[0] != "shot" and (i + size >= n or low[i + size] not in BODY_PARTS):
                        continue
                    size = 1
                found.append(Trigger(i, i + size, kind, form))
                after = i + size
                break
        else:
            if word in _SINGLE:
                found.append(Trigger(i, i + 1, *_SINGLE[word]))
            elif (trigger := _contextual(low, i)) is not None:
                found.append(trigger)
    return found
