"""Reinforcement learning of user simulators by group-relative policy optimisation (GRPO)."""

from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.curve import Curve
from usergap.train.rl.grpo import grpo_curve, sampled_rewards
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.multi_turn import conversation_curve, level
from usergap.train.rl.ngram_policy import NgramPolicy
from usergap.train.rl.reinforcing import Reinforcement, reinforce

__all__ = [
    "CausalPolicy",
    "Curve",
    "Grpo",
    "NgramPolicy",
    "Reinforcement",
    "conversation_curve",
    "grpo_curve",
    "level",
    "reinforce",
    "sampled_rewards",
]
