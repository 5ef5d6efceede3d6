"""Judges of whether a line contradicts a persona or an earlier line: rules, NLI, a model."""
