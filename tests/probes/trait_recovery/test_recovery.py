"""Recovery: held-out roles, a planted trait and one that leaves no trace, correlations by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from usergap.probes.discrimination.ridge import Gram
from usergap.probes.trait_recovery.recovery import Recovery, area_of, correlation_of, recovery

ROLES = ["".join(levels) for levels in itertools.product("hl", repeat=4)]
"""Sixteen roles of four traits; eight have each level of the first."""


def planted(effect, each=10, seed=0):
    """Rows whose first column shows the first trait; the others show the role alone."""
    rng = np.random.default_rng(seed)
    roles = [role for role in ROLES for _ in range(each)]
    high = np.array([role[0] == "h" for role in roles])
    own = np.array([[role == other for other in ROLES] for role in roles], float)
    x = np.column_stack([effect * (2 * high - 1) + rng.normal(size=high.size), own])
    ids = [f"{i:03}" for i in range(len(roles))]
    return recovery(Gram.of(x, scale=True), high, roles, np.arange(high.size), ids, seed=seed), high


def test_a_planted_trait_is_recovered_in_roles_that_were_not_seen():
    found, _ = planted(2.0)
    assert found.by_role
    assert np.unique(found.block).size == len(ROLES)
    assert found.area > 0.9
    assert found.p < 0.05


def test_what_marks_a_role_alone_recovers_no_trait():
    # Folds by role: the roles' own columns, which tell all within, tell nothing of a new role.
    areas = [planted(0.0, seed=seed)[0].area for seed in range(5)]
    assert np.mean(areas) < 0.6
    assert planted(0.0)[0].p > 0.05


def test_too_few_roles_fall_back_to_groups():
    rng = np.random.default_rng(1)
    high = np.arange(40) % 2 == 0
    x = np.column_stack([high + 0.1 * rng.normal(size=40), rng.normal(size=40)])
    roles = ["h" if side else "l" for side in high]
    ids = [f"{i:02}" for i in range(40)]
    found = recovery(Gram.of(x, scale=True), high, roles, np.arange(40), ids, seed=0)
    assert not found.by_role
    assert found.area == 1
    assert found.p < 0.05
    weights = np.ones((1, 40))
    assert area_of(found, high)(weights, weights)[0] == 1


def made(scores):
    n = len(scores)
    return Recovery(np.array(scores, float), np.zeros(n, int), np.arange(n), True, 0.5, 1.0)


def test_correlations_by_hand():
    one = np.ones((1, 4))
    # Deviations (-1, 1, -1, 1) / 2 apart and (-3, -1, 1, 3): r = 4 / sqrt(4 * 20) = 1 / sqrt 5
    r = correlation_of(made([0, 1, 0, 1]), np.array([1.0, 3, 5, 7]))
    assert r(one, one)[0] == pytest.approx(1 / 5**0.5)
    # Within the first and the second pair they rise together.
    within = correlation_of(made([0, 1, 0, 1]), np.array([1.0, 3, 5, 7]), ["a", "a", "b", "b"])
    assert within(one, one)[0] == pytest.approx(1)


def test_weights_count_rows_as_often_and_no_spread_gives_no_value():
    r = correlation_of(made([0, 1, 3, 9]), np.array([0.0, 2, 6, 1]))
    assert r(np.ones((1, 4)), np.array([[1.0, 2, 1, 0]]))[0] == pytest.approx(1)
    assert np.isnan(r(np.ones((1, 4)), np.array([[0.0, 3, 0, 0]]))[0])
