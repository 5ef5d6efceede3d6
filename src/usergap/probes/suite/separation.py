"""Persona separation: do dialogues of one persona look more alike than those of several?

Same-persona retrieval and silhouette over similarities of what users say (bags of words, or
sentence embeddings), after PersonaAgent. Dialogues of one conversation or scenario are never
held against each other, and personas are permuted within topics, so that a shared topic does
not pass for a persona.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.chance import against_chance, p_above
from usergap.probes.figures import figure, level
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.inference import Floats, Items
from usergap.probes.material import Material
from usergap.probes.persona_separation.contrast import contrast_difference
from usergap.probes.persona_separation.neighbours import hits, silhouettes
from usergap.probes.persona_separation.relabelling import relabelled
from usergap.probes.personas import is_generic, persona_of
from usergap.probes.probe import Probe
from usergap.probes.statistics import simulated_mean
from usergap.probes.variety.similarity import similarities

MARGIN: Final = 0.02
"""Two points of cosine: less than the choice between two bags of words moves it."""
MOST: Final = 600
"""Dialogues that are looked at: those with the least hash of their id."""
PERMUTED: Final = 200


def run(material: Material) -> Measured:
    """Retrieval and silhouette of simulated personas; the contrast to real ones where known."""
    known = _known(material.simulated)
    material.need(
        len({persona for _, persona in known}) >= 2,
        "needs two personas with dialogues of two or more scenarios each",
    )
    dialogues = [material.simulated[i] for i, _ in known]
    persona = np.unique([name for _, name in known], return_inverse=True)[1]
    block = material.items.block[len(material.real) :][[i for i, _ in known]]
    near = similarities([_text(d) for d in dialogues], material.tools.embed)
    topic = np.unique([d.domain or "" for d in dialogues], return_inverse=True)[1]
    items = Items(block, np.ones(len(dialogues), bool))
    figures: list[Figure] = []
    told = {}
    for name, title, unit, scale, of in (
        ("retrieval", "nearest other dialogue is of the same persona", "% of dialogues", 100.0,
         hits),
        ("silhouette", "silhouette of personas", "-1 to 1", 1.0, silhouettes),
    ):  # fmt: skip
        values = of(near, persona, block)
        under = np.array(
            [
                np.nanmean(of(near, each, block))
                for each in relabelled(persona, block, topic, PERMUTED, material.seed)
            ]
        )
        material.need(
            bool(np.isfinite(values).any() and np.isfinite(under).any()),
            "no dialogue has another of its persona from another scenario",
        )
        chance = float(np.nanmean(under))
        low, high = np.nanquantile(under, (0.025, 0.975))
        told[name] = (float(np.nanmean(values)), chance)
        figures.append(
            against_chance(
                level(
                    material,
                    simulated_mean(np.nan_to_num(values), np.isfinite(values)),
                    name=f"separation.{name}",
                    title=title,
                    unit=unit,
                    items=items,
                    beside=(Level("chance", chance * scale, low * scale, high * scale),),
                    scale=scale,
                ),
                p_above(told[name][0], under),
                chance * scale,
            )
        )
    figures += _against_real(material)
    rate, chance = told["retrieval"]
    seen = (
        f"the dialogue most like a persona's is one of the same persona in {100 * rate:.0f} of 100"
        f" cases; by chance, with the same topics, in {100 * chance:.0f}"
    )
    return Measured(tuple(figures), seen, (_table(near, persona, known, block),))


def _known(dialogues: tuple[Dialogue, ...]) -> list[tuple[int, str]]:
    """Places and personas of dialogues whose persona says something and occurs in two groups."""
    order = sorted(range(len(dialogues)), key=lambda i: _hash(dialogues[i]))[:MOST]
    named = [(i, persona_of(dialogues[i])) for i in sorted(order)]
    named = [(i, name) for i, name in named if not is_generic(name)]
    groups: dict[str, set[str]] = {}
    for i, name in named:
        one = dialogues[i]
        groups.setdefault(name, set()).add(one.scenario_id or one.conversation_id or one.id)
    return [(i, name) for i, name in named if len(groups[name]) >= 2]


def _against_real(material: Material) -> list[Figure]:
    """The contrast of same- to other-persona pairs, simulated minus real; none without both."""
    real = _known(material.real)
    made = _known(material.simulated)
    if len({name for _, name in real}) < 2:
        return []
    shift = len(material.real)
    rows = [i for i, _ in real] + [i + shift for i, _ in made]
    names = [name for _, name in real] + [name for _, name in made]
    items = material.items_of(rows)
    near = similarities([_text(material.dialogues[i]) for i in rows], material.tools.embed)
    persona = np.unique(names, return_inverse=True)[1]
    return [
        figure(
            material,
            contrast_difference(near, persona, items.block),
            name="separation.contrast",
            title="same- minus other-persona similarity, simulated - real",
            unit="points of cosine",
            null=0.0,
            margin=MARGIN,
            items=items,
            scale=100.0,
        )
    ]


def _table(
    near: Floats, persona: NDArray[np.int64], known: list[tuple[int, str]], block: NDArray[np.int64]
) -> Table:
    """Retrieval by persona, the worst first."""
    found = hits(near, persona, block)
    rows = []
    for number in range(int(persona.max()) + 1):
        mine = np.flatnonzero(persona == number)
        if np.isfinite(found[mine]).any():
            rate = 100 * float(np.nanmean(found[mine]))
            rows.append((known[int(mine[0])][1][:80], int(mine.size), rate))
    rows.sort(key=lambda row: (row[2], row[0]))
    return Table("Personas, least separate first", ("persona", "dialogues", "retrieved, %"),
                 tuple(rows[:20]))  # fmt: skip


def _text(dialogue: Dialogue) -> str:
    return " ".join(turn.text for turn in dialogue.turns)


def _hash(dialogue: Dialogue) -> str:
    return hashlib.sha256(dialogue.id.encode("utf-8", "replace")).hexdigest()


PROBE = Probe(
    id="separation",
    title="Persona separation",
    question="Do personas make users that can be told from one another?",
    citation="PersonaAgent (arXiv 2506.06254); silhouette: Rousseeuw 1987",
    version="1",
    run=run,
    lever="simulate --persona informed, --user personaagent, --control type",
    needs_real=False,
)
