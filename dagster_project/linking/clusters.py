"""From weighed pairs to incidents: reports that agree on average, never two of one article.

A chain ("A like B, B like C, A unlike C") is not one incident: two groups are joined only where the
mean weight of all pairs between them is high enough (average linkage, Sokal and Michener 1958), so
one pair that fits cannot carry many that do not.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# So far apart that no mean over a group is near: two reports of one article are two incidents.
_NEVER = 1e9
# Reports of one group that are clustered at once: their distances take 72 MB.
MAX_GROUP = 3_000
_STRICTER = 2.0  # weight by which the bar is raised where a group is larger


def find_groups(
    count: int, left: Integers, right: Integers, weights: Floats, join_at: float
) -> Integers:
    """The group of each report 0 .. count-1: all that fitting pairs connect, over any number.

    A group is named by the smallest report in it.
    """
    fits = weights >= join_at
    graph = coo_matrix(
        (np.ones(int(fits.sum()), np.int8), (left[fits], right[fits])), shape=(count, count)
    )
    _, labels = connected_components(graph, directed=False)
    return _named_by_smallest(labels)


def cluster(
    articles: Integers,
    groups: Integers,
    left: Integers,
    right: Integers,
    weights: Floats,
    *,
    join_at: float,
    weight_of_uncompared: float,
) -> Integers:
    """The incident of each report 0 .. n-1, named by its smallest report.

    ``articles`` has the number of each report's article and ``groups`` its group (``find_groups``),
    n long; ``left``, ``right`` and ``weights`` the compared pairs. The result does not depend on the
    order of the pairs, and a group's incidents depend on that group alone.
    """
    incidents = np.arange(len(articles))
    inner = groups[left] == groups[right]
    left, right, weights = left[inner], right[inner], weights[inner]
    for members, pairs in _by_group(groups, left):
        names = _cluster_group(
            articles[members],
            np.searchsorted(members, left[pairs]),
            np.searchsorted(members, right[pairs]),
            weights[pairs],
            join_at,
            weight_of_uncompared,
        )
        incidents[members] = members[names]
    return incidents


def _cluster_group(
    articles: Integers,
    left: Integers,
    right: Integers,
    weights: Floats,
    join_at: float,
    weight_of_uncompared: float,
) -> Integers:
    """The incident of each report of one group, named by its smallest report."""
    count = len(articles)
    if count == 2:
        fits = articles[0] != articles[1] and weights.max() >= join_at
        return np.array([0, 0 if fits else 1])
    if count > MAX_GROUP:
        return _split(articles, left, right, weights, join_at, weight_of_uncompared)
    distances = np.full((count, count), -weight_of_uncompared)
    distances[left, right] = -weights
    distances[right, left] = -weights
    distances[articles[:, None] == articles[None, :]] = _NEVER
    condensed = distances[np.triu_indices(count, 1)]
    # linkage() asks for distances, which are not negative; a shift changes no mean's order.
    shift = condensed.min()
    labels = fcluster(
        linkage(condensed - shift, method="average"), -join_at - shift, criterion="distance"
    )
    return _named_by_smallest(labels)


def _split(
    articles: Integers,
    left: Integers,
    right: Integers,
    weights: Floats,
    join_at: float,
    weight_of_uncompared: float,
) -> Integers:
    """A group that is too large falls apart at a higher bar."""
    stricter = join_at + _STRICTER
    return cluster(
        articles,
        find_groups(len(articles), left, right, weights, stricter),
        left,
        right,
        weights,
        join_at=stricter,
        weight_of_uncompared=weight_of_uncompared,
    )


def _named_by_smallest(labels: npt.NDArray[np.integer]) -> Integers:
    """Label each by the first position that has the same label."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    named: Integers = first[inverse].astype(np.int64)
    return named


def _by_group(groups: Integers, left: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Of each group with pairs: its reports in order, and the positions of its pairs."""
    by_report = np.argsort(groups, kind="stable")
    by_pair = np.argsort(groups[left], kind="stable")
    pair_groups = groups[left][by_pair]
    names, pair_starts = np.unique(pair_groups, return_index=True)
    pair_ends = np.append(pair_starts, len(pair_groups))[1:]
    report_groups = groups[by_report]
    starts = np.searchsorted(report_groups, names, side="left")
    ends = np.searchsorted(report_groups, names, side="right")
    for start, end, first_pair, last_pair in zip(starts, ends, pair_starts, pair_ends, strict=True):
        yield by_report[start:end], by_pair[first_pair:last_pair]
