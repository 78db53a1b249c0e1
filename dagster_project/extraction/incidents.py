"""From one article to its incident reports: the whole way, step by step.

sentences -> mentions (people, dates, places, actors) -> casualty statements -> drafts of incidents
-> reports. Each step has a module of its own; this one puts them in order.
"""

import re
from bisect import bisect_right

from dagster_project.extraction.actors import actor_index
from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.background import mark_background
from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.context import Context, ContextReader
from dagster_project.extraction.dates import DateMention, find_dates, read_calendar
from dagster_project.extraction.drafts import Drafter, tells_event
from dagster_project.extraction.gazetteer import gazetteer
from dagster_project.extraction.places import PlaceReader
from dagster_project.extraction.reports import write_reports
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.statements import read_statements
from dagster_project.extraction.text import Document, read_document, within
from dagster_project.extraction.triggers import FIRST_WORDS
from dagster_project.records import Article, IncidentReport

_ANY_TRIGGER = re.compile(r"\b(?:" + "|".join(sorted(FIRST_WORDS, key=len, reverse=True)) + r")\b")
_FURNITURE = re.compile(
    (
        r"^[^\n]{0,15}(?:posted|updated|published|last updated|first published|copyright|"
        r"©|created|modified)\b[^\n]*"
    ),
    re.IGNORECASE | re.MULTILINE,
)
# Lines of a page that point to other news.
_OTHER_NEWS = re.compile(
    r"(?:\d{1,2}:\d\d (?!a\.?m|p\.?m)|related(?: \w+)?:|read(?: more| also)?:|also read|see also|"
    r"more:|previous (?:story|coverage)|watch:|video:|recommended|trending|most read|more news|"
    r"you may also|don't miss|click here|sign up|story continues|more (?:stories|headlines))"
)
_SAME_PLACE = re.compile(
    r"\b(?:in|at|near|of|to) the same (?:town|city|village|place|area|neighbou?rhood|"
    r"camp|district|county|spot|road|checkpoint)\b"
)


class ArticleReader:
    """Reads one article; ``reports()`` gives its incident reports."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.document: Document = read_document(article.text)
        self.readers: dict[int, ClauseReader] = {}
        self.statements: list[Statement] = []

    def reports(self) -> list[IncidentReport]:
        """All reports of the article, incidents and aggregates, in the order of the text."""
        document = self.document
        if not _ANY_TRIGGER.search(document.lower):
            return []
        self._read_statements()
        if not self.statements:
            return []
        self.calendar = read_calendar(document.lower, self.article.published_at)
        self.dates = self._event_dates(find_dates(document.lower, self.calendar))
        self.places = PlaceReader(
            document, gazetteer(), self.article.title, actor_index().countries_of_actors
        )
        contexts = self._contexts()
        drafter = Drafter(self.calendar)
        drafts = drafter.group(contexts)
        mark_background(drafts, self.calendar)
        facts = ArticleFacts(
            self.article, document, self.readers, self.calendar, self.dates, self.places
        )
        return write_reports(
            facts, drafts, [c for c in contexts if c.is_aggregate and not c.is_not_violence]
        )

    def _read_statements(self) -> None:
        document = self.document
        starts = [s.start for s in document.sentences]
        numbers: list[int] = []
        for match in _ANY_TRIGGER.finditer(document.lower):
            number = bisect_right(starts, match.start()) - 1
            if number >= 0 and (not numbers or numbers[-1] != number):
                numbers.append(number)
        for number in numbers:
            begin = document.sentences[number].start
            if number and _OTHER_NEWS.match(document.lower, begin):
                continue
            found, reader = read_statements(
                document.lower,
                document.norm,
                document.sentences[number],
                number,
                document.is_capitals,
            )
            if found:
                self.readers[number] = reader
                for statement in found:
                    statement.order = len(self.statements)
                    self.statements.append(statement)

    def _event_dates(self, dates: list[DateMention]) -> list[DateMention]:
        """Dates that can be an event's: not the dateline's, nor those of page furniture."""
        lower = self.document.lower
        skipped = [(m.start(), m.end()) for m in _FURNITURE.finditer(lower)]
        reference = self.calendar.reference
        kept = []
        for mention in dates:
            if any(a <= mention.at < b for a, b in skipped):
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
                    and (re.match(r" ?\)|[^\n.]{0,40}?(?: -|--)|\s*\n|:|\s*$", tail))
                    and not re.search(r"\b(?:on|killed|died|attack)\b", head)
                ):
                    continue
            kept.append(mention)
        return kept

    def _contexts(self) -> list[Context]:
        reader = ContextReader(self.document, self.calendar, self.dates, self.places.mentions)
        contexts = [reader.read(s) for s in self.statements]
        with_statements = {s.sentence for s in self.statements if not s.is_zero}
        previous: Context | None = None
        for context in contexts:
            self._inherit(context, with_statements)
            text = self.document.lower[context.clause[0] : context.clause[1]]
            if _SAME_PLACE.search(text) and previous is not None and previous.place is not None:
                context.place, context.is_place_own = previous.place, True
            previous = context
        return contexts

    def _inherit(self, context: Context, with_statements: set[int]) -> None:
        """Dates and places from the sentences before, as the codebook has it."""
        sentences = self.document.sentences
        number = context.statement.sentence
        paragraph = sentences[number].paragraph
        first = number
        while first > 0 and sentences[first - 1].paragraph == paragraph:
            first -= 1
        begin = sentences[first].start
        here = sentences[number].start
        if context.date is None:
            before = within(self.dates, begin, here)
            if before:
                context.date = before[-1]
        if context.place is None:
            earlier = [
                p
                for p in within(self.places.mentions, begin, here)
                if p.weight >= 0.5
                and not p.is_demonym
                and not p.is_dateline
                and not p.is_partial
                and p.place is not None
            ]
            if earlier:
                nearest = bisect_right(sentences, earlier[-1].at, key=lambda s: s.start) - 1
                same = [p for p in earlier if p.at >= sentences[nearest].start]
                context.place = max(
                    same, key=lambda p: (p.place.depth if p.place else 0, p.weight, -p.at)
                )
        if (
            number == first
            and number > 0
            and number - 1 not in with_statements
            and context.date is None
        ):
            # The paragraph goes on with the event that the sentence before it began to tell.
            previous = sentences[number - 1]
            text = self.document.lower[previous.start : previous.end]
            if tells_event(text):
                dates = within(self.dates, previous.start, previous.end)
                if dates and context.statement.sentence > 1:
                    context.date = dates[0]
                    context.is_date_own = True
                    context.is_continuation = True
                    if context.place is None:
                        places = [
                            p
                            for p in within(self.places.mentions, previous.start, previous.end)
                            if p.weight >= 0.5 and not p.is_demonym and p.place is not None
                        ]
                        if places:
                            context.place = max(
                                places, key=lambda p: (p.place.depth if p.place else 0, -p.at)
                            )
                            context.is_place_own = True


def extract_reports(article: Article) -> list[IncidentReport]:
    """The incident reports of one article. Pure: the same article gives the same reports."""
    return ArticleReader(article).reports()
