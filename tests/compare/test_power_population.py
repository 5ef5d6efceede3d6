import numpy as np
import pytest

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare.distances import w1
from usergap.compare.power.population import FEWEST_LEFT, population
from usergap.errors import InputError

PEOPLE = profile(people(80, 3, praise=0.3))


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_the_planted_gap_is_the_true_distance(measure):
    folk = population(PEOPLE, MEASURES[measure])
    for direction in folk.scores:
        gap = 0.4 * folk.reach(direction)
        shares = folk.planted(direction, gap)
        assert shares.sum() == pytest.approx(1)
        assert (shares > 0).all()
        assert folk.distance(shares) == pytest.approx(gap, rel=1e-4)


def test_the_distance_of_a_mix_by_hand():
    # Words 1, 2, 3 with shares 1/3 each against 1/2, 1/2, 0: F - G = -1/6, -1/3: W1 = 1/2.
    folk = population(profile([{"words": x} for x in (1, 2, 3)]), MEASURES["words"])
    words = np.array([1.0, 2.0, 3.0])[folk.origin]
    shares = np.zeros(3)
    shares[folk.block] = np.where(words < 3, 0.5, 0.0)
    assert folk.distance(shares) == pytest.approx(0.5, abs=1e-6)
    assert folk.distance(folk.even) == pytest.approx(0, abs=1e-6)


def test_counts_of_groups_are_samples():
    rows = [{"group": at // 2, "words": at} for at in range(6)]
    folk = population(profile(rows), MEASURES["words"])
    groups = [np.flatnonzero(folk.block == at) for at in range(3)]
    counts = np.array([[2, 0, 1]]), np.array([[0, 1, 0]])
    drawn = [
        np.concatenate([np.tile(folk.origin[g], n) for g, n in zip(groups, side[0], strict=True)])
        for side in counts
    ]
    assert folk.distances(*counts)[0] == pytest.approx(w1(*drawn))


def test_no_gap_is_everybody_alike_and_too_much_is_none():
    folk = population(PEOPLE, MEASURES["words"])
    assert (folk.planted("more", 0) == folk.even).all()
    assert folk.planted("more", 1e6) is None


def test_a_tilt_leaves_enough_people():
    folk = population(PEOPLE, MEASURES["words"])
    for direction in folk.scores:
        shares = folk.tilted(direction, folk.steepest(direction))
        assert 1 / np.square(shares).sum() >= FEWEST_LEFT - 0.01


def test_the_score_names_where_the_gap_lies():
    folk = population(PEOPLE, MEASURES["words"])
    words = PEOPLE.table["words"].to_numpy()
    shares = folk.planted("fewer", 10.0)
    assert shares[folk.block] @ words[folk.origin] == pytest.approx(words.mean() - 10, abs=0.1)


def test_a_measure_without_values_is_an_error():
    with pytest.raises(InputError, match="words in two groups"):
        population(profile([{"words": None}] * 3), MEASURES["words"])
