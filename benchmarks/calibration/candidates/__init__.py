"""Interval methods that lost, kept so that the table can show why.

Each file has one function ``intervals(delta (m, k), deltas (m, B, k), weights (k,),
groups) -> (m, 2)``, nominal 95 %, like ``usergap.compare.intervals.inversion``.
"""
