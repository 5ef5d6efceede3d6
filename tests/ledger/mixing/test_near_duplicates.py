import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message
from usergap.ledger.mixing.near_duplicates import (
    estimated_jaccard,
    near_groups,
    nearest,
    signatures,
)
from usergap.ledger.mixing.shingles import Shingles, compared_text, jaccard, shingles

WORDS = [f"w{i}" for i in range(200)]


def text(start, length):
    return " ".join(WORDS[start : start + length])


def test_shingles_are_the_runs_of_three_words():
    # 5 words have 3 runs of three; a repeat of the text adds none but those across the joint
    assert [len(shingles([each]).of(0)) for each in ("a b c d e", "a b", "a", "")] == [3, 1, 1, 0]


def test_case_and_white_space_do_not_count_but_order_does():
    sets = shingles(["Send me the file", "send  me\nTHE file", "file the me send"])
    assert jaccard(sets.of(0), sets.of(1)) == 1.0
    assert jaccard(sets.of(0), sets.of(2)) == 0.0


def test_jaccard_by_hand():
    # runs 0-9 (10 words: 8 runs) and 4-13 (8 runs) share the runs that start at 4..7: 4 of 12
    sets = shingles([text(0, 10), text(4, 10)])
    assert jaccard(sets.of(0), sets.of(1)) == pytest.approx(4 / 12)


@pytest.mark.parametrize("shift", [0, 5, 20, 60])
def test_minima_estimate_the_exact_similarity(shift):
    sets = shingles([text(0, 100), text(shift, 100)])
    marks = signatures(sets, 2048)
    exact = jaccard(sets.of(0), sets.of(1))
    # 4 standard errors of a share of 2048
    bound = 4 * np.sqrt(exact * (1 - exact) / 2048) + 1e-12
    assert abs(estimated_jaccard(marks[0], marks[1]) - exact) <= bound


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=8), max_size=12), st.randoms())
def test_what_is_found_is_what_an_exact_search_finds(lines, rng):
    texts = [" ".join(line) for line in lines]
    pool, asked = shingles(texts), shingles(rng.sample(texts, len(texts)))
    place, like = nearest(pool, asked)
    for number in range(len(asked)):
        best = max((jaccard(pool.of(i), asked.of(number)) for i in range(len(pool))), default=0.0)
        assert like[number] == pytest.approx(best if best >= 0.8 else 0.0)
        assert (place[number] >= 0) == (best >= 0.8)


def test_groups_join_through_others_and_leave_empty_texts_alone():
    # 100 words are 98 runs; a shift of 8 leaves 90 of 106 = .85, one of 16 leaves 82 of 114 = .72
    texts = [text(0, 100), text(8, 100), text(16, 100), "", "", text(0, 100)]
    group = near_groups(shingles(texts))
    assert group[0] == group[1] == group[2] == group[5]
    assert len({group[0], group[3], group[4]}) == 3


def test_a_chain_is_not_near_its_other_end():
    pool, asked = shingles([text(0, 100)]), shingles([text(8, 100), text(16, 100)])
    assert nearest(pool, asked)[0].tolist() == [0, -1]


def test_nothing_is_near_an_empty_pool():
    place, like = nearest(shingles([]), shingles(["a b c"]))
    assert place.tolist() == [-1]
    assert like.tolist() == [0.0]
    assert isinstance(shingles([]), Shingles)


def test_a_user_of_few_words_is_compared_with_the_chatbot_s():
    said = (Message("user", "hi"), Message("assistant", "hello, what is it?"))
    assert compared_text(Dialogue("a", said)) == "hi\nhello, what is it?"
    longer = (Message("user", "one two three four five six seven eight"), *said[1:])
    assert "hello" not in compared_text(Dialogue("b", longer))
