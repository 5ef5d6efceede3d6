"""What a user's replies contribute to the task: its metric with them minus without them.

METHODS: replace the simulator's replies by neutral text; the change of the task metric is what
the interaction contributes. The metric is the caller's (``Tools.outcome``), else whether the
chatbot names a target that the file records. Both arms are run anew with one assistant,
because answers that stand in the file were given to the very replies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.probes.figures import figure, level
from usergap.probes.finding import Figure, Level
from usergap.probes.material import Material
from usergap.probes.reply_ablation.rerun import rerun
from usergap.probes.statistics import mean_difference, simulated_mean
from usergap.probes.targets import holds, targets_of
from usergap.probes.words import lowered

NAME: Final = "messiness.contribution"
TITLE: Final = "what the replies after the opening contribute to the task"
MARGIN: Final = 0.05
"""Five tasks in a hundred."""
MOST: Final = 60
"""Dialogues of a side that are run again, twice each; ``messiness.reruns`` sets another number."""
NO_ASSISTANT: Final = (
    "needs an assistant to run conversations again: --assistant hf:PATH, or --assistant MODEL"
    " --base-url URL"
)
NO_OUTCOME: Final = (
    "no dialogue of two turns or more records a target that the chatbot should name (extra field"
    " target), and no outcome is given (usergap.probes.Tools.outcome)"
)


def target_named(dialogue: Dialogue) -> float | None:
    """1 where the chatbot names a recorded target, else 0; None without a target."""
    targets = targets_of(dialogue.extra)
    if not targets:
        return None
    answers = [lowered(m.content) for m in dialogue.messages if m.role == "assistant"]
    return float(any(holds(words, target) for words in answers for target in targets))


def contribution(material: Material) -> Figure:
    """Points of 100 dialogues, simulated minus real; of the simulated side alone without real.

    Undefined, with the reason, without an assistant or a metric.
    """
    assistant = material.tools.assistant
    if assistant is None:
        return _undefined(NO_ASSISTANT)
    outcome: Callable[[Dialogue], float | None] = material.tools.outcome or target_named
    told = str(material.settings.get("messiness.reruns", MOST))
    if not told.isdecimal() or not int(told):
        raise InputError(f"messiness.reruns: expected a number from 1, found {told!r}")
    most = int(told)
    places = _chosen(material, outcome, most)
    if not any(material.items.simulated[places]):
        return _undefined(NO_OUTCOME)
    dialogues = [material.dialogues[i] for i in places]
    own, without = (rerun(dialogues, assistant, neutral=neutral) for neutral in (False, True))
    gains = [_gain(outcome, *pair) for pair in zip(own, without, strict=True)]
    known = [n for n, gain in enumerate(gains) if gain is not None]
    values = np.array([gains[n] for n in known], float)
    items = material.items_of([places[n] for n in known])
    if not items.simulated.any():
        return _undefined("the assistant answered in no conversation to the end")
    if items.simulated.all():
        return level(
            material, simulated_mean(values), items=items, name=NAME, title=TITLE,
            unit="points of 100 dialogues", scale=100.0,
        )  # fmt: skip
    real, made = (100 * float(values[items.simulated == side].mean()) for side in (False, True))
    return figure(
        material,
        mean_difference(values),
        items=items,
        name=NAME,
        title=f"{TITLE}, simulated - real",
        unit="points of 100 dialogues",
        null=0.0,
        margin=MARGIN,
        scale=100.0,
        beside=(Level("real", real),),
        headline=False,
        seen=f"what simulated users say after their opening moves the task by {made:+.0f} points"
        f" of 100, what real ones say by {real:+.0f}",
    )


def _gain(
    outcome: Callable[[Dialogue], float | None], own: Dialogue | None, without: Dialogue | None
) -> float | None:
    if own is None or without is None:
        return None
    with_replies, neutral = outcome(own), outcome(without)
    return None if with_replies is None or neutral is None else with_replies - neutral


def _chosen(
    material: Material, outcome: Callable[[Dialogue], float | None], most: int
) -> list[int]:
    """Places of dialogues with a later turn and a metric, ``most`` of a side, by hash of the id."""
    able = [
        i
        for i, dialogue in enumerate(material.dialogues)
        if len(dialogue.turns) > 1 and outcome(dialogue) is not None
    ]
    sides: tuple[Sequence[int], Sequence[int]] = (
        [i for i in able if not material.items.simulated[i]],
        [i for i in able if material.items.simulated[i]],
    )
    return [
        i
        for side in sides
        for i in sorted(side, key=lambda i: _key(material, material.dialogues[i]))[:most]
    ]


def _key(material: Material, dialogue: Dialogue) -> bytes:
    """Pairs are chosen together: by the scenario where there is one."""
    name = f"{material.seed}:{dialogue.scenario_id or dialogue.id}"
    return hashlib.sha256(name.encode("utf-8", "replace")).digest()


def _undefined(reason: str) -> Figure:
    return Figure(NAME, TITLE, "points of 100 dialogues", None, reason=reason, headline=False)
