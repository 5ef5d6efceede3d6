"""Parts of which a text must hold one before a pattern is worth a try: found far sooner."""

from __future__ import annotations

from usergap.compiled import kernel


class Keys:
    """Plain parts of ``parts``, none of them empty."""

    def __init__(self, *parts: str) -> None:
        self.parts = parts
        ascii_only = tuple(part.encode() for part in parts if part.isascii())
        self._packed = None if kernel is None else kernel.packed_keys(ascii_only)

    def in_text(self, text: str) -> bool:
        """Whether a text holds one of them."""
        found: bool | None = None if kernel is None else kernel.holds_any(text, self._packed)
        return any(map(text.__contains__, self.parts)) if found is None else found
