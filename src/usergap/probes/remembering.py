"""What was found in single dialogues, kept so that each is read once in a run.

Real dialogues are held against every simulator, and several probes ask the same of them.
A dialogue is known by identity: two that are equal are two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from usergap.annotators import Annotation, Annotator, shipped_annotator
from usergap.dialogues import Dialogue

T = TypeVar("T")


class Memory:
    """What functions of one dialogue, and annotators, gave."""

    def __init__(self) -> None:
        self._known: dict[tuple[Callable[[Dialogue], Any], int], tuple[Dialogue, Any]] = {}
        self._annotators: dict[str, Remembered] = {}

    def each(self, find: Callable[[Dialogue], T], dialogues: Sequence[Dialogue]) -> list[T]:
        """``find`` of each dialogue. ``find`` must be one object, and nobody may change results."""
        found: list[T] = []
        for dialogue in dialogues:
            key = find, id(dialogue)
            if key not in self._known:
                # the dialogue is kept too: while it lives no other has its id
                self._known[key] = dialogue, find(dialogue)
            found.append(self._known[key][1])
        return found

    def annotated(self, annotator: Annotator, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """The annotator's labels; one annotator a name."""
        return self._annotators.setdefault(annotator.name, Remembered(annotator)).annotate(
            dialogues
        )


class Remembered:
    """An annotator (default: the shipped one) that labels each dialogue once."""

    def __init__(self, annotator: Annotator | None = None) -> None:
        self.annotator = annotator or shipped_annotator()
        self.name, self.version = self.annotator.name, self.annotator.version
        self.dimensions, self.languages = self.annotator.dimensions, self.annotator.languages
        self._known: dict[int, tuple[Dialogue, Annotation]] = {}

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """One annotation per dialogue, in order; only new ones are labelled."""
        new = list({id(d): d for d in dialogues if id(d) not in self._known}.values())
        if new:
            made = self.annotator.annotate(new)
            self._known |= {id(d): (d, a) for d, a in zip(new, made, strict=True)}
        return [self._known[id(dialogue)][1] for dialogue in dialogues]
