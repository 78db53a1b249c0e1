"""What a text says of somebody whom it names: "Ali Hassan, a police officer", "the chief, X"."""

from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.lexicon import AUXILIARIES, FUNCTION_WORDS, SUBORDINATORS
from dagster_project.extraction.mentions import Mention

_SEPARATORS = frozenset((",", "-", "--"))
_QUOTES = frozenset(('"', "'"))
_ARTICLES = frozenset("a an the one".split())
_ENDS = frozenset((";", ":", ".", "who", "which", "that", "said", "and"))
_LONGEST_BEHIND = 9  # words from the article to the head
_LONGEST_TITLE = 6  # words before a quotation mark
_LONGEST_BEFORE = 30  # words of a title with its complements


def description_of(reader: ClauseReader, name: Mention) -> Mention | None:
    """The mention that says who a named person is, behind the name or before it."""
    return description_behind(reader, name) or _before(reader, name) or _of_all(reader, name)


def description_behind(reader: ClauseReader, name: Mention) -> Mention | None:
    """The mention behind a name that says who it is: "Ali Hassan, a police officer"."""
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
    if 0 <= k < name.start - 1 and (title := reader.mention_ending(k)) is not None:
        return title if title.form == "singular" else None  # "the 'area secretary' Ali Hassan"
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


def _of_all(reader: ClauseReader, name: Mention) -> Mention | None:
    """ "Ali Hassan and Omar Said, both members of the council": what is said of all the named."""
    low, k = reader.low, name.end
    starts = {mention.start: mention for mention in reader.mentions}
    while k < reader.n and k - name.end < _LONGEST_BEFORE:
        other = starts.get(k)
        if other is not None and other.form == "name":
            k = other.end
        elif low[k] in ("both", "all"):
            k += 2 if low[k + 1 : k + 2] in (["the"], ["of"], ["two"], ["three"]) else 1
            described = starts.get(k)
            return described if described is not None and described.form == "plural" else None
        elif (
            low[k] in (",", "and", "&", "-")
            or k in reader.masked
            or reader.tokens.is_capitalised(k)
        ):
            k += 1
        else:
            return None
    return None


def start_of_phrase(reader: ClauseReader, mention: Mention) -> int:
    """ "a woman FARC 'commander'": the phrase begins before the quotation mark."""
    k = mention.start - 1
    if mention.head is None or k < 1 or reader.low[k] not in _QUOTES:
        return mention.start
    while k > 0 and mention.start - k < _LONGEST_TITLE and reader.low[k - 1] not in _QUOTES:
        word = reader.low[k - 1]
        if (
            not (word[:1].isalpha() or word == "'s")
            or word in FUNCTION_WORDS
            or k - 1 in reader.blocked
        ):
            break
        k -= 1
    return k if k < mention.start - 1 else mention.start
