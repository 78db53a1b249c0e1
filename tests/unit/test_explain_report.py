"""What `explain` prints: reasons in words, and texts that others wrote."""

import io
from typing import Any

import pytest
from rich.console import Console

from dagster_project.explain_report import highlighted, print_explanation, reason
from dagster_project.publishing.drill_down import Explanation, add_up

FIGURES = {
    f"{prefix}{what}_{end}": 0
    for prefix in ("", "incident_")
    for what in ("killed", "wounded")
    for end in ("low", "best", "high")
}


def report(source: str, outcome: str, low: int, best: int, high: int | None) -> dict[str, Any]:
    return FIGURES | {
        "source": source,
        "published_at": "2024-01-02",
        "title": None,
        "url": None,
        "is_counted": outcome not in ("superseded", "background"),
        "killed_outcome": outcome,
        "wounded_outcome": outcome,
        "killed_low": low,
        "killed_best": best,
        "killed_high": high,
        "quotes": [],
    }


def incident(*reports: dict[str, Any], figures: tuple[int, int, int | None]) -> dict[str, Any]:
    low, best, high = figures
    own = {"killed_low": low, "killed_best": best, "killed_high": high}
    return (
        FIGURES
        | own
        | {f"incident_{name}": value for name, value in own.items()}
        | {
            "incident_id": "inc-1",
            "date_start": None,
            "date_end": None,
            "date_precision": "unknown",
            "place": None,
            "admin1_name": "Homs",
            "country_name": "Syria",
            "method": "ied",
            "attribution": "unknown",
            "perpetrator_name": "Unknown",
            "victim_names": ["Unknown"],
            "corrections": [],
            "reports": list(reports),
        }
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            incident(report("A", "won", 3, 3, 3), figures=(3, 3, 3)),
            "3 killed: told by A, 2024-01-02, the only report that counts.",
        ),
        (
            incident(
                report("A", "won", 3, 3, 3), report("B", "agrees", 3, 3, 3), figures=(3, 3, 3)
            ),
            "3 killed: all 2 sources that count tell it; A, 2024-01-02 has it last.",
        ),
        (
            incident(
                report("A", "won", 3, 3, 3),
                report("B", "agrees", 3, 3, 3),
                report("C", "outvoted", 2, 2, None),
                report("A", "superseded", 9, 9, 9),
                figures=(2, 3, None),
            ),
            "3 killed: 2 of 3 sources that count tell it; A, 2024-01-02 won. At least 2: C, "
            "2024-01-02. No ceiling: C, 2024-01-02 gives none.",
        ),
        (
            incident(
                report("A", "won", 3, 3, 3), report("B", "larger", 5, 5, 5), figures=(3, 3, 5)
            ),
            "3 killed: 1 of 2 sources that count tell it; A, 2024-01-02 won, the smaller of one "
            "day. At most 5: B, 2024-01-02.",
        ),
        (incident(report("A", "won", 0, 0, 0), figures=(0, 0, 0)), ""),
    ],
)
def test_why_a_figure_won(told: dict[str, Any], expected: str) -> None:
    assert reason(told, "killed") == expected


def test_a_high_without_a_ceiling_leaves_the_sum_without_one() -> None:
    rows = [
        incident(report("A", "won", 1, 2, None), figures=(1, 2, None)),
        incident(report("A", "won", 3, 3, 3), figures=(3, 3, 3)),
    ]
    total = add_up(rows)
    assert (total["killed_low"], total["killed_best"], total["killed_high"]) == (4, 5, None)
    assert add_up([])["killed_high"] == 0


def test_numbers_are_bold_and_years_are_not() -> None:
    text = highlighted("In 2024 twenty-one people, 1,200 said")
    assert [text.plain[s.start : s.end] for s in text.spans] == ["twenty-one", "1,200"]


def test_what_an_article_says_cannot_paint_the_terminal() -> None:
    bad = "[red]5[/red] \x1b[2Jdead\u202e\n[/bold]"
    told = report(bad, "won", 5, 5, 5) | {
        "title": bad,
        "url": f"https://x.example/{bad}",
        "quotes": [{"quote": bad}],
    }
    incidents = [incident(told, figures=(5, 5, 5))]
    shown = io.StringIO()
    cell = dict.fromkeys(
        ("month", "actor", "actor_group", "role", "region", "method", "status", "incident")
    )
    print_explanation(
        Console(file=shown, width=80),
        Explanation(cell, {"incident_count": 1, **add_up(incidents)}, incidents, []),
    )
    assert "\x1b" not in shown.getvalue()
    assert "\u202e" not in shown.getvalue()
    assert '"[red]5[/red] [2Jdead [/bold]"' in shown.getvalue()
    assert all(len(line) <= 80 for line in shown.getvalue().splitlines() if "https://" not in line)
