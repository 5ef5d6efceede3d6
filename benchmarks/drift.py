"""Does training by consistency make a user forget less? A scripted task, over seeds.

    python -m benchmarks.drift [--seeds 8] [--steps 40]

The policy knows lines on four ages, four counts of dogs and four homes. At the first turn it
takes up its persona's words readily (γ = 4), at the eighth hardly (0.5): what is long past fades,
as attention does (Li et al. 2024, arXiv 2402.10962). An assistant asks in turn. It is trained on 40
personas and measured on 24 others. Intervals: t over seeds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from itertools import product

import numpy as np
from scipy.stats import t as student

from usergap.probes.consistency_judges.rules import RuleJudge, facts
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.train.rewards.reward import Score
from usergap.train.rewards.suite.line_to_line import line_to_line
from usergap.train.rewards.suite.prompt_to_line import prompt_to_line
from usergap.train.rl.conversations import Talk
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.multi_turn import Level, conversation_curve, level
from usergap.train.rl.ngram_policy import NgramPolicy

AGES, DOGS = ("25", "30", "45", "60"), ("one", "two", "three", "four")
HOMES = ("ohio", "texas", "florida", "oregon")
LINES = [
    *(f"i am {age} years old ." for age in AGES),
    *(f"i have {dogs} dogs ." for dogs in DOGS),
    *(f"i live in {home} ." for home in HOMES),
    "tell me more .",
    "what about soup ?",
]
PERSONAS: list[str] = (
    np.random.default_rng(0)
    .permutation(
        [
            f"I am {age} years old. I have {dogs} dogs. I live in {home.capitalize()}."
            for age, dogs, home in product(AGES, DOGS, HOMES)
        ]
    )
    .tolist()
)
LEARNT, HELD_OUT = PERSONAS[:40], PERSONAS[40:]
FORGETTING = [4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0, 0.5]
POLICY = NgramPolicy.fit(LINES * 20, order=2, longest=8).heeding(FORGETTING)
ASKS = ScriptedAssistant(("How old are you?", "Do you have pets?", "Where do you live?"))
SETTINGS = Grpo(kl=0.01)
PROMPT, LINE = prompt_to_line(RuleJudge()), line_to_line(RuleJudge())


def telling(talks: Sequence[Talk]) -> float:
    """The share of lines that state a fact: a user who says nothing contradicts nothing."""
    return float(np.mean([bool(facts(line.reply)) for talk in talks for line in talk.lines]))


def row(name: str, found: Sequence[Level]) -> str:
    """A line of the table."""
    columns = [
        [each.mean for each in found],
        [each.drift for each in found],
        [each.by_turn[-1] for each in found],
        [telling(each.talks) for each in found],
    ]
    return (
        f"| {name} | " + " | ".join(interval([100 * (x or 0.0) for x in c]) for c in columns) + " |"
    )


def interval(values: Sequence[float]) -> str:
    """Mean and 95 % t interval."""
    mean, count = float(np.mean(values)), len(values)
    half = student.ppf(0.975, count - 1) * np.std(values, ddof=1) / np.sqrt(count)
    return f"{mean:.1f} [{mean - half:.1f}, {mean + half:.1f}]"


def main() -> None:
    """Train and measure, per reward and seed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--steps", type=int, default=40)
    options = parser.parse_args()
    seeds = range(options.seeds)
    began = time.perf_counter()
    print("| user | consistency, % | drift, points a turn | at turn 8, % | lines with a fact, % |")
    print("|---|---|---|---|---|")

    def levels(policies: Sequence[NgramPolicy]) -> list[Level]:
        return [
            level(policy, HELD_OUT, ASKS, PROMPT, seed=100 + seed)
            for policy, seed in zip(policies, seeds, strict=True)
        ]

    print(row("before", levels([POLICY] * options.seeds)))
    ways: dict[str, Score] = {"prompt-to-line": PROMPT, "line-to-line": LINE}
    for name, reward in ways.items():
        curves = [
            conversation_curve(
                POLICY, LEARNT, ASKS, reward, steps=options.steps, seed=seed, settings=SETTINGS
            )
            for seed in seeds
        ]
        print(row(f"rewarded {name}", levels([curve.policy for curve in curves])))
    print(f"\n{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
