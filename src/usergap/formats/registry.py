"""The formats that are known: the files in ``readers`` and entry points ``usergap.formats``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from usergap.formats import readers
from usergap.formats.format import Format, Record
from usergap.plugins import installed

GROUP = "usergap.formats"


@cache
def formats() -> tuple[Format, ...]:
    """All formats in the order in which they are asked; installed ones before ours.

    An entry point names a `Format`. Raises EnvironmentFailure for one that does not.
    """
    own = [
        import_module(f"{readers.__name__}.{module.name}").FORMAT
        for module in iter_modules(readers.__path__)
    ]
    return (*sorted(installed(GROUP, Format), key=_place), *sorted(own, key=_place))


def _place(kind: Format) -> tuple[int, str]:
    return kind.order, kind.name


def recognise(record: Record) -> Format | None:
    """The first format that knows the record."""
    return next((kind for kind in formats() if kind.sniff(record)), None)
