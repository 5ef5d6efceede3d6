"""The shipped annotator of intent, feedback and identity: offline, English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from usergap.annotators.annotator import Annotation
from usergap.annotators.decoding import decode
from usergap.annotators.training_turns import assigned
from usergap.annotators.turn_features import turn_features
from usergap.annotators.turn_model import TurnModel, load
from usergap.dialogues import Dialogue
from usergap.dimensions import Labels
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.identity import IDENTITY
from usergap.dimensions.intent import INTENT
from usergap.errors import InputError

CODES: dict[str, tuple[str, ...]] = {
    "intent": INTENT.labels,
    "feedback": FEEDBACK.labels,
    "identity": (*IDENTITY.labels, "none"),
}
"""The model's labels per dimension, in the order of its scores."""
REST: dict[str, str] = {"intent": "none", "feedback": "no_feedback", "identity": "none"}
"""The label that stands for "none of the others"."""
CHUNK = 64
VERSION = "1"


@dataclass
class TurnAnnotator:
    """Labels every user turn with the shipped linear model.

    Dialogues marked as another language than English get None for all turns.
    """

    dimensions: tuple[str, ...] = tuple(CODES)
    model: TurnModel | None = field(default=None, repr=False)  # None: the shipped one
    name: str = "usergap-linear"
    version: str = VERSION
    languages: frozenset[str] = frozenset({"en"})

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """One annotation per dialogue, in order."""
        out: list[Annotation] = []
        for start in range(0, len(dialogues), CHUNK):
            out += self._chunk(dialogues[start : start + CHUNK])
        return out

    def _chunk(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        features = turn_features(dialogues)
        if not len(features.view):
            nothing: dict[str, tuple[Labels | None, ...]] = dict.fromkeys(self.dimensions, ())
            return [Annotation(nothing) for _ in dialogues]
        model = self.model or turn_model()
        fold, left = assigned(features.view, model.seen, model.fold, len(dialogues))
        margins = model.margins(features, fold)
        labels = {name: _labels(name, margins) for name in self.dimensions}
        ends = np.searchsorted(features.view.dialogue, np.arange(len(dialogues) + 1)).tolist()
        out = []
        for number, dialogue in enumerate(dialogues):
            own = slice(ends[number], ends[number + 1])
            judged = dialogue.language in (None, "en")
            empty = (None,) * (ends[number + 1] - ends[number])
            units = {name: tuple(labels[name][own]) if judged else empty for name in labels}
            out.append(Annotation(units, int(left[number])))
        return out


def _labels(dimension: str, margins: npt.NDArray[np.float32]) -> list[Labels]:
    """The labels of each turn in one dimension."""
    codes = CODES[dimension]
    first = sum(len(CODES[name]) for name in list(CODES)[: list(CODES).index(dimension)])
    own = margins[:, first : first + len(codes)]
    given = decode(own, np.zeros(len(codes), dtype=np.float32), codes.index(REST[dimension]))
    made: dict[int, Labels] = {}
    out = []
    for key in (given @ (1 << np.arange(len(codes)))).tolist():
        if key not in made:
            made[key] = tuple(code for bit, code in enumerate(codes) if key >> bit & 1)
        out.append(made[key])
    return out


@cache
def turn_model() -> TurnModel:
    """The shipped weights, read once."""
    with (files("usergap.annotators") / "shipped" / "turns.npz").open("rb") as file:
        return load(file)


def turn_annotator(dimensions: Sequence[str] = tuple(CODES)) -> TurnAnnotator:
    """The shipped annotator for some of its dimensions; raises ``InputError``."""
    unknown = [name for name in dimensions if name not in CODES]
    if unknown or not dimensions:
        raise InputError(f"dimensions: expected some of {', '.join(CODES)}; found {unknown}")
    return TurnAnnotator(tuple(dimensions))
