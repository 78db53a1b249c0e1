"""An article's text made searchable, with every offset still pointing into the text as given.

What belongs here: normalisation of characters, paragraphs and sentences. No meaning.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from string import ascii_lowercase, ascii_uppercase
from typing import Protocol, TypeVar

from dagster_project.extraction.kept import once
from dagster_project.extraction.page_furniture import other_news
from dagster_project.extraction.watched import marks_of, marks_of_words, words_of

# One character to one character, so that offsets do not move. Quotes and dashes that newsrooms
# use in a dozen variants become the ASCII one; all white space but the line feed becomes a space.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02bb\u02bf\u02be\u0060\u00b4\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009", " "),
        **dict.fromkeys("\u200a\u202f\u205f\u3000\t\x0b\x0c\ufeff", " "),
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\u0130": "I",
        "\u2026": ".",
    }
)
# Characters that stand inside a word and print nothing, and spaces behind a space: they are taken
# out before matching.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060]|(?<= ) ")

# A full stop after these does not end a sentence.
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof gen brig col maj capt lt sgt cpl pvt cmdr adm sen rep gov rev hon st mt
    ft jr sr jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri
    sat sun no nos vs etc inc ltd co corp dept dist est approx supt insp const asst addl retd
    govt smt sri shri ave blvd rd sts ala ariz ark calif colo conn del fla ga ill ind kan ky la
    md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo n.h n.j n.m
    n.y n.c n.d s.c s.d r.i w.va a.m p.m u.s u.n u.k d.c e.g i.e msgr fr bro lieut incl vill tsp
    """.split()
)
# Where pages have lost their line ends, a capital follows at once: "in the arm.Police say".
_LONGEST_ABBREVIATION = max(map(len, _ABBREVIATIONS)) + 1
# Begins with the one character that any end has: a search for it runs fast.
_END = re.compile(
    r"[.!?\n](?:(?<=\n)\n*|(?<!\n)[.!?]*[\"')\]]*(?=\s)|"
    r"(?<=[a-z]{3}[.!?])\"?(?=[A-Z][a-z]* [a-z]))"
)
_LAST_WORD = re.compile(r"([^\s\"'(\[]+)$")
_LONGEST_SENTENCE = 1500  # characters
_CAPITALS, _SMALL = ascii_uppercase.encode(), ascii_lowercase.encode()
_NARROWEST, _WIDEST = 50, 110  # characters of a line of text that was wrapped at a column
_FEWEST_WRAPS = 2
_MOST_OF = 0.9  # the share of line ends that must be where a column forced them
_CLOSING_PUNCTUATION = frozenset(".!?:;\"')")


class _Located(Protocol):
    @property
    def at(self) -> int: ...


_Mention = TypeVar("_Mention", bound=_Located)
_begin = attrgetter("at")


def within(mentions: Sequence[_Mention], start: int, end: int) -> Sequence[_Mention]:
    """The mentions that begin at offsets from start up to, not including, end.

    They must be in the order of the text.
    """
    first = bisect_left(mentions, start, key=_begin)
    return mentions[first : bisect_left(mentions, end, lo=first, key=_begin)]


@dataclass(slots=True)
class Sentence:
    """``doc.norm[start:end]``; ``paragraph`` counts from 0."""

    start: int
    end: int
    paragraph: int


@dataclass
class Document:
    """A text ready for matching. What is asked of it is found once and kept.

    ``norm`` and ``lower`` have one length; ``given(i)`` turns an offset in them into an offset in
    the text as given (the identity unless invisible characters were taken out).
    """

    text: str
    norm: str
    lower: str
    title: str | None = None
    _removed: list[int] = field(default_factory=list)
    _marks: dict[int, int] = field(default_factory=dict)

    @once
    def sentences(self) -> list[Sentence]:
        """All sentences, in order."""
        return _sentences(self.norm)

    @once
    def is_capitals(self) -> bool:
        """Whether the text is written in capitals, which then tell nothing of its words."""
        capitals, small = _count_cases(self.norm[:4000])
        return capitals > 3 * small

    @once
    def words(self) -> frozenset[str]:
        """The words of the text in small letters, each once."""
        return frozenset(words_of(self.lower))

    @once
    def all_marks(self) -> int:
        """The marks of the whole text: which watched patterns it can match somewhere."""
        return marks_of_words(self.words)

    @once
    def _other_news(self) -> list[tuple[int, int]]:
        return other_news(self.norm, self.title)

    def sentences_with(self, words: frozenset[str]) -> list[int]:
        """The numbers of the sentences in which one of some words stands, in order."""
        starts = [sentence.start for sentence in self.sentences]
        found: set[int] = set()
        for word in words & self.words:
            at = self.lower.find(word)
            while at >= 0:
                end = at + len(word)
                if _is_whole(self.lower, at, end):
                    found.add(bisect_right(starts, at) - 1)
                at = self.lower.find(word, end)
        return sorted(found)

    def marks(self, number: int) -> int:
        """The marks of a sentence: which watched patterns it can match."""
        marks = self._marks.get(number)
        if marks is None:
            sentence = self.sentences[number]
            marks = self._marks[number] = marks_of(self.lower[sentence.start : sentence.end])
        return marks

    def is_other_news(self, offset: int) -> bool:
        """Whether what stands at an offset of ``norm`` points to another article."""
        if not self._other_news:
            return False
        after = bisect_right(self._other_news, (offset, len(self.norm)))
        return after > 0 and offset < self._other_news[after - 1][1]

    def given(self, offset: int) -> int:
        """The offset in the text as given of an offset in ``norm``, both in code points."""
        if not self._removed:
            return offset
        return offset + bisect_right(self._removed, offset)


def read_document(text: str, title: str | None = None) -> Document:
    """Normalise a text and find its sentences. Linear in the text's length.

    ``title``: the headline that came with the text, if any.
    """
    norm = text.translate(_SAME_LENGTH)
    removed: list[int] = []
    if ("  " in norm or not norm.isascii()) and _INVISIBLE.search(norm):
        for count, match in enumerate(_INVISIBLE.finditer(norm)):
            # The offset, in the shortened text, from which one more character is missing.
            removed.append(match.start() - count)
        norm = _INVISIBLE.sub("", norm)
    if _is_filled(norm):
        norm = _join_wrapped_lines(norm)
    norm = _OPEN_LINE.sub(" ", norm)
    if _is_hard_wrapped(norm):
        norm = _join_wrapped_lines(norm)
    lower = norm.lower()
    if len(lower) != len(norm):  # a few letters grow when lowered; keep those as they are
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in norm)
    return Document(text, norm, lower, title, removed)


def _is_whole(text: str, at: int, end: int) -> bool:
    """Whether no word goes on before or behind ``text[at:end]``."""
    before, behind = text[at - 1 : at], text[end : end + 1]
    return not (before.isalnum() or before == "_" or behind.isalnum() or behind == "_")


def _count_cases(text: str) -> tuple[int, int]:
    """How many capital and small letters a text has."""
    ascii_letters = text.encode("ascii", "ignore")
    capitals = len(ascii_letters) - len(ascii_letters.translate(None, _CAPITALS))
    small = len(ascii_letters) - len(ascii_letters.translate(None, _SMALL))
    if len(ascii_letters) < len(text):
        others = [c for c in text if not c.isascii()]
        capitals += sum(map(str.isupper, others))
        small += sum(map(str.islower, others))
    return capitals, small


def _is_hard_wrapped(norm: str) -> bool:
    """Whether most line ends only fold the text at a column, as in old wire copy."""
    lines = norm.split("\n")
    if len(lines) < 5:
        return False
    full = [line for line in lines if line.strip()]
    long = [line for line in full if 50 <= len(line) <= 100]
    if len(long) < 0.6 * len(full) or max(map(len, full)) > 110:
        return False
    open_ended = sum(1 for line in long if line.rstrip()[-1:] not in _CLOSING_PUNCTUATION)
    return open_ended > 0.6 * len(long)


def _is_filled(norm: str) -> bool:
    """Whether lines end where the next word would have been too long for them."""
    lines = norm.rstrip("\n").split("\n")
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return False
    pairs = [(a, b) for a, b in pairwise(lines) if a and b and not b[0].isspace()]
    if len(pairs) < _FEWEST_WRAPS:
        return False
    full = sum(len(a.rstrip()) + 1 + len(b.split(" ", 1)[0]) > width for a, b in pairs)
    open_ended = sum(a.rstrip()[-1:] not in _CLOSING_PUNCTUATION for a, _ in pairs)
    return full > _MOST_OF * len(pairs) and open_ended > len(pairs) / 2


# A line that ends in the middle of a sentence, which the next line goes on with; "by Ann Lee" under
# a headline goes on with none.
_OPEN_LINE = re.compile(
    r"\n(?<=[a-z,;]\n)"
    r"(?!by (?:[A-Z][\w.'-]* ?){1,4}(?:\n|\||,|-|\(|\d|(?<=[a-z] )[A-Z][a-z]{2,8}\.? \d))(?=[a-z])"
)
_WRAP = re.compile(r"(?<=[^\n])\n(?=[^\n\s])")


def _join_wrapped_lines(norm: str) -> str:
    """Turn the line ends inside a paragraph into spaces; the length stays the same."""
    return _WRAP.sub(" ", norm)


def _sentences(norm: str) -> list[Sentence]:
    sentences: list[Sentence] = []
    start, paragraph = 0, 0
    length = len(norm)

    def add(begin: int, end: int) -> None:
        if begin < end and norm[begin].isspace():
            begin = end - len(norm[begin:end].lstrip())
        while end > begin and norm[end - 1].isspace():
            end -= 1
        while end - begin > _LONGEST_SENTENCE:
            # A text without full stops must not become one endless sentence: cut at a space.
            stop = norm.rfind(" ", begin + 600, begin + 1200)
            stop = begin + 1200 if stop < 0 else stop
            sentences.append(Sentence(begin, stop, paragraph))
            begin = stop + (norm[stop] == " ")
        if begin < end:
            sentences.append(Sentence(begin, end, paragraph))

    for match in _END.finditer(norm):
        at, end = match.span()
        if at < start:
            continue
        mark = norm[at]
        if mark == "\n":
            add(start, at)
            paragraph += 1
        elif mark == "." and not _ends_sentence(norm, match, length):
            continue
        else:
            add(start, end)
        start = end
    add(start, length)
    return sentences


def _ends_sentence(norm: str, match: re.Match[str], length: int) -> bool:
    after = match.end()
    while after < length and norm[after] == " ":
        after += 1
    following = norm[after] if after < length else "\n"
    if following.islower():
        return False
    if match.end() - match.start() > 1:
        return True
    tail = norm[max(0, match.start() - _LONGEST_ABBREVIATION) : match.start()]
    if len(tail) == _LONGEST_ABBREVIATION and tail.isalpha() and tail.islower():
        return True  # the usual case
    behind = tail[tail.rfind(" ") + 1 :]
    if (
        1 < len(behind) < len(tail)
        and behind.isalpha()
        and behind.islower()
        and behind not in _ABBREVIATIONS
    ):
        return True
    word = _LAST_WORD.search(norm, max(0, match.start() - 25), match.start())
    if word is None:
        return True
    last = word[1]
    if last.lower() in _ABBREVIATIONS:
        # "at 9 a.m. Police said" ends; "on Jan. 25" and "Gen. Ali" do not.
        ends = last.lower() in ("a.m", "p.m", "u.s", "u.n", "u.k", "d.c", "etc", "inc")
        return ends and following.isupper() and not _is_initial_follows(norm, after)
    # An initial, as in "K. L. Dhruv".
    return not (len(last) == 1 and last.isupper()) and not re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", last)


def _is_initial_follows(norm: str, after: int) -> bool:
    """ "U.S. Army" continues; "in the U.S. The army" does not: only articles surely begin anew."""
    return (
        re.match(
            r"(?:The|A|An|He|She|It|They|In|On|At|Police|But|Two|Three|One)\b",
            norm[after : after + 8],
        )
        is None
    )
