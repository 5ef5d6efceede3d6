"""SPADE: four degrees of simulation of the same hotel goals must come out in their order.

Declared before any distance was computed (seen before: numbers of rows, turns and
words of two files, and how many words the texts share under the right and the wrong
pair key).

*Data.* 304 hotel dialogues of people and four simulations by one LLM for the same goals
(SPADE): single sentences replaced; every sentence paraphrased; the
dialogue written in one shot from the goal; user and system played end to end by two
prompts. Pair key: the human file's ``new_dia_no`` = the simulated files' ``dia_no``.

*Summary.* ``rank_simulators``: the mean, over all of the ten measures that all four
define, of (distance - mean floor) / unit, units as shipped (the measured distances of
WildChat from LMSYS users). All four are compared with the same people on the scenarios
that all share.

*Truth.* one sentence replaced < paraphrased < {one shot, end to end}; one shot and end
to end may come in either order or tie.

*Bar.* The five ordered differences all have simultaneous 95 % intervals (bootstrap over
goals, the same draws for all four) that lie on the declared side of 0. Beside it,
without a bar: the same with each measure's mean floor as its unit, the order when any
one measure is left out, and (added later) the median of the ten.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.graded_truth.material import profile
from usergap.compare import rank_simulators
from usergap.compare.ranking.record import Ranking

HUMAN = "cleaned_hotel_goal_dia.csv"
DEGREES = {
    "one sentence replaced": "Missing_Sentence_gpt.csv",
    "paraphrased": "Par_full_chatbot_gpt.csv",
    "one shot": "G2D_gpt.csv",
    "end to end": "E2E_Convo_gpt_gpt.csv",
}
ORDERED = (
    ("one sentence replaced", "paraphrased"),
    ("one sentence replaced", "one shot"),
    ("one sentence replaced", "end to end"),
    ("paraphrased", "one shot"),
    ("paraphrased", "end to end"),
)
REPLICATES = 2000


def run(data: Path) -> dict[str, Any]:
    """Rank the four degrees; what the bar asks, and the two looks beside it."""
    real = profile(data / "spade" / HUMAN, "people")
    simulated = [profile(data / "spade" / file, name) for name, file in DEGREES.items()]
    ranking = rank_simulators(real, *simulated, pairs="only", replicates=REPLICATES)
    floors = {part.measure: part.floor for part in ranking.simulators[0].components}
    by_floor = rank_simulators(
        real, *simulated, pairs="only", replicates=REPLICATES, margins=floors
    )
    return {
        "note": ranking.note,
        "measures": list(ranking.measures),
        "left_out": dict(ranking.left_out),
        "scores": _scores(ranking),
        "ordered": (found := ordered(ranking)),
        "bar_met": all(entry["holds"] for entry in found),
        "in_units_of_the_floor": {"scores": _scores(by_floor), "ordered": ordered(by_floor)},
        "components": {
            each.simulator: {part.measure: part.excess for part in each.components}
            for each in ranking.simulators
        },
        "order_without": without_each(ranking),
        "order_by_measure": by_measure(ranking),
    }


def ordered(ranking: Ranking) -> list[dict[str, Any]]:
    """Each declared difference (further - nearer) with its interval, and whether it holds."""
    between = {(b.one, b.two): (b.difference, b.low, b.high, b.p) for b in ranking.between}
    between |= {
        (two, one): (-d, -high, -low, p) for (one, two), (d, low, high, p) in between.items()
    }
    found = []
    for near, far in ORDERED:
        difference, low, high, p = between[far, near]
        found.append(
            {
                "nearer": near,
                "further": far,
                "difference": difference,
                "low": low,
                "high": high,
                "p": p,
                "holds": low > 0,
            }
        )
    return found


def in_order(scores: dict[str, float]) -> bool:
    """Whether the scores come in the declared order."""
    return all(scores[near] < scores[far] for near, far in ORDERED)


def without_each(ranking: Ranking) -> dict[str, bool]:
    """Whether the order of the scores holds with each measure left out."""
    found = {}
    for name in ranking.measures:
        scores = {}
        for each in ranking.simulators:
            kept = [part.excess for part in each.components if part.measure != name]
            scores[each.simulator] = sum(kept) / len(kept)
        found[name] = in_order(scores)
    return found


def by_measure(ranking: Ranking) -> dict[str, bool]:
    """Whether each measure alone comes in the declared order."""
    found = {}
    for place, name in enumerate(ranking.measures):
        found[name] = in_order(
            {each.simulator: each.components[place].excess for each in ranking.simulators}
        )
    return found


def _scores(ranking: Ranking) -> list[dict[str, Any]]:
    return [
        {
            "simulator": each.simulator,
            "score": each.score,
            "median": each.median,
            "low": each.low,
            "high": each.high,
            "n": each.n,
        }
        for each in ranking.simulators
    ]
