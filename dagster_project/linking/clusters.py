"""From weighed pairs to incidents: reports that agree on average, never two of one article.

A chain ("A like B, B like C, A unlike C") is not one incident: two groups are joined only where the
mean weight of all pairs between them is high enough (average linkage, Sokal and Michener 1958), so
one pair that fits cannot carry many that do not.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# So far apart that no mean over a group is near: two reports of one article are two incidents.
_NEVER = 1e9
# Reports of one group that are clustered at once: their distances take 72 MB.
MAX_GROUP = 3_000


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
    n long; ``left``, ``right`` and ``weights`` the compared pairs. The result does not depend on
    the order of the pairs, and a group's incidents depend on that group alone.
    """
    inner = groups[left] == groups[right]
    left, right, weights = left[inner], right[inner], weights[inner]
    agreed = _agreed(articles, groups, left, weights, join_at)
    incidents = np.where(agreed[groups], groups, np.arange(len(articles)))
    disputed = ~agreed[groups[left]]
    left, right, weights = left[disputed], right[disputed], weights[disputed]
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
    if count > MAX_GROUP:
        return _cluster_in_parts(articles, left, right, weights, join_at, weight_of_uncompared)
    means = np.full((count, count), weight_of_uncompared)
    means[left, right] = weights
    means[right, left] = weights
    return _join(means, articles[:, None] == articles[None, :], join_at)


def _cluster_in_parts(
    articles: Integers,
    left: Integers,
    right: Integers,
    weights: Floats,
    join_at: float,
    weight_of_uncompared: float,
) -> Integers:
    """Cluster a large group part by part, and then the incidents of the parts as reports.

    The parts are runs of reports in the order of their ids. The mean weight between two incidents
    of parts is that of all their pairs.
    """
    count = len(articles)
    incidents = np.arange(count)
    part = np.arange(count) // MAX_GROUP
    for number in range(part[-1] + 1):
        start = number * MAX_GROUP
        members = slice(start, start + MAX_GROUP)
        inner = (part[left] == number) & (part[right] == number)
        incidents[members] = start + _cluster_group(
            articles[members],
            left[inner] - start,
            right[inner] - start,
            weights[inner],
            join_at,
            weight_of_uncompared,
        )
    names, nodes, sizes = np.unique(incidents, return_inverse=True, return_counts=True)
    if len(names) > MAX_GROUP:  # thousands of incidents in one chain: none spans two parts
        return incidents
    totals = np.full((len(names), len(names)), weight_of_uncompared) * np.outer(sizes, sizes)
    for a, b in ((left, right), (right, left)):
        np.add.at(totals, (nodes[a], nodes[b]), weights - weight_of_uncompared)
    told = csr_matrix(
        (np.ones(count), (nodes, np.unique(articles, return_inverse=True)[1])),
    )
    share_an_article = (told @ told.T).toarray() > 0
    joined = _join(totals / np.outer(sizes, sizes), share_an_article, join_at)
    named: Integers = names[joined][nodes]
    return named


def _join(means: Floats, excluded: npt.NDArray[np.bool_], join_at: float) -> Integers:
    """Join rows by average linkage where their mean weight is high enough and none are excluded."""
    distances = np.where(excluded, _NEVER, -means)
    condensed = distances[np.triu_indices(len(means), 1)]
    if not len(condensed):
        return np.zeros(1, np.int64)
    # linkage() asks for distances, which are not negative; a shift changes no mean's order.
    shift = condensed.min()
    labels = fcluster(
        linkage(condensed - shift, method="average"), -join_at - shift, criterion="distance"
    )
    return _named_by_smallest(labels)


def _named_by_smallest(labels: npt.NDArray[np.integer]) -> Integers:
    """Label each by the first position that has the same label."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    named: Integers = first[inverse].astype(np.int64)
    return named


def _agreed(
    articles: Integers, groups: Integers, left: Integers, weights: Floats, join_at: float
) -> npt.NDArray[np.bool_]:
    """Which groups, by name, are one incident without more ado: every pair in them fits.

    Most are; they need no clustering, which would find the same.
    """
    count = len(groups)
    sizes = np.bincount(groups, minlength=count)
    fitting = np.bincount(groups[left], weights >= join_at, minlength=count)
    order = np.lexsort((articles, groups))
    repeated = (np.diff(articles[order]) == 0) & (np.diff(groups[order]) == 0)
    share_an_article = np.zeros(count, np.bool_)
    share_an_article[groups[order][1:][repeated]] = True
    whole: npt.NDArray[np.bool_] = (fitting == sizes * (sizes - 1) // 2) & ~share_an_article
    return whole


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
