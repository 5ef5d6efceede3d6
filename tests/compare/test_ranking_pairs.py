import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.compare.ranking.pairs import (
    judge_pairs,
    rank_ranges,
    separated,
    small_sample,
    ties,
)


def replicates(means, spreads, shared=1.0, runs=4000, seed=0):
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 1, (runs, len(means))) * spreads
    return np.array(means) + noise + shared * rng.normal(0, 1, (runs, 1))


def test_what_simulators_share_cancels():
    scores = np.array([1.0, 2.0])
    judged = judge_pairs(scores, scores, replicates(scores, [0.1, 0.1], shared=5), 10**6)
    # the difference has SD sqrt(.02) = .141, and 1.96 of that are .277
    assert judged.difference[0] == -1
    assert judged.high[0] - judged.low[0] == pytest.approx(2 * 0.277, rel=0.05)
    assert judged.p[0] < 0.001


def test_the_critical_point_of_three_equal_pairs():
    # Tukey's studentised range for three means: 3.31 / sqrt(2) = 2.34 SD of a difference
    scores = np.zeros(3)
    judged = judge_pairs(scores, scores, replicates(scores, [1, 1, 1], runs=40000), 10**6)
    assert judged.high[0] / np.sqrt(2) == pytest.approx(2.34, abs=0.05)
    assert (judged.p == 1).all()


def test_with_and_without_floors_both_ends_are_covered():
    scores, raw = np.array([1.0, 0.0]), np.array([1.0, 0.4])
    judged = judge_pairs(scores, raw, replicates(raw, [0.1, 0.1]), 10**6)
    assert judged.low[0] < 0.6 < 1.0 < judged.high[0]
    opposed = judge_pairs(-scores, raw, replicates(raw, [0.1, 0.1]), 10**6)
    assert opposed.p[0] == 1


def test_copies_are_equal():
    draws = replicates([1.0], [0.3]).repeat(2, axis=1)
    judged = judge_pairs(np.ones(2), np.ones(2), draws, 50)
    assert (judged.low[0], judged.high[0], judged.p[0]) == (0, 0, 1)


def test_few_groups_make_wider_intervals():
    # t(.975, 9) = 2.262 over 1.960
    assert small_sample(10) == pytest.approx(2.262 / 1.960, abs=0.001)
    assert small_sample(10**6) == pytest.approx(1, abs=1e-4)


def test_ranks_and_ties_by_hand():
    # a < c only: a and b, b and c cannot be told apart
    nearer = np.zeros((3, 3), bool)
    nearer[0, 2] = True
    assert rank_ranges(nearer) == [(1, 2), (1, 3), (2, 3)]
    assert ties(nearer, [0, 1, 2]) == [(0, 1), (1, 2)]
    assert ties(np.zeros((3, 3), bool), [2, 0, 1]) == [(2, 0, 1)]
    every = np.triu(np.ones((3, 3), bool), 1)
    assert ties(every, [0, 1, 2]) == []
    assert rank_ranges(every) == [(1, 1), (2, 2), (3, 3)]


@given(st.lists(st.booleans(), min_size=15, max_size=15))
def test_every_untold_pair_is_in_some_set_and_no_told_one(told):
    nearer = np.zeros((6, 6), bool)
    nearer[np.triu_indices(6, 1)] = told
    sets = ties(nearer, list(range(6)))
    for i in range(6):
        for j in range(i + 1, 6):
            assert any(i in group and j in group for group in sets) == (not nearer[i, j])
    for low, high in rank_ranges(nearer):
        assert 1 <= low <= high <= 6


def test_separated_reads_the_intervals():
    scores = np.array([3.0, 0.0, 3.1])
    judged = judge_pairs(scores, scores, replicates(scores, [0.3] * 3), 100)
    nearer = separated(judged, 3)
    assert nearer[1, 0]
    assert nearer[1, 2]
    assert not nearer[0, 2]
    assert not nearer[2, 0]
