"""Real and simulated dialogues of one scenario, side by side."""
