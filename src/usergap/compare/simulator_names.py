"""Names of simulators from several sources, told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def unique_names(entries: Sequence[tuple[str, str]]) -> list[str]:
    """A name of its own for each (source's name, simulator's name).

    Where several sources hold a simulator of one name, each of them carries its source's
    name too (that alone, if it says the simulator's already); where that does not tell
    them apart either, a number.

    >>> unique_names([("a", "bot"), ("b", "bot"), ("c", "other")])
    ['bot (a)', 'bot (b)', 'other']
    """
    holders = Counter(name for _, name in entries)
    found: dict[str, None] = {}
    for source, name in entries:
        plain = name
        if holders[name] > 1:
            plain = source if name in source else f"{name} ({source})"
        unique, number = plain, 2
        while unique in found:
            unique, number = f"{plain} ({number})", number + 1
        found[unique] = None
    return list(found)
