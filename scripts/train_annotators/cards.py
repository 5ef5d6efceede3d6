"""Cards and the acceptance check, from held-out labels."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scripts.train_annotators.corpus import EXEMPLAR
from scripts.train_annotators.crossval import Flags, Problem, per_dialogue
from scripts.train_annotators.thresholds import f1

from usergap.annotators.annotator import Card, CardSide, Confusion
from usergap.annotators.shipped_turns import CODES, VERSION

GOLD = "labels by one LLM annotator after a codebook; not people's judgements"
NOTES = (
    (
        "labels given out of fold: by a model that never saw the dialogue, its conversation, its "
        "scenario or its twin on the other side"
    ),
    "thresholds maximise macro-F1 over all codes on held-out scores of the training folds",
    "features seen in fewer than 5 groups of conversations have no weight",
)


def _ratio_error(
    hits: npt.NDArray[np.float64], units: npt.NDArray[np.float64], group: npt.NDArray[np.int64]
) -> float:
    """Cluster-robust standard error of sum(hits) / sum(units) over groups.

    Linearised ratio with the G / (G - 1) factor (Cochran 1977, chapter 6).
    """
    total = units.sum()
    if total == 0:
        return 0.0
    rest = np.bincount(group, weights=hits - hits.sum() / total * units)
    groups = len(np.unique(group[units > 0]))
    if groups < 2:
        return 0.0
    return float(np.sqrt(groups / (groups - 1) * (rest**2).sum()) / total)


def _confusion(given: Flags, gold: Flags, group: npt.NDArray[np.int64]) -> Confusion:
    return Confusion(
        tp=int((given & gold).sum()),
        fp=int((given & ~gold).sum()),
        fn=int((~given & gold).sum()),
        tn=int((~given & ~gold).sum()),
        tpr_se=_ratio_error((given & gold).astype(float), gold.astype(float), group),
        fpr_se=_ratio_error((given & ~gold).astype(float), (~gold).astype(float), group),
    )


def card(problem: Problem, name: str, given: Flags) -> Card:
    """The card of one dimension at its own unit."""
    gold, group, side = problem.data.gold[name], problem.group, problem.side
    domains = np.array([x.domain or "not recorded" for x in problem.data.dialogues])
    domain, unit, codes = domains[problem.dialogue], "user turn", CODES[name]
    if name == "identity":
        count = len(problem.data.dialogues)
        gold, given = (per_dialogue(x, problem.dialogue, count)[:, :-1] for x in (gold, given))
        group, side, domain, unit = problem.data.group, problem.data.side, domains, "dialogue"
        codes = codes[:-1]

    def one(who: str) -> CardSide:
        rows = side == who
        return CardSide(
            unit=unit,
            units=int(rows.sum()),
            groups=len(np.unique(group[rows])),
            domains=tuple(sorted(set(domain[rows].tolist()))),
            languages=("en",),
            labels={
                code: _confusion(given[rows][:, j], gold[rows][:, j], group[rows])
                for j, code in enumerate(codes)
            },
            macro_f1=float(f1(given[rows], gold[rows]).mean()),
        )

    simulated = {who: one(who) for who in sorted(set(side.tolist()) - {"real", EXEMPLAR})}
    return Card("usergap-linear", VERSION, name, GOLD, one("real"), simulated, NOTES)


def distances(problem: Problem, labels: dict[str, Flags]) -> dict[str, dict[str, float]]:
    """Distance x 100 of each simulator from its real twins, paired scenarios only."""
    side, dialogues = problem.data.side, problem.data.dialogues
    scenario = np.array([x.scenario_id for x in dialogues])
    out: dict[str, dict[str, float]] = {name: {} for name in CODES}
    for who in sorted(set(side.tolist()) - {"real", EXEMPLAR}):
        shared = set(scenario[side == who].tolist()) & set(scenario[side == "real"].tolist())
        paired = np.isin(scenario, sorted(shared))
        for name, given in labels.items():
            rates = []
            for one in ("real", who):
                if name == "identity":
                    flags = per_dialogue(given, problem.dialogue, len(dialogues))
                    rates.append(flags[paired & (side == one)][:, :-1].mean(axis=0))
                else:
                    total = given[(paired & (side == one))[problem.dialogue]].sum(axis=0)
                    rates.append(total / total.sum())
            out[name][who] = float(50 * np.abs(rates[0] - rates[1]).sum())
    return out


def acceptance(problem: Problem, given: dict[str, Flags]) -> dict[str, Any]:
    """Gold and estimated distances beside each other."""
    gold = {name: problem.data.gold[name] for name in CODES}
    return {"gold": distances(problem, gold), "estimated": distances(problem, given)}
