"""Places, what they lie in, and occupations of one group."""

from __future__ import annotations

import pytest

from usergap.probes.consistency_judges.occupations import OCCUPATIONS, occupation
from usergap.probes.consistency_judges.places import PLACES, readings


def test_every_place_has_a_reading():
    assert all(readings(name) and all(readings(name)) for name in PLACES)


def test_a_place_after_it_narrows_a_name():
    assert readings("dallas") == {("usa", "texas", "dallas")}
    assert readings("smallville", "ohio") == {("usa", "ohio", "smallville")}
    assert readings("smallville") == frozenset()


@pytest.mark.parametrize(
    ("phrase", "group"),
    [("retired gym teacher", "teacher"), ("software engineers", "programmer"),
     ("nurses", "nurse"), ("happy person", None), ("", None)],
)  # fmt: skip
def test_the_last_occupation_of_a_phrase(phrase, group):
    assert occupation(phrase) == group


def test_every_occupation_finds_its_group():
    assert all(occupation(name) == group for name, group in OCCUPATIONS.items())
    assert occupation("nurse downtown") == "nurse"
    assert occupation("nurse downtown", at_end=True) is None
