"""Distances, floors, intervals, tests and verdicts."""

from usergap.compare.comparison import Comparison, Evidence, Input, Row, Verdict

__all__ = ["Comparison", "Evidence", "Input", "Row", "Verdict"]
