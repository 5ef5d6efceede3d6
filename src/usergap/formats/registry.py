"""The formats that are known: the files in ``readers`` and entry points ``usergap.formats``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from usergap.errors import EnvironmentFailure
from usergap.formats import readers
from usergap.formats.format import Format, Record

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
    return (*_installed(), *sorted(own, key=lambda kind: (kind.order, kind.name)))


def _installed() -> list[Format]:
    from importlib.metadata import entry_points  # slow to import, and only reading needs it

    found: list[Format] = []
    for point in entry_points(group=GROUP):
        loaded = point.load()
        if not isinstance(loaded, Format):
            raise EnvironmentFailure(
                f"entry point {point.name} ({point.value}): expected a Format, found"
                f" {type(loaded).__name__}"
            )
        found.append(loaded)
    return sorted(found, key=lambda kind: (kind.order, kind.name))


def recognise(record: Record) -> Format | None:
    """The first format that knows the record."""
    return next((kind for kind in formats() if kind.sniff(record)), None)
