"""Cells of persona and topic, and the default dialogues that each is held against."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.personas import is_generic, persona_of

FEWEST: Final = 10
"""Dialogues that a cell, or a pole, needs."""
MOST: Final = 400
"""Dialogues of each kind in a cell that are looked at."""
COVERED: Final = 0.25
"""Share of the dialogues with a persona that cells must hold, or they are made larger."""
NO_TOPIC: Final = frozenset(
    {"", "any", "chat", "comment", "default", "general", "generic", "none", "no topic"}
)
EVERY_PERSONA, EVERY_TOPIC = "any persona", "all topics"


@dataclass(frozen=True)
class Cell:
    """Masks over all dialogues: the persona on the topic, the default on it, the persona alone.

    ``persona`` marks the persona's default-topic dialogues, or where there are none its
    dialogues on other topics (``borrowed``); it may be too few for a pole.
    """

    name: tuple[str, str]
    here: NDArray[np.bool_]
    topic: NDArray[np.bool_]
    persona: NDArray[np.bool_]
    borrowed: bool


def topic_of(dialogue: Dialogue, column: str) -> str:
    """A dialogue's topic: a field of it (domain, scenario, source, …) or of what is beside."""
    value: Any = getattr(dialogue, column, None)
    value = dialogue.extra.get(column) if value is None else value
    return " ".join(str(value).split()) if value is not None else ""


def cells(dialogues: Sequence[Dialogue], settings: Mapping[str, str]) -> list[Cell]:
    """Cells with enough dialogues, by name; [] where there are none.

    ``settings``: ``topic`` (a field, ``domain`` unless told), ``persona_default`` and
    ``topic_default``. Unless told a persona or topic that says nothing is the default.
    Where that leaves out three of four dialogues with a persona, as a persona alone has too few of
    a topic, all personas are taken as one, and then all topics.
    """
    asked_persona, asked_topic = settings.get("persona_default"), settings.get("topic_default")
    personas = [persona_of(d) for d in dialogues]
    topics = [topic_of(d, settings.get("topic", "domain")) for d in dialogues]
    plain = np.array([_default(p, asked_persona, is_generic) for p in personas], bool)
    no_topic = np.array(
        [_default(t, asked_topic, lambda text: text.lower() in NO_TOPIC) for t in topics], bool
    )
    if no_topic.all():  # no dialogue names a topic: then all share one
        no_topic[:] = False
        topics = [EVERY_TOPIC] * len(topics)
    together = [EVERY_PERSONA] * len(personas)
    wanted = ~plain & ~no_topic
    for who, about in (
        (personas, topics),
        (together, topics),
        (together, [EVERY_TOPIC] * len(topics)),
    ):
        found = list(_of(np.array(who), np.array(about), plain, no_topic))
        if sum(int(cell.here.sum()) for cell in found) >= COVERED * wanted.sum() > 0:
            break
    return found


def _default(value: str, asked: str | None, guess: Any) -> bool:
    return value.lower() == asked.strip().lower() if asked is not None else bool(guess(value))


def _of(
    who: NDArray[np.str_],
    about: NDArray[np.str_],
    plain: NDArray[np.bool_],
    no_topic: NDArray[np.bool_],
) -> Iterable[Cell]:
    for persona in np.unique(who[~plain]).tolist():
        mine = (who == persona) & ~plain
        for topic in np.unique(about[~no_topic]).tolist():
            on = (about == topic) & ~no_topic
            here, default = mine & on, plain & on
            if min(here.sum(), default.sum()) < FEWEST:
                continue
            alone = mine & no_topic
            borrowed = int(alone.sum()) < FEWEST
            pole = mine & ~on if borrowed else alone
            yield Cell((persona, topic), here, default, pole, borrowed)


def at_most(cell: Cell, dialogues: Sequence[Dialogue]) -> Cell:
    """The cell with at most MOST dialogues of each kind: those with the least hash of their id."""

    def some(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        rows = np.flatnonzero(mask).tolist()
        if len(rows) <= MOST:
            return mask
        rows.sort(key=lambda i: hashlib.sha256(dialogues[i].id.encode("utf-8", "replace")).digest())
        return np.isin(np.arange(mask.size), rows[:MOST])

    return replace(cell, here=some(cell.here), topic=some(cell.topic), persona=some(cell.persona))
