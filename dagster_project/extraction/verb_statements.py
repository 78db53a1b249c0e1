"""Statements of verbs and adjectives: "were killed", "killing four", "died", "left two dead"."""

from dataclasses import replace

from dagster_project.extraction.agents import agent_before, agent_behind_by
from dagster_project.extraction.capital_names import name_mention, name_start
from dagster_project.extraction.clauses import (
    MODALS,
    OWNERS,
    REFLEXIVES,
    ClauseReader,
    VerbGroup,
    Victims,
)
from dagster_project.extraction.death_statements import among_the_dead
from dagster_project.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    MONTHS_AND_DAYS,
    SINGULAR_AUXILIARIES,
)
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.noun_statements import noun_statement
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.objects import find_objects, together_with
from dagster_project.extraction.own_wounds import (
    before_being,
    is_of_self,
    owner_of_part,
    self_wounded,
)
from dagster_project.extraction.statement_record import (
    Statement,
    is_achieved,
    is_irrealis,
    make_statement,
    zero_statement,
)
from dagster_project.extraction.subjects import (
    find_subject,
    follows_conjunction,
    others_before_comma,
    shared_subject,
    unnamed_subject,
)
from dagster_project.extraction.toll_statements import number_statement
from dagster_project.extraction.triggers import Trigger
from dagster_project.extraction.unknown_victims import unknown_subject
from dagster_project.extraction.verb_checks import (
    is_at_scene,
    is_attribute,
    is_habit,
    is_thing,
    is_vague_blow,
    starts_clause,
    thing_follows,
)

# Participles that are nouns behind these words: "a shot", "the executed".
_PERHAPS_NOUNS = frozenset("shot executed hit beat eliminated".split())
_BEFORE_NOUNS = frozenset("a the one single fired first each warning mug booking head".split())
# Where no person follows these, nobody was hurt: "eliminated a camp".
_OF_THINGS_TOO = frozenset("eliminated executed neutralized neutralised shot hit hurt".split())
# Words that things are the objects of, and the things.
_OF_THINGS_OFTEN = frozenset(
    "eliminated neutralized neutralised neutralizing neutralising cut wiped".split()
)
_ATTRIBUTES = frozenset("killed slain murdered maimed wounded injured".split())
_SAYING = frozenset("reported said says stated announced confirmed claimed added".split())
# Blows to nobody in particular wound only where the sentence goes on to say so.
_BLOWS = frozenset("assaulted thrashed".split())
# "may draw a knife and kill whoever comes": the verb in front rules both.
_MODALS_OR_TO = MODALS | {"to"}
_FAR_MODAL = 10  # words
_AIRCRAFT = frozenset(
    """
    aircraft plane planes airplane warplane warplanes airliner helicopter helicopters jet jets drone
    drones uav uavs missile missiles rocket rockets balloon
    """.split()
)
_SHOT_THINGS = frozenset("rounds bullets shots arrows gun guns spotter glass put".split())
_SHOT_AT = frozenset(
    """
    car cars minivan van truck suv sedan pickup vehicle vehicles bus jeep motorcycle house houses
    home homes building apartment window windows door doors wall walls store porch
    """.split()
)
_OF_ACTIVE_VERBS = frozenset("have has had".split())


def participle_statement(
    reader: ClauseReader, trigger: Trigger, next_word: str
) -> Statement | None:
    """ "were killed", "killed three militants": passive or active by its company."""
    low, k = reader.low, trigger.start
    if is_of_self(reader, trigger):
        return self_wounded(reader, trigger)
    if low[k] in ("wounded", "injured") and low[max(0, k - 2) : k] == ["among", "the"]:
        return among_the_dead(reader, trigger)
    if low[k] == "harmed":
        return None  # of people only where nobody was
    if trigger.kind == "hit" and next_word in ("at", "up") and trigger.end - k == 1:
        if next_word == "up" or not is_at_scene(reader, trigger.end + 1):
            return None
        aimed, verb = find_subject(reader, trigger, far=False)
        if not (verb.is_passive or any(v.mention.form == "count" for v in aimed)):
            return None  # "gunmen shot at a house"
    if next_word == "down" and not _AIRCRAFT.isdisjoint(low[trigger.end : trigger.end + 9]):
        return None  # "the rebels shot down an army helicopter"
    if trigger.kind == "hit" and "air" in low[trigger.end : trigger.end + 4]:
        return None  # "shot in the air"
    if (
        low[trigger.end - 1] in ("throat", "throats", "life", "lives")
        and low[trigger.end - 2] in OWNERS
    ):
        owner = reader.pronoun_at(trigger.end - 2)  # "dragged X out and slit his throat"
        if low[trigger.end - 2] != "their":
            owner.mention.count = Count.exactly(1)
        return make_statement(reader, trigger, [owner])
    if trigger.kind == "hit" and next_word in _SHOT_THINGS:
        return None  # "they shot rounds at him", "the shot gun", "Shot Spotter"
    if k and low[k] in _PERHAPS_NOUNS and low[k - 1] in _BEFORE_NOUNS:
        return None
    if low[k] == "killed" and next_word == "off":
        return None  # "killed off the game"
    if low[k] in _OF_THINGS_OFTEN and is_thing(reader, trigger.end):
        return None
    if low[k] in _ATTRIBUTES and is_attribute(reader, trigger):
        return None
    if low[k] in ("riddled", "sprayed") and _is_of_vehicle(reader, k):
        return None  # "his car was riddled with bullets"
    is_blow = low[k] in _BLOWS or low[k : trigger.end] == ["beat", "up"]
    if is_blow and is_vague_blow(reader, trigger):
        return None
    number = number_statement(reader, trigger)
    if number is not None:
        return number
    if low[k - 1 : k] == ["recently"] and trigger.kind == "killed":
        attribute = _of_whom(reader, k)
        if attribute is not None:
            statement = make_statement(reader, trigger, [Victims(attribute)])
            if statement is not None:
                statement.is_anaphoric = False  # the words themselves say who it was
            return statement
    probe, verb = find_subject(reader, trigger, far=False)
    probe = [v for v in probe if not _only_says(reader, v.mention)]
    objects = [] if verb.is_passive else find_objects(reader, trigger.end)
    if trigger.kind == "hit" and not (verb.is_passive or objects):
        objects = owner_of_part(reader, trigger.end)
    if low[k] in ("hit", "struck") and not (verb.is_passive or objects):
        return None  # "the gunmen struck on Monday"
    if low[k] == "slain" and not verb.is_passive and objects:
        return None  # "the slain officer": told elsewhere
    if (
        objects
        and objects[0].mention.form == "name"
        and low[objects[0].mention.start] in MONTHS_AND_DAYS
    ):
        objects = []
    if (
        objects
        and not verb.is_passive
        and (probe or verb.auxiliary or not starts_clause(reader, trigger))
    ):
        # "police killed three militants"; but "three killed, five others ..." has no object.
        if is_irrealis(reader, trigger, verb):
            return None
        objects += together_with(reader, objects[-1].mention.end)
        statement = make_statement(reader, trigger, objects, verb=verb)
        if statement is not None:
            statement.agent = agent_before(reader, trigger)
            statement.is_self = low[objects[0].mention.start] in REFLEXIVES
            if k and low[k - 1] == "the" and not (probe or verb.auxiliary):
                statement.is_anaphoric = True  # "the assassinated leader"
            if (attacker := _attacker_meant(reader, trigger, objects)) is not None:
                statement.victims = [Victims(attacker)]
                statement.flags.add("attacker")
            reader.subject_of[k] = []
        return statement
    if is_irrealis(reader, trigger, verb) and not probe:
        return None
    if not objects and verb.auxiliary in _OF_ACTIVE_VERBS and not verb.is_passive:
        return None  # "the army has killed hundreds of ..": its subject is no victim
    if verb.is_shared and low[k - 1] == "or":
        return None  # "100 dead or wounded": not 100 of both
    is_of_things = low[k - 1] == "which"  # "a decree which eliminated the taxes"
    is_active = not objects and not verb.is_passive and (not verb.is_relative or is_of_things)
    if is_active and thing_follows(reader, trigger.end):
        return None  # "neutralised a camp": an active verb whose object is no person
    victims = probe
    if reader.is_capitals and verb.is_passive and (not victims or victims[0].mention.end < k - 4):
        victims = _named_behind_and(reader, k) or victims
    if not victims and (verb.is_passive or verb.is_relative):
        victims, verb = find_subject(reader, trigger, far=True)
        victims = [v for v in victims if not _only_says(reader, v.mention)]
    if not victims and objects:
        victims = objects
    if not victims and trigger.kind != "killed":
        victims = before_being(reader, trigger)
    if not victims and k and low[k - 1] == ",":
        victims = others_before_comma(reader, k - 1)
    if not victims and k and follows_conjunction(reader, k):
        victims = shared_subject(reader, k)
    attacker = _attacker_of(reader, k) if not victims else None
    if attacker is not None:
        victims = [Victims(attacker)]
    elif not victims and low[k - 1 : k] == ["being"]:
        # "X was treated after being wounded along with two others": the two others
        return make_statement(reader, trigger, together_with(reader, trigger.end))
    if is_irrealis(reader, trigger, verb):
        return None
    is_of_person = low[k] not in _OF_THINGS_TOO or not reader.is_capitals or low[k] == "shot"
    if not victims and verb.is_passive and verb.auxiliary in SINGULAR_AUXILIARIES and is_of_person:
        victims = unnamed_subject(reader, trigger)
        if not victims:
            victims = unknown_subject(reader, trigger)
    if not victims:
        return None
    if (
        low[k] in _OF_THINGS_TOO
        and all(v.mention.form in ("name", "unknown") for v in victims)
        and not verb.is_passive
    ):
        return None
    if low[k] == "blown" and not all(_is_person(v.mention) for v in victims):
        return None  # "a bridge was blown up"
    is_joined = victims is objects and low[max(0, k - 1) : k] == ["and"]
    if verb.auxiliary == "was" and _are_titles_of_one(reader, victims):
        victims = victims[:1]
    victims = _besides(reader, victims) + victims + together_with(reader, trigger.end)
    told = victims
    first = victims[0].mention.start
    if low[first - 1 : first] == ["be"] and low[max(0, first - 2)] in MODALS:
        return None  # "there may be many people wounded"
    if trigger.kind in ("wounded", "hit") and not verb.auxiliary:
        victims = [_whole_of(item) for item in victims]
    statement = make_statement(reader, trigger, victims, verb=verb)
    if statement is not None:
        find_agent = agent_before if is_joined else agent_behind_by
        statement.agent = find_agent(reader, trigger)
        statement.is_self = bool(objects) and low[objects[0].mention.start] in REFLEXIVES
        reader.subject_of[k] = told
        if attacker is not None or _is_he(reader, victims):
            statement.flags.add("attacker")
    return statement


def active_statement(
    reader: ClauseReader, trigger: Trigger, before: str, after: str
) -> Statement | None:
    """ "killing four", "kills two": the victims are the object."""
    low = reader.low
    if trigger.start and is_achieved(low, trigger.start):
        return make_statement(reader, trigger, find_objects(reader, trigger.end))
    if low[trigger.start] in (
        "kill",
        "murder",
        "assassinate",
        "behead",
        "injure",
        "wound",
        "massacre",
        "gun",
        "kills",
    ) and (
        before in ("to", "not", "n't")
        or before in MODALS
        or (
            before in ("and", "or")
            and not _MODALS_OR_TO.isdisjoint(
                low[max(0, trigger.start - _FAR_MODAL) : trigger.start]
            )
        )
        or (
            before in ("of", "the", "a", "and", "or")
            and low[trigger.start] in ("murder", "wound", "massacre")
        )
    ):
        if low[trigger.start] in ("murder", "massacre"):
            return noun_statement(reader, trigger, before, after)
        return None
    if after == "of":
        return noun_statement(reader, trigger, before, after)
    if is_habit(reader, trigger):
        return None
    if trigger.kind == "hit" and after in REFLEXIVES and low[trigger.start] == "shoots":
        return self_wounded(reader, trigger._replace(end=trigger.end + 1))
    if before in (
        "the",
        "a",
        "an",
        "this",
        "that",
        "drive-by",
        "mass",
        "'s",
        "school",
        "nightclub",
        "deadly",
        "fatal",
        "police",
        "accidental",
        "double",
        "triple",
    ) and low[trigger.start] in ("killing", "shooting", "stabbing", "slaying", "murdering"):
        return None
    if before == "without":
        nobody = low[trigger.end : trigger.end + 1] in (["anyone"], ["anybody"], ["any"])
        return zero_statement(reader, trigger) if nobody else None
    _, verb = find_subject(reader, trigger)
    if verb.is_modal or verb.is_negated or is_irrealis(reader, trigger, VerbGroup()):
        return None
    victims = find_objects(reader, trigger.end)
    if trigger.kind == "hit" and not victims:
        victims = owner_of_part(reader, trigger.end)
    if trigger.kind == "hit" and victims and victims[0].mention.form in ("name", "unknown"):
        return None
    if (
        victims
        and victims[0].mention.form == "name"
        and low[trigger.start] in ("wounds", "wound", "shoots")
    ):
        return None
    statement = make_statement(reader, trigger, victims, verb=verb)
    if statement is not None:
        statement.agent = agent_before(reader, trigger)
        if any(
            reader.low[v.mention.start] in ("himself", "herself", "themselves") for v in victims
        ):
            statement.is_self = True
    return statement


def _named_behind_and(reader: ClauseReader, k: int) -> list[Victims]:
    """ "PEREZ DIED AND SOTO WAS SERIOUSLY INJURED": the name before the auxiliary of word k."""
    low, end = reader.low, k - 1
    while end > 0 and (low[end] in AUXILIARIES or low[end] in ADVERBS or low[end].endswith("ly")):
        end -= 1
    start = name_start(low, end, reader.blocked)
    if start > end or start < 2 or low[start - 1] != "and" or start - 2 not in reader.blocked:
        return []
    return [Victims(name_mention(start, end + 1))]


def _of_whom(reader: ClauseReader, k: int) -> Mention | None:
    """ "the recently murdered senator X": the person whose attribute is the participle at k."""
    return next(
        (m for m in reader.mentions if m.start < k < (m.head or 0) and m.form == "singular"), None
    )


def _is_of_vehicle(reader: ClauseReader, k: int) -> bool:
    """Whether the subject right before the verb at word k is a car or a house."""
    k -= 1
    while k >= 0 and (reader.low[k] in AUXILIARIES or reader.low[k] in ADVERBS):
        k -= 1
    return k >= 0 and reader.low[k] in _SHOT_AT


def _attacker_of(reader: ClauseReader, k: int) -> Mention | None:
    """ "A gunman killed three before being shot dead", "and was then shot dead": he died too."""
    low = reader.low
    if low[max(0, k - 2) : k] != ["before", "being"] and not _is_joined_passive(reader, k):
        return None
    if not any(
        t.end < k and (t.form == "active" or reader.subject_of.get(t.start) == [])
        for t in reader.triggers
    ):
        return None
    first = next((m for m in reader.mentions if m.start not in reader.masked), None)
    if first is None or first.start > 3 or first.form not in ("singular", "count"):
        return None
    return first


def _attacker_meant(
    reader: ClauseReader, trigger: Trigger, objects: list[Victims]
) -> Mention | None:
    """ "A gunman killed eight before an officer shot him dead": he died too."""
    low, mention = reader.low, objects[0].mention
    if len(objects) != 1 or trigger.kind != "killed" or low[mention.start] not in ("him", "her"):
        return None
    deeds = [t for t in reader.triggers if t.end < trigger.start]
    if not deeds or reader.subject_of.get(deeds[0].start) != []:
        return None
    before = [
        m for m in reader.mentions if m.end <= deeds[0].start and m.start not in reader.masked
    ]
    is_attacker = bool(before) and before[-1].form == "singular" and before[-1].side == "M"
    return before[-1] if is_attacker else None


def _is_joined_passive(reader: ClauseReader, k: int) -> bool:
    """ "... and was then [shot]": a passive verb joined to the verb before it."""
    low, j = reader.low, k - 1
    while j > 0 and (low[j] in ADVERBS or low[j] in ("then", "later", "himself", "also", "been")):
        j -= 1
    return j > 0 and low[j] in ("was", "were") and low[j - 1] in ("and", "but")


def _is_he(reader: ClauseReader, victims: list[Victims]) -> bool:
    """ "killing one, before he was shot dead": the one who killed, not the one killed."""
    mention = victims[0].mention
    return (
        len(victims) == 1
        and mention.form == "pronoun"
        and reader.low[mention.start] in ("he", "she")
        and reader.low[mention.start - 1 : mention.start] == ["before"]
        and any(t.end <= mention.start and t.form == "active" for t in reader.triggers)
    )


def _whole_of(victims: Victims) -> Victims:
    """ "two of the eight people wounded in X": eight were wounded."""
    mention = victims.mention
    if mention.whole is None:
        return victims
    whole = replace(mention, count=mention.whole, is_partitive=False, whole=None)
    return Victims(whole, victims.is_part, victims.is_anaphoric)


def _are_titles_of_one(reader: ClauseReader, victims: list[Victims]) -> bool:
    """ "X, party leader and former envoy, was shot": the verb says that it is one person."""
    return len(victims) > 1 and all(
        v.mention.form == "singular"
        and v.mention.head == v.mention.end - 1
        and not v.mention.is_definite
        and reader.low[v.mention.start - 1] in (",", "and")
        and reader.low[v.mention.start] not in ("a", "an", "one", "another")
        for v in victims[1:]
    )


def _is_person(mention: Mention) -> bool:
    """Whether a mention is surely of people: counted or described, with a word for people."""
    return mention.form in ("count", "singular") and mention.head is not None


def _besides(reader: ClauseReader, told: list[Victims]) -> list[Victims]:
    """ "In addition to the bomber, 60 people were killed": the bomber is no part of the 60."""
    if not told:
        return []
    low, first = reader.low, told[0].mention
    if low[first.end : first.end + 4] == [",", "in", "addition", "to"]:
        mention = reader.starts.get(first.end + 4)  # "60 people, in addition to the bomber, were"
        return [Victims(mention)] if mention is not None else []
    k = 3 if low[:3] == ["in", "addition", "to"] else 1 if low[:1] == ["besides"] else 0
    mention = reader.starts.get(k) if k else None
    if mention is None or low[mention.end : mention.end + 1] != [","]:
        return []
    is_next = first.start in (mention.end + 1, mention.end + 2)
    return [Victims(mention)] if is_next and mention.form in ("singular", "count", "plural") else []


def _only_says(reader: ClauseReader, mention: Mention) -> bool:
    """ "Spokesmen reported that two ambulances were hit": who says it was not hit."""
    low, at = reader.low, mention.end
    return (
        at + 2 < reader.n
        and low[at] in _SAYING
        and low[at + 1] == "that"
        and low[at + 2] not in ("he", "she", "they", "i", "we")
    )
