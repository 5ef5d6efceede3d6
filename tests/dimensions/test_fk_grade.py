"""Flesch-Kincaid grade of a dialogue's user text."""

import json
import statistics
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dimensions.prose import ALL
from usergap.dialogues import Dialogue, Message
from usergap.dimensions.fk_grade import FK_GRADE, flesch_kincaid_grade, measure_fk_grade


def grade(*texts):
    messages = tuple(Message("user", text) for text in texts)
    return measure_fk_grade(Dialogue("d", messages))["fk_grade"]


def test_by_hand():
    # 6 words, 1 sentence, 6 syllables: .39 * 6 + 11.8 * 1 - 15.59 = -1.45
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)


def test_a_published_answer():
    # "11.3, as it has 24 syllables and 13 words" (Wikipedia, Flesch-Kincaid readability tests)
    text = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature"
    assert grade(text) == pytest.approx(11.3, abs=0.05)
    assert flesch_kincaid_grade(13, 1, 24) == pytest.approx(11.3, abs=0.05)


def test_a_message_end_is_a_sentence_end():
    # 2 messages: 2 sentences of 3 words, 6 syllables: .39 * 3 + 11.8 - 15.59 = -2.62
    assert grade("the cat sat", "on the mat") == pytest.approx(-2.62)
    assert grade("the cat sat on the mat") == pytest.approx(-1.45)


def test_words_are_pooled_over_messages():
    # "ok" = 1 word, 1 syllable by rule; "the cat sat" = 3, 3: .39 * 4 / 2 + 11.8 - 15.59 = -3.01
    assert grade("ok", "the cat sat") == pytest.approx(-3.01)


def test_only_the_user_is_measured():
    said = Message("assistant", "An extraordinarily complicated explanation.")
    both = Dialogue("d", (Message("user", "The cat sat on the mat."), said))
    assert measure_fk_grade(both)["fk_grade"] == pytest.approx(-1.45)


@pytest.mark.parametrize("text", ["", " \n", "123 456", "?!...", "😀😀", "\x00\x07", "__--__"])
def test_undefined_without_a_word(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert grade(text) is None
        assert grade() is None
        assert grade(text, "The cat sat on the mat.") == pytest.approx(-1.45)


def test_english_only():
    assert FK_GRADE.languages == {"en"}
    assert FK_GRADE.columns == ("fk_grade",)


@given(st.lists(st.text(), max_size=4))
def test_any_text_gives_a_grade_or_none(texts):
    found = grade(*texts)
    assert found is None or found >= flesch_kincaid_grade(1, 1, 1)


@given(st.permutations(["First one here.", "and another", "", "42", "A third, longer message!"]))
def test_the_order_of_messages_does_not_matter(texts):
    assert grade(*texts) == pytest.approx(grade(*sorted(texts)))


def test_textstat_agrees_on_ordinary_prose():
    textstat = pytest.importorskip("textstat")
    ours = {name: grade(text.replace("\n", " ")) for name, text in ALL.items()}
    theirs = {name: textstat.flesch_kincaid_grade(text) for name, text in ALL.items()}
    # textstat counts syllables by hyphenation points, which misses some: up to 1.5 grades lower
    for name, mine in ours.items():
        assert -0.3 <= mine - theirs[name] <= 1.5, (name, mine, theirs[name])
    assert sorted(ours, key=ours.get) == sorted(theirs, key=theirs.get)


def test_known_answers_on_real_dialogues(data):
    joined, apart = [], []
    with (data / "realsim/real.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            texts = [m["content"] for m in json.loads(line)["messages"] if m["role"] == "user"]
            apart += [found for text in texts if (found := grade(text)) is not None]
            found = grade(" ".join(text.replace("\n", " ") for text in texts))
            joined += [] if found is None else [found]
    # METHODS: 7.3 per message, 13.7 joined on the 961 dialogues; 719 of them are here
    assert statistics.mean(apart) == pytest.approx(7.3, abs=0.5)
    assert statistics.mean(joined) == pytest.approx(13.7, abs=0.7)
