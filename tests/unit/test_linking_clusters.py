"""From weighed pairs to incidents."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.linking import clusters
from dagster_project.linking.clusters import cluster, find_groups

Pairs = dict[tuple[int, int], float]


def clustered(count: int, pairs: Pairs, articles: list[int] | None = None) -> list[int]:
    left = np.array([a for a, _ in pairs], np.int64)
    right = np.array([b for _, b in pairs], np.int64)
    weights = np.array(list(pairs.values()), np.float64)
    incidents: list[int] = cluster(
        np.array(range(count) if articles is None else articles, np.int64),
        find_groups(count, left, right, weights, 0.0),
        left,
        right,
        weights,
        join_at=0.0,
        weight_of_uncompared=-6.0,
    ).tolist()
    return incidents


def test_nothing_compared_is_nothing_joined() -> None:
    assert clustered(3, {}) == [0, 1, 2]


def test_a_chain_is_cut_where_the_ends_exclude_each_other() -> None:
    assert clustered(3, {(0, 1): 8, (1, 2): 7, (0, 2): -9}) == [0, 0, 2]


def test_a_weak_dissent_is_outvoted() -> None:
    assert clustered(3, {(0, 1): 8, (1, 2): 7, (0, 2): -1}) == [0, 0, 0]


def test_one_pair_that_fits_does_not_carry_a_group() -> None:
    """Two firm groups of three, and one strong pair between them that others do not share."""
    firm = {(a, b): 10.0 for group in ((0, 1, 2), (3, 4, 5)) for a in group for b in group if a < b}
    assert clustered(6, {**firm, (2, 3): 9.0}) == [0, 0, 0, 3, 3, 3]


def test_two_reports_of_one_article_are_never_joined() -> None:
    pairs: Pairs = {(0, 1): 20, (1, 2): 20}
    assert clustered(3, pairs, [7, 8, 7]) == [0, 0, 2]
    assert clustered(2, {(0, 1): 20}, [7, 7]) == [0, 1]


@pytest.mark.parametrize("largest", [6, 8, 100])
def test_a_group_too_large_for_one_clustering_ends_the_same(
    largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two attacks of seven tellings each, mixed in the order of ids, and one pair between them."""
    monkeypatch.setattr(clusters, "MAX_GROUP", largest)
    pairs: Pairs = {
        (a, b): 9.0 if a % 2 == b % 2 else -9.0 for a in range(14) for b in range(a + 1, 14)
    }
    pairs[0, 1] = 5.0
    assert clustered(14, pairs) == [0, 1] * 7
    of_one_article = clustered(14, pairs, [*range(13), 1])
    assert of_one_article[13] != of_one_article[1]


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] < p[1]),
        st.floats(-20, 20, allow_nan=False),
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_pairs_does_not_matter(pairs: Pairs, random: object) -> None:
    items = list(pairs.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert clustered(9, pairs) == clustered(9, dict(items))
