"""The emotion annotator over dialogues."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.annotators.emotion import (
    EDGE,
    EmotionAnnotator,
    comment_side,
    emotion_card,
    label_sentences,
)
from usergap.annotators.emotion_model import LABELS
from usergap.dialogues import Dialogue, Message
from usergap.dimensions import tally
from usergap.dimensions.counting import sentences
from usergap.dimensions.emotion import EMOTION


def dialogue(*texts, language=None):
    return Dialogue(
        id="d", messages=tuple(Message("user", text) for text in texts), language=language
    )


def units(*texts, language=None):
    (found,) = EmotionAnnotator().annotate([dialogue(*texts, language=language)])
    return found.units["emotion"]


def test_labels_are_the_dimensions_labels():
    assert EMOTION.labels == LABELS


def test_one_entry_a_sentence_in_order():
    found = units("I love it! The file has two columns.", "", "I am terrified of spiders")
    assert len(found) == 3
    assert "joy" in found[0]
    assert found[1] == ("neutral",)
    assert "fear" in found[2]


def test_the_chatbot_is_not_read():
    talk = Dialogue(id="d", messages=(Message("assistant", "I am so sad!"), Message("user", "")))
    (found,) = EmotionAnnotator().annotate([talk])
    assert found.units["emotion"] == ()


@pytest.mark.parametrize("text", ["", "   ", "...", "\n\n"])
def test_no_sentence_no_unit(text):
    assert units(text) == tuple(label_sentences(sentences(text)))


def test_other_languages_are_missing_not_neutral():
    assert units("Ich bin traurig. Sehr!", language="de") == (None, None)
    assert None not in units("I am sad. Very!", language="en-US")


def test_between_the_ends_of_a_long_message_nothing_is_read():
    text = "I love this!\n" + "The row is empty.\n" * 1000 + "I love this!"
    found = units(text)
    assert len(found) == len(sentences(text)) == 1002
    assert "joy" in found[0]
    assert "joy" in found[-1]
    read = [number for number, labels in enumerate(found) if labels is not None]
    # 17 characters a row: EDGE // 17 rows and less than one more at each end
    assert len(read) <= 2 * (EDGE // 17 + 2)
    assert found[500] is None


def test_tally_takes_the_units():
    cells = tally(EMOTION, units("I love it!", "It has two columns."))
    assert cells["emotion.units"] == 2
    assert cells["emotion.joy"] == 1


talks = st.lists(st.lists(st.text(max_size=50), max_size=3), max_size=4)


@settings(deadline=None)
@given(talks)
def test_a_batch_labels_each_dialogue_as_if_alone(texts):
    dialogues = [dialogue(*one) for one in texts]
    annotator = EmotionAnnotator()
    together = annotator.annotate(dialogues)
    assert together == [annotator.annotate([one])[0] for one in dialogues]
    for one, found in zip(dialogues, together, strict=True):
        assert len(found.units["emotion"]) == sum(len(sentences(t.text)) for t in one.turns)


def test_card_says_what_is_not_known():
    card = emotion_card()
    assert card.real is None
    assert not card.simulated
    assert (card.annotator, card.version) == (EmotionAnnotator.name, EmotionAnnotator.version)
    assert any("not corrected" in note for note in card.notes)


def test_comment_side_adds_up():
    side = comment_side()
    assert set(side.labels) == set(LABELS)
    scores = []
    for found in side.labels.values():
        assert found.tp + found.fp + found.fn + found.tn == side.units
        scores.append(2 * found.tp / (2 * found.tp + found.fp + found.fn))
    assert side.macro_f1 == pytest.approx(sum(scores) / 7, abs=1e-4)
