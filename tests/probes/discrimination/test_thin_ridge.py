"""Few columns: the same scores and areas as in the dual form."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from usergap.probes.discrimination.ridge import Gram, held_out_scores, refitted_areas
from usergap.probes.discrimination.thin_ridge import ThinRidge, ridge_of


@pytest.mark.parametrize("scale", [False, True])
def test_scores_are_those_of_the_dual_form(scale):
    rng = np.random.default_rng(0)
    # columns of very unequal size, one constant, one that is the sum of two others
    x = rng.normal(size=(90, 6)) * [1e-3, 1, 1, 50, 1, 1] + 7
    x[:, 4], x[:, 5] = 3.0, x[:, 1] + x[:, 2]
    thin, dual = ridge_of(x, scale=scale), Gram.of(x, scale=scale)
    assert isinstance(thin, ThinRidge)
    train, test = np.arange(70), np.arange(70, 90)
    targets = rng.normal(size=(70, 3)) + 1
    told, expected = thin.told(test, train, targets), dual.told(test, train, targets)
    assert told == pytest.approx(expected, rel=1e-9, abs=1e-9 * np.abs(expected).max())


def test_areas_are_those_of_the_dual_form_also_where_rows_tie():
    rng = np.random.default_rng(1)
    # small whole numbers: many rows are alike, and must tie in both forms
    x = rng.integers(0, 3, size=(120, 4)).astype(float)
    fold, sides = np.arange(120) % 5, rng.random((120, 50)) < 0.5
    thin, dual = ridge_of(x, scale=True), Gram.of(x, scale=True)
    assert (held_out_scores(thin, sides, fold) == held_out_scores(dual, sides, fold)).all()
    assert (refitted_areas(thin, sides, fold) == refitted_areas(dual, sides, fold)).all()
    some = np.flatnonzero(rng.random(120) < 0.7)
    parts = thin.part(some), dual.part(some)
    found = [refitted_areas(part, sides[some], fold[some]) for part in parts]
    assert (found[0] == found[1]).all()


def test_a_view_without_spread_tells_nothing():
    fold, sides = np.arange(20) % 5, (np.arange(20) // 5 % 2 == 1)[:, None]
    assert refitted_areas(ridge_of(np.ones((20, 3)), scale=True), sides, fold)[0] == 0.5


def test_wide_and_sparse_views_stay_in_the_dual_form():
    x = np.random.default_rng(2).normal(size=(20, 11))
    assert isinstance(ridge_of(x, scale=True), Gram)
    assert isinstance(ridge_of(x[:, :10], scale=True), ThinRidge)
    assert isinstance(ridge_of(sparse.csr_matrix(x[:, :2]), scale=False), Gram)
