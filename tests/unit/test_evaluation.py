"""The evaluation command: what it calls an error, what calibrated means, and absent sets."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from calibration import concordance, labelled, print_calibration
from error_classes import of_day, of_figure, of_incidents, of_region

from dagster_project.extraction import extract_article
from dagster_project.records import Article, IncidentReport

ATTACK = "A bomb killed four farmers and wounded two in Kunduz on Monday."


def reports_of(text: str) -> list[IncidentReport]:
    return extract_article(Article(article_id="a", text=text, published_at="2023-05-18"))


@pytest.mark.parametrize(
    ("text", "coded", "label"),
    [
        (ATTACK, 4, None),
        (ATTACK, 5, "too few in one incident"),
        (ATTACK, 3, "too many in one incident"),
        (ATTACK, 0, "casualties where the coder has none"),
        ("The road was closed.", 4, "nothing found in the text"),
        (
            f"{ATTACK}\n\nIn March last year a bomb killed nine soldiers in Herat.",
            13,
            "too few in one incident",
        ),
        (
            "The war has killed 90,000 people since 2011.",
            90_000,
            "found, but taken for an aggregate",
        ),
    ],
)
def test_a_wrong_figure_has_a_class(text: str, coded: int, label: str | None) -> None:
    assert of_figure(reports_of(text), coded, "killed_best") == label


def test_a_wrong_day_has_a_class() -> None:
    told = reports_of(ATTACK)
    assert of_day(told, "2023-05-15", 0, is_day_known=True) is None
    assert of_day(told, "2023-05-16", 1, is_day_known=True) is None
    assert of_day(told, "2023-05-16", 0, is_day_known=True) == "the day before"
    assert of_day(told, "2023-05-14", 0, is_day_known=True) == "the day after"
    assert of_day(told, "2023-05-10", 0, is_day_known=True) == "some days off"
    assert of_day(told, "2022-01-01", 0, is_day_known=True) == "another time"


def test_a_wrong_region_has_a_class() -> None:
    told = reports_of(ATTACK)
    assert of_region(told, ["Kunduz Province"], ATTACK) is None
    assert of_region(told, ["Herat"], ATTACK) == (
        "another region; the coded one is not named in the text"
    )


def test_incidents_are_matched_one_by_one() -> None:
    coded = {"counts_exact": True, "date": "15 MAY 23", "killed": 4, "wounded": 2}
    told = reports_of(ATTACK)
    assert of_incidents(told, {"incidents": [coded]}) == {"right": 1}
    assert of_incidents(told, {"incidents": [coded, {**coded, "killed": 9}]}) == {
        "right": 1,
        "missed: nothing told": 1,
    }
    assert of_incidents(told, {"incidents": []}) == {
        "surplus: the coder has no incident in the story": 1
    }


def test_labels_follow_the_coding() -> None:
    told = {"a": reports_of(ATTACK)}
    assert [ok for _, ok in labelled("satp", told, {"a": {"killed": 4, "wounded": 2}})] == [True]
    assert [ok for _, ok in labelled("satp", told, {"a": {"killed": 4, "wounded": 3}})] == [False]


def test_concordance_counts_pairs_in_order_and_ties_half() -> None:
    assert concordance([(0.9, True), (0.1, False)]) == 1.0
    assert concordance([(0.1, True), (0.9, False)]) == 0.0
    assert concordance([(0.5, True), (0.5, False)]) == 0.5
    rng = random.Random(3)
    pairs = [(rng.randint(0, 9) / 10, rng.random() < 0.5) for _ in range(80)]
    right = [c for c, ok in pairs if ok]
    wrong = [c for c, ok in pairs if not ok]
    by_hand = sum((r > w) + (r == w) / 2 for r in right for w in wrong)
    assert concordance(pairs) == pytest.approx(by_hand / (len(right) * len(wrong)))


def test_calibration_prints_the_share_of_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    print_calibration("made", [(0.92, True)] * 30 + [(0.92, False)] * 10)
    out = capsys.readouterr().out
    assert "0.920  0.750      40" in out


def test_absent_sets_are_said_to_be_absent(tmp_path: Path) -> None:
    script = Path(__file__).parents[1] / "evaluation" / "evaluate.py"
    done = subprocess.run(
        [sys.executable, str(script), "--sets", str(tmp_path / "nowhere")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "not there" in done.stderr
