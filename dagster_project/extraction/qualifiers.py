"""The words before a number that make it a floor, a ceiling or an estimate: "at least", "up to"."""

_NO_CEILING = {
    ("at", "least"),
    ("more", "than"),
    ("no", "fewer", "than"),
    ("no", "less", "than"),
    ("not", "less", "than"),
    ("well", "over"),
    ("upwards", "of"),
    ("over",),
    ("above",),
    ("atleast",),
    ("at", "least", "another"),
    ("a", "minimum", "of"),
}
_CEILING = {
    ("up", "to"),
    ("as", "many", "as"),
    ("upto",),
    ("as", "much", "as"),
    ("a", "maximum", "of"),
}
_ABOUT = {
    ("about",),
    ("around",),
    ("some",),
    ("nearly",),
    ("almost",),
    ("approximately",),
    ("roughly",),
    ("an", "estimated"),
    ("estimated",),
    ("close", "to"),
    ("exactly",),
    ("just",),
    ("only",),
    ("fewer", "than"),
    ("less", "than"),
    ("reportedly",),
    ("another",),
    ("a", "further"),
    ("a", "total", "of"),
    ("all",),
    ("a", "reported"),
    ("the", "other"),
    ("other",),
}
QUALIFIER_WORDS = {words[0] for words in _NO_CEILING | _CEILING | _ABOUT}
_BY_FIRST_WORD: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _words, _kind in sorted(
    [(words, "floor") for words in _NO_CEILING]
    + [(words, "ceiling") for words in _CEILING]
    + [(words, "about") for words in _ABOUT],
    key=lambda item: -len(item[0]),
):
    _BY_FIRST_WORD.setdefault(_words[0], []).append((_words, _kind))


def qualifier(low: list[str], i: int, end: int) -> tuple[str | None, int]:
    """The kind of a qualifier ("at least") that begins at word i, and the word after it."""
    if i >= len(low):
        return None, i
    for words, kind in _BY_FIRST_WORD.get(low[i], ()):
        n = len(words)
        if i + n < end and (n == 1 or (words[1] == low[i + 1] and tuple(low[i : i + n]) == words)):
            return kind, i + n
    return None, i
