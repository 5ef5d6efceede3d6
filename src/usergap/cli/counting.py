"""Numbers of things in words: one dialogue, two dialogues."""

from __future__ import annotations


def number_of(count: int, thing: str) -> str:
    """``1 dialogue``, ``2 dialogues``, ``0 categories``; ``thing`` is one of them."""
    if count == 1:
        return f"1 {thing}"
    many = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{count} {many}"
