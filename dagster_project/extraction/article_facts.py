"""What one article has been found to say, as every part of its reports needs it."""

from bisect import bisect_right
from math import inf

from dagster_project.extraction.actors import ActorMatch, Reading, actor_index
from dagster_project.extraction.calendars import Calendar
from dagster_project.extraction.clauses import ClauseReader
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.event_dates import overlap
from dagster_project.extraction.kept import once
from dagster_project.extraction.news_agencies import is_news_agency
from dagster_project.extraction.place_mentions import PlaceMention
from dagster_project.extraction.places import PlaceReader
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.text import Document
from dagster_project.extraction.told_days import main_day, told_days
from dagster_project.records import Article

# The weight of a longer name that only begins with a place's.
_HARDLY_A_PLACE = 0.15


class ArticleFacts:
    """Writes the reports of one article."""

    def __init__(
        self,
        article: Article,
        document: Document,
        readers: dict[int, ClauseReader],
        calendar: Calendar,
        dates: list[DateMention],
        places: PlaceReader,
    ) -> None:
        self.article = article
        self.document = document
        self.readers = readers
        self.calendar = calendar
        self.dates = dates
        self.places = places
        self.actors = actor_index()
        self._readings: dict[int, Reading] = {}
        self._found: dict[tuple[int, str | None], list[ActorMatch]] = {}
        # The country of the incident that is being written, by which names of actors are read.
        self.country = places.country
        self._last_groups: dict[tuple[int, str | None], ActorMatch | None] = {}
        self.reader_numbers = sorted(readers)
        # Whether a sentence speaks of an attack told before it, once asked.
        self.refers_back: dict[int, bool] = {}
        # Sentences that speak of several incidents at once; None until looked for.
        self.about_all: list[int] | None = None
        self._starts = [s.start for s in document.sentences]
        self.moved_from: dict[int, Statement] = {}
        # Whether the article tells of one incident only, so that what it says is said of that.
        self.has_one_incident = False
        # Sentences that only recall earlier incidents, and do not end what is told before them.
        self.recalling: set[int] = set()
        # Sentences that tell of more than one incident.
        self.shared: set[int] = set()
        # Whether each paragraph is a case of one town, as in a list of unsolved ones.
        self.is_log = False
        self.main_place = self._main_place()

    def main_date(self, drafts: list[Draft]) -> DateMention | None:
        """The day of the article's main event: the first dated news, else a day in the lead."""
        for draft in drafts:
            if (
                draft.date is not None
                and not draft.is_background
                and draft.date.precision in ("day", "week")
            ):
                return draft.date
        taken = [d.date for d in drafts if d.date is not None]
        free = [day for day in self.told_days if not any(overlap(day, d) for d in taken)]
        return main_day(self.document, self.calendar.reference, self.dates, free)

    @once
    def told_days(self) -> list[DateMention]:
        """The days that the text gives to events, whichever incident they are of."""
        return told_days(self.document, self.dates)

    def _main_place(self) -> PlaceMention | None:
        mentions = [m for m in self.places.mentions if m.place is not None and not m.is_demonym]
        mentions = [m for m in mentions if not self.document.is_other_news(m.at)] or mentions
        newsroom = self.places.newsroom
        if newsroom is not None:
            # In local news somebody's home, or a "Lincoln SUV", is no place of what happened.
            mentions = [
                m
                for m in mentions
                if not (m.is_origin or (m.is_partial and m.weight <= _HARDLY_A_PLACE))
                or m.place is None
                or m.place.admin1_code == newsroom.admin1_code
            ]
        if not mentions:
            return None
        country = self.places.country
        votes = self.places.region_votes
        all_votes = sum(votes.values()) or 1.0

        def value(mention: PlaceMention) -> float:
            place = mention.place
            if place is None:
                return -inf
            desk = (
                mention.is_dateline
                and self.places.gazetteer.capitals.get(place.country or "") is not None
                and self.places.gazetteer.capitals[place.country or ""].name == place.name
            )
            score = mention.weight + ((-1.2 if desk else 1.5) if mention.is_dateline else 0.0)
            score += 4.0 * votes.get(place.admin1_code or "", 0.0) / all_votes
            score += 0.3 * place.depth + (0.5 if place.country == country else 0.0)
            score -= 0.4 if mention.is_partial or mention.is_origin else 0.0
            return score - max(mention.at, 0) / (4.0 * len(self.document.text) + 1)

        return max(mentions, key=lambda m: (value(m), -m.at))

    def actors_in(self, number: int) -> list[ActorMatch]:
        """The actors that a sentence names, looked up once."""
        found = self._found.get((number, self.country))
        if found is None:
            sentence = self.document.sentences[number]
            passage = self._readings.get(number)
            if passage is None:
                passage = self.actors.read(self.sentence_text(number))
                self._readings[number] = passage
            found = self.actors.find_in(
                passage,
                self.country,
                is_capitals=self.document.is_capitals,
                offset=sentence.start,
            )
            found = [
                m
                for m in found
                if not is_news_agency(self.document.norm, sentence.start, m)
                and not (m.words.isupper() and self._is_of_place(m))
            ]
            self._found[number, self.country] = found
        return found

    def _is_of_place(self, match: ActorMatch) -> bool:
        """ "SANTA ANA": letters that are part of a place's name."""
        return any(
            mention.at <= match.at
            and match.end <= mention.end
            and mention.end - mention.at > match.end - match.at
            for mention in self.places.mentions
        )

    def find_actors(self, phrase: str) -> tuple[ActorMatch, ...]:
        """The actors that some words of this article name."""
        return self.actors.find_in_phrase(phrase, self.country, self.document.is_capitals)

    def last_group_before(self, at: int, *, sentences: int | None = None) -> ActorMatch | None:
        """The armed group named last before an offset: what "the group" means there.

        ``sentences``: how many to look back over, the offset's own included; None: all.
        """
        here = self.number_of_sentence(at)
        named = [m for m in self.actors_in(here) if m.actor.kind == "armed_group" and m.at < at]
        if named:
            return named[-1]
        if sentences is None:
            return self._last_group_up_to(here - 1)
        for number in range(here - 1, max(-1, here - sentences), -1):
            named = [m for m in self.actors_in(number) if m.actor.kind == "armed_group"]
            if named:
                return named[-1]
        return None

    def _last_group_up_to(self, number: int) -> ActorMatch | None:
        """The armed group named last up to and in a sentence; each is looked at once."""
        found: ActorMatch | None = None
        first = number
        while first >= 0 and (first, self.country) not in self._last_groups:
            named = [m for m in self.actors_in(first) if m.actor.kind == "armed_group"]
            if named:
                found = named[-1]
                break
            first -= 1
        else:
            found = self._last_groups.get((first, self.country))
        for passed in range(max(first, 0), number + 1):
            self._last_groups[passed, self.country] = found
        return found

    def told_on(self, numbers: list[int], draft: Draft) -> list[int]:
        """The sentences beside a draft's ``numbers``, in order, that still tell of its incident."""
        sentences = self.document.sentences
        first, last = numbers[0], numbers[-1]
        start = last
        while start > first and sentences[start - 1].paragraph == sentences[last].paragraph:
            start -= 1
        beside = [first - 1] if first else []
        beside += range(start, min(len(sentences), last + 2))
        own = set(numbers)
        return [n for n in beside if n not in own and self.is_told_on(n, numbers, draft)]

    def is_told_on(self, number: int, numbers: list[int], draft: Draft) -> bool:
        """Whether a neighbouring sentence still tells of the draft's incident."""
        sentence = self.document.sentences[number]
        if number in self.readers:
            return False
        home = self.document.sentences[numbers[0] if number < numbers[0] else numbers[-1]]
        if sentence.paragraph == home.paragraph:
            return True
        return number == numbers[0] - 1 and any(c.is_continuation for c in draft.contexts)

    def is_headline(self, number: int) -> bool:
        """The first line, if without a closing full stop, or a line that is the title."""
        sentence = self.document.sentences[number]
        if number == 0:
            return self.document.norm[sentence.end - 1] not in ".!?\"'"
        title = (self.article.title or "").strip().lower()
        return bool(title) and self.sentence_text(number).lower() == title

    def number_of_sentence(self, offset: int) -> int:
        """The number of the sentence in which a document offset lies."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def sentence_text(self, number: int) -> str:
        """A sentence as normalised."""
        sentence = self.document.sentences[number]
        return self.document.norm[sentence.start : sentence.end]
