from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.train.rewards.token_matching import Match, Tokens, inverse_frequencies, match
from usergap.train.rewards.token_vectors import WordVectors


def tokens(*rows: tuple[str, float, float], counted: tuple[bool, ...] | None = None) -> Tokens:
    vectors = np.array([row[1:] for row in rows], float).reshape(len(rows), 2)
    return Tokens(tuple(row[0] for row in rows), vectors, counted or (True,) * len(rows))


EAST, NORTH = ("east", 1.0, 0.0), ("north", 0.0, 1.0)
BETWEEN = ("between", 0.6, 0.8)


def test_by_hand() -> None:
    # Reference east, north; reply between. Recall (0.6 + 0.8) / 2, precision max = 0.8.
    found = match(tokens(EAST, NORTH), tokens(BETWEEN))
    assert found is not None
    assert (found.recall, found.precision) == pytest.approx((0.7, 0.8))
    assert found.f == pytest.approx(2 * 0.7 * 0.8 / 1.5)


def test_rare_words_weigh_more() -> None:
    # Recall (2 * 0.6 + 1 * 0.8) / 3; a name that the table lacks weighs as its rarest, 2.
    found = match(tokens(EAST, NORTH), tokens(BETWEEN), {"east": 2.0, "north": 1.0, "": 2.0})
    assert found is not None
    assert found.recall == pytest.approx(2.0 / 3)


def test_marks_are_matched_but_do_not_count() -> None:
    reference = tokens(EAST, NORTH, counted=(True, False))
    found = match(reference, tokens(NORTH))
    assert found == Match(1.0, 0.0, 0.0)  # north finds the mark; only east counts, and is alone


def test_an_empty_reply_matches_nothing_and_an_empty_reference_says_nothing() -> None:
    nothing = tokens()
    assert match(tokens(EAST), nothing) == Match(0.0, 0.0, 0.0)
    assert match(nothing, tokens(EAST)) is None


def test_frequencies_by_hand() -> None:
    found = inverse_frequencies([tokens(EAST, EAST), tokens(EAST, NORTH)])
    assert found == {
        "east": 0.0,
        "north": pytest.approx(math.log(1.5)),
        "": pytest.approx(math.log(3)),
    }


texts = st.text(st.sampled_from("abc rice soup .,"), min_size=1, max_size=30)


@given(texts)
def test_a_text_matches_itself(text: str) -> None:
    one = WordVectors().of([text])[0]
    found = match(one, one)
    assert found is None if not one.names else found.f == pytest.approx(1.0)


@given(texts, texts)
def test_precision_and_recall_change_places(one: str, other: str) -> None:
    a, b = WordVectors().of([one, other])
    there, back = match(a, b), match(b, a)
    if there is not None and back is not None:
        assert (there.precision, there.recall) == pytest.approx((back.recall, back.precision))
        assert -1 <= there.f <= 1 + 1e-9


def test_words_of_a_kind_are_nearer_than_others() -> None:
    vectors = WordVectors()
    reference, near, far = vectors.of(
        ["a recipe for soup", "cook some rice", "sort this python array"]
    )
    found = [match(reference, each) for each in (near, far)]
    assert found[0].f > found[1].f  # type: ignore[union-attr]
