"""Agreement of raters by hand."""

import numpy as np
import pytest

from usergap.study.blind.agreement import agreement_of, fleiss_kappa, same_share
from usergap.study.blind.judgements import Judgements

A, B = (True, True, False, False), (True, False, False, False)


def judgements(*raters: tuple[bool, ...]) -> Judgements:
    rows = [(str(r), i, said) for r, mine in enumerate(raters) for i, said in enumerate(mine)]
    n = len(rows)
    said = np.array([row[2] for row in rows])
    return Judgements(
        rater=np.array([row[0] for row in rows]),
        item=np.array([row[1] for row in rows]),
        simulator=np.array(["model"] * n),
        domain=np.array(["d"] * n),
        real=np.zeros(n, bool),
        right=said,
        said=said,
        first=said,
        confidence=np.ones(n, np.int64),
        seconds=np.ones(n),
    )


def test_two_raters_by_hand():
    # Same on 3 of 4. Cohen: p_e = .5 * .25 + .5 * .75 = .5, kappa = .25 / .5.
    # Alpha: 3 yes and 5 no, D_e = 2 * 15 / (8 * 7), alpha = 1 - .25 / .535714 = .533333.
    found = agreement_of(judgements(A, B), pairs=False)
    assert (found.items, found.same, found.kind) == (4, 0.75, "Cohen")
    assert found.kappa == pytest.approx(0.5)
    assert found.alpha == pytest.approx(1 - 0.25 * 56 / 30)
    assert found.low < found.alpha < found.high


def test_fleiss_by_hand():
    # p_o = .75, yes in 3 of 8: p_e = (9 + 25) / 64, kappa = (.75 - .53125) / .46875
    assert fleiss_kappa([(True, True), (True, False), (False, False), (False, False)]) == (
        pytest.approx(0.4666667)
    )
    # three raters: 3/3 and 1/3 of the pairs agree
    assert same_share([(True, True, True), (True, False, False)]) == pytest.approx(2 / 3)
    assert fleiss_kappa([(True, True), (True, True)]) is None, "nothing to tell apart"


def test_five_values_and_six_raters_by_hand():
    # Pairs that agree, of 30 an item: 30, 2 + 12, 12, 2 + 2, 12 -> p_o = 72 / 150.
    # Values: 10, 5, 6, 4, 5 of 30 -> p_e = 202 / 900; kappa = (.48 - .224444) / .775556
    units = [
        [0, 0, 0, 0, 0, 0], [0, 0, 1, 1, 1, 1], [2, 2, 2, 2, 3, 4], [0, 1, 2, 2, 3, 3],
        [0, 3, 4, 4, 4, 4],
    ]  # fmt: skip
    assert fleiss_kappa(units) == pytest.approx(0.329513, abs=1e-6)


def test_of_pairs_no_side_means_anything():
    # Everybody right everywhere is full agreement, though every value is the same.
    everywhere = (True,) * 4
    found = agreement_of(judgements(everywhere, everywhere), pairs=True)
    assert (found.same, found.kappa) == (1.0, 1.0)
    # with chance at one half: 2 * .75 - 1
    for raters in ((A, B), (B, A)):
        assert agreement_of(judgements(*raters), pairs=True).kappa == pytest.approx(0.5)


def test_one_rater_agrees_with_nobody():
    found = agreement_of(judgements(A), pairs=False)
    assert (found.items, found.alpha, found.kappa) == (0, None, None)


def test_the_interval_of_alpha_narrows_with_items_and_counts_a_pair_once():
    # 3 of 4 alike, on 8 items and on 80: a tenfold number of items, about a third of the width.
    few, many = (agreement_of(judgements(A * n, B * n), pairs=False) for n in (2, 20))
    assert (many.high - many.low) / (few.high - few.low) == pytest.approx(10**-0.5, abs=0.12)
    # Both ways round a pair stays one item. Of 3 in 4 the share's error is known, and alpha is
    # about 2 * share - 1: +-1.96 * 2 * sqrt(.75 * .25 / 80) = .190.
    turned = agreement_of(judgements(A * 20, B * 20), pairs=True)
    assert (turned.high - turned.low) / 2 == pytest.approx(0.190, abs=0.02)
    none_differ = agreement_of(judgements(A, A), pairs=False)
    assert (none_differ.alpha, none_differ.low, none_differ.high) == (1.0, None, None)


def test_the_interval_of_kappa_resamples_items():
    # 3 of 4 alike on 80 pairs: kappa = 2 * share - 1, whose error is known (as alpha's above).
    turned = agreement_of(judgements(A * 20, B * 20), pairs=True)
    assert (turned.kappa_high - turned.kappa_low) / 2 == pytest.approx(0.190, abs=0.02)
    assert turned.kappa_low < turned.kappa < turned.kappa_high
    three = agreement_of(judgements(A * 5, B * 5, (True, False, False, False) * 5), pairs=False)
    assert three.kind == "Fleiss"
    assert three.kappa_low < three.kappa < three.kappa_high
    # Fleiss' kappa of n items is about alpha: (1 - kappa) / (1 - alpha) -> 1
    assert three.kappa_low == pytest.approx(three.low, abs=0.03)
    assert three.kappa_high == pytest.approx(three.high, abs=0.03)


def test_kappa_has_no_interval_where_it_cannot_have_one():
    none_differ = agreement_of(judgements(A, A), pairs=False)
    assert (none_differ.kappa, none_differ.kappa_low, none_differ.kappa_high) == (1.0, None, None)
    nothing_else = agreement_of(judgements((True,) * 4, (True,) * 4), pairs=False)
    assert (nothing_else.kappa, nothing_else.kappa_low) == (None, None)
    one_item = agreement_of(judgements((True,), (False,)), pairs=True)
    assert (one_item.kappa, one_item.kappa_low) == (-1.0, None)
