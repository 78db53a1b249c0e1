"""What a text can be known by: the names in it, and a sketch of its words.

Two newsrooms that tell one attack name the same people and streets, which two attacks of one day in
one city do not. Two copies of one wire story share nearly all of their words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from datasketch import MinHash

from dagster_project.linking.known_names import is_known_pair

# A change here makes every fingerprint be taken again.
FINGERPRINT_VERSION = "2"

# The first names of a story are its people and places; the tail of a page is of other stories.
MAX_NAMES = 40
# 64 hashes tell a similarity of 0.8 to within 0.05, by the binomial's standard error.
HASHES = 64
SHINGLE_WORDS = 3
# Shorter texts have too few shingles to be told from one another.
MIN_SHINGLES = 20
_SKETCH_SEED = 1

_MARK = "['\u2019]"  # an apostrophe, straight or curled
_WORD = rf"(?:[A-Z][a-z]+(?:(?:{_MARK}|-)?[A-Z]?[a-z]+)*|[A-Z]{_MARK}[A-Z][a-z]+|[A-Z]{{3,}})"
_NAME = re.compile(rf"\b{_WORD}(?:[ \u00a0]+(?:[A-Z]\.[ \u00a0]+|al-|bin |de |van )?{_WORD})+")
_PART = re.compile(rf"[^\W\d_]+(?:(?:{_MARK}|-)[^\W\d_]+)*")
_WORDS = re.compile(r"\w+")
_POSSESSIVE = re.compile(rf"{_MARK}s?$")
_CREDIT = re.compile(r"©|\bcopyright\b|\ball rights reserved\b", re.IGNORECASE)
_BLOCK = re.compile(r"\b(\d{2,5})[ -]block of (?:the )?(?:[NSEW]\w*\.? )?([A-Z][a-z]+|\d+)")
_AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old\b")
_SHORTEST_PROSE = 8  # words: below it a line is a menu or a heading

# Words that stand in the names of institutions, and others with a capital that name nobody. A pair
# of words with one of them is shared by many stories of one town.
_COMMON = frozenset(
    """
    academy action ad administration advertisement advocate affairs agency airport alert am and
    announcement apartments app apps april army associated association attorney august
    authorities authority avenue bank battalion bay beach beverage board breaking brigade bureau
    capital caption cathedral center central centre channel chief children christian chronicle
    church circuit city civil click clinic close coast college colonel commander commission
    commissioner committee community company complex congress content continue copyright coroner
    corporation correctional council county court coverage crime criminal daily december
    democratic department deputy detective detectives director district division download dr
    drive east eastern elementary email emergency enforcement eve examiner facebook facility
    family father february federal fire flight follow following force forces former fort friday
    front full funeral gazette general getty globe google government governor grand group guard
    hall headquarters health herald high highway hill hills holy homicide hospital hotel hotline
    human image images in independent information instagram institute intelligence interior
    international investigation islamic island jail january journal judge july june jury justice
    juvenile king labor lake last law league lieutenant loading local login lounge magazine main
    major mall manager march market may mayor media medical memorial menu metro metropolitan
    middle military minister ministry monday more mosque mother mount mountain mr mrs ms muslim
    national nations new news newsletter newspaper next night north northeast northern northwest
    november observatory october of office officer officers official officials on orders
    organisation organization palace park parliament party patrol people photo pictures play
    plaza pleas point police politics port post premier presbyterian president press previous
    prime prince prison prosecutor protective province public radio rangers read regiment
    regional related report reporter republic rescue resource resources reuters rights river
    road roads royal saint saturday school sea search secretary security senate senator senior
    sentinel september sergeant service services sgt share sheriff shooting shot side sir sister
    site skip social sources south southeast southern southwest spokesman spokesperson
    spokeswoman sports squad square st staff state states station story street subscribe
    suburban sun sunday superintendent superior supreme task television thanksgiving the this
    thursday times tips today town township traffic transit trauma tribune troopers tuesday tv
    twitter unit united university up updated valley video view village war watch weather
    wednesday west western white women world writer york
    """.split()
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A name of two words in lower case, or an age, and where it first stands (code points)."""

    mark: str
    start: int


def find_names(text: str) -> list[Mark]:
    """The distinctive names of a text, each once; at most 40.

    Only running text is read: menus and notes of copyright name what every page of a site names. Of
    a longer name each neighbouring pair of words counts, and a block of a street by its number.
    """
    found: dict[str, int] = {}
    for start, line in _prose(text):
        for match in _BLOCK.finditer(line):
            found.setdefault(f"{match[1]} {match[2].casefold()}", start + match.start())
        for match in _NAME.finditer(line):
            parts = [
                (_POSSESSIVE.sub("", part[0]).casefold(), part.start())
                for part in _PART.finditer(match[0])
                if len(part[0]) > 1
            ]
            for (first, offset), (second, _) in pairwise(parts):
                if _is_distinctive(first, second):
                    found.setdefault(f"{first} {second}", start + match.start() + offset)
        if len(found) >= MAX_NAMES:
            break
    return [Mark(name, start) for name, start in list(found.items())[:MAX_NAMES]]


def _is_distinctive(first: str, second: str) -> bool:
    return first not in _COMMON and second not in _COMMON and not is_known_pair(first, second)


def find_ages(text: str) -> list[Mark]:
    """The ages of people told of in running text, in years, each once, in their order."""
    found: dict[str, int] = {}
    for start, line in _prose(text):
        for match in _AGE.finditer(line):
            found.setdefault(match[1], start + match.start())
    return [Mark(age, start) for age, start in list(found.items())[:MAX_NAMES]]


def sketch(text: str) -> tuple[int, ...]:
    """A MinHash of the text's runs of three words: 64 numbers; empty for a very short text.

    The share of equal numbers in two sketches estimates the Jaccard similarity of the texts
    (Broder 1997).
    """
    words = [word.casefold() for _, line in _prose(text) for word in _WORDS.findall(line)]
    shingles = {
        " ".join(words[at : at + SHINGLE_WORDS]).encode()
        for at in range(len(words) - SHINGLE_WORDS + 1)
    }
    if len(shingles) < MIN_SHINGLES:
        return ()
    hashed = MinHash(num_perm=HASHES, seed=_SKETCH_SEED)
    hashed.update_batch(sorted(shingles))
    values: Sequence[int] = hashed.hashvalues.astype(np.uint32).tolist()
    return tuple(values)


def _prose(text: str) -> list[tuple[int, str]]:
    """The lines of running text with their offsets; every line where none looks like it."""
    lines, start = [], 0
    for line in text.splitlines(keepends=True):
        lines.append((start, line))
        start += len(line)
    prose = [
        (offset, line)
        for offset, line in lines
        if line.count(" ") >= _SHORTEST_PROSE - 1 and not _CREDIT.search(line)
    ]
    return prose or lines
