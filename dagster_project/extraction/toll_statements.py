"""Statements of tolls: "the death toll rose to nine", "put the number of killed at six"."""

from dataclasses import replace

from dagster_project.extraction.clauses import (
    ClauseReader,
    Victims,
)
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.numbers import Count, read_count
from dagster_project.extraction.statement_record import (
    Statement,
    make_statement,
    zero_statement,
)
from dagster_project.extraction.triggers import Trigger

# "the army later put the number at 19": instead of the figure told before it.
_LATER_FIGURE = frozenset("later revised lowered corrected reduced".split())
_GIVEN_BY = frozenset("put puts placed gave said".split())


def toll_statement(reader: ClauseReader, trigger: Trigger) -> Statement | None:
    """ "the death toll rose to nine": a figure for the whole incident."""
    low = reader.low
    limit = min(reader.n, trigger.end + 26)
    k = trigger.end
    while k < limit:
        mention = reader.starts.get(k)
        if mention is not None and mention.form in ("count", "unknown") and mention.count.best:
            if low[mention.end : mention.end + 1] in (["wounded"], ["injured"], ["hurt"]):
                return None  # "left a toll of one person wounded"
            mention = _with_earlier(reader, mention)
            statement = make_statement(reader, trigger, [Victims(mention)], kind="killed")
            if statement is not None:
                statement.is_update = any(
                    w
                    in (
                        "rose",
                        "rises",
                        "risen",
                        "rising",
                        "climbed",
                        "climbs",
                        "increased",
                        "up",
                        "reached",
                        "now",
                        "revised",
                    )
                    for w in low[trigger.end : k]
                )
                statement.is_noun = True
                statement.flags.add("toll")
                if _GIVEN_BY.intersection(low[max(0, trigger.start - 4) : trigger.start]):
                    statement.flags.add("attributed")
            return statement
        if low[k] == ";":
            return None
        k += 1
    return None


def _with_earlier(reader: ClauseReader, mention: Mention) -> Mention:
    """ "to 22 from 18", "up from an earlier figure of four": the earlier figure is the low one."""
    low = reader.low
    for k in range(mention.end, min(reader.n - 1, mention.end + 9)):
        if low[k] != "from":
            continue
        j = k + 1
        while j < reader.n and low[j] in (
            "an",
            "the",
            "a",
            "earlier",
            "initial",
            "previous",
            "figure",
            "toll",
            "count",
            "estimate",
            "report",
            "of",
        ):
            j += 1
        earlier, _ = read_count(low, j, reader.n)
        if earlier is not None and 0 < earlier.best < mention.count.best:
            now = mention.count
            return replace(mention, count=Count(min(earlier.best, now.low), now.best, now.high))
        return mention
    return mention


# Words without which no other figure is given.
_FIGURES = frozenset("put puts placed number toll figure count range ranged ranges".split())
_RANGING = (["range", "from"], ["ranged", "from"], ["ranges", "from"])


_CODED = frozenset("unknown ( , ; coded recorded estimated put as at :".split())
_END_OF_CODE = frozenset(". ; , ] ) (".split())


def coded_figure(reader: ClauseReader) -> Statement | None:
    """ "Fatalities coded as 24", "Fatalities: 3": what the note's coder counted."""
    low = reader.low
    for trigger in reader.triggers:
        k = trigger.end
        if low[trigger.start] not in ("fatalities", "deaths") or trigger.end - trigger.start > 1:
            continue
        while k < reader.n and low[k] in _CODED:
            k += 1
        if k == trigger.end or k >= reader.n or low[k - 1] not in ("as", ":", "at"):
            continue
        count, end = read_count(low, k, reader.n)
        if count is not None and count.best == 0:
            return zero_statement(reader, trigger)
        if count is None or (end < reader.n and low[end] not in _END_OF_CODE):
            continue
        victims = [Victims(Mention(k, end, None, count, "count", None))]
        statement = make_statement(reader, Trigger(k, end, "killed", "toll"), victims)
        if statement is not None:
            statement.is_noun = True
            statement.flags.add("toll")
        return statement
    return None


def given_figure(reader: ClauseReader) -> Statement | None:
    """ "... while the Taliban put it at 8", "... residents said the number was 11"."""
    low = reader.low
    if _FIGURES.isdisjoint(reader.words):
        return None
    dead = [t for t in reader.triggers if t.kind == "killed"]
    if not dead:
        return None
    for k in range(len(low) - 2):
        is_put = low[k] in ("put", "puts", "placed") and low[k + 1] in ("it", "the", "that")
        is_first = low[k : k + 3] in (["put", "the", "dead"], ["puts", "the", "dead"])
        is_number = low[k] == "the" and low[k + 1] in ("number", "toll", "figure", "count")
        is_number = is_number or low[k : k + 2] == ["a", "figure"]
        is_range = low[k : k + 2] in _RANGING and any(0 <= k - t.end <= 2 for t in dead)
        if not (is_put or is_number or is_range) or not (is_first or any(t.end <= k for t in dead)):
            continue
        j = k + 2
        while j < len(low) and low[j] in (
            "number",
            "toll",
            "figure",
            "count",
            "of",
            "dead",
            "was",
            "is",
            "at",
            "as",
            "stood",
            "to",
        ):
            j += 1
        if (j == k + 2 and not is_range) or any(
            k <= t.start < j and t.form in ("toll", "noun") for t in dead
        ):
            continue
        count, end = read_count(low, j, len(low))
        if count is None or not count.best:
            continue
        mention = Mention(j, end, None, count, "count", None)
        statement = make_statement(
            reader, Trigger(j, end, "killed", "toll"), [Victims(mention)], kind="killed"
        )
        if statement is not None:
            statement.is_noun = True
            statement.flags |= {"toll", "attributed"}
            statement.is_update = not _LATER_FIGURE.isdisjoint(low[max(0, k - 3) : j])
        return statement
    return None


def number_statement(reader: ClauseReader, trigger: Trigger) -> Statement | None:
    """ "put the number of policemen killed at six", "brings to 41 the number of ... killed"."""
    low, k = reader.low, trigger.start
    if "number" not in low[max(0, k - 9) : k] or "of" not in low[max(0, k - 8) : k]:
        return None
    at = k - 1 - low[max(0, k - 9) : k][::-1].index("number")
    found: Mention | None = None
    for j in range(trigger.end, min(reader.n, trigger.end + 17)):
        mention = reader.starts.get(j)
        if (
            mention is not None
            and mention.form in ("count", "unknown")
            and any(
                w in ("at", "to", "as", "is", "was", "reached", "stands", "stood")
                for w in low[trigger.end : j]
            )
        ):
            found = mention
            break
    if found is None:
        for j in range(max(0, at - 6), at):
            count, end = read_count(low, j, reader.n)
            if count is not None and low[j - 1 : j] == ["to"]:
                found = Mention(j, end, None, count, "count", None)
                break
    if found is None:
        return None
    found = _with_earlier(reader, found)
    people = next((m for m in reader.mentions if at < m.start < k), None)
    if people is not None:
        found = Mention(people.start, people.end, people.head, found.count, "count", people.side)
    statement = make_statement(reader, trigger, [Victims(found)])
    if statement is not None:
        statement.is_noun = True
        statement.is_earlier = any(
            w in ("earlier", "initially", "previously", "first", "originally")
            for w in low[max(0, at - 6) : at]
        )
        statement.flags.add("toll")
        if _GIVEN_BY.intersection(low[max(0, at - 3) : at]):
            statement.flags.add("attributed")
    return statement
