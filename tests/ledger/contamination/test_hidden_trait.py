import numpy as np
import pytest

from usergap.errors import InputError
from usergap.ledger.contamination.hidden_trait import hidden_trait, sibling_control
from usergap.ledger.contamination.made_digits import digits


@pytest.fixture(scope="module")
def found():
    return hidden_trait(4, steps=(300, 800))


def test_the_trait_passes_to_kin_and_to_nobody_else(found):
    assert min(found.teacher) > 0.6
    assert found.difference.low > 0.1
    # ten digits: chance is 0.1; four runs of 500 pictures have an SD of 0.02 around their bias
    assert np.mean(found.cross_init) == pytest.approx(0.1, abs=0.06)
    assert min(found.same_init) > max(found.cross_init)


def test_without_a_lesson_kin_know_nothing():
    untaught = hidden_trait(3, steps=(300, 0))
    assert np.mean(untaught.same_init) == pytest.approx(0.1, abs=0.08)


def test_a_teacher_that_learnt_nothing_passes_nothing_on():
    nothing = hidden_trait(3, steps=(0, 300))
    assert abs(np.mean(nothing.same_init) - np.mean(nothing.cross_init)) < 0.12


def test_one_seed_gives_one_answer():
    assert hidden_trait(2, steps=(20, 20)) == hidden_trait(2, steps=(20, 20))


def test_scanned_digits_show_the_same():
    datasets = pytest.importorskip("sklearn.datasets")
    scanned = datasets.load_digits()
    found = hidden_trait(3, pictures=(scanned.data / 16, scanned.target), steps=(300, 800))
    assert found.difference.low > 0.1


def test_the_control_by_hand():
    # gaps .3, .1, .2: mean .2, SD .1, t(2, .975) = 4.30265
    found = sibling_control([0.5, 0.4, 0.6], [0.2, 0.3, 0.4])
    half = 4.30265 * 0.1 / np.sqrt(3)
    assert (found.value, found.low, found.high) == pytest.approx(
        (0.2, 0.2 - half, 0.2 + half), abs=1e-5
    )


@pytest.mark.parametrize("sides", [([0.1], [0.1]), ([0.1, 0.2], [0.1])])
def test_a_control_needs_pairs(sides):
    with pytest.raises(InputError, match="two runs or more"):
        sibling_control(*sides)


def test_one_run_has_no_interval():
    with pytest.raises(InputError, match="found 1"):
        hidden_trait(1)


def test_made_digits_differ_by_digit_and_draw():
    pictures, labels = digits(500, 0)
    assert pictures.shape == (500, 64)
    assert set(labels) == set(range(10))
    # an eight has all seven segments, a one has two
    light = [pictures[labels == one].sum(axis=1).mean() for one in (1, 8)]
    assert light[1] > 1.8 * light[0]
    assert not np.array_equal(digits(5, 1)[0], digits(5, 2)[0])
