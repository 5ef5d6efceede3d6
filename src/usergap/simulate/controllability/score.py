"""The score: how often v and v_i are recovered, and how often that happens by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

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
MOST_UNITS = 2000
"""Of more, whole groups are drawn: the fit takes the cube of their number."""
INTENTS = frozenset(INTENT.labels) - {"none"}
_Hits = Callable[[Ints], NDArray[np.bool_]]


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
    each permutation, on at most 2,000 units. A variable with lists of values (friction's
    operators) is scored by value, present or not. Meant for values drawn at random, as
    those of all our controls are.
    """
    groups = connected_groups(
        [d.scenario_id or d.id for d in dialogues], [d.conversation_id for d in dialogues]
    )
    found = [
        _score(name, units, dialogues, groups, annotator, seed, permutations)
        for name, units in sorted(variables(dialogues).items())
        if only is None or name in only or name.partition("=")[0] in only
    ]
    adjusted = holm([each.p for each in found])
    return tuple(replace(e, p_holm=p) for e, p in zip(found, adjusted, strict=True))


def _score(
    name: str,
    units: Sequence[Unit],
    dialogues: Sequence[Dialogue],
    groups: Sequence[int],
    annotator: Annotator | None,
    seed: int,
    permutations: int,
) -> Controllability:
    by_turn = units[0].turn is not None
    known = sorted({unit.value for unit in units})
    intents = by_turn and set(known) <= INTENTS
    judge = (annotator or shipped_annotator(("intent",))) if intents else None
    by = f"{judge.name} {judge.version}" if judge else NAME
    told = _intents(dialogues, judge) if judge else {}
    if judge:  # turns that the annotator could not judge count for nothing
        units = [unit for unit in units if told.get((unit.dialogue, unit.turn)) is not None]
    else:
        kept = subset([groups[unit.dialogue] for unit in units], MOST_UNITS, seed)
        units = [units[place] for place in kept.tolist()]
    cluster = np.array([groups[unit.dialogue] for unit in units], dtype=np.int64)
    number = int(np.unique(cluster).size)
    unit_name = "user turn" if by_turn else "dialogue"
    record = Controllability(name, unit_name, len(known), len(units), number, by)
    drawn = Counter(unit.value for unit in units)
    if problem := _problem(drawn, number, fitted=judge is None):
        return replace(record, undefined=problem)
    labels = np.array([known.index(unit.value) for unit in units], dtype=np.int64)
    if judge:
        marks = np.array([[v in told[u.dialogue, u.turn] for v in known] for u in units])
        hits: _Hits = lambda given: marks[np.arange(len(given)), given]  # noqa: E731
    else:
        fold = folds_of(cluster.tolist(), min(FOLDS, number), seed)
        words = Recovery.of([unit.text for unit in units], fold)
        hits = lambda given: words.told(given, len(known)) == given  # noqa: E731
    right = hits(labels)
    weight_of = 1 / np.maximum(np.bincount(labels, minlength=len(known)), 1)
    weight = weight_of[labels]
    share = wilson(cluster_share(right * weight, weight, cluster))
    strata = np.array([-1 if unit.turn is None else unit.turn for unit in units])
    null = [
        float(np.average(hits(each), weights=weight_of[each]))
        for each in _permuted(labels, strata, permutations, seed)
    ]
    accuracy = float(np.average(right, weights=weight))
    as_good = sum(each >= accuracy - 1e-12 for each in null)
    return replace(
        record,
        accuracy=accuracy,
        low=share.low,
        high=share.high,
        chance=float(np.mean(null)) if null else None,
        p=(1 + as_good) / (1 + len(null)),
    )


def _problem(drawn: Counter[str], groups: int, *, fitted: bool) -> str:
    """Why a score cannot be computed; empty where it can."""
    if groups < 2:
        return "fewer than two dialogues of different scenarios"
    if len(drawn) < 2:
        return "only one value was drawn"
    if fitted and min(drawn.values()) < 2:
        return "a value was drawn only once: too many values for the dialogues"
    return ""


def _intents(
    dialogues: Sequence[Dialogue], annotator: Annotator
) -> dict[tuple[int, int | None], tuple[str, ...]]:
    """The labels of each user turn that was judged, by dialogue and turn."""
    return {
        (number, place): labels
        for number, annotation in enumerate(annotator.annotate(dialogues))
        for place, labels in enumerate(annotation.units["intent"])
        if labels is not None
    }


def _permuted(labels: Ints, strata: NDArray[np.int64], count: int, seed: int) -> list[Ints]:
    """The labels in ``count`` random orders, each within its stratum."""
    rng = np.random.default_rng([seed, 1])
    places = [np.flatnonzero(strata == each) for each in np.unique(strata)]
    found = []
    for _ in range(count):
        turned = labels.copy()
        for place in places:
            turned[place] = labels[rng.permutation(place)]
        found.append(turned)
    return found
