"""Phrases that name people: who, and how many.

A sentence's words are read from left to right into mentions; what a mention is doing in the
sentence (victim, attacker, speaker) is decided later, in statements.py.
"""

from dagster_project.extraction.counted_groups import (
    read_count_without_head,
    read_counted_group,
    side_of_group,
)
from dagster_project.extraction.kept import kept
from dagster_project.extraction.lexicon import (
    ADJECTIVE_PERSON,
    CIVIL_PERSONNEL,
    PLURAL_PERSON,
    SINGULAR_PERSON,
)
from dagster_project.extraction.mentions import Mention, SentenceWords, is_age_word
from dagster_project.extraction.named_people import read_names
from dagster_project.extraction.numbers import Count, is_number_word, read_count
from dagster_project.extraction.phrase_heads import find_head
from dagster_project.extraction.phrase_names import read_name
from dagster_project.extraction.phrase_numbers import (
    AGED,
    ends_bare_count,
    is_count_of_people,
    read_bare_count,
)
from dagster_project.extraction.qualifiers import QUALIFIER_WORDS

# Participles that begin a phrase about people rather than tell what somebody did.
_ADJECTIVES = frozenset(
    """
    armed unarmed suspected alleged unidentified masked uniformed retired surrendered wounded
    injured imprisoned hooded pro-government unnamed disguised trained allied affiliated
    combined
    """.split()
)
_DEFINITE = frozenset("the these those his her their its our my whose".split())
_SINGULAR_DETERMINERS = frozenset("a an another one".split())
_BEGINNERS = _DEFINITE | _SINGULAR_DETERMINERS | QUALIFIER_WORDS | {"between"}
_ORDINALS = frozenset("second third fourth fifth sixth".split())
# "a second body", "the third fatal shooting": not one more person.
_COUNTED_NOUNS = frozenset(
    "body corpse death murder killing shooting stabbing execution assassination".split()
)
_MEMBERS = frozenset("member members".split())
_THE_HURT = frozenset("wounded injured victims casualties".split())
_OFFSPRING = frozenset("children kids sons daughters boys girls grandchildren".split())
_WORDS_TO_CHILDREN = 3
_TAKING = frozenset("taken held taking holding hostage captive prisoner".split())
_OTHER_IN_NUMBERS = frozenset("other another further".split())
_OTHERS = frozenset("others another more other further additional".split())


def read_mentions(words: SentenceWords) -> list[Mention]:
    """All mentions, left to right, not overlapping."""
    found: list[Mention] = []
    low, ahead, blocked, brackets = words.low, words.people_ahead, words.blocked, words.brackets
    norm, starts = words.tokens.norm, words.tokens.start
    after = 0
    for i, word in enumerate(low):
        # Most words begin none.
        if i < after or not (
            ahead[i] or i in blocked or _begins_mention(word) or norm[starts[i]].isupper()
        ):
            continue
        mention = None
        if i in brackets:
            continue
        if i in blocked:
            mention = _blocked_adjective(words, i)
        elif word[0].isalnum() and not _is_taken_as(words, i):
            mention = _read(words, i)
        if mention is not None:
            if found and low[i - 1 : i + 1] == ["as", "many"]:
                _count_as_before(mention, found)
            found.append(mention)
            after = max(mention.end, i + 1)
    return found


def _count_as_before(mention: Mention, before: list[Mention]) -> None:
    """ "Two officers died and as many were hurt": as many as the number told before."""
    told = next((m for m in reversed(before) if m.form in ("count", "singular")), None)
    if told is not None:
        mention.count, mention.is_other = told.count, True


@kept
def _begins_mention(word: str) -> bool:
    """Whether a word begins a mention wherever it stands: a number, "the", "another"."""
    return word in _BEGINNERS or is_number_word(word)


def _is_taken_as(words: SentenceWords, i: int) -> bool:
    """ "were taken hostage", "held prisoner": what became of people, not people."""
    low = words.low
    if low[i] not in _TAKING:
        return False
    if low[i] in ("taken", "held", "taking", "holding") and low[i + 1 : i + 2] in (
        ["hostage"],
        ["captive"],
        ["prisoner"],
    ):
        return True
    return (
        low[i] in ("hostage", "captive", "prisoner")
        and i > 0
        and low[i - 1] in ("taken", "took", "held", "taking", "holding", "kept")
    )


def _blocked_adjective(words: SentenceWords, i: int) -> Mention | None:
    """ "injured policemen", "slain officer": a trigger that only describes its noun."""
    if words.low[i] in (
        "slain",
        "deceased",
        "injured",
        "wounded",
        "murdered",
        "dead",
    ) and i + 1 < len(words.low):
        if i + 1 in words.blocked or _is_verb(words, i):
            return None
        mention = _read(words, i + 1)
        if (
            mention is not None
            and mention.form in ("singular", "plural")
            and mention.head is not None
            and mention.head - i <= 3
        ):
            mention.is_definite = True
            return mention if words.low[i] in ("slain", "deceased", "murdered") else None
    return None


def _is_verb(words: SentenceWords, i: int) -> bool:
    """ "have cruelly murdered children": a verb, which describes no noun."""
    k = i - 1
    while k > 0 and words.low[k].endswith("ly"):
        k -= 1
    return k >= 0 and words.low[k] in ("have", "has", "had")


def _read_family(words: SentenceWords, i: int) -> Mention | None:
    """ "a family of six": six people."""
    low, n = words.low, len(words.low)
    for family in range(i + 1, min(i + 4, n - 2)):
        if low[family] in ("family", "household") and low[family + 1] == "of":
            count, end = read_count(low, family + 2, n)
            if count is not None and count.best >= 2 and not is_age_word(low[family + 2]):
                return Mention(i, end, family, count, "count", "C", low[i] in _DEFINITE)
        if family in words.blocked or not low[family][0].isalpha():
            return None
    return None


def _end_of_offspring(words: SentenceWords, end: int) -> int:
    """ "father of three", "mother of two boys", "man of 31": one person."""
    low = words.low
    if low[end : end + 1] != ["of"] or end + 1 >= len(low) or not is_number_word(low[end + 1]):
        return end
    for k in range(end + 2, min(len(low), end + 2 + _WORDS_TO_CHILDREN)):
        if low[k] in _OFFSPRING:
            return k + 1
        if k in words.blocked or not low[k][0].isalpha():
            break
    return end + 2


def _has_verb_behind(words: SentenceWords, i: int) -> bool:
    """ "and the third succumbed to his wounds": not "the third in a week"."""
    return i + 1 in words.blocked or words.low[i + 1 : i + 2] in (["was"], ["has"])


_WORDS_TO_HEAD = 6


def _read_spelt_age(words: SentenceWords, i: int) -> Mention | None:
    """ "a 4 year old", "the two year old": a person, as with hyphens; a noun may follow."""
    low, k = words.low, i
    if low[k] in _DEFINITE or low[k] in ("a", "an", "another"):
        k += 1
    if low[k + 1 : k + 3] not in (["year", "old"], ["month", "old"], ["yr", "old"]):
        return None
    if not (low[k].isdigit() or is_number_word(low[k])):
        return None
    definite, other = low[i] in _DEFINITE, low[i] == "another"
    head, end = find_head(words, k + 3, plural=False)
    if head is not None and head - k <= _WORDS_TO_HEAD:
        side = SINGULAR_PERSON.get(low[head])
        if side is not None:
            return Mention(i, end, head, Count.exactly(1), "singular", side, definite, other)
    return Mention(i, k + 3, k + 2, Count.exactly(1), "singular", "C", definite, other)


def _read(words: SentenceWords, i: int) -> Mention | None:
    low, n = words.low, len(words.low)
    if words.tells_family and (low[i] in _SINGULAR_DETERMINERS or low[i] in _DEFINITE):
        family = _read_family(words, i)
        if family is not None:
            return family
    spelt_age = _read_spelt_age(words, i) if words.tells_age else None
    if spelt_age is not None:
        return spelt_age
    start, definite, other = i, False, False
    word = low[i]
    if word in _DEFINITE:
        definite, i = True, i + 1
        if i >= n or i in words.blocked or (word == "her" and low[i] == "dead"):
            return None
    count: Count | None = None
    partitive = False
    number_start = i
    if low[i] == "another" and i + 1 < n and is_number_word(low[i + 1]):
        other, i = True, i + 1
    if not is_age_word(low[i]):
        count, i = read_count(low, i, n)
    if count is not None:
        if not is_count_of_people(words, number_start, i):
            return None
        if (
            i < n
            and low[i][0].isdigit() != low[i - 1][0].isdigit()
            and is_number_word(low[i])
            and not is_age_word(low[i])  # "two 18-year-old boys"
        ):
            return None  # "channel 15 two girls": a label, then the number
        if not _OTHER_IN_NUMBERS.isdisjoint(low[number_start:i]):
            other = True
        if i + 1 < n and low[i] == '"' and start and low[start - 1] == '"':
            i += 1  # '"seven to eight" rebels'
        if i < n and low[i] in ("of",) and i + 1 < n:
            if low[i + 1] in ("them", "whom", "these", "those", "which"):
                return Mention(start, i + 2, None, count, "count", None, definite, other, True)
            if low[i + 1] in _DEFINITE:
                partitive, i = low[i + 1] in ("the", "those", "these"), i + 2
            else:
                i += 1
    if (
        count is None
        and not definite
        and low[i] not in _SINGULAR_DETERMINERS
        and (
            low[i].endswith("ly")
            or (low[i].endswith("ed") and "-" not in low[i] and low[i] not in _ADJECTIVES)
        )
    ):
        return None
    singular = False
    if count is None and i < n and low[i] in _SINGULAR_DETERMINERS:
        singular = True
        other = other or low[i] == "another"
        i += 1
        if (
            i + 1 < n
            and low[i] == "of"
            and low[i + 1] in ("the", "them", "those", "these", "whom", "its", "his", "their")
        ):
            if low[i + 1] in ("them", "whom"):
                return Mention(
                    start, i + 2, None, Count.exactly(1), "count", None, definite, other, True
                )
            partitive, i = True, i + 2
    if (
        (singular or (word == "the" and _has_verb_behind(words, i)))
        and i < n
        and low[i] in _ORDINALS
        and ends_bare_count(words, i + 1)
        and _COUNTED_NOUNS.isdisjoint(low[i + 1 : i + 3])
    ):
        # "two soldiers were killed and a third was hurt": one more person
        return Mention(start, i + 1, None, Count.exactly(1), "count", None, definite, True)
    if singular and i < n and low[i] in _ORDINALS:
        other = True  # "a third boy": beside two who were told of
    whole: Count | None = None
    is_share = count is not None and not partitive and i < n and low[i - 1] == "of"
    if is_share and is_number_word(low[i]):
        whole, after = read_count(low, i, n)  # "one of five guests hit by bullets"
        i = after if whole is not None else i
    if partitive and i < n and is_number_word(low[i]):
        whole, after = read_count(low, i, n)
        i = after if whole is not None else i
    if partitive and i < n and low[i] in _THE_HURT:
        # "one of the wounded died"
        return Mention(
            start, i + 1, None, count or Count.exactly(1), "count", None, False, False, True, whole
        )
    if count is not None and not (partitive or definite):
        group = read_counted_group(words, start, i, count, is_other=other)
        group = group or read_count_without_head(words, start, i, count, is_other=other)
        if group is not None:
            return group
    if count is not None and partitive and whole is None:
        group = read_counted_group(words, start, i, count, is_other=other)
        if group is not None:
            return group  # "two fighters of the SDF and three of the SNA"
    head, end = find_head(
        words,
        i,
        plural=count is not None and count.best != 1,
    )
    if partitive and head is not None and "'s" in low[i:head]:
        partitive = False  # "two of the minister's bodyguards": not two of those told before
    if head is None:
        if count is not None and not partitive:
            return read_bare_count(words, start, i, count, definite, other)
        if singular and ends_bare_count(words, i) and low[i - 1] in ("another", "one"):
            return Mention(
                start,
                i,
                None,
                Count.exactly(1),
                "count",
                None,
                definite,
                other or low[i - 1] == "another",
            )
        if count is None and not singular and not definite:
            return read_name(words, start)
        return None
    head_word = low[head]
    if head_word == "head" and definite and end == head + 1 and low[end : end + 1] != ["of"]:
        return None  # "shot in the head"
    if low[head] in _OTHERS or not _OTHERS.isdisjoint(low[i:head]):
        other = True
    is_plural = head_word in PLURAL_PERSON and not (
        head_word in SINGULAR_PERSON and (singular or (count is not None and count.best == 1))
    )
    side = PLURAL_PERSON.get(head_word) if is_plural else SINGULAR_PERSON.get(head_word)
    if side is None:
        side = PLURAL_PERSON.get(head_word)
    if head_word == "personnel" and CIVIL_PERSONNEL.isdisjoint(low[start:head]):
        side = "S"
    if is_age_word(head_word):
        side = "C"
        is_plural = head_word.endswith("s")
    if side == "U" and head_word in _MEMBERS and head > i and words.tokens.is_capitalised(head - 1):
        side = side_of_group(words, i, head) or side
    if count is not None:
        return Mention(
            start,
            end,
            head,
            count,
            "count" if side else "unknown",
            side,
            definite,
            other,
            partitive,
            whole,
        )
    if not is_plural and low[head] in AGED:
        end = _end_of_offspring(words, end)
    if singular:
        is_slip = head_word in ("troops", "people") and head == start + 1  # "a troops was hurt"
        if side is None or (head_word in ("police", "forces", "troops", "people") and not is_slip):
            return None
        return Mention(
            start, end, head, Count.exactly(1), "singular", side, False, other, partitive
        )
    if side is None:
        return None
    if is_plural:
        names, last = read_names(words, head + 1)
        if names and head_word not in ADJECTIVE_PERSON:  # "the priests A, B and C"
            return Mention(start, last, head, Count.exactly(names), "count", side)
        return Mention(start, end, head, Count.bare_plural(), "plural", side, definite, other)
    return Mention(start, end, head, Count.exactly(1), "singular", side, definite, other)
