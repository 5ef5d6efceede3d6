import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message
from usergap.ledger.mixing import near_duplicates
from usergap.ledger.mixing.near_duplicates import (
    estimated_jaccard,
    near_groups,
    nearest,
    signatures,
)
from usergap.ledger.mixing.postings import Postings
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


def by_hand(texts, threshold=0.8):
    """Groups by all pairs: the first text that each one hangs together with."""
    sets = shingles(texts)
    group = list(range(len(texts)))
    for one in range(len(texts)):
        for other in range(one):
            if jaccard(sets.of(one), sets.of(other)) >= threshold:
                old, new = max(group[one], group[other]), min(group[one], group[other])
                group = [new if each == old else each for each in group]
    return group


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=9), max_size=14))
def test_both_ways_of_comparing_find_what_all_pairs_do(lines):
    texts = [" ".join(line) for line in lines]
    sets = shingles(texts)
    heads = np.arange(len(texts))
    for text in range(len(texts)):
        expected = [jaccard(sets.of(int(i)), sets.of(text)) for i in heads]
        np.testing.assert_allclose(Postings.of(sets, heads).likeness(sets.of(text)), expected)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near_duplicates, "FEW", -1)  # postings wherever there is a candidate
        patch.setattr(near_duplicates, "STEPS_OF_A_PAIR", 10**9)
        assert near_groups(sets) == by_hand(texts)
        place, like = nearest(sets, sets)
    assert like.tolist() == [1.0] * len(texts)
    assert all(jaccard(sets.of(i), sets.of(text)) == 1 for text, i in enumerate(place.tolist()))


def variants(number, slots):
    """A template of 34 words with so many words of its own in each text, far from each other."""
    out = []
    for text in range(number):
        words = [f"t{i}" for i in range(34)]
        for slot in range(slots):
            words[4 + 8 * slot] = f"n{text}x{slot}"
        out.append(" ".join(words))
    return out


@pytest.mark.parametrize(("slots", "groups"), [(1, 1), (2, 5000)])
def test_thousands_of_variants_of_one_template_take_seconds(slots, groups):
    # 34 words are 32 runs; a word of its own breaks 3: 29 of 35 = .83 are near, 26 of 38 = .68
    # are not, though MinHash takes most of them for candidates: 12 million pairs
    sets = shingles(variants(5000, slots))
    start = time.process_time()
    assert len(set(near_groups(sets))) == groups
    assert time.process_time() - start < 20
    start = time.process_time()
    place, _ = nearest(sets, shingles(variants(1000, slots)))
    assert place.tolist() == list(range(1000))
    assert time.process_time() - start < 20
