"""Trials: pass^k exactly, and what counts as a success."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from usergap.probes.task_outcomes.trials import fewest, outcome, pass_k, powers, tasks

from ..talks import talk


@pytest.mark.parametrize("n", range(1, 11))
def test_pass_k_is_the_share_of_draws_that_all_succeed(n):
    for c in range(n + 1):
        trials = [True] * c + [False] * (n - c)
        for k in range(1, n + 1):
            draws = list(combinations(trials, k))
            expected = Fraction(sum(map(all, draws)), len(draws))
            assert pass_k(c, n, k) == pytest.approx(float(expected), abs=1e-15)


@pytest.mark.parametrize(("c", "n", "k"), [(3, 2, 1), (-1, 2, 1), (1, 2, 0), (1, 2, 3)])
def test_what_cannot_be_is_refused(c, n, k):
    with pytest.raises(ValueError, match="expected 0 <= c <= n"):
        pass_k(c, n, k)


def test_an_outcome_is_a_reward_of_one_and_nothing_else():
    told = [{"reward": 1.0}, {"reward": 0.5}, {"success": True}, {"reward": "1"}, {}]
    assert [outcome(talk("d", "x", extra=extra)) for extra in told] == [
        True, False, True, None, None
    ]  # fmt: skip


def test_tasks_are_scenarios_and_only_known_outcomes_count():
    told = [("a", "x", 1), ("b", "x", 0), ("c", "y", 1), ("d", "y", None), ("e", None, 1)]
    dialogues = [
        talk(name, "hi", scenario_id=task, extra={} if reward is None else {"reward": reward})
        for name, task, reward in told
    ]
    found = tasks(dialogues, np.array([0, 0, 1, 1, 2]))
    assert {name: each.solved.tolist() for name, each in found.items()} == {
        "e": [True], "x": [True, False], "y": [True]
    }  # fmt: skip
    assert fewest(found) == 1
    assert powers(found, 1).tolist() == [1.0, 0.5, 1.0]
