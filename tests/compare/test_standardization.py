import numpy as np
import pytest

from tests.compare.made_profiles import profile
from usergap.compare.permutation import permutations
from usergap.compare.sides import bring_together
from usergap.compare.standardization import (
    effective_groups,
    keep_shared,
    mix_difference,
    standardize,
)


def rows(**counts):
    return profile([{"domain": x, "words": at} for x, n in counts.items() for at in range(n)]).table


def test_mix_difference_by_hand():
    # shares .5, .5 against .75, .25: TVD .25
    assert mix_difference(rows(a=2, b=2), rows(a=3, b=1)) == 0.25
    assert mix_difference(rows(a=2), profile([{"domain": None}]).table) is None


def test_domains_of_one_side_only_are_left_out():
    real, other = keep_shared(rows(a=2, b=3), rows(b=4, c=5))
    assert (real.num_rows, other.num_rows) == (3, 4)


def test_simulated_rows_get_the_real_mix():
    # real .5, .5; simulated .75, .25: weights .5 / .75 and .5 / .25
    sides = standardize(bring_together(rows(a=2, b=2), rows(a=3, b=1), False))
    weights = dict(zip(sides.table[1]["domain"].to_pylist(), sides.weight[4:], strict=True))
    assert weights == {"a": pytest.approx(2 / 3), "b": pytest.approx(2)}
    assert (sides.weight[:4] == 1).all()
    # Kish: (3 * 2/3 + 2) ** 2 / (3 * 4/9 + 4) = 16 / 5.33 = 3
    assert effective_groups(sides, sides.weight) == 3


def test_permutations_stay_within_domains():
    sides = standardize(bring_together(rows(a=4, b=2), rows(a=2, b=3), False))
    for chunk in permutations(sides, 100, 0):
        for stratum, real in ((0, 4), (1, 2)):
            assert (chunk.left[:, sides.stratum == stratum].sum(axis=1) == real).all()
        assert np.ptp(chunk.left, axis=0).all()  # every block moves
