from __future__ import annotations

import numpy as np
import pytest

from tests.train.rewards.made import polite_replies, real_replies
from usergap.errors import InputError
from usergap.train.rewards.reward import Candidate, Materials
from usergap.train.rewards.suite.discriminator import REWARD
from usergap.train.rewards.telling_apart import Discriminator, _steepness


def texts(candidates: tuple[Candidate, ...]) -> list[str]:
    return [c.reply for c in candidates]


REAL, POLITE = texts(real_replies(80)), texts(polite_replies(80))
NEW_REAL, NEW_POLITE = texts(real_replies(40, seed=7)), texts(polite_replies(40, seed=8))


def test_it_takes_the_real_one_for_the_human() -> None:
    judge = Discriminator.fit(REAL, POLITE)
    assert judge.human(NEW_POLITE, NEW_REAL).max() < 0.35
    assert judge.human(NEW_REAL, NEW_REAL[::-1]).mean() == pytest.approx(0.5, abs=1e-9)
    assert judge.scores(NEW_REAL).mean() > judge.scores(NEW_POLITE).mean()


def test_the_two_chances_of_a_pair_sum_to_one() -> None:
    judge = Discriminator.fit(REAL, POLITE)
    both = judge.human(NEW_POLITE, NEW_REAL) + judge.human(NEW_REAL, NEW_POLITE)
    assert both == pytest.approx(np.ones(40))


def test_alike_sides_leave_it_in_doubt() -> None:
    # Both sides by one rule: whatever it sees is chance, so it says about 1/2.
    said = [
        Discriminator.fit(
            texts(real_replies(60, seed=s)), texts(real_replies(60, seed=s + 100))
        ).human(NEW_REAL, NEW_REAL[::-1])
        for s in range(5)
    ]
    assert np.abs(np.array(said) - 0.5).mean() < 0.15


def test_steepness_by_hand() -> None:
    # Alike gaps of 1: σ(k) = the target (n + 1) / (n + 2) = 11/12, k = log 11.
    assert _steepness(np.ones(10)) == pytest.approx(np.log(11), rel=1e-3)
    assert _steepness(np.array([1.0, -1.0] * 5)) == pytest.approx(0.0, abs=1e-3)
    assert _steepness(-np.ones(10)) == 0.0  # worse than chance is no judge
    assert _steepness(np.zeros(3)) == 0.0


def test_it_needs_pairs_enough() -> None:
    with pytest.raises(InputError, match="found 3 real and 3 simulated"):
        Discriminator.fit(REAL[:3], POLITE[:3])
    with pytest.raises(InputError, match="found 80 real and 79"):
        Discriminator.fit(REAL, POLITE[:-1])


def test_as_a_reward() -> None:
    score = REWARD.make(Materials(real=real_replies(80), simulated=polite_replies(80)))
    found = score(
        [
            Candidate(POLITE[0], reference=REAL[0]),
            Candidate("rice"),
            Candidate(REAL[1], reference=REAL[1]),
        ]
    )
    assert found[0] < 0.35
    assert found[1] is None
    assert found[2] == pytest.approx(0.5)
