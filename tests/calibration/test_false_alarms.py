"""The engine's false alarms in short: its own splits, within Monte-Carlo error."""

import numpy as np
import pyarrow as pa
import pytest
from benchmarks.calibration import false_alarms, false_alarms_turns
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


def test_turns_permuted_fail(data):
    found = false_alarms_turns.run(real_users(data), 25, 359, 1, 99, ("intent",))
    assert found["alarms"]["intent"]["share"] > 0.3  # 74 % over 1,000 splits
    assert not found["alarms"]["intent"]["meets"]
