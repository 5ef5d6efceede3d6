"""Cards: JSON and back, and a clear error where a file is no card."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from usergap.annotators import Card, CardSide, Confusion, load_card
from usergap.annotators.cards import card_from_json, card_to_json, read_card, simulators_behind
from usergap.errors import InputError

SIDE = CardSide(
    "user turn", 10, 4, ("books",), ("en",), {"x": Confusion(3, 1, 2, 4, 0.1, 0.2)}, 0.5
)
CARD = Card("a", "1", "intent", "people", SIDE, {"s": SIDE}, ("note",))


def test_round_trip():
    assert card_from_json(card_to_json(CARD)) == CARD


@pytest.mark.parametrize("trained_on", [None, (), ("s", "t")])
def test_what_the_annotator_was_trained_on_is_kept(trained_on):
    card = replace(CARD, trained_on=trained_on)
    assert card_from_json(card_to_json(card)) == card


def test_a_card_of_an_older_version_says_nothing_of_training():
    old = json.loads(card_to_json(CARD))
    del old["trained_on"]
    assert card_from_json(json.dumps(old)).trained_on is None


def test_only_the_shipped_model_is_known_to_be_trained_on_simulators():
    assert simulators_behind("usergap-linear") == ("claude-generic", "claude-informed")
    assert simulators_behind("llm:usergap-linear") == ()
    assert simulators_behind("anna") == ()


def test_rates_by_hand():
    # 3 of 5 found, 1 of 5 given wrongly
    assert SIDE.labels["x"].tpr == pytest.approx(0.6)
    assert SIDE.labels["x"].fpr == pytest.approx(0.2)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"annotator": 1}', card_to_json(CARD)[:-9]])
def test_no_card_is_an_input_error(tmp_path, text):
    path = tmp_path / "card.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"card\.json: expected an annotator card"):
        read_card(path)


@pytest.mark.parametrize("dimension", ["intent", "feedback", "identity"])
def test_shipped_cards_have_both_sides_at_the_right_unit(dimension):
    card = load_card(dimension)
    assert card.dimension == dimension
    assert set(card.simulated) == {"claude-generic", "claude-informed"}
    for side in (card.real, *card.simulated.values()):
        assert side is not None
        assert side.unit == ("dialogue" if dimension == "identity" else "user turn")
        for counts in side.labels.values():
            assert counts.tp + counts.fp + counts.fn + counts.tn == side.units
            assert counts.tpr_se >= 0
            assert counts.fpr_se >= 0


def test_an_unknown_dimension_has_no_card():
    with pytest.raises(InputError, match="shoe size"):
        load_card("shoe size")
