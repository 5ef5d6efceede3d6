"""Confidence intervals for distances: shares, distribution functions, energy."""
