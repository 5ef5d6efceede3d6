"""tau-Trait: a trait that was steered into the simulated user moves what it should.

Declared before any trait was compared (seen before: that the confusion file has 12.4
user turns and 340 words a dialogue, and the totals of all five files; so neither turns
nor words of confusion are among the tests).

*Data.* The same 60 airline tasks, each once with a user steered towards confusion,
impatience, incoherence or scepticism, the other traits low (He et al. 2025, arXiv
2510.04491). There is no neutral arm: each trait is compared, task by task, with the
mean of the other three.

*Hypotheses*, three a trait, from what the traits mean:

- confusion: a confused user does not follow what the agent says and says so. More
  requests for clarification, more turns that ask for an explanation, more statements
  of not knowing.
- impatience: an impatient user wants it over with. Fewer words a turn, more
  explicit complaints, more anger.
- incoherence: an incoherent user writes disjointed, rambling text. More language
  errors per 100 words, more words a turn, more turns without a recognisable purpose.
- scepticism: a sceptical user doubts what the agent says and asks for grounds. More
  explicit negative feedback, more turns that ask for information, fewer explicit
  positive reactions.

*Test.* Mean over tasks of (trait - mean of the other three); null: the four users of a
task are exchangeable, so p comes from drawing at random which of the four counts as the
trait (two-sided, 20,000 draws), Holm over all twelve. Beside it a 95 % t interval of the
mean over tasks. Tasks where a user lacks a value are left out.

*Bar.* Every hypothesis: Holm p < .05 with the declared sign. One that is significant
the other way is called refuted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from benchmarks.graded_truth.material import profile
from usergap.compare.multiplicity import holm
from usergap.compare.sides import column
from usergap.profiles import Profile

DRAWS = 20_000
SEED = 0
TRAITS = ("confusion", "impatience", "incoherence", "skeptical")
ASKING = (
    "intent.info_retrieval",
    "intent.info_discovery",
    "intent.info_understanding",
    "intent.info_analysis",
)


@dataclass(frozen=True)
class Hypothesis:
    """``trait`` has a larger (sign +1) or smaller (-1) ratio of summed columns."""

    trait: str
    name: str
    sign: int
    above: tuple[str, ...]
    below: str
    factor: float = 1.0


FEEDBACK, INTENT = "feedback.units", "intent.units"
CLARIFY, EXPLAIN = ("feedback.requesting_clarification",), ("intent.info_understanding",)
COMPLAIN, PRAISE = ("feedback.explicit_negative",), ("feedback.explicit_positive",)
HYPOTHESES = (
    Hypothesis("confusion", "requests for clarification a turn", 1, CLARIFY, FEEDBACK),
    Hypothesis("confusion", "turns that ask for an explanation", 1, EXPLAIN, INTENT),
    Hypothesis("confusion", "statements of not knowing a turn", 1, ("knowledge.not",), "turns"),
    Hypothesis("impatience", "words a turn", -1, ("words",), "turns"),
    Hypothesis("impatience", "explicit complaints a turn", 1, COMPLAIN, FEEDBACK),
    Hypothesis("impatience", "anger a sentence", 1, ("emotion.anger",), "emotion.units"),
    Hypothesis("incoherence", "errors per 100 words", 1, ("errors",), "words", 100.0),
    Hypothesis("incoherence", "words a turn", 1, ("words",), "turns"),
    Hypothesis("incoherence", "turns without an intent", 1, ("intent.none",), INTENT),
    Hypothesis("skeptical", "explicit complaints a turn", 1, COMPLAIN, FEEDBACK),
    Hypothesis("skeptical", "turns that ask for information", 1, ASKING, INTENT),
    Hypothesis("skeptical", "explicit praise a turn", -1, PRAISE, FEEDBACK),
)


def run(data: Path) -> dict[str, Any]:
    """Test the twelve hypotheses."""
    profiles = {x: profile(data / f"tau/tau_trait_{x}_airline.json", x) for x in TRAITS}
    rows = [_test(hypothesis, profiles) for hypothesis in HYPOTHESES]
    adjusted = holm([row["p"] for row in rows])
    for row, p_holm in zip(rows, adjusted, strict=True):
        row["p_holm"] = p_holm
        moved = p_holm is not None and p_holm < 0.05
        right = (row["difference"] > 0) == (row["expected"] > 0)
        row["outcome"] = ("as declared" if right else "refuted") if moved else "cannot tell"
    return {
        "rows": rows,
        "as_declared": sum(row["outcome"] == "as declared" for row in rows),
        "refuted": sum(row["outcome"] == "refuted" for row in rows),
        "bar_met": all(row["outcome"] == "as declared" for row in rows),
    }


def paired_test(
    values: NDArray[np.float64], place: int, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float]:
    """(mean difference, two-sided p) of column ``place`` against the mean of the others.

    ``values`` (tasks, arms). Null: the arms of a task are exchangeable. The difference
    from the other arms' mean is k / (k - 1) times the deviation from the task's mean.
    """
    tasks, arms = values.shape
    apart = (values - values.mean(axis=1, keepdims=True)) * arms / (arms - 1)
    observed = float(apart[:, place].mean())
    picks = np.random.default_rng(seed).integers(0, arms, (draws, tasks))
    drawn = apart[np.arange(tasks), picks].mean(axis=1)
    reached = int((np.abs(drawn) >= abs(observed) - 1e-12).sum())
    return observed, (1 + reached) / (1 + draws)


def _test(hypothesis: Hypothesis, profiles: dict[str, Profile]) -> dict[str, Any]:
    by_arm = [_by_task(hypothesis, profiles[trait]) for trait in TRAITS]
    tasks = sorted(set.intersection(*(set(values) for values in by_arm)))
    values = np.array([[arm[task] for arm in by_arm] for task in tasks])
    place = TRAITS.index(hypothesis.trait)
    difference, p = paired_test(values, place)
    others = np.delete(values, place, axis=1).mean(axis=1)
    apart = values[:, place] - others
    reach = float(stats.t.ppf(0.975, len(tasks) - 1) * apart.std(ddof=1) / np.sqrt(len(tasks)))
    return {
        "trait": hypothesis.trait,
        "measure": hypothesis.name,
        "expected": hypothesis.sign,
        "tasks": len(tasks),
        "mean": float(values[:, place].mean()),
        "others": float(others.mean()),
        "difference": difference,
        "low": difference - reach,
        "high": difference + reach,
        "p": p,
    }


def _by_task(hypothesis: Hypothesis, side: Profile) -> dict[str, float]:
    above = [column(side.table, name) for name in hypothesis.above]
    found = {}
    for key, below, *parts in zip(
        column(side.table, "pair"), column(side.table, hypothesis.below), *above, strict=True
    ):
        if below and None not in parts:
            total = sum(float(str(part)) for part in parts)
            found[str(key)] = hypothesis.factor * total / float(str(below))
    return found
