"""One sentence's words, laid out for the search for victims.

What belongs here: which words belong to triggers, brackets and appositions, and which people are
mentioned where. Who is subject or object of what is decided in subjects.py and objects.py.
"""

from dataclasses import dataclass

from dagster_project.extraction.asides import (
    ASIDE_MARKS,
    age_asides,
    alias_asides,
    breakdown_asides,
    supposed_asides,
)
from dagster_project.extraction.kept import once
from dagster_project.extraction.lexicon import AUXILIARIES, PASSIVE_AUXILIARIES, PREPOSITIONS
from dagster_project.extraction.mentions import Mention, SentenceWords
from dagster_project.extraction.numbers import Count
from dagster_project.extraction.parts import part_spans
from dagster_project.extraction.phrases import read_mentions
from dagster_project.extraction.tokens import Tokens
from dagster_project.extraction.triggers import Trigger, find_triggers

MODALS = frozenset("would could should may might must can will shall".split())
# "X, identified as Y, sustained injuries": a verb of which X is the subject.
_SUFFER = frozenset("sustained sustaining suffered received".split())
OWNERS = frozenset("his her their".split())
REFLEXIVES = frozenset("himself herself themselves".split())
SINGULAR_PRONOUNS = frozenset("he she him her himself herself".split())
PLURAL_PRONOUNS = frozenset("they them themselves".split())
# What follows them only says who somebody is.
_IDENTIFIERS = frozenset("identified namely named identifying known".split())


@dataclass(slots=True)
class Victims:
    """One mention in the place of a victim. Parts ("including two officers") are never added."""

    mention: Mention
    is_part: bool = False
    is_anaphoric: bool = False


@dataclass(slots=True)
class VerbGroup:
    """What stands around a verb and says whether, when and of whom it holds."""

    auxiliary: str | None = None
    is_passive: bool = False
    is_pluperfect: bool = False
    is_negated: bool = False
    is_modal: bool = False
    is_infinitive: bool = False
    is_relative: bool = False
    is_shared: bool = False


class ClauseReader:
    """The words of one sentence with its triggers and mentions.

    ``blocked``: words of triggers; ``masked``: words in brackets and appositions, which are passed
    over; ``starts`` and ``ends``: mentions by first word and by the word after the last;
    ``subject_of``: the victims already found, by the first word of their trigger.
    """

    def __init__(self, tokens: Tokens, is_capitals: bool, sentence_no: int) -> None:
        self.tokens = tokens
        self.low = tokens.low
        self.words = tokens.words
        self.n = len(tokens.low)
        self.sentence_no = sentence_no
        self.is_capitals = is_capitals
        triggers = find_triggers(self.low)
        parts = {k for begin, end in part_spans(self.low, triggers) for k in range(begin, end)}
        self.triggers = [t for t in triggers if t.start not in parts]
        self.blocked: set[int] = set()
        self.trigger_at: dict[int, Trigger] = {}
        for trigger in self.triggers:
            for k in range(trigger.start, trigger.end):
                self.blocked.add(k)
                self.trigger_at[k] = trigger
        self._parts = parts
        self._in_brackets = self._brackets()
        self.subject_of: dict[int, list[Victims]] = {}

    # Many a trigger ("remains low", "no casualties") needs no mention: they wait to be asked.

    @once
    def mentions(self) -> list[Mention]:
        """All mentions of people, left to right."""
        return read_mentions(
            SentenceWords(self.tokens, self.blocked, self.is_capitals, self._in_brackets)
        )

    @once
    def masked(self) -> set[int]:
        """Words in brackets, parts and appositions, which are passed over."""
        masked = self._in_brackets | self._parts | self._appositions()
        if not ASIDE_MARKS.isdisjoint(self.words):
            masked |= age_asides(self.tokens) | alias_asides(self.low) | breakdown_asides(self.low)
            masked |= supposed_asides(self.low)
        return masked

    @once
    def ends(self) -> dict[int, Mention]:
        """The mentions that are not masked, by the word after the last."""
        return {m.end: m for m in self.mentions if m.start not in self.masked}

    @once
    def starts(self) -> dict[int, Mention]:
        """The mentions that are not masked, by the first word."""
        return {m.start: m for m in self.mentions if m.start not in self.masked}

    def _brackets(self) -> set[int]:
        """Words inside brackets that tell no casualties of their own."""
        low, n = self.low, self.n
        masked: set[int] = set()
        if "(" not in self.words and "[" not in self.words:
            return masked
        depth = 0
        opened = 0
        for k in range(n):
            if low[k] in "([" and low[k]:
                depth, opened = depth + 1, k
            if depth and k - opened < 25:
                masked.add(k)
            if low[k] in ")]" and depth:
                depth -= 1
        if any(k in self.blocked for k in masked):
            # "(two dead)": brackets that tell casualties are read like any clause.
            masked = {k for k in masked if low[k] in "()[]"}
        # "[9] persons": a number that an editor filled in.
        masked -= {
            k for k in masked if low[k].isdigit() and low[k - 1] == "[" and low[k + 1] == "]"
        }
        for k in range(1, n - 1):
            if low[k] == "[" and low[k + 1] == "of" and k - 1 in self.blocked:
                # "the massacre [of six miners]": the clause goes on in what an editor added.
                end = low.index("]", k) if "]" in low[k:] else n
                masked.difference_update(range(k + 1, end))
        return masked

    def _who_is_which(self) -> set[int]:
        """ "A, B and C, the first two Kenyans and the last a Ugandan, were killed"."""
        low = self.low
        for k in range(1, self.n - 3):
            if low[k : k + 3] == [",", "the", "first"] and "," in low[k + 3 : k + 16]:
                end = low.index(",", k + 3)
                if "last" in low[k:end] and low[end + 1 : end + 2] in (["were"], ["was"]):
                    return set(range(k, end + 1))
        return set()

    def _appositions(self) -> set[int]:
        """Names that only identify the victims before them: "identified as X and Y"."""
        low, n = self.low, self.n
        masked: set[int] = set()
        if "last" in self.words and "first" in self.words:
            masked |= self._who_is_which()
        if _IDENTIFIERS.isdisjoint(self.words):
            return masked
        count_starts = {m.start: m for m in self.mentions if m.form == "count" and m.is_other}
        k = 0
        while k < n:
            if low[k] in _IDENTIFIERS and (low[k] != "known" or low[k + 1 : k + 2] == ["as"]):
                if (
                    low[k] == "identified"
                    and "as" not in low[k + 1 : k + 3]
                    and low[k - 1 : k] != [","]
                ):
                    k += 1
                    continue
                if low[k] == "named" and low[k + 1 : k + 2] in (["the"], ["them"], ["those"]):
                    k += 1  # "police named the five": a verb
                    continue
                if k and low[k - 1] in PASSIVE_AUXILIARIES:
                    # "was identified as": a clause of its own
                    k += 1
                    continue
                begin = k - 1 if k and low[k - 1] == "," else k
                e = k + 1
                while (
                    e < n
                    and (low[e] not in AUXILIARIES or low[e] == "'s")
                    and low[e] not in (";", "who", "when", "after", "while")
                    and low[e] not in _SUFFER
                    and e not in self.blocked
                ):
                    if e in count_starts and e > k + 2:
                        break
                    if (
                        low[e] in ("at", "in", "near", "from", "on", "by")
                        and not self.tokens.is_capitalised(e)
                        and e > k + 2
                    ):
                        break
                    if low[e] == "another" and e > k + 2:
                        break
                    e += 1
                while e - 1 > k and low[e - 1] in ("and", ","):
                    e -= 1
                masked.update(range(begin, e))
                k = e
            k += 1
        return masked

    def mention_ending(self, k: int) -> Mention | None:
        """The mention whose last word is word k."""
        return self.ends.get(k + 1)

    def unmasked_left(self, k: int) -> int:
        """Skip masked words leftwards from word k."""
        while k >= 0 and k in self.masked:
            k -= 1
        return k

    def is_object_of_preposition(self, mention: Mention) -> bool:
        """Whether a mention hangs on a preposition ("by soldiers") and so is no subject."""
        k = self.unmasked_left(mention.start - 1)
        while k >= 0 and (
            self.low[k] in ("the", "a", "an", "its", "their", "his", "her", '"', "'")
            or (
                mention.form == "name"
                and (
                    self.low[k] in ("banned", "outlawed", "erstwhile", "rival", "so-called")
                    or (
                        self.low[k - 1 : k] in (["the"], ["a"])
                        and self.low[k].isalpha()
                        and not self.tokens.is_capitalised(k)
                    )
                )
            )
        ):
            k = self.unmasked_left(k - 1)
        if k < 0:
            return False
        before = self.low[k]
        if (
            before == "of"
            and k
            and mention.form != "name"
            and not (mention.is_definite and self.low[k - 1] == "group")
            and self.low[k - 1]
            in ("deaths", "bodies", "lives", "injuries", "group", "number", "total", "out")
        ):
            return False
        if before == "before" and mention.form == "plural":
            return True  # "surrendered before the police"
        return (before in PREPOSITIONS and before != "during") or before == "of"

    def pronoun_at(self, k: int) -> Victims:
        """The victims that a pronoun stands for: one or several who were told of before."""
        singular = self.low[k] in SINGULAR_PRONOUNS
        count = Count.exactly(1) if singular else Count.bare_plural()
        return Victims(Mention(k, k + 1, None, count, "pronoun", None, True), False, True)
