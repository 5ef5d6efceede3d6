from __future__ import annotations

import numpy as np
import pytest

from tests.train.rewards.made import context, real_replies, reply
from usergap.errors import InputError
from usergap.train.rewards.reward import Candidate, Materials
from usergap.train.rewards.suite.coverage import REWARD, coverage, people


def test_by_hand() -> None:
    # Group 0: twice the same text, likeness 1, 0.2 above 0.8. Group 1 shares no word with it:
    # 0 across; alone in its group, it has nothing to be held against but the others.
    asked = [
        Candidate("rice soup", group=0),
        Candidate("rice soup", group=0),
        Candidate("tea", group=1),
    ]
    assert coverage(0.8, 0.1)(asked) == pytest.approx([-0.2, -0.2, 0.0])


def test_one_reply_to_everything_is_held_against_it() -> None:
    asked = [Candidate("rice soup", group=place) for place in range(3)]
    assert coverage(0.8, 0.1)(asked) == pytest.approx([-0.9] * 3)


def test_silence_is_alike_too() -> None:
    assert coverage(0.8, 0.1)([Candidate("", group=0), Candidate(" ", group=1)]) == [-0.9, -0.9]


def test_a_reply_without_company_is_missing() -> None:
    assert coverage(0.8, 0.1)([Candidate("rice")]) == [None]


def test_people_by_their_own_replies() -> None:
    twice = [
        Candidate("rice soup", context(1)),
        Candidate("rice soup", context(1)),
        Candidate("tea", context(2)),
    ]
    within, across = people(twice)
    assert (within, across) == (pytest.approx(1.0), 0.0)
    assert people(real_replies(9))[0] is None
    with pytest.raises(InputError, match="replies to 2 contexts or more, found 1"):
        people(twice[:2])


def test_replies_as_varied_as_peoples_are_free_and_collapsed_ones_are_not() -> None:
    score = REWARD.make(Materials(real=real_replies(60)))
    rng = np.random.default_rng(5)
    varied = [Candidate(reply(rng), group=place // 4) for place in range(60)]
    collapsed = [Candidate("more about rice please", group=place // 4) for place in range(60)]
    assert np.mean(score(varied)) > -0.1
    assert np.mean(score(collapsed)) < -0.8
