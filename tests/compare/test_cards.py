import pytest

from tests.compare.made_cards import card_side
from usergap.annotators.annotator import Card
from usergap.compare.correction.cards import choose
from usergap.compare.correction.transfer import predicted

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


def test_no_card_from_its_own_text():
    alone = Card("linear", "1", "feedback", "an LLM", REAL, {"ours": OURS})
    choice = choose(alone, ("a",), "linear 1", "ours", ROWS, ROWS)
    assert choice.simulated is None
    assert choice.real is not None
    assert choice.reason == "the card has no text of another simulator"


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
