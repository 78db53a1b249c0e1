"""How sure the extractor is of a report: the share of reports like it that were right.

A logistic model over what the text is like: whether the figure is told again, told otherwise, vague
or only referred to; how much else the article tells; how long it is. The weights were fitted by
``tests/evaluation/fit_confidence.py`` to human-coded texts of four kinds, each kind with the same
weight; "right" means that killed and wounded are both as coded. ``make eval`` shows how often
reports of each confidence are right.
"""

from math import exp, log, log2

from dagster_project.extraction.article_facts import ArticleFacts
from dagster_project.extraction.draft_record import Draft
from dagster_project.extraction.figures import Figures
from dagster_project.extraction.tolls import Toll
from dagster_project.records import IncidentReport

# Logit without any feature, and what each feature adds to it.
INTERCEPT = 4.36
WEIGHTS = {
    "undated": -0.37,
    "unplaced": -0.23,
    "vague": -0.81,
    "open": 0.07,
    "range": -0.47,
    "told_again": 0.50,
    "told_otherwise": -0.52,
    "recalled": 0.18,
    "refers_back": -0.28,
    "background": -0.05,
    "shot": -0.54,
    "none_hurt": 0.00,
    "only_wounded": -0.23,
    "both": -0.43,
    "large": -0.69,
    "others": -1.19,
    "length": -0.38,
    "late": -0.35,
    "capitals": -1.08,
}
# Never quite sure and never quite wrong: the model has seen some thousands of texts.
_LEAST, _MOST = 0.02, 0.98
_VAGUE_FORMS = ("plural", "pronoun", "unknown")


def confidence_of(features: dict[str, float]) -> float:
    """The share of right reports among those with such features, between 0.02 and 0.98."""
    logit = INTERCEPT + sum([WEIGHTS[name] * value for name, value in features.items()])
    return round(min(_MOST, max(_LEAST, 1 / (1 + exp(-logit)))), 2)


def features_of(
    facts: ArticleFacts, draft: Draft, figures: Figures, report: IncidentReport, others: int
) -> dict[str, float]:
    """What the model looks at, by name; ``others``: the article's further countable reports."""
    tolls = (figures.killed, figures.wounded)
    bearing = [toll for toll in tolls if toll.victims]
    sentences = len(facts.document.sentences)
    first = min((c.statement.sentence for c in draft.contexts), default=0)
    return {
        "undated": float(report.date_start is None),
        "unplaced": float(report.admin1 is None),
        "vague": float(any(_is_vague(toll) for toll in bearing)),
        "open": float(any(t.total.high is None for t in bearing if not _is_vague(t))),
        "range": float(any(_has_range(toll) for toll in bearing)),
        "told_again": float(any(_is_told_again(toll) for toll in bearing)),
        "told_otherwise": float(any(_is_told_otherwise(toll) for toll in bearing)),
        "recalled": float(any(c.is_recalled for c in draft.contexts)),
        "refers_back": float(draft.contexts[0].statement.is_anaphoric),
        "background": float(report.is_background),
        "shot": float(any(c.statement.kind == "hit" for c in draft.contexts)),
        "none_hurt": float(report.killed_best == 0 and report.wounded_best == 0),
        "only_wounded": float(report.killed_best == 0 and report.wounded_best > 0),
        "both": float(report.killed_best > 0 and report.wounded_best > 0),
        "large": log(1 + report.killed_best + report.wounded_best),
        "others": log2(1 + others),
        "length": log2(1 + sentences),
        "late": first / max(1, sentences),
        "capitals": float(facts.document.is_capitals),
    }


def _is_vague(toll: Toll) -> bool:
    return all(mention.form in _VAGUE_FORMS for mention, _, _ in toll.victims)


def _has_range(toll: Toll) -> bool:
    total = toll.total
    return total.low < total.best or (total.high is not None and total.high > total.best)


def _is_told_again(toll: Toll) -> bool:
    """Whether two sentences give the same figure."""
    told = {s.sentence for s in toll.statements if s.count.best == toll.total.best}
    return len(told) > 1


def _is_told_otherwise(toll: Toll) -> bool:
    """Whether a sentence gives another figure."""
    return any(
        s.count.best not in (toll.total.best, 0, 1) and not s.is_partitive for s in toll.statements
    )
