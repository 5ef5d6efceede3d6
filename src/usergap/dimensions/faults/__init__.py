"""Faults: what tells that a simulator broke down, found by rules, without a model."""

from usergap.dimensions.faults.audit import (
    Count,
    FaultReport,
    Finding,
    audit,
    fault_columns,
    fault_flags,
)
from usergap.dimensions.faults.fault import Fault, Hit, Subject
from usergap.dimensions.faults.registry import faults

__all__ = [
    "Count",
    "Fault",
    "FaultReport",
    "Finding",
    "Hit",
    "Subject",
    "audit",
    "fault_columns",
    "fault_flags",
    "faults",
]
