"""Which turns to let people label, with inclusion probabilities."""
