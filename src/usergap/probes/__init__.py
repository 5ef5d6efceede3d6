"""Probes: realism beyond the eight dimensions, each with its interval and its null."""

from usergap.probes.at_hand import probe_profiles
from usergap.probes.finding import Finding, Level, Measured, Table
from usergap.probes.material import Material, Tools
from usergap.probes.probe import Probe
from usergap.probes.registry import PROBES, probe_named, probes, probes_named
from usergap.probes.running import by_simulator, run_probes
from usergap.probes.seeds import without_seeds
from usergap.probes.settings import check_settings
from usergap.probes.tool_specs import tools_from

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
    "check_settings",
    "probe_named",
    "probe_profiles",
    "probes",
    "probes_named",
    "run_probes",
    "tools_from",
    "without_seeds",
]
