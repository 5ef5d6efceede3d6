"""What an annotator is: a source of labels for the units of dialogues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from usergap.dialogues import Dialogue
from usergap.dimensions import Labels


@dataclass(frozen=True, slots=True)
class Annotation:
    """The labels of one dialogue.

    ``units[dimension]`` has one entry per unit of the dimension (user turn or
    sentence), None where no valid label was given. ``seen`` counts the user
    turns that the annotator was trained on and for which it could not be
    replaced by a model that never saw them.
    """

    units: Mapping[str, tuple[Labels | None, ...]]
    seen: int = 0


class Annotator(Protocol):
    """A source of labels: shipped linear model, file, endpoint, local model, people."""

    name: str
    version: str
    dimensions: tuple[str, ...]
    languages: frozenset[str]  # empty = every language

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """One annotation per dialogue, in order."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """How one label was judged against gold over the units of one side.

    Counts of units; ``tpr_se`` and ``fpr_se`` are cluster-robust standard errors
    (clusters: connected groups of conversations and scenarios).
    """

    tp: int
    fp: int
    fn: int
    tn: int
    tpr_se: float
    fpr_se: float

    @property
    def tpr(self) -> float | None:
        """Share of gold units that were found; None without gold units."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def fpr(self) -> float | None:
        """Share of units without the label that were given it; None without any."""
        return self.fp / (self.fp + self.tn) if self.fp + self.tn else None


@dataclass(frozen=True)
class CardSide:
    """One side of a card: real text, or the text of one simulator.

    ``unit`` is the dimension's own unit (for identity: the dialogue).
    """

    unit: str
    units: int
    groups: int
    domains: tuple[str, ...]
    languages: tuple[str, ...]
    labels: Mapping[str, Confusion]
    macro_f1: float


@dataclass(frozen=True)
class Card:
    """What is known of an annotator's errors on one dimension.

    ``real`` is measured on real users' text; ``simulated`` maps a simulator's
    name to the card measured on its text. ``trained_on`` names the simulators whose
    text the annotator was trained on, None where that is not known (cards of older
    versions): such a simulator is never corrected with a card from its own dialogues.
    """

    annotator: str
    version: str
    dimension: str
    gold: str
    real: CardSide | None = None
    simulated: Mapping[str, CardSide] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    trained_on: tuple[str, ...] | None = None
