"""What other distributions add to usergap, by entry points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from usergap.errors import EnvironmentFailure

T = TypeVar("T")


def installed(group: str, kind: type[T]) -> list[T]:
    """What the entry points of ``group`` name, in their order.

    Raises EnvironmentFailure for one that cannot be loaded or is no ``kind``.
    """
    from importlib.metadata import entry_points  # slow to import

    found: list[T] = []
    for point in entry_points(group=group):
        place = f"entry point {point.name} ({point.value})"
        try:
            loaded = point.load()
        except Exception as error:  # noqa: BLE001 - another distribution's code
            raise EnvironmentFailure(
                f"{place}: cannot be loaded: {type(error).__name__}: {error}"
            ) from None
        if not isinstance(loaded, kind):
            raise EnvironmentFailure(
                f"{place}: expected a {kind.__name__}, found {type(loaded).__name__}"
            )
        found.append(loaded)
    return found


def with_installed(
    own: Mapping[str, T], group: str, kind: type[T], name: Callable[[T], str]
) -> dict[str, T]:
    """Ours in their order, then what the entry points of ``group`` name, by name.

    Raises EnvironmentFailure as ``installed`` does, and for a name that is taken.
    """
    found = dict(own)
    for each in sorted(installed(group, kind), key=name):
        if name(each) in found:
            raise EnvironmentFailure(f"entry point {name(each)}: that name is taken")
        found[name(each)] = each
    return found
