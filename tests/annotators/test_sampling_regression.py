"""Shares from few labels and a cheap predictor, taken for what it is worth."""

import numpy as np
import pytest

from usergap.annotators.sampling.estimates import prediction_powered, regression_powered


def test_a_known_answer():
    # Sample y = 1 0 1 1, f = 1 0 1 0, equal probabilities: where f = 1 y is 1, where f = 0
    # y is 1/2, so b0 = 1/2, b1 = 1/2. f is 1 in half of all 8 units: 1/2 + 1/2 · 1/2 = 3/4.
    # Residuals 0, -1/2, 0, 1/2, doubled as each unit makes half of its line's mean, over
    # p = 1/2 and N = 8: parts 0, -1/4, 0, 1/4, mean 0: error² = 4/3 · 2/16 = 1/6.
    gold, given = np.array([1.0, 0, 1, 1]), np.array([1.0, 0, 1, 0])
    every = np.repeat([0.0, 1.0], 4)
    rate = regression_powered(gold, given, np.full(4, 0.5), every, np.arange(4))
    assert rate.value == pytest.approx(0.75)
    assert rate.error == pytest.approx((1 / 6) ** 0.5)


def test_without_a_predictor_it_is_the_weighted_mean():
    # weights 1/p = 2, 4, 4: (2 · 1 + 4 · 0 + 4 · 1) / 10, whatever N is
    gold, p = np.array([1.0, 0, 1]), np.array([0.5, 0.25, 0.25])
    rate = regression_powered(gold, np.zeros(3), p, np.zeros(10), np.arange(3))
    assert rate.value == pytest.approx(0.6)


def test_a_perfect_predictor_leaves_only_what_no_draw_showed():
    gold = np.array([1.0, 0, 1, 0])
    rate = regression_powered(
        gold, gold, np.full(4, 0.1), np.repeat([0.0, 1.0], [30, 10]), np.arange(4)
    )
    assert rate.value == pytest.approx(0.25)
    assert rate.error == pytest.approx(0, abs=1e-9)
    assert rate.low < 0.25 < rate.high


def test_it_holds_the_truth_and_is_no_wider_than_either_way_alone():
    # 2,000 units; the predictor is right in 85 of 100 or tells nothing at all
    rng = np.random.default_rng(5)
    gold = (rng.random(2000) < 0.3).astype(float)
    good = np.where(rng.random(2000) < 0.85, gold, 1 - gold)
    useless = (rng.random(2000) < 0.5).astype(float)
    inclusion = np.where(rng.random(2000) < 0.5, 0.05, 0.2)
    for given in (good, useless):
        held, widths = 0, []
        for _ in range(300):
            at = np.flatnonzero(rng.random(2000) < inclusion)
            rows = (gold[at], given[at], inclusion[at], given, at)
            one, other = regression_powered(*rows), prediction_powered(*rows)
            none = regression_powered(gold[at], np.zeros(at.size), inclusion[at], 0 * given, at)
            held += one.low <= gold.mean() <= one.high
            widths.append([x.high - x.low for x in (one, other, none)])
        assert held / 300 > 0.92
        mine, difference, alone = np.mean(widths, axis=0)
        assert mine < difference
        assert mine < (0.85 * alone if given is good else 1.02 * alone)
