"""Hashed n-grams: frozen values, counts derived by hand, independence of the batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators.hashing import (
    batch,
    buckets,
    char_ngrams,
    tokens,
    word_ngrams,
)

FROZEN = [81057815461097656, 4854011634504588237]
FROZEN_BUCKETS = [593446, 677727]
TEXTS = st.lists(st.text(max_size=40), max_size=6)


def test_tokens_are_words_and_single_marks():
    # "Isn't" "it" "?" "!" | nothing | "a" "b"
    found = tokens(batch(["Isn't it?!", " \n", "a b"]))
    assert np.diff(found.first).tolist() == [4, 0, 2]
    assert found.text.tolist() == [0, 0, 0, 0, 2, 2]


def test_hashes_are_frozen():
    # Written down once: a change here is a new HASH_VERSION and new weights.
    found = tokens(batch(["hello world"]))
    assert found.hashes.tolist() == FROZEN
    assert buckets(found.hashes, 3, 20).tolist() == FROZEN_BUCKETS


def test_case_and_white_space_are_folded():
    one = tokens(batch(["Hello\tWORLD"])).hashes
    assert np.array_equal(one, tokens(batch(["hello world"])).hashes)


def test_ngram_counts_by_hand():
    # "abcd": with the two spaces 6 bytes, hence 4 trigrams; "" has 2 bytes, none.
    text, hashes = char_ngrams(batch(["abcd", "", "abcd"]), 3)
    assert text.tolist() == [0] * 4 + [2] * 4
    assert np.array_equal(hashes[:4], hashes[4:])
    words = tokens(batch(["a b c", "d"]))
    assert word_ngrams(words, 2)[0].tolist() == [0, 0]
    assert word_ngrams(words, 3)[0].tolist() == [0]


def test_order_of_words_and_bytes_matters():
    words = tokens(batch(["a b", "b a"]))
    _, pairs = word_ngrams(words, 2)
    assert pairs[0] != pairs[1]
    assert len(set(tokens(batch(["ab ba aab aba"])).hashes.tolist())) == 4


def test_namespaces_differ():
    found = tokens(batch(["one two three four five"])).hashes
    assert not np.array_equal(buckets(found, 1, 20), buckets(found, 2, 20))


@given(TEXTS)
def test_a_text_has_the_same_features_in_any_batch(texts):
    together = batch(texts)
    for n in (3, 5):
        text, hashes = char_ngrams(together, n)
        for i, one in enumerate(texts):
            assert np.array_equal(hashes[text == i], char_ngrams(batch([one]), n)[1])
    words = tokens(together)
    for n in (1, 2):
        text, hashes = word_ngrams(words, n)
        for i, one in enumerate(texts):
            assert np.array_equal(hashes[text == i], word_ngrams(tokens(batch([one])), n)[1])


@given(TEXTS, st.integers(min_value=1, max_value=24))
def test_buckets_stay_in_range(texts, bits):
    columns = buckets(tokens(batch(texts)).hashes, 7, bits)
    assert np.all((columns >= 0) & (columns < 2**bits))


@pytest.mark.parametrize("texts", [[], [""], ["\ud800"], ["\x00\x07"], ["é" * 3000]])
def test_odd_input_is_no_error(texts):
    found = batch(texts)
    assert len(tokens(found).first) == len(texts) + 1
    assert len(char_ngrams(found, 4)[0]) == len(char_ngrams(found, 4)[1])
