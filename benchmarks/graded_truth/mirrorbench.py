"""MirrorBench: does the distance of a pair go with how similar people find it?

Declared before any distance was computed (seen before: that 43 labels lie between 0 and
1, 19 of them at .5).

*Data.* 43 chats of people, each with one that a model wrote in the user's place for the
same task, and a person's similarity score (Gemini 2.5 Pro as the user; MirrorBench).

*Distance.* ``pair_distances``: the mean |z difference| over the measures that a dialogue
of one turn can have (not turns; not knowledge, which has no z).

*Truth.* If the distance measures what people see, r with the score is negative. There is
no bar: r is reported with Fisher's interval whatever it is, Spearman's rho beside it
(the score has few values), and each measure alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.graded_truth.material import profile
from usergap.compare.across_domains.correlation import fisher_interval, pearson
from usergap.compare.partners.distance import mean_known, pair_differences
from usergap.compare.partners.surface_correlations import spearman, spearman_interval
from usergap.compare.partners.values import partners
from usergap.compare.sides import Floats, column


def run(data: Path) -> dict[str, Any]:
    """Correlate distances with the people's scores."""
    file = data / "mirrorbench/pairs.jsonl"
    real, simulated = (profile(f"{file}#{side}", side) for side in ("real", "simulated"))
    found = partners(real, simulated)
    scores = _scores(real.texts.corpus.dialogues if real.texts else (), real)
    score = np.array([scores[key] for key in found.keys])
    parts = pair_differences(found)
    distance = mean_known(list(parts.values()))
    return {
        "pairs": len(found.keys),
        "units": found.units,
        "distance": {"mean": float(distance.mean()), "sd": float(distance.std(ddof=1))},
        **against(distance, score, found.units),
        "by_measure": {name: against(part, score, found.units) for name, part in parts.items()},
    }


def against(distance: Floats, score: Floats, units: int) -> dict[str, Any]:
    """Pearson's r and Spearman's rho of distance and score, with intervals."""
    known = np.isfinite(distance) & np.isfinite(score)
    n = min(units, int(known.sum()))
    r, rho = pearson(distance[known], score[known]), spearman(distance[known], score[known])
    return {
        "n": int(known.sum()),
        "r": r,
        "interval": None if r is None else fisher_interval(r, n),
        "rho": rho,
        "rho_interval": None if rho is None else spearman_interval(rho, n),
    }


def _scores(dialogues: Any, real: Any) -> dict[str, float]:
    keys = column(real.table, "pair")
    return {
        str(key): float(dialogue.extra["human_label"])
        for key, dialogue in zip(keys, dialogues, strict=True)
    }
