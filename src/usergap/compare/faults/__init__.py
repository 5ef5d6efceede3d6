"""Faulty dialogues of a simulator: counted, and what the gaps are without them."""
