"""Correlations of surface features over pairs: known answers, intervals, degenerate sides."""

from __future__ import annotations

from math import atanh, sqrt, tanh

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from tests.compare.made_profiles import profile
from usergap.compare.partners.surface_correlations import (
    spearman,
    spearman_interval,
    surface_correlations,
)

WORDS = {"words": ("words", None, 1.0)}
PER_TURN = {"words per turn": ("words", "turns", 1.0)}


def _side(words: list[int], turns: list[int] | None = None, **fields: object):
    turns = turns or [1] * len(words)
    return profile(
        [
            {"pair": f"s{at}", "words": count, "turns": number, **fields}
            for at, (count, number) in enumerate(zip(words, turns, strict=True))
        ]
    )


def test_known_answer() -> None:
    # x = 1..5 and y = 2, 1, 4, 3, 5: deviations (-2, -1, 0, 1, 2) and (-1, -2, 1, 0, 2),
    # products 2 + 2 + 0 + 0 + 4 = 8, both sums of squares 10: r = .8; ranks alike: rho = .8.
    (row,) = surface_correlations(_side([1, 2, 3, 4, 5]), _side([2, 1, 4, 3, 5]), WORDS)
    assert row.r == pytest.approx(0.8, abs=1e-12)
    assert row.rho == pytest.approx(0.8, abs=1e-12)
    assert (row.n, row.units, row.real, row.simulated) == (5, 5, 3.0, 3.0)
    reach = 1.959963984540054 / sqrt(2)  # n - 3 = 2
    assert (row.low, row.high) == pytest.approx(
        (tanh(atanh(0.8) - reach), tanh(atanh(0.8) + reach))
    )
    wider = reach * sqrt(1.32)  # 1 + .8^2 / 2
    assert row.rho_low == pytest.approx(tanh(atanh(0.8) - wider))


def test_a_ratio_is_taken_dialogue_by_dialogue() -> None:
    real = _side([10, 20, 30, 5], [1, 2, 3, 1])  # 10, 10, 10, 5 words a turn
    simulated = _side([4, 4, 4, 8], [2, 2, 2, 8])  # 2, 2, 2, 1
    (row,) = surface_correlations(real, simulated, PER_TURN)
    assert row.r == pytest.approx(1.0)
    assert (row.real, row.simulated) == (8.75, 1.75)


def test_a_constant_side_has_no_correlation() -> None:
    (row,) = surface_correlations(_side([3, 3, 3, 3]), _side([1, 2, 3, 4]), WORDS)
    assert (row.r, row.low, row.high, row.rho, row.rho_low) == (None,) * 5
    assert row.n == 4


def test_missing_values_and_columns_leave_pairs_out() -> None:
    real, simulated = _side([1, 2, 3, 4]), _side([1, 2, 3, 4])
    (row,) = surface_correlations(real, simulated, {"mtld": ("mtld", None, 1.0)})
    assert (row.n, row.r, row.real) == (0, None, None)
    (ratio,) = surface_correlations(_side([1, 2, 3, 4], [0, 1, 1, 1]), simulated, PER_TURN)
    assert ratio.n == 3


def test_pairs_of_one_conversation_widen_the_interval() -> None:
    words = [1, 5, 2, 8, 3, 9, 4, 7]
    alone = surface_correlations(_side(words), _side(words[::-1]), WORDS)[0]
    rows = [{"pair": f"s{at}", "words": x, "group": at // 2} for at, x in enumerate(words)]
    joined = surface_correlations(profile(rows), _side(words[::-1]), WORDS)[0]
    assert (alone.units, joined.units) == (8, 4)
    assert joined.r == alone.r
    assert joined.low < alone.low
    assert joined.high > alone.high


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=30))
def test_spearman_is_scipys(pairs: list[tuple[int, int]]) -> None:
    x, y = np.array(pairs, np.float64).T
    found = spearman(x, y)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        assert found is None
    else:
        assert found == pytest.approx(float(spearmanr(x, y).statistic), abs=1e-9)


def test_spearman_interval_ends() -> None:
    assert spearman_interval(0.5, 3) is None
    assert spearman_interval(1.0, 10) is None
    assert spearman_interval(-1.0, 10) is None
    low, high = spearman_interval(0.0, 103) or (0.0, 0.0)
    assert high == pytest.approx(tanh(0.1959963984540054))  # z / sqrt(100)
    assert low == -high


def test_fishers_interval_covers_correlated_pairs() -> None:
    rng = np.random.default_rng(5)
    covered = 0
    for _ in range(300):
        real = rng.normal(size=40)
        simulated = 0.6 * real + 0.8 * rng.normal(size=40)
        sides = [
            profile([{"pair": f"s{at}", "fk_grade": float(x)} for at, x in enumerate(side)])
            for side in (real, simulated)
        ]
        (row,) = surface_correlations(*sides, {"grade": ("fk_grade", None, 1.0)})
        covered += row.low <= 0.6 <= row.high
    assert covered >= 0.95 * 300 - 3 * sqrt(300 * 0.95 * 0.05)
