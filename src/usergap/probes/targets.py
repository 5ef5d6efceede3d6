"""Targets: what the system under test should find out, as the file records it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from usergap.probes.words import lowered

_TARGETS = ("target", "targets", "target_item", "target_items", "answer", "gold")


def targets_of(extra: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The targets that a file records, as words; nothing shorter than three characters."""
    named: list[object] = []
    for key in _TARGETS:
        value = extra.get(key)
        named += value if isinstance(value, list) else [value]
    texts = [each for each in named if isinstance(each, str) and len(each.strip()) >= 3]
    return [words for words in (tuple(lowered(text)) for text in texts) if words]


def holds(words: Sequence[str], run: tuple[str, ...]) -> bool:
    """Whether the words hold the run, in one piece."""
    first, size = run[0], len(run)
    return any(word == first and tuple(words[i : i + size]) == run for i, word in enumerate(words))
