"""Statements of nouns: "the death of", "the toll rose to", "claimed six lives", "injuries to"."""

from dataclasses import replace

from dagster_project.extraction.capital_names import name_mention, name_start
from dagster_project.extraction.clauses import (
    MODALS,
    PLURAL_PRONOUNS,
    SINGULAR_PRONOUNS,
    ClauseReader,
    VerbGroup,
    Victims,
)
from dagster_project.extraction.lexicon import AUXILIARIES, SUBORDINATORS
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count, is_number_word, read_count
from dagster_project.extraction.objects import find_objects
from dagster_project.extraction.own_wounds import brought_with
from dagster_project.extraction.statement_record import (
    INTENTS,
    Statement,
    make_statement,
    zero_statement,
)
from dagster_project.extraction.subjects import before_relative, search_subject_left
from dagster_project.extraction.toll_statements import toll_statement
from dagster_project.extraction.triggers import Trigger
from dagster_project.extraction.victim_lists import list_ending_with

_UNKNOWN = frozenset("information details data word figures confirmation".split())
# Whoever does this with wounds is alive.
_SURVIVED = frozenset(
    "escaped escaping escape survived fled flee fleeing recovering treated alive".split()
)
_COMPRISE = frozenset("include included involve involved mean comprise comprised".split())
_FOUND = frozenset("found recovered discovered dumped retrieved".split())
_HINDER = frozenset("halt stop end prevent allow permit avoid avert tolerate".split())
_DEAD = frozenset("dead deceased lifeless".split())
_FAR_BACK = 25  # words
_DOERS = frozenset(("murderers", "murderer"))
_DENIALS = frozenset("denied denies deny denying".split())
_PART_IN_IT = frozenset(
    "participation participating involvement responsibility role part hand knowledge".split()
)
_DEEDS = frozenset("murder murders assassination assassinations killing killings death".split())
_OF_PLACE_OR_TIME = frozenset("in at near on last yesterday today during this earlier".split())
# "the murder in the town of X": the place goes on.
_PARTS_OF_PLACES = frozenset(
    """
    province department city town village district state region outskirts north south east west
    suburb suburbs area capital municipality neighborhood neighbourhood port county part parts
    beginning end middle month night morning afternoon evening center centre heart streets gulf
    republic kingdom island isle side border front presence course face hands name absence
    """.split()
)
_KIN = frozenset(
    "wife husband son daughter brother sister mother father friend cousin nephew niece uncle aunt "
    "colleague bodyguard driver passer-by passerby bystander neighbour neighbor".split()
)
# "death squads", "assassination threats": nobody died of these yet.
_NO_DEEDS = frozenset(
    "squad squads threat threats penalty attempt attempts plot plots list lists row rites".split()
)
_FRONTED = frozenset("following after since before with despite upon".split())
_CALLING = frozenset("call calls called calling".split())
# What is carried out, where "execution" takes no life.
_CARRIED_OUT = frozenset(
    """
    plan plans action actions order orders operation operations project projects policy policies
    agreement agreements program programs programme task tasks work works budget mission missions
    measure measures decree law laws warrant warrants sentence sentences will mandate duties
    strategy strategies contract contracts accord accords
    """.split()
)
_WORDS_TO_THING = 13
_SUFFERED = (["suffered"], ["sustained"], ["received"], ["had"], ["has"], ["with"])
# "a body shop", "a body camera": no corpse.
_NO_CORPSE = frozenset("shop shops camera cameras cam cams armor armour language wash work".split())


# "a rights body", "an election body": no corpse.
_BODIES_OF_PEOPLE = frozenset(
    """
    rights monitoring umbrella regulatory electoral election government governing world advisory
    legislative representative student trade industry aid regional international watchdog governing
    """.split()
)


def lives_statement(reader: ClauseReader, trigger: Trigger, after: str) -> Statement | None:
    """ "claimed the lives of six", "the blast took nine lives", "nine lives were lost"."""
    low, k = reader.low, trigger.start
    if after in ("were", "was", "have", "are") and "lost" in low[trigger.end : trigger.end + 3]:
        counted = reader.mention_ending(k - 1)
        return make_statement(reader, trigger, [Victims(counted)]) if counted else None
    verbs = low[max(0, k - 6) : k]
    if not any(
        w
        in (
            "claimed",
            "claiming",
            "cost",
            "costing",
            "took",
            "taking",
            "claims",
            "taken",
            "lost",
            "loss",
        )
        for w in verbs
    ):
        return None
    if after == "of":
        victims = find_objects(reader, trigger.end + 1, is_complement=True)
        return make_statement(reader, trigger, victims, kind="killed")
    mention = reader.mention_ending(k - 1)
    if mention is not None and mention.form in ("count", "unknown"):
        return make_statement(reader, trigger, [Victims(mention)], kind="killed")
    return None


def _counted(low: list[str], at: int, k: int) -> Mention | None:
    """The number at word ``at``, with adjectives behind it: "two unidentified dead bodies"."""
    if not is_number_word(low[at]):
        return None
    count, _ = read_count(low, at, k)
    return Mention(at, at + 1, None, count, "count", None) if count is not None else None


def _before_adjectives(low: list[str], k: int) -> int:
    """The place before the adjectives of the noun at word k: "X's bullet-riddled dead body"."""
    at = k - 1
    while at > 0 and (low[at] in ("dead", "lifeless", "headless") or low[at].endswith("ed")):
        at -= 1
    return at


def _found_dead(reader: ClauseReader, trigger: Trigger) -> Victims | None:
    """ "Their bodies were found": of those told of before."""
    low, at = reader.low, _before_adjectives(reader.low, trigger.start)
    if low[at] not in ("his", "her", "their") or (at and low[at - 1] in SUBORDINATORS):
        return None  # "where his body had been found": told before
    if _FOUND.isdisjoint(low[trigger.end : trigger.end + 6]):
        return None
    owner = reader.pronoun_at(at)
    if low[at] != "their":
        owner.mention.count = Count.exactly(1)
    return owner


def noun_statement(
    reader: ClauseReader, trigger: Trigger, before: str, after: str
) -> Statement | None:
    """ "the death of X", "X's murder", "12 fatalities", "three bodies", "no deaths"."""
    low, k = reader.low, trigger.start
    word = low[trigger.end - 1]
    window = low[max(0, k - 5) : k]
    if trigger.form == "bodies" and after in _NO_CORPSE:
        return None
    if word in _DOERS:
        return _whom_they_murdered(reader, trigger)
    if after in _NO_DEEDS or _is_called_for(low, k):
        return None
    if word in ("casualties", "losses"):
        if any(w in _UNKNOWN for w in window):
            return None  # "no information about casualties"
        if any(w in ("no", "without", "any", "zero") for w in window):
            return zero_statement(reader, trigger)
        return None
    if (
        "no" in window[-2:]
        or window[-1:] in (["0"], ["zero"])
        or ("any" in window[-2:] and any(w in ("not", "without", "n't") for w in window))
    ):
        return zero_statement(reader, trigger) if word in ("deaths", "fatalities") else None
    if word in ("toll", "dead", "deaths") and low[k] in ("death", "number") and trigger.end - k > 1:
        return toll_statement(reader, trigger)
    if _is_only_meant(low[max(0, k - 4) : k]) or before in (
        "attempted",
        "possible",
        "potential",
    ):
        return None
    if _is_only_planned(low[max(0, k - _FAR_BACK) : k]):
        return None
    statement: Statement | None = None
    of = _complement_of(reader, trigger)
    if of is not None:
        if word == "execution" and _is_carried_out(low, of + 1):
            return None
        victims = find_objects(reader, of + 1, is_complement=True, is_person=of > trigger.end)
        if trigger.form == "bodies":
            named = [v for v in victims if v.mention.form == "name"]
            if word != "body" and len(named) < 2:
                victims = [v for v in victims if v.mention.form != "name"]
        if _is_any_of(low, victims):
            return None
        victims = _counted_before(reader, trigger, _without_main_subject(reader, trigger, victims))
        statement = make_statement(reader, trigger, victims)
    elif k and low[(at := _before_adjectives(low, k))] == "'s":
        owner = reader.mention_ending(at - 1) or _owner_in_capitals(reader, at - 1)
        if owner is not None and word in (
            "death",
            "murder",
            "assassination",
            "killing",
            "execution",
            "slaying",
            "body",
            "demise",
        ):
            statement = make_statement(reader, trigger, [Victims(owner, False, True)])
            if statement is not None:
                statement.is_anaphoric = True
    else:
        mention = reader.mention_ending(k - 1)
        if (
            mention is None
            and k >= 2
            and (
                low[k - 1].endswith(("ly", "ed", "ian", "ant", "ent", "dead"))
                or low[k - 1] in ("new", "more", "bullet-riddled", "dead")
            )
        ):
            mention = reader.mention_ending(k - 2)
        if mention is None and trigger.form == "bodies":
            mention = _counted(low, _before_adjectives(low, k), k)
        if (
            mention is not None
            and mention.form in ("count", "unknown")
            and word not in ("murder", "death", "assassination")
        ):
            listed = trigger.form == "noun" and mention.form == "count"
            victims = list_ending_with(reader, mention) if listed else [Victims(mention)]
            statement = make_statement(reader, trigger, victims)
        elif trigger.form == "bodies" and (dead := _found_dead(reader, trigger)) is not None:
            statement = make_statement(reader, trigger, [dead])
        elif (word in ("body", "corpse") and low[k - 1 : k] and low[k - 1] in ("a", "another")) or (
            word in ("body", "corpse")
            and ("a" in window[-3:] or "an" in window[-3:])
            and low[k - 1] not in _BODIES_OF_PEOPLE
        ):
            statement = make_statement(
                reader,
                trigger,
                [Victims(Mention(k, k + 1, None, Count.exactly(1), "singular", None))],
            )
    if statement is not None:
        statement.is_noun = True
        if trigger.kind == "hit":
            statement.kind = "hit"
    return statement


def _whom_they_murdered(reader: ClauseReader, trigger: Trigger) -> Statement | None:
    """ "the murderers of the six nuns": a deed that is known, of victims with a number or name."""
    if reader.low[trigger.end : trigger.end + 1] != ["of"]:
        return None
    victims = find_objects(reader, trigger.end + 1)
    if not victims or any(v.mention.form == "plural" for v in victims):
        return None
    statement = make_statement(reader, trigger, victims)
    if statement is not None:
        statement.is_noun = True
        statement.is_anaphoric = statement.count.best == 1  # the number tells which deed it was
    return statement


def _without_main_subject(
    reader: ClauseReader, trigger: Trigger, victims: list[Victims]
) -> list[Victims]:
    """ "Following the death of X, Y and Z were on the move": Y and Z are of the main clause."""
    low = reader.low
    begin = next((at for at in range(trigger.start) if low[at][0].isalpha()), 0)
    if len(victims) < 2 or low[begin] not in _FRONTED:
        return victims
    first, last = victims[0].mention, victims[-1].mention
    is_subject = low[last.end : last.end + 1] and low[last.end] in AUXILIARIES
    between = low[first.end : victims[1].mention.start]
    if is_subject and between == [","] and "," not in low[begin : trigger.start]:
        return victims[:1]
    return victims


def _is_any_of(low: list[str], victims: list[Victims]) -> bool:
    """ "even the murder of a judge, policeman, or politician": whichever it may be."""
    mentions = [v.mention for v in victims]
    return (
        len(mentions) > 1
        and all(m.form == "singular" and not m.is_definite for m in mentions)
        and "or" in low[mentions[-2].end : mentions[-1].start]
    )


def _is_called_for(low: list[str], k: int) -> bool:
    """ "calling for the assassination of": wished for."""
    at = k - 1 - (low[k - 1 : k] in (["the"], ["a"], ["an"]))
    return at > 0 and low[at] == "for" and low[at - 1] in _CALLING


def _is_carried_out(low: list[str], k: int) -> bool:
    """ "the execution of the rebels' plan": whether a thing heads the phrase from word k on."""
    for at in range(k, min(len(low), k + _WORDS_TO_THING)):
        if low[at] in _CARRIED_OUT:
            return True
        if low[at] in (",", ";", ".", "by", "in", "on", "at", "who", "and"):
            return False
    return False


def _counted_before(
    reader: ClauseReader, trigger: Trigger, victims: list[Victims]
) -> list[Victims]:
    """ "five bodies of villagers", "the nine deaths of miners": the number stands at the noun."""
    counted = reader.mention_ending(trigger.start - 1) if trigger.start else None
    if (
        counted is None
        or counted.form != "count"
        or counted.head is not None
        or len(victims) != 1
        or victims[0].mention.form != "plural"
    ):
        return victims
    return [Victims(replace(victims[0].mention, count=counted.count, form="count"))]


def _is_only_planned(before: list[str]) -> bool:
    """ "an operation that would have included kidnappings and the murder of officers"."""
    if any(w in _HINDER for w in before[-7:]):
        return True  # "will not allow the murder of": still to come
    at = len(before) - 1 - before[::-1].index("would") if "would" in before else len(before)
    return any(w in _COMPRISE for w in before[at + 1 : at + 4])


def _is_only_meant(before: list[str]) -> bool:
    """Whether a deed is planned or denied: not where only a part in it is denied."""
    if not any(w in INTENTS for w in before):
        return False
    return not (any(w in _DENIALS for w in before) and any(w in _PART_IN_IT for w in before))


def _complement_of(reader: ClauseReader, trigger: Trigger) -> int | None:
    """The place of "of" in "the murder of X" and "the murder in Bogota last week of X"."""
    low, k = reader.low, trigger.end
    k += low[k : k + 2] == ["[", "of"]  # added by an editor
    if k + 1 < reader.n and low[k] == "of":
        return k
    if low[k - 1] not in _DEEDS or k >= reader.n or low[k] not in _OF_PLACE_OR_TIME:
        return None
    for at in range(k + 1, min(reader.n - 1, k + 7)):
        word = low[at]
        if at in reader.blocked or word in AUXILIARIES or word in SUBORDINATORS or word == ",":
            return None
        if word == "of" and low[at - 1] not in _PARTS_OF_PLACES:
            return at
    return None


def _owner_in_capitals(reader: ClauseReader, k: int) -> Mention | None:
    """ "JUAN PEREZ'S MURDER", where capitals do not tell that a name is one."""
    if not reader.is_capitals or k < 0:
        return None
    start = name_start(reader.low, k, reader.blocked)
    return name_mention(start, k + 1) if start <= k else None


def injuries_statement(
    reader: ClauseReader, trigger: Trigger, before: str, after: str
) -> Statement | None:
    """ "sustained injuries", "injuries to six people", "was taken to X with injuries"."""
    statement = _injuries_statement(reader, trigger, before, after)
    if statement is not None or {"with", "after"}.isdisjoint(reader.low[: trigger.start]):
        return statement
    victims = brought_with(reader, trigger)
    return make_statement(reader, trigger, victims) if victims else None


def _injuries_statement(
    reader: ClauseReader, trigger: Trigger, before: str, after: str
) -> Statement | None:
    """ "sustained injuries", "injuries to six people", "without injuries"."""
    low, k = reader.low, trigger.start
    window = low[max(0, k - 5) : k]
    if (
        "no" in window[-3:]
        or "without" in window
        or ("any" in window and "not" in low[max(0, k - 8) : k])
    ):
        return zero_statement(reader, trigger)
    begin = next((i for i in range(k - 1, max(-1, k - 6), -1) if reader.mention_ending(i)), k - 5)
    if any(w in ("died", "succumbed", "dead", "dying", "killed") for w in low[max(0, begin) : k]):
        return None  # "died of his injuries"
    if (
        (after == "to" or (after == "of" and low[trigger.start] == "injury"))
        and trigger.end + 1 < reader.n
        and low[trigger.start] not in ("wounds", "wound")
    ):
        is_of = after == "of"  # "the serious injury of JUAN PEREZ"
        victims = find_objects(reader, trigger.end + 1, is_complement=is_of, is_person=is_of)
        statement = make_statement(reader, trigger, victims)
        if statement is not None:
            return statement
    counted = reader.mention_ending(k - 1)
    if (
        low[k] == "injuries"
        and counted is not None
        and counted.form == "count"
        and counted.head is None
        and low[counted.start - 1 : counted.start] not in _SUFFERED
    ):
        return make_statement(reader, trigger, [Victims(counted)])  # "caused 12 injuries"
    j = k - 1
    steps = 0
    verb = False
    while j >= 0 and steps < 9 and reader.mention_ending(j) is None:
        word = low[j]
        if j in reader.masked:
            j -= 1  # "X, identified as Y, sustained"
            continue
        if verb and word == "," and (over := before_relative(reader, j)) != j:
            j = over  # "X, who was passing by, sustained"
            continue
        if word in (
            "sustained",
            "sustaining",
            "suffered",
            "suffering",
            "received",
            "receiving",
            "with",
            "sustain",
            "suffer",
            "having",
            "had",
            "nursing",
            "nurse",
            "from",
            "for",
        ) or (word in ("have", "has") and j >= k - 2):
            verb = True
        if j in reader.blocked or word in SUBORDINATORS or word in (";", ".", ":"):
            break
        j -= 1
        steps += 1
    if not verb or not MODALS.isdisjoint(low[j + 1 : k]):
        return None
    fake = Trigger(j + 1, trigger.end, trigger.kind, trigger.form)
    mention = reader.mention_ending(j)
    if mention is None:
        if j >= 0 and j in reader.trigger_at and reader.trigger_at[j].start in reader.subject_of:
            return None
        if j >= 0 and low[j] in (SINGULAR_PRONOUNS | PLURAL_PRONOUNS):
            return make_statement(reader, fake, [reader.pronoun_at(j)])
        return None
    if reader.is_object_of_preposition(mention) and mention.form != "count":
        victims = search_subject_left(reader, mention.start - 1, VerbGroup(auxiliary="had"))
    elif (
        low[mention.start - 1 : mention.start] == ["including"] and "," not in low[mention.end : k]
    ):
        victims = [Victims(mention)]  # "several people, including a man with a gunshot wound"
    else:
        victims = list_ending_with(reader, mention)
        # "one deceased male and one woman with gunshot wounds"
        victims = [v for v in victims if not _is_called_dead(reader, v.mention)] or victims
    is_alive = bool(_SURVIVED & set(low[j + 1 : k]))  # "escaped with gunshot wounds"
    statement = make_statement(reader, trigger, victims, kind="wounded" if is_alive else None)
    if statement is not None:
        reader.subject_of[k] = victims
        if any(_are_beside_the_dead(reader, trigger, m) for m in (mention, victims[0].mention)):
            statement.kind = "wounded"
    return statement


def _is_called_dead(reader: ClauseReader, mention: Mention) -> bool:
    return not _DEAD.isdisjoint(reader.low[mention.start : mention.end])


def _are_beside_the_dead(reader: ClauseReader, trigger: Trigger, mention: Mention) -> bool:
    """ "One died and eight others have bullet wounds": the eight are none of the dead."""
    if mention.form == "singular" and mention.head is not None:
        return reader.low[mention.head] in _KIN  # of another, whoever died
    return mention.form == "count" and any(
        t.kind == "killed" and t.form != "bodies" and t.end <= mention.start
        for t in reader.triggers
    )
