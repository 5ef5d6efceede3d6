from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.train.rewards.made import polite_replies, real_replies
from usergap.compare import compare
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.errors import InputError
from usergap.profiles import default_plan
from usergap.profiles.measure import measure_corpus
from usergap.train.rewards.batch_gap import RealReplies
from usergap.train.rewards.reward import Candidate, Materials
from usergap.train.rewards.suite.profile import REWARD

REAL = RealReplies.of(real_replies(200))


def profile_of(name: str, candidates: tuple[Candidate, ...]):
    dialogues = tuple(
        Dialogue(str(i), (*c.context, Message("user", c.reply)), context_length=len(c.context))
        for i, c in enumerate(candidates)
    )
    return measure_corpus(Corpus(name, dialogues), default_plan(vectors=False), jobs=1)


def test_the_values_are_the_jackknifes_written_down_slowly() -> None:
    # One measure and few replies: words by W1, each gap counted anew without reply i.
    real, batch = real_replies(30), polite_replies(6)[:3] + real_replies(8, seed=3)[:3]
    words = RealReplies.of(real, measures=["words"])
    mean, point = words.floors(6)["words"]
    lengths = [np.array([len(c.reply.split()) for c in side]) for side in (real, batch)]

    def gap(kept: np.ndarray) -> float:
        grid = np.arange(0, 80)
        f, g = ((side[:, None] <= grid).mean(axis=0) for side in (lengths[0], kept))
        return (np.abs(f - g).sum() - mean) / point

    whole = gap(lengths[1])
    expected = [-6 * whole + 5 * gap(np.delete(lengths[1], i)) for i in range(6)]
    assert words.values(batch) == pytest.approx(expected, abs=1e-6)


def test_distances_are_those_of_compare() -> None:
    real, batch = real_replies(60), polite_replies(40)
    comparison = compare(
        profile_of("real", real), profile_of("s", batch), pairs="off", replicates=200
    )
    (row,) = comparison.select(measure="intent")
    one = RealReplies.of(real, measures=["intent"])
    mean, point = one.floors(40)["intent"]
    values = one.values(batch)
    assert values is not None
    # The jackknife's mean is - G up to its bias, which is of the order of 1 / n.
    assert -values.mean() * point + mean == pytest.approx(row.value, rel=0.15)
    assert mean == pytest.approx(row.floor, rel=0.25)


def test_replies_unlike_peoples_lose_to_those_like_them() -> None:
    mixed = polite_replies(30) + real_replies(30, seed=5)
    values = REAL.values(mixed)
    assert values is not None
    assert values[:30].mean() < values[30:].mean() - 1


def test_a_batch_like_people_has_no_excess() -> None:
    like = REAL.values(real_replies(60, seed=11))
    unlike = REAL.values(polite_replies(60))
    assert like is not None
    assert unlike is not None
    assert like.mean() > -1
    assert unlike.mean() < -3


def test_values_follow_their_replies() -> None:
    batch = polite_replies(10) + real_replies(10, seed=5)
    order = np.random.default_rng(0).permutation(20)
    one, other = REAL.values(batch), REAL.values([batch[i] for i in order])
    assert one is not None
    assert other == pytest.approx(one[order], abs=1e-9)


def test_copies_have_one_value() -> None:
    values = REAL.values([*polite_replies(5), *polite_replies(5)])
    assert values is not None
    assert values[:5] == pytest.approx(values[5:], abs=1e-9)


def test_what_cannot_be_measured_is_missing() -> None:
    assert REAL.values(real_replies(1)) is None
    score = REWARD.make(Materials(real=real_replies(30), settings={"profile.measures": "emotion"}))
    assert score([replace(c, reply="") for c in real_replies(4)]) == [None] * 4


def test_it_needs_replies_and_known_measures() -> None:
    with pytest.raises(InputError, match="expected 5 real replies or more, found 2"):
        RealReplies.of(real_replies(2))
    with pytest.raises(InputError, match="found \\['charm'\\]"):
        REWARD.make(Materials(real=real_replies(9), settings={"profile.measures": "charm"}))
