"""Recommender users: twelve simulators ranked against the people who met such recommenders.

Declared before any distance was computed (seen before: numbers of dialogues, and turns
and words of the people and of one simulator).

*Data.* 254 dialogues of people with movie recommenders (CRS Arena), and 100 of each of
twelve simulated users: an agenda-based one (ABUS), an LLM with one prompt and an LLM with
two (UserSimCRS), each on four recommenders.

*Question, without a bar.* Which family is nearer to people, by which measures? Score:
``rank_simulators``, units as shipped, no pairs (there are none). (a) The twelve. (b) The
three families, their four recommenders pooled; against all people, and again against only
the people who met the same four recommenders, since a recommender shapes what its users
say. (c) Each measure: ``simulator_difference`` between families, Holm over the ten.

Added after the first run, which showed that knowledge alone made more than half of every
score (films are one subject, and the unit comes from people with many): each
score without knowledge. Added after the second: the median of the ten beside their mean.

Differences in size between families are not differences in quality of prompts alone: all
three are driven by one tool, and the greeting that opens simulated dialogues is the agent's.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Any

import pyarrow as pa

from benchmarks.graded_truth.material import profile
from usergap.compare import rank_simulators, simulator_difference
from usergap.compare.ranking.record import Ranking
from usergap.compare.sides import column
from usergap.profiles import Profile

REAL = "real_crsarena_open.json"
FAMILIES = {
    "agenda-based": "ABUS_ReDial",
    "LLM, one prompt": "Single_LLM_nemo_ReDial",
    "LLM, two prompts": "Dual_LLM_nemo_ReDial",
}
RECOMMENDERS = ("BARCOR_OpenDialKG", "BARCOR_ReDial", "KBRD_ReDial", "UniCRS_OpenDialKG")


def run(data: Path) -> dict[str, Any]:
    """Rank the twelve and the three families."""
    folder = data / "crs"
    real = profile(folder / REAL, "people")
    twelve = [
        profile(folder / f"sim_{where}_{name}.json", f"{family} on {where}")
        for family, name in FAMILIES.items()
        for where in RECOMMENDERS
    ]
    families = [
        profile([folder / f"sim_{where}_{name}.json" for where in RECOMMENDERS], family)
        for family, name in FAMILIES.items()
    ]
    same = _same_recommenders(real)
    return {
        "twelve": _ranking(rank_simulators(real, *twelve, pairs="off")),
        "families": _ranking(rank_simulators(real, *families, pairs="off")),
        "families_same_recommenders": {
            "people": len(same),
            **_ranking(rank_simulators(same, *families, pairs="off")),
        },
        "differences": [_difference(real, *two) for two in combinations(families, 2)],
    }


def _same_recommenders(real: Profile) -> Profile:
    wanted = {name.lower() for name in RECOMMENDERS}
    kept = [str(name).lower() in wanted for name in column(real.table, "assistant_model")]
    return replace(real, table=real.table.filter(pa.array(kept, pa.bool_())), texts=None)


def _ranking(ranking: Ranking) -> dict[str, Any]:
    return {
        "sentence": ranking.sentence,
        "measures": list(ranking.measures),
        "left_out": dict(ranking.left_out),
        "simulators": [
            {
                "simulator": each.simulator,
                "score": each.score,
                "low": each.low,
                "high": each.high,
                "best": each.best,
                "worst": each.worst,
                "score_without_knowledge": mean(
                    part.excess for part in each.components if part.measure != "knowledge"
                ),
                "median": each.median,
                "components": {part.measure: part.excess for part in each.components},
            }
            for each in ranking.simulators
        ],
        "between": [
            {"one": b.one, "two": b.two, "difference": b.difference, "low": b.low, "high": b.high}
            for b in ranking.between
        ]
        if len(ranking.simulators) < 4
        else [],
    }


def _difference(real: Profile, one: Profile, two: Profile) -> dict[str, Any]:
    found = simulator_difference(real, one, two, pairs="off")
    return {
        "one": one.name,
        "two": two.name,
        "nearer": {
            row.measure: one.name if row.difference < 0 else two.name
            for row in found.rows
            if row.p_holm < 0.05
        },
        "rows": [
            {
                "measure": row.measure,
                "difference": row.difference,
                "low": row.low,
                "high": row.high,
                "p_holm": row.p_holm,
            }
            for row in found.rows
        ],
    }
