from dataclasses import replace

import pytest

from tests.compare.made_cards import card_side
from usergap.annotators.annotator import Card
from usergap.compare.correction.cards import choose
from usergap.compare.correction.transfer import measured, predicted

REAL = card_side(a=(8, 1, 2, 9))
OURS = card_side(a=(9, 1, 1, 9))
THEIRS = card_side(a=(5, 1, 5, 9))
CARD = Card(
    "linear", "1", "feedback", "an LLM", real=REAL, simulated={"ours": OURS, "theirs": THEIRS}
)
ROWS = {"domain": ["books"] * 9, "language": ["en"] * 9}


def test_a_simulator_is_judged_by_the_card_of_others():
    choice = choose(CARD, ("a",), "linear 1", "ours", ROWS, ROWS)
    assert choice.reason == ""
    assert choice.simulated == predicted([REAL, THEIRS], ("a",))
    stranger = choose(CARD, ("a",), "linear 1", "new", ROWS, ROWS)
    assert stranger.simulated == predicted([REAL, OURS, THEIRS], ("a",))


ALONE = Card("linear", "1", "feedback", "an LLM", REAL, {"ours": OURS})


@pytest.mark.parametrize(
    ("trained_on", "said"),
    [
        (None, "the card does not say whether its annotator was trained on ours"),
        (("theirs", "ours"), "the annotator was trained on ours: its card is no proof there"),
    ],
)
def test_no_card_from_its_own_text_by_an_annotator_that_learnt_from_it(trained_on, said):
    choice = choose(replace(ALONE, trained_on=trained_on), ("a",), "linear 1", "ours", ROWS, ROWS)
    assert choice.simulated is None
    assert choice.real is not None
    assert choice.reason == said


@pytest.mark.parametrize("trained_on", [(), ("theirs",)])
def test_gold_from_its_own_text_judges_an_annotator_that_never_learnt_from_it(trained_on):
    choice = choose(replace(ALONE, trained_on=trained_on), ("a",), "linear 1", "ours", ROWS, ROWS)
    assert choice.reason == ""
    # TPR (9 + .5) / (10 + 1), the simulator's own and not pooled with real text
    assert choice.simulated.tpr[0] == pytest.approx(9.5 / 11)
    assert choice.simulated.tpr[0] == measured([OURS], ("a",)).tpr[0]


def test_a_label_without_gold_on_its_own_text_is_predicted():
    real = card_side(a=(8, 1, 2, 9), b=(6, 2, 4, 8))
    ours = card_side(a=(9, 1, 1, 9), b=(0, 3, 0, 17))
    card = Card("linear", "1", "feedback", "people", real, {"ours": ours}, trained_on=())
    found = choose(card, ("a", "b"), "linear 1", "ours", ROWS, ROWS).simulated
    own, guess = measured([ours], ("a", "b")), predicted([real, ours], ("a", "b"))
    assert found.tpr.tolist() == [own.tpr[0], guess.tpr[1]]
    assert found.tpr_se.tolist() == [own.tpr_se[0], guess.tpr_se[1]]
    assert found.fpr.tolist() == own.fpr.tolist()


def test_gold_of_other_domains_gives_way_to_other_simulators():
    card = replace(
        CARD, trained_on=(), simulated={"ours": replace(OURS, domains=("law",)), "theirs": THEIRS}
    )
    choice = choose(card, ("a",), "linear 1", "ours", ROWS, ROWS)
    assert choice.simulated == predicted([REAL, THEIRS], ("a",))
    alone = replace(card, simulated={"ours": replace(OURS, domains=("law",))})
    refused = choose(alone, ("a",), "linear 1", "ours", ROWS, ROWS)
    assert refused.simulated is None
    assert refused.reason == "the card does not cover the simulated dialogues' domains: books (9)"


def test_a_card_of_real_users_alone_says_so():
    card = Card("linear", "1", "feedback", "people", REAL, trained_on=())
    assert (
        choose(card, ("a",), "linear 1", "x", ROWS, ROWS).reason == "the card has no simulated text"
    )


@pytest.mark.parametrize(
    ("real", "simulated", "said"),
    [
        (
            {"domain": ["law"] * 5 + ["books"] * 4, "language": ["en"]},
            ROWS,
            "the card does not cover the real dialogues' domains: law (5)",
        ),
        (
            ROWS,
            {"domain": ["a", "b", "b", "c", "c", "c", "d", "e"], "language": ["en"]},
            "the card does not cover the simulated dialogues' domains: c (3), b (2), a (1), 2 more",
        ),
        (
            ROWS,
            {"domain": [None] * 9, "language": ["en"]},
            "the card does not cover the simulated dialogues' domains: not recorded (9)",
        ),
        (
            ROWS,
            {"domain": ["books"], "language": ["de"]},
            "the card does not cover the simulated dialogues' languages: de (1)",
        ),
        (
            {"domain": ["law"], "language": ["de"]},
            ROWS,
            (
                "the card does not cover the real dialogues' domains: law (1); "
                "the card does not cover the real dialogues' languages: de (1)"
            ),
        ),
    ],
)
def test_a_card_speaks_only_for_what_it_has_seen(real, simulated, said):
    choice = choose(CARD, ("a",), "linear 1", "new", real, simulated)
    assert (choice.real is None) != (choice.simulated is None)
    assert choice.reason == said


def test_a_tenth_of_strangers_is_borne():
    rows = {"domain": ["books"] * 9 + ["law"], "language": ["en"] * 10}
    assert choose(CARD, ("a",), "linear 1", "new", rows, ROWS).reason == ""
    rows = {"domain": ["books"] * 8 + ["law"], "language": ["en"] * 9}
    assert "law (1)" in choose(CARD, ("a",), "linear 1", "new", rows, ROWS).reason


def test_a_language_that_is_not_recorded_is_no_stranger():
    rows = {"domain": ["books"] * 9, "language": [None] * 9}
    assert choose(CARD, ("a",), "linear 1", "new", rows, rows).reason == ""


def test_a_card_of_another_annotator_is_refused():
    assert "not for linear 2" in choose(CARD, ("a",), "linear 2", "x", ROWS, ROWS).reason
    assert "no card" in choose(None, ("a",), "linear 2", "x", ROWS, ROWS).reason
    bare = Card("linear", "1", "feedback", "an LLM", None, {"theirs": THEIRS})
    assert "no real text" in choose(bare, ("a",), "linear 1", "x", ROWS, ROWS).reason
