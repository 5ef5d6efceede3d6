"""Figures held against chance: p by hand, and how far an interval goes."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.probes.chance import against_chance, at_edge, p_above
from usergap.probes.finding import Figure


def test_p_counts_values_as_large_and_leaves_out_what_has_none():
    under = np.array([0.4, 0.5, 0.6, 0.7, np.nan])
    assert p_above(0.6, under) == pytest.approx(3 / 5)
    assert p_above(0.9, under) == pytest.approx(1 / 5)


@pytest.mark.parametrize(
    ("p", "low", "high", "found"),
    [
        (0.01, 0.6, 0.8, (0.6, 0.8)),
        (0.2, 0.6, 0.8, (0.5, 0.8)),
        (0.2, 0.3, 0.4, (0.3, 0.5)),
    ],
)
def test_the_interval_reaches_to_chance_unless_p_excludes_it(p, low, high, found):
    figure = Figure("a", "a", "x", (low + high) / 2, low, high)
    told = against_chance(figure, p, 0.5)
    assert (told.low, told.high, told.p) == (*found, p)


def test_a_figure_without_a_value_stays_so():
    none = Figure("a", "a", "x", None, reason="too few")
    assert against_chance(none, 0.5, 0.5) == none


@pytest.mark.parametrize(
    ("value", "low", "high", "found"),
    [
        (0.0, 0.0, 0.0, (0.0, 100 * (1 - 0.025 ** (1 / 9)))),
        (100.0, 100.0, 100.0, (100 * 0.025 ** (1 / 9), 100.0)),
        (0.0, 0.0, 4.0, (0.0, 4.0)),
        (50.0, 50.0, 50.0, (50.0, 50.0)),
    ],
)
def test_a_share_at_its_edge_has_the_exact_interval(value, low, high, found):
    told = at_edge(Figure("a", "a", "%", value, low, high), 9, 100.0)
    assert (told.low, told.high) == pytest.approx(found)
