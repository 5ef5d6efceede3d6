"""How often 95 % intervals of questionnaire results hold the truth, over made-up raters.

    python -m benchmarks.study.questionnaires

A score is the group's mean + the rater (sd 0.8) + the rater with this group (0.4) + the
conversation (0.5) + noise (0.7), without a difference between groups; so p below .05 in more than
5 % of runs would be too many. Alpha: eight questions with a true alpha of .80.
"""

import numpy as np

from usergap.study.questionnaires.contrast import difference
from usergap.study.questionnaires.scoring import Scores, cronbach

RUNS = 2000


Generator = np.random.Generator
DESIGNS = {
    # raters of one group, of both; conversations a group, how many of them a rater gets
    "12 raters a group, one conversation": (12, 0, 1, 1),
    "12 raters of both, one conversation": (0, 12, 1, 1),
    "6 a group and 6 of both, one conversation": (6, 6, 1, 1),
    "3 a group, one conversation": (3, 0, 1, 1),
    "12 raters of both, 2 of 5 conversations": (0, 12, 5, 2),
    "12 a group, 4 of 20 conversations": (12, 0, 20, 4),
    "8 a group and 8 of both, 2 of 20": (8, 8, 20, 2),
    "12 a group, 3 of 3": (12, 0, 3, 3),
    "12 raters of both, 3 of 3": (0, 12, 3, 3),
}


def scored(draw: Generator, apart: int, both: int, conversations: int, each: int) -> Scores:
    """Raters of one group alone (``apart`` a group) and of both; ``each`` conversations a group."""
    talk = draw.normal(0, 0.5 if conversations > 1 else 0, (2, conversations))
    rows = []
    for rater in range(2 * apart + both):
        person, special = draw.normal(0, 0.8), draw.normal(0, 0.4, 2)
        groups = [0, 1] if rater < both else [rater % 2]
        for group in groups:
            for which in draw.permutation(conversations)[:each]:
                value = 4 + person + special[group] + talk[group, which] + draw.normal(0, 0.7)
                rows.append((str(rater), "ab"[group], str(which), value))
    rater, group, shown, value = zip(*rows, strict=True)
    return Scores(np.array(value), np.array(rater), np.array(group), np.array(shown), 0)


def contrasts(draw: Generator, *design: int) -> tuple[float, float]:
    held, width = 0, 0.0
    for _ in range(RUNS):
        one = difference(scored(draw, *design), "a", "b").estimate
        held += one.low <= 0 <= one.high
        width += one.high - one.low
    return held / RUNS, width / RUNS


def alphas(draw: Generator, raters: int, sheets: int) -> float:
    """Of eight questions; ``sheets`` a rater, whose person part is two thirds of a sheet's."""
    held = 0
    variance = 8 * (1 / 0.8 - 1)  # of a question's noise, so that alpha = 8 / (8 + noise) = .80
    for _ in range(RUNS):
        person = np.repeat(draw.normal(0, np.sqrt(2 / 3), raters), sheets)
        sheet = person + draw.normal(0, np.sqrt(1 / 3), raters * sheets)
        rows = sheet[:, None] + draw.normal(0, np.sqrt(variance), (raters * sheets, 8))
        who = np.repeat(np.arange(raters).astype(str), sheets)
        one = cronbach(rows, np.array(["g"] * len(who)), who)
        held += one.low <= 0.8 <= one.high
    return held / RUNS


def main() -> None:
    draw = np.random.default_rng(0)
    print("difference of two groups: coverage, mean width")
    for name, design in DESIGNS.items():
        held, width = contrasts(draw, *design)
        print(f"  {name:<44}{held:.3f}  {width:.2f}")
    print("alpha of 8 questions: coverage")
    for raters, sheets in ((10, 1), (40, 1), (20, 4)):
        print(f"  {raters} raters, {sheets} sheets each{'':<22}{alphas(draw, raters, sheets):.3f}")


if __name__ == "__main__":
    main()
