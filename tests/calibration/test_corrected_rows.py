"""A reduced run of benchmarks/calibration/corrected_rows (its docstring says what it does)."""

import numpy as np
import pytest
from benchmarks.calibration import corrected_rows as corrected
from benchmarks.calibration import table_corrected

from usergap.compare.margins import default_limits

RUNS = 40


@pytest.fixture(scope="module")
def planted():
    return corrected.planted(((0.85, 0.10), (0.75, 0.20)), RUNS, replicates=200)


def of(result, card, gap=None):
    (found,) = [x for x in result["cells"] if x["card"] == card and x.get("gap", gap) == gap]
    return found


def test_a_planted_distance_is_held(planted):
    # labels of both sides are .75 .. .55 as far apart as in truth: 30 points show as some 21
    raw = of(planted, corrected.RAW)
    assert 18 < raw["mean"] < 25
    assert raw["covered"] < 0.5 * RUNS
    for card in (corrected.OWN, corrected.FULL, corrected.OTHER):
        # 90 % less 3 Monte-Carlo errors of 40 runs; the full run's table says more
        assert of(planted, card)["covered"] / RUNS >= 0.9 - 3 * np.sqrt(0.09 / RUNS)
    assert of(planted, corrected.FULL)["mean"] > raw["mean"] + 3


def test_an_annotator_that_errs_unlike_makes_no_difference(people):
    found = corrected.run(
        people, "feedback", default_limits()["feedback"], 200, corrected.UNLIKE, 16, 150, (0.0,)
    )
    assert of(found, corrected.RAW, 0.0)["differs"] >= 12  # which is why raw rows say so
    for card in (corrected.OWN, corrected.OTHER):
        assert of(found, card, 0.0)["differs"] <= 3
    text = table_corrected.markdown([found])
    assert "| feedback | a simulator on one side | raw | " in text


def test_what_breaks_a_promise_is_named(planted):
    cell = {"gap": 0.0, "way": "one label", "card": corrected.OWN, "runs": 100, "differs": 30}
    cell |= {"close": 0, "covered": 90, "mean": 3.0, "width": 9.0}
    close = {**cell, "gap": 1.0, "differs": 0, "close": 30}
    row = {"kind": corrected.KIND, "measure": "intent", "errors": corrected.ALIKE, "n": 200}
    bad = {**row, "cells": [cell, close, {**cell, "card": corrected.RAW}]}
    assert table_corrected.missed([bad]) == [
        f"intent, {corrected.ALIKE}, {corrected.OWN}: differs without a gap in 30 %",
        f"intent, {corrected.ALIKE}, {corrected.OWN}, 1 margins, one label: close in 30 %",
    ]
    (x, *_) = [c for c in planted["cells"] if c["card"] == corrected.OWN]
    worse = {**planted, "cells": [{**x, "covered": RUNS // 2}]}
    assert len(table_corrected.missed([worse])) == 1
