"""Where the newsroom of an article sits, which tells of the places that its readers know.

Local news names a town or a neighbourhood and no state, because its readers are there. The
newsroom is then one of the article's other places: it votes for its region, as a dateline does, and
decides nothing alone where the text itself says more.
"""

import re
from functools import lru_cache

from dagster_project.extraction.folding import fold
from dagster_project.extraction.gazetteer import Gazetteer, Place, gazetteer, seed_rows

# A web archive's address ends with that of the page itself.
_HOST = re.compile(r".*https?://([\w.-]+)[^/]*((?:/[\w-]+){0,2})", re.IGNORECASE)
_CALL_SIGN = re.compile(
    r"\(([KW][A-Z]{2,3})(?:[-/, ][^()\n]{1,20})?\)|\b([KW][A-Z]{2,3})(?:-TV|\.com)\b|"
    r"(?:Copyright|©|\(c\))[^\n]{0,18}\b([KW][A-Z]{2,3})\b"
)
_SIGN_LABEL = re.compile(r"([kw][a-z]{2,3})(?:-?tv|-?dt|radio|am|fm|news|eyewitnessnews)?\d*")
# What newsrooms add to the name of their town.
_WORDS = sorted(
    """
    times tribune post news sentinel herald observer chronicle gazette journal star press dispatch
    register patriot inquirer daily online now today free sun banner blade record courier advocate
    standard democrat republic republican enterprise examiner leader ledger mirror mercury reporter
    review telegraph citizen item world local my the tv live channel fox abc nbc cbs eyewitness
    weekly empire bee
    """.split(),
    key=len,
    reverse=True,
)
_PREFIX = re.compile(rf"(?:{'|'.join(_WORDS)}|[\d-]+)(?=.{{5}})")
_SUFFIX = re.compile(rf"(?<=.{{5}})(?:{'|'.join(_WORDS)}|[\d-]+)$")
_SMALLEST_SEAT = 30_000  # inhabitants of the towns that newsrooms are named for
_CLEAR = 3.0  # how many times larger a town must be than its namesakes in other regions
_SHORTEST_NAME = 5  # letters
_COUNTRY = "USA"  # where news is local
# "washingtonpost", "washingtontimes": newspapers of the whole country, not of the state.
_NATIONAL = frozenset(("washington",))


@lru_cache(maxsize=1)
def _newsrooms() -> dict[str, str]:
    """Region codes by call sign (capitals) and by address (small letters)."""
    return {row["newsroom"]: row["admin1_code"] for row in seed_rows("newsrooms.csv")}


def known_newsroom(url: str | None, source: str | None) -> Place | None:
    """The region of a newsroom that the project's list has, by its address or its name."""
    for words in (url, source):
        if words and (code := _listed(words)):
            return gazetteer().region_of_code.get(code)
    return None


def newsroom_region(url: str | None, source: str | None, country: str) -> Place | None:
    """The region of a newsroom that is not listed, by the town in its name.

    ``country``: the country that the article is about, in which the town is looked for.
    """
    if country != _COUNTRY:
        return None  # newspapers of other countries bear a town's name and tell of all the country
    for words in (url, source):
        region = _region_of_address(words, country) if words else None
        if region is not None:
            return region
    return None


def signed_newsroom(text: str, country: str | None) -> Place | None:
    """The region of the station that signs a text: "(WABC) -", "Copyright 2016 WABC".

    Stations of one owner show each other's news, and leave its signature: it says more than the
    address. ``country``: as in ``newsroom_region``.
    """
    if country != _COUNTRY:
        return None  # elsewhere "(KRG)" and "(WHO)" are no stations
    known = _newsrooms()
    for match in _CALL_SIGN.finditer(text):
        sign = match[1] or match[2] or match[3]
        if sign in known:
            return gazetteer().region_of_code.get(known[sign])
    return None


def _labels(address: str) -> tuple[list[str], str]:
    """The parts of a host that can name a newsroom, and the first folders of the page's path."""
    match = _HOST.match(address)
    if match is None:
        return [fold(address).replace(" ", "")], ""
    labels = match[1].lower().removeprefix("www.").split(".")
    return labels, match[2]


@lru_cache(maxsize=5000)
def _listed(address: str) -> str | None:
    known = _newsrooms()
    labels, _ = _labels(address)
    for label in labels:
        sign = _SIGN_LABEL.fullmatch(label)
        code = known.get(label) or (known.get(sign[1].upper()) if sign else None)
        if code:
            return code
    return known.get(".".join(labels[-2:]))


@lru_cache(maxsize=5000)
def _region_of_address(address: str, country: str) -> Place | None:
    places = gazetteer()
    labels, path = _labels(address)
    names = labels[:-1] if len(labels) > 1 else labels
    for name in names:
        region = _region_of_name(places, _bare(name.lower()), country)
        if region is not None:
            return region
    # "/georgia/decatur/": sites of many towns keep a folder for each region.
    for part in path.strip("/").split("/"):
        for region in places.regions.get(fold(part), []):
            if region.country == country:
                return region
    return None


def _bare(name: str) -> str:
    """The name of a newsroom without "times", "daily" and the like."""
    while True:
        shorter = _SUFFIX.sub("", _PREFIX.sub("", name, count=1) if _PREFIX.match(name) else name)
        if shorter == name:
            return name.strip("-")
        name = shorter


def _region_of_name(places: Gazetteer, name: str, country: str) -> Place | None:
    """The region that bears a name, or that holds the one large town of it."""
    if len(name) < _SHORTEST_NAME or name in _NATIONAL:
        return None
    folded = fold(name)
    keys = [folded, *(f"{name[:k]} {name[k:]}" for k in range(3, len(name) - 2))]
    for key in keys:
        towns = [
            t
            for t in places.places(key)
            if t.country == country and t.admin1_code and t.population >= _SMALLEST_SEAT
        ]
        if towns:
            best = max(towns, key=lambda t: (t.population, t.admin1_code or ""))
            others = [t.population for t in towns if t.admin1_code != best.admin1_code]
            if best.population >= _CLEAR * max(others, default=0):
                return places.region_of_code.get(best.admin1_code or "")
            return None
        for region in places.regions.get(key, []):
            if region.country == country:
                return region
    return None
