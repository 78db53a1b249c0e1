"""What a text says of somebody whom it names: "Ali Hassan, a police officer", "the chief, X"."""

from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.lexicon import AUXILIARIES, SUBORDINATORS
from dagster_project.extraction.mentions import Mention

_SEPARATORS = frozenset((",", "-", "--"))
_QUOTES = frozenset(('"', "'"))
_ARTICLES = frozenset("a an the one".split())
_ENDS = frozenset((";", ":", ".", "who", "which", "that", "said", "and"))
_LONGEST_BEHIND = 9  # words from the article to the head
_LONGEST_BEFORE = 30  # words of a title with its complements


def description_of(reader: ClauseReader, name: Mention) -> Mention | None:
    """The mention that says who a named person is, behind the name or before it."""
    return _behind(reader, name) or _before(reader, name)


def _behind(reader: ClauseReader, name: Mention) -> Mention | None:
    low, k = reader.low, name.end
    while k in reader.masked:
        k += 1
    if k >= reader.n or low[k] not in _SEPARATORS:
        return None
    k += 1
    while k < reader.n and (low[k] in _QUOTES or k in reader.masked):
        k += 1
    if k >= reader.n or low[k] not in _ARTICLES:
        return None
    for j in range(k, min(reader.n, k + _LONGEST_BEHIND)):
        mention = reader.starts.get(j)
        if mention is not None:
            return mention if mention.form == "singular" else None
        if j in reader.blocked or low[j] in AUXILIARIES or low[j] in _ENDS or low[j] == ",":
            return None
    return None


def _before(reader: ClauseReader, name: Mention) -> Mention | None:
    low = reader.low
    k = reader.unmasked_left(name.start - 1)
    while k >= 0 and low[k] in _QUOTES:
        k -= 1
    if k < 0 or low[k] not in _SEPARATORS:
        return None
    first = k
    k = reader.unmasked_left(k - 1)
    while k >= 0 and first - k < _LONGEST_BEFORE:
        mention = reader.mention_ending(k)
        if mention is not None:
            if mention.form == "singular" and not reader.is_object_of_preposition(mention):
                return mention
            k = reader.unmasked_left(mention.start - 1)
            continue
        if k in reader.blocked or low[k] in AUXILIARIES or low[k] in _ENDS or low[k] == ",":
            return None
        if low[k] in SUBORDINATORS:
            return None
        k = reader.unmasked_left(k - 1)
    return None
