"""What a sampled LLM budget buys: interval width against the number of labelled turns.

Run: python -m benchmarks.budget [--draws 100] [--svg docs/scale.svg]

Needs the labelled corpus under ``USERGAP_DATA`` (default ``../shared/data``): 5,032 turns
of real users, labelled by an LLM. Its labels stand for the answers that calls would give,
the shipped linear model, out of fold, for the cheap predictor that labels every turn. For
each budget the sample is drawn again and again in two ways (every turn alike; rare labels
and close calls more often, weighed back), and the 95 % interval of every label's share is
made in two ways: from the LLM's labels alone, and with the predictor's labels of all turns
as far as the sample says that they are worth it (prediction-powered, power-tuned).

Errors are those of draws with replacement of dialogues, so that they are those of a corpus
of any size. Coverage counts how often the interval holds the share over all turns.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.offline import shipped_annotator
from usergap.annotators.sampling.drawing import draw
from usergap.annotators.sampling.estimates import Rate, regression_powered
from usergap.annotators.sampling.units import linear_uncertainty, units_of
from usergap.formats import read

BUDGETS = (100, 200, 400, 800, 1600, 3200)
WAYS = ("equal", "strata", "equal, predictor", "strata, predictor")
DIMENSIONS = ("intent", "feedback", "identity")
FEWEST = 0.005
"""A label rarer than that has some 25 turns in all: hardly a share to estimate."""
RARE = 0.05
COLOURS = ("#8a8a8a", "#c77700", "#5f9f4f", "#1f5fbf")

Table = dict[tuple[str, str], tuple[NDArray[np.float64], NDArray[np.float64]]]
Found = dict[tuple[str, int], list[tuple[str, float, bool]]]


class Corpus:
    """All turns: the LLM's labels and the predictor's, strata, uncertainty, dialogues."""

    def __init__(self, folder: Path) -> None:
        dialogues = read(str(folder / "real.jsonl")).dialogues
        with (folder / "labels.tsv").open(newline="") as file:
            rows = {
                (r["dialogue_id"], int(r["turn"])): r for r in csv.DictReader(file, delimiter="\t")
            }
        found = shipped_annotator(DIMENSIONS).annotate(dialogues)
        units = units_of(dialogues, found, DIMENSIONS, linear_uncertainty(dialogues, DIMENSIONS))
        keep = [
            at
            for at, (row, turn) in enumerate(units.places)
            if (dialogues[row].id, turn) in rows
            and found[row].units["intent"][turn - 1] is not None
        ]
        self.strata = [units.strata[at] for at in keep]
        self.domains = [units.domains[at] for at in keep]
        self.uncertainty = units.uncertainty[keep]
        self.cluster = np.array([units.places[at][0] for at in keep])
        self.labels: Table = {}
        for dimension in DIMENSIONS:
            gold, given = [], []
            for at in keep:
                row, turn = units.places[at]
                gold.append(set(rows[dialogues[row].id, turn][dimension].split("+")))
                given.append(set(found[row].units[dimension][turn - 1] or ()))
            for label in sorted(set.union(*gold)):
                y = np.array([label in x for x in gold], float)
                if y.mean() >= FEWEST:
                    f = np.array([label in x for x in given], float)
                    self.labels[dimension, label] = y, f

    def __len__(self) -> int:
        return len(self.strata)

    def rates(self, way: str, calls: int, seed: int) -> dict[tuple[str, str], Rate]:
        """Every label's share, from one sample."""
        equal = way.startswith("equal")
        strata = [0] * len(self) if equal else self.strata
        doubt = np.full(len(self), 0.5) if equal else self.uncertainty
        drawn = draw(strata, doubt, calls, seed, self.domains)
        at, share = drawn.units, drawn.inclusion[drawn.units]
        made = {}
        for name, (y, f) in self.labels.items():
            guess = f if way.endswith("predictor") else np.zeros(len(self))
            made[name] = regression_powered(y[at], guess[at], share, guess, self.cluster[at])
        return made


def widths(corpus: Corpus, draws: int) -> Found:
    """(label, half width in points, whether the share lies inside) by way and budget."""
    found: Found = defaultdict(list)
    for calls in BUDGETS:
        for way in WAYS:
            for seed in range(draws):
                for name, rate in corpus.rates(way, calls, seed).items():
                    true = corpus.labels[name][0].mean()
                    inside = rate.low - 1e-9 <= true <= rate.high + 1e-9
                    half = 50 * (rate.high - rate.low)
                    found[way, calls].append((".".join(name), half, bool(inside)))
    return found


def mean_half(found: Found, way: str, calls: int, only: Sequence[str] = ()) -> float:
    """The mean half width over labels (or only some) and draws, in points."""
    kept = [half for label, half, _ in found[way, calls] if not only or label in only]
    return float(np.mean(kept))


def calls_for(found: Found, way: str, half: float, only: Sequence[str] = ()) -> float:
    """Calls for a half width, by a line through log calls and log width."""
    x = np.log([mean_half(found, way, calls, only) for calls in BUDGETS])
    slope, at = np.polyfit(x, np.log(BUDGETS), 1)
    return float(np.exp(at + slope * np.log(half)))


def picture(found: Found) -> str:
    """Half width against calls, both on log scales, as SVG."""
    wide, high, edge = 640, 400, 60
    values = [mean_half(found, way, calls) for way in WAYS for calls in BUDGETS]
    low, top = np.log(min(values) * 0.85), np.log(max(values) * 1.15)
    first, last = np.log(BUDGETS[0]), np.log(BUDGETS[-1])

    def place(calls: float, half: float) -> tuple[float, float]:
        across = (np.log(calls) - first) / (last - first)
        up = (np.log(half) - low) / (top - low)
        return edge + across * (wide - 2 * edge), high - edge - up * (high - 2 * edge)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img">',
        "<style>text { font: 13px sans-serif }</style>",
        "<title>Mean half width of 95 % intervals against LLM calls</title>",
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/>',
    ]
    for calls in BUDGETS:
        x = place(calls, 1.0)[0]
        parts.append(
            f'<path d="M{x:.0f} {edge}V{high - edge}" stroke="#e4e4e4"/>'
            f'<text x="{x:.0f}" y="{high - edge + 20}" text-anchor="middle">{calls:,}</text>'
        )
    for half in (0.25, 0.5, 1.0, 2.0, 4.0, 8.0):
        if low <= np.log(half) <= top:
            y = place(100, half)[1]
            parts.append(
                f'<path d="M{edge} {y:.0f}H{wide - edge}" stroke="#e4e4e4"/>'
                f'<text x="{edge - 8}" y="{y + 4:.0f}" text-anchor="end">±{half:g}</text>'
            )
    for number, (way, colour) in enumerate(zip(WAYS, COLOURS, strict=True)):
        points = [place(calls, mean_half(found, way, calls)) for calls in BUDGETS]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        look = f'fill="none" stroke="{colour}" stroke-width="2.5"'
        parts.append(f'<polyline points="{line}" {look}/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" {look}/>' for x, y in points]
        y = edge - 38 + 18 * number
        parts.append(
            f'<path d="M{wide - 250} {y}h24" {look}/>'
            f'<text x="{wide - 220}" y="{y + 4}">{way}</text>'
        )
    parts += [
        f'<text x="{edge - 44}" y="{edge - 24}">points</text>',
        f'<text x="{wide / 2}" y="{high - 12}" text-anchor="middle">turns labelled</text></svg>',
    ]
    return "\n".join(parts) + "\n"


def main() -> None:
    """Print the tables and, where asked, write the picture."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    folder = Path(os.environ.get("USERGAP_DATA", "../shared/data")) / "realsim"
    if not (folder / "labels.tsv").exists():
        raise SystemExit("expected realsim/labels.tsv under USERGAP_DATA, found none")
    corpus = Corpus(folder)
    found = widths(corpus, options.draws)
    print(
        f"{len(corpus):,} turns, {np.unique(corpus.cluster).size} dialogues, "
        f"{len(corpus.labels)} labels, {options.draws} draws\n"
    )
    print("| calls | " + " | ".join(WAYS) + " | coverage |\n|---" + "|---" * 5 + "|")
    for calls in BUDGETS:
        halves = [f"±{mean_half(found, way, calls):.2f}" for way in WAYS]
        held = [f"{np.mean([x[2] for x in found[way, calls]]):.1%}" for way in WAYS]
        print(f"| {calls:,} | {' | '.join(halves)} | {' / '.join(held)} |")
    rare = [".".join(name) for name, (y, _) in corpus.labels.items() if y.mean() < RARE]
    every = [".".join(name) for name in corpus.labels]
    print("\n| mean half width | " + " | ".join(WAYS) + " |\n|---" + "|---" * 4 + "|")
    for half, only, which in ((2.0, every, "all"), (1.0, every, "all"), (0.75, rare, "rare")):
        needed = [f"{calls_for(found, way, half, only):,.0f}" for way in WAYS]
        print(f"| ±{half:g} points, {which} {len(only)} labels | {' | '.join(needed)} |")
    print("\n| label | share | " + " | ".join(f"{way}, 800 calls" for way in WAYS) + " |")
    print("|---" + "|---" * 5 + "|")
    for name, (y, _) in corpus.labels.items():
        label = ".".join(name)
        halves = [
            f"±{np.mean([half for one, half, _ in found[way, 800] if one == label]):.2f}"
            for way in WAYS
        ]
        print(f"| {label} | {y.mean():.1%} | {' | '.join(halves)} |")
    if options.svg:
        options.svg.write_text(picture(found))


if __name__ == "__main__":
    main()
