"""Which estimate of a distance is nearest to the truth, in short."""

import numpy as np
import pytest
from benchmarks.calibration import margins

from usergap.compare.power.population import population
from usergap.dimensions import MEASURES
from usergap.profiles import load_reference


def bias(cells, gap, name):
    """Mean over directions, in units of what chance shows."""
    return np.mean([x["bias"][name] / x["chance"] for x in cells if x["gap"] == gap])


@pytest.mark.parametrize("measure", ["feedback", "turns"])
def test_the_measured_distance_is_too_long_and_less_the_floor_too_short(measure):
    cells = margins.run(measure, 25, 1, gaps=(0.0, 4.0))
    # no gap: the samples show chance alone (mean 1); most of it is taken off
    assert bias(cells, 0, "raw") == pytest.approx(1, abs=0.3)
    assert bias(cells, 0, "quadrature") < 0.6
    # a gap of four times chance: nearly nothing may be taken off
    assert bias(cells, 4, "minus floor") < -0.5
    assert abs(bias(cells, 4, "quadrature")) < 0.4
    assert abs(bias(cells, 4, "split halves")) < 0.6


def test_one_population_has_halves_without_a_difference():
    people = population(load_reference("lmsys"), MEASURES["knowledge"])
    rng = np.random.default_rng(0)
    picks = tuple(rng.choice(people.groups, 100) for _ in range(2))
    found = margins.estimates(people, picks, rng)
    assert found["split halves"] < found["raw"] / 3
    assert found["quadrature"] == found["minus floor"]  # an energy distance is a square


def test_the_table_names_what_it_holds():
    cell = {"measure": "words", "gap": 0.0, "way": "more", "chance": 2.0, "truth": 0.0, "runs": 9}
    part = dict.fromkeys(margins.ESTIMATES, 1.0)
    text = margins.markdown([{**cell, "bias": part, "rmse": dict.fromkeys(part, 3.0)}])
    assert "9 runs a cell" in text
    assert "| W1, 0 | +0.50 (1.50) |" in text  # 1 / 2 and 3 / 2
