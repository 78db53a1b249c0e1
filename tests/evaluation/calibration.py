"""Whether a higher confidence is right more often."""

from collections import defaultdict

from sets import Reports, Row, news_of

from dagster_project.records import IncidentReport

# Edges of the groups of confidence that are printed.
_EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
# A smaller group's share says little.
_FEW = 20


def labelled(
    name: str, reports: Reports, gold: dict[str, Row]
) -> list[tuple[IncidentReport, bool]]:
    """Each report that has casualties, with whether its figures are as coded.

    Where an article tells several incidents of the day and the coder gives one sum, each is right
    if the sum is; in ``muc`` each is right if the coder has an incident with both its figures.
    """
    found = []
    for article, row in gold.items():
        told = reports[article]
        if name == "muc":
            found += _labelled_incidents(told, row)
            continue
        news = [r for r in news_of(told) if r.killed_best or r.wounded_best]
        right = sum(r.killed_best for r in news) == row["killed"]
        if "wounded" in row:
            right = right and sum(r.wounded_best for r in news) == row["wounded"]
        found += [(report, right) for report in news]
    return found


def _labelled_incidents(told: list[IncidentReport], row: Row) -> list[tuple[IncidentReport, bool]]:
    todo = [(i["killed"], i["wounded"]) for i in row["incidents"] if i["counts_exact"]]
    found = []
    for report in (r for r in told if r.kind == "incident" and (r.killed_best or r.wounded_best)):
        figures = (report.killed_best, report.wounded_best)
        if figures in todo:
            todo.remove(figures)
            found.append((report, True))
        else:
            found.append((report, False))
    return found


def concordance(pairs: list[tuple[float, bool]]) -> float:
    """How often a right report has a higher confidence than a wrong one (ties half): 0.5 to 1."""
    right = sorted(c for c, is_right in pairs if is_right)
    wrong = sorted(c for c, is_right in pairs if not is_right)
    if not right or not wrong:
        return 0.5
    below = equal = first = last = 0
    for value in right:
        while first < len(wrong) and wrong[first] < value:
            first += 1
        last = max(last, first)
        while last < len(wrong) and wrong[last] == value:
            last += 1
        below, equal = below + first, equal + (last - first)
    return (below + equal / 2) / (len(right) * len(wrong))


def print_calibration(title: str, pairs: list[tuple[float, bool]]) -> None:
    """A table: the mean confidence of a group of reports, and the share of them that are right."""
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, is_right in pairs:
        groups[max(i for i, edge in enumerate(_EDGES) if edge <= confidence)].append(
            (confidence, is_right)
        )
    print(f"\n## {title}: confidence, and the share of reports with both figures right")
    print("  confidence    mean  right   reports")
    for i in sorted(groups, reverse=True):
        members = groups[i]
        mean = sum(c for c, _ in members) / len(members)
        share = sum(r for _, r in members) / len(members)
        note = "  (few)" if len(members) < _FEW else ""
        edge = f"{_EDGES[i]:.2f}-{min(1.0, _EDGES[i + 1]):.2f}"
        print(f"  {edge:11}  {mean:.3f}  {share:.3f}  {len(members):6}{note}")
    off = sum(abs(sum(c - r for c, r in members)) for members in groups.values()) / max(
        1, len(pairs)
    )
    print(f"  right before wrong in {concordance(pairs):.3f} of pairs; off by {off:.3f} on average")
