"""Calibration: simulate some scenarios, measure, correct the plan, and again.

A model that writes 1.4 times as much as it is asked for, or praises unasked, is asked
for less. What is learnt is a Correction, from scenarios that are then done with: it is
used, and judged, on held-out ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from usergap.dialogues import Corpus, Dialogue
from usergap.errors import InputError
from usergap.profiles import Plan, measure_corpus
from usergap.simulate.matching.control import Match
from usergap.simulate.matching.correction import Correction
from usergap.simulate.matching.donors import donors, random_numbers
from usergap.simulate.matching.rates import Rates, mismatch
from usergap.simulate.matching.target import FEWEST, Target, labels_plan
from usergap.simulate.scenarios.scenario import Scenario

ROUNDS = 3
SHARE = 0.5
Simulate = Callable[[Sequence[Scenario], Match, str], Awaitable[Sequence[Dialogue]]]
"""Simulates scenarios under a planned control; the text names the round ("round-1")."""


@dataclass(frozen=True)
class Round:
    """One round: what was asked for beyond the plan, what came of it, and how far off it was."""

    number: int
    correction: Correction
    wanted: Rates
    measured: Rates
    mismatch: float


@dataclass(frozen=True)
class Calibration:
    """A control that is not planned yet, with the correction of the best round.

    ``match`` is to be planned (``planned``) for the ``held_out`` scenarios: real
    dialogues of these went into nothing.
    """

    match: Match
    rounds: tuple[Round, ...]
    calibration: tuple[str, ...]
    held_out: tuple[str, ...]
    seed: int

    def record(self) -> dict[str, Any]:
        """All of it as JSON values, for a file beside the dialogues."""
        return {
            "reference": self.match.target.name,
            "fingerprint": self.match.target.fingerprint,
            "seed": self.seed,
            "correction": self.match.correction.record(),
            "rounds": [
                {
                    "number": each.number,
                    "correction": each.correction.record(),
                    "wanted": each.wanted.record(),
                    "measured": each.measured.record(),
                    "mismatch": each.mismatch,
                }
                for each in self.rounds
            ],
            "calibration": list(self.calibration),
            "held_out": list(self.held_out),
        }


def split_scenarios(
    scenarios: Sequence[Scenario], share: float, seed: int
) -> tuple[list[Scenario], list[Scenario]]:
    """Scenarios to calibrate on, about ``share`` of each domain, and held-out ones.

    Both in their own order. Raises InputError for a share that leaves one side empty.
    """
    by_domain: dict[str, list[str]] = defaultdict(list)
    for scenario in scenarios:
        by_domain[scenario.domain or ""].append(scenario.id)
    order: list[str] = []
    for domain in sorted(by_domain):
        listed = sorted(by_domain[domain])
        order += random_numbers("split", seed, domain).permutation(listed).tolist()
    # even steps along the domains: of each about the share, of all as exactly as can be
    steps = np.floor((np.arange(len(order)) + 1) * share + 1e-9)
    taken = {order[place] for place in np.flatnonzero(np.diff(steps, prepend=0.0))}
    if not 0 < len(taken) < len(order):
        raise InputError(
            f"match: expected scenarios to calibrate on and held-out ones, found {len(order)}"
            f" and a share of {share}"
        )
    return [s for s in scenarios if s.id in taken], [s for s in scenarios if s.id not in taken]


async def calibrate(
    match: Match,
    scenarios: Sequence[Scenario],
    simulate: Simulate,
    *,
    rounds: int = ROUNDS,
    share: float = SHARE,
    seed: int = 0,
    plan: Plan | None = None,
) -> Calibration:
    """A fixed number of rounds on a part of the scenarios; the round that came nearest wins.

    Each round asks for what the last one lacked: the whole of it in the second round,
    half in the third, a third in the fourth, so that chance is averaged out (Robbins and
    Monro 1951, Annals of Mathematical Statistics 22, 400). ``plan`` measures the simulated
    dialogues (default: the shipped annotators) and must use the reference's annotators.
    Raises InputError.
    """
    if rounds < 1:
        raise InputError(f"match: rounds: expected 1 or more, found {rounds}")
    calibration, held_out = split_scenarios(scenarios, share, seed)
    if len(calibration) < FEWEST:
        raise InputError(
            f"match: expected at least {FEWEST} scenarios to calibrate on, found"
            f" {len(calibration)} of {len(scenarios)}: calibrate on more, or plan without rounds"
        )
    base = match.without(held_out)
    rows = donors(base.target, calibration, seed)
    wanted = base.target.rows(np.array([rows[scenario.id] for scenario in calibration]))
    correction = base.correction
    done: list[Round] = []
    for number in range(1, rounds + 1):
        planned = replace(base, correction=correction).planned(calibration, seed)
        dialogues = await simulate(calibration, planned, f"round-{number}")
        found, kept = _measured(dialogues, rows, base, plan)
        step = mismatch(wanted, found)
        done.append(Round(number, correction, Rates.of(wanted), Rates.of(found), step))
        correction = improved(correction, done[-1], _wordiness(found, kept), gain=1 / number)
    best = min(done, key=lambda each: each.mismatch)
    return Calibration(
        match=replace(base, correction=best.correction),
        rounds=tuple(done),
        calibration=tuple(scenario.id for scenario in calibration),
        held_out=tuple(scenario.id for scenario in held_out),
        seed=seed,
    )


def improved(correction: Correction, last: Round, wordiness: float, gain: float) -> Correction:
    """The correction after a round, moved by ``gain`` times what was lacking.

    ``wordiness``: words written over words wanted.
    """

    def moved(
        now: Mapping[str, float], wanted: Mapping[str, float], got: Mapping[str, float]
    ) -> dict[str, float]:
        bent = {x: now.get(x, 0.0) + gain * (wanted[x] - got[x]) for x in wanted}
        # not below what takes all away, nor above what puts it everywhere
        return {x: min(max(value, -wanted[x]), 1 - wanted[x]) for x, value in bent.items()}

    return Correction(
        words=correction.words * wordiness**-gain if wordiness > 0 else correction.words,
        remarks=moved(correction.remarks, last.wanted.remarks, last.measured.remarks),
        kinds=moved(correction.kinds, last.wanted.kinds, last.measured.kinds),
    )


def _measured(
    dialogues: Sequence[Dialogue], rows: Mapping[str, int], base: Match, plan: Plan | None
) -> tuple[Target, np.ndarray]:
    """The dialogues measured as the reference was, and the words that were wanted of each."""
    profile = measure_corpus(Corpus("calibration", tuple(dialogues)), plan or labels_plan(), jobs=1)
    found = Target.of(profile)
    for name in ("feedback", "identity"):
        theirs, ours = base.target.annotators.get(name), found.annotators.get(name)
        if theirs != ours:
            raise InputError(
                f"match: {base.target.name}: {name}: expected labels of {ours}, by which simulated"
                f" dialogues are labelled, found those of {theirs}"
            )
    return found, base.target.words[[rows[name] for name in found.ids]]


def _wordiness(found: Target, wanted: np.ndarray) -> float:
    """The median dialogue's words over those wanted: long tails do not move it."""
    return float(np.median(found.words / np.maximum(wanted, 1)))
