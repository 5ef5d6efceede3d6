"""Fields of a JSON file that may have been edited by hand: of another type, they are refused."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from usergap.compare.comparison import Verdict
from usergap.dialogues.cleaning import safe_repr
from usergap.errors import InputError


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a file; ``where`` names file and place for messages."""

    where: str
    found: Mapping[str, Any]

    @classmethod
    def of(cls, where: str, found: object) -> Self:
        """The object. Raises InputError for anything else."""
        if not isinstance(found, dict):
            raise InputError(f"{where}: expected an object, found {safe_repr(found)}")
        return cls(where, found)

    def each(self, name: str) -> Iterator[Entry]:
        """The objects of a list."""
        listed = self._there(name)
        if not isinstance(listed, list):
            raise self._wrong(name, "a list")
        for place, one in enumerate(listed):
            yield Entry.of(f"{self.where}: {name}[{place}]", one)

    def text(self, name: str) -> str:
        """A text."""
        value = self._there(name)
        if not isinstance(value, str):
            raise self._wrong(name, "text")
        return value

    def text_or_none(self, name: str) -> str | None:
        """A text, or None where it is null or not there."""
        return None if self.found.get(name) is None else self.text(name)

    def number(self, name: str) -> float | None:
        """A finite number, or None where it is null; the key must be there."""
        value = self._there(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(name, "a finite number or null")
        try:
            number = float(value)
        except OverflowError:
            raise self._wrong(name, "a finite number or null") from None
        if not math.isfinite(number):
            raise self._wrong(name, "a finite number or null")
        return number

    def verdict(self, name: str = "verdict") -> Verdict:
        """One of the four verdicts."""
        value = self._there(name)
        known = [verdict.value for verdict in Verdict]
        if not isinstance(value, str) or value not in known:
            raise self._wrong(name, ", ".join(known))
        return Verdict(value)

    def _there(self, name: str) -> Any:
        if name not in self.found:
            raise InputError(f"{self.where}: expected the field {name!r}, found none")
        return self.found[name]

    def _wrong(self, name: str, expected: str) -> InputError:
        value = safe_repr(self.found[name])
        return InputError(f"{self.where}: {name}: expected {expected}, found {value}")
