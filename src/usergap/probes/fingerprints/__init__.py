"""USI's fingerprints of a user's side of a dialogue (arXiv 2603.11245)."""
