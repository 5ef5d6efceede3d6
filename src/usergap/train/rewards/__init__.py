"""Rewards for user simulators: one file a reward, one declared record each."""
