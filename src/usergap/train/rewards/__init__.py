"""Rewards for user simulators: one file a reward, one declared record each."""

from usergap.train.rewards.combination import combined, made
from usergap.train.rewards.registry import reward_named, rewards
from usergap.train.rewards.reward import Candidate, Materials, Reward, Score, Scores

__all__ = [
    "Candidate",
    "Materials",
    "Reward",
    "Score",
    "Scores",
    "combined",
    "made",
    "reward_named",
    "rewards",
]
