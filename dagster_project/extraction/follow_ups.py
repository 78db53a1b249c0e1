"""The sentences that go on telling of an incident, where it is said who did it."""

import re
from bisect import bisect_right

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.context_patterns import RECALLED
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.watched import watched

# Sentences about several incidents at once.
_SPEAKS_OF_ALL = watched(
    (
        r"\b(?:both|all|all three|the two|the three) (?:of the )?(?:\w+ )?(?:mines|"
        r"landmines|bombs|attacks|bombings|blasts|explosions|strikes|ambushes|killings|"
        r"shootings|raids)\b"
    ),
    re.IGNORECASE,
)
# A later sentence that still speaks of the attack.
_REFERS_BACK = watched(
    (
        r"\b(?:the|that|this|both|responsibility for|its) (?:\w+ ){0,2}?(?:attack|bombing|"
        r"bomb|blast|explosion|shelling|ambush|killings?|shooting|strike|airstrike|raid|"
        r"assault|mines?|landmines?|kidnapping|incident|assassination|massacre|clash)s?\b|"
        r"claimed responsib|took responsib|no (?:group|one) (?:has |immediately )?claimed|"
        r"(?:did not|not yet|yet to|no immediate)[^.]{0,30} claim|made no (?:\w+ )?claim|"
        r"\bblamed\b|\bsaid (?:it|its|they|their)\b|"
        r"\b(?:police|officials|army) (?:suspect|blame|believe)"
    ),
    re.IGNORECASE,
)
# Sentences that are looked at behind those of an incident, at the most.
_REACH = 30


def sentences_about(facts: ArticleFacts, numbers: list[int], draft: Draft) -> list[int]:
    """The draft's sentences, and those around them that go on telling of it."""
    last = len(facts.document.sentences)
    passed_over = set() if draft.is_background else facts.recalling
    recalled_in: set[int] = set()
    behind = facts.reader_numbers[bisect_right(facts.reader_numbers, numbers[-1]) :][:_REACH]
    following = next((n for n in behind if n not in passed_over), last)
    window = [*numbers]
    window += [
        number
        for number in range(numbers[0] + 1, numbers[-1])
        if number not in facts.readers and _refers_back(facts, number)
    ]
    if numbers[0] > 0 and facts.is_told_on(numbers[0] - 1, numbers, draft):
        window.append(numbers[0] - 1)
    for number in range(numbers[-1] + 1, min(following, numbers[-1] + 8, last)):
        if number in passed_over:
            recalled_in.add(facts.document.sentences[number].paragraph)
        if facts.document.sentences[number].paragraph in recalled_in:
            continue  # what is said there is said of what it recalls
        paragraph = facts.document.sentences[number].paragraph
        same = paragraph == facts.document.sentences[numbers[-1]].paragraph or (
            number - 1 in window
            and number - 1 > numbers[-1]
            and paragraph == facts.document.sentences[number - 1].paragraph
            and not RECALLED.search(facts.sentence_text(number).lower())
        )
        if same or (not draft.is_background and _refers_back(facts, number)):
            window.append(number)
    if not draft.is_background:
        about_all = _sentences_about_all(facts)
        behind = about_all[bisect_right(about_all, numbers[-1]) :][:_REACH]
        window += [number for number in behind if number not in window]
    return window


def _refers_back(facts: ArticleFacts, number: int) -> bool:
    """Whether a sentence still speaks of the attack told before it."""
    known = facts.refers_back.get(number)
    if known is None:
        known = facts.refers_back[number] = bool(
            facts.document.marks(number) & _REFERS_BACK.mark
            and _REFERS_BACK.search(facts.sentence_text(number))
        )
    return known


def _sentences_about_all(facts: ArticleFacts) -> list[int]:
    """Sentences that speak of several incidents at once: "Both mines were left by ..."."""
    if facts.about_all is None and not facts.document.all_marks & _SPEAKS_OF_ALL.mark:
        facts.about_all = []
    if facts.about_all is None:
        found = (
            facts.number_of_sentence(match.start())
            for match in _SPEAKS_OF_ALL.finditer(facts.document.norm)
        )
        facts.about_all = sorted({n for n in found if n not in facts.readers})
    return facts.about_all
