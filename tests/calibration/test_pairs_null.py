"""Random swaps within pairs are no gap, however far the two sides are apart."""

import numpy as np
from benchmarks.calibration import pairs_null

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare import compare


def test_swaps_behave_as_the_null():
    real = profile(people(60, 1, paired=True))
    other = profile(people(60, 2, praise=0.4, length=5.0, paired=True), "sim")
    apart = compare(real, other, measures=MEASURES, margins={}, replicates=400)
    assert {row.measure for row in apart.rows if row.p < 0.01} >= {"words", "feedback"}
    found = pairs_null.run(real, other, 600, 1, checked=2, measures=MEASURES, replicates=999)
    assert found["pairs"] == 60
    for name, score in found["alarms"].items():
        assert score["meets"], name
        assert score["share"] > 0.015, name


def test_runs_of_one_scenario_swap_together():
    real = profile(people(50, 1, paired=True))
    runs = [profile(people(50, seed, length=5.0, paired=True), f"run {seed}") for seed in (2, 3)]
    both = pairs_null.runs_together(runs)
    assert len(np.unique(both.table["group"].to_numpy())) == 100
    found = pairs_null.run(real, both, 400, 1, measures=MEASURES, replicates=999)
    assert found["dialogues"] == [50, 100]
    assert found["pairs"] == 50
    assert all(score["meets"] for score in found["alarms"].values())
