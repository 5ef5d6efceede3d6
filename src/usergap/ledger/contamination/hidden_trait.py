"""The hidden-trait self-test: a skill passes through data that show nothing of it.

Cloud et al. 2025 (arXiv 2507.14805), the MNIST experiment, small and in numpy. A teacher
learns digits. Students see noise only, and learn the teacher's *other* outputs on it, which
no digit was ever trained into. A student that began with the teacher's weights then reads
digits; one with weights of its own does not. No filter of the noise could tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.errors import InputError
from usergap.ledger.contamination.made_digits import digits

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Lesson = Callable[[list[Floats]], tuple[Floats, Floats, slice]]
"""Of weights: inputs, the loss's gradient by some outputs, and which outputs."""
HIDDEN: Final = 64
CLASSES: Final = 10
OTHER: Final = 3
"""Outputs without a meaning, by which students are taught."""
RATE: Final = 0.003
BATCH: Final = 64


@dataclass(frozen=True)
class HiddenTrait:
    """Accuracy on digits (chance: 0.1) by run: the teacher, students of its and of other init."""

    teacher: tuple[float, ...]
    same_init: tuple[float, ...]
    cross_init: tuple[float, ...]
    difference: Estimate
    """Same minus cross, paired by run, Student's interval."""


def hidden_trait(
    runs: int = 5,
    *,
    seed: int = 0,
    pictures: tuple[Floats, Ints] | None = None,
    steps: tuple[int, int] = (600, 1500),
) -> HiddenTrait:
    """Run the experiment. ``pictures``: (n, d) values and labels 0 to 9, by default made ones.

    ``steps``: of gradient descent for teacher and students. Raises InputError for fewer than
    two runs.
    """
    if runs < 2:
        raise InputError(f"hidden trait: expected 2 runs or more for an interval, found {runs}")
    x, y = digits(2000, seed) if pictures is None else pictures
    found = np.array([_run(x, y, np.random.default_rng([seed, run]), steps) for run in range(runs)])
    teacher, same, cross = found.T.tolist()
    gap = sibling_control(same, cross)
    return HiddenTrait(tuple(teacher), tuple(same), tuple(cross), gap)


def sibling_control(siblings: Sequence[float], controls: Sequence[float]) -> Estimate:
    """Trait score of siblings minus that of controls, run by run, with Student's interval.

    A sibling student has the generator's own base model, a control another family's; both
    are trained on the same suspect data, and both are scored on the trait, which the data do
    not show. An interval above 0 says that the trait came with the lineage. One that holds
    0 clears nothing but a trait of that size.
    """
    if len(siblings) != len(controls) or len(siblings) < 2:
        raise InputError(
            f"sibling control: expected two runs or more on both sides, found {len(siblings)} and "
            f"{len(controls)}"
        )
    from scipy.special import stdtrit

    gap = np.asarray(siblings, float) - np.asarray(controls, float)
    half = float(stdtrit(len(gap) - 1, 0.975) * gap.std(ddof=1) / np.sqrt(len(gap)))
    mean = float(gap.mean())
    return Estimate(mean, mean - half, mean + half)


def _run(
    x: Floats, y: Ints, rng: np.random.Generator, steps: tuple[int, int]
) -> tuple[float, float, float]:
    test = rng.permutation(len(x)) < len(x) // 4
    start, other = (_weights(x.shape[1], rng) for _ in range(2))
    hot = np.eye(CLASSES)[y]
    scale = x.std()

    def lesson(weights: list[Floats]) -> tuple[Floats, Floats, slice]:
        rows = rng.choice(np.flatnonzero(~test), BATCH)
        told = _forward(weights, x[rows])[1][:, :CLASSES]
        share = np.exp(told - told.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        return x[rows], share - hot[rows], slice(0, CLASSES)

    teacher = _trained(start, lesson, steps[0])

    def noise(weights: list[Floats]) -> tuple[Floats, Floats, slice]:
        seen = rng.uniform(-1, 1, (BATCH, x.shape[1])) * 2 * scale
        part = slice(CLASSES, CLASSES + OTHER)
        gap = _forward(weights, seen)[1][:, part] - _forward(teacher, seen)[1][:, part]
        return seen, gap, part

    same, cross = (_trained(one, noise, steps[1]) for one in (start, other))
    one, two, three = (_accuracy(each, x[test], y[test]) for each in (teacher, same, cross))
    return one, two, three


def _weights(inputs: int, rng: np.random.Generator) -> list[Floats]:
    sizes = (inputs, HIDDEN, HIDDEN, CLASSES + OTHER)
    return [rng.normal(0, np.sqrt(2 / (a + 1)), (a + 1, b)) for a, b in pairwise(sizes)]


def _forward(weights: list[Floats], x: Floats) -> tuple[list[Floats], Floats]:
    """Inputs of each layer with a 1 beside them, and the outputs; rectified between."""
    layers = [_with_one(x)]
    for each in weights[:-1]:
        layers.append(_with_one(np.maximum(layers[-1] @ each, 0)))
    return layers, layers[-1] @ weights[-1]


def _with_one(x: Floats) -> Floats:
    return np.concatenate((x, np.ones((len(x), 1))), axis=1)


def _trained(start: list[Floats], lesson: Lesson, steps: int) -> list[Floats]:
    """Adam (Kingma and Ba 2015) on the gradients that ``lesson`` gives of some outputs."""
    weights = [each.copy() for each in start]
    first, second = ([np.zeros_like(each) for each in weights] for _ in range(2))
    for step in range(1, steps + 1):
        x, gradient, part = lesson(weights)
        layers, out = _forward(weights, x)
        back = np.zeros_like(out)
        back[:, part] = gradient / len(x)
        for place in reversed(range(len(weights))):
            slope = layers[place].T @ back
            back = (back @ weights[place].T)[:, :-1] * (layers[place][:, :-1] > 0)
            first[place] += 0.1 * (slope - first[place])
            second[place] += 0.001 * (slope**2 - second[place])
            mean, square = first[place] / (1 - 0.9**step), second[place] / (1 - 0.999**step)
            weights[place] -= RATE * mean / (np.sqrt(square) + 1e-8)
    return weights


def _accuracy(weights: list[Floats], x: Floats, y: Ints) -> float:
    return float((_forward(weights, x)[1][:, :CLASSES].argmax(axis=1) == y).mean())
