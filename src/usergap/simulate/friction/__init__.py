"""Friction: what makes a user harder to serve without changing what they want."""
