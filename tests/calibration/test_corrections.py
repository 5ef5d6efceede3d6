"""A reduced run of benchmarks/calibration/corrections (its docstring says what it does)."""

import numpy as np
import pytest
from benchmarks.calibration import corrections_table
from benchmarks.calibration.corrections_cells import PEOPLE, Cell, run, tilted
from benchmarks.calibration.corrections_population import SIMULATORS, load, redraw

RUNS, DRAWS = 30, 200
INFORMED = SIMULATORS[1]


@pytest.fixture(scope="module")
def kinds(data):
    return load(data)


@pytest.fixture(scope="module")
def results(kinds):
    cells = [
        Cell("intent", SIMULATORS[0], 5.0, 120),
        Cell("feedback", INFORMED, 5.0, 120),
        Cell("feedback", PEOPLE, 5.0, 120),
        Cell("identity", INFORMED, 5.0, 120),
    ]
    return {(x.measure, x.simulator): run(x, kinds[x.measure], RUNS, DRAWS) for x in cells}


def score(results, *key):
    return results[key]["methods"]


def test_what_the_annotator_misses_is_made_up_for(results):
    found = score(results, "identity", INFORMED)
    assert found["raw"]["bias"] < -8
    assert abs(found["shipped"]["bias"]) < 0.5 * abs(found["raw"]["bias"])
    assert found["shipped"]["rmse"] < found["raw"]["rmse"]


def test_a_correction_is_not_worse_than_none(results):
    raw, shipped = (
        np.mean([x["methods"][name]["rmse"] for x in results.values()])
        for name in ("raw", "shipped")
    )
    assert shipped < raw
    for name in ("full, predicted rates", "full, real rates for both"):
        assert shipped < np.mean([x["methods"][name]["rmse"] for x in results.values()])


def test_the_interval_knows_of_the_annotator(results):
    for key, result in results.items():
        raw, shipped = result["methods"]["raw"], result["methods"]["shipped"]
        # 3 Monte-Carlo errors of 30 runs below 90 %; the full run's table says more
        assert shipped["coverage"] >= 0.9 - 3 * np.sqrt(0.9 * 0.1 / RUNS), key
        assert shipped["coverage"] >= raw["coverage"], key
        assert shipped["share_coverage"] > raw["share_coverage"], key
        assert shipped["share_coverage"] >= 0.9 - 3 * np.sqrt(0.9 * 0.1 / RUNS), key


def test_people_are_not_made_to_differ(results):
    found = score(results, "feedback", PEOPLE)
    assert abs(found["shipped"]["bias"]) < 3
    assert found["full, the other simulator's rates"]["bias"] > 5


def test_the_table_names_every_method(results):
    text = corrections_table.markdown(list(results.values()))
    for name in score(results, "identity", INFORMED):
        assert f"| {name} |" in text or name in ("raw", "shipped")
    assert text.count("| feedback | people | 5 |") == 2


def test_rows_below_the_bar_are_named(results):
    (row, *_) = results.values()
    bad = {**row["methods"]["shipped"], "share_coverage": 0.6, "coverage": 0.95}
    broken = {**row, "apart": True, "methods": {**row["methods"], "shipped": bad}}
    assert corrections_table.missed([broken]) == [
        f"intent, {SIMULATORS[0]}, shift 5, card apart: corrected share covers 60 %"
    ]
    bad["share_coverage"] = 0.9 - 0.9 * 2 * np.sqrt(0.09 / RUNS)  # within 2 errors of the bar
    assert corrections_table.missed([broken]) == []


def test_a_card_is_drawn_by_whole_groups(kinds):
    judged = kinds["intent"]["real"]
    drawn = redraw(judged, 0.5, np.random.default_rng(0))
    groups = np.unique(judged.group)
    assert np.unique(drawn.group).size == round(groups.size / 2)
    sizes = set(np.bincount(np.unique(judged.group, return_inverse=True)[1]).tolist())
    assert set(np.bincount(drawn.group).tolist()) <= sizes
    # 699 groups, drawn 350 times with replacement: some come twice, each as its own group
    assert len(np.unique(drawn.given, axis=0)) < len(drawn.given)


def test_a_shift_is_what_it_says():
    rng = np.random.default_rng(0)
    gold = np.concatenate([rng.binomial(6, 0.3, (200, 3)), np.full((200, 1), 6)], axis=1)
    gold = gold.astype(float)
    rate = gold[:, 1].sum() / gold[:, -1].sum()
    for shift in (-10.0, 0.0, 15.0):
        weights = tilted(gold, 1, shift)
        assert weights.sum() == pytest.approx(1)
        assert weights @ gold[:, 1] / 6 == pytest.approx(rate + shift / 100, abs=1e-6)
    # never further than half way to 0
    assert tilted(gold, 1, -90.0) @ gold[:, 1] / 6 == pytest.approx(rate / 2, abs=1e-6)
