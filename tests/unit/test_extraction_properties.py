"""What holds for every text: figures that can be read, and background that changes nothing."""

import json
import re
from pathlib import Path
from textwrap import wrap

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dagster_project.extraction import extract_article
from dagster_project.records import Article, IncidentReport

PUBLISHED = "2023-05-18"
_CASES = Path(__file__).parents[1] / "fixtures" / "codebook_cases.jsonl"
CODED_TEXTS = [json.loads(line)["text"] for line in _CASES.read_text("utf-8").splitlines()]
SMALL = {2: "two", 3: "three", 5: "five", 7: "seven", 9: "nine"}

numbers = st.one_of(
    st.sampled_from(sorted(SMALL.values())),
    st.integers(min_value=2, max_value=400).map(str),
    st.sampled_from(["at least 12", "up to 30", "dozens of", "10 to 15", "around 1,200", "a"]),
)
victims = st.sampled_from(
    ["soldiers", "civilians", "police officers", "people", "militants", "farmers", "aid workers"]
)
deeds = st.sampled_from(
    [
        "{n} {v} were killed when gunmen attacked {p} on Tuesday.",
        "A roadside bomb killed {n} {v} near {p} on Monday.",
        "Clashes in {p} left {n} {v} dead and {m} wounded on Wednesday, officials said.",
        "{n} {v} were wounded in an air strike on {p} on Sunday.",
        "An explosion in {p} killed {n} {v} and injured {m} others on Monday.",
    ]
)
places = st.sampled_from(["Maiduguri", "Baidoa", "Kunduz", "Mosul", "Goma", "Aden"])
plain = st.sampled_from(
    [
        "The governor promised an inquiry.",
        "Prices of bread have doubled since the spring.",
        "Nobody claimed responsibility.",
        "Residents said the market stayed shut.",
    ]
)
casualty_sentences = st.builds(
    lambda deed, n, m, v, p: deed.format(n=n, m=m, v=v, p=p),
    deeds,
    numbers,
    numbers,
    victims,
    places,
)
texts = st.lists(st.one_of(casualty_sentences, plain), min_size=1, max_size=6).map("\n\n".join)

# Background alone: tolls of a whole war, attacks of other years, what somebody fears.
backgrounds = st.sampled_from(
    [
        "More than 350,000 people have been killed since the war began in 2011.",
        "The conflict has killed some 40,000 people and displaced two million since 2009.",
        "Thousands have been killed in the conflict.",
        "So far this year 212 civilians have been killed in the region, the UN says.",
        "The group has killed hundreds of people over the past decade.",
        "A peace deal of 2015 did not end the violence, in which 10,000 people have died.",
        "In October 2019 a suicide bomber killed 14 people in Kismayo.",
        "A similar attack in March last year killed 22 soldiers.",
        "Last December, 31 people died in a bombing at a market in the capital.",
        "The group was blamed for the killing of two journalists in 2017.",
        "Human rights groups fear that thousands more could be killed if the talks fail.",
    ]
)
# Every incident at a place of its own: two at one place and day may be one incident.
apart = st.permutations(["Maiduguri", "Baidoa", "Kunduz", "Mosul", "Goma", "Aden"]).flatmap(
    lambda order: st.tuples(
        *[
            st.one_of(
                plain,
                st.builds(
                    lambda deed, n, m, v, p=place: deed.format(n=n, m=m, v=v, p=p),
                    deeds,
                    numbers,
                    numbers,
                    victims,
                ),
            )
            for place in order[:4]
        ]
    )
)
NUMBER_WORDS = {
    **{word: value for value, word in SMALL.items()},
    "a": 1,
    "dozens": 24,
}


def reports_of(text: str) -> list[IncidentReport]:
    return extract_article(Article(article_id="a", text=text, published_at=PUBLISHED))


def news_figures(text: str) -> list[tuple[object, ...]]:
    """What is counted of a text: its incidents that are neither aggregates nor background."""
    return [
        (
            (r.killed_low, r.killed_best, r.killed_high),
            (r.wounded_low, r.wounded_best, r.wounded_high),
            (r.date_start, r.place, r.admin1, r.country),
        )
        for r in reports_of(text)
        if r.kind == "incident" and not r.is_background
    ]


@given(texts)
@settings(max_examples=150)
def test_low_is_at_most_best_and_best_at_most_high(text: str) -> None:
    for report in reports_of(text):
        for low, best, high in (
            (report.killed_low, report.killed_best, report.killed_high),
            (report.wounded_low, report.wounded_best, report.wounded_high),
        ):
            assert 0 <= low <= best
            assert high is None or best <= high
        assert sum(group.killed_best for group in report.groups) == report.killed_best
        assert sum(group.wounded_best for group in report.groups) == report.wounded_best


@given(texts)
@settings(max_examples=150)
def test_evidence_lies_in_the_text(text: str) -> None:
    for report in reports_of(text):
        assert report.evidence, report
        for piece in report.evidence:
            assert 0 <= piece.start < piece.end <= len(text)


@given(st.integers(min_value=2, max_value=9_000), victims, places)
@settings(max_examples=100)
def test_a_figure_can_be_read_in_its_evidence(number: int, victim: str, place: str) -> None:
    written = f"{number:,}"
    text = f"The road was closed.\n\nShelling in {place} on Monday killed {written} {victim}."
    (report,) = reports_of(text)
    assert report.killed_best == number
    assert any(
        re.search(rf"(?<!\d){re.escape(written)}(?!\d)", text[piece.start : piece.end])
        for piece in report.evidence
    )


@given(texts)
@settings(max_examples=60)
def test_the_same_text_gives_the_same_reports(text: str) -> None:
    assert [r.to_dict() for r in reports_of(text)] == [r.to_dict() for r in reports_of(text)]


@given(apart, backgrounds, st.integers(min_value=0, max_value=4), st.sampled_from(["\n\n", " "]))
@settings(max_examples=300)
def test_background_changes_no_other_figure(
    paragraphs: tuple[str, ...], background: str, at: int, between: str
) -> None:
    told = news_figures("\n\n".join(paragraphs))
    assume(told)  # an article that tells nothing else is about its background
    head, tail = "\n\n".join(paragraphs[:at]), "\n\n".join(paragraphs[at:])
    lines = [f"{head}{between}{background}" if head else background, tail]
    assert news_figures("\n\n".join(filter(None, lines))) == told


@given(texts)
@settings(max_examples=200)
def test_every_figure_is_a_sum_of_numbers_in_its_evidence(text: str) -> None:
    for report in reports_of(text):
        passages = " ".join(text[piece.start : piece.end] for piece in report.evidence)
        read = [
            int(word.replace(",", "")) if word[0].isdigit() else NUMBER_WORDS[word]
            for word in re.findall(r"\d[\d,]*|[a-z]+", passages.lower())
            if word[0].isdigit() or word in NUMBER_WORDS
        ]
        sums = {0}
        for number in read:
            sums |= {number + other for other in sums}
        for figure in (report.killed_best, report.wounded_best):
            assert figure in sums, (figure, passages)


@given(st.text(max_size=400))
@settings(max_examples=200)
def test_no_text_breaks_the_extractor(text: str) -> None:
    for report in reports_of(text):
        for piece in report.evidence:
            assert 0 <= piece.start < piece.end <= len(text)


@given(texts, st.integers(min_value=0, max_value=400), st.integers(min_value=1, max_value=400))
@settings(max_examples=200)
def test_no_part_of_a_text_breaks_the_extractor(text: str, start: int, length: int) -> None:
    part = text[start : start + length]
    for report in reports_of(part):
        for piece in report.evidence:
            assert 0 <= piece.start < piece.end <= len(part)


@given(st.sampled_from(CODED_TEXTS), st.integers(min_value=1, max_value=1_500))
@settings(max_examples=400)
def test_coded_texts_cut_anywhere_keep_figures_and_groups_in_order(text: str, end: int) -> None:
    part = text[:end]
    for report in reports_of(part):
        assert 0 <= report.killed_low <= report.killed_best
        assert 0 <= report.wounded_low <= report.wounded_best
        for field in ("killed_low", "killed_best", "wounded_low", "wounded_best"):
            shares = [getattr(group, field) for group in report.groups]
            assert sum(shares) == getattr(report, field), (field, report.groups)
        for piece in report.evidence:
            assert 0 <= piece.start < piece.end <= len(part)


@given(casualty_sentences)
@settings(max_examples=100)
def test_typography_changes_no_figure(sentence: str) -> None:
    """Non-breaking spaces, soft hyphens and curly quotes mean what plain text means."""
    told = [f[:2] for f in news_figures(sentence)]
    odd = sentence.replace(" on ", "\u00a0on\u00a0").replace("killed", "kil\u00adled")
    assert [f[:2] for f in news_figures(odd)] == told
    assert [f[:2] for f in news_figures(sentence + "\r\n\r\n\u201cA day of grief\u201d")] == told
    assert news_figures(sentence.replace(" ", "  ")) == news_figures(sentence)


@given(st.lists(st.one_of(casualty_sentences, plain), min_size=4, max_size=6).map(" ".join))
@settings(max_examples=100)
def test_lines_wrapped_at_a_column_change_no_figure(paragraph: str) -> None:
    lines = wrap(paragraph, 72, break_on_hyphens=False)
    # Lines that all end with their sentences may as well be paragraphs.
    assume(sum(line.endswith(".") for line in lines[:-1]) < len(lines[:-1]) / 2)
    wrapped = "\n".join(lines)
    assert news_figures(wrapped) == news_figures(paragraph)
