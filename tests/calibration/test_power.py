"""The promised power, tested by the engine's permutation test."""

import pytest
from benchmarks.calibration import power


@pytest.mark.parametrize(("measure", "n"), [("words", 50), ("turns", 100)])
def test_the_detectable_gap_is_found(people, measure, n):
    found = power.run(people, measure, n, 80, 1)
    assert found["power"] > 0.8 - 3 * found["error"]  # .67; the promise may be outdone
    assert found["gap"] > 0


def test_a_gap_that_holds_against_ten_measures_is_larger(people):
    alone = power.run(people, "emotion", 50, 0, 1)
    held = power.run(people, "emotion", 50, 0, 1, tests=10)
    assert held["gap"] > alone["gap"]
