"""What a step is made of: the contexts that it draws, and the scores of its replies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from usergap.dialogues import Message
from usergap.errors import InputError
from usergap.train.rewards.reward import Candidate, Score
from usergap.train.rl.advantages import Floats

Context = str | Sequence[Message]
"""The messages before a reply, or the text of the one chatbot message before it."""


def chosen(tasks: int, count: int, seed: int, step: int) -> list[int]:
    """The places of the contexts of a step, the same whoever asks and whenever."""
    rng = np.random.default_rng([seed, step, 1])
    return [int(place) for place in rng.permutation(tasks)[:count]]


def candidates(
    contexts: Sequence[Context],
    references: Sequence[str | None],
    personas: Sequence[str | None] | None = None,
) -> list[Candidate]:
    """Contexts with what replies to them are held against; ``reply`` is empty yet."""
    who: Sequence[str | None] = personas if personas is not None else [None] * len(contexts)
    if not len(contexts) == len(references) == len(who):
        raise InputError(
            "contexts, references, personas: expected as many of each, found"
            f" {len(contexts)}, {len(references)}, {len(who)}"
        )
    return [
        Candidate("", (Message("assistant", c),) if isinstance(c, str) else tuple(c), r, p)
        for c, r, p in zip(contexts, references, who, strict=True)
    ]


def scored(
    tasks: Sequence[Candidate], texts: Sequence[str], reward: Score, group_size: int
) -> Floats:
    """The rewards of replies that stand group by group, as an array, NaN if missing.

    Raises InputError for a reward that does not give one score for each.
    """
    asked = [
        Candidate(text, t.context, t.reference, t.persona, place // group_size, place % group_size)
        for place, (t, text) in enumerate(zip(tasks, texts, strict=True))
    ]
    found = reward(asked)
    if len(found) != len(asked):
        raise InputError(
            f"reward: expected a score or None for each of {len(asked)} replies,"
            f" found {len(found)} of them"
        )
    return np.array([np.nan if each is None else each for each in found], float)


def answered(task: Candidate) -> str:
    """What a policy that reads one text has in view: persona, and the last chatbot message."""
    last = next((m.content for m in reversed(task.context) if m.role != "user"), "")
    return f"{task.persona}\n{last}" if task.persona else last
