"""Statistics of weights: known answers and what must not change them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.probes.statistics import auroc, log_sd_ratio, mean_difference


def sides(real, simulated):
    """Weights of one replicate: 1 for the real items, then 1 for the simulated ones."""
    n, m = len(real), len(simulated)
    return (
        np.array([[1.0] * n + [0.0] * m]),
        np.array([[0.0] * n + [1.0] * m]),
    )


def test_a_difference_of_rates_counts_units_not_items():
    # real: 1 of 10 and 1 of 2 units = 2/12; simulated: 3 of 4 units
    statistic = mean_difference([1, 1, 3], [10, 2, 4])
    assert statistic(*sides([0, 1], [2]))[0] == pytest.approx(3 / 4 - 2 / 12, abs=1e-12)


def test_spread_is_compared_on_the_log_scale():
    # SDs: real (0, 4) -> 2, simulated (1, 3) -> 1: log(1/2)
    statistic = log_sd_ratio([0, 4, 1, 3])
    assert statistic(*sides([0, 0], [0, 0]))[0] == pytest.approx(math.log(0.5), abs=1e-12)


def test_ties_count_half_in_the_area():
    # simulated 2 against real 1, 2: above one, tied with one -> (1 + .5) / 2
    assert auroc([1, 2, 2])(*sides([0, 0], [0]))[0] == pytest.approx(0.75, abs=1e-12)


def test_a_side_without_weight_has_no_value():
    zero = np.zeros((1, 3))
    for statistic in (mean_difference([1, 2, 3]), auroc([1, 2, 3])):
        assert np.isnan(statistic(np.ones((1, 3)), zero)).all()


NUMBERS = st.lists(st.integers(-5, 5), min_size=2, max_size=12)


@given(NUMBERS, NUMBERS)
def test_the_area_is_what_pairwise_comparison_gives(real, simulated):
    told = auroc(real + simulated)(*sides(real, simulated))[0]
    pairs = [(s > r) + 0.5 * (s == r) for r in real for s in simulated]
    assert told == pytest.approx(sum(pairs) / len(pairs), abs=1e-12)


@given(NUMBERS, NUMBERS)
def test_weights_are_repetitions(real, simulated):
    values = [float(x) for x in real + simulated]
    one, other = sides(real, simulated)
    doubled = auroc(values * 2)(np.tile(one, 2), np.tile(other, 2))
    assert doubled == pytest.approx(auroc(values)(2 * one, 2 * other), abs=1e-12)


@given(NUMBERS, NUMBERS)
def test_swapping_the_sides_turns_the_sign(real, simulated):
    values = [float(x) for x in real + simulated]
    one, other = sides(real, simulated)
    for statistic, total in ((mean_difference(values), 0.0), (auroc(values), 1.0)):
        assert statistic(one, other)[0] == pytest.approx(total - statistic(other, one)[0], abs=1e-9)
