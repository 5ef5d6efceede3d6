"""How often the intervals of a blind test hold the truth, and how often its verdicts err."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.study import judged
from usergap.study.blind.shares import Share, balanced_share_of, share_of
from usergap.study.blind.verdicts import MARGIN, verdict_of

SIZES = ((3, 40, 20), (5, 10, 10), (5, 40, 20), (10, 40, 20), (40, 40, 20), (100, 40, 10))
EFFECTS = ((0.0, 0.0), (0.7, 0.7), (0.0, 1.5), (1.2, 0.0))
TRUTHS = (0.5, 0.5 + MARGIN, 0.9)
BAR, WRONG = 0.93, 0.05


def shares(world: judged.World, kind: str, runs: int) -> Iterator[Share]:
    """One share a run of the study."""
    for run in range(runs):
        who, what = judged.rows(world, run % 20)
        if kind == "pairs":
            found = share_of(judged.pairs(world, who, what, run), who, what)
        else:
            human, real = judged.single(world, who, what, run)
            found = balanced_share_of(human, real, who, what)
        if found is not None:
            yield found


def cell(world: judged.World, kind: str, runs: int) -> dict[str, float]:
    """Coverage of both intervals, the wide one's mean width, and the share of wrong verdicts.

    Wrong: "told apart" where the truth is chance, "close" where it is at the margin or beyond.
    """
    exact = wide = width = wrong = count = 0.0
    at_chance = world.truth == 0.5
    for found in shares(world, kind, runs):
        count += 1
        exact += found.low <= world.truth <= found.high
        if found.wide_low is not None and found.wide_high is not None:
            wide += found.wide_low <= world.truth <= found.wide_high
            width += found.wide_high - found.wide_low
        verdict = verdict_of(found, found.p)
        wrong += verdict == ("told apart" if at_chance else "close")
    return {
        "exact": exact / count, "wide": wide / count, "width": width / count, "wrong": wrong / count
    }  # fmt: skip


def run(runs: int) -> bool:
    """Print a table; whether all bars hold."""
    print("| task | raters | items | each | truth | SD raters | SD items "
          "| exact holds it | wide holds it | wide is wide | wrong verdicts |")  # fmt: skip
    print("|" + " --- |" * 11)
    fine = True
    for kind in ("pairs", "single"):
        for size in SIZES:
            for truth in TRUTHS:
                for by, of in EFFECTS:
                    found = cell(judged.World(truth, *size, by, of), kind, runs)
                    fine &= found["wide"] >= BAR and found["wrong"] <= WRONG
                    fine &= found["exact"] >= BAR or (by, of) != (0.0, 0.0)
                    place = (
                        f"{kind} | {size[0]} | {size[1]} | {size[2]} | {truth:.1f} | {by} | {of}"
                    )
                    print(f"| {place} "
                          f"| {100 * found['exact']:.1f} % | {100 * found['wide']:.1f} % "
                          f"| {100 * found['width']:.0f} | {100 * found['wrong']:.1f} % |",
                          flush=True)  # fmt: skip
    print("all bars hold" if fine else "A BAR IS MISSED")
    return fine
