"""Steering: controls, what they draw and record, and users that obey them."""
