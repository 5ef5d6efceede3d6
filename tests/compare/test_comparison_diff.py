from dataclasses import replace

import pytest

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare import Verdict, compare, diff

QUICK = {"measures": MEASURES, "replicates": 200}


@pytest.fixture(scope="module")
def before():
    return compare(profile(people(60, 1)), profile(people(60, 2, praise=0.6), "sim v1"), **QUICK)


def test_nothing_changed(before):
    same = diff(before, before)
    assert same.changed == ()
    assert same.settings == {}
    assert same.same_inputs
    assert all(change.difference == 0 for change in same.changes if change.difference is not None)


def test_a_better_version_of_a_simulator(before):
    after = compare(profile(people(60, 1)), profile(people(60, 3), "sim v2"), seed=5, **QUICK)
    found = diff(before, after)
    (change,) = [x for x in found.changed if x.measure == "feedback"]
    assert change.verdicts[0] is Verdict.DIFFERS
    assert change.verdicts[1] is not Verdict.DIFFERS
    assert change.difference < -20
    assert change.apart
    assert change.simulator == "sim v2"
    assert found.settings == {"seed": (0, 5)}


def test_rows_that_only_one_comparison_has(before):
    after = replace(before, rows=before.rows[1:])
    (change,) = diff(before, after).changed
    assert change.after is None
    assert change.difference is None
    assert change.apart is None
    assert change.verdicts[1] is None


def test_several_simulators_are_matched_by_name(before):
    other = tuple(replace(row, simulator="another") for row in before.rows)
    two = replace(before, rows=before.rows + other)
    found = diff(two, replace(two, rows=two.rows[::-1]))
    assert len(found.changes) == len(two.rows)
    assert found.changed == ()
