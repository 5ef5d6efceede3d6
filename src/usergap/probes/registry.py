"""The probes that are known: the files in ``suite`` and entry points ``usergap.probes``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from usergap.errors import InputError
from usergap.plugins import with_installed
from usergap.probes import suite
from usergap.probes.probe import Probe

GROUP = "usergap.probes"
PROBES = (
    "surprise",
    "diversity",
    "discriminator",
    "endings",
    "consistency",
    "caricature",
    "stereotype",
    "separation",
    "bigfive",
    "praise",
    "disclosure",
    "contingency",
    "messiness",
    "leakage",
    "faults",
    "structure",
    "task",
    "usi",
    "validity",
    "memorisation",
    "privacy",
)
"""The order in which our probes stand in a report."""


@cache
def probes() -> dict[str, Probe]:
    """All probes by name, ours first in the order of ``PROBES``.

    An entry point names a ``Probe``. Raises EnvironmentFailure for one that does not.
    """
    own = [
        import_module(f"{suite.__name__}.{module.name}").PROBE
        for module in iter_modules(suite.__path__)
        if not module.ispkg
    ]
    ours = {probe.id: probe for probe in sorted(own, key=lambda probe: PROBES.index(probe.id))}
    return with_installed(ours, GROUP, Probe, lambda probe: probe.id)


def probe_named(name: str) -> Probe:
    """One probe. Raises InputError that names those that are known."""
    found = probes().get(name)
    if found is None:
        raise InputError(f"probe: expected one of {', '.join(probes())}; found {name!r}")
    return found


def probes_named(names: str) -> list[Probe]:
    """``all``, or probes with commas between, each once. Raises InputError."""
    if names.strip() == "all":
        return list(probes().values())
    return [probe_named(name) for name in dict.fromkeys(each.strip() for each in names.split(","))]
