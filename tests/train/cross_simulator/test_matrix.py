import random

import pytest

from usergap.errors import InputError
from usergap.train.cross_simulator.matrix import cross_matrix
from usergap.train.cross_simulator.scores import Score

MEANS = {
    ("none", "a"): 0.4, ("none", "b"): 0.4,
    ("a", "a"): 0.9, ("a", "b"): 0.5,
    ("b", "a"): 0.6, ("b", "b"): 0.7,
}  # fmt: skip


def table(means=MEANS, scenarios=10, spread=0.0):
    return [
        Score(row, column, f"s{n}", mean + spread * (n - (scenarios - 1) / 2))
        for (row, column), mean in means.items()
        for n in range(scenarios)
    ]


def test_means_and_home_by_hand():
    found = cross_matrix(table())
    assert found.cells["a"]["b"].value == pytest.approx(0.5)
    # under a: 0.9 - 0.6; under b: 0.7 - 0.5; their mean 0.25; no scenario differs from another
    assert found.home["a"].value == pytest.approx(0.3)
    assert found.home["b"].value == pytest.approx(0.2)
    assert found.home_advantage.value == pytest.approx(0.25)
    assert found.home_advantage.low == pytest.approx(0.25)
    assert "+0.250 [+0.250, +0.250] higher" in found.sentence


def test_what_is_carried_by_hand():
    # a gains 0.5 at home and 0.1 under b: a fifth; b gains 0.3 at home and 0.2 under a: 2/3
    found = cross_matrix(table())
    assert found.carried["a"]["b"].value == pytest.approx(0.2)
    assert found.carried["b"]["a"].value == pytest.approx(2 / 3)


def test_leaving_a_simulator_out_by_hand():
    # without a: b is best under b (of none, b: not tuned on a), and gets 0.6 where a gets 0.9
    one, other = cross_matrix(table()).left_out
    assert (one.simulator, one.chosen, one.best) == ("a", "b", "a")
    assert one.regret.value == pytest.approx(0.3)
    assert (other.chosen, other.regret.value) == ("a", pytest.approx(0.2))


def test_a_pool_is_never_chosen_for_a_simulator_in_it():
    means = MEANS | {("a+b", "a"): 2.0, ("a+b", "b"): 2.0}
    found = cross_matrix(table(means))
    assert [one.chosen for one in found.left_out] == ["b", "a"]
    assert [one.best for one in found.left_out] == ["a+b", "a+b"]
    # nor does it stand among those tuned on others
    assert found.home["a"].value == pytest.approx(0.3)


def test_the_order_of_rows_changes_no_number():
    scores = table(spread=0.01)
    shuffled = scores[:]
    random.Random(0).shuffle(shuffled)
    one, other = cross_matrix(scores), cross_matrix(shuffled)
    assert one.home["a"].value == pytest.approx(other.home["a"].value)
    assert one.cells["none"]["b"].value == pytest.approx(other.cells["none"]["b"].value)


def test_scenarios_that_all_assistants_share_cancel():
    # every scenario shifts all cells alike: wide means, but differences without any width
    found = cross_matrix(table(spread=0.1))
    assert found.cells["a"]["a"].high - found.cells["a"]["a"].low > 0.2
    assert found.home["a"].high - found.home["a"].low == pytest.approx(0)


def test_assistants_that_do_not_differ_are_told_apart_one_time_in_twenty():
    told = 0
    for draw in range(60):
        rng = random.Random(draw)
        scores = [
            Score(row, column, f"s{n}", rng.random())
            for row in "ab" for column in "ab" for n in range(30)
        ]  # fmt: skip
        found = cross_matrix(scores, replicates=300)
        told += not found.home_advantage.low <= 0 <= found.home_advantage.high
        assert found.sentence.startswith("Cannot tell") == (
            found.home_advantage.low <= 0 <= found.home_advantage.high
        )
    assert told <= 8  # 5 % of 60 is 3, three standard errors are 5


def test_cells_that_were_not_tested_are_none():
    means = {key: value for key, value in MEANS.items() if key != ("a", "b")}
    found = cross_matrix(table(means))
    assert found.cells["a"]["b"] is None
    assert "b" not in found.home


def test_a_table_without_a_home_says_so():
    found = cross_matrix(table({("a", "real"): 0.5, ("b", "real"): 0.6}))
    assert found.home_advantage is None
    assert found.sentence.startswith("Cannot tell: no simulator has both")


def test_too_few_scenarios_are_refused():
    with pytest.raises(InputError, match="expected 5 scenarios or more, found 4"):
        cross_matrix(table(scenarios=4))
