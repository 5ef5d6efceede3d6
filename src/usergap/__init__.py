"""usergap: how far simulated users are from real ones, where, and how surely.

>>> import usergap
>>> real = usergap.read("real.jsonl")                    # doctest: +SKIP
>>> usergap.compare(real, "simulated.jsonl")             # doctest: +SKIP
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from usergap.version import __version__ as __version__

if TYPE_CHECKING:
    from usergap.api import compare, faults, measure, read, scenarios, simulate
    from usergap.compare import Comparison
    from usergap.dialogues import Corpus, Dialogue, Message
    from usergap.profiles import Profile, load_reference, read_profile, write_profile
    from usergap.report import write_report

_HOMES = {
    "Comparison": "usergap.compare",
    "Corpus": "usergap.dialogues",
    "Dialogue": "usergap.dialogues",
    "Message": "usergap.dialogues",
    "Profile": "usergap.profiles",
    "compare": "usergap.api",
    "faults": "usergap.api",
    "load_reference": "usergap.profiles",
    "measure": "usergap.api",
    "probe": "usergap.api",
    "read": "usergap.api",
    "read_profile": "usergap.profiles",
    "scenarios": "usergap.api",
    "simulate": "usergap.api",
    "write_profile": "usergap.profiles",
    "write_report": "usergap.report",
}

__all__ = [
    "Comparison",
    "Corpus",
    "Dialogue",
    "Message",
    "Profile",
    "__version__",
    "compare",
    "faults",
    "load_reference",
    "measure",
    "probe",
    "read",
    "read_profile",
    "scenarios",
    "simulate",
    "write_profile",
    "write_report",
]


class _FlatApi(ModuleType):
    """The package as users see it: ``usergap.compare`` is the verb, not the room.

    The import system binds every imported room as an attribute of the package, so the
    verb of the same name would depend on what was imported before.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _FlatApi


def __getattr__(name: str) -> Any:
    # names load on first use: `import usergap` alone stays instant
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'usergap' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
