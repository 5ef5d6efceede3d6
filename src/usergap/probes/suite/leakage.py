"""Leakage: what the simulator knows and the system should find out is already said.

Zhu et al. (arXiv 2403.16416) found that conversational recommenders look good where the target
stands in the context, or the simulator blurts it out. Five kinds: the target in the context
before the user speaks; the target named by the user before the chatbot named it; goal text
written out; persona text written out; what the chatbot was told (system messages) holding the
target or the goal. Targets are what the file records (``target``, ``targets``, ``answer``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from usergap.dialogues import Dialogue
from usergap.probes.figures import figure, level
from usergap.probes.finding import Figure, Level, Measured, Quote, Table
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import mean_difference, simulated_mean
from usergap.probes.targets import holds, targets_of
from usergap.probes.words import lowered

KINDS: Final = {
    "target in context": "the target stands in what was said before the user spoke",
    "target blurted": "the user names the target before the chatbot does",
    "goal written out": "a turn holds a run of words of the scenario",
    "persona written out": "a turn holds a run of words of the persona",
    "told to the chatbot": "a system message holds the target or the goal",
}
RUN: Final = 8
"""Words in a row; people's own words rarely agree so far with a scenario made of them."""
MARGIN: Final = 0.02
"""Two dialogues in a hundred."""
QUOTED: Final = 8


@dataclass(frozen=True, slots=True)
class Leak:
    """One leak: its kind, the user turn (0 = before the first), and the text that shows it."""

    kind: str
    turn: int
    text: str


def leaks(dialogue: Dialogue) -> Iterator[Leak]:
    """All leaks of one dialogue, in order; one of a kind and turn."""
    targets = targets_of(dialogue.extra)
    goal, persona = (_runs(text) for text in (dialogue.scenario, dialogue.persona))
    if not (targets or goal or persona):
        return
    user_spoke = named = False
    turn = 0
    for place, message in enumerate(dialogue.messages):
        words = lowered(message.content)
        hit = any(holds(words, target) for target in targets)
        if message.role == "system":
            if hit or any(holds(words, run) for run in goal):
                yield Leak("told to the chatbot", turn, message.content)
            continue
        if message.role == "user" and place >= dialogue.context_length:
            turn += 1
            user_spoke = True
            if hit and not named:
                yield Leak("target blurted", turn, message.content)
                named = True
            if any(holds(words, run) for run in goal):
                yield Leak("goal written out", turn, message.content)
            if any(holds(words, run) for run in persona):
                yield Leak("persona written out", turn, message.content)
        elif hit:
            if not user_spoke:
                yield Leak("target in context", 0, message.content)
            named = True


def leaks_of(dialogue: Dialogue) -> list[Leak]:
    """All leaks of one dialogue, as a list."""
    return list(leaks(dialogue))


def run(material: Material) -> Measured:
    """Dialogues with a leak of each kind; with real dialogues beside, simulated minus real."""
    found = material.each(leaks_of)
    made = material.items.simulated
    knows = [
        bool(targets_of(d.extra) or _runs(d.scenario) or _runs(d.persona))
        for d in material.dialogues
    ]
    known = np.array(knows)
    material.need(
        bool(known[made].any()), "no simulated dialogue records a target, scenario or persona"
    )
    figures = [_figure(material, found, known, kind) for kind in (None, *KINDS)]
    counts = Counter(leak.kind for mine, each in zip(made, found, strict=True) if mine
                     for leak in each)  # fmt: skip
    share = 100 * float(np.mean([bool(each) for m, each in zip(made, found, strict=True) if m]))
    table = Table("Leaks, by kind", ("kind", "what it is", "times"),
                  tuple((kind, what, counts[kind]) for kind, what in KINDS.items()))  # fmt: skip
    quotes = tuple(
        Quote(material.simulator, d.id, leak.turn, leak.text, leak.kind)
        for d, mine, each in zip(material.dialogues, made, found, strict=True)
        if mine
        for leak in each
    )
    seen = f"{share:.1f} of 100 simulated dialogues leak what they should not"
    return Measured(tuple(figures), seen, (table,), quotes=quotes[:QUOTED])


def _figure(
    material: Material, found: Sequence[Sequence[Leak]], known: np.ndarray, kind: str | None
) -> Figure:
    hit = np.array([any(kind in (None, leak.kind) for leak in each) for each in found], float)
    hit, judged = hit * known, known.astype(float)
    name = "leakage.any" if kind is None else f"leakage.{kind.replace(' ', '_')}"
    title = f"dialogues with {'any leak' if kind is None else kind}"
    real = ~material.items.simulated
    if not judged[real].any():
        return level(
            material, simulated_mean(hit, judged), name=name, title=title,
            unit="of 100 dialogues", scale=100.0,
        )  # fmt: skip
    return figure(
        material,
        mean_difference(hit, judged),
        name=name,
        title=f"{title}, simulated - real",
        unit="points of 100 dialogues",
        null=0.0,
        margin=MARGIN,
        scale=100.0,
        beside=(Level("real", 100 * float(hit[real].sum() / judged[real].sum())),),
        headline=kind is None,
    )


def _runs(text: str | None) -> list[tuple[str, ...]]:
    words = lowered(text or "")
    return [tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]


PROBE = Probe(
    id="leakage",
    title="Leakage",
    question="Does the conversation hold what the system under test should find out?",
    citation="Zhu et al. (arXiv 2403.16416)",
    version="1",
    run=run,
    lever="simulate --control disclosure; scenarios without the target",
    needs_real=False,
)
