"""Diversity: whether simulated users are as different from one another as people are.

Spread of lengths and turns; how alike the openings of two users are (a U-statistic over
groups); how alike this simulator and others are on one scenario; kinds of responses that
never come. Beside them Vendi scores and distinct n-grams at equal amounts, and the share of
human reply clusters hit per prompt where prompts have several human replies.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from usergap.dialogues import Dialogue
from usergap.probes.figures import figure
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.inference import Floats
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import log_sd_ratio, mean_difference
from usergap.probes.variety.distinct import distinct, ngrams
from usergap.probes.variety.kinds import KINDS
from usergap.probes.variety.similarity import (
    clusters,
    self_similarity_difference,
    similarities,
    vendi,
)

SPREAD_MARGIN: Final = math.log(1.15)
"""A spread within 15 % of that of real users."""
SIMILARITY_MARGIN: Final = 0.02
"""A fiftieth of the way from nothing in common to word for word."""
KIND_MARGIN: Final = 0.05
"""Five turns in a hundred."""
MOST: Final = 1500
"""Openings a side whose similarities are taken."""
LIKE: Final = 0.5
"""Replies at least so similar are one cluster."""
VENDI_DRAWS: Final = 10


def run(material: Material) -> Measured:
    """Spreads, similarities, kinds; Vendi, distinct n-grams and clusters beside them."""
    counts = np.array([len(d.turns) for d in material.dialogues], float)
    words = [[len(turn.text.split()) for turn in d.turns] for d in material.dialogues]
    made = material.items.simulated
    material.need(bool(counts[made].sum() and counts[~made].sum()), "a side has no user turn")
    figures = [
        _spread(material, counts, "turns", "user turns a dialogue"),
        _spread(material, np.log1p([sum(w) for w in words]), "words", "log words a dialogue"),
    ]
    flat = [(place, math.log1p(n)) for place, each in enumerate(words) for n in each]
    places, sizes = (np.array(column) for column in zip(*flat, strict=True))
    figures.append(
        figure(
            material,
            log_sd_ratio(sizes),
            items=material.items_of(places.astype(int)),
            name="diversity.turn_words",
            title="spread of log words a turn, simulated / real",
            unit="log of the ratio of SDs, 0 = alike",
            null=0.0,
            margin=SPREAD_MARGIN,
        )
    )
    alike, products = _openings(material)
    figures += [alike, *_between_simulators(material), *_kinds(material, counts)]
    ratio = math.exp(figures[1].value) if figures[1].value is not None else None
    never = [f.title for f in figures if f.name.startswith("diversity.kind") and _absent(f)]
    seen = "" if ratio is None else f"the lengths of dialogues spread {ratio:.2f} times as wide"
    if never:
        seen += f"; simulated users never {', '.join(never)}"
    tables = [_amounts(material, products), *_recall(material)]
    return Measured(tuple(figures), seen, tuple(tables))


def _spread(material: Material, values: Floats, name: str, what: str) -> Figure:
    return figure(
        material,
        log_sd_ratio(values),
        name=f"diversity.{name}",
        title=f"spread of {what}, simulated / real",
        unit="log of the ratio of SDs, 0 = alike",
        null=0.0,
        margin=SPREAD_MARGIN,
    )


def _openings(material: Material) -> tuple[Figure, Floats]:
    """Similarity of openings of two users of one side; and the similarities of all."""
    place: list[int] = []
    for side in (False, True):
        mine = np.flatnonzero(material.items.simulated == side).tolist()
        order = sorted((i for i in mine if material.dialogues[i].turns),
                       key=lambda i: material.dialogues[i].id)  # fmt: skip
        place += order[:MOST]
    texts = [material.dialogues[i].turns[0].text for i in place]
    products = similarities(texts, material.tools.embed)
    items = material.items_of(place)
    return (
        figure(
            material,
            self_similarity_difference(products, items.block),
            items=items,
            name="diversity.openings",
            title="similarity of two users' openings, simulated - real",
            unit="cosine",
            null=0.0,
            margin=SIMILARITY_MARGIN,
        ),
        products,
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
                beside=(Level("real", 100 * float(held[real].sum() / counts[real].sum())),),
            )
        )
    return found


def _absent(found: Figure) -> bool:
    """Whether a kind is shown by real users and by no simulated one."""
    real = next((level.value for level in found.beside if level.kind == "real"), 0.0)
    return found.value is not None and real >= 0.5 and abs(found.value + real) < 1e-9


def _amounts(material: Material, products: Floats) -> Table:
    """Vendi and distinct n-grams of both sides at the same amounts."""
    n_real = min(MOST, sum(bool(d.turns) for d in material.real))
    n = min(n_real, len(products) - n_real, 300)
    rng = np.random.default_rng([material.seed, 11])
    scores = []
    for first, size in ((0, n_real), (n_real, len(products) - n_real)):
        drawn = [first + rng.choice(size, n, replace=False) for _ in range(VENDI_DRAWS if n else 0)]
        scores.append(float(np.mean([vendi(products[np.ix_(d, d)]) for d in drawn])) if n else None)
    rows: list[tuple[object, ...]] = [(f"Vendi score of {n} openings", *scores)]
    for k in (1, 2, 3):
        amount = min(sum(len(ngrams(d, k)) for d in side)
                     for side in (material.real, material.simulated))  # fmt: skip
        shares = (distinct(side, k, amount, material.seed)
                  for side in (material.real, material.simulated))  # fmt: skip
        rows.append((f"distinct-{k} in {amount} {k}-grams", *shares))
    return Table("At equal amounts", ("what", "real", "simulated"), tuple(rows))


def _recall(material: Material) -> list[Table]:
    """Share of clusters of human replies to one prompt that simulated replies hit."""
    prompts: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for simulated, side in ((False, material.real), (True, material.simulated)):
        for dialogue in side:
            if dialogue.context_id is not None and dialogue.turns:
                prompts[dialogue.context_id][simulated].append(dialogue.turns[0].text)
    hit = total = used = 0
    for human, replies in prompts.values():
        if len(human) < 2 or not replies:
            continue
        products = similarities([*human, *replies], material.tools.embed)
        number = clusters(products, LIKE)
        known = set(number[: len(human)])
        used += 1
        total += len(known)
        hit += len(known & set(number[len(human) :]))
    if not used:
        return []
    row = (used, total, hit, 100 * hit / total)
    heads = ("prompts", "clusters of human replies", "hit", "%")
    return [Table("Recall of human replies", heads, (row,))]


PROBE = Probe(
    id="diversity",
    title="Diversity",
    question="Are simulated users as different from one another as real ones?",
    citation="Friedman and Dieng 2023 (Vendi); Li et al. 2016 (distinct-n); HumanLM authors' study",
    version="1",
    run=run,
    lever="simulate --control prompts, --persona informed, higher temperature, --match",
)
