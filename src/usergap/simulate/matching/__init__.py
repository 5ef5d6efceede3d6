"""Matching: simulated users planned so that what is measured of them moves to the real."""
