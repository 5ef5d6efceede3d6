"""Items of a labelling study: single turns, or whole dialogues, from one or several corpora.

A rater sees neither whose turn it is nor from which file. Each turn keeps the probability with
which it was drawn, so that shares weighted by its inverse are those of the whole corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from usergap.annotators.annotator import Annotation
from usergap.annotators.sampling.drawing import draw
from usergap.annotators.sampling.units import Floats, Units, units_of
from usergap.annotators.sampling.whole import whole_dialogues
from usergap.dialogues import Corpus
from usergap.errors import InputError
from usergap.study.labelling.reading import messages_until
from usergap.study.records import Item


@dataclass(frozen=True)
class Source:
    """One corpus to draw from, with an annotator's labels (``found``) to draw by.

    ``uncertainty`` (user turns,) in 0..1, see ``linear_uncertainty``; None: all alike.
    """

    corpus: Corpus
    found: Sequence[Annotation]
    uncertainty: Floats | None = None


def label_items(
    sources: Sequence[Source],
    dimensions: Sequence[str],
    *,
    count: int,
    whole: bool,
    seed: int,
) -> list[Item]:
    """``count`` turns (``whole``: dialogues) shared evenly among the sources, mixed.

    Raises InputError where two sources have one name, or one has no user turn.
    """
    names = [one.corpus.name for one in sources]
    if len(set(names)) < len(names):
        raise InputError(f"sources: expected different names, found {', '.join(names)}")
    made: list[Item] = []
    for place, (source, quota) in enumerate(zip(sources, shares(count, len(sources)), strict=True)):
        units = units_of(source.corpus.dialogues, source.found, dimensions, source.uncertainty)
        if not units.places:
            raise InputError(f"{source.corpus.name}: expected user turns, found none")
        if quota:
            made += _items(source.corpus, units, quota, whole=whole, seed=seed + place)
    order = np.random.default_rng(seed).permutation(len(made)).tolist()
    return [replace(made[old], number=at) for at, old in enumerate(order)]


def shares(count: int, parts: int) -> list[int]:
    """``count`` in whole parts that differ by one at most."""
    return [count // parts + (at < count % parts) for at in range(parts)]


def _items(corpus: Corpus, units: Units, count: int, *, whole: bool, seed: int) -> list[Item]:
    if whole:
        drawn = whole_dialogues(units, count, seed)
    else:
        drawn = draw(units.strata, units.uncertainty, count, seed, units.domains)
    asked: dict[tuple[int, int], list[int]] = {}
    for at in drawn.units.tolist():
        row, turn = units.places[at]
        asked.setdefault((row, 0 if whole else turn), []).append(at)
    items: list[Item] = []
    for (row, _), places in asked.items():
        dialogue = corpus.dialogues[row]
        turns = sorted(units.places[at][1] for at in places)
        share = float(drawn.inclusion[places[0]])
        truth = {
            "source": corpus.name, "dialogue": dialogue.id, "turns": turns,
            "inclusion_p": share, "dialogue_p": share if whole else None,
        }  # fmt: skip
        shown = {"messages": messages_until(dialogue, max(turns)), "turns": turns}
        # every rater's list holds its share of each source
        items.append(Item(len(items), shown, truth, stratum=corpus.name))
    return items
