"""A classifier that tries to tell simulated dialogues from real ones."""
