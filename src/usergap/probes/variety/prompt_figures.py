"""Figures of several replies to one prompt: likeness of two runs, recall of people's replies."""

from __future__ import annotations

from typing import Final

import numpy as np

from usergap.dialogues.grouping import connected_groups
from usergap.probes.discrimination.views import Matrix
from usergap.probes.figures import figure, level
from usergap.probes.finding import Figure
from usergap.probes.inference import FEWEST_GROUPS, Items
from usergap.probes.material import Material
from usergap.probes.statistics import mean_difference, simulated_mean
from usergap.probes.variety.prompts import Prompt, prompts, recall, relabelled
from usergap.probes.variety.similarity import products, unit_vectors

SIMILARITY_MARGIN: Final = 0.02
"""A fiftieth of the way from nothing in common to word for word."""
RECALL_MARGIN: Final = 0.05
"""Five kinds of reply in a hundred."""


def runs_figure(material: Material) -> Figure | None:
    """Similarity of two simulated replies to a prompt, above that of a real and another one.

    None where fewer than 5 groups have two simulated replies to one prompt. The p-value deals
    anew, within each prompt, which replies are the simulated ones.
    """
    chosen = [
        each
        for each in prompts(material.dialogues, material.items.simulated.tolist())
        if len(each.simulated) > 1
    ]
    if _groups(material, chosen) < FEWEST_GROUPS:
        return None
    rng = np.random.default_rng([material.seed, 13])
    values, dealt = [], []
    for prompt, vectors in zip(chosen, _vectors(material, chosen), strict=True):
        told = relabelled(products(vectors), len(prompt.simulated), material.replicates, rng)
        values.append(told[0])
        dealt.append(told[1])
    return figure(
        material,
        mean_difference(np.r_[np.zeros(len(chosen)), values]),
        items=_pairs(material, chosen),
        name="diversity.runs",
        title="similarity of two simulated replies to one prompt, above that of a real one to"
        " another",
        unit="cosine",
        null=0.0,
        margin=SIMILARITY_MARGIN,
        splits=False,
        permuted=np.mean(dealt, axis=0),
    )


def recall_figures(material: Material) -> tuple[list[Figure], tuple[int, int, int] | None]:
    """Recall of people's replies, and against that of as many replies of people held out.

    Also prompts, clusters and hits; none without two people's replies to a prompt.
    """
    chosen = [
        each
        for each in prompts(material.dialogues, material.items.simulated.tolist())
        if len(each.real) > 1
    ]
    if not chosen:
        return [], None
    rng = np.random.default_rng([material.seed, 17])
    found = [
        recall(vectors, len(prompt.real), rng)
        for prompt, vectors in zip(chosen, _vectors(material, chosen), strict=True)
    ]
    total = np.array([each.clusters for each in found], float)
    hit = np.array([each.hit for each in found], float)
    nothing = np.zeros(len(found))
    replies = np.mean([len(prompt.simulated) for prompt in chosen])
    known = np.array([each.known for each in found])
    figures = [
        level(
            material,
            simulated_mean(np.r_[nothing, hit], np.r_[nothing, total]),
            items=_pairs(material, chosen),
            name="diversity.recall",
            title=f"kinds of people's replies that {replies:.3g} simulated ones a prompt hit",
            unit="% of kinds",
            scale=100.0,
        ),
        figure(
            material,
            mean_difference(
                np.r_[[e.by_people for e in found], [e.by_simulated for e in found]],
                np.r_[known, known],
            ),
            items=_pairs(material, chosen),
            name="diversity.recall_gap",
            title="kinds hit by simulated replies, minus by as many held-out replies of people",
            unit="points of 100 kinds",
            null=0.0,
            margin=RECALL_MARGIN,
            scale=100.0,
            headline=False,
            splits=False,
        ),
    ]
    return figures, (len(found), int(total.sum()), int(hit.sum()))


def _pairs(material: Material, chosen: list[Prompt]) -> Items:
    """A real and a simulated item of each prompt, all real ones first."""
    rows = [
        (number, material.dialogues[i])
        for number, prompt in enumerate(chosen)
        for i in (*prompt.real, *prompt.simulated)
    ]
    block = connected_groups(
        [d.conversation_id for _, d in rows],
        [d.scenario_id for _, d in rows],
        [number for number, _ in rows],
    )
    first = {number: one for (number, _), one in zip(rows, block, strict=True)}
    ordered = [first[number] for number in range(len(chosen))]
    return Items(np.array(ordered * 2, np.int64), np.arange(2 * len(chosen)) >= len(chosen))


def _groups(material: Material, chosen: list[Prompt]) -> int:
    return np.unique(_pairs(material, chosen).block).size if chosen else 0


def _vectors(material: Material, chosen: list[Prompt]) -> list[Matrix]:
    """Of each prompt's replies, real ones first; words weighed over all prompts."""
    places = [i for prompt in chosen for i in (*prompt.real, *prompt.simulated)]
    texts = [material.dialogues[i].turns[0].text for i in places]
    every = unit_vectors(texts, material.tools.embed)
    ends = np.cumsum([len(prompt.real) + len(prompt.simulated) for prompt in chosen]).tolist()
    return [every[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]
