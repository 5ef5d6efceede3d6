"""Probes: realism beyond the eight dimensions, each with its interval and its null."""

from usergap.probes.finding import Finding, Level, Measured, Table
from usergap.probes.material import Material, Tools
from usergap.probes.probe import Probe
from usergap.probes.registry import PROBES, probe_named, probes
from usergap.probes.running import by_simulator, run_probes

__all__ = [
    "PROBES",
    "Finding",
    "Level",
    "Material",
    "Measured",
    "Probe",
    "Table",
    "Tools",
    "by_simulator",
    "probe_named",
    "probes",
    "run_probes",
]
