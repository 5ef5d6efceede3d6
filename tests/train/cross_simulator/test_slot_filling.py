from usergap.train.cross_simulator.matrix import cross_matrix
from usergap.train.cross_simulator.slot_filling import USERS, scripted_scores


def test_the_experiment_makes_a_whole_table_within_bounds():
    scores = scripted_scores(scenarios=10, runs=2)
    assert {s.tested_under for s in scores} == set(USERS)
    assert len({s.tuned_on for s in scores}) == 7  # none, three alone, three pairs
    assert len(scores) == 7 * 3 * 10
    assert all(0 <= s.score <= 1 for s in scores)


def test_the_same_seed_gives_the_same_table():
    assert scripted_scores(scenarios=5, runs=1) == scripted_scores(scenarios=5, runs=1)


def test_tuned_on_cooperative_users_is_worse_than_untuned_under_terse_ones():
    found = cross_matrix(scripted_scores(scenarios=20, runs=4))
    assert found.home_advantage.low > 0
    cells = found.cells
    assert cells["cooperative"]["cooperative"].value > cells["none"]["cooperative"].value
    assert cells["cooperative"]["terse"].value < cells["none"]["terse"].value
