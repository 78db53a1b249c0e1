"""The victims right of a trigger: the object of an active verb, or what follows "of"."""

from dagster_project.extraction.appositions import without_appositions
from dagster_project.extraction.capital_names import is_name_word, name_end, name_mention
from dagster_project.extraction.clauses import (
    PLURAL_PRONOUNS,
    SINGULAR_PRONOUNS,
    ClauseReader,
    Victims,
)
from dagster_project.extraction.lexicon import (
    ADVERBS,
    FUNCTION_WORDS,
    MONTHS_AND_DAYS,
    NOT_PEOPLE,
    SUBORDINATORS,
)
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.triggers import Trigger
from dagster_project.extraction.victim_lists import is_list, list_after

# Verbs whose objects are things as often, and nouns that tell of many.
_OF_THINGS = frozenset(
    """
    neutralised neutralized eliminated liquidated annihilated wiped hurt executed executing hurting
    neutralizing neutralising eliminating assaulted traumatized
    """.split()
)
_OF_MANY = frozenset("massacre bodies remains casualties fatalities".split())
_BEFORE_NOUNS = frozenset("the a an of their its his her these those some many all".split())
_OF_PLACE_OR_TIME = frozenset("in at near on outside inside last yesterday today".split())
_GOES_ON = _OF_PLACE_OR_TIME | {"of"}
_FAR_BEHIND = 22  # words
_FIRST_WORDS = 6
_LONGEST_TIME = 8  # words
_HOW_OR_WHEN = frozenset("minutes hours days weeks blood manner fashion".split())
_AT_A_WEAPON = frozenset("gunpoint knifepoint dawn dusk noon midnight night".split())
_FAR_TO_VERB = 12  # words
_NO_PEOPLE = frozenset(
    """
    dog cow buffalo elephant bill plan deal project number total group team animal leopard
    tiger bull cat horse goat sheep pig bird chance dream camp dump
    """.split()
)

# Nothing but people is the object of these.
_OF_PEOPLE_ONLY = frozenset("assassinated assassinating assassinates beheaded beheading".split())


def find_objects(
    reader: ClauseReader, k: int, *, is_complement: bool = False, is_person: bool = False
) -> list[Victims]:
    """The victims right of word k - 1: the object of an active verb, or what follows "of".

    ``is_person``: what stands there can only be a person, in capitals too.
    """
    low, n = reader.low, reader.n
    begin = k
    steps = 0
    while (
        k < n
        and (
            (
                low[k] in ADVERBS
                and low[k]
                not in (
                    "all",
                    "both",
                    "least",
                    "said",
                    "found",
                    "himself",
                    "herself",
                    "themselves",
                )
            )
            or low[k] in ("also", '"', "'", "off", "up")
            or low[k].endswith("ly")
        )
        and k not in reader.starts
        and steps < 4
    ):
        k += 1
        steps += 1
    while k < n and k in reader.masked:
        k += 1
    if low[k : k + 3] == ["by", "firing", "squad"]:
        k += 3
    k = _after_time(low, k)
    if k >= n:
        return []
    mention = reader.starts.get(k)
    is_pronoun = low[k] in SINGULAR_PRONOUNS or low[k] in PLURAL_PRONOUNS
    if mention is None and low[k] == "both" and _ends_object(low, k + 1):
        return [_them(reader, k) or _both_of_them(k)]
    if mention is None and is_pronoun and (low[k] != "her" or _ends_object(low, k + 1)):
        found = [_them(reader, k) or _him(reader, k) or reader.pronoun_at(k)]
        if low[k] in ("himself", "herself", "themselves"):
            found[0].is_anaphoric = True
        # not "by killing her, the gang wanted to"
        if (
            k + 1 < n
            and low[k + 1] in ("and", ",", "along", "as")
            and low[k + 1 : k + 3] != [",", "the"]
        ):
            found += list_after(reader, k + 1, is_complement)
        return found
    if mention is None:
        # "the killing of [late minister] JUAN PEREZ": what an editor put in is passed over
        is_inserted = k > begin and begin in reader.masked and is_complement
        mention = _unknown_person(reader, k) or _name_in_capitals(
            reader, k, is_complement, is_person or (is_inserted and low[begin] == "[")
        )
    if mention is None:
        return []
    chain = [Victims(mention)]
    right = list_after(reader, mention.end, is_complement, has_names=_is_named(reader, mention))
    has_one = mention.form in ("name", "singular", "plural")  # or nobody says how many
    if has_one and not is_list(reader, mention, right):
        right = []
    return without_appositions(reader, chain + right)


def _after_time(low: list[str], k: int) -> int:
    """ "killed, in less than 48 hours, a judge": over a time or manner between commas."""
    at = k + (low[k : k + 1] == [","])
    if low[at : at + 1] == ["at"] and at > k and low[at + 2 : at + 3] == [","]:
        return at + 3 if low[at + 1] in _AT_A_WEAPON else k  # "murdered, at gunpoint, a nurse"
    if low[at : at + 1] != ["in"] or "," not in low[at : at + _LONGEST_TIME]:
        return k
    comma = low.index(",", at)
    return comma + 1 if not _HOW_OR_WHEN.isdisjoint(low[at:comma]) else k


def _was_done_to(reader: ClauseReader, mention: Mention) -> bool:
    """Whether a mention begins a sentence as the subject of a passive: "Ten men were seized"."""
    low = reader.low
    if mention.start > _FIRST_WORDS or mention.form not in ("count", "singular"):
        return False
    for k in range(mention.end, min(reader.n - 1, mention.end + _FAR_TO_VERB)):
        if low[k] in ("was", "were"):
            return low[k + 1].endswith("ed") and k + 1 not in reader.blocked
        if low[k] in SUBORDINATORS or low[k] in (",", ";", "who") or k in reader.blocked:
            return False
    return False


def _him(reader: ClauseReader, k: int) -> Victims | None:
    """ "Judge X was attacked by a man who shot him": whom the sentence is about."""
    if reader.low[k] != "him":
        return None
    first = next((m for m in reader.mentions if m.end <= k), None)
    if first is None or not _is_named(reader, first) or first.form != "singular":
        return None
    return Victims(first) if _was_done_to(reader, first) else None


def _ends_object(low: list[str], k: int) -> bool:
    """ "wounding her in the head", but not "wounding her cousin": whether no noun follows."""
    word = low[k] if k < len(low) else "."
    return not word[0].isalnum() or word in FUNCTION_WORDS or word.endswith("ly") or word == "dead"


def _follows_verb(reader: ClauseReader, mention: Mention) -> bool:
    """Whether somebody did something to those of a mention: not "20 men shot them"."""
    before = reader.low[mention.start - 1] if mention.start else ""
    return before.endswith(
        ("ed", "ook", "eld", "aught", "out", "away", "up", "ound", "ing", "shot")
    )


def _them(reader: ClauseReader, k: int) -> Victims | None:
    """ "dragged out ten peasants and shot them": the number told before in the sentence."""
    if reader.low[k] not in ("them", "both"):
        return None
    told = [
        m
        for m in reader.mentions
        if m.end <= k
        and m.form == "count"
        and m.count.best > 1
        and (m.count.best == 2 or reader.low[k] == "them")
        and (_follows_verb(reader, m) or _was_done_to(reader, m))
    ]
    if not told:
        return None
    return Victims(
        Mention(k, k + 1, None, told[-1].count, "pronoun", told[-1].side, True), False, True
    )


def _both_of_them(k: int) -> Victims:
    """ "killing both": two who were told of before."""
    return Victims(Mention(k, k + 1, None, Count.exactly(2), "pronoun", None, True), False, True)


def _unknown_person(reader: ClauseReader, k: int) -> Mention | None:
    """ "killed a postmaster": whoever is killed is somebody, known to the lexicon or not."""
    low, n = reader.low, reader.n
    before = reader.trigger_at.get(k - 1)
    if (
        before is None
        or (before.kind != "killed" and not _is_of_a_people(reader, k))
        or before.form not in ("participle", "active")
        or low[before.start]
        in ("neutralised", "neutralized", "eliminated", "liquidated", "annihilated", "wiped")
    ):
        return None
    surely = low[before.start] in _OF_PEOPLE_ONLY and low[k] in (
        "the",
        "its",
        "his",
        "her",
        "their",
    )
    if (low[k] not in ("a", "an", "one") and not surely) or k + 1 >= n:
        return None
    e = k + 1
    while (
        (
            e < n
            and e - k < 7
            and low[e][0].isalpha()
            and low[e] not in FUNCTION_WORDS
            and e not in reader.blocked
        )
        or (e < n and e in reader.masked and e > k + 1)
        or (e < n and low[e] == "." and len(low[e - 1]) <= 2)
    ):
        e += 1
    if e == k + 1 or any(w in NOT_PEOPLE or w in _NO_PEOPLE for w in low[k + 1 : e]):
        return None
    return Mention(k, e, None, Count.exactly(1), "singular", None)


def _is_of_a_people(reader: ClauseReader, k: int) -> bool:
    """ "wounded an Ecuadorean": a word for one of a people, alone."""
    low = reader.low
    return (
        low[k] in ("a", "an")
        and k + 1 < reader.n
        and reader.tokens.is_capitalised(k + 1)
        and low[k + 1].endswith(("ian", "ean", "can", "ese", "ani"))
        and _ends_object(low, k + 2)
    )


def _is_named(reader: ClauseReader, mention: Mention) -> bool:
    """Whether a mention is of people whose names are told."""
    return mention.form == "name" or (
        mention.form in ("singular", "count")
        and mention.head is not None
        and mention.end > mention.head + 1
    )


def _joined_with(reader: ClauseReader, k: int) -> int:
    """The place of "along with" behind the place and time: "was killed in X, along with Y"."""
    low = reader.low
    if k >= reader.n or low[k] not in _GOES_ON:
        return k
    for at in range(k + 1, min(reader.n - 2, k + _FAR_BEHIND)):
        if at in reader.blocked or low[at] in SUBORDINATORS or low[at] in (";", "who", "and"):
            return k
        if low[at] == "plus" or (low[at] in ("along", "together") and low[at + 1] == "with"):
            return at
    return k


def together_with(reader: ClauseReader, k: int) -> list[Victims]:
    """ "was killed along with three others": more victims of the same verb."""
    while k < reader.n and k in reader.masked:
        k += 1
    k += reader.low[k : k + 1] == [","]
    k = _joined_with(reader, k)
    words = reader.low[k : k + 3]
    if words[:2] in (["along", "with"], ["together", "with"]):
        return find_objects(reader, k + 2, is_person=True)
    if words[:1] == ["plus"]:
        return find_objects(reader, k + 1)
    if words in (["as", "well", "as"], ["in", "addition", "to"]):
        return find_objects(reader, k + 3)
    return []


def _name_in_capitals(
    reader: ClauseReader, k: int, is_complement: bool, is_person: bool
) -> Mention | None:
    """ "KILLED JUAN PEREZ", "THE MURDER OF JUAN PEREZ": who is killed has a name."""
    if not reader.is_capitals:
        return None
    before = reader.trigger_at.get(k - 1)
    is_object = (
        before is not None
        and before.kind in ("killed", "wounded")
        and before.form in ("participle", "active")
        and reader.low[before.start] not in _OF_THINGS
        and not _is_noun_or_attribute(reader, before)
    )
    noun = reader.trigger_at.get(k - 2)
    is_named = noun is not None and noun.kind == "killed" and reader.low[k - 2] not in _OF_MANY
    if not is_object and not is_person and not (is_complement and is_named):
        return None
    end = name_end(reader.low, k, reader.blocked)
    if end == k and is_complement and is_named:
        end = _end_of_words(reader, k)
    return name_mention(k, end) if end > k else None


def _is_noun_or_attribute(reader: ClauseReader, trigger: Trigger) -> bool:
    """ "the wounded", "of wounded": no verb that could have an object."""
    at = trigger.start - 1
    while at >= 0 and reader.low[at].endswith("ly"):
        at -= 1
    if at < 0 or trigger.form == "active":
        return False
    return reader.low[at] in _BEFORE_NOUNS or (
        trigger.kind == "wounded" and reader.low[at] in ("and", "or")
    )


def _end_of_words(reader: ClauseReader, k: int) -> int:
    """Whoever is murdered is somebody: "the murder of political analyst Juan Perez"."""
    low = reader.low
    is_one = not low[k - 2].endswith("s") or low[k - 2] == "lives"
    if reader.trigger_at[k - 2].kind != "killed" or not is_one:
        return k
    end = k
    while (
        end < reader.n
        and end - k < 6
        and low[end][0].isalpha()
        and low[end] not in FUNCTION_WORDS
        and low[end] not in MONTHS_AND_DAYS
        and end not in reader.blocked
    ):
        end += 1
    return end if any(is_name_word(word) for word in low[k:end]) else k
