"""ROUGE-L and the filter of subtopics: known answers and properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.simulate.diasynth.rouge import common_length, rouge_l
from usergap.simulate.diasynth.subtopics import ALIKE, distinct
from usergap.simulate.diasynth.topics import TOPICS
from usergap.simulate.scenarios.scenario import MAX_WORDS

WORDS = st.lists(st.sampled_from("abcd"), max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Lin 2004, section 3.1: of "police killed the gunman" the sentence "police kill the
        # gunman" has LCS 3 of 4 and 4 words, "the gunman kill police" has LCS 2
        ("police killed the gunman", "police kill the gunman", 3 / 4),
        ("police killed the gunman", "the gunman kill police", 2 / 4),
        ("a b c d e", "A, c... e!", 2 * 3 / 8),
        ("same words", "Same   words.", 1.0),
        ("one", "other", 0.0),
        ("", "", 0.0),
        ("!?", "one", 0.0),
    ],
)
def test_known_answers(one, other, expected):
    assert rouge_l(one, other) == pytest.approx(expected, abs=1e-12)


def longest_by_trial(left, right):
    if not left or not right:
        return 0
    if left[0] == right[0]:
        return 1 + longest_by_trial(left[1:], right[1:])
    return max(longest_by_trial(left[1:], right), longest_by_trial(left, right[1:]))


@given(WORDS, WORDS)
def test_the_longest_common_sequence_is_the_longest(left, right):
    assert common_length(left, right) == longest_by_trial(left, right)


@given(WORDS, WORDS)
def test_it_is_symmetric_and_one_only_for_the_same_words(left, right):
    one, other = " ".join(left), " ".join(right)
    assert rouge_l(one, other) == rouge_l(other, one)
    assert 0 <= rouge_l(one, other) <= 1
    assert (rouge_l(one, other) == 1) == (left == right and bool(left))


def test_a_subtopic_too_like_a_kept_one_is_dropped():
    found = distinct(["bake rye bread", "bake white bread", "bread", "wash the car"])
    # bake, bread of three and three: 2 * 2 / 6 = 0.67; bread: 2 * 1 / 4 = 0.5, the limit
    assert found.kept == ("bake rye bread", "wash the car")
    assert found.dropped == (("bake white bread", "bake rye bread"), ("bread", "bake rye bread"))
    # "a b" is too like "b c" (0.5) only while that is kept: dropped ones drop nothing
    assert distinct(["x y", "y z", "z w"]).kept == ("x y", "z w")


@given(st.lists(WORDS.map(" ".join), max_size=8))
def test_kept_ones_are_all_unlike_and_nothing_is_lost(candidates):
    found = distinct(candidates)
    for place, one in enumerate(found.kept):
        assert all(rouge_l(one, other) < ALIKE for other in found.kept[place + 1 :])
    assert len(found.kept) + len(found.dropped) == len(candidates)
    assert all(rouge_l(*pair) >= ALIKE for pair in found.dropped)
    assert distinct(found.kept).kept == found.kept


def test_built_in_subtopics_pass_their_own_filter():
    for subtopics in TOPICS.values():
        assert distinct(subtopics).kept == subtopics
        assert all(len(each.split()) <= MAX_WORDS for each in subtopics)
