"""Lists of victims: "three soldiers, a child and two others, including an officer".

A part is never added to its whole, and words that only identify a victim are no victim of their
own (the codebook's section on counting).
"""

from dagster_project.extraction.appositions import without_appositions
from dagster_project.extraction.capital_names import name_end, name_mention, name_start
from dagster_project.extraction.clauses import OWNERS, REFLEXIVES, ClauseReader, Victims
from dagster_project.extraction.descriptions import description_of
from dagster_project.extraction.elsewhere import is_counted_elsewhere
from dagster_project.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    FUNCTION_WORDS,
    PREPOSITIONS,
    SINGULAR_PERSON,
    SUBORDINATORS,
)
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.place_patterns import SUFFIX_LEVEL

_SPEECH = frozenset(
    """
    said says say told added reported confirmed announced stated claimed wrote tweeted according
    """.split()
)
_JOINERS = frozenset((",", "and", "&", "plus", "or"))
_BEFORE_PLACES = frozenset("in at near between around outside".split())
_ENDS_OF_PARTS = _SPEECH | {";", ":", ".", "who", "which", "that"}
_VERBS = frozenset("took take taking held made set put threw fled kept".split())
_LONGEST_PART = 30  # words
_PART_WORDS = frozenset("including include includes among comprising".split())


def list_ending_with(reader: ClauseReader, mention: Mention) -> list[Victims]:
    """A mention and those joined to it on its left: "three soldiers and a child"."""
    chain = [Victims(mention, mention.is_partitive)]
    current = mention
    low = reader.low
    for _ in range(12):
        k = reader.unmasked_left(current.start - 1)
        while k > 0 and (
            low[k] in ('"', "'") or (current.form == "name" and low[k] in ("a", "an", "the", "one"))
        ):
            k = reader.unmasked_left(k - 1)
        if k < 0:
            break
        word = low[k]
        if word in _PART_WORDS or (word == "them" and k and low[k - 1] == "among"):
            if mention.is_other and len(chain) > 1:
                return [Victims(mention)]  # "six, including two women, and nine others"
            for victims in _without_what_follows(reader, chain):
                victims.is_part = True
            k = reader.unmasked_left(k - 1)
            if k >= 0 and low[k] == "among":
                k -= 1
            while k >= 0 and low[k] in (",", "-"):
                k = reader.unmasked_left(k - 1)
            whole = _mention_reaching(reader, k)
            if whole is None:
                if len(chain) > 1:
                    return [Victims(mention)]  # "were killed, including two women, and nine hurt"
                break
            if mention.form == whole.form == "count" and mention.count.best > whole.count.best:
                for victims in chain:
                    victims.is_part = False
                return [Victims(mention)]  # "ten, including a boy, and more than 30 people hurt"
            chain.insert(0, Victims(whole))
            current = whole
            continue
        seps = 0
        only_comma = True
        while k >= 0 and (low[k] in _JOINERS or low[k] == "also" or _is_list_mark(low, k, chain)):
            only_comma = only_comma and low[k] == ","
            seps += 1
            k = reader.unmasked_left(k - 1)
        if not seps and k >= 2 and low[k - 2 : k + 1] == ["as", "well", "as"]:
            k, seps, only_comma = reader.unmasked_left(k - 3), 1, False
            if k >= 0 and low[k] == ",":
                k = reader.unmasked_left(k - 1)
        if not seps and k >= 2 and low[k - 2 : k + 1] == ["in", "addition", "to"]:
            k, seps, only_comma = reader.unmasked_left(k - 3), 1, False
            if k >= 0 and low[k] == ",":
                k = reader.unmasked_left(k - 1)
        if not seps and k >= 1 and low[k] == "with" and low[k - 1] in ("along", "together"):
            k, seps, only_comma = reader.unmasked_left(k - 2), 1, False
            if k >= 0 and low[k] == ",":
                k = reader.unmasked_left(k - 1)
        if not seps or k < 0:
            break
        following = (
            _mention_reaching(reader, k)
            or _named_before(reader, k)
            or _owner_before(reader, current, k)
        )
        if following is None:
            break
        if (
            only_comma
            and sum(not v.is_part for v in chain) == 1
            and current.form != "name"
            and not (_is_headline_style(reader, current) and following.form == "count")
            and (following.form != "name" or current.form in ("count", "unknown", "plural"))
        ):
            break  # "to rescue four people, one trooper died", "said X, five were killed": no list
        if only_comma and following.form == "plural" and current.form == "count":
            break  # "by ELN rebels, five farmers and four policemen died": no list
        if only_comma and len(chain) == 1 and current.form == "name":
            chain = []  # "a constable, Ram Singh, was killed": one person
            if following.count.best > 1 and reader.is_object_of_preposition(following):
                following = description_of(reader, current) or following
        if (
            len(chain) == 1
            and current.form == "name"
            and low[k + 1] == "and"
            and following.end <= k
            and _is_second_place(reader, k + 1)
        ):
            chain = []  # "two policemen in X and Y were killed"
        chain.insert(0, Victims(following, following.is_partitive))
        current = following
    if mention.is_partitive and mention.side == "M" and len(chain) > 1:
        # "nine shoppers and one of the bombers": no part of the nine
        chain[-1].is_part = any(v.mention.side == "M" for v in chain[:-1])
    whole = _whole_before(reader, chain)
    if whole is not None:
        return [Victims(whole), *(Victims(v.mention, is_part=True) for v in chain)]
    return without_appositions(reader, chain)


def _owner_before(reader: ClauseReader, current: Mention, k: int) -> Mention | None:
    """ "Baksh and two of his guards": whoever has guards is somebody."""
    low = reader.low
    if low[current.start - 1] != "and" or reader.is_capitals or k in reader.blocked:
        return None
    if OWNERS.isdisjoint(low[current.start : current.end]) or low[k] in FUNCTION_WORDS:
        return None
    start = k
    while start and reader.tokens.is_capitalised(start - 1) and start - 1 not in reader.blocked:
        start -= 1
    is_first = start == 0 and reader.tokens.is_capitalised(k) and low[k][0].isalpha()
    return name_mention(start, k + 1) if is_first else None


def _is_list_mark(low: list[str], k: int, chain: list[Victims]) -> bool:
    """ "A, a guard; B, a driver; and C were killed": a semicolon that parts a list."""
    between = low[k + 1 : chain[-1].mention.start]
    return low[k] == ";" and (between[:1] == ["and"] or ";" in between)


def _named_before(reader: ClauseReader, k: int) -> Mention | None:
    """ "HER COOK, RITA CANO, AND A GUARD": in capitals, the name that ends at word k."""
    if not reader.is_capitals:
        return None
    start = name_start(reader.low, k, reader.blocked)
    if start > k or (start and reader.low[start - 1] not in (",", ";", "and", "]", '"', "that")):
        return None
    if start == 0:
        return name_mention(0, k + 1)
    described = reader.mention_ending(start - 2) if reader.low[start - 1] == "," else None
    if described is not None and described.form == "singular":
        return described
    return name_mention(start, k + 1) if start < k else None


def _whole_before(reader: ClauseReader, chain: list[Victims]) -> Mention | None:
    """ "Three rebels, including 'area commander' X, were": those of whom the chain is a part."""
    first = chain[0].mention
    if first.is_other or any(v.is_part for v in chain) or first.start < 2:
        return None
    low, told = reader.low, sum(v.mention.count.best for v in chain)
    for k in range(first.start - 1, max(1, first.start - _LONGEST_PART), -1):
        word = low[k]
        if word in _PART_WORDS:
            before = reader.unmasked_left(k - 1)
            while before >= 0 and low[before] in (",", "-", "("):
                before = reader.unmasked_left(before - 1)
            whole = _mention_reaching(reader, before)
            is_larger = whole is not None and whole.form == "count" and whole.count.best > told
            return whole if is_larger else None
        if word in _ENDS_OF_PARTS or word in AUXILIARIES or word in SUBORDINATORS:
            return None
        if k in reader.blocked:
            return None
    return None


def _is_headline_style(reader: ClauseReader, mention: Mention) -> bool:
    """ "three rebels, one soldier killed": a number with its verb at once, as in headlines."""
    trigger = reader.trigger_at.get(mention.end)
    if mention.form != "count" or trigger is None:
        return False
    return trigger.form in ("participle", "dead") or reader.low[mention.end] == "die"


def _without_what_follows(reader: ClauseReader, chain: list[Victims]) -> list[Victims]:
    """ "ten troops, including a captain, and three rebels": the rebels are no part of the ten.

    The comma ends the part: two things alone are joined without one.
    """
    if len(chain) != 2 or chain[1].mention.form == "name":
        return chain
    k, end = chain[1].mention.start, chain[1].mention.end
    is_apart = reader.low[k - 2 : k] == [",", "and"] and reader.low[end : end + 1] != [","]
    return chain[:1] if is_apart else chain


def _mention_reaching(reader: ClauseReader, k: int) -> Mention | None:
    """The mention that ends at word k, or before it with only its complement in between."""
    if k < 0:
        return None
    mention = reader.mention_ending(k)
    if mention is not None:
        is_after_of = reader.low[mention.start - 1 : mention.start] == ["of"]
        owner = reader.ends.get(mention.start - 1) if is_after_of else None
        if owner is not None and mention.form == "plural" and owner.form == "singular":
            return owner  # "a superintendent of police"
        is_object = reader.is_object_of_preposition(mention)
        if is_after_of and "by" in reader.low[max(0, mention.start - 5) : mention.start]:
            return None  # "by a column of rebels, and another two were wounded"
        if mention.form == "name" and not is_object and not is_after_of:
            return mention
        if mention.form != "name" and (not is_object or reader.low[mention.start - 1] == "of"):
            return mention
    steps = 0
    while k >= 0 and steps < 10:
        k = reader.unmasked_left(k)
        if k < 0:
            return None
        found = reader.mention_ending(k)
        if (
            found is not None
            and found.form in ("count", "singular", "unknown")
            and not reader.is_object_of_preposition(found)
        ):
            return found
        word = reader.low[k]
        if (
            k in reader.blocked
            or word in SUBORDINATORS
            or word in (";", ".", ":")
            or (word in AUXILIARIES and word != "'s")
            or word in ("said", "and", "by")
        ):
            return None
        if word == ",":
            return None
        k -= 1
        steps += 1
    return None


def is_list(reader: ClauseReader, first: Mention, right: list[Victims]) -> bool:
    """Whether what follows one person are others, not words about the same: a list has "and"."""
    for item in right:
        k = item.mention.start - 1
        while k > first.end - 1 and (
            k in reader.masked
            or reader.low[k] in ('"', "also", "another")
            or reader.low[k - 1 : k + 1] == ["and", "of"]
        ):
            k -= 1
        if reader.low[k] in ("and", "&", "with", "as", "or", "plus") or item.is_part:
            return not (
                reader.low[k] == "and"
                and item.mention.form == "singular"
                and item.mention.start == item.mention.head
                and first.form == "singular"
                and first.end == (first.head or 0) + 1
                and reader.low[first.start] not in ("a", "an", "one")
                and reader.low[first.start] not in OWNERS
            )
    return False


def _is_speaker(reader: ClauseReader, k: int) -> bool:
    """ "..., a police colonel said", "..., an official of the union said": a speaker."""
    for j in range(k, min(reader.n, k + 9)):
        if reader.low[j] in _SPEECH:
            return True
        if (
            reader.low[j] in (",", ".", ";")
            or (reader.low[j] == "and" and not _is_article(reader, j + 1))
            or j in reader.blocked
            or (reader.low[j] in AUXILIARIES and reader.low[j] not in ("had", "has", "have"))
        ):
            return False
    return False


def _is_article(reader: ClauseReader, k: int) -> bool:
    """ "an official and a rights group said": both speak."""
    return reader.low[k : k + 1] in (["a"], ["an"], ["the"])


def _begins_clause(reader: ClauseReader, mention: Mention) -> bool:
    """ "killed five people and gunmen in X shot dead two": the subject of the next verb."""
    low = reader.low
    if low[mention.start - 1] != "and" or mention.form == "name":
        return False
    for k in range(mention.end, min(reader.n, mention.end + 9)):
        if k in reader.masked:
            continue
        if low[k] in (",", ";", "and", "or", "who") or low[k] in SUBORDINATORS:
            return False
        trigger = reader.trigger_at.get(k)
        if trigger is not None:
            return trigger.form == "participle" and k > mention.end and k + 1 < reader.n
    return False


def _is_second_place(reader: ClauseReader, joiner: int) -> bool:
    """ "killed a teacher in X and Y": the name behind "and" goes on with the place before it."""
    k = joiner - 1
    while k >= 0 and (reader.tokens.is_capitalised(k) or reader.low[k] == "the"):
        k -= 1
    if reader.low[k] == "of" and reader.low[k - 1] in SUFFIX_LEVEL:
        return True  # "a village in the district of X and Y"
    return k < joiner - 1 and reader.low[k] in _BEFORE_PLACES


def _name_at(reader: ClauseReader, k: int) -> Mention | None:
    end = name_end(reader.low, k, reader.blocked)
    return name_mention(k, end) if end > k else None


def _relative_at(reader: ClauseReader, k: int, chain: list[Victims]) -> Mention | None:
    """ "his wife and brother": the owner holds for the second too."""
    low = reader.low
    if k >= reader.n or low[k - 1] != "and" or low[k] not in SINGULAR_PERSON or k in reader.blocked:
        return None
    first = chain[-1].mention if chain else reader.mention_ending(k - 2)
    if first is None or low[first.start] not in OWNERS or first.form != "singular":
        return None
    return Mention(k, k + 1, k, Count.exactly(1), "singular", SINGULAR_PERSON[low[k]])


def _is_share(reader: ClauseReader, mention: Mention) -> bool:
    """ "eleven people, eight from one family": a bare number behind a comma, told where from."""
    return (
        mention.form == "count"
        and mention.head is None
        and reader.low[mention.start - 1] == ","
        and reader.low[mention.end : mention.end + 1] in (["from"], ["of"], ["aged"])
    )


def list_after(
    reader: ClauseReader, k: int, is_complement: bool = False, *, has_names: bool = False
) -> list[Victims]:
    """The mentions joined to the one that ends before word k: ", a child and two others".

    ``has_names``: those that follow may be names, which capitals alone do not tell.
    """
    low, n = reader.low, reader.n
    chain: list[Victims] = []
    is_part = False
    named = reader.starts.get(k + 1) if low[k : k + 1] in (["-"], [":"]) else None
    if named is not None and named.form == "name":
        return []  # "two villagers - A and B - who"
    first = reader.mention_ending(k - 1)
    largest = first.count.best if first is not None and first.form == "count" else 0
    for _ in range(14):
        while k < n and k in reader.masked:
            k += 1
        # Over a short complement: "two soldiers of the 4th Brigade and a driver".
        steps, j = 0, k
        while (
            j < n
            and steps < 9
            and low[j] not in _JOINERS
            and low[j] not in _PART_WORDS
            and not (low[j] in ("along", "together") and low[j + 1 : j + 2] == ["with"])
            and j not in reader.blocked
            and low[j] not in AUXILIARIES
            and low[j] not in SUBORDINATORS
            and low[j] not in (";", ".", "by", "who")
            and not (low[j] == ":" and has_names)
            and not (
                low[j] in PREPOSITIONS
                and low[j] not in ("from", "with", "in", "of", "to")
                and steps == 0
            )
        ):
            if (
                j in reader.starts
                and steps > 0
                and reader.starts[j].form != "name"
                and low[j - 1] not in PREPOSITIONS
                and low[j - 1] != "of"
            ):
                break
            j += 1
            steps += 1
            while j < n and j in reader.masked:
                j += 1
        if j >= n or (
            low[j] not in _JOINERS
            and low[j] not in _PART_WORDS
            and low[j : j + 3] != ["as", "well", "as"]
            and low[j : j + 2] not in (["along", "with"], ["together", "with"])
        ):
            break
        k = j
        while k < n and (
            low[k] in _JOINERS
            or low[k] in _PART_WORDS
            or low[k] in ("as", "well", "also", "along", "together", "with", "them", "-", '"')
            or k in reader.masked
            or (low[k] == "of" and is_complement and low[k - 1] in _JOINERS)
        ):
            if low[k] in _PART_WORDS:
                is_part = True
            k += 1
        if low[k : k + 1] == ["then"] and low[k - 1] == "and":
            k += 1
        if k < n and low[k] in REFLEXIVES and not is_part:
            chain.append(Victims(reader.pronoun_at(k).mention, False, True))
            break  # "killed two colleagues and then himself"
        mention = reader.starts.get(k) or _relative_at(reader, k, chain)
        if mention is None and has_names and reader.is_capitals:
            mention = _name_at(reader, k)
        if mention is None or is_counted_elsewhere(reader, mention) or low[k] in _VERBS:
            break
        if mention.side is None and mention.form != "name" and low[k - 1] == "with":
            break  # "the bodies of four rebels along with four rifles"
        if _is_share(reader, mention) and mention.count.best <= largest:
            is_part = True
        if is_part and mention.form == "count" and mention.count.best > largest > 0:
            break  # "killed ten, including a boy, and more than 30 people were hurt"
        if (
            mention.form == "name"
            and steps
            and not reader.is_capitals
            and low[j] == "and"
            and _is_second_place(reader, j)
        ):
            break
        after = mention.end
        while after < n and (
            after in reader.masked or (low[after] in ADVERBS and low[after] not in AUXILIARIES)
        ):
            after += 1
        if _is_speaker(reader, mention.end) or (
            not is_part and not is_complement and _begins_clause(reader, mention)
        ):
            break
        if after < n and not is_part and not is_complement:
            word = low[after]
            if word in AUXILIARIES and word != "'s":
                break
            if after in reader.trigger_at and reader.trigger_at[after].form in (
                "participle",
                "intransitive",
                "dead",
            ):
                break
            if (
                word.endswith("ed")
                and word
                not in (
                    "armed",
                    "identified",
                    "named",
                    "aged",
                    "uniformed",
                    "dressed",
                    "deployed",
                    "posted",
                )
                and len(word) > 4
                and mention.form in ("plural", "name", "singular")
                and low[mention.start - 1] == "and"
            ):
                break
        chain.append(Victims(mention, is_part))
        k = mention.end
    return chain
