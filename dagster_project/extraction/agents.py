"""Who did it, as the words of one clause: the subject of an active verb, or what follows "by"."""

from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.lexicon import ADVERBS, AUXILIARIES, SUBORDINATORS
from dagster_project.extraction.triggers import Trigger

# What is said is another clause: "the army said its troops had killed".
_SPEECH = frozenset("said says announced claimed claims reported confirmed".split())


def agent_before(reader: ClauseReader, trigger: Trigger) -> tuple[int, int] | None:
    """The words of the subject of an active verb, as document offsets."""
    k = trigger.start - 1
    end = None
    steps = 0
    while k >= 0 and steps < 30:
        word = reader.low[k]
        if end is None and (
            word in AUXILIARIES or word in ADVERBS or word.endswith("ly") or k in reader.masked
        ):
            k -= 1
            continue
        if end is None:
            end = k
        if k in reader.blocked and k < end:
            return None  # "killing six and wounding eight": the object of the verb before
        if word in SUBORDINATORS and reader.low[end] != "," and "," in reader.low[k + 1 : end]:
            # "a day after X took the town, a car bomb of Y killed 60"
            k = end - 1 - reader.low[k + 1 : end][::-1].index(",")
            break
        if word in SUBORDINATORS or word in (";", ":", "that", '"') or word in _SPEECH:
            break
        k -= 1
        steps += 1
    if end is None or end <= k:
        return None
    return reader.tokens.start[k + 1], reader.tokens.end[end]


def agent_behind_by(reader: ClauseReader, trigger: Trigger) -> tuple[int, int] | None:
    """The words after "by" behind a passive verb, as document offsets."""
    low, k = reader.low, trigger.end
    limit = min(reader.n, k + 22)
    while k < limit and low[k] != ";" and not (k in reader.blocked and k > trigger.end):
        if low[k] == "by" and k + 1 < reader.n:
            e = k + 1
            while (
                e < reader.n
                and e - k < 14
                and low[e]
                not in (
                    ",",
                    ";",
                    ".",
                    "in",
                    "at",
                    "near",
                    "on",
                    "after",
                    "when",
                    "while",
                    "under",
                    "during",
                    "who",
                    "from",
                )
                and e not in reader.blocked
            ):
                e += 1
            return (reader.tokens.start[k + 1], reader.tokens.end[e - 1]) if e > k + 1 else None
        k += 1
    return None
