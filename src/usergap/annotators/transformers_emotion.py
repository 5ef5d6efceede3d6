"""Emotion by a ``transformers`` text classifier on this machine, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from usergap.annotators.annotator import Annotation
from usergap.annotators.llm.sentences import numbered
from usergap.annotators.llm.tasks import EMOTIONS
from usergap.dialogues import Dialogue
from usergap.dimensions import Labels
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.llm.local import TextClassifier

CONFIDENCE = 0.75
"""Below it a sentence is neutral: realsim's rule (arXiv 2605.02624) for its DistilRoBERTa."""

_ALSO = {
    "happiness": "joy", "happy": "joy", "joyful": "joy", "sad": "sadness", "angry": "anger",
    "fearful": "fear", "scared": "fear", "disgusted": "disgust", "surprised": "surprise",
    "neutrality": "neutral",
}  # fmt: skip


def emotion_labels(labels: Sequence[str], model: str) -> Mapping[str, str]:
    """Ekman's name of each of a model's labels; raises ``InputError`` for another set."""
    names = {label: _ALSO.get(label.casefold(), label.casefold()) for label in labels}
    unknown = sorted(label for label, name in names.items() if name not in EMOTIONS)
    if unknown or "neutral" not in names.values() or len(set(names.values())) < len(labels):
        expected = f"labels among {', '.join(EMOTIONS)}, with neutral, each once"
        raise InputError(f"model {model!r}: expected {expected}; found {', '.join(labels)}")
    return names


@dataclass
class TransformersEmotion:
    """The likeliest emotion of every sentence; neutral where it is not sure enough.

    ``model`` is loaded by the caller. ``confidence`` goes into the version: with
    another one the labels are not the same. Longer messages are read at both ends.
    ``single_process``: a model of hundreds of megabytes is not to be copied.
    """

    model: TextClassifier = field(repr=False)
    confidence: float = CONFIDENCE
    name: str = ""
    version: str = ""
    languages: frozenset[str] = frozenset({"en"})
    dimensions: tuple[str, ...] = ("emotion",)
    single_process: bool = True

    def __post_init__(self) -> None:
        """Checks the model's labels and the confidence; raises ``InputError``."""
        self._names = emotion_labels(self.model.labels, self.model.name)
        if not 0 <= self.confidence <= 1:
            raise InputError(f"confidence: expected a share, found {self.confidence}")
        # of a folder only its own name: a path tells nothing and is not shared
        self.name = self.name or f"transformers:{self.model.name.rstrip('/').rpartition('/')[2]}"
        self.version = self.version or f"1-{self.confidence:g}"

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """One annotation per dialogue; units are its sentences, None where not read."""
        places: list[list[int]] = []
        texts: list[str] = []
        for dialogue in dialogues:
            place: list[int] = []
            spoken = dialogue.language is None or not self.languages
            known = spoken or str(dialogue.language)[:2].lower() in self.languages
            for turn in dialogue.turns:
                found, read = numbered(turn.text)
                wanted = set(read) if known else set()
                for number, sentence in enumerate(found):
                    place.append(len(texts) if number in wanted else -1)
                    if number in wanted:
                        texts.append(sentence)
            places.append(place)
        labels = [self.label(scores) for scores in self.model.scores(texts)]
        return [
            Annotation({"emotion": tuple(labels[at] if at >= 0 else None for at in place)})
            for place in places
        ]

    def label(self, scores: Mapping[str, float]) -> Labels:
        """The label of one sentence from the model's probabilities."""
        best = max(scores, key=lambda label: scores[label])
        return (self._names[best] if scores[best] >= self.confidence else "neutral",)
