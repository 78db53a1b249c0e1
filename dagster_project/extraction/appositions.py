"""Words that only say again who the victims before them are."""

from dagster_project.extraction.clauses import OWNERS, ClauseReader, Victims
from dagster_project.extraction.lexicon import PREPOSITIONS
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count

_NO_NAMES = frozenset(
    """
    district districts police village state government army court hospital station university
    road street block province county party front council committee headquarters city town area
    region
    """.split()
)


def _is_spelt_out(reader: ClauseReader, chain: list[Victims]) -> bool:
    """ "Two men, an officer and a trooper, were": the list says again who the two are."""
    whole = chain[0].mention
    rest = [v for v in chain[1:] if not v.is_part]
    if (
        whole.form == "count"
        and whole.count.best > 1
        and reader.low[whole.end : whole.end + 1] == [":"]
        and all(v.mention.form in ("singular", "name") for v in rest)
    ):
        return True  # "three journalists: A, a photographer, B and C"
    persons = [
        v
        for before, v in zip([chain[0], *rest], rest, strict=False)
        if not (before.mention.form == "name" and v.mention.form == "singular")
    ]
    return (
        whole.form == "count"
        and whole.count.best in (len(rest), len(persons))
        and len(persons) >= 2
        and whole.end < reader.n
        and reader.low[whole.end] in (",", "-", ":")
        and all(v.mention.form in ("singular", "name") for v in rest)
    )


def _is_broken_down(reader: ClauseReader, chain: list[Victims]) -> bool:
    """ "Nine citizens, three women and six children, were": the list says who the nine are.

    So does "a family of seven, the parents and their five children"; but not "five soldiers, two
    policemen and three farmers", who are of two sides.
    """
    whole, rest = chain[0].mention, [v.mention for v in chain[1:] if not v.is_part]
    return (
        whole.form == "count"
        and len(rest) > 1
        and all(m.form in ("count", "singular") or m.is_definite for m in rest)
        and not any(m.is_other for m in rest)
        and sum(m.count.best for m in rest) == whole.count.best
        and (whole.side in (None, "U") or all(m.side in (None, "U", whole.side) for m in rest))
        and reader.low[whole.end : whole.end + 1] in ([","], ["-"], [":"], ["("])
    )


def _whole_of_kinds(reader: ClauseReader, chain: list[Victims]) -> Mention | None:
    """ "90 people, soldiers, rebels and farmers, were": the number that a list of kinds spells out.

    Between dashes the list alone stands in the chain, and its number before it.
    """
    mentions = [v.mention for v in chain if not v.is_part]
    if mentions and mentions[0].form == "count":
        whole: Mention | None = mentions.pop(0)
        at = mentions[0].start - 1 if mentions else -1
    elif mentions:
        at = reader.unmasked_left(mentions[0].start - 1)
        if reader.low[at : at + 1] != ["-"]:
            return None
        before = at
        while before >= 0 and reader.low[before] == "-":
            before = reader.unmasked_left(before - 1)
        whole = reader.mention_ending(before)
    else:
        return None
    if (
        whole is None
        or len(mentions) <= 1
        or not all(m.form == "plural" and not m.is_definite for m in mentions)
        or reader.low[at] not in (",", "-", ":", "(")
    ):
        return None
    is_of_people = whole.form == "count" and whole.side in (None, "U")
    return whole if is_of_people and whole.count.best > len(mentions) else None


def without_appositions(reader: ClauseReader, chain: list[Victims]) -> list[Victims]:
    """Drop what only says again who the mention before is, and names that are places."""
    if (whole_of_kinds := _whole_of_kinds(reader, chain)) is not None:
        return [Victims(whole_of_kinds)]
    if chain and (_is_spelt_out(reader, chain) or _is_broken_down(reader, chain)):
        return chain[:1]
    kept: list[Victims] = []
    is_naming = is_named = is_title = is_described = False
    for victims in chain:
        mention = victims.mention
        if mention.form != "name":
            is_naming = False
        elif is_naming:
            continue  # "two guards, A, B and C"
        elif reader.low[mention.end - 1] in _NO_NAMES:
            continue
        if mention.form == "name" and kept and _is_title_of_several(kept[-1].mention):
            titled = kept[-1].mention
            titled.count = Count.exactly(titled.count.best + (titled.count.high is not None))
            continue  # "Constables A, B and C" are three
        before = reader.unmasked_left(mention.start - 1)
        separator = reader.low[before] if before >= 0 else ""
        if kept and not victims.is_part:
            previous = kept[-1].mention
            if separator in (",", "-", ":") and mention.form == "name" and previous.form != "name":
                is_naming, is_named = previous.count.best > 1, previous.count.best == 1
                continue
            says_who = (
                mention.is_definite
                or reader.low[mention.start] in ("a", "an")
                or (mention.start == mention.head and mention.end == mention.start + 1)
                or mention is chain[-1].mention
            )
            if separator == "," and mention is chain[-1].mention and _names(previous, mention):
                continue  # "one of the boys, 12-year-old Ali Hassan"
            is_description = mention.form == "singular" and mention.head is not None
            if separator == "," and is_named and is_description and says_who:
                continue  # "a guard, Ali Hassan, a member of the council"
            if len(chain) == 2 and separator == "," and _is_described(reader, previous, mention):
                continue
            is_named = False
            if reader.is_capitals and mention.end > (mention.head or 0) + 1:
                is_description = False  # it has a name of its own
            if reader.low[mention.start] in OWNERS and mention is not chain[-1].mention:
                is_description = False  # "Ali Hassan, his wife and two others"
            if separator == "," and previous.form == "name" and is_description and says_who:
                kept[-1] = victims  # "Ali Hassan, a police officer"
                is_described = True
                continue
            is_title = (separator == "," or (separator == "and" and is_title)) and _is_bare_title(
                reader, previous, mention
            )
            if is_title:
                continue  # "the journalist Ali Hassan, director of a newspaper and mayor of X"
            has_name = mention.head is not None and mention.end > mention.head + 1
            is_apart = (is_described and has_name) or (before and reader.low[before - 1] == ";")
            is_described = False
            if separator == "and" and not is_apart and _is_second_title(reader, previous, mention):
                continue
            if (
                separator == ","
                and mention.form == "count"
                and previous.form == "name"
                and mention.head is None
                and mention.count.best > 12
                and not mention.is_other
            ):
                continue  # an age: "Anil Mehta, 22"
        if (
            mention.form == "name"
            and before >= 0
            and (separator in PREPOSITIONS or separator == "of")
            and (separator != "of" or kept)
            and len(chain) > 1
            and not reader.is_capitals  # there only people are names
        ):
            continue
        if (
            mention.form == "count"
            and mention.head is not None
            and mention.end > mention.head + 1
            and mention.count.best > 1
            and "and" not in reader.low[mention.head : mention.end]  # it has them all already
        ):
            is_naming = True  # "two villagers Ram and Shyam"
        kept.append(victims)
    return kept


def _is_described(reader: ClauseReader, before: Mention, mention: Mention) -> bool:
    """ "one civilian, a street vendor who was nearby": the same, and more of them."""
    return (
        before.count.best == 1
        and before.form == "count"
        and mention.form == "singular"
        and reader.low[mention.start] in ("a", "an")
        and reader.low[mention.end : mention.end + 1] in (["who"], ["whose"])
    )


def _names(before: Mention, mention: Mention) -> bool:
    """Whether a mention names the one person whom the nameless one before it describes."""
    is_nameless = before.head is None or before.end == before.head + 1
    return (
        before.count.best == 1
        and before.form in ("count", "singular")
        and (before.is_partitive or before.is_definite)
        and is_nameless
        and mention.form == "singular"
        and mention.head is not None
        and mention.end > mention.head + 1
    )


def _is_bare_title(reader: ClauseReader, first: Mention, second: Mention) -> bool:
    """Whether a title without article or name describes the named person before it."""
    first_is_named = first.form == "name" or (
        first.form == "singular" and first.head is not None and first.end > first.head + 1
    )
    return (
        first_is_named
        and second.form == "singular"
        and second.head == second.end - 1
        and not second.is_definite
        and reader.low[second.start] not in ("a", "an", "one", "another")
        and reader.low[second.end : second.end + 1] in (["of"], ["for"], ["at"], ["in"], [","])
    )


def _is_title_of_several(mention: Mention) -> bool:
    """ "Constables Ram Singh": a plural to which the first of several names is joined."""
    return mention.form == "plural" and mention.head is not None and mention.end > mention.head + 1


def _is_second_title(reader: ClauseReader, first: Mention, second: Mention) -> bool:
    """ "the ward chairman and party secretary Ram Singh": two titles of one person."""
    if first.form != "singular" or second.form != "singular" or second.head is None:
        return False
    if reader.low[first.start] in OWNERS:
        return False  # "his wife and judge Ram Singh"
    if reader.low[first.start] in ("a", "an") and second.end > second.head + 1:
        return False  # "a judge and senator Ram Singh"
    if reader.low[second.start] in ("a", "an", "the", "one", "another", "his", "her", "their"):
        return False
    first_is_named = first.head is not None and first.end > first.head + 1
    after = reader.low[second.end] if second.end < reader.n else ""
    second_is_named = second.end > second.head + 1 or after in (",", "of")
    return not first_is_named and second_is_named
