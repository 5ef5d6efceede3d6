"""The frozen features of a sentence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators.emotion_features import BITS, HEAD, MOST, TAIL, features, normalized
from usergap.annotators.emotion_lexicon import LEXICON, table
from usergap.annotators.hashing import batch, char_ngrams, tokens, word_ngrams

KINDS = ("words 1", "words 2", "words 3", "listed", "bytes 2", "bytes 3", "bytes 4", "bytes 5",
         "capitals")  # fmt: skip

texts = st.lists(st.text(max_size=30), min_size=1, max_size=5)


def of(sentences):
    """Columns of each sentence, per kind."""
    return {
        kind: [columns[a:b].tolist() for a, b in zip(first, last, strict=True)]
        for kind, (columns, first, last) in zip(KINDS, features(sentences), strict=True)
    }


# the columns of "I am sad." in version 1: other values need other weights
GOLDEN = {
    "words 1": [118000, 495412, 97702, 263513],
    "words 2": [33350, 324060, 8351],
    "listed": [214007],
    "bytes 5": [513647, 481493, 493334, 493280, 134352, 131846, 441586],
    "capitals": [],
}


def test_columns_are_frozen():
    found = of(["I am sad."])
    assert {kind: found[kind][0] for kind in GOLDEN} == GOLDEN


def test_counts_by_hand():
    # "so sad": 2 words, 1 pair; with a space at either end 8 bytes: 7, 6, 5, 4 runs;
    # "so" is listed under degree, "sad" under sadness
    found = of(["so sad"])
    assert [len(found[kind][0]) for kind in KINDS] == [2, 1, 0, 2, 7, 6, 5, 4, 0]


def test_words_of_one_list_share_a_column_and_lists_differ():
    found = of(["terrified", "scared", "delighted"])["listed"]
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize(
    ("text", "expected"), [("STOP IT", 1), ("Stop It", 0), ("OK", 0), ("!!!!", 0)]
)
def test_capitals(text, expected):
    assert len(of([text])["capitals"][0]) == expected


@given(texts)
def test_a_sentence_has_the_same_features_alone_and_in_company(sentences):
    together = of(sentences)
    for number, sentence in enumerate(sentences):
        alone = of([sentence])
        assert {kind: rows[number] for kind, rows in together.items()} == {
            kind: rows[0] for kind, rows in alone.items()
        }


@given(texts)
def test_as_many_ngrams_as_the_shared_hasher_finds(sentences):
    found = of(sentences)
    folded = batch([normalized(sentence) for sentence in sentences])
    words = tokens(folded)
    for order in (1, 2, 3):
        rows = np.bincount(word_ngrams(words, order)[0], minlength=len(sentences))
        assert [len(row) for row in found[f"words {order}"]] == rows.tolist()
    for order in (2, 3, 4, 5):
        rows = np.bincount(char_ngrams(folded, order)[0], minlength=len(sentences))
        assert [len(row) for row in found[f"bytes {order}"]] == rows.tolist()


@given(texts)
def test_columns_lie_in_range(sentences):
    for columns, first, last in features(sentences):
        assert ((columns >= 0) & (columns < 1 << BITS)).all()
        assert (first <= last).all()


def test_sources_are_made_alike():
    assert normalized("NAME_3’s friend met [NAME]") == "someone's friend met someone"


@given(st.text(max_size=400))
def test_no_kind_has_more_features_than_a_lane_holds(text):
    # 16-bit lanes of bytes: 65,535 // 255 = 257 features
    assert MOST <= 257
    for _, first, last in features([text]):
        assert last[0] - first[0] <= MOST


def test_a_long_sentence_is_read_at_both_ends():
    long = "a" * HEAD + "b" * 1000 + "c" * (TAIL - 1)
    assert normalized(long) == "a" * HEAD + " " + "c" * (TAIL - 1)
    assert normalized("é" * 500).strip("é") == " "


def test_every_listed_word_has_one_list():
    keys, lists = table()
    assert len(set(lists.tolist())) == len(LEXICON)
    assert (np.diff(keys.astype(object)) > 0).all()
