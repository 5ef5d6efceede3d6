"""Scenarios: what simulated users want, from real dialogues, by a model or by hand."""
