"""Casualties that no one incident has: "civilians have been murdered", "so many deaths".

A bare plural in the perfect, the present or behind a gerund tells what goes on, not what happened:
it is a figure over several incidents (the codebook's section on units), unless the words around it
name the one that it is of.
"""

import re
from collections.abc import Mapping, Sequence

from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.context import Context
from dagster_project.extraction.lexicon import FUNCTION_WORDS
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.statement_record import Statement, counted_victims
from dagster_project.extraction.text import Document

_THE_NUMBER_OF = ["the", "number", "of"]
_MANY = frozenset("many countless numerous innumerable".split())
_PERFECT = frozenset("have has had having".split())
_PRESENT_PERFECT = frozenset("have has".split())
_LEAD = 2  # the last sentence, from 0, in which "five have been killed" is the news
_MANY_GO_ON = 50  # a figure over several incidents, of which the next sentences give parts
_MORE_HURT = 5  # times as many as the dead that they are told with
_MANY_AT_ONCE = 100  # more than most single incidents have
_MANY_DEAD = 500  # of one incident without a day, a town or a word for it
_GOING_ON = frozenset("are is being am".split())
_PRESENT = frozenset("kill kills murder murders die dies massacre behead assassinate wound".split())
_WORDS_OF_VERB = 5
_ANYBODY = frozenset("people persons those ones".split())
_COUNTLESS = frozenset("hundreds thousands".split())
_BLAMED = frozenset("blamed accused responsible guilty notorious charged".split())
_WORDS_OF_BLAME = 7
_SEVERAL = 3
_BE = frozenset("is are".split())
_WITHOUT_NUMBER = ("plural", "pronoun")
# "in the attack", "during clashes in", "when a bomb": the incident that the figure is of.
_INCIDENT = (
    r"(?:attack|ambush|clash|bomb|bombing|explosion|blast|shoot-?out|shooting|raid|battle|firefight|"
    r"incident|riot|assault|strike|air ?strike|shelling|mortar|rocket|grenade|mine|landmine|"
    r"demonstration|rampage|skirmish|gun ?fight|fighting|operation)"
)
_ONE_INCIDENT = re.compile(
    # a noun, not "a regime that is bombing"
    rf"\b(?:the|an?|this|that|his|their) (?:[\w'-]+ ){{0,4}}(?<! is )(?<! are )(?<! was )"
    rf"(?<! were )(?<! been ){_INCIDENT}\b"
    rf"|\b(?:in|during|by|when|after) (?:the |these |those |two |heavy |fierce )?(?:[\w'-]+ )?"
    rf"{_INCIDENT}(?:e?s)?\b"
    r"|\b(?:crossfire|on the spot|at the scene)\b"
)

# "Such raids have cost many lives": of as many incidents.
_ATTACKS_HAVE = re.compile(
    r"\b(?:those|these|such|the) (?:[\w-]+ )?(?:attacks|bombings|actions|crimes|killings) have\b"
)


def is_asked_for(reader: ClauseReader, statement: Statement) -> bool:
    """ "how many were killed", "are any soldiers hurt", "the number of people killed": not told.

    But "how three people were shot" tells of the three.
    """
    return bool(statement.victims) and all(
        reader.low[v.mention.start - 1 : v.mention.start] == ["any"]
        or (
            reader.low[v.mention.start - 1 : v.mention.start] == ["how"]
            and not (v.mention.form == "count" and reader.low[v.mention.start] != "many")
        )
        or (
            v.mention.form == "plural"
            and reader.low[max(0, v.mention.start - 3) : v.mention.start] == _THE_NUMBER_OF
        )
        for v in statement.victims
    )


def is_general(reader: ClauseReader, context: Context, document: Document) -> bool:
    """Whether a statement tells of no one incident.

    What could name the incident is its sentence and the one before it in the paragraph; for a
    number in the perfect, the two sentences before it, wherever they stand.
    """
    number, end = context.statement.sentence, context.sentence.end
    if _are_blamed_for_it(reader, context):
        begin = context.sentence.start
        return not _ONE_INCIDENT.search(document.lower, begin, end)
    if _are_so_many(reader, context.statement) and not _is_bounded(context):
        return True
    if _is_unbounded(reader, context):
        if _ATTACKS_HAVE.search(document.lower, context.sentence.start, context.statement.start):
            return True
        before = document.sentences[max(0, number - 1)]
        is_same = before.paragraph == context.sentence.paragraph
        begin = before.start if is_same else context.sentence.start
    elif number > _LEAD and (
        _is_number_in_perfect(reader, context) or _is_toll_of_many(reader, context)
    ):
        begin = document.sentences[number - 2].start
    elif _are_countless(reader, context):
        begin = document.sentences[max(0, number - 2)].start
        if number <= _LEAD:  # what it was may be told behind it
            end = document.sentences[min(number + 2, len(document.sentences) - 1)].end
    else:
        return False
    return not _ONE_INCIDENT.search(document.lower, begin, end)


def mark_going_on(
    contexts: Sequence[Context], readers: Mapping[int, ClauseReader], document: Document
) -> None:
    """Mark the figures that go on with one over several incidents, in the sentences behind it.

    "909 have been killed or wounded in three days. 432 have died": of the three days too. Where a
    sentence names an incident, a day or a place, it tells of that.
    """
    last: Context | None = None
    before: Context | None = None
    most = 0
    for context in contexts:
        statement = context.statement
        if before is not None and _shares_figure(before, context):
            context.is_aggregate = True
        before = context
        if context.is_aggregate and statement.count.best >= _MANY_GO_ON:
            last, most = context, max(most, statement.count.best)
        elif (
            last is not None
            and statement.sentence - last.statement.sentence <= 1
            and 1 < statement.count.best <= most * (1 if statement.kind == "killed" else _MORE_HURT)
            and not _is_bounded(context)
            and not context.is_place_own
            and not context.is_another
            and (
                _is_bare_toll(readers[statement.sentence], statement)
                or (
                    statement.sentence == last.statement.sentence
                    and (
                        statement.kind != "killed"
                        or _are_kinds(readers[statement.sentence], statement)
                    )
                )
            )
            and not _ONE_INCIDENT.search(
                document.lower, context.sentence.start, context.sentence.end
            )
        ):
            context.is_aggregate = True
            last = context


def _are_kinds(reader: ClauseReader, statement: Statement) -> bool:
    """ "murdered 70,000 people, and even murdered officers of its own": no number, no article."""
    return all(
        v.mention.form == "plural" and reader.low[v.mention.start] not in FUNCTION_WORDS
        for v in statement.victims
    )


def _shares_figure(before: Context, context: Context) -> bool:
    """ "have left 9 dead and 46 wounded" in several attacks: the wounded are of them too."""
    statement = context.statement
    return (
        before.is_aggregate
        and before.clause == context.clause
        and before.statement.kind == "killed" != statement.kind
        and before.statement.count.best > 1
        and statement.count.best > 1
        and not statement.is_partitive
        and not context.is_place_own_town
        and not _is_dated(context)
    )


def _is_bare_toll(reader: ClauseReader, statement: Statement) -> bool:
    """ "432 have died", "26 dead and 65 wounded", "lost 470 men": a count, and no deed."""
    return statement.trigger.form in ("dead", "loss") or _is_perfect(reader, statement)


def _are_so_many(reader: ClauseReader, statement: Statement) -> bool:
    """ "so many farmers are crippled by mines": a complaint, and no one incident."""
    return bool(statement.victims) and all(
        reader.low[v.mention.start - 1 : v.mention.start + 1] == ["so", "many"]
        or reader.low[v.mention.start : v.mention.start + 2] == ["so", "many"]
        for v in statement.victims
    )


def _is_toll_of_many(reader: ClauseReader, context: Context) -> bool:
    """ "the army sustained 177 dead", "there are 655 dead": in which fight, is not said."""
    statement = context.statement
    return (
        statement.count.best >= _MANY_AT_ONCE
        and not _is_bounded(context)
        and (_is_bare_toll(reader, statement) or _is_reduced(reader, statement))
    )


def _is_reduced(reader: ClauseReader, statement: Statement) -> bool:
    """ "the losses include 208 soldiers killed": a count, and no deed."""
    k = statement.trigger.start
    return statement.trigger.form == "participle" and any(
        v.mention.end == k and v.mention.count.best > 1 for v in statement.victims
    )


def _is_number_in_perfect(reader: ClauseReader, context: Context) -> bool:
    """ "three candidates have been murdered": when, the words do not say."""
    statement = context.statement
    return (
        statement.count.best > 1
        and not _is_bounded(context)
        and not _PRESENT_PERFECT.isdisjoint(_before_verb(reader, statement))
    )


def _before_verb(reader: ClauseReader, statement: Statement) -> list[str]:
    """The words before a verb, from the last semicolon on: its auxiliaries are among them."""
    k = statement.trigger.start
    before = reader.low[max(0, k - _WORDS_OF_VERB) : k]
    return before[len(before) - before[::-1].index(";") :] if ";" in before else before


def _is_unbounded(reader: ClauseReader, context: Context) -> bool:
    """Whether grammar, day and place leave a statement without bounds."""
    statement = context.statement
    if _is_bounded(context):
        return False
    mentions = [v.mention for v in counted_victims(statement.victims)]
    if not mentions:
        return False
    is_perfect = _is_perfect(reader, statement)
    if is_perfect and statement.count.best >= _MANY_DEAD:
        return True  # "1,700 rebels had been killed"
    is_object = mentions[0].start >= statement.trigger.end
    if is_perfect and is_object and all(_is_vague(m) for m in mentions):
        return True  # "the group has killed several people"
    if all(_is_whoever(reader, m) for m in mentions) and _goes_on(reader, statement):
        return True  # "the people who have died", "those who are being killed"
    first, *others = mentions
    # "by killing civilians and the nuns": a number would tell of one incident
    if not (_is_bare(reader, first) and all(m.form in _WITHOUT_NUMBER for m in others)):
        return False
    return any(_is_many(reader, m) for m in mentions) or _goes_on(reader, statement)


def _is_bounded(context: Context) -> bool:
    """Whether a day, a town or the wording itself ties a statement to one incident."""
    statement = context.statement
    return (
        statement.is_zero
        or statement.is_partitive
        or statement.is_update
        or bool(statement.flags - {"shared"})
        or context.is_place_own_town
        or _is_dated(context)
    )


def _is_dated(context: Context) -> bool:
    """Whether the words that tell a statement, or those before its sentence, give it a day."""
    date, (begin, end) = context.date, context.clause
    if date is None or not context.is_date_own:
        return False
    if context.sentence.start <= date.at < context.sentence.end:
        return begin <= date.at < end
    return date.precision != "year"  # "in force since 1948" of the sentence before bounds little


def _is_bare(reader: ClauseReader, mention: Mention) -> bool:
    """Whether a mention names a kind of people and no number of them."""
    if mention.form == "pronoun":
        return mention.count.best > 1
    return (mention.form == "plural" and not mention.is_definite) or _is_many(reader, mention)


def _are_blamed_for_it(reader: ClauseReader, context: Context) -> bool:
    """ "militias blamed for killing villagers": a habit, wherever they are blamed for it."""
    low, statement = reader.low, context.statement
    k = statement.trigger.start
    if not (statement.is_noun or low[k].endswith("ing")) or statement.flags - {"shared"}:
        return False
    begin = max(0, k - _WORDS_OF_BLAME)
    if not any(
        low[j] in _BLAMED and low[j + 1] in ("for", "of", "with")
        for j in range(begin, max(begin, k - 1))
    ):
        return False
    mentions = [v.mention for v in counted_victims(statement.victims)]
    place, date = context.place, context.date
    return (
        bool(mentions)
        and all(
            (_is_bare(reader, m) and m.form in _WITHOUT_NUMBER)
            or (m.count.high is None and m.count.best == _SEVERAL)
            for m in mentions
        )
        and not (_is_dated(context) and date is not None and date.at > statement.start)
        and not (context.is_place_own_town and place is not None and place.at > statement.start)
    )


def _are_countless(reader: ClauseReader, context: Context) -> bool:
    """ "they killed hundreds of teachers": when and where, the words do not say."""
    mentions = [v.mention for v in counted_victims(context.statement.victims)]
    return (
        not _is_bounded(context)
        and all((m.count.high is None and not m.is_other) or m.form == "name" for m in mentions)
        and any(not _COUNTLESS.isdisjoint(reader.low[m.start : m.end]) for m in mentions)
    )


def _is_whoever(reader: ClauseReader, mention: Mention) -> bool:
    """ "the people who", "those who": whoever it was."""
    low = reader.low
    return (
        mention.form == "plural"
        and mention.is_definite
        and low[mention.end - 1] in _ANYBODY
        and low[mention.end : mention.end + 1] == ["who"]
    )


def _is_vague(mention: Mention) -> bool:
    return mention.form == "count" and mention.count.high is None and mention.count.best == _SEVERAL


def _is_many(reader: ClauseReader, mention: Mention) -> bool:
    """ "many", "so many", "the countless"."""
    return any(word in _MANY for word in reader.low[mention.start : mention.start + 2])


def _goes_on(reader: ClauseReader, statement: Statement) -> bool:
    """Whether the grammar of a statement tells what goes on rather than what happened."""
    low, k = reader.low, statement.trigger.start
    word = low[k]
    if statement.is_noun:
        return True  # "the murder of journalists"
    if word.endswith("ing"):
        # not "attacked a camp, killing soldiers", but "is bombing towns, killing people"
        return low[k - 1 : k] != [","] or _is_of_present(reader, k)
    if word in _PRESENT:
        return True
    before = low[max(0, k - _WORDS_OF_VERB) : k]
    return _is_perfect(reader, statement) or any(w in _GOING_ON for w in before)


def _is_of_present(reader: ClauseReader, k: int) -> bool:
    """Whether the words before word k tell what somebody is doing."""
    low = reader.low
    return any(low[j] in _BE and low[j + 1].endswith("ing") for j in range(k - 1))


def _is_perfect(reader: ClauseReader, statement: Statement) -> bool:
    return not _PERFECT.isdisjoint(_before_verb(reader, statement))
