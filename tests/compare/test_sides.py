import numpy as np
import pytest

from tests.compare.made_profiles import profile
from usergap.compare.sides import bring_together


def sides_of(real, simulated, paired=False, link=True):
    return bring_together(profile(real).table, profile(simulated).table, paired, link)


def test_several_runs_of_one_scenario_are_one_unit():
    sides = sides_of(
        [{"pair": "a", "words": 1}, {"pair": "b", "words": 2}],
        [{"pair": "a", "words": 3}, {"pair": "a", "words": 4}, {"pair": "b", "words": 5}],
    )
    assert sides.units == 2
    assert sides.groups == (2, 2)
    assert sides.spanning.all()


def test_units_connect_over_conversations_and_scenarios():
    # real 0 and 1 share a conversation, 1 and simulated 0 a scenario: one unit of three rows
    sides = sides_of(
        [{"group": 7, "pair": "a"}, {"group": 7, "pair": "b"}, {"group": 8, "pair": "c"}],
        [{"group": 7, "pair": "b"}, {"group": 9, "pair": None}],
    )
    assert sides.units == 3  # {a, b}, {c}, {the simulated one alone}
    assert sides.groups == (2, 2)
    assert sides.spanning.sum() == 2  # the two blocks of the connected unit


def test_equal_group_numbers_on_two_sides_mean_nothing():
    sides = sides_of([{"group": 0, "words": 1}], [{"group": 0, "words": 1}])
    assert sides.units == 2


def test_without_a_link_no_unit_spans_both_sides():
    sides = sides_of([{"pair": "a"}], [{"pair": "a"}, {"pair": "a", "group": 5}], link=False)
    assert not sides.spanning.any()
    assert sides.groups == (1, 1)  # the two runs still belong together


def test_a_paired_scenario_weighs_1_on_each_side():
    sides = sides_of(
        [{"pair": "a", "words": 1}, {"pair": "b", "words": 2}],
        [{"pair": "a", "words": 3}, {"pair": "a", "words": 4}, {"pair": "b", "words": 5}],
        paired=True,
    )
    words = sides.table[1]["words"].to_pylist()
    weights = dict(zip(words, sides.weight[2:], strict=True))
    assert weights == {3: 0.5, 4: 0.5, 5: 1.0}
    assert sides.weight[:2].tolist() == [1, 1]


def test_origin_finds_the_rows_again():
    real = profile([{"words": value} for value in (5, 3, 9, 1)]).table
    sides = bring_together(real, real, False)
    for table, origin in zip(sides.table, sides.origin, strict=True):
        assert table["words"].to_pylist() == real["words"].to_numpy()[origin].tolist()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_is_forgotten(seed):
    rng = np.random.default_rng(seed)
    rows = [
        {"group": g, "pair": f"p{g % 5}", "words": int(w)}
        for g, w in enumerate(rng.integers(0, 4, 30))
    ]
    other = [
        {"group": 100 - row["group"], "pair": row["pair"], "words": row["words"]} for row in rows
    ]
    one = sides_of(rows, rows)
    two = sides_of(
        [other[at] for at in rng.permutation(30)], [rows[at] for at in rng.permutation(30)]
    )
    assert one.block.tolist() == two.block.tolist()
    assert one.unit.tolist() == two.unit.tolist()
    for a, b in zip(one.table, two.table, strict=True):
        assert a["words"].to_pylist() == b["words"].to_pylist()
