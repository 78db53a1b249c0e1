"""Short texts coded by hand under the codebook, and what the extractor makes of them.

The texts and their coding are tests/fixtures/codebook_cases.jsonl, our own wording. A case that is
known to fail says so in the file, and must fail: when a rule mends it, the mark goes.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from dagster_project.extraction import extract_article
from dagster_project.records import Article, CasualtyGroup, IncidentReport

CASES_FILE = Path(__file__).parents[1] / "fixtures" / "codebook_cases.jsonl"
# Key of the coding -> field of the report; the coding lists what the codebook allows.
ONE_OF = {
    "regions": "admin1_code",
    "geo_precisions": "geo_precision",
    "methods": "method",
    "attributions": "attribution",
}
EXACTLY = {"country": "country", "is_background": "is_background"}


def cases() -> Iterator[Any]:
    with CASES_FILE.open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            known = case.pop("is_known_to_fail", False)
            marks = [pytest.mark.xfail(strict=True, reason=case["topic"])] if known else []
            yield pytest.param(case, marks=marks, id=f"{case['id']} {case['topic']}")


@pytest.mark.parametrize("case", cases())
def test_what_the_codebook_says_of_a_text(case: dict[str, Any]) -> None:
    told = extract_article(
        Article(
            case["id"],
            case["text"],
            title=case.get("title"),
            published_at=case["published_at"],
            url=case.get("url"),
        )
    )
    reports = [report for report in told if report.kind == "incident"]
    if case.get("is_sum_only"):
        for figure in ("killed", "wounded"):
            total = sum(getattr(report, f"{figure}_best") for report in reports)
            assert total == sum(coded[figure][0][1] for coded in case["reports"])
        return
    assert agree(case["reports"], reports), [
        differences(coded, report) for coded in case["reports"] for report in reports
    ] or reports
    if "aggregates" in case:
        found = sorted(report.killed_best for report in told if report.kind == "aggregate")
        assert found == sorted(case["aggregates"])


def test_groups_add_up_to_the_figures_in_every_text() -> None:
    """Of aggregates too: a report whose groups do not add up is not loaded."""
    with CASES_FILE.open(encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    wrong = [
        (case["id"], report)
        for case in texts
        for report in extract_article(
            Article(
                case["id"],
                case["text"],
                title=case.get("title"),
                published_at=case["published_at"],
                url=case.get("url"),
            )
        )
        if sum(group.killed_best for group in report.groups) != report.killed_best
        or sum(group.wounded_best for group in report.groups) != report.wounded_best
    ]
    assert not wrong


def agree(coded: Sequence[dict[str, Any]], reports: Sequence[IncidentReport]) -> bool:
    """Whether each coded report is one of those found, and none is left over."""
    if len(coded) != len(reports):
        return False
    if not coded:
        return True
    return any(
        not differences(coded[0], report)
        and agree(coded[1:], [other for other in reports if other is not report])
        for report in reports
    )


def differences(coded: dict[str, Any], report: IncidentReport) -> dict[str, Any]:
    """What a report says otherwise than its coding: field -> what was found."""
    found: dict[str, Any] = {}
    for figure in ("killed", "wounded"):
        value = [getattr(report, f"{figure}_{end}") for end in ("low", "best", "high")]
        if value not in coded[figure]:
            found[figure] = value
    date = [report.date_start, report.date_end, report.date_precision]
    if coded.get("date", date) != date:
        found["date"] = date
    for key, field in ONE_OF.items():
        if key in coded and getattr(report, field) not in coded[key]:
            found[field] = getattr(report, field)
    for key, field in EXACTLY.items():
        if key in coded and getattr(report, field) != coded[key]:
            found[field] = getattr(report, field)
    if "perpetrators" in coded and not any(is_by(who, report) for who in coded["perpetrators"]):
        found["perpetrator"] = report.perpetrator_actor_id or report.perpetrator
    if "groups" in coded and not any(
        all(is_group(want, group) for want, group in zip(coded["groups"], order, strict=True))
        for order in permutations(report.groups)
        if len(order) == len(coded["groups"])
    ):
        found["groups"] = report.groups
    return found


def is_by(who: str | None, report: IncidentReport) -> bool:
    """An actor's id; ``~words``: a name that the dictionary lacks; None: nobody is named."""
    if who is None:
        return report.perpetrator_actor_id is None and report.attribution == "unknown"
    if who.startswith("~"):
        named = (report.perpetrator or "").lower()
        return report.perpetrator_actor_id is None and who[1:].lower() in named
    return report.perpetrator_actor_id == who


def is_group(coded: str, group: CasualtyGroup) -> bool:
    """``ids:statuses:killed:wounded``, where ids and statuses are divided by ``|``."""
    ids, statuses, killed, wounded = coded.split(":")
    return (
        str(group.actor_id) in ids.split("|")
        and group.status in statuses.split("|")
        and group.killed_best == int(killed)
        and group.wounded_best == int(wounded)
    )
