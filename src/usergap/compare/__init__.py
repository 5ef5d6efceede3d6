"""Distances, floors, intervals, tests and verdicts."""

from usergap.compare.across_domains.correlating import across_domains
from usergap.compare.barring import bar_seeds
from usergap.compare.comparison import Comparison, Evidence, Input, Row, Verdict
from usergap.compare.comparison_diff import Change, Difference, diff
from usergap.compare.comparison_json import (
    from_json,
    read_json,
    to_json,
    write_json,
    write_rows_csv,
)
from usergap.compare.confounds.weighing import confounds
from usergap.compare.engine import compare
from usergap.compare.examination import examine
from usergap.compare.partners.distance import pair_distances
from usergap.compare.partners.surface_correlations import SurfaceCorrelation, surface_correlations
from usergap.compare.ranking.scoring import rank_simulators
from usergap.compare.ranking.simulator_difference import simulator_difference

__all__ = [
    "Change",
    "Comparison",
    "Difference",
    "Evidence",
    "Input",
    "Row",
    "SurfaceCorrelation",
    "Verdict",
    "across_domains",
    "bar_seeds",
    "compare",
    "confounds",
    "diff",
    "examine",
    "from_json",
    "pair_distances",
    "rank_simulators",
    "read_json",
    "simulator_difference",
    "surface_correlations",
    "to_json",
    "write_json",
    "write_rows_csv",
]
