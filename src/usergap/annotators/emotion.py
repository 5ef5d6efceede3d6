"""The offline source of emotion labels: a linear model over the user's sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import TYPE_CHECKING, Any

from usergap.annotators.annotator import Annotation, Card, CardSide, Confusion
from usergap.dialogues import Dialogue
from usergap.dimensions import Labels
from usergap.dimensions.counting import sentences

if TYPE_CHECKING:
    from usergap.annotators.emotion_model import EmotionModel

EDGE = 2000
"""Characters read at the start and at the end of a message."""

CHUNK = 800
"""Sentences scored at once: their arrays stay in the processor's cache."""

VERSION = "1"

_GROUPING = (
    "GoEmotions' Ekman grouping counts curiosity and confusion as surprise, and gratitude and "
    "approval as joy: many a plain question is called surprise, many a thank-you joy"
)


class EmotionAnnotator:
    """Ekman's six emotions and neutral for every sentence of the user's turns.

    Trained on GoEmotions (comments on a forum, not chats): see ``emotion_card``.
    English only: the units of a dialogue in another language are all None.
    """

    name = "usergap-emotion-linear"
    version = VERSION
    dimensions: tuple[str, ...] = ("emotion",)
    languages: frozenset[str] = frozenset({"en"})

    def __init__(self, model: EmotionModel | None = None) -> None:
        """``model``: another model than the shipped one."""
        self._model = model

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """One annotation per dialogue; units are the sentences of its turns, in order.

        Sentences are those of ``dimensions.counting.sentences`` over each turn's whole
        text. Between the first and the last 2,000 characters of a message they are not
        read: None.
        """
        texts: list[str] = []
        places: list[list[int]] = []  # per dialogue: number of the text, -1 = not read
        for dialogue in dialogues:
            place: list[int] = []
            english = dialogue.language is None or dialogue.language.lower().startswith("en")
            for turn in dialogue.turns:
                for sentence, read in _read(turn.text):
                    if read and english:
                        place.append(len(texts))
                        texts.append(sentence)
                    else:
                        place.append(-1)
            places.append(place)
        labels = label_sentences(texts, self._model)
        return [
            Annotation({"emotion": tuple(labels[at] if at >= 0 else None for at in place)})
            for place in places
        ]


def label_sentences(texts: Sequence[str], model: EmotionModel | None = None) -> list[Labels]:
    """The emotions of each sentence, after rejection; never empty."""
    from usergap.annotators.emotion_model import LABELS, shipped_model

    model = model or shipped_model()
    # 128 possible answers: look each row's up instead of building it
    known: dict[bytes, Labels] = {}
    labels = []
    for start in range(0, len(texts), CHUNK):
        chosen = model.judged(model.probabilities(texts[start : start + CHUNK]))
        for row in chosen:
            key = row.tobytes()
            if key not in known:
                known[key] = tuple(name for name, yes in zip(LABELS, row, strict=True) if yes)
            labels.append(known[key])
    return labels


def _read(text: str) -> Iterable[tuple[str, bool]]:
    """The sentences of a message, and which of them are read."""
    found = sentences(text)
    if len(text) <= 2 * EDGE:
        return zip(found, repeat(True), strict=False)
    read = [False] * len(found)
    for order in (range(len(found)), reversed(range(len(found)))):
        left = EDGE
        for number in order:
            left -= len(found[number])
            if left < 0:
                break
            read[number] = True
    return zip(found, read, strict=True)


def emotion_card() -> Card:
    """What is known of the shipped model's errors: GoEmotions' development comments.

    There is no gold emotion on chats, hence no side of the card to correct with.
    """
    stored = _measured()
    return Card(
        annotator=EmotionAnnotator.name,
        version=VERSION,
        dimension="emotion",
        gold=stored["gold"],
        notes=(*stored["notes"], _GROUPING),
    )


def comment_side() -> CardSide:
    """The model against the labels of GoEmotions' development comments, after rejection."""
    stored = _measured()["comments"]
    return CardSide(
        unit=stored["unit"],
        units=stored["units"],
        groups=stored["groups"],
        domains=tuple(stored["domains"]),
        languages=tuple(stored["languages"]),
        labels={name: Confusion(**found) for name, found in stored["labels"].items()},
        macro_f1=stored["macro_f1"],
    )


@cache
def _measured() -> dict[str, Any]:
    path = files("usergap.annotators") / "shipped" / "emotion.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found
