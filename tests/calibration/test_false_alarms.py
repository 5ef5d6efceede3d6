"""The engine's false alarms in short: its own splits, within Monte-Carlo error."""

import numpy as np
import pyarrow as pa
import pytest
from benchmarks.calibration import (
    false_alarms,
    false_alarms_runs,
    false_alarms_turns,
    table_alarms,
)
from benchmarks.calibration.gold import real_users

from usergap.dimensions import MEASURES
from usergap.profiles import Profile

FAST = {name: MEASURES[name] for name in ("intent", "feedback", "identity", "words", "turns")}


@pytest.mark.parametrize("simulated", [359, 130])
def test_real_users_do_not_differ_from_real_users(people, simulated):
    found = false_alarms.run(people, 500, simulated, 7, measures=FAST, replicates=999)
    # 5 % + 3 sqrt(.05 * .95 / 500) = 7.9 %; half of 5 % would be a test that finds nothing.
    for name, score in found["alarms"].items():
        assert score["meets"], name
        assert score["share"] > 0.015, name
    assert found["holm"]["any measure"]["meets"]


def test_the_fast_way_gives_compares_own_p(people):
    small = {name: FAST[name] for name in ("words", "feedback")}
    found = false_alarms.run(people, 4, 130, 3, checked=4, measures=small)
    # Both p come from 2,000 permutations: the SE of their difference is at most .016.
    assert found["engine"]["largest difference of p"] < 0.06


def copies(people, each, whole):
    """Every dialogue ``each`` times, in one group or (the mistake) each on its own."""
    rows = np.repeat(np.arange(200), each)
    table = people.table.take(pa.array(rows))
    groups = rows if whole else np.arange(rows.size)
    place = table.schema.get_field_index("group")
    table = table.set_column(place, "group", pa.array(groups, pa.int32()))
    place = table.schema.get_field_index("pair")  # a shared scenario would hold copies together
    table = table.set_column(place, "pair", pa.nulls(rows.size, pa.string()))
    return Profile("copies", table, people.metadata), rows


def alarms(profile, rows):
    """Shares of p < .05 when whole sets of copies are split, tested by the profile's groups."""
    ready = false_alarms.pool(profile, {"words": MEASURES["words"]})
    of_block = np.empty(ready.groups, int)
    of_block[ready.sides.block] = rows[ready.sides.origin[0]]
    chosen = false_alarms.splits(np.random.default_rng(1), 120, 200, 100)[:, of_block]
    return float((false_alarms.p_values(ready, chosen, 1, 499)["words"] < 0.05).mean())


def test_a_wrong_unit_raises_false_alarms(people):
    # 120 splits: 5 % + 3 errors = 11 %. Four copies of everybody double the noise.
    assert alarms(*copies(people, 4, whole=True)) < 0.11
    assert alarms(*copies(people, 4, whole=False)) > 0.2


def test_samples_are_of_the_design(people):
    design = false_alarms_runs.Design((4, 3), (1, 5), same=1.0)
    real, other = false_alarms_runs.draw(np.random.default_rng(0), people.table, design)
    assert (real.num_rows, other.num_rows) == (4, 15)
    assert other["group"].to_pylist() == [0] * 5 + [1] * 5 + [2] * 5
    assert len(set(other["words"].to_pylist())) <= 3  # all five repeat the first
    paired = false_alarms_runs.Design((6, 6), (1, 5), same=1.0, paired=True)
    real, other = false_alarms_runs.draw(np.random.default_rng(0), people.table, paired)
    assert real["words"].to_pylist() == other["words"].to_pylist()[::5]
    assert real["pair"].to_pylist() == other["pair"].to_pylist()[::5]


def test_one_run_against_five_in_short(people):
    design = false_alarms_runs.DESIGNS[2]
    found = false_alarms_runs.run(people, design, 60, 1)
    for name, score in found["alarms"].items():
        assert score["meets"], name  # 5 % + 3 errors of 60: 13 %
    domains = false_alarms_runs.run_domains(people, false_alarms_runs.ALARMS[1], 20, 1)
    assert domains["alarms"]["any domain"]["meets"]
    text = table_alarms.runs([found, domains])
    assert "| p < .05, % | 150 x 5 against 40 x 1, 0 % repeated |" in text
    assert "| 120 x 1 against 120 x 5, 50 % repeated |" in text
    floors = [false_alarms_runs.run_excess(people, x, 40, 1) for x in false_alarms_runs.FLOORS[:2]]
    alike, uneven = ({name: a / b for name, (a, b) in x["means"].items()} for x in floors)
    for name in alike:  # 40 runs: a few hundredths of error; five runs a scenario scatter less
        assert alike[name] == pytest.approx(1, abs=0.2)
        assert uneven[name] < alike[name]
    assert "counts scenarios" in table_alarms.runs(floors)
    broken = {**found, "alarms": {"words": {**found["alarms"]["words"], "meets": False}}}
    (line,) = table_alarms.missed([broken])
    assert line.startswith("unequal runs, 150 x 5 against 40 x 1, 0 % repeated, words: **")


def test_turns_permuted_fail(data):
    found = false_alarms_turns.run(real_users(data), 25, 359, 1, 99, ("intent",))
    assert found["alarms"]["intent"]["share"] > 0.3  # 74 % over 1,000 splits
    assert not found["alarms"]["intent"]["meets"]
