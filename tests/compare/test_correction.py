import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators.annotator import Card, CardSide, Confusion
from usergap.compare.cards import Errors, choose, errors
from usergap.compare.correction import correctable, corrected_profile, rogan_gladen
from usergap.compare.draws import generator


def exact(tpr, fpr, se=0.0):
    return Errors(*(np.array(x, float) for x in (tpr, fpr, [se] * len(tpr), [se] * len(tpr))))


def side(domains=("books",), se=0.02, **cells):
    judged = {name: Confusion(*cell, se, se) for name, cell in cells.items()}
    return CardSide("user turn", 100, 50, domains, ("en",), judged, 0.7)


def test_rogan_gladen_by_hand():
    # true 30 %, TPR .8, FPR .1: observed .8 * .3 + .1 * .7 = .31; (.31 - .1) / .7 = .3
    assert rogan_gladen(np.array(0.31), np.array(0.8), np.array(0.1)) == pytest.approx(0.3)
    assert rogan_gladen(np.array(0.05), np.array(0.8), np.array(0.1)) == 0
    assert rogan_gladen(np.array(0.95), np.array(0.8), np.array(0.1)) == 1


@given(
    st.lists(st.floats(0.01, 0.9), min_size=2, max_size=5),
    st.floats(0.6, 1.0),
    st.floats(0.0, 0.2),
)
def test_known_errors_are_undone(true, tpr, fpr):
    true = np.array(true)
    observed = tpr * true + fpr * (1 - true)
    sums = np.concatenate([observed * 1000, [1000]])[None]
    card = exact([tpr] * true.size, [fpr] * true.size)
    able = correctable(card)
    assert able.all()
    assert corrected_profile(sums, card, able, shares=False)[0] == pytest.approx(true)
    shares = corrected_profile(sums, card, able, shares=True)[0]
    assert shares == pytest.approx(true / true.sum())


def test_weak_labels_keep_their_raw_rate():
    card = exact([0.9, 0.5], [0.1, 0.3])  # TPR - FPR: .8 and .2
    able = correctable(card)
    assert able.tolist() == [True, False]
    found = corrected_profile(np.array([[50.0, 40.0, 100.0]]), card, able, shares=False)[0]
    assert found == pytest.approx([0.5, 0.4])  # (.5 - .1) / .8 and as it was
    assert correctable(card, exact([0.3, 0.9], [0.1, 0.1])).tolist() == [False, False]
    assert not correctable(exact([np.nan], [0.1])).any()


def test_the_cards_uncertainty_widens_the_replicates():
    sums = np.tile([50.0, 40.0, 100.0], (4000, 1))
    for se, wanted in ((0.0, 0.0), (0.05, 0.05 * np.hypot(0.5, 0.5) / 0.8)):
        # d(rate)/d(tpr) = -rate / J and d/d(fpr) = -(1 - rate) / J, with rate .5 and J .8
        card = exact([0.9, 0.9], [0.1, 0.1], se)
        drawn = corrected_profile(sums, card, correctable(card), False, generator(0, "card"))
        assert drawn[:, 0].std() == pytest.approx(wanted, rel=0.1)


def test_replicates_never_divide_by_nothing():
    card = exact([0.5, 0.5], [0.1, 0.1], 0.4)
    sums = np.tile([50.0, 40.0, 100.0], (4000, 1))
    drawn = corrected_profile(sums, card, correctable(card), False, generator(0, "card"))
    assert np.isfinite(drawn).all()
    assert ((drawn >= 0) & (drawn <= 1)).all()


def test_card_sides_are_joined_by_their_counts():
    # TPR (8 + 10) / (10 + 30) = .45; its SE: sqrt((10 * .02)^2 + (30 * .02)^2) / 40
    found = errors([side(a=(8, 1, 2, 9)), side(a=(10, 3, 20, 27))], ("a", "b"))
    assert found.tpr[0] == pytest.approx(18 / 40)
    assert found.fpr[0] == pytest.approx(4 / 40)
    assert found.tpr_se[0] == pytest.approx(np.hypot(0.2, 0.6) / 40)
    assert np.isnan(found.tpr[1])


CARD = Card(
    "linear", "1", "feedback", "an LLM",
    real=side(a=(8, 1, 2, 9)),
    simulated={"ours": side(a=(9, 1, 1, 9)), "theirs": side(a=(5, 1, 5, 9))},
)  # fmt: skip
ROWS = {"domain": ["books"] * 9, "language": ["en"] * 9}


def test_a_simulator_is_judged_by_the_card_of_others():
    choice = choose(CARD, ("a",), "linear 1", "ours", ROWS, ROWS)
    assert choice.simulated is not None
    assert choice.simulated.tpr[0] == 0.5
    stranger = choose(CARD, ("a",), "linear 1", "new", ROWS, ROWS)
    assert stranger.simulated is not None
    assert stranger.simulated.tpr[0] == pytest.approx(14 / 20)


def test_no_card_from_its_own_text():
    alone = Card("linear", "1", "feedback", "an LLM", CARD.real, {"ours": side(a=(9, 1, 1, 9))})
    choice = choose(alone, ("a",), "linear 1", "ours", ROWS, ROWS)
    assert choice.simulated is None
    assert choice.real is not None
    assert "another simulator" in choice.reason


@pytest.mark.parametrize(
    ("real", "simulated", "said"),
    [
        ({"domain": ["law"] * 9, "language": ["en"]}, ROWS, "real dialogues' domains"),
        (ROWS, {"domain": [None] * 9, "language": ["en"]}, "simulated dialogues' domains"),
        (ROWS, {"domain": ["books"], "language": ["de"]}, "simulated dialogues' domains"),
    ],
)
def test_a_card_speaks_only_for_what_it_has_seen(real, simulated, said):
    choice = choose(CARD, ("a",), "linear 1", "new", real, simulated)
    assert choice.real is None or choice.simulated is None
    assert said in choice.reason


def test_a_card_of_another_annotator_is_refused():
    assert "not for linear 2" in choose(CARD, ("a",), "linear 2", "x", ROWS, ROWS).reason
    assert "no card" in choose(None, ("a",), "linear 2", "x", ROWS, ROWS).reason
