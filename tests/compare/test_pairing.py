import pytest

from tests.compare.made_profiles import profile
from usergap.compare.pairing import pair_up
from usergap.errors import InputError


def tables(real, other):
    return profile([{"pair": x} for x in real]).table, profile([{"pair": x} for x in other]).table


def scenarios(first, last):
    return [f"s{at}" for at in range(first, last)]


def test_twenty_shared_scenarios_are_enough():
    found = pair_up(*tables([*scenarios(0, 30), None], scenarios(10, 31)), "auto", "sim")
    assert found.paired
    assert found.real["pair"].to_pylist() == scenarios(10, 30)
    assert found.simulated["pair"].to_pylist() == scenarios(10, 30)
    assert found.note == (
        "sim: 20 scenarios are shared, and only these are compared: 20 real and 20 simulated "
        "dialogues; left out: 11 real and 1 simulated dialogues without a partner"
    )


def test_where_nothing_is_left_out_nothing_is_said_of_it():
    found = pair_up(*tables(scenarios(0, 20), scenarios(0, 20)), "auto", "sim")
    assert found.note == (
        "sim: 20 scenarios are shared, and only these are compared: 20 real and 20 simulated "
        "dialogues"
    )


def test_nineteen_are_not():
    found = pair_up(*tables(scenarios(0, 30), scenarios(11, 40)), "auto", "sim")
    assert not found.paired
    assert (found.real.num_rows, found.simulated.num_rows) == (30, 29)
    assert "only 19 scenarios" in (found.note or "")


def test_runs_do_not_count_as_scenarios():
    found = pair_up(*tables(scenarios(0, 30), scenarios(0, 10) * 5), "auto", "sim")
    assert not found.paired


def test_off_and_only():
    both = tables(scenarios(0, 30), scenarios(0, 30))
    off = pair_up(*both, "off", "sim")
    assert (off.paired, off.note) == (False, None)
    assert pair_up(*tables(["a", "b"], ["b"]), "only", "sim").real["pair"].to_pylist() == ["b"]
    with pytest.raises(InputError, match="share, found none"):
        pair_up(*tables(["a"], ["b", None]), "only", "sim")
    with pytest.raises(InputError, match="found 'sometimes'"):
        pair_up(*both, "sometimes", "sim")


def test_dialogues_without_a_scenario_are_no_pair():
    found = pair_up(*tables([None] * 30, [None] * 30), "auto", "sim")
    assert (found.paired, found.note) == (False, None)
