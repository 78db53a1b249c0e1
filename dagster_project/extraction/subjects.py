"""The victims left of a trigger: the subject of a passive or intransitive verb."""

from dagster_project.extraction.capital_names import name_end, name_mention, name_start
from dagster_project.extraction.clauses import (
    MODALS,
    PLURAL_PRONOUNS,
    SINGULAR_PRONOUNS,
    ClauseReader,
    VerbGroup,
    Victims,
)
from dagster_project.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    FUNCTION_WORDS,
    NOT_PEOPLE,
    PASSIVE_AUXILIARIES,
    PLURAL_AUXILIARIES,
    SUBORDINATORS,
)
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.triggers import Trigger
from dagster_project.extraction.victim_lists import list_ending_with

_NEGATIONS = frozenset("not never n't nor cannot".split())
_LONGEST_RELATIVE = 40  # words
_OBJECT_PRONOUNS = frozenset("him her them us me".split())
_ATTACKED = frozenset(
    """
    attacked stabbed rammed charged fired opened tried attempted ambushed stormed drove threw hurled
    """.split()
)
_RELATIVES = frozenset("who which that whom".split())
_OPENERS = frozenset("as when while after".split())  # of a clause that stands before its main one


def _name_is_subject(reader: ClauseReader, mention: Mention) -> bool:
    before = reader.low[mention.start - 1] if mention.start else ""
    return before in ("", ",", '"', "and", "that", ".", ":") or not before[0].isalnum()


def find_subject(
    reader: ClauseReader, trigger: Trigger, *, far: bool = False
) -> tuple[list[Victims], VerbGroup]:
    """The victims left of a trigger, and what the verb group says: auxiliaries, negation."""
    low = reader.low
    verb = VerbGroup()
    k = trigger.start - 1
    steps = 0
    while k >= 0:
        k = reader.unmasked_left(k)
        if k < 0:
            break
        ending = reader.mention_ending(k)
        if ending is not None and (low[k] not in _RELATIVES or ending.is_partitive):
            break
        word = low[k]
        if word.endswith("n't") and len(word) > 3:
            verb.is_negated, word = True, word[:-3]
        if word in AUXILIARIES:
            verb.auxiliary = word
            if word in PASSIVE_AUXILIARIES:
                verb.is_passive = True
            if word == "had":
                verb.is_pluperfect = True
        elif word in _NEGATIONS:
            verb.is_negated = True
        elif word in MODALS:
            if word == "may" and k and low[k - 1].isdigit():
                break  # "on 14 May killed"
            verb.is_modal = True
        elif word == "to":
            had_to = low[k - 1 : k] == ["had"] and verb.auxiliary == "be"  # and so it was done
            if not had_to and (
                verb.auxiliary not in ("have", "be", "been") or low[k + 1 : k + 2] != ["have"]
            ):
                verb.is_infinitive = True
        elif word in ("no", "without"):
            verb.is_negated = True
        elif word in _RELATIVES:
            verb.is_relative = True
            if k and low[k - 1] == ",":
                k -= 1
        elif (
            word in ADVERBS
            or (word.endswith("ly") and len(word) > 3)
            or word in ("more", "far", "dozens", "first")
        ) or word in ('"', "'"):
            pass
        elif word in ("and", "or", ",", "&", "but", "then") and k - 1 >= 0:
            before = reader.unmasked_left(k - 1)
            if (
                before >= 0
                and before in reader.trigger_at
                and reader.trigger_at[before].start in reader.subject_of
                and word != ","
            ):
                shared = reader.subject_of[reader.trigger_at[before].start]
                verb.is_shared = True
                return shared, verb
            if word == "," and (verb.auxiliary or verb.is_relative):
                pass
            else:
                break
        else:
            break
        k -= 1
        steps += 1
        if steps > 14:
            break
    if k < 0:
        return _both(reader, verb), verb
    if low[k] in ("and", "but") and verb.auxiliary in ("was", "were") and not verb.is_relative:
        attacker = _who_attacked(reader, k, verb.auxiliary)
        if attacker is not None:
            return [Victims(attacker)], verb
    if verb.auxiliary and not verb.is_relative and (over := before_relative(reader, k)) != k:
        found = search_subject_left(reader, over, verb, died=trigger.form == "intransitive")
        if found:
            return found, verb
    mention = reader.mention_ending(k)
    if mention is None and low[k] in _OBJECT_PRONOUNS and k and verb.auxiliary:
        # "two students walking with him were hit": "him" is no subject.
        found = search_subject_left(reader, k - 1, verb)
        return found or [reader.pronoun_at(k)], verb
    if mention is None and low[k] in (SINGULAR_PRONOUNS | PLURAL_PRONOUNS):
        return [_told_first(reader, k) or reader.pronoun_at(k)], verb
    if mention is None and verb.auxiliary == "were":
        named = _last_of_names(reader, before_relative(reader, k))
        if named is not None:
            return list_ending_with(reader, named), verb
    if (
        mention is not None
        and mention.form == "count"
        and not verb.auxiliary
        and low[mention.start - 1 : mention.start] == ["among"]
    ):
        return [Victims(mention)], verb
    is_antecedent = (
        mention is not None
        and verb.is_relative
        and mention.form in ("count", "plural")
        and mention.head is not None
        and low[mention.end : mention.end + 2] in (["that", "were"], ["who", "were"])
        and low[mention.start - 1 : mention.start] != ["of"]
    )  # "two articles on the six priests that were killed"
    if mention is not None and (
        is_antecedent
        or not reader.is_object_of_preposition(mention)
        or _results_in(reader, mention)
    ):
        if verb.is_relative and mention.form == "singular" and _is_of_one(reader, trigger):
            return [Victims(mention)], verb  # "four guards and a boy, who died of his injuries"
        listed = list_ending_with(reader, mention)
        if listed or mention.form != "name":
            return listed, verb
    if (
        mention is not None
        and mention.form == "count"
        and mention.head is None
        and not verb.auxiliary
    ):
        return [Victims(mention)], verb
    if mention is not None and (verb.auxiliary == "being" or _is_reduced(trigger, verb, mention)):
        return list_ending_with(reader, mention), verb
    if verb.auxiliary or far or verb.is_relative:
        found = search_subject_left(reader, k, verb, died=trigger.form == "intransitive")
        if found:
            return found, verb
    elif (
        mention is not None
        and mention.form == "count"
        and low[mention.start - 1] in ("with", "leaving", "of", "by", "for", "among")
    ):
        if low[mention.start - 1] in ("with", "leaving"):
            return list_ending_with(reader, mention), verb
        return [Victims(mention)], verb
    if mention is not None and verb.is_relative:
        return list_ending_with(reader, mention), verb
    return [], verb


def _who_attacked(reader: ClauseReader, k: int, auxiliary: str) -> Mention | None:
    """ "A man attacked a guard in X and was killed": the one who attacked, not the guard."""
    for mention in reversed(reader.mentions):
        if mention.end >= k or (mention.form != "singular") == (auxiliary == "was"):
            continue
        verb = mention.end + (reader.low[mention.end] in ADVERBS)
        if reader.low[verb] in _ATTACKED and not reader.is_object_of_preposition(mention):
            return mention
    return None


def _last_of_names(reader: ClauseReader, k: int) -> Mention | None:
    """ "MINISTER ALI HASSAN AND OMAR SAID WERE KILLED": in capitals, a name behind "and"."""
    if not reader.is_capitals or k < 0:
        return None
    start = name_start(reader.low, k, reader.blocked)
    is_last = 1 < start <= k and reader.low[start - 1] == "and"
    return name_mention(start, k + 1) if is_last else None


def _told_first(reader: ClauseReader, k: int) -> Victims | None:
    """ "As a guard ran for cover, he was shot dead": the subject of the clause before."""
    low = reader.low
    if low[k] not in ("he", "she") or low[k - 1 : k] != [","] or low[0] not in _OPENERS:
        return None
    subject = reader.starts.get(1)
    if subject is None or subject.form != "singular":
        return None
    if any(trigger.start < k for trigger in reader.triggers):
        return None  # "After a guard killed two men, he was shot": told elsewhere
    return Victims(subject)


def _both(reader: ClauseReader, verb: VerbGroup) -> list[Victims]:
    """ "Both were found dead": two who were told of before."""
    if reader.low[0] != "both" or verb.auxiliary not in PLURAL_AUXILIARIES:
        return []
    return [Victims(Mention(0, 1, None, Count.exactly(2), "pronoun", None, True), False, True)]


def _is_of_one(reader: ClauseReader, trigger: Trigger) -> bool:
    """Whether the words behind a verb say that its subject is one person."""
    behind = reader.low[trigger.end : trigger.end + 4]
    return "his" in behind or "her" in behind


def _is_reduced(trigger: Trigger, verb: VerbGroup, mention: Mention) -> bool:
    """ "relatives of a boy shot and killed on Monday": "who was" is left out."""
    return (
        trigger.kind == "killed"
        and trigger.form == "participle"
        and trigger.end - trigger.start > 1
        and verb.auxiliary is None
        and mention.form in ("singular", "count")
        and not mention.is_definite
    )


def _results_in(reader: ClauseReader, mention: Mention) -> bool:
    """ "resulting in five soldiers dead"."""
    before = reader.low[max(0, mention.start - 2) : mention.start]
    return before[-1:] == ["in"] and before[0].startswith("result")


def search_subject_left(
    reader: ClauseReader, k: int, verb: VerbGroup, *, died: bool = False
) -> list[Victims]:
    """The subject of a verb group, across what stands between: places, ages, appositions.

    ``died``: the verb is "died" or the like, whose subject may have been wounded before.
    """
    low = reader.low
    if not verb.is_relative:
        k = before_relative(reader, k)
    fallback: Mention | None = None
    is_past_object = False
    # "was taken to X Hospital but died": the subject of the predicate before.
    is_joined = died and k >= 0 and low[k] in ("and", "but", "then", ",")
    steps = 0
    while k >= 0 and steps < 40:
        k = reader.unmasked_left(k)
        if k < 0:
            break
        mention = reader.mention_ending(k)
        if (
            mention is not None
            and verb.auxiliary in ("was", "is")
            and (mention.form == "plural" or (mention.form == "count" and mention.count.best > 1))
        ):
            k = mention.start - 1  # "the woman police say was killed", "wounded two and was shot"
            is_past_object = mention.form == "count"
            steps += 1
            continue
        if mention is not None:
            if not reader.is_object_of_preposition(mention) and not (
                mention.form == "name" and not _name_is_subject(reader, mention)
            ):
                listed = list_ending_with(reader, mention)
                if listed:
                    return listed
            if fallback is None and mention.form != "name" and low[mention.start - 1] == "of":
                fallback = mention
            k = mention.start - 1
            steps += 1
            continue
        if k in reader.trigger_at:
            previous = reader.trigger_at[k]
            if (
                previous.start in reader.subject_of
                and (verb.auxiliary or verb.is_relative or died)
                and previous.form in ("participle", "intransitive", "injuries")
            ):
                return reader.subject_of[previous.start]
            if is_past_object and previous.form in ("participle", "active"):
                k = previous.start - 1
                continue
            if previous.form in ("noun", "bodies", "injuries", "dead", "lives") or low[k] in (
                "shooting",
                "stabbing",
                "killing",
                "murder",
            ):
                k -= 1
                continue
            break
        word = low[k]
        if is_joined and word == "who" and (helped := _before_who(reader, k)) is not None:
            return [Victims(helped)]
        if word in SUBORDINATORS and word not in ("as", "since", "following", "during", "amid"):
            break
        if word in (";", ":"):
            break
        if is_joined and word in AUXILIARIES and word not in MODALS:
            k -= 1
            continue
        if word in MODALS or (word in AUXILIARIES and word != "'s"):
            relative = _relative_before(reader, k)
            if relative is None:
                break
            k = relative - 1  # "a trooper, who had been ill, was killed"
            continue
        k -= 1
        steps += 1
    if fallback is not None:
        return list_ending_with(reader, fallback)
    return []


def _before_who(reader: ClauseReader, k: int) -> Mention | None:
    """ "They helped Ali, who was taken to X and died": Ali."""
    mention = reader.mention_ending(k - 2 if reader.low[k - 1] == "," else k - 1)
    return mention if mention is not None and mention.form in ("name", "singular") else None


def before_relative(reader: ClauseReader, k: int) -> int:
    """ "A farmer, who had fled in May, was killed": over a clause between commas before word k."""
    low = reader.low
    comma = k if k >= 0 and low[k] == "," else k + 1
    while comma in reader.masked:
        comma += 1
    if low[comma : comma + 1] != [","]:
        return k
    for j in range(comma - 1, max(0, comma - _LONGEST_RELATIVE), -1):
        if low[j] in (";", ":"):
            return k
        if low[j] in ("who", "which", "whom", "whose") and low[j - 1] == ",":
            return j - 2
        if low[j] == "whom" and low[j - 1] == "of" and low[j - 3] == ",":
            if any(i in reader.blocked for i in range(j, comma)):
                return k
            return j - 4  # "A and B, both of whom were teachers, were killed"
    return k


def _relative_before(reader: ClauseReader, k: int) -> int | None:
    """The place of the "who" or "which" that governs the auxiliary at word k."""
    if reader.low[k - 3 : k] == ["who", "happened", "to"]:
        return k - 3
    for j in range(k - 1, max(-1, k - 4), -1):
        if reader.low[j] in _RELATIVES:
            return j
        if not (reader.low[j] in ADVERBS or reader.low[j] in AUXILIARIES):
            return None
    return None


def others_before_comma(reader: ClauseReader, k: int) -> list[Victims]:
    """ "six others, including two nurses of X, injured", "two men, from X, killed"."""
    for j in range(k - 1, max(-1, k - 18), -1):
        if j in reader.blocked:
            return []
        mention = reader.mention_ending(j)
        if mention is None or reader.low[mention.end] != ",":
            continue
        behind = reader.low[mention.end + 1]
        is_aside = behind in ("from", "aged", "ages", "both", "all") or behind.isdigit()
        if mention.is_other or (mention.form == "count" and is_aside):
            return [Victims(mention)]
    return []


def follows_conjunction(reader: ClauseReader, k: int) -> bool:
    """Whether a verb is joined to one before it: "was dragged out and shot"."""
    j = k - 1
    while j > 0 and (
        reader.low[j] in ADVERBS
        or reader.low[j] in ("on", "was", "were")
        or reader.low[j].endswith("ly")
    ):
        j -= 1
    return reader.low[j] in ("and", ",", "before")


def shared_subject(reader: ClauseReader, k: int) -> list[Victims]:
    """ "X was dragged out of his house and shot dead": the subject of the verb before."""
    low = reader.low
    j = k - 1
    while j > 0 and k - j < 40:
        if (
            low[j] in ("was", "were", "been")
            and j + 1 < reader.n
            and (
                low[j + 1].endswith(("ed", "en", "nt", "ght"))
                or low[j + 1] in ADVERBS
                or low[j + 1] in ("picked", "shot", "set", "found", "run", "hit", "thrown", "cut")
            )
        ):
            victims, _ = find_subject(
                reader, Trigger(j + 1, j + 2, "killed", "participle"), far=True
            )
            return victims
        if low[j] in (";", ":") or (j in reader.blocked and reader.trigger_at[j].form == "active"):
            return []
        j -= 1
    return []


def _name_before_who(reader: ClauseReader, k: int) -> Mention | None:
    """ "JUAN PEREZ, 72, who was working there, was killed": the name before the clause."""
    low = reader.low
    for who in range(k, max(1, k - 30), -1):
        if who in reader.blocked or low[who] in SUBORDINATORS or low[who] == ";":
            return None
        if low[who] == "who" and low[who - 1] == ",":
            at = who - 2
            if at > 1 and low[at].isdigit() and low[at - 1] == ",":
                at -= 2
            start = name_start(low, at, reader.blocked)
            return name_mention(start, at + 1) if start <= at else None
    return None


def _named_in_capitals(reader: ClauseReader, k: int) -> list[Victims]:
    """ "JUAN PEREZ WAS INJURED": who is hurt, unlike who is killed, can be a thing, but no name."""
    start = name_start(reader.low, k, reader.blocked)
    if not reader.is_capitals or start > k:
        return []
    if start and reader.low[start - 1] not in (",", ";", '"', "and", "that", "]"):
        return []
    return [Victims(name_mention(start, k + 1))]


def unnamed_subject(reader: ClauseReader, trigger: Trigger) -> list[Victims]:
    """ "X was murdered" where X is no known word: the verb says that it is one."""
    low, k = reader.low, trigger.start - 1
    while k >= 0 and (low[k] in AUXILIARIES or low[k] in ADVERBS or low[k].endswith("ly")):
        k -= 1
    k = reader.unmasked_left(k)
    if k < 0 or not low[k][0].isalpha():
        if k < 0 or low[k] not in (",", ")"):
            return []
        k = reader.unmasked_left(k - 1)
        if k > 1 and low[k].isdigit() and low[k - 1] == ",":
            k -= 2  # "Hicks, 25, was killed"
        if k < 0:
            return []
    word = low[k]
    if reader.is_capitals and (named := _name_before_who(reader, k)) is not None:
        return [Victims(named)]
    if trigger.kind != "killed":
        return _named_in_capitals(reader, k)
    if (
        word in FUNCTION_WORDS
        or word in NOT_PEOPLE
        or (not reader.is_capitals and not reader.tokens.is_capitalised(k))
        or word.endswith(("ion", "ack", "ent", "ing"))
        or word in ("it", "which", "that", "this")
    ):
        return []
    if not reader.is_capitals:
        return [Victims(name_mention(k, k + 1))]
    start = name_start(low, k, reader.blocked)
    if start <= k:
        return [Victims(name_mention(start, k + 1))]
    end = name_end(low, 0, reader.blocked)
    if end and low[end : end + 1] == [","]:
        return [Victims(name_mention(0, end))]  # "JUAN PEREZ, an enemy of crime, was killed"
    return [Victims(name_mention(k, k + 1))]
