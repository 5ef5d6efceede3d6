"""Features of turns: a dialogue has the same ones in any company; echoes by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.annotators.turn_context import echoes
from usergap.annotators.turn_features import scaled, turn_features
from usergap.annotators.turn_ngrams import BITS, BLOCKS, reading
from usergap.annotators.turn_view import view
from usergap.dialogues import Dialogue, Message


def talk(texts: list[str]) -> Dialogue:
    roles = ("user", "assistant")
    return Dialogue("d", tuple(Message(roles[i % 2], t) for i, t in enumerate(texts)))  # type: ignore[arg-type]


TALKS = st.lists(st.lists(st.text("ab ?!I'm1é\n", max_size=20), max_size=6), max_size=4)


@settings(max_examples=30, deadline=None)
@given(TALKS)
def test_a_dialogue_has_the_same_features_in_any_company(talks):
    together = turn_features([talk(texts) for texts in talks])
    first = 0
    for texts in talks:
        alone = turn_features([talk(texts)])
        turns = len(alone.view)
        own = (together.rows >= first * len(BLOCKS)) & (
            together.rows < (first + turns) * len(BLOCKS)
        )
        got = sorted(zip(together.rows[own] - first * len(BLOCKS), together.buckets[own]))  # noqa: B905
        assert got == sorted(zip(alone.rows, alone.buckets))  # noqa: B905
        if turns:
            assert np.array_equal(together.context[first : first + turns], alone.context)
        first += turns
    assert np.all((together.buckets >= 0) & (together.buckets < 2**BITS))


def test_context_is_finite_whatever_the_text():
    found = turn_features([talk(["", "", "\x00", "x", "?" * 9000])])
    assert np.isfinite(found.context).all()


def test_echo_of_an_earlier_turn_by_hand():
    # "red blue" then "red green": 1 common token of 3 distinct; half of each side
    shown = view([talk(["red blue", "ok", "red green"])])
    found = echoes(shown, reading(shown))
    assert np.all(found[0] == 0)
    jaccard, own, other = found[1, :3]
    assert jaccard == pytest.approx(1 / 3)
    assert own == other == 0.5


WORDS = st.lists(st.sampled_from(["red", "blue", "?", "is"]), max_size=5).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.tuples(st.booleans(), WORDS), max_size=14), max_size=3))
def test_echoes_are_those_of_sets(talks):
    def overlap(one: set[str], other: set[str]) -> tuple[float, float, float]:
        common = len(one & other)
        return tuple(common / max(size, 1) for size in (len(one | other), len(one), len(other)))  # type: ignore[return-value]

    roles = ("user", "assistant")
    shown = view(
        [Dialogue("d", tuple(Message(roles[answer], t) for answer, t in one)) for one in talks]  # type: ignore[arg-type]
    )
    if not len(shown):
        return
    own = [set(text.split()) for text in shown.texts]
    said = [set(text.split()) for text in shown.answers]
    for row, got in enumerate(echoes(shown, reading(shown))):
        found = [overlap(own[row], own[row - k]) for k in range(1, min(shown.turn[row], 8) + 1)]
        best = max(found, key=lambda each: each[0], default=(0, 0, 0))
        before, after = said[shown.before[row]], said[shown.after[row]]
        expected = [
            *best,
            best[0] > 0.6,
            best[0] == 1,
            max((each[1] for each in found), default=0),
            max((each[2] for each in found), default=0),
            *(found[0] if found else (0, 0, 0)),
            best[0] if found and found[0][0] == best[0] else 0,
            *overlap(own[row], before),
            *overlap(own[row], after)[:2],
            *overlap(before, after)[:2],
        ]
        assert got == pytest.approx([float(value) for value in expected])


def test_a_repeated_turn_is_a_full_echo():
    shown = view([talk(["red blue", "ok", "grey", "ok", "Red  blue"])])
    found = echoes(shown, reading(shown))
    assert found[2, :5].tolist() == [1, 1, 1, 1, 1]


def test_blocks_have_length_one():
    rarity = np.array([3.0, 4.0], dtype=np.float32)
    # turn 0, block 0: both columns once -> 3/5, 4/5; turn 1, block 2: column 0 -> 1
    rows = np.array([0, 0, len(BLOCKS) + 2])
    found = scaled(rows, np.array([0, 1, 0]), rarity, 2).toarray()
    assert found == pytest.approx(np.array([[0.6, 0.8], [1.0, 0.0]]))
