"""Cross-validation as the bars ask: folds by group, thresholds inside training folds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scripts.train_annotators.corpus import EXEMPLAR, Labelled
from scripts.train_annotators.folds import FOLDS, folds
from scripts.train_annotators.matrix import Matrix
from scripts.train_annotators.ridge import SIMULATED_WEIGHT, Weights, fit
from scripts.train_annotators.thresholds import f1, thresholds

from usergap.annotators.decoding import decode
from usergap.annotators.shipped_turns import CODES, REST
from usergap.annotators.turn_features import Floats

UNSCORED_REST = ("identity",)
"""Dimensions whose rest label has no score: it is given where nothing else is."""

TUNED_TOGETHER = ("intent",)
"""Dimensions whose thresholds are moved together once each has its own."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Round:
    """One seed: the fold of every turn, a model and thresholds per fold, held-out labels."""

    fold: npt.NDArray[np.int64]
    models: list[Weights]
    thresholds: list[Floats]
    given: dict[str, Flags]


@dataclass(frozen=True)
class Problem:
    """What training needs: one row per turn."""

    data: Labelled
    matrix: Matrix
    kernel: Floats
    dialogue: npt.NDArray[np.int64]

    @property
    def side(self) -> npt.NDArray[np.str_]:
        """The side of every turn."""
        return self.data.side[self.dialogue]

    @property
    def group(self) -> npt.NDArray[np.int64]:
        """The connected group of every turn."""
        return self.data.group[self.dialogue]


def columns() -> dict[str, slice]:
    """Where the labels of each dimension stand among the scores."""
    out, first = {}, 0
    for name, codes in CODES.items():
        out[name] = slice(first, first + len(codes))
        first += len(codes)
    return out


def cross_validate(problem: Problem, seed: int) -> Round:
    """Five models, each labelling the fold that it never saw."""
    real = problem.side == "real"
    gold = np.concatenate([problem.data.gold[name] for name in CODES], axis=1)
    target = gold.astype(np.float32)
    weight = np.where(real, 1, SIMULATED_WEIGHT).astype(np.float32)
    always = problem.side == EXEMPLAR
    fold = np.where(always, -1, folds(problem.group, seed))
    given = {name: np.zeros_like(problem.data.gold[name]) for name in CODES}
    models, cuts = [], []
    for number in range(FOLDS):
        train, test = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        inner = folds(problem.group[train], 1000 + FOLDS * seed + number)
        inner[always[train]] = -1
        model, held_out = fit(
            problem.kernel, problem.matrix, target, weight, problem.group, train, inner
        )
        scores = model.scores(problem.matrix, test)
        chosen = real[train]
        cut = np.zeros(target.shape[1], dtype=np.float32)
        for name, own in columns().items():
            rest = CODES[name].index(REST[name])
            if name in UNSCORED_REST:
                model.silence(own.start + rest)
                held_out[:, own.start + rest] = scores[:, own.start + rest] = 0
            cut[own] = thresholds(
                held_out[chosen][:, own],
                gold[train[chosen]][:, own],
                rest,
                name in TUNED_TOGETHER,
            )
            if name in UNSCORED_REST:
                cut[own.start + rest] = 0
            given[name][test] = decode(scores[:, own], cut[own], rest)
        models.append(model)
        cuts.append(cut)
    return Round(fold, models, cuts, given)


def figures(problem: Problem, given: dict[str, Flags]) -> dict[str, Any]:
    """Macro-F1 per dimension and side, per label F1, shares given and gold."""
    out: dict[str, Any] = {}
    sides = {
        "real": problem.side == "real",
        "simulated": np.char.startswith(problem.side, "claude"),
    }
    for name, codes in CODES.items():
        gold = problem.data.gold[name]
        out[name] = {}
        for side, rows in sides.items():
            value = f1(given[name][rows], gold[rows])
            out[name][side] = {
                "macro_f1": float(value.mean()),
                "f1": dict(zip(codes, value.tolist(), strict=True)),
                "rate_given": dict(
                    zip(codes, given[name][rows].mean(axis=0).tolist(), strict=True)
                ),
                "rate_gold": dict(zip(codes, gold[rows].mean(axis=0).tolist(), strict=True)),
            }
        count = problem.dialogue.max() + 1
        real = problem.data.side == "real"
        flags = [per_dialogue(x, problem.dialogue, int(count))[real] for x in (given[name], gold)]
        value = f1(flags[0], flags[1])
        out[name]["real_dialogues"] = {
            "macro_f1": float(value.mean()),
            "f1": dict(zip(codes, value.tolist(), strict=True)),
        }
    return out


def per_dialogue(given: Flags, dialogue: npt.NDArray[np.int64], count: int) -> Flags:
    """(dialogues, labels): whether any turn carries the label."""
    out = np.zeros((count, given.shape[1]), dtype=bool)
    np.logical_or.at(out, dialogue, given)
    return out


def summary(all_figures: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Mean and standard deviation over seeds of the macro-F1s."""
    out: dict[str, Any] = {}
    for name in CODES:
        for side in ("real", "simulated", "real_dialogues"):
            values = [found[name][side]["macro_f1"] for found in all_figures]
            sd = float(np.std(values, ddof=1)) if len(values) > 1 else None
            out.setdefault(name, {})[side] = {"mean": float(np.mean(values)), "sd": sd}
    return out
