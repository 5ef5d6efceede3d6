"""Fields of a policy, read strictly: what is not known or not of its kind is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usergap.errors import InputError


@dataclass(frozen=True, slots=True)
class Fields:
    """One table of a policy; ``where`` names file and table for messages."""

    where: str
    table: Mapping[str, Any]

    def only(self, *known: str) -> None:
        """Raise InputError for a key that is none of ``known``."""
        for key in self.table:
            if key not in known:
                raise InputError(
                    f"{self.where}: expected only the keys {', '.join(known)}, found {key!r}"
                )

    def text(self, key: str) -> str | None:
        """A text that is not empty, or None where there is none."""
        value = self.table.get(key)
        if value is not None and not (isinstance(value, str) and value.strip()):
            raise self.wrong(key, "text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts; empty where the key is not there."""
        value = self.table.get(key)
        if value is None:
            return ()
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values:
            raise self.wrong(key, "a text or a list of texts")
        if not all(isinstance(x, str) and x.strip() for x in values):
            raise self.wrong(key, "a text or a list of texts")
        return tuple(dict.fromkeys(values))

    def choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        value = self.table.get(key, default)
        if not isinstance(value, str) or value not in allowed:
            raise self.wrong(key, " or ".join(allowed))
        return value

    def number(self, key: str) -> float | None:
        """A finite number, or None where there is none."""
        value = self.table.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, "a number")
        if not math.isfinite(value):
            raise self.wrong(key, "a finite number")
        return float(value)

    def share(self, key: str) -> float | None:
        """A number from 0 to 1, or None where there is none."""
        value = self.number(key)
        if value is not None and not 0 <= value <= 1:
            raise self.wrong(key, "a share from 0 to 1")
        return value

    def true(self, key: str) -> bool:
        """``true`` or not there: false would be a rule that asks for nothing."""
        value = self.table.get(key)
        if value is not None and value is not True:
            raise self.wrong(key, "true")
        return value is True

    def wrong(self, key: str, expected: str) -> InputError:
        """The error for a key's value."""
        return InputError(
            f"{self.where}: {key}: expected {expected}, found {self.table.get(key)!r}"
        )
