"""When conversations stop: survival with censoring, and what tells a last turn."""
