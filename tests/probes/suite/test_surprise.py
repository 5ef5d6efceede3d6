"""Surprise: a narrow simulator is found narrow, a like one is not."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import wasserstein_distance

from usergap.compare import Verdict
from usergap.probes import probe_named, run_probes
from usergap.probes.suite.surprise import steps, transport

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
    found, figures = run(users("s", 2, ["the"] * 30 + ["word1"]))
    assert found.verdict is Verdict.DIFFERS
    assert figures["surprise.area"].value > 0.9
    assert figures["surprise.spread"].value < -0.7
    assert figures["surprise.level"].value > 0
    assert {curve.side for curve in found.measured.curves} == {"real", "bot"}


def test_between_like_sides_of_few_topics_the_test_keeps_its_level():
    # groups talk of one of two topics each, so what the reference learned decides on scores
    def said(rng, topic):
        return f"{topic}{rng.choice('xyz')} go"

    def side(rng, start):
        topics = rng.choices("ab", k=16)
        return tuple(
            talk(f"d{start + i}", said(rng, topic), said(rng, topic))
            for i, topic in enumerate(topics)
        )

    runs = 60
    rejected = 0
    for number in range(runs):
        rng = random.Random(number)
        (found,) = run_probes(
            [probe_named("surprise")], side(rng, 0), {"bot": side(rng, 16)}, replicates=100,
            seed=number,
        )  # fmt: skip
        rejected += {f.name: f for f in found.measured.figures}["surprise.distance"].p < 0.05
    assert rejected <= (0.05 + 3 * (0.05 * 0.95 / runs) ** 0.5) * runs


def test_users_of_the_same_kind_do_not_differ():
    found, figures = run(users("s", 3, VARIED))
    assert found.verdict is not Verdict.DIFFERS
    assert figures["surprise.area"].value == pytest.approx(0.5, abs=0.1)


def w1(one, other):
    values = np.array([*one, *other], float)
    points, sums = steps(values, np.arange(values.size), values.size)
    first, second = sums[: len(one)].sum(axis=0), sums[len(one) :].sum(axis=0)
    return transport(first[None], second[None], points)[0]


def test_the_distance_is_that_of_the_mean_for_a_shift():
    assert w1([1.0, 2, 5], [3.0, 4, 7]) == pytest.approx(2, abs=1e-12)


@given(st.lists(st.integers(-9, 9), min_size=1), st.lists(st.integers(-9, 9), min_size=1))
def test_the_distance_is_scipy_s(one, other):
    assert w1(one, other) == pytest.approx(wasserstein_distance(one, other), abs=1e-9)


def test_many_values_are_counted_on_steps_at_a_small_error():
    rng = np.random.default_rng(0)
    one, other = rng.normal(size=3000), 1.5 * rng.normal(size=2000) + 0.2
    assert w1(one, other) == pytest.approx(wasserstein_distance(one, other), abs=0.01)


def test_the_distance_stands_above_that_of_people_and_as_it_is():
    _, far = run(users("s", 2, ["the"]))
    assert far["surprise.distance"].low > 0
    assert far["surprise.distance"].p < 0.05
    _, near = run(users("s", 3, VARIED))
    found, plain = near["surprise.distance"], near["surprise.w1"]
    assert found.low <= 0 <= found.high
    assert plain.value > 0  # people are some way from people
    assert (plain.null, plain.verdict) == (None, Verdict.UNDEFINED)
    assert 0 < plain.beside[0].low < plain.beside[0].high
    assert plain.value < plain.beside[0].high  # two halves of people are farther apart


def test_densities_are_densities():
    found, _ = run(users("s", 3, VARIED))
    for curve in found.measured.curves:
        area = np.trapezoid(curve.y, curve.x)
        assert area == pytest.approx(1, abs=0.1)
