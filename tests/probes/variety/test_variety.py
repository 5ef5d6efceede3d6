"""Similarity, Vendi, clusters, distinct n-grams, kinds: known answers."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.probes.variety.distinct import distinct, ngrams
from usergap.probes.variety.kinds import KINDS
from usergap.probes.variety.similarity import (
    clusters,
    self_similarity_difference,
    similarities,
    vendi,
)

from ..talks import talk


def test_texts_with_the_same_words_are_alike_and_without_a_common_one_are_not():
    found = similarities(["Red boat!", "red BOAT", "blue sail", ""])
    assert found[0, 1] == pytest.approx(1)
    assert found[0, 2] == 0
    assert found[3].tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("count", [2, 3, 7])
def test_identical_texts_are_alike_also_where_all_share_all_words(count):
    assert similarities(["Red boat!"] * count) == pytest.approx(np.ones((count, count)))


def test_words_that_all_texts_have_weigh_nothing_beside_others():
    # "red" stands in all four: it makes no text like one with more words, only its own copies
    found = similarities(["red", "red", "red boat", "red red"])
    expected = np.eye(4)
    expected[0, 1] = expected[1, 0] = 1
    assert found == pytest.approx(expected)
    # without such a text nothing depends on it: boat and sail stay as they were
    assert similarities(["red boat", "red sail"]) == pytest.approx(np.eye(2))


def test_vectors_that_are_given_are_taken():
    found = similarities(["a", "b"], lambda _texts: [[3.0, 4.0], [4.0, 3.0]])
    assert found[0, 1] == pytest.approx(24 / 25)


def test_vendi_counts_different_texts():
    assert vendi(np.eye(4)) == pytest.approx(4)
    assert vendi(np.ones((4, 4))) == pytest.approx(1)
    # two kinds, two of each: two
    assert vendi(np.kron(np.eye(2), np.ones((2, 2)))) == pytest.approx(2)


def test_copies_of_a_group_do_not_count_as_alike():
    products = np.array([[1, 0.2, 0.4], [0.2, 1, 0.6], [0.4, 0.6, 1]])
    statistic = self_similarity_difference(products, np.array([0, 1, 2]))
    weights = np.array([[2.0, 1, 0]])  # group 0 drawn twice: pairs 0-1 only, twice each way
    assert statistic(weights, weights)[0] == 0
    other = np.array([[0.0, 1, 1]])
    assert statistic(weights, other)[0] == pytest.approx(0.6 - 0.2)


def test_clusters_join_through_others():
    products = np.array([[1, 0.7, 0.1, 0], [0.7, 1, 0.6, 0], [0.1, 0.6, 1, 0], [0, 0, 0, 1]])
    assert clusters(products, 0.5) == [0, 0, 0, 3]


def test_ngrams_do_not_cross_turns():
    found = ngrams([talk("d", "a b c", "d", "b c"), talk("e"), talk("f", "b c", "c a b")], 2)
    # a b, b c, b c | nothing | b c, c a, a b; "c d" and "d b" would cross
    ab, bc, again = found[0].tolist()
    assert bc == again != ab
    assert found[1].tolist() == []
    assert found[2].tolist() == [bc, found[2][1], ab]
    assert found[2][1] not in (ab, bc)
    assert [each.size for each in ngrams([talk("d", "a b c", "d"), talk("e", "a b")], 3)] == [1, 0]


def test_distinct_at_one_amount_by_hand():
    # every dialogue is "a a": any 4 unigrams have one word; of 2 words in "a b" there are two
    same = ngrams([talk(f"d{i}", "a a") for i in range(3)], 1)
    assert distinct(same, [2, 0, 1], 4) == pytest.approx(1 / 4)
    assert distinct(ngrams([talk("d", "a b")], 1), [0], 2) == 1
    # the first three of "a b", "b c" are a, b, b
    assert distinct(ngrams([talk("d", "b c"), talk("e", "a b")], 1), [1, 0], 3) == pytest.approx(
        2 / 3
    )
    with pytest.raises(ValueError, match="expected 7 n-grams, at least 1; found 6"):
        distinct(same, [0, 1, 2], 7)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Yes, the second one.", {"agree"}),
        ("no that's wrong", {"disagree"}),
        ("lol nice try", {"mock"}),
        ("ugh, this is so annoying!!", {"emotional"}),
        ("Why does it depend, compared with oak?", {"analytical"}),
        ("you forgot the keel, try again", {"meta"}),
        ("Show me the boats.", set()),
        ("I know nothing of yachts.", set()),
    ],
)
def test_kinds_of_responses(text, kinds):
    assert {kind for kind, pattern in KINDS.items() if pattern.search(text)} == kinds
