"""Surprise: a narrow simulator is found narrow, a like one is not."""

from __future__ import annotations

import random

import numpy as np
import pytest

from usergap.compare import Verdict
from usergap.probes import probe_named, run_probes
from usergap.probes.suite.surprise import _w1

from ..talks import talk


def users(name, seed, words, count=40):
    """Users that draw three words a turn out of ``words``."""
    rng = random.Random(seed)
    return tuple(
        talk(f"{name}{i}", *(" ".join(rng.choices(words, k=3)) for _ in range(3)))
        for i in range(count)
    )


VARIED = [f"word{i}" for i in range(60)] + ["the"] * 60


def run(simulated):
    (found,) = run_probes(
        [probe_named("surprise")], users("r", 1, VARIED), {"bot": simulated}, replicates=200
    )
    return found, {figure.name: figure for figure in found.measured.figures}


def test_text_of_one_kind_is_narrow_and_likely():
    found, figures = run(users("s", 2, ["the"]))
    assert found.verdict is Verdict.DIFFERS
    assert figures["surprise.area"].value > 0.9
    assert figures["surprise.spread"].value < -1
    assert figures["surprise.level"].value > 0
    assert {curve.side for curve in found.measured.curves} == {"real", "bot"}


def test_users_of_the_same_kind_do_not_differ():
    found, figures = run(users("s", 3, VARIED))
    assert found.verdict is not Verdict.DIFFERS
    assert figures["surprise.area"].value == pytest.approx(0.5, abs=0.1)


def test_the_distance_is_that_of_the_mean_for_a_shift():
    assert _w1(np.array([1.0, 2, 5]), np.array([3.0, 4, 7])) == pytest.approx(2, abs=1e-12)


def test_densities_are_densities():
    found, _ = run(users("s", 3, VARIED))
    for curve in found.measured.curves:
        area = np.trapezoid(curve.y, curve.x)
        assert area == pytest.approx(1, abs=0.1)
