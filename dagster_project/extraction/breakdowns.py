"""Who the people of a bare number were, told behind it or in a sentence of its own.

"Seven people - four policemen and three farmers - were killed." "Three people were killed. The dead
were identified as A, a policeman, B, a councillor, and C, a farmer."
"""

import re
from bisect import bisect_left
from typing import NamedTuple

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.descriptions import description_behind
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.lexicon import AUXILIARIES, SUBORDINATORS
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count, read_count
from dagster_project.extraction.statements import read_statements
from dagster_project.extraction.tolls import apposed_names, name_words


class Described(NamedTuple):
    """Some of those counted: the words for them, the sentence these stand in, and how many."""

    mention: Mention
    reader: ClauseReader
    number: Count


_OPENINGS = frozenset((",", "-", "--", ":", "("))
_JOINERS = frozenset((",", ";", "and", "&"))
_LEADS = frozenset("namely viz they are identified named as".split())
_PART_WORDS = frozenset("including included among".split())
_QUOTES = frozenset(('"', "'"))
_PRONOUNS = frozenset("them whom".split())
_THOUGHT = frozenset("said believed suspected thought reported alleged known".split())
_COPULAS = frozenset("were are was is being".split())
_ENDS = (
    frozenset("in on near at by after during while - -- ) . :".split())
    | AUXILIARIES
    | SUBORDINATORS
)
_LONGEST_COMPLEMENT = 8  # words of a description behind its head
_SENTENCES_ON = 4  # that may still say who the victims were, among several incidents
_DEAD = r"(?:\w+ )?(?:dead|deceased|slain|killed|victims|fatalities)(?: (?:people|persons|men))?"
_HURT = r"(?:\w+ )?(?:injured|wounded)(?: (?:people|persons|men))?"
_ARE = r"(?:were|are|was|is|have been|had been|include[sd]?|including|comprised?)"
_SO = r"(?: (?:also|later|mostly|all))*(?: (?:identified|named) as)?[ :]*"


def _patterns(those: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a list of victims, and what behind it."""
    before = (
        rf"\W*(?:(?:(?:all|\w+) of |all )?(?:the|those) {those}|they|"
        rf"(?:also )?among (?:the|those) {those}) {_ARE}\b{_SO}"
    )
    behind = rf" (?:were|was|are|is) (?:also |all )?(?:among|one of) (?:the|those) {those}"
    return re.compile(before), re.compile(behind)


_SAYS_WHO = {"killed": _patterns(_DEAD), "wounded": _patterns(_HURT)}
# "The victim was a member of X", "Hassan was a policeman", of one person told of before.
_SAYS_WHO_ONE = re.compile(
    r"\W*(?:the (?:\w+ )?(?:victim|deceased|man|woman|youth|dead man|dead woman)|he|she|"
    r"(?:mr\.? |ms\.? |mrs\.? )?(?P<name>[a-z'-]{3,}(?: [a-z'-]{3,})?))"
    r"(?:,? (?:(?:who )?was )?(?:identified as|named as|named|called) [^,.;]{2,60},?)?"
    r" (?:was|is|had been|has been|worked as|served as|used to be)"
    r"(?: (?:reportedly|also|said to be|believed to be|known to be|allegedly|formerly))* "
    r"(?=(?:a|an|the) )"
)
_ALL = re.compile(r"\W*all (?:of )?(?:the|those) ")
_SOME = re.compile(r"\W*(?P<number>[\w-]+) of (?:the|those) ")


def breakdown_of(
    facts: ArticleFacts, draft: Draft, reader: ClauseReader, whole: Mention, kind: str
) -> list[Described]:
    """The descriptions of those whom ``whole`` counts; they are together no more than it."""
    total = whole.count.best
    behind = _behind(_with_brackets_read(facts, reader, whole), whole)
    told = sum(d.number.best for d in behind)
    if behind and told <= total:
        is_list = len(behind) > 1 or behind[0].number.best == total
        if told == total or not is_list:
            return behind
    if kind not in _SAYS_WHO:
        return []
    found: list[Described] = []
    for number in _sentences_behind(facts, draft, reader.sentence_no):
        more = _told_in(facts, number, whole, kind)
        if sum(d.number.best for d in [*found, *more]) <= total:
            found += more
    return found


def description_of_one(
    facts: ArticleFacts, draft: Draft, reader: ClauseReader, whole: Mention
) -> list[Described]:
    """What the next sentences say of one person of whom nothing more was told."""
    for number in _sentences_behind(facts, draft, reader.sentence_no)[: _SENTENCES_ON - 1]:
        sentence = facts.document.sentences[number]
        opening = _SAYS_WHO_ONE.match(facts.document.lower, sentence.start, sentence.end)
        if opening is None:
            continue
        name = opening["name"]
        if name is not None and name.split()[-1] not in _names_of(reader, whole):
            continue
        other = facts.readers.get(number) or _read(facts, number)
        if found := _of_one_kind(other, _word_from(other, opening.end()), whole.count):
            return found
    return []


def _names_of(reader: ClauseReader, whole: Mention) -> set[str]:
    """The words of a person's name, in the phrase itself or beside it."""
    return name_words(reader, whole) | apposed_names(reader, whole)


def _sentences_behind(facts: ArticleFacts, draft: Draft, number: int) -> list[int]:
    """The sentences that may say who the victims told of in a sentence were."""
    sentences = facts.document.sentences
    if facts.has_one_incident:
        return [*range(number + 1, len(sentences))]
    own = {c.statement.sentence for c in draft.contexts}
    near: list[int] = []
    for behind in range(number + 1, min(number + _SENTENCES_ON, len(sentences))):
        if sentences[behind].paragraph > sentences[number].paragraph + 1:
            break
        near.append(behind)
        if behind in facts.readers and behind not in own:
            break  # it tells of another incident, unless of these victims
    return near


def _told_in(facts: ArticleFacts, number: int, whole: Mention, kind: str) -> list[Described]:
    """What a sentence of its own says of the victims: "Among the dead were five soldiers"."""
    sentence, lower = facts.document.sentences[number], facts.document.lower
    before, behind = _SAYS_WHO[kind]
    opening = before.match(lower, sentence.start, sentence.end)
    if opening is None:
        closing = behind.search(lower, sentence.start, sentence.end)
        if closing is None:
            return []
        reader = facts.readers.get(number) or _read(facts, number)
        told, end = _listed(reader, 0)
        is_whole_list = end < reader.n and reader.tokens.start[end] == closing.start() + 1
        return [Described(m, reader, m.count) for m in told] if is_whole_list else []
    reader = facts.readers.get(number) or _read(facts, number)
    first = _word_from(reader, opening.end())
    if _ALL.match(opening.group()):
        return _of_one_kind(reader, first, whole.count)
    if (some := _SOME.match(opening.group())) is not None:
        count, end = read_count([some["number"]], 0, 1)
        return _of_one_kind(reader, first, count) if end else []
    return [Described(m, reader, m.count) for m in _listed(reader, first)[0]]


def _word_from(reader: ClauseReader, offset: int) -> int:
    """The first word of a sentence that begins at a document offset or behind it."""
    return bisect_left(reader.tokens.start, offset)


def _of_one_kind(reader: ClauseReader, k: int, count: Count | None) -> list[Described]:
    """ "soldiers", "members of X": what all of a number are said to have been."""
    mention = _starts(reader).get(k)
    if (
        count is None
        or mention is None
        or mention.form not in ("plural", "singular")
        or mention.head is None
    ):
        return []
    return [Described(mention, reader, count)]


def _read(facts: ArticleFacts, number: int, *, has_brackets: bool = False) -> ClauseReader:
    """The words of a sentence; ``has_brackets``: with those in brackets, which are passed over."""
    document = facts.document
    lower, norm, sentence = document.lower, document.norm, document.sentences[number]
    if has_brackets:
        opened = str.maketrans("()", "--")
        at = slice(sentence.start, sentence.end)
        lower = lower[: at.start] + lower[at].translate(opened) + lower[at.stop :]
        norm = norm[: at.start] + norm[at].translate(opened) + norm[at.stop :]
    return read_statements(lower, norm, sentence, number, document.is_capitals)[1]


def _with_brackets_read(facts: ArticleFacts, reader: ClauseReader, whole: Mention) -> ClauseReader:
    if reader.low[whole.end : whole.end + 1] != ["("]:
        return reader
    return _read(facts, reader.sentence_no, has_brackets=True)


def _behind(reader: ClauseReader, whole: Mention) -> list[Described]:
    """What a sentence tells behind a number of people: a list, "five of them soldiers", "all"."""
    for k in range(whole.end, reader.n):
        word = reader.low[k]
        if word in _OPENINGS or word in _PART_WORDS or word == "namely":
            told = _at_opening(reader, whole, k)
            is_next = all(w in AUXILIARIES for w in _unblocked(reader, whole.end, k))
            if (
                told
                and (is_next or _is_sure(reader, told, whole, k))
                and _are_parts_or_all(reader, told, whole, k)
            ):
                return told
        if k > whole.end and (other := reader.starts.get(k)) and other.form == "count":
            return []  # what follows may be said of those
    return []


def _unblocked(reader: ClauseReader, start: int, end: int) -> list[str]:
    return [reader.low[k] for k in range(start, end) if k not in reader.blocked]


def _are_parts_or_all(reader: ClauseReader, told: list[Described], whole: Mention, k: int) -> bool:
    """Whether those behind a mark are told as some of the counted, or are as many as these.

    "Wounding 15, the governor said": he is none of them.
    """
    between = reader.low[k : told[0].mention.start]
    if any(word in _PART_WORDS or word in _PRONOUNS for word in between):
        return True
    return sum(d.number.best for d in told) == whole.count.best


def _is_sure(reader: ClauseReader, told: list[Described], whole: Mention, k: int) -> bool:
    """Whether words farther behind a number surely are of those counted."""
    if reader.low[k] in _PART_WORDS or reader.low[k + 1 : k + 2] in (["all"], ["among"]):
        return True
    first = reader.low[k + 1 : told[0].mention.start]
    if any(word in _PRONOUNS for word in first):
        return True
    is_marked = reader.low[k] in (":", "-", "--", "(")
    return is_marked and sum(d.number.best for d in told) == whole.count.best and len(told) > 1


def _at_opening(reader: ClauseReader, whole: Mention, k: int) -> list[Described]:
    """The descriptions that begin with the mark or word at k."""
    low = reader.low
    while k < reader.n and (
        low[k] in _OPENINGS or low[k] in _LEADS or low[k] in _QUOTES or low[k] in _PART_WORDS
    ):
        k += 1
    if low[k - 1 : k] == ["among"]:
        if low[k : k + 1] not in (["them"], ["whom"]):
            return []
        k += 1
    if k >= reader.n:
        return []
    thought = _thought_to_be(low, k)
    if thought > k:
        return _of_one_kind(reader, thought, whole.count)
    is_all = low[k] == "all"
    count, end = (whole.count, k + 1) if is_all else read_count(low, k, reader.n)
    if end > k and low[end - 1] != "of" and low[end : end + 1] == ["of"]:
        end += 1
    is_of_them = end > k and end < reader.n and low[end - 1] == "of" and low[end] in _PRONOUNS
    if is_all or is_of_them:
        end += is_of_them
        while end < reader.n and (low[end] in _COPULAS or low[end] == "the"):
            end += 1
        return _of_one_kind(reader, end, count)
    return [Described(m, reader, m.count) for m in _listed(reader, k)[0]]


def _thought_to_be(low: list[str], k: int) -> int:
    """The word behind "said to be", "described as"; k where they do not stand."""
    if low[k] in _THOUGHT and low[k + 1 : k + 3] == ["to", "be"]:
        return k + 3
    return k + 2 if low[k : k + 2] == ["described", "as"] else k


def _starts(reader: ClauseReader) -> dict[int, Mention]:
    return {mention.start: mention for mention in reader.mentions}


def _listed(reader: ClauseReader, k: int) -> tuple[list[Mention], int]:
    """The people of a list that begins at word k, and where it ends.

    Those who are only named are told by their names.
    """
    low, n = reader.low, reader.n
    starts = _starts(reader)
    told: list[Mention] = []
    is_closed = False  # by "and" before the last of them
    while k < n:
        first = k
        while k < n and (low[k] in _JOINERS or low[k] in _QUOTES):
            k += 1
        has_and = any(word in ("and", "&") for word in low[first:k])
        mention = starts.get(k)
        if mention is None or mention.form in ("pronoun", "plural", "unknown"):
            break
        if is_closed and not has_and and mention.form != "name":
            break  # "and seven civilians, the mayor said"
        is_closed = is_closed or has_and
        described = description_behind(reader, mention) if mention.form == "name" else None
        is_name_of_last = mention.form == "name" and described is None and _names_one(told)
        if not is_name_of_last:
            told.append(described or mention)
        k = (described or mention).end
        first = k
        while k < n and k - first < _LONGEST_COMPLEMENT and low[k] not in _JOINERS:
            if low[k] in _ENDS or k in reader.blocked:
                return told, k
            k += 1
    return told, k


def _names_one(told: list[Mention]) -> bool:
    """ "a policeman, Ali Khan, and": the name is the policeman's."""
    return bool(told) and told[-1].form == "singular" and told[-1].end == (told[-1].head or 0) + 1
