"""The kinds of faults, and those that plug-ins add."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType

from usergap.dimensions.faults.fault import Fault
from usergap.errors import EnvironmentFailure
from usergap.plugins import installed

KINDS = (
    "role_flip",
    "loop",
    "repeat",
    "invented",
    "leak",
    "fourth_wall",
    "early_stop",
    "missed_stop",
)
"""Our own, in report order: one file each."""
GROUP = "usergap.faults"


@lru_cache(maxsize=1)
def faults() -> Mapping[str, Fault]:
    """Every kind by id: our own, then the entry points of ``usergap.faults``.

    Raises EnvironmentFailure for an entry point that is no Fault or has a taken id.
    """
    found = {name: import_module(f"usergap.dimensions.faults.{name}").FAULT for name in KINDS}
    for fault in installed(GROUP, Fault):
        if fault.id in found:
            raise EnvironmentFailure(f"entry point {fault.id} of {GROUP}: that id is taken")
        found[fault.id] = fault
    return MappingProxyType(found)
