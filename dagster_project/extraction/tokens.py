"""Words of a sentence with their offsets."""

import re
from operator import add

from dagster_project.extraction.kept import kept

_TOKEN = re.compile(
    r"(?=[^\s_])(?:"  # passes over spaces at once
    r"[a-z]\.(?:[a-z]\.)+"  # u.s.
    r"|[^\W\d_]+\d*(?:[-'&/](?!s\b)[^\W_]+)*"  # words, al-quds, hay'at, cpi-maoist
    r"|\d+(?:,\d{3})+(?![\d,])"  # 1,200
    r"|\d+(?:\.\d+)?(?:st|nd|rd|th)\b"  # 3rd
    r"|\d+(?:-[a-z]+)+"  # 21-year-old
    r"|\d+(?:\.\d+)?"
    r"|'s\b"
    r"|[^\w\s])"
)
# Names that small letters would turn into function words.
_NAMES = {"is": "isis", "us": "u.s."}
_OF_A_GROUP = frozenset(
    "militant militants fighter fighters member members cell cells commander commanders terrorist "
    "terrorists gunmen jihadists insurgents leader leaders hideout hideouts operatives".split()
)
# Killed and wounded in action.
LOSSES = {"kia": "killed", "wia": "wounded"}
# Words that notes shorten, with or without a full stop behind them.
SHORTENED = {
    "incl": "including",
    "inj": "injured",
    "injd": "injured",
    "wnd": "wounded",
    "civ": "civilians",
    "civs": "civilians",
}


# Words that are not always read as they stand.
_READ_OTHERWISE = frozenset((*SHORTENED, *LOSSES, *_NAMES))


def _read_run(run: str) -> list[tuple[str, int]]:
    """The words of a run of characters without a space, and where they begin in it."""
    return [(match.group(), match.start()) for match in _TOKEN.finditer(run)]


_words_of_run = kept(_read_run, most=50_000)


class Tokens:
    """Parallel lists: ``low`` (lower-case words), ``start`` and ``end`` (document offsets).

    ``words``: each word once, to ask at once whether the sentence has it at all.
    """

    __slots__ = ("end", "low", "norm", "start", "words")

    def __init__(
        self, lower: str, norm: str, start: int, end: int, *, is_capitals: bool = False
    ) -> None:
        self.norm = norm
        # No word reaches across a space, and most runs between spaces were met before.
        self.low: list[str] = []
        self.start: list[int] = []
        at = start
        for run in lower[start:end].split(" "):
            for word, begin in _words_of_run(run):
                self.low.append(word)
                self.start.append(at + begin)
            at += len(run) + 1
        self.end = [*map(add, self.start, map(len, self.low))]
        self.words = frozenset(self.low)
        if not _READ_OTHERWISE.isdisjoint(self.words):
            self._read_otherwise(is_capitals)
            self.words = frozenset(self.low)

    def _read_otherwise(self, is_capitals: bool) -> None:
        """Read what is shortened, and what capitals make a name or a loss."""
        norm = self.norm
        if not SHORTENED.keys().isdisjoint(self.low):
            self._write_out()
        if is_capitals:
            if "is" in self.low:
                self._read_islamic_state()
            return
        if "kia" in self.low or "wia" in self.low:
            self._read_losses()
        for name, meant in _NAMES.items():
            if name in self.low:
                for i, word in enumerate(self.low):
                    if word == name and norm[self.start[i] : self.end[i]].isupper():
                        self.low[i] = meant

    def _read_islamic_state(self) -> None:
        """ "6 IS MILITANTS": of a group, where capitals do not tell it from the verb."""
        for i in range(len(self.low) - 1):
            if self.low[i] == "is" and self.low[i + 1] in _OF_A_GROUP:
                self.low[i] = _NAMES["is"]

    def _write_out(self) -> None:
        """Read "incl. two" as "including two": the full stop is the word's own."""
        for i in range(len(self.low) - 1, -1, -1):
            if self.low[i] not in SHORTENED:
                continue
            self.low[i] = SHORTENED[self.low[i]]
            if self.low[i + 1 : i + 2] == ["."] and self.start[i + 1] == self.end[i]:
                del self.low[i + 1], self.start[i + 1], self.end[i + 1]

    def _read_losses(self) -> None:
        """Read "2 KIA", "three members WIA" as killed and wounded; a Kia is a car."""
        for i in range(1, len(self.low)):
            meant = LOSSES.get(self.low[i])
            if meant is None or not self.norm[self.start[i] : self.end[i]].isupper():
                continue
            if self.low[i - 1][-1].isdigit() or self.low[i - 1].endswith(("s", "men")):
                self.low[i] = meant

    def __len__(self) -> int:
        return len(self.low)

    def is_capitalised(self, i: int) -> bool:
        """Whether the word begins with a capital letter in the text."""
        return self.norm[self.start[i]].isupper()

    def text(self, i: int, j: int) -> str:
        """The words from i up to, not including, j as they stand in the text."""
        return self.norm[self.start[i] : self.end[j - 1]] if j > i else ""
