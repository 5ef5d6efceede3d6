"""Reinforcement learning of user simulators by group-relative policy optimisation (GRPO)."""
