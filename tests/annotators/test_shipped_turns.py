"""The shipped annotator: shape of its answers, languages, hostile input, held-out labels."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.annotators import shipped_annotator
from usergap.annotators.shipped_turns import CODES, REST, turn_model
from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError


def talk(*texts: str, name: str = "d", language: str | None = None) -> Dialogue:
    roles = ("user", "assistant")
    messages = tuple(Message(roles[i % 2], text) for i, text in enumerate(texts))  # type: ignore[arg-type]
    return Dialogue(name, messages, language=language)


def test_plain_turns_get_plain_labels():
    answer = "A compost heap is a pile of garden waste that rots to soil."
    dialogue = talk(
        "What is a compost heap?", answer, "Write a short poem about it", "Green, brown, black.",
        "Thank you, that is great!", "You're welcome!",
    )  # fmt: skip
    (found,) = shipped_annotator().annotate([dialogue])
    assert found.units["intent"][1] == ("content_generation",)
    assert "explicit_positive" in found.units["feedback"][2]
    assert found.units["feedback"][0] == ("no_feedback",)
    assert found.seen == 0


def test_self_disclosure_is_found():
    (found,) = shipped_annotator().annotate([talk("I am a nurse and my husband is ill.", "Oh.")])
    assert found.units["identity"][0] != ("none",)
    (found,) = shipped_annotator().annotate([talk("What is the capital of Peru?", "Lima.")])
    assert found.units["identity"][0] == ("none",)


def test_other_languages_are_missing_not_guessed():
    dialogue = talk("hola", "hola", "gracias", language="es")
    (found,) = shipped_annotator().annotate([dialogue])
    assert all(units == (None, None) for units in found.units.values())


def test_only_the_dimensions_asked_for():
    (found,) = shipped_annotator(("feedback",)).annotate([talk("hi", "hello")])
    assert tuple(found.units) == ("feedback",)
    with pytest.raises(InputError, match="mood"):
        shipped_annotator(("mood",))


TEXT = st.text(max_size=60)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(TEXT, max_size=6), max_size=5))
def test_any_text_gets_valid_labels_and_order_does_not_matter(talks):
    dialogues = [talk(*texts, name=str(i)) for i, texts in enumerate(talks)]
    annotator = shipped_annotator()
    found = annotator.annotate(dialogues)
    for dialogue, one in zip(dialogues, found, strict=True):
        for name, units in one.units.items():
            assert len(units) == len(dialogue.turns)
            for labels in units:
                assert labels
                assert set(labels) <= set(CODES[name])
                assert REST[name] not in labels or len(labels) == 1
    again = annotator.annotate(dialogues[::-1])[::-1]
    assert [one.units for one in again] == [one.units for one in found]


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "?" * 200_000, "𝔘" * 50])
def test_hostile_text(text):
    (found,) = shipped_annotator().annotate([talk(text, text, text)])
    assert len(found.units["intent"]) == 2


def test_no_dialogue_and_no_turn():
    assert shipped_annotator().annotate([]) == []
    (found,) = shipped_annotator().annotate([Dialogue("x", ())])
    assert found.units["intent"] == ()


def test_context_of_a_reply_set_is_not_measured():
    messages = (Message("user", "hi"), Message("assistant", "hello"), Message("user", "thanks"))
    (found,) = shipped_annotator().annotate([Dialogue("x", messages, context_length=2)])
    assert len(found.units["feedback"]) == 1


def test_columns_of_the_model_fit_together():
    model = turn_model()
    assert model.sparse.dtype == np.int8
    assert model.sparse.shape[1] == len(model.buckets) == len(np.unique(model.buckets))
    assert model.sparse.shape[2] == sum(map(len, CODES.values()))


def test_held_out_labels_reach_the_figures_that_were_written_down(data):
    """Real turns, labelled by the shipped annotator, score what its training run printed."""
    from scripts.train_annotators.corpus import labelled
    from scripts.train_annotators.crossval import f1

    from usergap.annotators import shipped_turns

    found = labelled(data)
    real = found.side == "real"
    dialogues = [x for x, yes in zip(found.dialogues, real, strict=True) if yes]
    annotations = shipped_annotator().annotate(dialogues)
    turns = sum(len(x.turns) for x in dialogues)
    place = shipped_turns.__file__.replace("shipped_turns.py", "shipped/turns_crossval.json")
    with open(place, encoding="utf-8") as file:  # noqa: PTH123
        written = json.load(file)["seed_0"]
    for name, codes in CODES.items():
        given_ = [x for one in annotations for x in one.units[name]]
        flags = np.array([[code in (labels or ()) for code in codes] for labels in given_])
        score = f1(flags, found.gold[name][:turns]).mean()
        assert score == pytest.approx(written[name]["real"]["macro_f1"], abs=0.01)
    assert sum(x.seen for x in annotations) < 0.02 * turns
