"""Measure the extractor against human-coded sets: figures, classes of error, calibration.

usage: python tests/evaluation/evaluate.py [--sets DIR] [--examples N] [SET ...]

The sets are not part of the project (they hold other people's texts). They are expected beside the
checkout, in ../shared/eval; where they are absent the command says so and ends with 2. Each set is
a folder with articles.jsonl and gold.jsonl; score.py beside them prints the figures.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import error_classes
from calibration import labelled, print_calibration
from sets import (
    DEFAULT_SETS,
    SET_NAMES,
    Reports,
    Row,
    are_there,
    extract_all,
    gold_by_article,
    news_of,
    rows,
    score,
)

from dagster_project.extraction.actors import actor_index

# Forces of a state that are a pattern, and the classes of people who serve in one.
_STATE_ID = re.compile(r"(?:gov|mil|pol)-[a-z]{3}$")
_STATE_CLASSES = frozenset(("soldiers", "police-officers", "security-personnel"))

# The floors: set, the scorer's name of the figure, the lowest and the highest that will do.
BARS = (
    ("satp", "killed exact", 0.975, 1.0),
    ("satp", "wounded exact", 0.975, 1.0),
    ("satp", "killed total ratio", 0.97, 1.03),
    ("satp", "admin1 right (of casualty articles found)", 0.97, 1.0),
    ("isaf", "killed exact", 0.96, 1.0),
    ("isaf", "date right to the day (of fatal articles found)", 0.97, 1.0),
    ("isaf", "province right (of fatal articles found)", 0.98, 1.0),
    ("muc", "incident F1 (killed and wounded exact)", 0.60, 1.0),
    ("gva", "killed exact", 0.78, 1.0),
    ("gva", "killed total ratio", 0.9, 1.15),
    ("gva", "date within a day (of articles found)", 0.90, 1.0),
    ("gva", "state right (of articles found)", 0.85, 1.0),
)
_DAYS_ALLOWED = {"isaf": 0, "gva": 1}
_EXCERPT = 150  # characters


class Evaluation:
    """One set, extracted and compared with its coding."""

    def __init__(self, sets: Path, name: str, examples: int) -> None:
        self.name = name
        self.examples = examples
        self.articles: dict[str, Row] = {
            row["article_id"]: row for row in rows(sets / name / "articles.jsonl")
        }
        self.reports: Reports = extract_all(self.articles.values())
        self.gold = gold_by_article(name, rows(sets / name / "gold.jsonl"))
        self.printed = score(sets, name, self.reports)
        self.figures: dict[str, float] = json.loads(score(sets, name, self.reports, "--json"))
        self.pairs = [(r.confidence, ok) for r, ok in labelled(name, self.reports, self.gold)]

    def print(self) -> None:
        """Everything about the set."""
        print(f"\n{self.printed}", end="")
        if self.name == "muc":
            self._print_incidents()
        else:
            for figure in ("killed", "wounded"):
                self._print_figure(figure)
            self._print_days()
            self._print_regions()
        print_calibration(self.name, self.pairs)
        if all("killed_maoist" in row for row in self.gold.values()):
            print_sides(self.reports, self.gold)

    def _print_figure(self, figure: str) -> None:
        if not all(figure in row for row in self.gold.values()):
            return
        field = f"{figure}_best"

        def describe(article: str) -> str:
            told = sum(getattr(r, field) for r in news_of(self.reports[article]))
            return f"told {told}, coded {self.gold[article][figure]}"

        self._print_classes(
            figure,
            lambda a: error_classes.of_figure(self.reports[a], self.gold[a][figure], field),
            describe,
        )

    def _print_days(self) -> None:
        if self.name not in _DAYS_ALLOWED:
            return
        self._print_classes(
            "day",
            lambda a: (
                error_classes.of_day(
                    self.reports[a],
                    self.gold[a]["date"],
                    _DAYS_ALLOWED[self.name],
                    is_day_known=bool(self.articles[a].get("published_at")),
                )
                if self._is_found(a)
                else None
            ),
            lambda a: (
                f"told {[r.date_start for r in news_of(self.reports[a])]}, "
                f"coded {self.gold[a]['date']}"
            ),
        )

    def _print_regions(self) -> None:
        def coded(article: str) -> list[str]:
            region = self.gold[article]["admin1"]
            return region if isinstance(region, list) else [region]

        self._print_classes(
            "region",
            lambda a: (
                error_classes.of_region(self.reports[a], coded(a), self.articles[a]["text"])
                if self._is_found(a)
                else None
            ),
            lambda a: f"told {[r.admin1 for r in news_of(self.reports[a])]}, coded {coded(a)}",
        )

    def _is_found(self, article: str) -> bool:
        """Whether the scorer asks for the article's day and region."""
        row = self.gold[article]
        hurt = row["killed"] or (self.name != "isaf" and row.get("wounded"))
        return bool(news_of(self.reports[article])) and bool(hurt or self.name == "gva")

    def _print_classes(
        self, title: str, classify: Callable[[str], str | None], describe: Callable[[str], str]
    ) -> None:
        """A table of error classes with their counts and some examples of each."""
        groups: dict[str, list[str]] = defaultdict(list)
        for article in self.gold:
            label = classify(article)
            if label is not None:
                groups[label].append(article)
        print(f"\n## {self.name}: {title}: {sum(map(len, groups.values()))} wrong")
        for label, members in sorted(groups.items(), key=lambda item: -len(item[1])):
            print(f"{len(members):5}  {label}")
            for article in members[: self.examples]:
                text = " ".join(self.articles[article]["text"].split())
                print(f"         {article}: {describe(article)}")
                print(f"           {text[:_EXCERPT]}")

    def _print_incidents(self) -> None:
        total: Counter[str] = Counter()
        where: dict[str, list[str]] = defaultdict(list)
        for article, row in self.gold.items():
            found = error_classes.of_incidents(self.reports[article], row)
            total += found
            for label in found:
                where[label].append(article)
        print(f"\n## {self.name}: incidents with casualties")
        for label, count in total.most_common():
            print(f"{count:5}  {label}")
            if label == "right":
                continue
            for article in where[label][: self.examples]:
                told = [
                    (r.killed_best, r.wounded_best)
                    for r in self.reports[article]
                    if r.kind == "incident"
                ]
                coded = [
                    (i["killed"], i["wounded"], "" if i["counts_exact"] else "vague")
                    for i in self.gold[article]["incidents"]
                ]
                print(f"         {article}: told {told}, coded {coded}")


def print_sides(reports: Reports, gold: dict[str, Row]) -> None:
    """Killed by side, where the coder has it: civilians, security forces, insurgents."""
    print("\n## killed by side (predicted, coded, articles where all three are right)")
    exact = fatal = fatal_exact = 0
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for article, row in gold.items():
        told = {"civilian": 0, "security": 0, "maoist": 0}
        for group in (g for r in news_of(reports[article]) for g in r.groups):
            told[side_of(group.actor_id, group.status)] += group.killed_best
        coded = {side: row[f"killed_{side}"] for side in told}
        exact += told == coded
        fatal += any(coded.values())
        fatal_exact += told == coded and any(coded.values())
        for side in told:
            totals[side, "told"] += told[side]
            totals[side, "coded"] += coded[side]
    for side in ("civilian", "security", "maoist"):
        print(f"  {side:10} {totals[side, 'told']:6} {totals[side, 'coded']:6}")
    print(f"  exact      {exact / len(gold):.4f} of {len(gold)}")
    print(f"  exact      {fatal_exact / max(1, fatal):.4f} of {fatal} with dead")


def side_of(actor_id: str | None, status: str) -> str:
    """The coder's side of a victim group."""
    actor = actor_index().actors.get(actor_id or "")
    is_state = actor.kind == "state_force" if actor else bool(_STATE_ID.match(actor_id or ""))
    if is_state or actor_id in _STATE_CLASSES:
        return "security"
    return "maoist" if status == "combatant" else "civilian"


def print_bars(evaluations: list[Evaluation]) -> None:
    """Every figure that has a floor, beside it."""
    by_name = {e.name: e for e in evaluations}
    print("\n## against the floors")
    for name, figure, low, high in BARS:
        if name not in by_name:
            continue
        value = by_name[name].figures[figure]
        asked = f"{low:g}" if high == 1.0 else f"{low:g} to {high:g}"
        verdict = "reached" if low <= value <= high else "not reached"
        print(f"  {name:5} {figure:50} {value:.4f}  asked {asked:12} {verdict}")


def main() -> int:
    """Run the command; 2 where the sets are absent."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="SET", default=list(SET_NAMES))
    parser.add_argument("--sets", type=Path, default=DEFAULT_SETS, help="folder of the sets")
    parser.add_argument("--examples", type=int, default=3, help="examples of each class of error")
    arguments = parser.parse_args()
    if not are_there(arguments.sets):
        return 2
    evaluations = []
    for name in arguments.names:
        evaluation = Evaluation(arguments.sets, name, arguments.examples)
        evaluation.print()
        evaluations.append(evaluation)
    if len(evaluations) > 1:
        print_calibration("all sets", [pair for e in evaluations for pair in e.pairs])
    print_bars(evaluations)
    return 0


if __name__ == "__main__":
    sys.exit(main())
