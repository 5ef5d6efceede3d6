"""How often the collapse alarm sounds: on chains that collapse, and on ones that do not.

Run: python -m benchmarks.collapse FILE [--texts 700] [--runs 20]

FILE holds real dialogues. Each run watches three chains of five generations of the built-in
generator: with no fresh text (it collapses), with half and with all text fresh (it learns from
people each time), and chains whose generations are other people's turns.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable

from usergap.annotators.validation.agreement_intervals import Share, wilson
from usergap.formats import read
from usergap.ledger.collapse.monitor import Monitor, monitor, watch

CHAINS, GENERATIONS = 3, 5


def people(texts: list[str], seed: int) -> Monitor:
    """Generations that are drawn from half of the people, against the other half."""
    rng = random.Random(seed)
    drawn = rng.sample(texts, len(texts))
    known, others = drawn[: len(texts) // 2], drawn[len(texts) // 2 :]
    chains = [
        [known, *(rng.sample(others, len(others) * 2 // 3) for _ in range(GENERATIONS))]
        for _ in range(CHAINS)
    ]
    return monitor(chains, seed=seed)


def main() -> int:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--texts", type=int, default=700)
    parser.add_argument("--runs", type=int, default=20)
    told = parser.parse_args()
    texts = [turn.text for each in read(told.file) for turn in each.turns][: told.texts]

    def chains(fresh: float) -> Callable[[int], Monitor]:
        return lambda seed: watch(texts, GENERATIONS, fresh=fresh, chains=CHAINS, seed=seed * 100)

    kinds: dict[str, Callable[[int], Monitor]] = {
        "no fresh text": chains(0.0),
        "half fresh": chains(0.5),
        "all fresh": chains(1.0),
        "other people": lambda seed: people(texts, seed),
    }
    for name, work in kinds.items():
        alarms = sum(work(seed).alarm for seed in range(told.runs))
        rate = wilson(Share(alarms / told.runs, 0.0, float(told.runs), told.runs))
        print(f"{name:<16}{alarms:>3} of {told.runs} alarm, 95 % {rate.low:.2f} to {rate.high:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
