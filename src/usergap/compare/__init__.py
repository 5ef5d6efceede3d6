"""Distances, floors, intervals, tests and verdicts."""

from usergap.compare.comparison import Comparison, Evidence, Input, Row, Verdict
from usergap.compare.comparison_diff import Change, Difference, diff
from usergap.compare.comparison_json import (
    from_json,
    read_json,
    to_json,
    write_json,
    write_rows_csv,
)
from usergap.compare.engine import compare

__all__ = [
    "Change",
    "Comparison",
    "Difference",
    "Evidence",
    "Input",
    "Row",
    "Verdict",
    "compare",
    "diff",
    "from_json",
    "read_json",
    "to_json",
    "write_json",
    "write_rows_csv",
]
