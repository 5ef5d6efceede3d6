"""Word lists: counted by hand, found in any batch."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.annotators.hashing import batch, tokens
from usergap.annotators.lexicons import LEXICONS, NAMES, counts, lookup, opening_counts


def count(text: str) -> dict[str, float]:
    found = counts(tokens(batch([text])), 1)[0]
    return {name: float(n) for name, n in zip(NAMES, found, strict=True) if n}


def test_by_hand():
    # family: wife, sister; thanks: "thank you"; self: my twice
    found = count("Thank you! My wife and my sister")
    assert found["family"] == 2
    assert found["thanks"] == 1
    assert found["self"] == 2
    assert "illness" not in found


def test_phrases_of_three_words():
    assert count("I am going")["plan"] == 1
    assert "plan" not in count("going am i")


def test_the_opening_counts_only_phrases_that_end_in_it():
    # "thank you" ends at token 2 and again at token 6: the first five tokens hold one
    words = tokens(batch(["", "Thank you my wife thank you", "you"]))
    whole, begun = opening_counts(words, 3, 5)
    thanks, family = NAMES.index("thanks"), NAMES.index("family")
    assert whole[:, thanks].tolist() == [0, 2, 0]
    assert begun[:, thanks].tolist() == [0, 1, 0]
    assert begun[1, family] == whole[1, family] == 1
    assert np.array_equal(whole, counts(words, 3))


def test_every_phrase_is_found_in_its_own_lists():
    for name, text in LEXICONS.items():
        phrases = text.split("|")
        words = tokens(batch(phrases))
        longest = int(np.diff(words.first).max())
        assert longest <= 3, name
        found = counts(words, len(phrases))[:, NAMES.index(name)]
        assert np.all(found >= 1), [p for p, n in zip(phrases, found, strict=True) if not n]


def test_no_phrase_twice_in_a_list():
    for name, text in LEXICONS.items():
        phrases = text.split("|")
        assert all(phrases), name


@pytest.mark.parametrize("text", ["", "zzqx", "?!"])
def test_nothing_to_find(text):
    assert count(text) == {}


def test_lookup_tells_all_phrases_apart():
    for table in lookup():
        assert len(np.unique(table.hashes)) == len(table.hashes)
        assert table.member.any(axis=1).all()
