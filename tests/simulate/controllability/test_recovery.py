"""Ridge regression on words: known answers by hand, and groups that stay whole."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.simulate.controllability.recovery import (
    CHUNK,
    Recovery,
    folds_of,
    similarities,
    subset,
)

text = pytest.importorskip("sklearn.feature_extraction.text", reason="scikit-learn is the oracle")
ridge = pytest.importorskip("sklearn.kernel_ridge")
preprocessing = pytest.importorskip("sklearn.preprocessing")

WORDS = st.sampled_from(["aa", "bb", "cc", "dd", "ee", "ff"])
TEXTS = st.lists(st.lists(WORDS, max_size=6).map(" ".join), min_size=6, max_size=20)


def test_what_a_text_says_of_another_by_hand():
    # each text alone in its fold. Of the first "x" are kept x, y, y. Centred on their mean
    # (x + 2y)/3 the four are 2/3, 2/3, -1/3, -1/3 times (x - y), whose square is 2: the kept
    # ones' products are 4/3 of the projection on u = (2, -1, -1)/sqrt(6), and those with the
    # one left out (8, -4, -4)/9, along u. The ridge divides by 4/3 + 1: 3/7 of (8, -4, -4)/9
    hat = Recovery.of(["x", "x", "y", "y"], np.arange(4)).hat
    assert np.allclose(hat[0], [0, 8 / 21, -4 / 21, -4 / 21])
    assert np.allclose(hat[3], [-4 / 21, -4 / 21, 8 / 21, 0])


def told(texts, labels, fold):
    recovery = Recovery.of(texts, np.array(fold))
    return recovery.told(np.array([labels]), max(labels) + 1)[0].tolist()


def test_a_word_of_its_own_gives_each_value_away():
    # at the first "x" value 0 is raised by 8/21, value 1 lowered by as much
    assert told(["x", "x", "y", "y"], [0, 0, 1, 1], range(4)) == [0, 0, 1, 1]


@pytest.mark.parametrize("text", ["", "the same words"])
def test_where_texts_do_not_differ_all_are_told_the_same(text):
    assert len(set(told([text] * 6, [0, 1, 1, 1, 2, 2], range(6)))) == 1


def test_a_rare_value_is_told_where_words_speak_for_it():
    # one in eight texts has the value: at "x z" it is likelier than usual, not likelier than not
    texts = ["x z", "x", "x z", "x", "z", "z", "z", "z"] * 4
    labels = [1, 0, 0, 0, 0, 0, 0, 0] * 4
    found = told(texts, labels, range(32))
    assert found[0] == 1
    assert found[7] == 0


def test_similarities_by_hand():
    # two texts; "x" in both: ln(3/3) + 1 = 1; "y" and "x y" in one: ln(3/2) + 1 = w
    w = math.log(1.5) + 1
    expected = 1 / math.sqrt(1 + 2 * w**2)
    assert np.allclose(similarities(["x y", "x"]), [[1, expected], [expected, 1]])
    assert np.allclose(similarities(["x x", "X"])[1, 1], 1)


def test_many_sets_of_labels_are_told_as_each_alone():
    rng = np.random.default_rng(0)
    recovery = Recovery.of(["aa bb", "bb", "cc aa", "cc", "bb dd", "dd"], np.arange(6) % 3)
    sets = rng.integers(0, 3, (CHUNK + 3, 6))
    alone = [recovery.told(each[None], 3)[0] for each in sets]
    assert np.array_equal(recovery.told(sets, 3), alone)


@given(TEXTS)
def test_similarities_agree_with_scikit_learn(texts):
    if not any(texts):
        assert not similarities(texts).any()
        return
    theirs = text.TfidfVectorizer(binary=True, ngram_range=(1, 2)).fit_transform(texts)
    assert np.allclose(similarities(texts), (theirs @ theirs.T).toarray())


@given(TEXTS, st.lists(st.integers(0, 2), min_size=20, max_size=20))
def test_the_hat_agrees_with_scikit_learn(texts, drawn):
    labels = np.array([0, 1, 2, *drawn])[: len(texts)]
    fold = np.arange(len(texts)) % 2
    one_hot = np.eye(3)[labels]
    ours = Recovery.of(texts, fold).hat @ one_hot
    gram = similarities(texts)
    for each in (0, 1):
        out, kept = fold == each, fold != each
        centre = preprocessing.KernelCenterer().fit(gram[np.ix_(kept, kept)])
        theirs = ridge.KernelRidge(alpha=1.0, kernel="precomputed")
        theirs.fit(centre.transform(gram[np.ix_(kept, kept)]), one_hot[kept])
        assert np.allclose(
            ours[out], theirs.predict(centre.transform(gram[np.ix_(out, kept)])), atol=1e-9
        )


@given(st.lists(st.integers(0, 12), min_size=1, max_size=40), st.integers(2, 5))
def test_a_group_stays_in_one_fold_and_folds_are_even(groups, folds):
    fold = folds_of(groups, folds, 0)
    assert len({(g, f) for g, f in zip(groups, fold.tolist(), strict=True)}) == len(set(groups))
    sizes = [len({g for g, f in zip(groups, fold, strict=True) if f == n}) for n in range(folds)]
    assert max(sizes) - min(sizes) <= 1


@given(st.lists(st.integers(0, 12), min_size=1, max_size=40), st.integers(1, 50))
def test_a_subset_is_of_whole_groups(groups, most):
    kept = subset(groups, most, 0).tolist()
    left = set(range(len(groups))) - set(kept)
    assert kept == sorted(kept)
    assert not {groups[i] for i in kept} & {groups[i] for i in left}
    inside = {groups[i] for i in kept}
    assert len(kept) <= most or len(inside) == 1
    assert bool(left) == (len(groups) > most) or len(set(groups)) == 1


def test_labels_must_be_among_the_classes():
    with pytest.raises(IndexError):
        Recovery.of(["a", "b"], np.arange(2)).told(np.array([[3, 0]]), 2)
