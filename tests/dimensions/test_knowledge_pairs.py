"""The same-scenario cosine and its baseline, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dimensions.knowledge_pairs import scenario_cosine

X, Y = (1.0, 0.0), (0.0, 1.0)


def cosine(real, simulated):
    """``real``: (vector, scenario, domain) …; ``simulated``: (vector, scenario) …"""
    return scenario_cosine(
        np.array([vector for vector, _, _ in real]).reshape(-1, 2),
        np.array([vector for vector, _ in simulated]).reshape(-1, 2),
        [scenario for _, scenario, _ in real],
        [scenario for _, scenario in simulated],
        [domain for _, _, domain in real],
    )


def test_by_hand():
    # a: simulated X against real X -> 1; against the domain's other, b = Y -> 0
    # b: simulated X against real Y -> 0; against a = X -> 1
    found = cosine([(X, "a", "m"), (Y, "b", "m"), (X, "c", "n")], [(X, "a"), (X, "b")])
    assert (found.same, found.baseline, found.scenarios) == (0.5, 0.5, 2)
    assert found.gains == (1.0, -1.0)


def test_other_domains_stay_out_of_the_baseline():
    found = cosine([(X, "a", "m"), (Y, "b", "m"), (X, "c", "n")], [(X, "a")])
    assert (found.same, found.baseline) == (1.0, 0.0)


def test_dialogues_of_one_scenario_count_once():
    # real a: X and Y, mean (.5, .5); its simulated runs X, X; b alone decides the baseline
    found = cosine([(X, "a", "m"), (Y, "a", "m"), (Y, "b", "m")], [(X, "a"), (X, "a")])
    assert found.same == 0.5
    assert found.baseline == 0.0
    assert found.scenarios == 1


def test_no_second_scenario_no_baseline():
    found = cosine([(X, "a", "m")], [(X, "a")])
    assert found.same == 1.0
    assert found.baseline is None
    assert found.gains == ()


@pytest.mark.parametrize("simulated", [[], [(X, "z")], [(X, None)]])
def test_no_shared_scenario_is_undefined(simulated):
    assert cosine([(X, "a", "m"), (Y, None, "m")], simulated) is None


@given(st.permutations(range(4)))
def test_order_changes_nothing(order):
    real = [(X, "a", "m"), (Y, "b", "m"), ((0.6, 0.8), "c", "m"), ((0.8, 0.6), "d", "m")]
    simulated = [(Y, "a"), (X, "b"), (X, "c"), (Y, "d")]
    found = cosine([real[i] for i in order], [simulated[i] for i in reversed(order)])
    expected = cosine(real, simulated)
    assert found.same == pytest.approx(expected.same, abs=1e-12)
    assert found.baseline == pytest.approx(expected.baseline, abs=1e-12)
