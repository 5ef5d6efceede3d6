"""Floor, excess, p and interval of whole comparisons, against answers derived by hand."""

import itertools

import numpy as np
import pytest

from tests.compare.made_profiles import MEASURES, flags, labels, profile
from usergap.compare import compare
from usergap.compare.correction.cards import CardChoice, Errors
from usergap.compare.correction.sides import correct
from usergap.compare.distances import w1
from usergap.compare.draft import Draft
from usergap.compare.multiplicity import holm
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.identity import IDENTITY

WORDS = {"words": MEASURES["words"]}


def row_of(real, other, **options):
    (row,) = compare(
        profile(real), profile(other, "sim"), measures=WORDS, margins={}, **options
    ).rows
    return row


def two_points(n):
    return [{"words": at % 2} for at in range(n)]


def test_the_floor_is_that_of_both_sizes():
    # Real values 0 and 1, half and half. Samples of 200 and 20 differ by a share with
    # SD sqrt(.25 (1/200 + 1/20)) = .1173, |d| has the mean .1173 sqrt(2/pi) = .0936
    # (half of that again would be the real side's own size, .0399) and 95 % point .230.
    row = row_of(two_points(200), two_points(20))
    sd = np.sqrt(0.25 * (1 / 200 + 1 / 20))
    assert row.floor == pytest.approx(sd * np.sqrt(2 / np.pi), rel=0.06)
    assert row.floor95 == pytest.approx(1.96 * sd, rel=0.1)


def test_the_excess_is_what_exceeds_the_mean_floor():
    # All real users write 0 or 1 words, all simulated ones 3: W1 = 2.5.
    row = row_of(two_points(100), [{"words": 3}] * 100)
    floor = np.sqrt(0.25 * 2 / 100) * np.sqrt(2 / np.pi)  # .0564
    assert row.value == pytest.approx(2.5)
    assert row.excess == pytest.approx(2.5 - floor, abs=0.004)  # its 95 % point is .139


def test_p_is_the_share_of_all_assignments():
    # 3 against 3 values: of the 20 assignments as many are as far apart as the sample.
    real, other = [1, 2, 4], [7, 8, 16]
    row = row_of([{"words": x} for x in real], [{"words": x} for x in other], replicates=20_000)
    pooled = np.array(real + other)
    far = 0
    for chosen in itertools.combinations(range(6), 3):
        rest = [at for at in range(6) if at not in chosen]
        far += w1(pooled[list(chosen)], pooled[rest]) >= w1(real, other) - 1e-9
    assert far == 2
    assert row.p == pytest.approx(2 / 20, abs=0.01)


def test_paired_p_is_the_share_of_all_swaps():
    # Five pairs, each simulated user 10 words longer: all 32 swaps, of which two (none
    # and all) put every longer dialogue on one side: p = 2/32.
    real = [{"pair": f"s{at}", "words": at} for at in range(5)]
    other = [{"pair": f"s{at}", "words": 10 + at} for at in range(5)]
    row = row_of(real, other, pairs="only", replicates=20_000)
    assert row.p == pytest.approx(2 / 32, abs=0.006)


def test_p_is_never_0():
    row = row_of([{"words": 0}] * 60, [{"words": 9}] * 60, replicates=500)
    assert row.p == pytest.approx(1 / 501)


def test_a_cluster_is_one_observation():
    # 4 real conversations of 25 dialogues against 4 simulated ones: 70 assignments, two
    # of them as far apart. With every dialogue on its own p would be 1/2001.
    real = [{"group": at // 25, "words": at // 25} for at in range(100)]
    other = [{"group": at // 25, "words": 9 + at // 25} for at in range(100)]
    assert row_of(real, other).p == pytest.approx(2 / 70, abs=0.012)


def test_shares_and_rates_are_halved_sums():
    # Shares 1, 0 against .5, .5: TVD 50. Without the half it would be 100.
    real = [labels(FEEDBACK, 2, no_feedback=2)] * 10
    other = [labels(FEEDBACK, 2, no_feedback=1, explicit_positive=1)] * 10
    (row,) = compare(
        profile(real), profile(other, "sim"), measures={"feedback": FEEDBACK}, margins={}
    ).rows
    assert row.value == pytest.approx(50)


def test_the_interval_of_equal_people_begins_at_0():
    # The percentile bootstrap of a distance never covers 0 (METHODS 2).
    rng = np.random.default_rng(0)
    real, other = ([{"words": int(x)} for x in rng.poisson(50, 80)] for _ in range(2))
    row = row_of(real, other)
    assert row.p > 0.05
    assert row.low == 0
    assert row.value < row.high


def test_purposes_draw_from_their_own_streams():
    # The floor's draws and the permutations must not be the same random numbers.
    from usergap.compare.draws import generator

    first = [generator(0, x).random() for x in ("bootstrap ", "permutation ", "floor ")]
    assert len(set(first)) == 3


def test_flag_rates_need_not_sum_to_1():
    # Real users show two kinds in every dialogue, simulated ones one kind in half of
    # theirs: (|1 - .5| + |1 - 0|) / 2 = .75. Scaled to shares it would be .5.
    real = [flags("past", "future")] * 20
    other = [flags("past"), flags()] * 10
    (row,) = compare(
        profile(real), profile(other, "sim"), measures={"identity": IDENTITY}, margins={}
    ).rows
    assert row.value == pytest.approx(75)


def test_undefined_measures_are_not_in_the_family():
    # Three tests, not four: .01 * 3, .03 * 2, and .04 * 1 raised to the one before.
    assert holm([0.01, None, 0.04, 0.03]) == pytest.approx([0.03, None, 0.06, 0.06])


def test_each_side_is_corrected_by_its_own_errors():
    # The annotator is sure: it finds all praise of real users and 60 % of that of
    # simulated ones, and invents none: .3 observed is .3 there and .3 / .6 = .5 here.
    def errors(found):
        size = len(FEEDBACK.labels)
        return Errors(np.full(size, found), *np.zeros((3, size)))

    draft = Draft("sim", None, FEEDBACK, False, 9, 9)
    counts = np.array([[700.0, 300.0, 0, 0, 0, 0, 0, 1000.0]])
    pair = (counts, counts)
    choice = CardChoice(errors(1.0), errors(0.6), "")
    found = correct(draft, choice, pair, pair, pair, seed=0)
    assert found.rates[0][1] == pytest.approx(0.3, abs=0.005)
    assert found.rates[1][1] == pytest.approx(0.5, abs=0.005)
