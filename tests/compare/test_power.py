import numpy as np
import pytest
from scipy import stats

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare.power.population import population
from usergap.compare.power.search import PAIRED_NOISE, Trial, detectable, needed
from usergap.dimensions.words import WORDS
from usergap.errors import InputError

PEOPLE = profile(people(150, 1, praise=0.3))
ONE = {"measures": MEASURES, "tests": 1}


def coin(n=400):
    """Half of all dialogues have 0 words, half 1: W1 is the difference of two shares."""
    return profile([{"words": at % 2} for at in range(n)])


def test_needed_agrees_with_two_proportions():
    # Shares .5 and .7. With W1 = |difference of shares|, the test is the two-sided z-test:
    # n = (1.96 sqrt(2 p q) + .8416 sqrt(p1 q1 + p2 q2))^2 / .2^2, p = .6: 93.
    z, power = stats.norm.ppf(0.975), stats.norm.ppf(0.8)
    pooled, apart = np.sqrt(2 * 0.6 * 0.4), np.sqrt(0.25 + 0.21)
    wanted = ((z * pooled + power * apart) / 0.2) ** 2
    assert wanted == pytest.approx(93, abs=0.5)
    assert needed(coin(), "words", 0.2, **ONE).n == pytest.approx(wanted, rel=0.12)


def test_detectable_is_the_inverse():
    answer = detectable(coin(), "words", 93, **ONE)
    assert answer.gap == pytest.approx(0.2, rel=0.06)
    assert needed(coin(), "words", answer.gap, **ONE).n == pytest.approx(93, rel=0.1)


def test_a_small_gap_needs_many():
    # As above for .5 and .55, p = .525: (1.384 + .595)^2 / .05^2 = 1566.
    assert needed(coin(), "words", 0.05, **ONE).n == pytest.approx(1566, rel=0.15)


def test_more_measures_need_more_dialogues():
    alone = needed(PEOPLE, "feedback", 15, **ONE).n
    among = needed(PEOPLE, "feedback", 15, measures=MEASURES, tests=10).n
    # (z(.9975) + .84)^2 / (z(.975) + .84)^2 = 1.7 for a normal statistic
    assert 1.3 < among / alone < 2.2


def test_pairs_need_fewer_by_the_noise_that_they_leave():
    alone = needed(PEOPLE, "intent", 15, **ONE).n
    paired = needed(PEOPLE, "intent", 15, paired=True, **ONE).n
    assert paired == pytest.approx(alone * PAIRED_NOISE["intent"], abs=1)
    assert set(PAIRED_NOISE) >= set(MEASURES)
    assert all(0 < share <= 1 for share in PAIRED_NOISE.values())


def test_the_hardest_direction_counts():
    ways = population(PEOPLE, WORDS).scores
    assert set(ways) == {"fewer", "more"}
    each = [needed(PEOPLE, "words", 25, towards=x, **ONE).n for x in ways]
    assert needed(PEOPLE, "words", 25, **ONE).n == pytest.approx(max(each), rel=0.05)


def test_chance_is_that_of_both_sides_together():
    everybody = population(profile([{"words": 1}] * 90 + [{"words": 100}] * 10), WORDS)
    trial = Trial(everybody, 50, 1, 0)
    heavier = everybody.planted("more", 30.0)
    # Without a gap a tenth write 100 words; with it four tenths do, and chance is larger.
    assert trial.critical(heavier) > 1.3 * trial.critical(everybody.even)


def test_what_cannot_be_answered_is_an_error():
    with pytest.raises(InputError, match="measure: expected one of"):
        needed(PEOPLE, "wit", 1, **ONE)
    with pytest.raises(InputError, match="above 0"):
        needed(PEOPLE, "words", 0, **ONE)
    with pytest.raises(InputError, match="at most"):
        needed(coin(), "words", 0.9, **ONE)
    with pytest.raises(InputError, match="at least 5"):
        detectable(coin(), "words", 2, **ONE)
    with pytest.raises(InputError, match="towards: expected fewer or more"):
        needed(coin(), "words", 0.1, towards="longer", **ONE)


def test_a_gap_too_small_for_a_million_is_none():
    assert needed(coin(), "words", 1e-4, **ONE) is None


def test_too_few_dialogues_find_nothing():
    assert detectable(coin(), "words", 5, measures=MEASURES, tests=10) is None
