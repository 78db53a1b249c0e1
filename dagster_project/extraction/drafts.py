"""Which statements of an article tell the same incident.

Statements are read in the order of the text. One joins the latest incident that its date, place
and wording allow; otherwise it opens another. A figure over several incidents is an aggregate and
joins none.
"""

from collections.abc import Callable, Sequence

from dagster_project.extraction.background import is_old
from dagster_project.extraction.calendars import Calendar
from dagster_project.extraction.context import Context
from dagster_project.extraction.dates import DateMention
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.event_dates import overlap
from dagster_project.extraction.lead_sums import (
    mark_round_ups,
    mark_sums,
    mark_sums_of_hurt,
    mark_tolls_going_on,
)
from dagster_project.extraction.mentions import Mention
from dagster_project.extraction.places_apart import in_other_countries, places_differ
from dagster_project.extraction.retellings import is_told_again, names_the_same
from dagster_project.extraction.statement_record import Statement
from dagster_project.extraction.victim_names import is_same_person

_LEAD = 3  # sentences, from 0, in which the news begins


# Incidents back that a statement can be about: news does not go on with one told before so many,
# and a text of thousands is read in a time that grows with its length only.
_REACH = 60


# Two incidents of a day have the same dead and the same wounded by chance, if they are few.
_TOLD_TWICE = 3


def _tolls_of(draft: Draft) -> tuple[int, int]:
    """The largest figures that a draft tells of killed and of wounded."""
    killed = max((s.count.best for s in draft.statements("killed")), default=0)
    wounded = max((s.count.best for s in draft.statements("wounded")), default=0)
    return killed, wounded


def _is_newly_told(mention: Mention) -> bool:
    """ "a soldier": one person of whom nothing was told before."""
    return mention.form == "singular" and not mention.is_definite and mention.side is not None


def _may_be_one_day(a: Draft, b: Draft) -> bool:
    return a.date is None or b.date is None or overlap(a.date, b.date)


def _is_its_lead(lead: Draft, draft: Draft) -> bool:
    """Whether the first sentence tells, without day or town, what the next ones tell with them."""
    return (
        all(
            c.statement.sentence == 0 and not c.is_date_own and not c.is_place_own_town
            for c in lead.contexts
        )
        and draft.contexts[0].statement.sentence <= _LEAD - 1
        and all(c.is_date_own or c.is_place_own_town for c in draft.contexts)
    )


class Drafter:
    """Groups the contexts of one article into drafts of incidents."""

    def __init__(
        self,
        calendar: Calendar,
        lead_day: Callable[[], DateMention | None] = lambda: None,
        *,
        is_log: bool = False,
    ) -> None:
        self.calendar = calendar
        # Whether each paragraph of the article is a case with a day of its own.
        self.is_log = is_log
        # The day that the lead gives the main event, which an undated statement there is of.
        self.lead_day = lead_day
        self.drafts: list[Draft] = []

    def group(self, contexts: list[Context]) -> list[Draft]:
        """The drafts of an article. Aggregates are marked on their contexts and left out."""
        mark_tolls_going_on(contexts)
        countable = [c for c in contexts if not c.is_aggregate and not c.is_not_violence]
        if all(c.statement.is_zero for c in countable):
            # "51 were killed in the two attacks", of which nothing else is told: the sum of none.
            for context in contexts:
                context.is_aggregate = context.is_aggregate and not context.is_over_all
            countable = [c for c in contexts if not c.is_aggregate and not c.is_not_violence]
        mark_sums(countable, self.calendar, self._group)
        mark_sums_of_hurt(countable)
        mark_round_ups([c for c in countable if not c.is_aggregate], self.calendar)
        return self._join_retold(self._group([c for c in countable if not c.is_aggregate]))

    @staticmethod
    def _join_retold(drafts: list[Draft]) -> list[Draft]:
        """Join an incident to an earlier one of the day with the same dead and the same wounded."""
        kept: list[Draft] = []
        # By their tolls, which remain the same when one of equal tolls joins.
        told_so: dict[tuple[int, int], list[Draft]] = {}
        for draft in drafts:
            told = _tolls_of(draft)
            same = told_so.setdefault(told, [])
            home = next(
                (
                    d
                    for d in same
                    if min(told) > 0
                    and (
                        (sum(told) > _TOLD_TWICE and _may_be_one_day(d, draft))
                        or _is_its_lead(d, draft)
                    )
                    and not in_other_countries(d.place, draft.place)
                    and not draft.contexts[0].is_another
                ),
                None,
            )
            if home is None:
                kept.append(draft)
                same.append(draft)
            else:
                if _is_its_lead(home, draft):
                    home.date, home.place = draft.date or home.date, draft.place or home.place
                home.contexts.extend(draft.contexts)
                home.contexts.sort(key=lambda c: c.statement.order)
                home.date = home.date or draft.date
        return kept

    def _group(self, contexts: Sequence[Context]) -> list[Draft]:
        drafts: list[Draft] = []
        for context in contexts:
            home = self._home(drafts[-_REACH:], context)
            if home is None:
                home = Draft()
                if not drafts and context.date is None and self._is_news(context):
                    home.date = self.lead_day()
                drafts.append(home)
            home.contexts.append(context)
            if (
                home.date is None
                or (context.is_date_own and not any(c.is_date_own for c in home.contexts[:-1]))
                or (context.is_date_own and self._is_sharper(context.date, home.date))
            ):
                home.date = context.date or home.date
            if self._better_place(home, context):
                home.place = context.place
        return drafts

    @staticmethod
    def _is_news(context: Context) -> bool:
        """Whether a statement stands in the lead, and recalls nothing."""
        return context.statement.sentence <= _LEAD and not (
            context.is_recalled or context.is_strongly_recalled or context.statement.pluperfect
        )

    @staticmethod
    def _is_sharper(date: DateMention | None, than: DateMention) -> bool:
        """Whether a day lies in the month or year that an incident was dated by."""
        return (
            date is not None
            and date.start is not None
            and date.precision == "day"
            and than.precision in ("month", "year")
            and overlap(date, than)
        )

    @staticmethod
    def _better_place(home: Draft, context: Context) -> bool:
        if context.place is None:
            return False
        if home.place is None:
            return True
        had_own = any(
            c.is_place_own and (c.statement.sentence > 0 or context.statement.sentence == 0)
            for c in home.contexts[:-1]
        )
        is_unlikely = any(c.is_place_own for c in home.contexts[:-1]) and (
            context.place.weight < home.place.weight
            and in_other_countries(home.place, context.place)
        )
        if is_unlikely:
            return False  # a name like a town's on the other side of the world
        if context.is_place_own and not had_own:
            return True
        old, new = home.place.place, context.place.place
        return bool(
            context.is_place_own
            and old is not None
            and new is not None
            and new.depth > old.depth
            and (old.admin1_code in (None, new.admin1_code))
        )

    def _home(self, drafts: list[Draft], context: Context) -> Draft | None:
        statement = context.statement
        same_sentence = [
            d for d in drafts if d.contexts[-1].statement.sentence == statement.sentence
        ]
        if context.name or context.names:
            for draft in reversed(drafts):
                if context.names and draft.killed > context.statement.count.best:
                    continue  # one of them is named there beside others
                if any(names_the_same(c, context) for c in draft.contexts):
                    return draft
        for draft in reversed(same_sentence):
            if self._is_other_deed(draft, context):
                continue
            if self._joins_in_sentence(draft, context):
                return draft
        best: Draft | None = None
        known = self._has_told_death(drafts, statement)
        is_of_hurt = "of the hurt" in statement.flags and any(
            d.statements("wounded") for d in drafts
        )
        for draft in reversed(drafts):
            if any(draft is d for d in same_sentence) or self._is_other_deed(draft, context):
                continue
            if known and not draft.statements("killed"):
                continue  # "X's murder", after others were wounded: the one that was told
            if is_of_hurt and not draft.statements("wounded"):
                continue  # "four of the wounded", behind a death that is recalled
            if self._can_join(draft, context, is_latest=draft is drafts[-1]):
                if (
                    context.is_date_own
                    and draft.date is not None
                    and context.date is not None
                    and overlap(draft.date, context.date)
                ):
                    return draft
                best = best or draft
        return best or next((d for d in reversed(drafts) if is_told_again(d, context)), None)

    @staticmethod
    def _has_told_death(drafts: list[Draft], statement: Statement) -> bool:
        """Whether a statement names a death as known, and one incident of the text has one."""
        return (
            statement.kind == "killed"
            and statement.is_anaphoric
            and statement.count.best == 1
            and sum(d.killed == 1 for d in drafts) == 1
        )

    def _joins_in_sentence(self, draft: Draft, context: Context) -> bool:
        last = draft.contexts[-1]
        if context.is_apart:
            return False
        if context.is_strongly_recalled and not last.is_strongly_recalled:
            return context.statement.is_anaphoric  # "killed two in revenge for the murder of X"
        if self._are_dated_apart(last, context):
            return False
        if last.clause == context.clause and not self._are_two_deeds(last, context):
            return True
        if last.is_deed and context.name and context.statement.kind == "killed":
            return False  # "the murder of X came a day after the rebels killed Y"
        if "toll" in last.statement.flags and all(
            v.mention.is_other for v in context.statement.victims
        ):
            return True  # "the toll rose to 14 after two more bodies were found"
        if (
            context.date is not None
            and last.date is not None
            and context.is_date_own
            and not overlap(context.date, last.date)
        ):
            return False
        if context.is_strongly_recalled != last.is_strongly_recalled:
            return False
        if (
            context.is_date_own
            and last.is_date_own
            and context.date is not last.date
            and context.date is not None
            and last.date is not None
            and not overlap(context.date, last.date)
        ):
            return False
        text_between = context.clause[0] > last.clause[1] - 1
        if text_between and context.is_another:
            return False
        if (
            context.is_place_own
            and last.is_place_own
            and places_differ(context.place, last.place)
            and context.clause != last.clause
        ):
            return False
        return not (
            context.statement.pluperfect
            and not last.statement.pluperfect
            and context.clause != last.clause
            and context.is_recalled
        )

    def _can_join(self, draft: Draft, context: Context, *, is_latest: bool) -> bool:
        statement = context.statement
        if context.is_apart or self._is_news_and_earlier(draft, context):
            return False
        if self.is_log and self._is_another_case(draft, context):
            return False
        if "elsewhere" in statement.flags and (
            places_differ(draft.place, context.place)
            or not any(c.is_place_own for c in draft.contexts)
        ):
            return False  # "... in X and four in Y": not the incident of which no place was told
        if is_latest and self._are_bodies_of(draft, context):
            return True
        if context.is_date_own and draft.date is not None and context.date is not None:
            if not overlap(draft.date, context.date):
                close = self._close_days(draft.date, context.date) or (
                    None in (draft.date.start, context.date.start)
                )
                if not (
                    close
                    and (
                        statement.is_anaphoric
                        or (
                            self._close_days(draft.date, context.date, days=1)
                            and self._same_count(draft, statement)
                            and not self._is_somebody_else(draft, statement)
                            and not context.is_another
                            and not self._names_another(draft, context)
                        )
                    )
                ):
                    return False
            elif (
                context.date.precision in ("month", "year")
                and draft.date.precision == "day"
                and self._is_earlier(context)
            ):
                return False
        if (
            not context.is_date_own
            and draft.date is not None
            and is_old(draft.date, self.calendar)
            and not (
                is_latest
                and (
                    context.is_continuation
                    or statement.is_anaphoric
                    or context.sentence.paragraph == draft.contexts[-1].sentence.paragraph
                )
            )
            and not self._goes_on_with_lead(draft, context)
        ):
            return False
        if self._is_placed_and_dated(draft, context) and not is_latest:
            return False
        if self._is_named_on_another_day(draft, context) or self._is_larger_and_old(draft, context):
            return False
        if statement.pluperfect and context.is_date_own and draft.date is None:
            return statement.is_anaphoric or self._same_count(draft, statement)
        strongly = any(c.is_strongly_recalled for c in draft.contexts)
        if (
            context.is_strongly_recalled
            and not strongly
            and not statement.is_anaphoric
            and not (self._same_count(draft, statement) and self._same_side(draft, statement))
        ):
            return False
        if (
            strongly
            and not context.is_strongly_recalled
            and not statement.is_anaphoric
            and not (
                draft.date is not None
                and self._is_sharper(context.own_date, draft.date)
                and self._same_count(draft, statement)
            )
            and not self._goes_on_with_lead(draft, context)
            and not (
                (statement.count.best > 2 or self._is_known_number(draft, statement))
                and self._same_count(draft, statement)
                and self._same_side(draft, statement)
            )
        ):
            return False
        if (
            context.is_place_own
            and places_differ(draft.place, context.place)
            and any(c.is_place_own for c in draft.contexts)
        ):
            is_vague = context.place is not None and context.place.weight < 0.9
            same_figure = (
                (statement.count.best > 2 or self._is_of_headline(draft, context))
                and self._same_count(draft, statement)
                and self._same_side(draft, statement)
                and not in_other_countries(draft.place, context.place)
            )
            if not (statement.is_anaphoric or is_vague or same_figure):
                return False
        if (
            context.is_date_own
            and context.date is not None
            and context.date.precision != "day"
            and draft.contexts[-1].sentence.paragraph != context.sentence.paragraph
            and not statement.is_anaphoric
            and any(c.is_date_own for c in draft.contexts)
            and not self._same_count(draft, statement)
        ):
            return False  # a list of recalled incidents, a paragraph each
        if context.is_another and not statement.is_anaphoric:
            return statement.count.best > 1 and self._same_count(draft, statement) and not is_latest
        return True

    @staticmethod
    def _is_another_case(draft: Draft, context: Context) -> bool:
        """Whether a log tells another paragraph's case, of another day."""
        return (
            context.date is not None
            and draft.date is not None
            and context.sentence.paragraph != draft.contexts[-1].sentence.paragraph
            and not overlap(context.date, draft.date)
        )

    @staticmethod
    def _is_news_and_earlier(draft: Draft, context: Context) -> bool:
        """Whether one is the news, and the other what the news came after."""
        last = draft.contexts[-1]
        if context.is_earlier:
            return not last.is_earlier
        return (
            last.is_earlier
            and last.sentence.paragraph != context.sentence.paragraph
            and not (context.is_date_own or context.is_place_own)
        )

    def _is_placed_and_dated(self, draft: Draft, context: Context) -> bool:
        """Whether a statement has a day and a place, and a draft before the last has neither."""
        return (
            context.is_date_own
            and context.is_place_own
            and not context.statement.is_anaphoric
            and not any(c.is_date_own or c.is_place_own for c in draft.contexts)
            and draft.contexts[0].statement.sentence > 1
            and not self._same_count(draft, context.statement)
        )

    def _is_named_on_another_day(self, draft: Draft, context: Context) -> bool:
        """ "X was found dead ... Y was killed on 1 May": another person, with a day of his own."""
        return (
            context.is_date_own
            and not any(c.is_date_own for c in draft.contexts)
            and self._names_another(draft, context)
        )

    def _is_larger_and_old(self, draft: Draft, context: Context) -> bool:
        """Whether what is recalled, or long ago, is more than the news, which has no day."""
        statement = context.statement
        if (
            not context.is_date_own
            or context.date is None
            or not (is_old(context.date, self.calendar) or context.is_recalled)
            or any(c.is_date_own or c.is_recalled for c in draft.contexts)
            or statement.is_anaphoric
        ):
            return False
        told = [s.count.best for s in draft.statements(statement.kind)]
        return max(told) < statement.count.best if told else statement.is_noun

    @staticmethod
    def _is_of_headline(draft: Draft, context: Context) -> bool:
        """Whether a headline alone told a draft, of the region in which the text has it."""
        a, b = draft.place, context.place
        return (
            context.statement.order == len(draft.contexts) == 1
            and draft.contexts[0].statement.order == 0
            and draft.contexts[0].sentence.paragraph != context.sentence.paragraph
            and a is not None
            and b is not None
            and a.place is not None
            and b.place is not None
            and a.place.admin1_code == b.place.admin1_code is not None
        )

    @staticmethod
    def _are_dated_apart(last: Context, context: Context) -> bool:
        """ "X was killed on 7 May, and Y was killed near his home": only X on that day."""
        date = last.own_date
        return (
            date is not None
            and bool(last.name and context.name)
            and not is_same_person(last.name, context.name)
            and last.statement.kind == context.statement.kind == "killed"
            and not (last.statement.is_noun or context.statement.is_noun)
            and last.statement.end <= date.at < context.statement.start
        )

    @staticmethod
    def _are_two_deeds(last: Context, context: Context) -> bool:
        """ "the murder on 2 May of X and the murder on 5 May of Y"."""
        a, b = last.own_date, context.own_date
        is_deed = last.statement.is_noun and context.statement.is_noun
        return is_deed and a is not None and b is not None and not overlap(a, b)

    @staticmethod
    def _names_another(draft: Draft, context: Context) -> bool:
        """Whether draft and context both name the one person killed, and not the same."""
        killed = [c for c in draft.contexts if c.statement.kind == "killed"]
        # "his body was found" is said of the one who was named.
        return draft.killed == 1 and bool(context.name) and any(c.name for c in killed)

    def _are_bodies_of(self, draft: Draft, context: Context) -> bool:
        """Whether bodies found, wherever they were left, are those of whom was just told.

        "They killed two guards. The bodies of A and B were found in another village."
        """
        statement = context.statement
        if (
            statement.trigger.form != "bodies"
            or context.is_another
            or context.sentence.paragraph != draft.contexts[-1].sentence.paragraph
            or any(v.mention.is_other for v in statement.victims)
        ):
            return False
        if statement.count.best == 1:
            told = [v.mention for s in draft.statements("killed") for v in s.victims]
            return bool(context.name) and bool(told) and all(m.form == "pronoun" for m in told)
        return self._same_count(draft, statement) and self._same_side(draft, statement)

    @staticmethod
    def _is_other_deed(draft: Draft, context: Context) -> bool:
        """ "the murder of X" and, told elsewhere, "the murder of Y" or "Y was killed"."""
        if context.statement.kind != "killed":
            return False
        if not context.name:
            return Drafter._is_of_others(draft, context)
        killed = [c for c in draft.contexts if c.statement.kind == "killed"]
        if not killed and context.is_deed:
            return any(c.name and not is_same_person(c.name, context.name) for c in draft.contexts)
        return bool(killed) and (
            all(c.name for c in killed) if context.is_deed else all(c.is_deed for c in killed)
        )

    @staticmethod
    def _is_of_others(draft: Draft, context: Context) -> bool:
        """ "the murder of X and of Y" after that of Z: two others, who have names too."""
        told = [name for c in draft.contexts for name in (c.name, *c.names) if name]
        return (
            context.statement.is_noun
            and len(context.names) == context.statement.count.best
            and bool(told)
            and not any(is_same_person(a, b) for a in told for b in context.names)
        )

    def _goes_on_with_lead(self, draft: Draft, context: Context) -> bool:
        """Whether a statement tells no more than the incident with which the news begins.

        A trial or an arrest is news of an incident of long ago, and the rest tells of that.
        """
        if draft.contexts[0].statement.order or draft.contexts[0].statement.sentence > _LEAD:
            return False
        if context.is_date_own or context.is_another or self.calendar.reference is None:
            return False
        told = [s.count.best for s in draft.statements(context.statement.kind)]
        # Of whom nothing was told yet, a later sentence tells: "his sister was hit, too".
        return not told or max(told) >= context.statement.count.best

    @staticmethod
    def _is_somebody_else(draft: Draft, statement: Statement) -> bool:
        """ "killing an officer on Thursday. On Wednesday a soldier was shot": another person."""
        new = [v.mention for v in statement.victims]
        if len(new) != 1 or not _is_newly_told(new[0]):
            return False
        ages = {s.age for s in draft.statements(statement.kind)}
        if statement.age is not None and None not in ages and statement.age not in ages:
            return True  # "a 19-year-old died ... a 30-year-old was killed"
        told = [v.mention for s in draft.statements(statement.kind) for v in s.victims]
        return bool(told) and all(
            m.form == "singular" and m.side is not None and m.side != new[0].side for m in told
        )

    @staticmethod
    def _same_count(draft: Draft, statement: Statement) -> bool:
        return any(s.count.best == statement.count.best for s in draft.statements(statement.kind))

    @staticmethod
    def _is_known_number(draft: Draft, statement: Statement) -> bool:
        """ "after the murder of the two nurses", and then the two by their names."""
        told = draft.statements(statement.kind)
        return statement.count.best > 1 and all(
            s.is_anaphoric and s.count.high is not None for s in told
        )

    @staticmethod
    def _same_side(draft: Draft, statement: Statement) -> bool:
        """Whether those of a statement can be those of a draft: not soldiers here, rebels there."""
        sides = {v.mention.side for v in statement.victims} - {None, "U"}
        told = {v.mention.side for s in draft.statements(statement.kind) for v in s.victims}
        return not sides or not told - {None, "U"} or bool(sides & told)

    @staticmethod
    def _close_days(a: DateMention, b: DateMention, days: int = 3) -> bool:
        if a.start is None or b.start is None:
            return False
        return abs((a.start - b.start).days) <= days

    @staticmethod
    def _is_earlier(context: Context) -> bool:
        return context.is_recalled or context.statement.pluperfect
