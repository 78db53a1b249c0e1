"""The place of an incident: its own, else the article's (the codebook's section on places)."""

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.gazetteer import Place
from dagster_project.extraction.place_candidates import country_place, place_inside
from dagster_project.extraction.place_mentions import PlaceMention
from dagster_project.extraction.text import within
from dagster_project.extraction.watched import watched

# "in the capital", not "the capital of X", "capital punishment" or "the capital Damascus".
_CAPITAL = watched(
    r"\b(?:in|of|on) (?:the |its |their )?(?:(?:\w+ )?country's |[A-Z]\w+'s )?capital\b"
    r"(?! [A-Z(])(?! of)(?! punishment)"
)

# The deed of the lead, told on in a paragraph of its own: "The attack in X took place at ...".
_THE_DEED = watched(
    r"\b[Tt](?:he|his) (?:[\w'-]+ )?(?:attack|raid|blast|explosion|ambush|bombing|shooting|strike|"
    r"air ?strike|assault|clash|killings?|massacre|incident)\b"
)
_FURTHER = 3  # sentences behind the lead

_SURE = 0.5  # weight from which a name is a place of the event rather than of a person


def report_place(facts: ArticleFacts, draft: Draft) -> tuple[PlaceMention | None, Place | None]:
    """The mention that names the place, where there is one, and the place that it stands for."""
    mention = draft.place
    has_own = any(c.is_place_own for c in draft.contexts)
    capital = _capital(facts, draft)
    names_no_more = mention is None or mention.place is None or mention.place.level == "country"
    if capital is not None and (not has_own or names_no_more):
        return None, capital
    # Local news of a trial recalls a deed of its own town; a wire's desk may be anywhere.
    is_its_own = facts.has_one_incident and facts.places.newsroom is not None
    is_apart = _is_recalled_apart(draft) and not (facts.is_log or is_its_own)
    if mention is not None and not has_own and is_apart:
        mention = None
    is_of_main_place = facts.is_log or is_its_own or not draft.is_background
    if mention is None and is_of_main_place:
        mention = facts.main_place
    newsroom = facts.places.newsroom
    if mention is not None and mention.place is None:
        near = _place_near(facts, mention)
        is_open = near is None or near.level == "country"
        if newsroom is not None and is_open and not draft.is_background:
            near = newsroom  # a neighbourhood that no gazetteer has, in the paper's own state
        return mention, near
    place = mention.place if mention is not None else None
    names_none = place is None or place.level == "country"
    if newsroom is not None and names_none and not has_own and is_of_main_place:
        # Local news that names no place, or none but a country, is of the newsroom's region.
        return None, newsroom
    if place is None:
        return mention, country_of(facts)
    main = facts.main_place
    says_more = (
        place.level == "country"
        and main is not None
        and main.place is not None
        and main.place.country == place.country
    )
    if main is not None and says_more and not draft.is_background:
        closer = main if not has_own else _told_closer(facts, draft, place)
        if closer is not None:
            return closer, closer.place
    return mention, place


def _told_closer(facts: ArticleFacts, draft: Draft, country: Place) -> PlaceMention | None:
    """ "in southern X", and the district in the next sentence, which goes on with the incident."""
    number = draft.contexts[0].statement.sentence + 1
    told = {c.statement.sentence for c in draft.contexts}
    while number in told:
        number += 1  # the headline, and then the lead
    is_between = number not in facts.readers and any(
        c.statement.sentence > number for c in draft.contexts
    )
    if number >= len(facts.document.sentences):
        return None
    if is_between or facts.is_told_on(number, [number - 1], draft):
        found = _named_in(facts, number, country)
        if found is not None:
            return found
    for behind in range(number, min(number + _FURTHER, len(facts.document.sentences))):
        if behind in facts.readers:
            return None
        if facts.document.marks(behind) & _THE_DEED.mark and _THE_DEED.search(
            facts.sentence_text(behind)
        ):
            return _named_in(facts, behind, country)
    return None


def _named_in(facts: ArticleFacts, number: int, country: Place) -> PlaceMention | None:
    """The first region or town of a country that a sentence names."""
    sentence = facts.document.sentences[number]
    return next(
        (
            m
            for m in within(facts.places.mentions, sentence.start, sentence.end)
            if m.place is not None
            and m.place.country == country.country
            and m.place.depth >= 1
            and not m.is_demonym
            and m.weight >= _SURE
        ),
        None,
    )


def country_of(facts: ArticleFacts) -> Place | None:
    """The country that the article is most about."""
    if not facts.places.country:
        return None
    return country_place(facts.places.gazetteer, facts.places.country)


def _is_recalled_apart(draft: Draft) -> bool:
    """Whether an earlier incident of its own date is told away from the places of the news."""
    return (
        draft.is_background
        and draft.date is not None
        and not any(c.is_continuation for c in draft.contexts)
    )


def _place_near(facts: ArticleFacts, mention: PlaceMention) -> Place | None:
    """A place that the gazetteer lacks: its region is that of the nearest known place."""
    near = [
        m
        for m in facts.places.mentions
        if m.place is not None
        and m.place.depth >= 1
        and not m.is_demonym
        and m.at >= 0
        and abs(m.at - mention.at) < 160
        and m.weight >= 0.5
    ]
    holder = min(near, key=lambda m: (abs(m.at - mention.at), m.at)) if near else facts.main_place
    if holder is None or holder.place is None:
        return None
    return place_inside(mention.name, holder.place)


def _capital(facts: ArticleFacts, draft: Draft) -> Place | None:
    """The capital of the article's country, where the draft's sentences say "in the capital"."""
    country = facts.places.country
    if country is None:
        return None
    for context in draft.contexts:
        if not facts.document.marks(context.statement.sentence) & _CAPITAL.mark:
            continue
        if _CAPITAL.search(facts.sentence_text(context.statement.sentence)):
            return facts.places.gazetteer.capitals.get(country)
    return None
