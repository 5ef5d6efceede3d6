"""The entries of one turn in one dimension: all of them right, or none believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from usergap.annotators.llm.evidence import stands_in
from usergap.annotators.llm.sentences import numbered
from usergap.annotators.llm.tasks import EMOTIONS, KINDS, LabelTask
from usergap.dimensions import Labels

LONGEST = 60
"""Words of a statement."""


class EntryError(ValueError):
    """An entry is not what was asked for."""


def _entries(found: Any) -> list[Mapping[str, Any]]:
    if not isinstance(found, list) or any(not isinstance(entry, dict) for entry in found):
        raise EntryError("no list of entries")
    return found


def read_labels(found: Any, task: LabelTask, message: str) -> Labels:
    """The labels of a turn, in the dimension's order. Raises ``EntryError``.

    ``message``: the turn's text as ``llm_evidence.plain`` gives it.
    """
    labels = set()
    for entry in _entries(found):
        label, quote = entry.get("label"), entry.get("quote")
        if not isinstance(label, str) or label not in task.labels:
            raise EntryError("a label that does not exist")
        if label != task.rest and not (isinstance(quote, str) and stands_in(quote, message)):
            raise EntryError("a quote that is not in the message")
        labels.add(label)
    if not labels:
        raise EntryError("no label")
    if task.rest in labels and len(labels) > 1:
        raise EntryError(f"{task.rest} beside other labels")
    return tuple(label for label in task.labels if label in labels)


def read_statements(found: Any, message: str) -> tuple[tuple[str, str], ...]:
    """(kind, text) of a turn's statements of knowledge. Raises ``EntryError``."""
    statements = []
    for entry in _entries(found):
        kind, text, quote = entry.get("kind"), entry.get("text"), entry.get("quote")
        if not isinstance(kind, str) or kind not in KINDS:
            raise EntryError("a kind that does not exist")
        words = text.split() if isinstance(text, str) else []
        if not 0 < len(words) <= LONGEST:
            raise EntryError("a statement without a text of its own")
        if not (isinstance(quote, str) and stands_in(quote, message)):
            raise EntryError("a quote that is not in the message")
        statements.append((kind, " ".join(words)))
    return tuple(statements)


def read_emotions(found: Any, said: str) -> Mapping[int, str]:
    """Emotion by sentence number (from 1) of a turn that says ``said``. Raises ``EntryError``."""
    shown = {place + 1 for place in numbered(said)[1]}
    emotions: dict[int, str] = {}
    for entry in _entries(found):
        sentence, label = entry.get("sentence"), entry.get("label")
        if not isinstance(label, str) or label not in EMOTIONS:
            raise EntryError("a label that does not exist")
        if type(sentence) is not int or sentence not in shown:
            raise EntryError("a sentence that does not exist")
        if sentence in emotions:
            raise EntryError("a sentence twice")
        emotions[sentence] = label
    return emotions
