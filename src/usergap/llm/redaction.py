"""Keeps keys out of everything that is shown or stored."""

from __future__ import annotations

import re
from collections.abc import Iterable

MARK = "[key]"
# A server may echo a part of the key; a run of this many of its characters is hidden.
PIECE = 8
_BEARER = re.compile(r"(?i)\b(bearer|api[-_]?key|x-api-key)(\"?\s*[:= ]\s*\"?)[^\s\",;]{8,}")


class Redactor:
    """Replaces known secrets, and long pieces of them, by ``[key]``.

    >>> Redactor(["abcdefghijkl"]).clean("wrong key: abcdefghijkl!")
    'wrong key: [key]!'
    """

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(sorted({s for s in secrets if s}, key=len, reverse=True))

    def __repr__(self) -> str:
        return f"Redactor({len(self._secrets)} secrets)"

    def found_in(self, *texts: str) -> bool:
        """Whether a whole secret stands in one of the texts."""
        return any(secret in text for secret in self._secrets for text in texts)

    def answer(self, text: str) -> str:
        """A model's words with the whole secrets hidden and nothing else touched."""
        for secret in self._secrets:
            text = text.replace(secret, MARK)
        return text

    def clean(self, text: str, limit: int = 300) -> str:
        """One printable line of at most ``limit`` characters for errors and logs."""
        text = self.answer(text[: 20 * limit])
        for secret in self._secrets:
            text = _hide_pieces(text, secret)
        text = _BEARER.sub(rf"\1\2{MARK}", text)
        text = "".join(c if c.isprintable() else " " for c in text)
        text = re.sub(r"\s+", " ", text).strip()
        return text if len(text) <= limit else text[: limit - 1] + "…"


def _hide_pieces(text: str, secret: str) -> str:
    """``text`` with every run of ``PIECE`` or more characters of ``secret`` hidden."""
    pieces = {secret[i : i + PIECE] for i in range(len(secret) - PIECE + 1)}
    hidden = bytearray(len(text))
    for i in range(len(text) - PIECE + 1):
        if text[i : i + PIECE] in pieces:
            hidden[i : i + PIECE] = b"\x01" * PIECE
    out: list[str] = []
    for i, char in enumerate(text):
        if not hidden[i]:
            out.append(char)
        elif not i or not hidden[i - 1]:
            out.append(MARK)
    return "".join(out)
