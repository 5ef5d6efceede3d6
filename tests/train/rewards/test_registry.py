from __future__ import annotations

from pathlib import Path

import pytest

from tests.train.rewards.made import context, polite_replies, real_replies
from usergap import plugins
from usergap.errors import EnvironmentFailure, InputError
from usergap.train.rewards.registry import reward_named, rewards
from usergap.train.rewards.reward import Candidate, Materials, Reward

OFFLINE = [
    name for name in rewards() if name not in ("turing", "persona_questions", "latent_states")
]


def materials() -> Materials:
    return Materials(real=real_replies(30), simulated=polite_replies(30))


@pytest.mark.parametrize("name", rewards())
def test_each_declares_itself(name: str) -> None:
    reward = rewards()[name]
    assert reward.id == name
    assert reward.low < reward.high
    assert all((reward.title, reward.goal, reward.citation, reward.version, reward.gamed))


@pytest.mark.parametrize("name", OFFLINE)
def test_each_scores_in_order_and_in_range_whatever_the_order(name: str) -> None:
    reward = rewards()[name]
    score = reward.make(materials())
    persona = "I am 30 years old. I have two dogs."
    said = ["more rice please", "I am 40 years old.", "", "soup ?!", "I am 30 years old.", "more"]
    asked = [
        Candidate(
            text, context(place // 2), "tell me more about rice", persona, place // 2, place % 2
        )
        for place, text in enumerate(said)
    ]
    found = score(asked)
    assert len(found) == len(asked)
    assert all(each is None or reward.low <= each <= reward.high for each in found)
    backwards = score(asked[::-1])[::-1]
    assert [x if x is None else pytest.approx(x, abs=1e-9) for x in found] == backwards
    assert score([]) == []


def test_an_unknown_one() -> None:
    with pytest.raises(InputError, match=r"expected one of bertscore, .*; found 'bleu'"):
        reward_named("bleu")


def test_another_distribution_may_add_one(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Reward(
        "short", "t", "g", -1, 0, "c", "1", "x", lambda _: lambda some: [None for _ in some]
    )
    monkeypatch.setattr(plugins, "installed", lambda *_: [own])
    rewards.cache_clear()
    try:
        assert list(rewards())[-1] == "short"
        monkeypatch.setattr(plugins, "installed", lambda *_: [rewards_bert()])
        rewards.cache_clear()
        with pytest.raises(EnvironmentFailure, match="bertscore: that name is taken"):
            rewards()
    finally:
        monkeypatch.undo()
        rewards.cache_clear()


def rewards_bert() -> Reward:
    from usergap.train.rewards.suite.bertscore import REWARD

    return REWARD


@pytest.mark.parametrize("name", rewards())
def test_each_is_documented(name: str) -> None:
    page = (Path(__file__).parents[3] / "docs" / "training" / "rewards.md").read_text("utf-8")
    assert f"\n| `{name}` |" in page
