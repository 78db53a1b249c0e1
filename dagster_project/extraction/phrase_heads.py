"""The head of a phrase that names people: "two [Communist Party workers]", "a police [officer]"."""

from dagster_project.extraction.capital_names import name_end
from dagster_project.extraction.lexicon import (
    ADJECTIVE_PERSON,
    AUXILIARIES,
    FUNCTION_WORDS,
    MONTHS_AND_DAYS,
    NOT_PEOPLE,
    PLURAL_PERSON,
    PREPOSITIONS,
    SINGULAR_PERSON,
)
from dagster_project.extraction.mentions import SentenceWords, is_age_word
from dagster_project.extraction.numbers import is_number_word

_MAX_MODIFIERS = 9
# What can describe people, and what can as well be the verb of a clause.
_DESCRIBING = frozenset("slain deceased dead shooting".split())
_CARRYING = frozenset("carrying transporting ferrying".split())
_ALSO_BEFORE_NOUNS = frozenset("women men".split())
# "other cooperativists": people, though the lexicon lacks the word.
_OF_PEOPLE = ("ists", "ers", "ors", "ians", "ants", "ees")
_PARTICIPLES = frozenset("wounded injured murdered executed killed".split())


def find_head(words: SentenceWords, i: int, *, plural: bool) -> tuple[int | None, int]:
    """The head word of the phrase whose modifiers begin at word i, and the phrase's end."""
    if not plural and not words.has_person(i, i + _MAX_MODIFIERS):
        return None, i
    low, n, tokens = words.low, len(words.low), words.tokens
    head: int | None = None
    unknown: int | None = None
    k = i
    while k < n and k - i < _MAX_MODIFIERS:
        word = low[k]
        if k in words.brackets and (k > i or word in ")]"):
            k += 1
            continue
        if (
            word == "of"
            and head is None
            and k > i
            and k + 1 < n
            and tokens.is_capitalised(k - 1)
            and tokens.is_capitalised(k + 1)
            and not words.is_capitals
            and _noun_follows(words, k + 1)
        ):
            k += 1  # "a Communist Party of India worker"
            continue
        if k in words.blocked and (
            not _describes(words, i, k) or low[k + 1 : k + 2] in (["body"], ["bodies"])
        ):
            break
        if not word[0].isalnum():
            if (
                word in ("'", '"', "-", "'s")
                and (k > i or (plural and word in ("'", '"')))
                and k + 1 < n
                and low[k + 1][0].isalnum()
                and (word != "-")
                and head is None
            ):
                k += 1
                continue
            if word == "'s" and k + 1 < n:
                # "the soldier's brother": the head comes after the possessive.
                head, unknown = None, None
                k += 1
                continue
            if (
                word == ","
                and head is None
                and k > i
                and k + 1 < n
                and plural
                and low[k + 1] not in FUNCTION_WORDS
                and low[k - 1] not in PLURAL_PERSON
                and k - i < 3
            ):
                k += 1
                continue
            break
        if word in FUNCTION_WORDS and word not in ("more", "most", "other", "up"):
            if (
                word == "and"
                and head is None
                and k > i
                and k + 1 < n
                and low[k - 1] in ("innocent", "men", "unarmed", "poor", "women")
            ):
                k += 1
                continue
            break
        if word == "dead" and not plural and k > i and tokens.is_capitalised(k - 1):
            break  # "shot the analyst X dead"
        if word in MONTHS_AND_DAYS or (k > i and is_number_word(word) and not is_age_word(word)):
            break
        if word in _CARRYING and head is None and k > i:
            return None, i  # "a jeep carrying policemen"
        if head is None and word in NOT_PEOPLE and word not in PLURAL_PERSON:
            following = low[k + 1] if k + 1 < n else ""
            describes_people = following in PLURAL_PERSON or following in SINGULAR_PERSON
            if not describes_people and (plural or is_number_word(following or "-")):
                return None, i
        if (
            (word in PLURAL_PERSON or word in SINGULAR_PERSON)
            and low[k + 1 : k + 2] == ["'s"]
            and _noun_follows(words, k + 1)
        ):
            k += 2  # "two New People's Army rebels"
            continue
        if (word in PLURAL_PERSON or word in SINGULAR_PERSON) or is_age_word(word):
            is_dead = low[k + 1 : k + 2] == ["dead"]  # "left a 14-year-old dead"
            if is_age_word(word) and not (
                word.endswith("olds") or is_dead or not _noun_follows(words, k)
            ):
                k += 1
                continue
            head = k
            if (
                word in PLURAL_PERSON
                and word not in ADJECTIVE_PERSON
                and word not in ("police", "forces", "staff", "infantry", "militia")
            ):
                k += 1
                if word in _ALSO_BEFORE_NOUNS and k < n and low[k] in PLURAL_PERSON:
                    continue  # "two women fighters"
                break
        elif head is not None:
            # After the head only its name may follow: "Constable Ram Singh".
            if words.is_capitals or not tokens.is_capitalised(k) or low[k] in NOT_PEOPLE:
                if _noun_after_head(words, k):
                    if low[k] in NOT_PEOPLE:
                        return None, i
                    if plural or (low[k].endswith("s") and low[k] not in SINGULAR_PERSON):
                        unknown, head = k, None
                    k += 1
                    continue
                break
        elif (
            plural
            and word.endswith("s")
            and len(word) > 3
            and word not in NOT_PEOPLE
            and not word.endswith("ss")
        ):
            unknown = k
        k += 1
    if head is None and unknown is not None and plural:
        return unknown, unknown + 1
    if head is None:
        return None, i
    end = head + 1
    if low[head] == "other" and _is_of_things(words, end):
        return None, i  # "other structures", "other brave minds"
    if words.is_capitals and low[head] in SINGULAR_PERSON:
        return head, name_end(low, end, words.blocked)
    while (
        end < n
        and end - head < 6
        and end not in words.blocked
        and not words.is_capitals
        and tokens.is_capitalised(end)
        and low[end] not in MONTHS_AND_DAYS
        and low[end][0].isalpha()
        and low[end] not in FUNCTION_WORDS
    ):
        end += 1
    if (
        end + 1 < n
        and low[end] == "."
        and len(low[end - 1]) <= 3
        and tokens.is_capitalised(end + 1)
        and not words.is_capitals
        and end - head > 0
        and low[end + 1] not in FUNCTION_WORDS
    ):
        end += 1
        while (
            end < n
            and end - head < 9
            and (
                (tokens.is_capitalised(end) and low[end] not in FUNCTION_WORDS)
                or (low[end] == "." and len(low[end - 1]) <= 3)
            )
            and end not in words.blocked
        ):
            end += 1
    return head, end


def _is_of_things(words: SentenceWords, k: int) -> bool:
    """Whether a plural noun that is none of people goes on the phrase before word k."""
    for at in range(k, min(len(words.low), k + 2)):
        word = words.low[at]
        if at in words.blocked or not word[0].isalpha() or word in FUNCTION_WORDS:
            return False
        if word in AUXILIARIES or word in PLURAL_PERSON or word in SINGULAR_PERSON:
            return False
        if word.endswith("s"):
            return not word.endswith(_OF_PEOPLE)
    return False


def _describes(words: SentenceWords, i: int, k: int) -> bool:
    """Whether a trigger only describes the head of the phrase that begins at word i.

    "two killed policemen" are one phrase; "a patrol killed rebel leader X" has a verb in it.
    """
    word = words.low[k]
    if word in _PARTICIPLES:
        return (k == i or words.low[k - 1].endswith("ly")) and _noun_follows(words, k)
    return word in _DESCRIBING and _noun_follows(words, k)


def _noun_follows(words: SentenceWords, k: int) -> bool:
    """Whether a person noun stands within the next words of the same phrase."""
    for j in range(k + 1, min(len(words.low), k + 8)):
        if j in words.brackets:
            continue
        word = words.low[j]
        if word in PLURAL_PERSON or word in SINGULAR_PERSON:
            return True
        if not word[0].isalnum() or word in FUNCTION_WORDS:
            return False
    return False


def _noun_after_head(words: SentenceWords, k: int) -> bool:
    """ "police vehicles", "militant camp": the word before was an adjective after all."""
    word = words.low[k]
    previous = words.low[k - 1]
    if previous not in ADJECTIVE_PERSON and not (
        word in NOT_PEOPLE and previous in SINGULAR_PERSON
    ):
        return False
    if (
        k in words.blocked
        or word in AUXILIARIES
        or word.endswith(("ly", "ed", "ing"))
        or word in PREPOSITIONS
    ):
        return False
    return word in NOT_PEOPLE or word not in FUNCTION_WORDS
