"""Where the words for an incident's victims stand: nobody named there is the attacker."""

import re
from bisect import bisect_left, bisect_right

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.descriptions import description_of, start_of_phrase
from dagster_project.extraction.draft_record import Draft

# "of the border guards", behind the words for victims.
_COMPLEMENT = re.compile(
    r" (?:of|from|belonging to) (?:(?!(?:in|on|by|at|near|when|where|who|after|during|with|"
    r"were|was|had|have|has|died)\b)[\w'-]+ ){0,8}(?:\([\w /-]{2,12}\) )?"
)
_COMPLEMENT_REACH = 60  # characters


class VictimSpans:
    """Where the words for a draft's victims stand, as document offsets."""

    def __init__(self, facts: ArticleFacts, draft: Draft) -> None:
        spans = set()
        for context in draft.contexts:
            reader = facts.readers.get(context.statement.sentence)
            for item in context.statement.victims:
                if reader is None or item.mention.end > len(reader.low):
                    continue
                told = [item.mention]
                if item.mention.form == "name" and (who := description_of(reader, item.mention)):
                    told.append(who)
                for mention in told:
                    begin = reader.tokens.start[start_of_phrase(reader, mention)]
                    spans.add((begin, reader.tokens.end[mention.end - 1]))
        self.spans = sorted(spans)
        self._starts = [begin for begin, _ in self.spans]
        self._longest = max((stop - begin for begin, stop in self.spans), default=0)

    def within(self, begin: int, end: int) -> list[tuple[int, int]]:
        """The spans that lie in [begin, end)."""
        first, last = bisect_left(self._starts, begin), bisect_left(self._starts, end)
        return [span for span in self.spans[first:last] if span[1] <= end]

    def reach(self, at: int, norm: str) -> bool:
        """Whether the words at an offset say who the victims were, or whose."""
        first = bisect_left(self._starts, at - self._longest - _COMPLEMENT_REACH)
        for begin, end in self.spans[first : bisect_right(self._starts, at)]:
            complement = _COMPLEMENT.match(norm, end, end + _COMPLEMENT_REACH)
            if begin <= at < (complement.end() + 1 if complement else end):
                return True
        return False


def without_victims(victims: VictimSpans, text: str, begin: int) -> str:
    """A passage without the words for the victims: "killed three suspected militants"."""
    for at, stop in victims.within(begin, begin + len(text)):
        text = text[: at - begin] + " " * (stop - at) + text[stop - begin :]
    return text
