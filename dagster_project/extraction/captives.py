"""How many "they" are who were found dead: those of whose abduction the sentence before told."""

import re

from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.text import Document
from dagster_project.extraction.tokens import Tokens
from dagster_project.extraction.watched import watched

_TAKEN = watched(r"\b(?:abduct|kidnap|captur|seiz|detain|snatch|taken|took|hostage|missing)\w*")

_PASSIVE = re.compile(r"\b(?:was|were|been|being) $")


def count_captives(document: Document, statements: list[Statement]) -> None:
    """Give "their bodies", "they were found dead" the number of those taken before.

    ``statements``: those of one sentence.
    """
    first = statements[0]
    mention = first.victims[0].mention if len(first.victims) == 1 else None
    if mention is None or mention.form != "pronoun" or first.kind != "killed":
        return
    if mention.count.best != 2 or mention.count.high is not None:
        return
    told = _captives(document, first.sentence, first.start)
    if told is None and first.sentence:
        told = _captives(document, first.sentence - 1, None)
    if told is not None:
        mention.count = first.count = told.count
        mention.side = told.side
        # Who was taken was no casualty yet: these dead are told of for the first time.
        mention.form, mention.is_definite = "count", False
        first.victims[0].is_anaphoric = first.is_anaphoric = False


def _captives(document: Document, number: int, end: int | None) -> Mention | None:
    """The people, told by number, whom a sentence up to an offset tells to have been taken."""
    sentence = document.sentences[number]
    end = sentence.end if end is None else end
    if not document.marks(number) & _TAKEN.mark:
        return None
    verb = _TAKEN.search(document.lower, sentence.start, end)
    if verb is None:
        return None
    reader = ClauseReader(
        Tokens(document.lower, document.norm, sentence.start, end), document.is_capitals, number
    )
    is_passive = _PASSIVE.search(document.lower, sentence.start, verb.start()) is not None
    counted = [
        m
        for m in reader.mentions
        if m.form == "count"
        and m.count.best > 1
        and m.head is not None
        and (reader.tokens.start[m.start] < verb.start()) == is_passive
    ]
    return counted[0] if len(counted) == 1 else None
