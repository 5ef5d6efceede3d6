"""Teachers against gold on real turns: error rate ε, bias by class, error by style, ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import (
    Estimate,
    cluster_share,
    wilson,
)
from usergap.dimensions import Labels
from usergap.dimensions.errors_rules import count_errors
from usergap.errors import InputError

Floats = NDArray[np.float64]
Clusters = NDArray[np.int64]
LEVEL: Final = 0.975


@dataclass(frozen=True)
class Gold:
    """Real turns with gold labels: texts, labels, and the group that each turn belongs to."""

    texts: tuple[str, ...]
    labels: tuple[Labels, ...]
    cluster: Clusters


@dataclass(frozen=True)
class ClassBias:
    """One label: share of its turns missed, and given minus gold share of turns."""

    label: str
    turns: int
    missed: Estimate
    bias: Estimate


@dataclass(frozen=True)
class Audit:
    """One teacher. ``error``: share of turns whose labels are not exactly the gold ones.

    ``styles``: the error in short and long, tidy and messy turns. ``missing``: turns that
    the teacher did not label, which count as errors. ``behind``: error minus the best one's.
    """

    teacher: str
    turns: int
    missing: int
    error: Estimate
    classes: tuple[ClassBias, ...]
    styles: tuple[tuple[str, int, Estimate], ...]
    behind: Estimate | None = None


def audit(teachers: Mapping[str, Sequence[Labels | None]], gold: Gold) -> list[Audit]:
    """Audits of all teachers on the same turns, the fewest errors first.

    Intervals: Wilson's with a cluster-robust number of turns; differences are paired by turn.
    Raises InputError without a turn or where a teacher's labels are of another length.
    """
    if not gold.labels:
        raise InputError("audit: expected real turns with gold labels, found none")
    wrong: dict[str, Floats] = {}
    for name, given in teachers.items():
        if len(given) != len(gold.labels):
            raise InputError(
                f"{name}: expected {len(gold.labels)} turns, found labels of {len(given)}"
            )
        pairs = zip(gold.labels, given, strict=True)
        wrong[name] = np.array([set(truth) != set(told or ()) for truth, told in pairs], float)
    order = sorted(wrong, key=lambda name: (wrong[name].mean(), name))
    ones = np.ones(len(gold.labels))
    return [
        Audit(
            name,
            len(gold.labels),
            sum(told is None for told in teachers[name]),
            wilson(cluster_share(wrong[name], ones, gold.cluster)),
            _classes(gold, teachers[name]),
            _styles(gold, wrong[name]),
            difference(wrong[name] - wrong[order[0]], gold.cluster) if name != order[0] else None,
        )
        for name in order
    ]


def difference(values: Floats, cluster: Clusters) -> Estimate:
    """The mean of per-turn differences with a cluster-robust Student interval."""
    from scipy.special import stdtrit

    share = cluster_share(values, np.ones(len(values)), cluster)
    if share is None or share.clusters < 2:
        return Estimate(None if share is None else share.value)
    half = float(stdtrit(share.clusters - 1, LEVEL)) * share.error
    return Estimate(share.value, share.value - half, share.value + half)


def _classes(gold: Gold, given: Sequence[Labels | None]) -> tuple[ClassBias, ...]:
    names = sorted({label for labels in (*gold.labels, *given) for label in labels or ()})
    found = []
    for name in names:
        truth = np.array([name in labels for labels in gold.labels], float)
        told = np.array([name in (labels or ()) for labels in given], float)
        missed = wilson(cluster_share(truth * (1 - told), truth, gold.cluster))
        bias = difference(told - truth, gold.cluster)
        found.append(ClassBias(name, int(truth.sum()), missed, bias))
    return tuple(found)


def _styles(gold: Gold, wrong: Floats) -> tuple[tuple[str, int, Estimate], ...]:
    length = np.array([len(text.split()) for text in gold.texts])
    messy = np.array([count_errors(text) > 0 for text in gold.texts])
    middle = float(np.median(length))
    parts = {
        f"{middle:g} words or fewer": length <= middle,
        f"more than {middle:g} words": length > middle,
        "without a language error": ~messy,
        "with language errors": messy,
    }
    return tuple(
        (name, int(part.sum()), wilson(cluster_share(wrong * part, part * 1.0, gold.cluster)))
        for name, part in parts.items()
    )
