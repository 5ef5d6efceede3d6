"""Recovery of personality traits that a persona was given from what it says."""
