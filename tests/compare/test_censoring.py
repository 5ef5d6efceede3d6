import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.compare.confounds.censoring import cost_of_cap, cut, detect_cap, measure_cut
from usergap.compare.distances import w1
from usergap.dialogues import Dialogue, Message
from usergap.dimensions.emotion import EMOTION
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.identity import IDENTITY
from usergap.dimensions.turns import TURNS
from usergap.dimensions.words import WORDS


def dialogue(*texts):
    messages = [Message("system", "be kind")]
    for text in texts:
        messages += [Message("user", text), Message("assistant", "answer")]
    return Dialogue("d", tuple(messages))


def test_a_pile_up_is_a_cap():
    # 7 at the end against 0 one turn earlier: P(X >= 7 | 7, 1/2) = 1/128 < .01
    assert detect_cap([10] * 7 + [4] * 40) == 10
    # 6 against 0: 1/64 is not enough
    assert detect_cap([10] * 6 + [4] * 40) is None
    # 5 % of all dialogues are needed as well: 7 of 147 are less
    assert detect_cap([10] * 7 + [4] * 140) is None
    assert detect_cap([6] * 30) == 6


def test_a_tail_that_thins_out_is_no_cap():
    assert detect_cap([3] * 40 + [4] * 30 + [5] * 20 + [6] * 15) is None
    assert detect_cap([]) is None


def test_cost_of_a_cap_by_hand():
    # (0 + 0 + 2 + 10) / 4
    assert cost_of_cap([3, 10, 12, 20], 10) == 3.0
    assert cost_of_cap([], 10) == 0.0


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60), st.integers(1, 30))
def test_the_cost_is_the_distance_to_the_same_turns_cut(turns, cap):
    assert cost_of_cap(turns, cap) == pytest.approx(w1(turns, np.minimum(turns, cap)))


def test_cut_keeps_the_last_answer():
    short = cut(dialogue("a", "b", "c"), 2)
    assert [message.content for message in short.messages] == [
        "be kind", "a", "answer", "b", "answer",
    ]  # fmt: skip
    assert cut(dialogue("a", "b"), 2) == dialogue("a", "b")


def test_measuring_a_cut_dialogue():
    whole = dialogue("One two. Three!", "four", "five six")
    units = {
        "feedback": (("no_feedback",), ("explicit_positive",), ("explicit_positive",)),
        "identity": (("none",), ("past",), ("future",)),
        "emotion": (("joy",), ("neutral",), ("anger",), ("anger",)),
    }
    measures = {x.id: x for x in (FEEDBACK, IDENTITY, EMOTION, TURNS, WORDS)}
    cells = measure_cut(whole, units, 2, measures)
    assert (cells["turns"], cells["words"]) == (2, 4)
    assert (cells["feedback.explicit_positive"], cells["feedback.units"]) == (1, 2)
    assert (cells["identity.past"], cells["identity.future"]) == (1, 0)
    assert (cells["emotion.joy"], cells["emotion.anger"], cells["emotion.units"]) == (1, 1, 3)


def test_labels_that_fit_no_unit_are_left_out():
    units = {"feedback": (("no_feedback",),), "emotion": (("joy",),)}
    measures = {x.id: x for x in (FEEDBACK, EMOTION, WORDS)}
    assert set(measure_cut(dialogue("a", "b"), units, 1, measures)) == {"words"}
