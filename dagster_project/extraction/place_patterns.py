"""The words around a name that say that it is a place, and those that say that it is none."""

import re
from functools import lru_cache

from dagster_project.extraction.kept import kept
from dagster_project.extraction.watched import watched

# One capitalised word of a name.
_PART = r"(?:(?:St|Ft|Mt|Sta|Sto|ST|FT|MT)\. ?)?[^\W\d_a-z][^\W\d_]*(?:['-](?!s\b)[^\W\d_]+)*"
# What may stand between the words of a name: "Deir al-Zor", "Rio de Janeiro".
_PARTICLE = (
    r"(?:(?:al|ar|ad|az|ash|ez|el|ul|de|del|de la|de los|de las|la|las|los|e|du|"
    r"da|do|dos|bin|i|y|upon) |(?:al|ar|as|ad|an|at|az|ash|ez|el|ul|e|i)-)"
)
# A capitalised name of any number of words, with its article and particles: "al-Bukamal". What it
# can begin with is looked for first, since that halves the time.
CAPITALISED = re.compile(
    "(?=[A-Zae\u0080-\U0010ffff])(?:District of Columbia|Bosnia and Herzegovina|"
    r"(?<![\w'-])(?:(?:al|ar|as|ad|an|at|az|ash|ez|el)-)?"
    rf"{_PART}(?:[ -]{_PARTICLE}?{_PART})*)"
)
_AREA_WORDS = (
    "village|villages|town|towns|city|cities|province|district|state|capital|area|region|county|"
    "hamlet|suburb|neighbou?rhood|governorate|department|municipality|port"
)
_COMPASS_WORDS = (
    "northern|southern|eastern|western|central|north-?eastern|north-?western|south-?eastern|"
    "south-?western|north|south|east|west|northeast|northwest|southeast|southwest"
)
_REGION_ADJECTIVES = (
    "downtown|upper|lower|rural|restive|besieged|volatile|troubled|remote|border|coastal|"
    "southernmost|[a-z]+-(?:held|controlled|occupied|run|ruled)|war-torn|occupied|greater|old|mainly|kurdish|sunni|"
    "shiite|afghan|iraqi|syrian|syria's|iraq's|afghanistan's|pakistan's|nigeria's|somalia's|yemen's"
)
# What stands left of a place: "in", "15 km south of the village of". ``near``: only close by.
LEFT_CUE = re.compile(
    r"(?:^|[\s(\"'-])"
    r"(?:(?P<near>near|near to|close to|just outside|outside|nearby|outskirts of|environs of|"
    r"suburbs? of|vicinity of|(?:road|highway|way) to|"
    r"(?:(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)?|upstream|downstream) (?:of|from)|"
    r"(?:km|kms|kilomet(?:er|re)s?|miles?)"
    r"(?: (?:away|north|south|east|west|\w+east|\w+west))? (?:of|from)|"
    r"around|along|off|towards?)"
    r"|(?P<cue>in|at|inside|within|across|throughout|of|to|from|into|through|between|over|for|on|"
    r"under|and|reached|entered|hit|hits|rocked|shook|struck|attacked|raided|stormed|bombed|"
    r"shelled))(?: (?:the|a|an|both|neighbou?ring|nearby|its|his|her|their|their own|"
    rf"{_AREA_WORDS}|of|{_COMPASS_WORDS}|{_REGION_ADJECTIVES}))* ?\"?$",
    re.IGNORECASE,
)
# "in X, rural Y", "at Z (northern Y": what holds the place before it, with its part.
PART_AFTER_COMMA = re.compile(
    rf"[,(](?: (?:the|rural|countryside|of|[NSEW]\.|[NS][EW]\.?|{_COMPASS_WORDS}))+ $",
    re.IGNORECASE,
)
# Where somebody is from or was taken to, which is not where something happened.
# In small letters.
_PEOPLE_OF = "|".join(
    f"{word}(?= (?:of|from))"
    for word in "people man woman men women members? leaders? activists? workers?".split()
)
ORIGIN = watched(
    rf"(?:{_PEOPLE_OF}|"
    r"residents?|native|natives|citizens?|born|party|church|movement|"
    r"hails?|hailing|hailed|bordering|border with|belonging|university|government|"
    r"president|governor|mayor|bishop|"
    r"archbishop|police chief|minister|ministry|republic|republics|kingdom|state|bank|capital|"
    r"department|hospitals?|medical center|clinic|flown|treated|recovering|"
    r"hospitali[sz]ed|rushed|airlifted|transported|taken|travell?ed|headquarters|according to|"
    r"embassy|ambassador|consulate)"
    r"\s(?:was |were )?(?:of|from|in|at|to)(?: the)? ?$"
)
# "An official said in X": where somebody spoke.
SPOKE = watched(
    r"\b(?:said|told (?:[\w-]+ ){1,4}|added|announced|briefed \w+|"
    r"addressing (?:[\w-]+ ){1,3}|statement(?: issued| released)?)(?: ?\b(?:here|on \w+))? ?"
    r"(?:in|at|from) (?:the )?(?:capital(?: of)? |city of )?$",
    re.IGNORECASE,
)
# "X, 25, from Y village": where a person named or just described is from.
PERSON_FROM = watched(
    r"(?:\b(?!Police |Army )[A-Z][\w.-]+|\)|\d{2},?|\b(?:villager|man|woman|boy|girl|youth|farmer|"
    r"labourer|laborer|student|couple|family|teenager|tourist|immigrant)s?),? "
    r"from (?:the )?$"
)
# "the body of X", "X (39)": a person.
PERSON_OF = watched(
    r"\b(?:body|bodies|corpses?|remains|murder|assassination|funeral|wife|husband|widow|son|sons|"
    r"daughter|brother|brothers|sister|father|mother|parents|relatives?|house|home|residence) of "
    r"(?:the )?$",
    re.IGNORECASE,
)
# A postal abbreviation behind a town: "Austin, TX", "Boston, M.A."
US_STATE = re.compile(r"^,? ?([A-Z]{2}|[A-Z]\.[A-Z]\.)(?![\w])")
# Words behind a name that say what kind of place it is.
_SUFFIXES = {
    "admin1": (
        "province provinces governorate governorates state states oblast department "
        "departments prefecture wilayat muhafazah"
    ),
    "admin2": (
        "district districts county counties parish tehsil taluk taluka subdistrict raion "
        "woreda territory municipality agency lga cercle"
    ),
    "place": (
        "city town village villages area neighborhood neighbourhood suburb hamlet camp "
        "township tribe market cantonment junction crossing valley settlement community "
        "locality mandal block checkpoint base airport tola"
    ),
    "admin1_or_2": "region division zone",
}
SUFFIX_LEVEL = {word: level for level, words in _SUFFIXES.items() for word in words.split()}
# Words that are capitalised as parts of names but are no place alone.
DIRECTIONS = frozenset(
    """
    east west north south southeast southwest northeast northwest central center centre
    northern southern eastern western est nord sud ouest oeste norte sur upper lower middle far
    mid
    """.split()
)
# A name that ends with one of these is a street or a building.
STREETS = frozenset(
    """
    street st avenue ave road rd boulevard blvd drive lane court place way highway parkway pkwy
    terrace circle square plaza bridge apartments homes manor park school church hospital
    college university mall hotel club bar lounge station
    """.split()
)
# Towns of the gazetteer that are far more often plain words at the head of a line or a title.
CAPITALISED_WORDS = frozenset(
    """
    police time times charge constitution same most nice split reading mobile bath orange sun
    moon war peace governor mayor president minister general captain victory hope faith
    independence liberty union army navy guard god lord saint street road officer sheriff judge
    court family mother father man woman boy girl child children photo image video news share
    email facebook twitter home contact about search menu login subscribe grill gulf
    """.split()
)
# A name that ends with one of these is no surname.
ORGANISATION_WORDS = frozenset(
    """
    police department sheriff university college school hospital times news daily post herald
    tribune journal street avenue road highway boulevard park church mosque temple medical
    center centre high court council committee party movement front army brigade battalion
    corps regiment group company bank club team league association institute ministry office
    bureau agency station force forces troopers rangers marines guard patrol tv radio airlines
    airport hotel bridge river lake sea mountain island islands line zone bar lounge inn
    apartments drive lane stadium arena mall plaza observatory union federation organization
    organisation
    """.split()
)
# "the 1800 block of", "the corner of": what follows is a street.
BLOCK_OF = re.compile(
    r"\b(?:\d+ (?:hundred )?block|corner|intersection) of (?:[NSEW]\.? )?"
    r"(?:[^.,;()]{2,40} (?:and|&) (?:[NSEW]\.? )?)?$",
    re.IGNORECASE,
)
# "on Elm Drive at X": a crossing.
AT_STREET = re.compile(
    r"\b(?:Drive|Street|Road|Avenue|Boulevard|Lane|Parkway|(?:St|Ave|Dr|Rd|Blvd)\.?) "
    r"(?:and|at|&) $"
)
# "at the X apartment complex": a building.
BUILDING_BEHIND = re.compile(
    r" (?:apartments?|condo\w*|townho\w+|mobile home|trailer park|subdivision|motel|nightclub)\b"
)
# "X and Y avenues", "X Streets".
STREETS_BEHIND = re.compile(
    r"(?: (?:and|&) [A-Z0-9][\w']*(?: [A-Z][\w']*)?)? "
    r"(?:avenues|streets|roads|boulevards|drives|lanes|Avenues|Streets|Roads|Sts|Aves)\b"
)
# Behind a place they name its authorities: "Fresno Police".
POLICE_WORDS = frozenset("police sheriff county troopers officers officials pd".split())


# Every word that can stand last in a cue: a quick look before the pattern is tried.
_CUE_WORDS = frozenset(
    word
    for pattern in (LEFT_CUE.pattern, LEFT_CUE.pattern.replace("u?", ""))
    for word in re.findall(r"[a-z']+", pattern.replace("u?", "u").replace("?", " "))
)


# "Russian-held X", "the rebel-controlled city of X".
HELD = ("-held", "-controlled", "-occupied", "-run", "-ruled")


def find_cue(left: str) -> re.Match[str] | None:
    """What stands left of a name and says that it is a place; None where nothing does."""
    words = left[left.rfind("\n") + 1 :].split(" ")
    # A cue is of words that can stand in one; the pattern is tried on these and one more.
    size = 1 if words[-1] in ("", '"') else 0
    start = len(words) - size
    while start > 0 and _can_stand_in_cue(words[start - 1]):
        start -= 1
    if start == len(words) - size:
        return None
    return _cue_in(" ".join(words[max(0, start - 1) :]))


@lru_cache(maxsize=50_000)
def _cue_in(words: str) -> re.Match[str] | None:
    return LEFT_CUE.search(words)


@kept
def _can_stand_in_cue(word: str) -> bool:
    word = word.strip("(\"'- ").lower()
    parts = word.split("-")
    return (
        all(part in _CUE_WORDS or part.endswith(("east", "west", "ern")) for part in parts)
        or word in _CUE_WORDS
        or word.endswith(HELD)
    )
