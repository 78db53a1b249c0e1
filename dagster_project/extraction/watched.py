"""Patterns with a quick look ahead: which of them a passage can match at all, by its words.

Most patterns match in few sentences, and a search that finds nothing costs as much as one that
does. From a pattern's own syntax follows a set of pieces of words of which every match must hold
one ("\\bambush\\w*|clash(?:es)?": "ambush" at the head of a word, "clash" anywhere). Each word of a
passage is looked up once, in one table for all patterns, for the pieces that it holds; a word
seen before costs one look into a dictionary. Nothing has to be kept in step by hand: whoever
changes a pattern changes its pieces.
"""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from re import _constants as syntax  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_WORD = re.compile(r"\w+")
# For each byte of ASCII: itself if a word may have it, else a space.
_SPACED = bytes(c if chr(c).isalnum() or chr(c) == "_" else ord(" ") for c in range(128))
_SPACED += bytes(128)
# A word's ends, in pieces that only stand there. "^ambush" heads a word, "^the$" is one.
_HEAD, _TAIL = "^", "$"
# The piece that any digit is.
_DIGIT = "0"
# Characters by which pieces are looked up: with three, few words share a piece's beginning.
_BEGINNING = 3
# Of how many words one holds a given letter at a given place; only the order of estimates counts.
_LETTERS = 8.0
# Words that stand in every other sentence that is searched, and in every tenth.
_EVERYWHERE = "^a$ ^an$ ^the$ ^in$ ^of$ ^on$ ^at$ ^to$ ^by$ ^for$ ^and$".split()
_OFTEN = (
    "^from$ ^with$ ^or$ ^that$ ^this$ ^it$ ^its$ ^is$ ^was$ ^were$ ^has$ ^have$ ^had$ ^as$ ^been$ "
    "^said$ ^who$ ^people$ ^left$ ^attacked$ ^killed$ ^wounded$ ^dead$"
).split()
_MOST_WORDS = 200_000  # kept in the table; a run over years of news must not fill the memory

_Pieces = frozenset[str]
_REPEATS = (syntax.MAX_REPEAT, syntax.MIN_REPEAT)


class Watched:
    """A compiled pattern and its mark: a bit that the words of every match have among theirs.

    ``besides``: marks of punctuation that alone make a match.
    """

    __slots__ = ("besides", "finditer", "fullmatch", "mark", "match", "pattern", "search")

    def __init__(self, compiled: re.Pattern[str], mark: int, besides: str = "") -> None:
        self.mark = mark
        self.besides = besides
        self.pattern = compiled.pattern
        self.search = compiled.search
        self.match = compiled.match
        self.fullmatch = compiled.fullmatch
        self.finditer = compiled.finditer

    def is_found_by_punctuation(self, passage: str) -> bool:
        """Whether a passage holds a mark of punctuation that alone makes a match."""
        return any(character in passage for character in self.besides)


class _Marks(dict[str, int]):
    """The marks of each word: of the patterns whose pieces it holds."""

    def __init__(self) -> None:
        self.always = 0
        self.count = 0
        # The first characters of a piece -> the pieces and their marks.
        self.pieces: dict[str, dict[str, int]] = {}
        # Pieces of fewer characters: "^a".
        self.short: dict[str, int] = {}
        self.of_digits = 0

    def add(self, pieces: _Pieces | None) -> int:
        """The mark of a new pattern; without pieces it is every passage's."""
        mark = 1 << self.count
        self.count += 1
        self.clear()
        if pieces is None:
            self.always |= mark
            return mark
        for piece in pieces:
            if piece == _DIGIT:
                self.of_digits |= mark
            else:
                is_short = len(piece) < _BEGINNING
                known = self.short if is_short else self.pieces.setdefault(piece[:_BEGINNING], {})
                known[piece] = known.get(piece, 0) | mark
        return mark

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        marks = 0
        framed = f"{_HEAD}{word}{_TAIL}"
        begun = self.pieces.get
        for at in range(len(framed) - _BEGINNING + 1):
            alike = begun(framed[at : at + _BEGINNING])
            if alike is not None:
                for piece, mark in alike.items():
                    if framed.startswith(piece, at):
                        marks |= mark
        for piece, mark in self.short.items():
            if piece in framed:
                marks |= mark
        if not word.isalpha() and any(map(str.isdigit, word)):
            marks |= self.of_digits
        self[word] = marks
        return marks


_marks = _Marks()
_marks_of_word = _marks.__getitem__


def watched(pattern: str, flags: int = 0, *, besides: str = "") -> Watched:
    """Compile a pattern and give it a mark.

    ``besides``: marks of punctuation that alone make a match; whoever asks looks for them too.
    """
    mark = _marks.add(pieces_of(pattern, flags, besides))
    return Watched(re.compile(pattern, flags), mark, besides)


def words_of(text: str) -> list[str]:
    """The runs of letters, digits and underscores in a text."""
    if text.isascii():  # three times as fast as the pattern
        return text.encode().translate(_SPACED).decode().split()
    return _WORD.findall(text)


def marks_of(lower: str) -> int:
    """The marks of a passage in small letters: ``marks & pattern.mark`` is 0 where none matches.

    They hold for every part of the passage too.
    """
    return marks_of_words(words_of(lower))


def marks_of_words(words: Iterable[str]) -> int:
    """The marks of words in small letters."""
    return reduce(or_, filter(None, map(_marks_of_word, words)), _marks.always)


def pieces_of(pattern: str, flags: int = 0, besides: str = "") -> _Pieces | None:
    """Pieces of words, in small letters, one of which every match holds; None where none is sure.

    A piece lies within one word, since it is of letters only. Matches that hold one of the
    characters ``besides`` in the place of a word are left out.
    """
    items = list(parser.parse(pattern, flags))
    return _of_sequence(items, besides, is_head=False, is_tail=False)


def _rarest(found: list[_Pieces]) -> _Pieces | None:
    return min(found, key=lambda pieces: sum(map(_frequency, pieces)), default=None)


def _frequency(piece: str) -> float:
    if piece == _DIGIT:
        return _LETTERS**-4
    if any(piece in word for word in _EVERYWHERE):
        return 1 / 2
    if any(piece in word for word in _OFTEN):
        return 1 / 10
    return _LETTERS ** -len(piece)


def _of_sequence(items: list[Any], besides: str, *, is_head: bool, is_tail: bool) -> _Pieces | None:
    """The rarest pieces of what stands one behind the other.

    ``is_head``: a word begins before it; ``is_tail``: a word ends behind it.
    """
    found: list[_Pieces] = []
    i = 0
    while i < len(items):
        end = i
        while end < len(items) and _letter(items[end]):
            end += 1
        run = "".join(map(_letter, items[i:end]))
        end = max(end, i + 1)
        tail = is_tail if end == len(items) else _parts_words(items[end])
        if run:
            found.append(frozenset((_HEAD * is_head + run + _TAIL * tail,)))
            is_head = False
        else:
            pieces = _of_item(items[i], besides, is_head=is_head, is_tail=tail)
            if pieces is not None:
                found.append(pieces)
            is_head = _begins_word(items[i], is_head)
        i = end
    return _rarest(found)


def _of_item(item: Any, besides: str, *, is_head: bool, is_tail: bool) -> _Pieces | None:
    kind, value = item
    if kind is syntax.SUBPATTERN:
        return _of_sequence(list(value[3]), besides, is_head=is_head, is_tail=is_tail)
    if kind is syntax.BRANCH:
        branches = [
            _of_sequence(list(branch), besides, is_head=is_head, is_tail=is_tail)
            for branch in value[1]
            if not _is_besides(list(branch), besides)
        ]
        return None if None in branches else frozenset().union(*filter(None, branches))
    if kind in _REPEATS and value[0] >= 1:
        is_once = value[1] == 1
        return _of_sequence(
            list(value[2]), besides, is_head=is_head and is_once, is_tail=is_tail and is_once
        )
    if kind is syntax.ASSERT and value[0] > 0:  # looks ahead, within the passage
        return _of_sequence(list(value[1]), besides, is_head=is_head, is_tail=False)
    is_digit = all(map(_is_digit, value)) if kind is syntax.IN else _is_digit(item)
    return frozenset((_DIGIT,)) if is_digit else None


def _is_besides(items: list[Any], besides: str) -> bool:
    """Whether an alternative is nothing but one of the characters that are looked for apart."""
    return len(items) == 1 and items[0][0] is syntax.LITERAL and chr(items[0][1]) in besides


def _letter(item: Any) -> str:
    """The letter that an item is, in small; empty where it is something else."""
    kind, value = item
    letter = chr(value) if kind is syntax.LITERAL else ""
    return letter.lower() if letter.isalpha() and letter.isascii() else ""


def _parts_words(item: Any) -> bool:
    """Whether no word reaches across an item: a boundary, a space, a mark."""
    kind, value = item
    if kind is syntax.AT:
        return bool(value is syntax.AT_BOUNDARY)
    if kind is syntax.LITERAL:
        return not (chr(value).isalnum() or value == ord("_"))
    return False


def _begins_word(item: Any, is_head: bool) -> bool:
    """Whether a word begins behind an item, if one does (``is_head``) before it."""
    kind, value = item
    if kind in (syntax.ASSERT, syntax.ASSERT_NOT):
        return is_head
    if kind is syntax.SUBPATTERN:
        return _sequence_begins_word(list(value[3]), is_head)
    if kind is syntax.BRANCH:
        return all(_sequence_begins_word(list(branch), is_head) for branch in value[1])
    if kind in _REPEATS:
        is_behind = _sequence_begins_word(list(value[2]), False)
        return is_behind and (is_head or value[0] >= 1)
    return _parts_words(item)


def _sequence_begins_word(items: list[Any], is_head: bool) -> bool:
    for item in items:
        is_head = False if _letter(item) else _begins_word(item, is_head)
    return is_head


def _is_digit(item: Any) -> bool:
    kind, value = item
    if kind is syntax.CATEGORY:
        return bool(value is syntax.CATEGORY_DIGIT)
    if kind is syntax.RANGE:
        return bool(ord("0") <= value[0] and value[1] <= ord("9"))
    return bool(kind is syntax.LITERAL and chr(value).isdigit())
