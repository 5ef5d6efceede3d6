"""Planted faults are found, and people are left alone (benchmarks/faults.py in small)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.faults import LEAST_RECALL, MOST_ALARMS, recall
from benchmarks.planted_faults import OPERATORS, SEEN

from usergap.dimensions.faults import audit, faults
from usergap.formats import read
from usergap.formats.samples import SAMPLES, sample


@pytest.fixture(scope="module")
def clean():
    found = [d for name in SAMPLES for d in sample(name).dialogues]
    scenario = "compare two ways to do this and choose the cheaper one of them"
    return [replace(d, id=f"{d.simulator}:{d.id}", scenario=scenario) for d in found]


@pytest.mark.parametrize("kind", OPERATORS)
def test_planted_faults_are_found(clean, kind):
    found, missed = recall(kind, clean, SEEN, 40)
    assert found >= LEAST_RECALL, missed


def test_there_is_an_operator_for_each_kind():
    assert set(OPERATORS) == set(faults())


def test_people_seldom_sound_an_alarm(data):
    real = read(data / "realsim" / "real.jsonl")
    (counts,) = audit(real.dialogues).counts.values()
    for kind, fault in faults().items():
        share = counts[kind].share
        assert share is not None
        if fault.alarm:
            assert share <= MOST_ALARMS, kind
