"""Fit the weights of dagster_project/extraction/confidence.py to the human-coded sets.

usage: python tests/evaluation/fit_confidence.py [--sets DIR]

Prints the weights to be written there, and, so that nobody is fooled, how the same fit does on
texts that it has not seen (five folds by article). Each set weighs the same, whatever its size.
"""

import argparse
import sys
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import numpy as np
from calibration import concordance, labelled, print_calibration
from sets import DEFAULT_SETS, SET_NAMES, are_there, article_of, gold_by_article, rows

from dagster_project.extraction import extract_article, reports
from dagster_project.extraction.confidence import WEIGHTS, features_of

_FOLDS = 5
# Shrinks weights that few texts speak for; in units of observations.
_RIDGE = 4.0
_STEPS = 30
NAMES = list(WEIGHTS)

Sample = tuple[str, str, list[float], bool]


def samples(sets: Path, name: str) -> list[Sample]:
    """Of each labelled report: set, article, features as in NAMES, whether it is right."""
    seen: dict[int, list[float]] = {}

    def recorded(*args: object, **kwargs: object) -> dict[str, float]:
        features = features_of(*args, **kwargs)  # type: ignore[arg-type]
        seen[id(args[3])] = [features[n] for n in NAMES]
        return features

    with patch.object(reports, "features_of", recorded):
        told = {
            row["article_id"]: extract_article(article_of(row))
            for row in rows(sets / name / "articles.jsonl")
        }
    gold = gold_by_article(name, rows(sets / name / "gold.jsonl"))
    return [
        (name, report.article_id, seen[id(report)], is_right)
        for report, is_right in labelled(name, told, gold)
    ]


def fit(rows_: list[Sample]) -> np.ndarray:
    """Intercept and weights by Newton's method with a ridge on the weights."""
    x = np.array([[1.0, *features] for _, _, features, _ in rows_])
    y = np.array([float(is_right) for *_, is_right in rows_])
    sizes = {name: sum(r[0] == name for r in rows_) for name in {r[0] for r in rows_}}
    weight = np.array([len(rows_) / len(sizes) / sizes[r[0]] for r in rows_])
    ridge = np.diag([0.0, *[_RIDGE] * len(NAMES)])
    beta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (weight * (y - p)) - ridge @ beta
        hessian = (x.T * (weight * p * (1 - p))) @ x + ridge
        beta = beta + np.linalg.solve(hessian, gradient)
    return beta


def predicted(beta: np.ndarray, rows_: list[Sample]) -> list[tuple[float, bool]]:
    """Confidence and truth of each sample."""
    x = np.array([[1.0, *features] for _, _, features, _ in rows_])
    return [(float(p), row[3]) for p, row in zip(1 / (1 + np.exp(-x @ beta)), rows_, strict=True)]


def fold_of(article: str) -> int:
    """The fold that an article belongs to, the same in every run."""
    return int(sha256(article.encode()).hexdigest(), 16) % _FOLDS


def main() -> int:
    """Run the command; 2 where the sets are absent."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sets", type=Path, default=DEFAULT_SETS, help="folder of the sets")
    arguments = parser.parse_args()
    if not are_there(arguments.sets):
        return 2
    all_samples = [s for name in SET_NAMES for s in samples(arguments.sets, name)]
    unseen: dict[str, list[tuple[float, bool]]] = {name: [] for name in SET_NAMES}
    for fold in range(_FOLDS):
        beta = fit([s for s in all_samples if fold_of(s[1]) != fold])
        for sample in (s for s in all_samples if fold_of(s[1]) == fold):
            unseen[sample[0]] += predicted(beta, [sample])
    for name in SET_NAMES:
        print_calibration(f"{name}, not seen by the fit", unseen[name])
    print_calibration("all sets, not seen by the fit", [p for ps in unseen.values() for p in ps])
    beta = fit(all_samples)
    print(f"\nfitted to all: right before wrong {concordance(predicted(beta, all_samples)):.3f}")
    print(f"INTERCEPT = {beta[0]:.2f}")
    print("WEIGHTS = {")
    for name, value in zip(NAMES, beta[1:], strict=True):
        print(f'    "{name}": {value:.2f},')
    print("}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
