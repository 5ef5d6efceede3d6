"""What else could have made a gap, and how much of it."""
