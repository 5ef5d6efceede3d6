"""``Window``: the text of a long JSON document, of which only a part is held."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from json import JSONDecodeError
from typing import Any, BinaryIO

BLOCK = 1 << 22
"""Bytes read at a time; where one value is longer, what is held doubles."""

_NEAR = 16
"""Letters before the end of the text at which the text itself may be what breaks a value."""

_SPACE = " \t\r\n"


class Window:
    """A stream's text from a moving place on, beginning with ``first`` in line ``line``.

    ``at``: the place in ``text``. ``damaged``: invalid bytes so far, replaced by U+FFFD.
    """

    def __init__(self, first: bytes, stream: BinaryIO, line: int) -> None:
        self.text, self.at, self.damaged, self.ended = "", 0, 0, False
        self._stream, self._line = stream, line
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._tail = b""
        self._counted = 0
        self._passed = 0  # letters of the line in which the text begins that are held no more
        self._take(first)

    def next(self) -> str:
        """The letter that comes next, white space passed over; nothing at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in _SPACE:
                self.at += 1
            if self.at < len(self.text) or self.ended:
                return self.text[self.at : self.at + 1]
            self._more()

    def line(self) -> int:
        """The line of the place; what comes before it is let go."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        if self.at > max(BLOCK, len(self.text)) // 2:
            start = self.text.rfind("\n", 0, self.at)
            self._passed = self.at - start - 1 if start >= 0 else self._passed + self.at
            self.text = self.text[self.at :]
            self.at = self._counted = 0
        return self._line

    def value(self, decode: Callable[[str, int], tuple[Any, int]]) -> Any:
        """The JSON value that begins here, and go behind it. Raises as ``decode`` does."""
        while True:
            try:
                found, end = decode(self.text, self.at)
            except JSONDecodeError as error:
                unfinished = error.msg.startswith("Unterminated string")
                if self.ended or not (unfinished or error.pos >= len(self.text) - _NEAR):
                    if "\n" not in self.text[: error.pos]:
                        error.colno += self._passed
                    raise
            else:
                if self.ended or end < len(self.text) - _NEAR:  # else a number might go on
                    self.at = end
                    return found
            self._more()

    def blank(self) -> bool:
        """Whether nothing but white space comes; reads up to anything else."""
        while not self.text[self.at :].strip():
            if self.ended:
                return True
            self.at = len(self.text)
            self.line()
            self._more()
        return False

    def _more(self) -> None:
        self._take(self._stream.read(max(BLOCK, len(self.text) - self.at)))

    def _take(self, raw: bytes) -> None:
        self.ended = not raw
        fresh = self._decoder.decode(raw, final=self.ended)
        # U+FFFD that the file itself holds is no damage; its three bytes may be in two blocks
        self.damaged += fresh.count("�") - (self._tail + raw).count("�".encode())
        self._tail = (self._tail + raw)[-2:]
        self.text += fresh
