"""Profiles with judged labels: the people and simulated users that calibration resamples.

Labels come from the development data's label files by way of ``dimensions.tally``,
emotion from the shipped annotator, numbers and vectors from the product's own
measures. Only numbers leave this file.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from usergap.annotators import Annotation, EmotionAnnotator
from usergap.dialogues import Dialogue
from usergap.dimensions import Labels
from usergap.formats import read
from usergap.profiles import Plan, Profile, measure_corpus

JUDGED = ("intent", "feedback", "identity")
ROOT = Path(__file__).resolve().parents[2]


def data_folder() -> Path | None:
    """The development data: USERGAP_DATA, else beside the project; None where missing."""
    folder = Path(os.environ.get("USERGAP_DATA", ROOT / "../shared/data"))
    return folder if (folder / "realsim/real.jsonl").is_file() else None


@dataclass(frozen=True)
class GoldAnnotator:
    """Labels from a file: {dialogue id: {turn: {dimension: labels}}}."""

    judged: Mapping[str, Mapping[int, Mapping[str, str]]]
    name: str = "gold"
    version: str = "1"
    dimensions: tuple[str, ...] = JUDGED
    languages: frozenset[str] = frozenset()

    @classmethod
    def of(cls, path: Path) -> GoldAnnotator:
        """Read a label file (see DESIGN: labels are joined by ``+``, empty = missing)."""
        judged: dict[str, dict[int, Mapping[str, str]]] = {}
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                judged.setdefault(row["dialogue_id"], {})[int(row["turn"])] = row
        return cls(judged)

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """One annotation per dialogue, in order."""
        return [Annotation({x: self._units(dialogue, x) for x in JUDGED}) for dialogue in dialogues]

    def _units(self, dialogue: Dialogue, dimension: str) -> tuple[Labels | None, ...]:
        turns = self.judged.get(dialogue.id, {})
        texts = [turns.get(at, {}).get(dimension) for at in range(1, len(dialogue.turns) + 1)]
        return tuple(tuple(text.split("+")) if text else None for text in texts)


def gold_profile(dialogues: Path, labels: Path) -> Profile:
    """Measure a file of dialogues with the labels of a file."""
    plan = Plan((GoldAnnotator.of(labels), EmotionAnnotator()))
    return measure_corpus(read(dialogues), plan, jobs=1)


def real_users(data: Path) -> Profile:
    """The 719 real dialogues."""
    return gold_profile(data / "realsim/real.jsonl", data / "realsim/labels.tsv")


def simulated_users(data: Path, name: str) -> Profile:
    """The 130 dialogues of a simulator: generic or informed."""
    folder = data / "simulated"
    return gold_profile(folder / f"{name}.jsonl", folder / f"{name}_labels.tsv")
