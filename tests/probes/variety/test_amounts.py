"""Variety at equal amounts: the error of a mean by formula, and intervals that cover."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.probes.finding import Figure
from usergap.probes.variety.amounts import log_ratio, side_of, variety_figure
from usergap.probes.variety.similarity import vendi

BLANK = Figure("x", "of {amount}", "log", None, margin=0.1)


def singles(count, start=0):
    places = list(range(start, start + count))
    return side_of(places, np.array(places), [f"d{i:04}" for i in places], [1] * count)


def test_the_error_is_that_of_a_mean_for_a_mean():
    # log of a mean of n: error = SD / (mean sqrt(n)); sides of 400 and 100, looked at by 100
    rng = np.random.default_rng(0)
    values = rng.exponential(size=500) + 3
    amount, _, error = log_ratio(
        singles(400), singles(100, 400), lambda order, n: float(values[order[:n]].mean()),
        10**9, np.random.default_rng(1),
    )  # fmt: skip
    assert amount == 100
    assert error == pytest.approx(1 / 4 * (1 / 400 + 1 / 100) ** 0.5, rel=0.2)


def test_groups_are_drawn_whole():
    # groups of two alike values: the error is that of half as many
    values = np.repeat(np.random.default_rng(0).exponential(size=100) + 3, 2)
    block = np.repeat(np.arange(100), 2)
    ids = [f"d{i:03}" for i in range(200)]
    sides = [
        side_of(list(range(a, b)), block[a:b], ids[a:b], [1] * (b - a))
        for a, b in ((0, 100), (100, 200))
    ]
    _, _, error = log_ratio(
        *sides, lambda order, n: float(values[order[:n]].mean()), 10**9, np.random.default_rng(1)
    )
    assert error == pytest.approx(1 / 4 * (2 / 50) ** 0.5, rel=0.25)


def test_the_order_of_members_changes_nothing():
    places = list(range(30))
    turned = places[::-1]
    told = []
    for order in (places, turned):
        side = side_of(order, np.array(order) // 2, [f"d{i:02}" for i in order], [1] * 30)
        told.append(side.order(np.random.default_rng(3)))
    assert told[0] == told[1]


def test_too_few_groups_give_no_figure():
    found = variety_figure(BLANK, singles(4), singles(40), lambda _o, _n: 1.0, 10**9, [0])
    assert found.value is None
    assert "needs 5 groups" in found.reason


def test_intervals_of_vendi_cover_where_resampling_with_copies_does_not():
    rng = np.random.default_rng(5)
    runs, n = 60, 60
    covered = copies = 0
    for run in range(runs):
        points = rng.normal(size=(2 * n, 6))
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        near = points @ points.T

        def score(order, amount, near=near):
            return vendi(near[np.ix_(order[:amount], order[:amount])])

        found = variety_figure(BLANK, singles(n), singles(n, n), score, 10**9, [run])
        covered += found.low <= 0 <= found.high
        assert found.title == f"of {n}"
        whole = np.arange(n).tolist()
        drawn = [score(rng.integers(n, size=n), n) for _ in range(60)]
        copies += np.quantile(drawn, 0.975) < score(whole, n)
    assert covered >= 0.88 * runs
    assert copies > 0.5 * runs  # the plain bootstrap's interval lies below the value itself
