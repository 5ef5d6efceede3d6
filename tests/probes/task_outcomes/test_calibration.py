"""Calibration error by hand, and its excess: 0 between people, found where it is."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.probes.task_outcomes.calibration import cut, error, excess_error, relabelled
from usergap.probes.task_outcomes.trials import Task


def pairs(rng, count, real, simulated, trials=4):
    """Tasks of random difficulty, tried by both sides; ``simulated`` maps the success rate."""
    made = []
    for place in range(count):
        rate = rng.beta(0.6, 0.6)
        made.append((
            Task(place, rng.random(real) < rate),
            Task(place, rng.random(trials if simulated else real) < (simulated or float)(rate)),
        ))  # fmt: skip
    return made


def test_the_error_by_hand():
    # bins: two tasks at .1 and one at 1; told .3 and .1 (mean apart .1), and .4 (apart .6)
    difficulty, told = np.array([0.1, 0.1, 1.0]), np.array([0.3, 0.1, 0.4])
    assert error(difficulty, told, np.ones((1, 3)))[0] == pytest.approx((0.2 + 0.6) / 3)
    # a task that is drawn twice counts twice
    twice = error(difficulty, told, np.array([[1.0, 0, 2]]))[0]
    assert twice == pytest.approx((0.2 + 2 * 0.6) / 3)


def test_the_excess_is_0_on_average_between_people_and_the_error_is_not():
    rng = np.random.default_rng(0)
    plain, above, p = [], [], []
    for _ in range(150):
        made = pairs(rng, 30, 4, None)
        rates = [np.array([pair[side].solved.mean() for pair in made]) for side in (0, 1)]
        one = np.ones((1, len(made)))
        plain.append(error(*rates, one)[0])
        above.append(excess_error(cut(made, rng), one)[0])
        under = relabelled(made, 100, rng)
        p.append((1 + (np.abs(under) >= abs(above[-1]) - 1e-12).sum()) / 101)
    assert abs(np.mean(above)) < 3 * np.std(above) / 150**0.5
    assert np.mean(plain) > 10 * np.std(plain) / 150**0.5
    assert np.mean(np.array(p) < 0.05) <= 0.05 + 3 * (0.05 * 0.95 / 150) ** 0.5


def test_users_who_make_every_task_alike_are_found():
    rng = np.random.default_rng(1)
    made = pairs(rng, 60, 8, lambda _rate: 0.5, trials=8)
    found = excess_error(cut(made, rng), np.ones((1, 60)))[0]
    assert found > 0.1
    assert found > np.quantile(relabelled(made, 200, rng), 0.99)
