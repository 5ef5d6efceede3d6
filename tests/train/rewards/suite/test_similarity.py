"""Likeness to the real reply: by words and as a whole."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.train.rewards.reward import Candidate, Materials
from usergap.train.rewards.suite import bertscore, embedding

CASES = [
    ("tell me about rice recipes", "tell me about rice recipes"),
    ("any soup recipes", "tell me about rice recipes"),
    ("javascript array error", "tell me about rice recipes"),
]


@pytest.mark.parametrize("reward", [bertscore.REWARD, embedding.REWARD], ids=lambda r: r.id)
def test_the_nearer_the_higher(reward) -> None:
    found = reward.make(Materials())([Candidate(a, reference=b) for a, b in CASES])
    assert found[0] == pytest.approx(1.0)
    assert found[0] > found[1] > found[2]


@pytest.mark.parametrize("reward", [bertscore.REWARD, embedding.REWARD], ids=lambda r: r.id)
def test_no_reference_is_missing_and_silence_is_not_rewarded(reward) -> None:
    score = reward.make(Materials())
    found = score(
        [Candidate("rice"), Candidate("rice", reference=""), Candidate("", reference="rice")]
    )
    assert found == [None, None, 0.0]


def test_embedding_by_hand() -> None:
    vectors = {"a": (1.0, 0.0), "b": (3.0, 4.0), "none": (0.0, 0.0)}
    score = embedding.REWARD.make(
        Materials(embed=lambda texts: np.array([vectors[t] for t in texts]))
    )
    asked = [("a", "b"), ("b", "b"), ("none", "a"), ("a", "none")]
    assert score([Candidate(x, reference=y) for x, y in asked]) == [
        pytest.approx(0.6), pytest.approx(1.0), 0.0, None,
    ]  # fmt: skip
