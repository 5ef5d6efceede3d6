"""Targets made of numbers, for tests."""

from __future__ import annotations

import numpy as np

from usergap.profiles.seeds import hashed
from usergap.simulate.matching.target import KINDS, REMARKS, Target
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import Seeds

WORDS = "learn how keels work"


def target(size=60, seed=0, domains=("sea", "land"), ids=True):
    """Real dialogues with ids r0, r1, …, scenarios of the same names, in turn of each domain."""
    rng = np.random.default_rng(seed)
    turns = rng.integers(4, 12, size)
    remarks = rng.multinomial(2, [1 / 6] * 6, size)
    names = tuple(f"r{row}" for row in range(size))
    return Target(
        name="made",
        fingerprint="f" * 64,
        domains=tuple(domains[row % len(domains)] for row in range(size)),
        pairs=tuple(map(hashed, names)),
        groups=np.arange(size),
        turns=turns,
        words=np.maximum(turns, rng.lognormal(4.5, 0.8, size).astype(int)),
        remarks=remarks,
        first=np.zeros((size, len(REMARKS)), int),
        remarking=np.maximum(1, (remarks > 0).sum(axis=1) - rng.integers(0, 2, size)),
        kinds=(rng.random((size, len(KINDS))) < 0.2).astype(int),
        annotators={"feedback": "a 1", "identity": "a 1"},
        seeds=tuple(Seeds((name,), (name,), texts=(f"said {name}",)) for name in names)
        if ids
        else (),
    )


def scenarios(count=40, domains=("sea", "land"), prefix="s"):
    """Scenarios in turn of each domain."""
    return [
        Scenario(f"{prefix}{number}", WORDS, domains[number % len(domains)])
        for number in range(count)
    ]
