"""The pieces of training: exact held-out scores, folds by group, thresholds, errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scripts.train_annotators.cards import _ratio_error
from scripts.train_annotators.folds import FOLDS, folds
from scripts.train_annotators.matrix import LEAST_GROUPS, Matrix
from scripts.train_annotators.ridge import LAMBDA, fit, quantised
from scripts.train_annotators.thresholds import f1, probabilities, thresholds

from usergap.annotators.decoding import decode


@given(st.lists(st.integers(0, 8), min_size=1, max_size=40), st.integers(0, 5))
def test_a_group_is_in_one_fold(group, seed):
    found = folds(np.array(group), seed)
    assert np.all((found >= 0) & (found < FOLDS))
    for one in set(group):
        assert len(set(found[np.array(group) == one].tolist())) == 1


def problem(turns: int = 60, columns: int = 12):
    rng = np.random.default_rng(1)
    x = (rng.random((turns, columns)) < 0.3).astype(np.float32)
    dense = rng.normal(size=(turns, 3)).astype(np.float32)
    group = np.arange(turns) // 2
    seen = np.zeros((columns, turns // 2), dtype=np.float32)
    for row, column in zip(*np.nonzero(x), strict=True):
        seen[column, group[row]] = 1
    nothing = np.zeros(3, dtype=np.float32)
    matrix = Matrix(
        sparse.csr_matrix(x), dense, np.arange(columns), np.ones(columns, dtype=np.float32),
        nothing, nothing, sparse.csc_matrix(seen),
    )  # fmt: skip
    gold = (rng.random((turns, 2)) < 0.4).astype(np.float32)
    return matrix, gold, group


def test_held_out_scores_are_those_of_training_without_the_block():
    """The shortcut against the definition: solve again without the held-out rows."""
    matrix, gold, group = problem()
    kernel, weight = matrix.kernel(), np.linspace(0.5, 1, 60).astype(np.float32)
    train, inner = np.arange(60), folds(group, 3)
    _, held_out = fit(kernel, matrix, gold, weight, group, train, inner)
    mean = np.average(gold, axis=0, weights=weight)
    for fold in range(FOLDS):
        out, rest = np.flatnonzero(inner == fold), np.flatnonzero(inner != fold)
        system = kernel[np.ix_(rest, rest)] + np.diag(LAMBDA / weight[rest])
        expected = kernel[np.ix_(out, rest)] @ np.linalg.solve(system, gold[rest] - mean) + mean
        assert held_out[out] == pytest.approx(expected, abs=2e-4)


def test_rare_features_have_no_weight():
    matrix, gold, group = problem()
    seen = matrix.seen.tolil()
    seen[0] = 0
    seen[0, : LEAST_GROUPS - 1] = 1
    matrix = Matrix(*[*[getattr(matrix, x) for x in list(Matrix.__dataclass_fields__)[:-1]],
                      seen.tocsc()])  # fmt: skip
    weight = np.ones(60, dtype=np.float32)
    train = np.arange(60)
    model, _ = fit(matrix.kernel(), matrix, gold, weight, group, train, folds(group, 0))
    assert not model.sparse[0].any()
    assert model.sparse[1:].any(axis=1).all()


def test_rounding_keeps_weights_within_half_a_step():
    weights = np.random.default_rng(0).normal(size=(500, 3)).astype(np.float32)
    small, step = quantised(weights)
    assert np.abs(small * step - weights).max() <= 0.5001 * step.max()


def test_f1_by_hand():
    # 1 hit, 1 false, 1 missed: 2 * 1 / (2 + 2)
    given_ = np.array([[1], [1], [0], [0]], dtype=bool)
    gold = np.array([[1], [0], [1], [0]], dtype=bool)
    assert f1(given_, gold).tolist() == [0.5]


def test_thresholds_separate_what_can_be_separated():
    gold = np.zeros((100, 3), dtype=bool)
    gold[:30, 0], gold[30:50, 1], gold[50:, 2] = True, True, True
    score = gold + np.random.default_rng(0).normal(0, 0.1, gold.shape).astype(np.float32)
    cut = thresholds(score.astype(np.float32), gold, rest=2)
    assert f1(decode(score, cut, 2), gold).mean() > 0.97


def test_probabilities_have_the_right_mean_and_order():
    rng = np.random.default_rng(0)
    score = rng.normal(size=400).astype(np.float32)
    gold = rng.random(400) < 1 / (1 + np.exp(-2 * score))
    found = probabilities(score, gold)
    assert found.mean() == pytest.approx(gold.mean(), abs=0.01)
    assert np.all(np.diff(found[np.argsort(score)]) >= 0)


def test_ratio_error_by_hand():
    # three groups of one unit, hits 1, 0, 1: p = 2/3, residuals 1/3, -2/3, 1/3
    # sum of squares 6/9; factor 3/2; divided by 3 units: sqrt(1) / 3
    hits, units = np.array([1.0, 0, 1]), np.ones(3)
    assert _ratio_error(hits, units, np.arange(3)) == pytest.approx(1 / 3)
    assert _ratio_error(hits, np.zeros(3), np.arange(3)) == 0
