"""Scores of the same systems by people and by simulated users, and how far they agree."""
