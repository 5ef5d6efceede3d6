"""A request as the fake server received it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Call:
    """One request. ``at`` is in seconds since the server started.

    ``status`` is what was sent, None before; ``answered`` tells whether a whole
    answer left the server.
    """

    number: int
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    at: float
    status: int | None = None
    answered: bool = False

    @property
    def model(self) -> str:
        """The model asked for."""
        return str(self.body.get("model", ""))

    @property
    def messages(self) -> list[tuple[str, str]]:
        """Pairs (role, text), the system prompt first."""
        pairs = [("system", _text(self.body["system"]))] if "system" in self.body else []
        listed = self.body.get("messages")
        said = [m for m in listed if isinstance(m, Mapping)] if isinstance(listed, list) else []
        return pairs + [(str(m.get("role")), _text(m.get("content"))) for m in said]

    @property
    def prompt(self) -> str:
        """The text of the last user message."""
        return next((text for role, text in reversed(self.messages) if role == "user"), "")

    @property
    def digest(self) -> str:
        """A hash of all messages: the same for a request that is sent again."""
        return hashlib.sha256(repr(self.messages).encode("utf-8", "replace")).hexdigest()


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(str(p.get("text", "")) for p in content if isinstance(p, Mapping))
    return "" if content is None else str(content)
