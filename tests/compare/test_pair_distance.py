"""Distances of pairs: known answers, symmetry, what is left out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compare.made_profiles import MEASURES, flags, labels, people, profile
from usergap.compare.partners.distance import pair_differences, pair_distances
from usergap.compare.partners.values import partners
from usergap.dimensions.feedback import FEEDBACK
from usergap.errors import InputError


def _lengths(*words: int, name: str = "real"):
    rows = [{"pair": f"s{at}", "turns": count} for at, count in enumerate(words)]
    return profile(rows, name)


def test_known_answer_of_a_number() -> None:
    # log(1 + x): real 0, log 4; simulated log 4, log 4. In units of log 4 that is
    # 0, 1 | 1, 1: mean 3/4, squares 9/16 + 3 * 1/16 = 12/16, sd = sqrt(12/16 / 3) = 1/2.
    # So the pairs are |0 - 1| / (1/2) = 2 and 0 apart.
    found = pair_distances(_lengths(0, 3), _lengths(3, 3), ["turns"])
    assert found == pytest.approx([2.0, 0.0], abs=1e-12)


def test_known_answer_of_labels_is_the_mean_over_labels() -> None:
    # Praise in 1 of 2 turns against 0 of 1; the other turns without feedback. Rates .5
    # and 0 for praise, .5 and 1 for none: either sd is sqrt(2 * .25^2) = sqrt(.125), so
    # either |z| is .5 / sqrt(.125) = sqrt 2. Five of seven labels do not occur: 0.
    real = profile([{"pair": "a", **labels(FEEDBACK, 2, explicit_positive=1, no_feedback=1)}])
    simulated = profile([{"pair": "a", **labels(FEEDBACK, 1, no_feedback=1)}])
    found = pair_distances(real, simulated, ["feedback"])
    assert found == pytest.approx([2 * np.sqrt(2) / 7], abs=1e-12)


def test_measures_count_alike() -> None:
    real = profile([{"pair": x, "turns": 0, **flags()} for x in "ab"])
    simulated = profile([{"pair": x, "turns": 3, **flags("past")} for x in "ab"])
    parts = pair_differences(partners(real, simulated), ["turns", "identity"])
    mean = (parts["turns"] + parts["identity"]) / 2
    assert pair_distances(real, simulated, ["turns", "identity"]) == pytest.approx(mean)
    assert parts["turns"][0] > parts["identity"][0] > 0  # one flag of seven moved


def test_runs_of_a_scenario_are_averaged_and_strangers_left_out() -> None:
    real = profile([{"pair": "a", "fk_grade": 4.0}, {"pair": None, "fk_grade": 99.0}])
    runs = profile(
        [
            {"pair": "a", "fk_grade": 2.0},
            {"pair": "a", "fk_grade": 6.0},
            {"pair": "b", "fk_grade": 0.0},
        ]
    )
    assert pair_distances(real, runs, ["fk_grade"]) == pytest.approx([0.0])


def test_a_missing_value_leaves_the_measure_out_of_that_pair() -> None:
    real = profile(
        [{"pair": "a", "turns": 1, "fk_grade": None}, {"pair": "b", "turns": 1, "fk_grade": 2.0}]
    )
    simulated = profile(
        [{"pair": "a", "turns": 7, "fk_grade": 9.0}, {"pair": "b", "turns": 1, "fk_grade": 2.0}]
    )
    both = pair_distances(real, simulated, ["turns", "fk_grade"])
    assert both[0] == pytest.approx(pair_distances(real, simulated, ["turns"])[0])
    assert np.isnan(pair_distances(real, simulated, ["fk_grade"])[0])
    assert both[1] == 0.0


def test_no_shared_scenario_is_an_error() -> None:
    with pytest.raises(InputError, match="expected scenario ids that real and other share"):
        pair_distances(_lengths(1), profile([{"pair": "x", "turns": 1}], "other"))


def test_vectors_have_no_z() -> None:
    with pytest.raises(ValueError, match="knowledge"):
        pair_distances(_lengths(1), _lengths(1), ["knowledge"])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12))
def test_symmetric_zero_for_itself_and_in_the_order_of_real_pairs(seed: int, n: int) -> None:
    here = people(n, seed, paired=True)
    there = people(n, seed + 1, praise=0.5, length=5.0, paired=True)
    measures = tuple(MEASURES)
    one = pair_distances(profile(here), profile(there), measures)
    other = pair_distances(profile(there), profile(here), measures)
    assert one == pytest.approx(other, abs=1e-12)
    assert pair_distances(profile(here), profile(here), measures) == pytest.approx(np.zeros(n))
    turned = pair_distances(profile(here[::-1]), profile(there), measures)
    assert turned == pytest.approx(one[::-1], abs=1e-12)


def test_units_join_pairs_of_one_conversation() -> None:
    real = profile(
        [{"pair": x, "group": g, "turns": 1} for x, g in zip("abc", (0, 0, 1), strict=True)]
    )
    found = partners(real, profile([{"pair": x, "turns": 1} for x in "cab"]))
    assert found.keys == ("a", "b", "c")
    assert found.units == 2
    assert found.unit[0] == found.unit[1] != found.unit[2]
