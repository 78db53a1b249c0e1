"""From one article to its incident reports: the whole way, step by step.

sentences -> mentions (people, dates, places, actors) -> casualty statements -> drafts of incidents
-> reports. Each step has a module of its own; this one puts them in order.
"""

import re
from functools import partial
from itertools import pairwise

from dagster_project.extraction.actors import actor_index
from dagster_project.extraction.arrests import mark_recalled_by_arrest
from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.background import mark_background
from dagster_project.extraction.captives import count_captives
from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.context import Context, ContextReader
from dagster_project.extraction.dates import DateMention, find_dates, read_calendar
from dagster_project.extraction.drafts import Drafter
from dagster_project.extraction.gazetteer import gazetteer
from dagster_project.extraction.generalities import (
    is_asked_for,
    is_general,
    mark_going_on,
)
from dagster_project.extraction.heritage import Heritage
from dagster_project.extraction.lists_of_deeds import are_several_deeds
from dagster_project.extraction.logs import is_log, without_headings
from dagster_project.extraction.lone_victims import join_lone_victims
from dagster_project.extraction.non_events import is_unhurt, tells_violence
from dagster_project.extraction.own_deaths import tells_only_suicide
from dagster_project.extraction.page_furniture import points_elsewhere
from dagster_project.extraction.places import PlaceReader
from dagster_project.extraction.reports import write_reports
from dagster_project.extraction.retellings import people_of
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.statements import read_statements
from dagster_project.extraction.text import Document, read_document
from dagster_project.extraction.told_days import lead_day
from dagster_project.extraction.triggers import TELLING_WORDS, TO_HOSPITAL
from dagster_project.extraction.victim_names import is_deed_of, names_beside, victim_name
from dagster_project.extraction.watched import watched
from dagster_project.records import Article, IncidentReport

_FURNITURE = watched(
    r"^[^\n]{0,15}(?:posted|updated|published|last updated|first published|copyright|"
    r"©|created|modified)\b[^\n]*"
    # "Two hurt in fire Posted: Monday, May 4", "(Published Friday, May 8, 2015)"
    r"|\b(?:posted|updated|published)(?: on| at)?:? (?:[a-z]{3,9}day,? )?"
    r"(?:[a-z]{3,9}\.? \d{1,2}|\d{1,2}[ /.-])[^\n.)]{0,40}",
    re.IGNORECASE | re.MULTILINE,
    besides="\N{COPYRIGHT SIGN}",
)
_REST_OF_STAMP = re.compile(r"(?:,? ?(?:at )?\d\d?:\d\d[^\n.]{0,20}|[ ]*\([^\n)]*\))?[ ]*(?:\n|$)")
# What stands behind the date of a dateline or byline.
_BEHIND_DATELINE = re.compile(
    r" ?\)|[^\n.]{0,40}?(?: -|--)|\s*\n|:|\s*$|,? (?:at )?\d{1,2}[:.]\d\d"
    # "April 2, at 9:40 am, deputies": told, and no line of its own
    r"(?!(?: ?[ap]\.?m\.?)?,? [a-z]{4,} )| ?\|"
)
# "Khartoum, 3 June 2019: ...": a note's own day, where nothing else tells when it was written.
_OF_NOTE = re.compile(r"\s*:\s")
# Whose deaths are news though nobody killed them.
_RULERS = frozenset("president king queen pope premier emperor archbishop laureate".split())
_AROUND = 1  # sentences before and behind a death that tell whether it was a deed
_SURELY_THE_SAME = 5  # killed, in a headline and in an accident
_SURELY_REPEATED = 60  # characters of a sentence that nobody writes twice of two incidents


class ArticleReader:
    """Reads one article; ``reports()`` gives its incident reports."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.document: Document = read_document(article.text, article.title)
        self.readers: dict[int, ClauseReader] = {}
        self.statements: list[Statement] = []

    def reports(self) -> list[IncidentReport]:
        """All reports of the article, incidents and aggregates, in the order of the text."""
        document = self.document
        if TELLING_WORDS.isdisjoint(document.words):
            return []
        self._read_statements()
        if not self.statements:
            return []
        self.calendar = read_calendar(document.lower, self.article.published_at, self.article.url)
        self.dates = self._event_dates(find_dates(document.lower, self.calendar))
        self.is_log = is_log(document, self.dates)
        if self.is_log:
            self.dates = without_headings(document, self.dates)
        self.places = PlaceReader(
            document,
            gazetteer(),
            self.article.title,
            actor_index().countries_of_actors,
            actor_index().regions_of_actors,
            url=self.article.url,
            source=self.article.source,
        )
        contexts = self._contexts()
        drafter = Drafter(
            self.calendar,
            partial(lead_day, document, self.calendar.reference, self.dates),
            is_log=self.is_log,
        )
        drafts = drafter.group(contexts)
        if len(drafts) > 1:
            drafts = join_lone_victims(document, drafts)
        mark_background(drafts, self.calendar, self.dates)
        if self.calendar.reference is None:
            mark_recalled_by_arrest(document, drafts)
        facts = ArticleFacts(
            self.article, document, self.readers, self.calendar, self.dates, self.places
        )
        facts.is_log = self.is_log
        return write_reports(
            facts, drafts, [c for c in contexts if c.is_aggregate and not c.is_not_violence]
        )

    def _read_statements(self) -> None:
        document = self.document
        seen: set[str] = set()
        for number in document.sentences_with(TELLING_WORDS):
            sentence = document.sentences[number]
            if sentence.end - sentence.start >= _SURELY_REPEATED:
                text = document.lower[sentence.start : sentence.end]
                if text in seen:
                    continue  # a caption or a summary that the page shows again
                seen.add(text)
            if (number and document.is_other_news(sentence.start)) or points_elsewhere(
                document.lower, sentence.start, is_first=number == 0
            ):
                continue
            found, reader = read_statements(
                document.lower, document.norm, sentence, number, document.is_capitals
            )
            if found:
                count_captives(document, found)
                self.readers[number] = reader
                for statement in found:
                    statement.order = len(self.statements)
                    self.statements.append(statement)

    def _event_dates(self, dates: list[DateMention]) -> list[DateMention]:
        """Dates that can be an event's: not the dateline's, nor those of page furniture."""
        lower = self.document.lower
        skipped = []
        if self.document.all_marks & _FURNITURE.mark or _FURNITURE.is_found_by_punctuation(lower):
            skipped = [(m.start(), m.end()) for m in _FURNITURE.finditer(lower)]
        reference = self.calendar.reference
        kept = []
        for mention in dates:
            if any(a <= mention.at < b for a, b in skipped) or self._is_line(mention):
                continue
            if (
                mention.at < 600
                and reference is not None
                and mention.start == reference
                and mention.precision == "day"
                and re.search(r"\d", lower[mention.at : mention.end])
            ):
                line = lower.rfind("\n", 0, mention.at) + 1
                head = lower[line : mention.at]
                tail = lower[mention.end : mention.end + 45]
                if (
                    len(head) < 75
                    and not (self.article.published_at is None and self._is_of_note(head, tail))
                    and _BEHIND_DATELINE.match(tail)
                    and not re.search(r"\b(?:on|killed|died|attack)\b", head)
                ):
                    continue
            kept.append(mention)
        return kept

    def _is_of_note(self, head: str, tail: str) -> bool:
        """ "Dhi Qar, 28 November 2019 - forces fired": a note's own day, and no wire's dateline."""
        if _OF_NOTE.match(tail):
            return True
        norm = self.document.norm
        return (
            tail.startswith(" - ")
            and "\n" not in norm
            and norm[: len(head)].lower() == head
            and not norm[: len(head)].isupper()
        )

    def _is_line(self, mention: DateMention) -> bool:
        """Whether a line is only a date: "12/6/16 (Ann Lee | WXYZ)", "May 2, 2014, 00:10"."""
        lower = self.document.lower
        begins = mention.at == 0 or lower[mention.at - 1] == "\n"
        return (
            begins and mention.is_explicit_year and bool(_REST_OF_STAMP.match(lower, mention.end))
        )

    @staticmethod
    def _tell_misfortunes_again(contexts: list[Context]) -> None:
        """Set aside the headline of an accident, and who else was hurt in it, as the accident."""
        for k, context in enumerate(contexts):
            statement = context.statement
            if not context.is_not_violence or statement.count.best < _SURELY_THE_SAME:
                continue
            for other in contexts[:k]:
                is_same = other.statement.kind == statement.kind
                if is_same and other.statement.count.best == statement.count.best:
                    other.is_not_violence = True
            for other in contexts[k + 1 : k + 2]:
                follows = other.statement.sentence - statement.sentence <= 1
                if follows and other.statement.kind == "wounded" and not other.is_date_own:
                    other.is_not_violence = True

    def _is_unhurt(self, clause: ClauseReader, context: Context) -> bool:
        """Whether somebody only went to a hospital and, the sentence says, was not hurt."""
        sentence = context.sentence
        return clause.low[context.statement.trigger.start] in TO_HOSPITAL and is_unhurt(
            self.document.lower[sentence.start : sentence.end]
        )

    def _is_own_death(self, clause: ClauseReader, context: Context) -> bool:
        """ "Former President X has died": of no deed, if nobody speaks of violence around it."""
        statement, sentences = context.statement, self.document.sentences
        if (
            statement.trigger.form != "intransitive"
            or clause.low[statement.trigger.start] != "died"
            or statement.count.best != 1
            or statement.is_self
            or statement.is_anaphoric
            or _RULERS.isdisjoint(
                clause.low[statement.victims[0].mention.start : statement.victims[0].mention.end]
            )
        ):
            return False
        first = sentences[max(0, statement.sentence - _AROUND)]
        last = sentences[min(len(sentences) - 1, statement.sentence + _AROUND)]
        return not tells_violence(self.document.lower[first.start : last.end])

    def _contexts(self) -> list[Context]:
        reader = ContextReader(self.document, self.calendar, self.dates, self.places.mentions)
        contexts = [reader.read(s) for s in self.statements]
        self._tell_misfortunes_again(contexts)
        heritage = Heritage(self.document, self.dates, self.places, self.statements)
        placed: Context | None = None
        for before, context in pairwise(contexts):
            # "an attack that killed four soldiers and wounded seven": one recollection.
            if before.clause == context.clause and before.is_strongly_recalled:
                context.is_strongly_recalled = True
            # "the killing of two guards who were murdered on Monday": both are of Monday.
            if (
                context.is_date_own
                and not before.is_date_own
                and before.statement.sentence == context.statement.sentence
                and before.statement.kind == context.statement.kind
                and {id(v.mention) for v in before.statement.victims}
                & {id(v.mention) for v in context.statement.victims}
            ):
                before.date, before.is_date_own = context.date, True
        for context in contexts:
            clause = self.readers[context.statement.sentence]
            context.name = victim_name(clause, context.statement)
            context.is_in_capitals = clause.is_capitals
            context.is_deed = bool(context.name) and is_deed_of(context.statement, clause)
            context.names = names_beside(clause, context.statement)
            context.people = people_of(clause, context.statement)
            heritage.give(context, placed)
            placed = context if context.place is not None else placed
            if (
                is_asked_for(clause, context.statement)
                or self._is_unhurt(clause, context)
                or (self._is_own_death(clause, context))
            ):
                context.is_not_violence = True
            elif are_several_deeds(clause, context.statement) or is_general(
                clause, context, self.document
            ):
                context.is_aggregate = True
        news = [c.statement for c in contexts if not c.is_aggregate]
        if tells_only_suicide(news, self.readers):
            for context in contexts:
                context.is_not_violence = True
        mark_going_on(contexts, self.readers, self.document)
        return contexts


def extract_reports(article: Article) -> list[IncidentReport]:
    """The incident reports of one article. Pure: the same article gives the same reports."""
    return ArticleReader(article).reports()
