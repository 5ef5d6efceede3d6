"""Shares of all turns from a drawn sample: which estimator holds the truth, and how wide it is.

Run: python -m benchmarks.people_shares [--draws 200]

The corpus of ``benchmarks.budget`` (``USERGAP_DATA``): 5,032 turns of real users with gold for
all of them. ``annotate sample`` is drawn again and again, turns for intent and feedback, whole
dialogues for identity, and ``annotate validate``'s shares are made with the difference estimator
and with the regression estimator, beside weights alone (Horvitz and Thompson).
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.budget import Corpus
from usergap.annotators.sampling.drawing import Drawn, draw
from usergap.annotators.sampling.estimates import (
    Floats,
    Rate,
    horvitz_thompson,
    prediction_powered,
    regression_powered,
)

Found = defaultdict[str, defaultdict[str, list[float]]]
SIZES = (30, 50, 100, 200, 400)


def _weights(gold: Floats, _given: Floats, p: Floats, every: Floats, cluster: Floats) -> Rate:
    return horvitz_thompson(gold, p, len(every), cluster.astype(np.int64))


WAYS: dict[str, Callable[..., Rate]] = {
    "weights": _weights, "difference": prediction_powered, "regression": regression_powered,
}  # fmt: skip


class Dialogues:
    """The corpus by dialogue: a label is there where any turn has it."""

    def __init__(self, turns: Corpus) -> None:
        row, place = np.unique(turns.cluster, return_inverse=True)
        self.cluster = np.arange(row.size)
        first = [int(np.flatnonzero(place == at)[0]) for at in range(row.size)]
        self.strata = [turns.strata[at] for at in first]
        self.domains = [turns.domains[at] for at in first]
        self.uncertainty = np.zeros(row.size)
        np.maximum.at(self.uncertainty, place, turns.uncertainty)
        self.labels = {}
        for name, both in turns.labels.items():
            if name[0] == "identity":
                found = np.zeros((2, row.size))
                for each, values in zip(found, both, strict=True):
                    np.maximum.at(each, place, values)
                self.labels[name] = found[0], found[1]


def drawn_labels(
    corpus: Corpus | Dialogues, dimensions: tuple[str, ...], size: int, draws: int
) -> Iterator[tuple[str, str, bool, float, float]]:
    """Way, label, whether the interval holds the share, its half width and error in points."""
    for seed in range(draws):
        one: Drawn = draw(corpus.strata, corpus.uncertainty, size, seed, corpus.domains)
        at, p = one.units, one.inclusion[one.units]
        for (dimension, label), (y, f) in corpus.labels.items():
            if dimension in dimensions:
                for way, of in WAYS.items():
                    rate = of(y[at], f[at], p, f, corpus.cluster[at])
                    held = rate.low - 1e-9 <= y.mean() <= rate.high + 1e-9
                    half = 50 * (rate.high - rate.low)
                    yield way, f"{dimension}.{label}", held, half, 100 * (rate.value - y.mean())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=200)
    draws = parser.parse_args().draws
    data = os.environ.get("USERGAP_DATA", Path(__file__).parents[2] / "shared/data")
    turns = Corpus(Path(data) / "realsim")
    print("| drawn | estimator | coverage | worst label | half width, points | bias, points |")
    print("|---|---|---|---|---|---|")
    for name, corpus, dimensions in (
        ("turns", turns, ("intent", "feedback")),
        ("dialogues", Dialogues(turns), ("identity",)),
    ):
        for size in SIZES:
            held: Found = defaultdict(lambda: defaultdict(list))
            half: Found = defaultdict(lambda: defaultdict(list))
            off: Found = defaultdict(lambda: defaultdict(list))
            for way, label, inside, wide, error in drawn_labels(corpus, dimensions, size, draws):
                held[way][label].append(inside)
                half[way][label].append(wide)
                off[way][label].append(error)
            for way in WAYS:
                worst, label = min((np.mean(each), label) for label, each in held[way].items())
                print(
                    f"| {size} {name} | {way} | {np.mean(list(held[way].values())):.3f} |"
                    f" {worst:.3f} ({label}) | {np.mean(list(half[way].values())):.2f} |"
                    f" {max(abs(np.mean(each)) for each in off[way].values()):.2f} |"
                )


if __name__ == "__main__":
    main()
