"""Measure the extractor against human-coded sets: figures, classes of error, calibration.

usage: python tests/evaluation/evaluate.py [--sets DIR] [--examples N] [SET ...]

The sets are not part of the project (they hold other people's texts). They are expected beside the
checkout, in ../shared/eval; where they are absent the command says so and ends with 2. Each set is
a folder with articles.jsonl and gold.jsonl; score.py beside them prints the figures.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from dagster_project.extraction import extract_article
from dagster_project.records import Article, IncidentReport

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_SETS = PROJECT.parent / "shared" / "eval"
SET_NAMES = ("satp", "isaf", "gva", "muc")
# The smallest group whose share of right reports is worth printing.
_SMALLEST_BIN = 20

Row = dict[str, Any]
Reports = dict[str, list[IncidentReport]]


def rows(path: Path) -> list[Row]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def extract_all(articles: Iterable[Row]) -> Reports:
    """The reports of each article, by the article's own id."""
    return {
        row["article_id"]: extract_article(
            Article(
                row["article_id"],
                row["text"],
                title=row.get("title"),
                published_at=row.get("published_at"),
                source=row.get("source"),
            )
        )
        for row in articles
    }


def news_of(reports: list[IncidentReport]) -> list[IncidentReport]:
    """The countable reports that are the article's own news."""
    return [r for r in reports if r.kind == "incident" and not r.is_background]


def class_of_error(told: list[IncidentReport], gold: int, field: str) -> str | None:
    """A name for what went wrong with one figure of one article; None where it is right."""
    news = news_of(told)
    value = sum(getattr(r, field) for r in news)
    if value == gold:
        return None
    bearing = [r for r in news if getattr(r, field)]
    everything = sum(getattr(r, field) for r in told if r.kind == "incident")
    if value == 0:
        if not told:
            return "nothing found in the text"
        if everything == gold:
            return "found, but taken for background"
        if any(r.kind == "aggregate" and getattr(r, field) == gold for r in told):
            return "found, but taken for an aggregate"
        return "other casualties found, not these"
    if gold == 0:
        return "casualties where the coder has none"
    if any(getattr(r, field) == gold for r in bearing):
        return "right incident, and others added"
    if len(bearing) > 1:
        return "several incidents, none alone right"
    high = getattr(bearing[0], field.replace("_best", "_high"))
    low = getattr(bearing[0], field.replace("_best", "_low"))
    if low <= gold and (high is None or gold <= high):
        return "inside the range, not the best"
    return "too many in one incident" if value > gold else "too few in one incident"


def gold_by_article(name: str, gold: list[Row]) -> dict[str, Row]:
    """The coder's row for each article; for linked sets several articles share one."""
    if name == "gva":
        return {article: row for row in gold for article in row["article_ids"]}
    return {row["article_id"]: row for row in gold}


def print_errors(
    title: str,
    articles: dict[str, Row],
    classes: dict[str, str],
    describe: Callable[[str], str],
    examples: int,
) -> None:
    """A table of error classes with their counts and some examples of each."""
    groups: dict[str, list[str]] = defaultdict(list)
    for article, label in classes.items():
        groups[label].append(article)
    print(f"\n## {title}: {len(classes)} wrong")
    for label, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        print(f"{len(members):5}  {label}")
        for article in members[:examples]:
            text = " ".join(articles[article]["text"].split())
            print(f"         {article}: {describe(article)}")
            print(f"           {text[:150]}")


def print_calibration(name: str, reports: Reports, gold: dict[str, Row]) -> None:
    """Of the articles with one report: how often it is right, by its confidence."""
    bins: dict[float, list[bool]] = defaultdict(list)
    for article, row in gold.items():
        news = news_of(reports[article])
        if len(news) != 1 or "killed" not in row:
            continue
        right = news[0].killed_best == row["killed"]
        if "wounded" in row:
            right = right and news[0].wounded_best == row["wounded"]
        bins[round(news[0].confidence, 1)].append(right)
    if not bins:
        return
    print(f"\n## {name}: confidence and share of reports with every figure right")
    for confidence in sorted(bins, reverse=True):
        members = bins[confidence]
        note = "" if len(members) >= _SMALLEST_BIN else "  (few)"
        print(f"  {confidence:.1f}  {sum(members) / len(members):.3f}  of {len(members)}{note}")


def print_sides(reports: Reports, gold: dict[str, Row]) -> None:
    """Killed by side, where the coder has it: civilians, security forces, insurgents."""
    print("\n## killed by side (predicted, coded, articles where all three are right)")
    exact = 0
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for article, row in gold.items():
        told = {"civilian": 0, "security": 0, "maoist": 0}
        for group in (g for r in news_of(reports[article]) for g in r.groups):
            told[side_of(group.actor_id, group.status)] += group.killed_best
        coded = {side: row[f"killed_{side}"] for side in told}
        exact += told == coded
        for side in told:
            totals[side, "told"] += told[side]
            totals[side, "coded"] += coded[side]
    for side in ("civilian", "security", "maoist"):
        print(f"  {side:10} {totals[side, 'told']:6} {totals[side, 'coded']:6}")
    print(f"  exact      {exact / len(gold):.4f} of {len(gold)}")


def side_of(actor_id: str | None, status: str) -> str:
    """The coder's side of a victim group."""
    state = ("gov-", "mil-", "pol-", "crpf", "bsf", "cobra", "greyhounds", "special-police")
    state_classes = ("soldiers", "police-officers", "security-personnel", "home-guards")
    if actor_id and (actor_id.startswith(state) or actor_id in state_classes):
        return "security"
    return "maoist" if status == "combatant" else "civilian"


def score(sets: Path, name: str, reports: Reports) -> str:
    """What the sets' own scorer prints."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for told in reports.values():
            out.writelines(json.dumps(report.to_dict()) + "\n" for report in told)
        out.flush()
        command = [sys.executable, str(sets / "score.py"), str(sets / name), out.name]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def evaluate(sets: Path, name: str, examples: int) -> None:
    """Print everything about one set."""
    articles = {row["article_id"]: row for row in rows(sets / name / "articles.jsonl")}
    reports = extract_all(articles.values())
    gold = gold_by_article(name, rows(sets / name / "gold.jsonl"))
    print(f"\n{score(sets, name, reports)}", end="")
    for figure in ("killed", "wounded"):
        if not all(figure in row for row in gold.values()):
            continue
        field = f"{figure}_best"
        classes = {
            article: label
            for article, row in gold.items()
            if (label := class_of_error(reports[article], row[figure], field)) is not None
        }
        print_errors(
            f"{name}: {figure}",
            articles,
            classes,
            lambda a, f=field, g=figure: (  # type: ignore[misc]
                f"told {sum(getattr(r, f) for r in news_of(reports[a]))}, coded {gold[a][g]}"
            ),
            examples,
        )
    print_calibration(name, reports, gold)
    if all("killed_maoist" in row for row in gold.values()):
        print_sides(reports, gold)


def main() -> int:
    """Run the command; 2 where the sets are absent."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="SET", default=list(SET_NAMES))
    parser.add_argument("--sets", type=Path, default=DEFAULT_SETS, help="folder of the sets")
    parser.add_argument("--examples", type=int, default=3, help="examples of each class of error")
    arguments = parser.parse_args()
    if not (arguments.sets / "score.py").exists():
        print(
            f"The evaluation sets are not there ({arguments.sets}). They are not part of the "
            "project; name their folder with --sets.",
            file=sys.stderr,
        )
        return 2
    for name in arguments.names:
        evaluate(arguments.sets, name, arguments.examples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
