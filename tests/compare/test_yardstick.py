import numpy as np
import pytest

from tests.compare.made_cards import card_side
from tests.compare.made_profiles import MEASURES, people, profile
from usergap.annotators.annotator import Card
from usergap.compare.selection import with_row_numbers
from usergap.compare.yardstick import debiased, yardsticks

SETTINGS = {"measures": MEASURES, "cards": {}, "replicates": 300}


def between(one, two, **options):
    tables = with_row_numbers(one), with_row_numbers(two)
    return yardsticks((one, two), tables, **{**SETTINGS, **options})


def test_noise_is_taken_off_by_hand():
    # 5^2 - 3^2 = 4^2; an energy distance is a square already: 5 - 3
    assert debiased(5.0, 9.0, squared=False) == 4
    assert debiased(5.0, 3.0, squared=True) == 2
    assert debiased(2.0, 9.0, squared=False) == 0
    assert debiased(2.0, 3.0, squared=True) == 0


def test_a_known_gap_comes_back():
    """Ten labels, each d away: TVD 50 * 10 d; noise of SD .02 in each makes it longer."""
    rng = np.random.default_rng(0)

    def tvd(differences):
        return 50 * np.abs(differences).sum(axis=1)

    chance = rng.normal(0, 0.02, (4000, 10))
    noise = float(np.square(tvd(chance)).mean())
    for each, slack in ((0.02, 2.5), (0.04, 2.0), (0.08, 1.0)):
        drawn = tvd(each + rng.normal(0, 0.02, (4000, 10)))
        found = np.mean([debiased(x, noise, squared=False) for x in drawn])
        assert abs(found - 500 * each) < slack
    assert (
        np.mean([debiased(x, noise, squared=False) for x in tvd(chance)]) < tvd(chance).mean() / 2
    )


def test_it_is_the_same_from_either_side_but_for_the_draws():
    one, two = profile(people(80, 1)), profile(people(80, 2, praise=0.5, length=5.0), "b")
    here, there = between(one, two), between(two, one)
    for name in ("feedback", "words"):
        assert here[name].raw.measured == pytest.approx(there[name].raw.measured)
        assert here[name].raw.floor == pytest.approx(there[name].raw.floor, rel=0.15)
        assert here[name].raw.margin == pytest.approx(there[name].raw.margin, rel=0.02)
        assert 0 < here[name].raw.margin < here[name].raw.measured
        assert here[name].raw.p < 0.05
        assert here[name].corrected is None


def test_two_samples_of_one_crowd_have_next_to_no_margin():
    margins = []
    for seed in range(20):
        one, two = profile(people(40, 2 * seed)), profile(people(40, 2 * seed + 1), "b")
        found = between(one, two, measures={"words": MEASURES["words"]}, replicates=100)["words"]
        margins.append(found.raw.margin / found.raw.measured)
    assert np.median(margins) < 0.5  # raw, it would be 1
    assert min(margins) == 0


def test_both_sides_are_corrected_as_real_people_are():
    """One annotator that finds half of all praise: the card of real text serves both."""
    cells = dict.fromkeys(MEASURES["feedback"].labels, (90, 10, 10, 890))
    cells["explicit_positive"] = (500, 5, 500, 995)
    side = card_side(("books", "travel", "law"), se=0.01, **cells)
    card = Card("linear", "1", "feedback", "gold", real=side, simulated={})
    one, two = profile(people(200, 1)), profile(people(200, 2, praise=0.4), "b")
    found = between(one, two, cards={"feedback": card})["feedback"]
    assert found.corrected is not None
    assert found.corrected.measured > 1.3 * found.raw.measured
    assert found.corrected.margin < found.corrected.measured
    elsewhere = [{**row, "domain": "chess"} for row in people(200, 2, praise=0.4)]
    strange = between(one, profile(elsewhere, "b"), cards={"feedback": card})["feedback"]
    assert strange.corrected is None
