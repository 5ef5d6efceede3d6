"""Training sets with a deliberate ratio of real to synthetic, and a held-out that stays real."""
