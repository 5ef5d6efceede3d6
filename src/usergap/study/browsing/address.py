"""What the URL says: every view of a comparison has an address of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

LONGEST = 500
"""Characters of a value that are read from an address."""


@dataclass(frozen=True, slots=True)
class Address:
    """The filters and the place; "" and 0 where nothing is chosen.

    ``side`` is "real" or "simulated", ``dialogue`` an id on that side, ``turn`` a user turn
    from 1, ``run`` which of several partners, ``page`` from 1.
    """

    simulator: str = ""
    measure: str = ""
    domain: str = ""
    verdict: str = ""
    label: str = ""
    order: str = ""
    side: str = ""
    dialogue: str = ""
    turn: int = 0
    run: int = 0
    page: int = 0

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Address:
        """From the parameters of a request; what is no number counts as none."""
        found: dict[str, Any] = {}
        for name, kind in cls.__annotations__.items():
            text = query.get(name, "")[:LONGEST]
            found[name] = _number(text) if kind == "int" else text
        return cls(**found)

    def query(self, **change: str | int | None) -> str:
        """The address with changes, as the part of a URL from the "?" on."""
        given = asdict(replace(self, **{name: value or "" for name, value in change.items()}))  # type: ignore[arg-type]
        return "?" + urlencode({name: value for name, value in given.items() if value})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
