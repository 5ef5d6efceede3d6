"""The classifier: against plain ridge regression, folds by groups, areas within folds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.probes.discrimination.ridge import (
    PENALTY,
    Gram,
    area_within,
    folds_by,
    held_out_scores,
    refitted_areas,
)


def test_the_dual_is_ridge_regression():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(12, 4)), rng.choice([-1.0, 1.0], 12)
    train, test = np.arange(9), np.arange(9, 12)
    gram = Gram.of(x, scale=False)
    told = gram.products[np.ix_(test, train)] @ gram.solver(train)(y[train])
    # the primal solution with the same penalty, on centred rows
    a = x[train] - x[train].mean(axis=0)
    penalty = PENALTY * np.trace(a @ a.T) / 9 * 3
    w = np.linalg.solve(a.T @ a + penalty * np.eye(4), a.T @ (y[train] - y[train].mean()))
    assert told - told.mean() == pytest.approx(x[test] @ w - (x[test] @ w).mean(), abs=1e-9)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=30))
def test_a_group_is_in_one_fold_whatever_the_order(block):
    blocks = np.array(block)
    names = [f"{b}-{i}" for i, b in enumerate(block)]
    fold = folds_by(blocks, names, 3)
    assert all(np.unique(fold[blocks == b]).size == 1 for b in set(block))
    turned = folds_by(blocks[::-1], names[::-1], 3)
    assert turned[::-1].tolist() == fold.tolist()


def test_pairs_across_folds_do_not_count():
    # within folds the order is right; across them every simulated one scores below
    scores = np.array([10.0, 11, 0, 1])
    fold, simulated = np.array([0, 0, 1, 1]), np.array([False, True, False, True])
    statistic = area_within(scores, fold)
    assert statistic((~simulated)[None].astype(float), simulated[None].astype(float))[0] == 1


def test_many_sides_at_once_are_what_one_by_one_gives():
    rng = np.random.default_rng(2)
    gram = Gram.of(rng.normal(size=(40, 6)), scale=True)
    fold = np.arange(40) % 5
    sides = rng.random((40, 7)) < 0.5
    together = refitted_areas(gram, sides, fold)
    for place in range(7):
        side = sides[:, place]
        scores = held_out_scores(gram, side[:, None], fold)[:, 0]
        alone = area_within(scores, fold)((~side)[None].astype(float), side[None].astype(float))
        assert together[place] == pytest.approx(alone[0], abs=1e-12)


def test_noise_is_told_apart_by_chance_and_a_sign_always():
    rng = np.random.default_rng(1)
    areas = []
    for _ in range(60):
        x = rng.normal(size=(60, 5))
        simulated, fold = np.arange(60) % 2 == 1, np.arange(60) // 2 % 5
        areas.append(refitted_areas(Gram.of(x, scale=True), simulated[:, None], fold)[0])
    assert np.mean(areas) == pytest.approx(0.5, abs=3 * np.std(areas) / 60**0.5 + 0.01)
    x[:, 0] = np.where(simulated, 3, -3)
    scores = held_out_scores(Gram.of(x, scale=True), simulated[:, None], fold)[:, 0]
    assert scores[simulated].min() > scores[~simulated].max()
