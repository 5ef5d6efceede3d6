"""The score: how often v and v_i are recovered, and how often that happens by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from usergap.annotators import Annotator, shipped_annotator
from usergap.annotators.validation.agreement_intervals import cluster_share, wilson
from usergap.compare.multiplicity import holm
from usergap.dialogues import Dialogue
from usergap.dialogues.grouping import connected_groups
from usergap.dimensions.intent import INTENT
from usergap.simulate.controllability.recovery import NAME, Ints, Recovery, folds_of, subset
from usergap.simulate.controllability.units import Unit, variables

FOLDS = 5
PERMUTATIONS = 1999
MOST_UNITS = 1000
"""Of more, whole groups are drawn: the fit takes the cube of their number."""
INTENTS = frozenset(INTENT.labels) - {"none"}


@dataclass(frozen=True)
class Controllability:
    """How well one variable is recovered from the output (RecLLM, arXiv 2305.07961).

    ``accuracy``: the share of units (dialogues or user turns) whose value is recovered, each
    value counting the same however often it was drawn, with the ends of its 95 % interval,
    Wilson's with a cluster-robust number of units (clusters: dialogues that share a
    scenario). ``chance``: its mean under permutations
    of the values among units, of turns among those of the same turn number; ``p``: the
    share of permutations that do as well (one-sided); ``p_holm`` over all variables
    scored together. ``by``: what recovers it. None and ``undefined``: cannot be computed.
    """

    variable: str
    unit: str
    values: int
    units: int
    groups: int
    by: str
    accuracy: float | None = None
    low: float | None = None
    high: float | None = None
    chance: float | None = None
    p: float | None = None
    p_holm: float | None = None
    undefined: str = ""

    @property
    def steers(self) -> bool | None:
        """Whether the values are recovered better than by chance (p_holm <= 0.05)."""
        return None if self.p_holm is None else self.p_holm <= 0.05


def controllability(
    dialogues: Sequence[Dialogue],
    *,
    only: Sequence[str] | None = None,
    annotator: Annotator | None = None,
    seed: int = 0,
    permutations: int = PERMUTATIONS,
) -> tuple[Controllability, ...]:
    """The score of each categorical variable that the dialogues recorded, by name.

    A turn variable whose values are intents is recovered by ``annotator`` (default: the
    shipped one): right where the value is among the labels of the turn. All others by
    ridge regression on the user's words, in five folds of whole groups, fitted anew in
    each permutation, on at most 1,000 units. A variable with lists of values (friction's
    operators) is scored by value, present or not. Meant for values drawn at random, as
    those of all our controls are.
    """
    groups = connected_groups(
        [d.scenario_id or d.id for d in dialogues], [d.conversation_id for d in dialogues]
    )
    scorer = _Scorer(dialogues, groups, annotator or shipped_annotator(("intent",)), seed)
    found = [
        scorer.score(name, units, permutations)
        for name, units in sorted(variables(dialogues).items())
        if only is None or name in only or name.partition("=")[0] in only
    ]
    adjusted = holm([each.p for each in found])
    return tuple(replace(e, p_holm=p) for e, p in zip(found, adjusted, strict=True))


@dataclass
class _Scorer:
    """Scores variables of the same dialogues; what several need is made once."""

    dialogues: Sequence[Dialogue]
    groups: Sequence[int]
    annotator: Annotator
    seed: int
    fitted: dict[tuple[tuple[int, int | None], ...], Recovery] = field(default_factory=dict)

    def score(self, name: str, units: Sequence[Unit], permutations: int) -> Controllability:
        """The score of one variable, without adjustment for others."""
        by_turn = units[0].turn is not None
        known = sorted({unit.value for unit in units})
        judged = by_turn and set(known) <= INTENTS
        by = f"{self.annotator.name} {self.annotator.version}" if judged else NAME
        if judged:  # turns that the annotator could not judge count for nothing
            units = [unit for unit in units if (unit.dialogue, unit.turn) in self.intents]
        else:
            kept = subset([self.groups[unit.dialogue] for unit in units], MOST_UNITS, self.seed)
            units = [units[place] for place in kept.tolist()]
        cluster = np.array([self.groups[unit.dialogue] for unit in units], dtype=np.int64)
        number = int(np.unique(cluster).size)
        unit_name = "user turn" if by_turn else "dialogue"
        record = Controllability(name, unit_name, len(known), len(units), number, by)
        drawn = Counter(unit.value for unit in units)
        if problem := _problem(drawn, number, fitted=not judged):
            return replace(record, undefined=problem)
        labels = np.array([known.index(unit.value) for unit in units], dtype=np.int64)
        strata = np.array([-1 if unit.turn is None else unit.turn for unit in units])
        orders = permuted(labels, strata, permutations, self.seed)
        if judged:
            right, null = self._judged(units, known, labels, orders)
        else:
            recovery = self._recovery(units, cluster)
            right = recovery.told(labels[None], len(known))[0] == labels
            null = recovery.told(orders, len(known)) == orders
        weight_of = 1 / np.maximum(np.bincount(labels, minlength=len(known)), 1)
        weight = weight_of[labels]
        share = wilson(cluster_share(right * weight, weight, cluster))
        accuracy = float(np.average(right, weights=weight))
        chances = (null * weight_of[orders]).sum(axis=1) / weight.sum()
        return replace(
            record,
            accuracy=accuracy,
            low=share.low,
            high=share.high,
            chance=float(chances.mean()) if len(chances) else None,
            p=float((1 + (chances >= accuracy - 1e-12).sum()) / (1 + len(chances))),
        )

    @cached_property
    def intents(self) -> dict[tuple[int, int | None], tuple[str, ...]]:
        """The labels of each user turn that was judged, by dialogue and turn."""
        return {
            (number, place): labels
            for number, annotation in enumerate(self.annotator.annotate(self.dialogues))
            for place, labels in enumerate(annotation.units["intent"])
            if labels is not None
        }

    def _judged(
        self, units: Sequence[Unit], known: Sequence[str], labels: Ints, orders: Ints
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which values are among the annotator's labels: as they are, and in other orders."""
        marks = np.array([[v in self.intents[u.dialogue, u.turn] for v in known] for u in units])
        rows = np.arange(len(units))
        return marks[rows, labels], marks[rows, orders]

    def _recovery(self, units: Sequence[Unit], cluster: Ints) -> Recovery:
        """The models of these units, shared by all variables that were read there."""
        key = tuple((unit.dialogue, unit.turn) for unit in units)
        if key not in self.fitted:
            fold = folds_of(cluster.tolist(), min(FOLDS, len(set(cluster.tolist()))), self.seed)
            self.fitted[key] = Recovery.of([unit.text for unit in units], fold)
        return self.fitted[key]


def _problem(drawn: Counter[str], groups: int, *, fitted: bool) -> str:
    """Why a score cannot be computed; empty where it can."""
    if groups < 2:
        return "fewer than two dialogues of different scenarios"
    if len(drawn) < 2:
        return "only one value was drawn"
    if fitted and min(drawn.values()) < 2:
        return "a value was drawn only once: too many values for the dialogues"
    return ""


def permuted(labels: Ints, strata: Ints, count: int, seed: int) -> Ints:
    """The labels (n,) in ``count`` random orders (count, n), each within its stratum."""
    rng = np.random.default_rng([seed, 1])
    orders = np.tile(labels, (count, 1))
    for each in np.unique(strata):
        place = np.flatnonzero(strata == each)
        orders[:, place] = rng.permuted(orders[:, place], axis=1)
    return orders
