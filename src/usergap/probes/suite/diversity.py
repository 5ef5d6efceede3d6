"""Diversity: whether simulated users are as different from one another as people are.

Spread of lengths and turns; how alike two simulated replies to one prompt are, where a
scenario or a context has several, and else how alike the openings of two users are across
scenarios (a U-statistic over groups); how alike this simulator and others are on one
scenario; kinds of responses that never come. Beside them Vendi scores and distinct n-grams
at equal amounts, and which of the kinds of people's replies to a prompt are hit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.figures import figure
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.inference import Floats
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import log_sd_ratio, mean_difference
from usergap.probes.variety.amounts import Side, Variety, side_of, variety_figure
from usergap.probes.variety.distinct import Codes, distinct, ngrams
from usergap.probes.variety.kinds import KINDS
from usergap.probes.variety.prompt_figures import (
    SIMILARITY_MARGIN,
    recall_figures,
    runs_figure,
)
from usergap.probes.variety.shown import shown
from usergap.probes.variety.similarity import self_similarity_difference, similarities, vendi

SPREAD_MARGIN: Final = math.log(1.15)
"""A spread within 15 % of that of real users."""
KIND_MARGIN: Final = 0.05
"""Five turns in a hundred."""
MOST: Final = 1500
"""Openings a side whose similarities are taken."""
AMOUNT_MARGIN: Final = math.log(1.1)
"""A tenth fewer different openings, or words."""
MOST_VENDI: Final = 120
"""Openings a side of a Vendi score: its cost grows with their cube."""

FALLBACK: Final = (
    "No prompt has two simulated replies in 5 groups or more: similarity is that of openings"
    " across scenarios, which also tells how varied the scenarios are."
)


def run(material: Material) -> Measured:
    """Spreads, similarities, kinds; Vendi, distinct n-grams and clusters beside them."""
    counts = np.array([len(d.turns) for d in material.dialogues], float)
    words = [[len(turn.text.split()) for turn in d.turns] for d in material.dialogues]
    made = material.items.simulated
    material.need(bool(counts[made].sum() and counts[~made].sum()), "a side has no user turn")
    flat = [(place, n) for place, each in enumerate(words) for n in each]
    places, sizes = (np.array(column) for column in zip(*flat, strict=True))
    figures = [
        _spread(material, counts, "turns", "user turns a dialogue"),
        _spread(material, np.log1p([sum(w) for w in words]), "words", "log words a dialogue"),
        _spread(material, np.log1p(sizes), "turn_words", "log words a turn", places),
    ]
    runs = runs_figure(material)
    place, near = _nearness(material)
    if runs is not None:
        figures.append(runs)
    figures += [
        _openings(material, place, near, fallback=runs is None),
        *_between_simulators(material),
        *_kinds(material, counts),
        *_amounts(material, place, near),
    ]
    seen = max(figures[:3], key=lambda each: abs(each.value or 0.0)).seen
    never = [f.title for f in figures if f.name.startswith("diversity.kind") and _absent(f)]
    if never:
        seen = "; ".join(
            each for each in (seen, f"simulated users never {', '.join(never)}") if each
        )
    recalled, counted = recall_figures(material)
    heads = ("prompts", "kinds of people's replies", "hit", "%")
    tables = []
    if counted is not None:
        row = (*counted, 100 * counted[2] / counted[1])
        tables.append(Table("Recall of people's replies", heads, (row,)))
    notes = (FALLBACK,) if runs is None else ()
    every = (*figures, *recalled)
    return Measured(every, seen, tuple(tables), quotes=shown(material, figures), notes=notes)


def _spread(
    material: Material, values: Floats, name: str, what: str, places: Floats | None = None
) -> Figure:
    """The ratio of SDs of dialogues' values, or of values of the dialogues at ``places``."""
    found = figure(
        material,
        log_sd_ratio(values),
        items=None if places is None else material.items_of(places),
        name=f"diversity.{name}",
        title=f"spread of {what}, simulated / real",
        unit="log of the ratio of SDs, 0 = alike",
        null=0.0,
        margin=SPREAD_MARGIN,
    )
    if found.value is None:
        return found
    seen = f"{what} spread {math.exp(found.value):.2f} times as wide as among real users"
    return replace(found, seen=seen)


def _nearness(material: Material) -> tuple[list[int], Floats]:
    """Places of dialogues with an opening, at most 1500 a side, and similarities of these."""
    place: list[int] = []
    for side in (False, True):
        mine = np.flatnonzero(material.items.simulated == side).tolist()
        order = sorted((i for i in mine if material.dialogues[i].turns),
                       key=lambda i: material.dialogues[i].id)  # fmt: skip
        place += order[:MOST]
    texts = [material.dialogues[i].turns[0].text for i in place]
    return place, similarities(texts, material.tools.embed)


def _openings(material: Material, place: list[int], near: Floats, fallback: bool) -> Figure:
    """Similarity of openings of two users of one side, whatever they were asked."""
    items = material.items_of(place)
    return figure(
        material,
        self_similarity_difference(near, items.block),
        items=items,
        name="diversity.openings",
        title="similarity of two users' openings across scenarios, simulated - real",
        unit="cosine",
        null=0.0,
        margin=SIMILARITY_MARGIN,
        headline=fallback,
    )


def _between_simulators(material: Material) -> list[Figure]:
    """Openings of this and another simulator in one scenario, above those of this and a person."""
    found = []
    count = len(material.real)
    real = _by_scenario(material.real)
    mine = _by_scenario(material.simulated)
    for name, dialogues in material.others.items():
        other = _by_scenario(dialogues)
        shared = sorted(real.keys() & mine.keys() & other.keys())
        if not shared:
            continue
        sides = ((real, material.real), (mine, material.simulated), (other, dialogues))
        texts = [held_by[own[key]].turns[0].text for own, held_by in sides for key in shared]
        products = similarities(texts, material.tools.embed)
        n = len(shared)
        pairs = np.arange(n)
        to_real, to_other = products[pairs, n + pairs], products[n + pairs, 2 * n + pairs]
        held = [real[key] for key in shared] + [count + mine[key] for key in shared]
        found.append(
            figure(
                material,
                mean_difference(np.concatenate([to_real, to_other])),
                items=material.items_of(held),
                name=f"diversity.model.{name}",
                title=f"similarity to {name} in one scenario, above that to the real user",
                unit="cosine",
                null=0.0,
                margin=SIMILARITY_MARGIN,
                beside=(Level("to the real user", float(to_real.mean())),),
                headline=False,
                splits=False,
            )
        )
    return found


def _by_scenario(dialogues: Sequence[Dialogue]) -> dict[str, int]:
    """The place of the last dialogue with a turn in each scenario."""
    return {d.scenario_id: i for i, d in enumerate(dialogues) if d.scenario_id and d.turns}


def _kinds(material: Material, counts: Floats) -> list[Figure]:
    """Turns of each kind, simulated minus real; English only."""
    if any(d.language not in (None, "en", "English") for d in material.dialogues):
        return []
    real = ~material.items.simulated
    found = []
    for kind, pattern in KINDS.items():
        held = np.array([sum(bool(pattern.search(t.text)) for t in d.turns)
                         for d in material.dialogues], float)  # fmt: skip
        people, mine = (100 * float(held[s].sum() / counts[s].sum()) for s in (real, ~real))
        found.append(
            figure(
                material,
                mean_difference(held, counts),
                name=f"diversity.kind.{kind}",
                title=kind,
                unit="points of 100 turns",
                null=0.0,
                margin=KIND_MARGIN,
                scale=100.0,
                beside=(Level("real", people),),
                seen=f"{mine:.0f} of 100 simulated turns are of the kind {kind}, {people:.0f} of"
                " 100 real ones",
            )
        )
    return found


def _absent(found: Figure) -> bool:
    """Whether a kind is shown by real users and by no simulated one."""
    real = next((level.value for level in found.beside if level.kind == "real"), 0.0)
    return found.value is not None and real >= 0.5 and abs(found.value + real) < 1e-9


def _amounts(material: Material, place: list[int], near: Floats) -> list[Figure]:
    """Vendi and distinct n-grams, log of simulated / real at the same amounts."""

    def score(order: Sequence[int], amount: int) -> float:
        taken = order[:amount]
        return vendi(near[np.ix_(taken, taken)])

    one = [1] * len(place)
    title = "Vendi score of {amount} openings, simulated / real"
    found = [_varied(material, "vendi", title, score, list(range(len(place))), place, one)]
    everyone = list(range(len(material.dialogues)))
    for n in (1, 2, 3):
        grams = ngrams(material.dialogues, n)
        sizes = [own.size for own in grams]

        def share(order: Sequence[int], amount: int, grams: Codes = grams) -> float:
            return distinct(grams, order, amount)

        title = f"different {n}-grams in {{amount}}, simulated / real"
        found.append(_varied(material, f"distinct_{n}", title, share, everyone, everyone, sizes))
    return found


def _varied(
    material: Material, name: str, title: str, of: Variety,
    members: list[int], place: list[int], amount: list[int],
) -> Figure:  # fmt: skip
    """A figure of the members, which belong to the dialogues at ``place``."""
    blank = Figure(
        f"diversity.{name}", title, "log of the ratio, 0 = alike", None, margin=AMOUNT_MARGIN
    )
    items = material.items_of(place)

    def side(mine: NDArray[np.bool_]) -> Side:
        chosen = np.flatnonzero(mine & (np.array(amount) > 0)).tolist()
        return side_of(
            [members[i] for i in chosen], items.block[chosen],
            [material.dialogues[place[i]].id for i in chosen], [amount[i] for i in chosen],
        )  # fmt: skip

    real, simulated = side(~items.simulated), side(items.simulated)
    most = MOST_VENDI if name == "vendi" else 10**9
    return variety_figure(blank, real, simulated, of, most, [material.seed, 19])


PROBE = Probe(
    id="diversity",
    title="Diversity",
    question="Are simulated users as different from one another as real ones?",
    citation="Friedman and Dieng 2023 (Vendi); Li et al. 2016 (distinct-n); HumanLM authors' study",
    version="2",
    run=run,
    lever="simulate --control prompts, --persona informed, higher temperature, --match",
)
