import itertools

import numpy as np
import pytest

from tests.compare.made_profiles import profile
from usergap.compare.draws import generator
from usergap.compare.permutation import coins, p_value, permutations
from usergap.compare.sides import bring_together


def test_p_by_hand():
    # 2 of 4 permuted reach .5: (1 + 2) / (1 + 4)
    assert p_value(0.5, np.array([0.1, 0.5, 0.9, 0.2])) == pytest.approx(3 / 5)
    assert p_value(1.0, np.zeros(999)) == pytest.approx(1 / 1000)
    assert p_value(0.0, np.zeros(9)) == 1


def test_float_noise_counts_as_a_tie():
    value = 0.1 + 0.2
    assert p_value(value, np.full(99, 0.3)) == 1
    assert p_value(1e5 * value, np.full(99, 1e5 * 0.3)) == 1


def test_nothing_permuted_gives_no_p():
    assert p_value(1.0, np.array([np.nan])) is None
    assert p_value(1.0, np.array([np.nan, 2.0])) == 1


def assignments(real, other, replicates=400, paired=False):
    sides = bring_together(profile(real).table, profile(other).table, paired)
    chunks = list(permutations(sides, replicates, seed=0))
    left = np.concatenate([chunk.left for chunk in chunks])
    right = np.concatenate([chunk.right for chunk in chunks])
    assert ((left + right) == 1).all()
    return sides, left


def test_pairs_swap_as_a_whole():
    rows = [{"pair": f"s{at}", "words": at} for at in range(5)]
    runs = [{"pair": f"s{at % 5}", "words": 100 + at} for at in range(15)]
    sides, left = assignments(rows, runs, paired=True)
    real, other = left[:, sides.real_block], left[:, ~sides.real_block]
    assert (real + other == 1).all()  # blocks are ordered by unit on both sides
    assert real.mean() == pytest.approx(0.5, abs=0.06)
    # units swap independently: all 2 ** 5 patterns occur in 400 draws
    assert len({tuple(row) for row in real}) == 32


def test_unpaired_groups_keep_their_numbers():
    sides, left = assignments(
        [{"words": at} for at in range(7)], [{"words": 100 + at} for at in range(3)]
    )
    assert (left.sum(axis=1) == 7).all()
    assert left.mean(axis=0) == pytest.approx(np.full(10, 0.7), abs=0.1)
    assert len(sides.unit) == 10


def test_a_conversation_is_never_torn_apart():
    _, left = assignments(
        [{"group": at // 3, "words": at} for at in range(12)], [{"words": 99}, {"words": 98}]
    )
    assert left.shape[1] == 4 + 2
    assert (left.sum(axis=1) == 4).all()


def test_shared_scenarios_swap_among_pooled_groups():
    real = [{"pair": "a", "words": 1}, {"words": 2}, {"words": 3}]
    other = [{"pair": "a", "words": 4}, {"words": 5}]
    sides, left = assignments(real, other)
    shared = sides.spanning
    assert (left[:, shared].sum(axis=1) == 1).all()
    assert (left[:, ~shared].sum(axis=1) == 2).all()


def test_the_pooled_test_agrees_with_full_enumeration():
    """Mean difference of 4 against 3 numbers over all 35 assignments."""
    import pyarrow as pa

    from usergap.compare.distances import w1
    from usergap.compare.draws import observed
    from usergap.compare.number_statistic import NumberStatistic
    from usergap.compare.observations import observe
    from usergap.compare.replication import replicate
    from usergap.dimensions.words import WORDS

    real, other = [1, 5, 6, 9], [10, 12, 4]
    sides, _ = assignments([{"words": x} for x in real], [{"words": x} for x in other])
    statistic = NumberStatistic.of(observe(WORDS, pa.concat_tables(sides.table)), sides)
    value = statistic.distances(replicate([observed(sides)], {"x": statistic})["x"])[0]
    assert value == pytest.approx(w1(real, other))
    drawn = replicate(permutations(sides, 20_000, 0), {"x": statistic})["x"]
    pooled = np.array(real + other)
    exact = []
    for chosen in itertools.combinations(range(7), 4):
        rest = [at for at in range(7) if at not in chosen]
        exact.append(w1(pooled[list(chosen)], pooled[rest]))
    share = np.mean(np.array(exact) >= value - 1e-9)
    assert p_value(value, statistic.distances(drawn)) == pytest.approx(share, abs=0.012)


def test_coins_are_fair():
    drawn = coins(generator(0, "coins"), 1000, 37)
    assert drawn.dtype == np.bool_
    assert drawn.mean() == pytest.approx(0.5, abs=0.01)
