"""Cohen's kappa of many raters: by hand, and its interval against a plain bootstrap."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators.validation.agreement import cohen_kappa
from usergap.annotators.validation.agreement_intervals import expanded_percentiles
from usergap.study.labelling.alpha import drawn_clusters
from usergap.study.labelling.kappa import kappa

A, B = frozenset("a"), frozenset("b")
CELLS = ((True, True), (True, False), (False, True), (False, False))
said = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=25)


def value(units):
    return kappa(units, range(len(units)), 0).value


def test_pairs_of_raters_weigh_by_what_they_share():
    """p and q agree on two of two kinds (1, 4 units); p and r: po .5, pe .5: 0, 2 units."""
    units = [{"p": x, "q": x} for x in (A, B, A, B)] + [{"p": A, "r": A}, {"p": A, "r": B}]
    # p with r: p gives A twice, r A and B: chance = 1 x .5; (.5 - .5) / .5 = 0
    assert value(units) == pytest.approx((4 * 1 + 2 * 0) / 6)


def test_without_two_raters_or_two_values_there_is_none():
    for units in ([{"p": A}, {"q": B}], [{"p": A, "q": A}] * 3, []):
        found = kappa(units, range(len(units)), 0)
        assert (found.value, found.low, found.high) == (None, None, None)


@given(said)
def test_two_raters_on_one_label_get_the_usual_coefficient(pairs):
    table = np.array([sum(pair == cell for pair in pairs) for cell in CELLS], float)
    usual = float(cohen_kappa(table))
    units = [{"p": one, "q": other} for one, other in pairs]
    assert value(units) == (pytest.approx(usual) if np.isfinite(usual) else None)


def of_raters_who_differ(count, seed, a_dialogue=1):
    """15 % of second judgements turned at even odds: kappa is 1 - .15 / .5 = .7."""
    draw = np.random.default_rng(seed)
    first = draw.integers(0, 2, count).astype(bool)
    second = np.where(draw.random(count) < 0.15, ~first, first)
    units = [{"p": bool(x), "q": bool(y)} for x, y in zip(first, second, strict=True)]
    return units, [at // a_dialogue for at in range(count)]


def test_the_interval_is_that_of_whole_dialogues_drawn_again():
    """What is summed here per draw is what a loop over drawn dialogues counts."""
    units, cluster = of_raters_who_differ(24, 5, a_dialogue=3)
    units[4]["r"] = True  # a third rater, who shares one unit with each of the others
    replicates = []
    for draw in drawn_clusters(8, 1):
        again = [u for u, at in zip(units, cluster, strict=True) for _ in range(int(draw[at]))]
        replicates.append(np.nan if (one := value(again)) is None else one)
    expected = expanded_percentiles(value(units), np.array(replicates), 8)
    found = kappa(units, cluster, 1)
    assert found.low == pytest.approx(expected.low)
    assert found.high == pytest.approx(expected.high)


def test_the_interval_covers_the_truth():
    """60 runs; with true coverage .93 fewer than 50 have a chance of 1 in 200."""
    found = [kappa(*of_raters_who_differ(60, seed), 1) for seed in range(60)]
    assert sum(one.low < 0.7 < one.high for one in found) >= 50


def test_where_nobody_differs_or_one_dialogue_was_judged_there_is_no_interval():
    same = kappa([{"p": x, "q": x} for x in (A, B, A, B)], range(4), 0)
    assert (same.value, same.low, same.high) == (1.0, None, None)
    units, _ = of_raters_who_differ(20, 2)
    one = kappa(units, [7] * 20, 0)
    assert one.value is not None
    assert (one.low, one.high) == (None, None)
