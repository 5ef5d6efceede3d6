"""The frozen embedding: golden hashes, and what its geometry promises."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from usergap.dimensions.knowledge_space import DIMENSIONS, Space, shipped_space, stem, word_hash


def axes(*words):
    """A space in which each word is an axis of its own."""
    return Space([word_hash(word) for word in words], np.eye(len(words), DIMENSIONS, dtype="f4"))


def cosine(a, b):
    a, b = a.astype(float), b.astype(float)
    return a @ b / np.sqrt((a @ a) * (b @ b))


@pytest.mark.parametrize(
    ("word", "expected"),
    # CRC-32 (ISO 3309) of the stems "sail", "recip", "glass"
    [("sails", 0xE1E08CE4), ("sailing", 0xE1E08CE4), ("recipe", 0xE7639728), ("glass", 0x18CBBF5F)],
)
def test_word_hash_is_frozen(word, expected):
    assert word_hash(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ponies", "pony"),
        ("boats", "boat"),
        ("boss", "boss"),
        ("jumping", "jump"),
        ("ring", "ring"),
        ("painted", "paint"),
        ("red", "red"),
        ("engine", "engin"),
        ("as", "as"),
    ],
)
def test_stem(word, expected):
    assert stem(word) == expected


def test_mean_of_statements_by_hand():
    space = axes("boat", "lake")
    # statements: (boat) -> (1, 0); (boat lake) -> (1, 1)/√2; mean direction
    # (1 + .7071, .7071) = (1.7071, .7071): scaled to ±127 (127, 52.6 -> 53)
    code = space.embed([[["boat"], ["boat", "lake"]]])
    assert code.dtype == np.int8
    assert code[0, :3].tolist() == [127, 53, 0]


def test_unknown_words_weigh_nothing():
    space = axes("boat")
    known = space.embed([[["boat"]]])
    assert (space.embed([[["boat", "xyzzy"], ["qwrt"]]]) == known).all()
    assert not space.embed([[["xyzzy"]], []]).any()
    assert space.embed([]).shape == (0, DIMENSIONS)


words = st.sampled_from(["boat", "lake", "music", "chord", "python", "code", "diet", "zzgx"])
groups = st.lists(st.lists(st.lists(words, min_size=1, max_size=6), max_size=4), max_size=5)


@given(groups)
def test_a_group_is_embedded_as_if_alone(many):
    space = shipped_space()
    together = space.embed(many)
    for group, row in zip(many, together, strict=True):
        assert (space.embed([group])[0] == row).all()


@given(st.lists(words, min_size=1, max_size=8))
@example(["boat", "boat", "boat", "music", "chord", "python"])
def test_statements_of_one_kind_of_words_do_not_depend_on_repetition(statement):
    space = shipped_space()
    once, thrice = space.embed([[statement], [statement] * 3]).astype(int)
    # the mean of three equal floats may be the next one, which may round to the next integer
    assert np.abs(once - thrice).max() <= 1


def test_shipped_space_knows_topics():
    space = shipped_space()
    guitar, chords, protein = space.embed(
        [[["guitar", "melody"]], [["chord", "song"]], [["protein", "vitamins"]]]
    )
    assert cosine(guitar, chords) > cosine(guitar, protein) + 0.2


def test_shipped_space_is_frozen():
    # version 1 places these two words here: other values need another version
    found = shipped_space().embed([[["guitar"]], [["vitamins"]]])
    assert found[:, :6].tolist() == [[-22, -11, 14, -4, 5, -34], [-20, -4, 14, -8, 41, -66]]


def test_memory_stays_bounded(monkeypatch):
    monkeypatch.setattr("usergap.dimensions.knowledge_space._REMEMBERED", 10)
    space = axes("boat")
    space.embed([[[f"word{number}" for number in range(100)]]])
    assert len(space._row_of) <= 10
    assert space.embed([[["boat"]]])[0, 0] == 127
