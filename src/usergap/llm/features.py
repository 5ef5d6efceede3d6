"""Which optional parameters an endpoint takes: tried once, then remembered."""

from __future__ import annotations

import asyncio
import re

from usergap.llm.dialects.dialect import OPTIONAL
from usergap.llm.request import Request

# Refused by whole kinds of servers: the first call goes ahead alone to find out, and a
# refusal need not name them. The others are given up only where the refusal names them.
SCOUTED = ("logprobs", "json_schema")
_NAMED = {
    "logprobs": re.compile(r"log_?prob", re.IGNORECASE),
    "json_schema": re.compile(r"response_format|schema|structured|grammar|tool", re.IGNORECASE),
    "max_tokens": re.compile(r"max_tokens"),
    "temperature": re.compile(r"temperature", re.IGNORECASE),
    "top_p": re.compile(r"top_p"),
    "seed": re.compile(r"\bseed\b", re.IGNORECASE),
}


class Features:
    """What one endpoint has shown to take (``proven``) or to refuse (``refused``)."""

    def __init__(self, spoken: frozenset[str]) -> None:
        self.proven: set[str] = set()
        self.refused: set[str] = set()
        self._spoken, self._speaks_all = spoken, spoken.issuperset(OPTIONAL)
        self.scout = asyncio.Lock()

    def asked(self, request: Request) -> frozenset[str]:
        """The optional parameters that ``request`` uses."""
        return frozenset(name for name in OPTIONAL if getattr(request, name) is not None)

    def without(self, request: Request) -> frozenset[str]:
        """What to leave out from the start: not in this dialect, or known to be refused."""
        if not self.refused and self._speaks_all:
            return frozenset()
        asked = self.asked(request)
        return frozenset(n for n in asked if n not in self._spoken or n in self.refused)

    def untried(self, request: Request) -> bool:
        """Whether ``request`` uses something to be scouted that no call has tried yet."""
        return any(
            getattr(request, name) is not None
            for name in SCOUTED
            if name in self._spoken and name not in self.proven and name not in self.refused
        )

    def suspect(self, request: Request, without: frozenset[str], detail: str) -> str | None:
        """The parameter to give up after a refusal as a bad request; None if there is none."""
        left = [n for n in OPTIONAL if n in self.asked(request) - without - self.proven]
        for name in left:
            if _NAMED[name].search(detail):
                return name
        return next((name for name in SCOUTED if name in left), None)

    def learn(self, request: Request, without: frozenset[str]) -> None:
        """Notes that the endpoint answered ``request`` sent without ``without``."""
        asked = self.asked(request)
        if not asked <= self.proven:
            self.proven |= asked - without
            self.refused |= without & self._spoken
