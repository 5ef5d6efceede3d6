"""How many dialogues find a gap, and which gap a number of dialogues can find.

Power is simulated on the variability of a profile of real users: two samples of n
groups are drawn, one from its people and one from a population that lies ``gap`` away
(see ``power_population``). The gap is found when their distance passes the point that
two samples from the mixture of both pass with probability α. That point stands for the
permutation test's, which shuffles both sides together; ``benchmarks/calibration/power.py``
runs the real test at the answers given here. Of several directions that a gap can have
(``towards`` names one) the hardest counts.

With ``tests`` measures judged together (Holm), a gap that must be found whatever the
other measures show is tested at α / tests.

Pairs: with the same scenario on both sides the noise of the difference is smaller.
A profile of one side cannot show by how much; ``PAIRED_NOISE`` is the share of noise
variance that was left on 126 scenarios (real users against this package's two sample
simulators), and n shrinks with it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from usergap.compare.draws import generator
from usergap.compare.power.population import Population, population
from usergap.compare.sides import Floats
from usergap.compare.verdicts import ALPHA
from usergap.compare.workers import stop_if_asked
from usergap.dimensions import MEASURES, Dimension
from usergap.errors import InputError
from usergap.profiles import Profile, load_reference

POWER = 0.8
FEWEST, MOST = 5, 1_000_000
DRAWS = 1500
PILOT = 200
CLOSE_ENOUGH = 0.01
"""Of the lead: n is right to 2 %, well below the simulation's own error."""
PAIRED_NOISE: Mapping[str, float] = {
    "intent": 0.62,
    "feedback": 0.86,
    "emotion": 0.84,
    "identity": 0.84,
    "knowledge": 0.84,
    "words": 0.93,
    "turns": 0.93,
    "fk_grade": 0.94,
    "mtld": 1.0,
    "errors": 1.0,
}
"""Noise variance of paired as a share of unpaired differences, at most 1: the larger of two
simulators, as ``benchmarks/calibration/power_pairs.py`` measures it."""


@dataclass(frozen=True)
class Answer:
    """Groups a side and the gap that they find; ``direction`` is the hardest one tried."""

    n: int
    gap: float
    direction: str


def needed(
    profile: Profile | str,
    measure: str,
    gap: float,
    paired: bool = False,
    tests: int = len(MEASURES),
    seed: int = 0,
    measures: Mapping[str, Dimension] | None = None,
    towards: str | None = None,
) -> Answer | None:
    """Groups a side with which a true distance of ``gap`` is found in 80 % of samples.

    ``profile``: real users, or the name of a shipped reference. ``gap`` in the unit of a
    comparison's rows; dialogues of one conversation or scenario are one group. None
    where a million groups are not enough. Raises InputError for an unknown measure, or a
    gap that the profile's dialogues cannot be mixed to show.
    """
    people = _population(profile, measure, measures, towards)
    if not gap > 0:
        raise InputError(f"gap: expected a number above 0, found {gap!r}")
    found = {x: people.planted(x, gap) for x in people.scores}
    able = {x: shares for x, shares in found.items() if shares is not None}
    if not able:
        most = max(people.reach(x) for x in people.scores)
        raise InputError(
            f"gap: expected at most {most:.3g} for {measure} "
            f"(no mix of these people's dialogues lies further apart), found {gap:g}"
        )
    # A pilot tells which direction is hardest; only that one is searched.
    pilot = Trial(people, PILOT, tests, seed)
    leads = {x: pilot.lead(shares) for x, shares in able.items()}
    hardest = min(leads, key=leads.__getitem__)
    n = _search(people, able[hardest], tests, seed, leads[hardest])
    if n is None:
        return None
    if paired:
        n = max(FEWEST, math.ceil(n * _noise(measure)))
    return Answer(n, gap, hardest)


def detectable(
    profile: Profile | str,
    measure: str,
    n: int,
    paired: bool = False,
    tests: int = len(MEASURES),
    seed: int = 0,
    measures: Mapping[str, Dimension] | None = None,
    towards: str | None = None,
) -> Answer | None:
    """The true distance that ``n`` groups a side find in 80 % of samples.

    None where no mix of the profile's dialogues lies far enough apart. Raises
    InputError for an unknown measure or fewer than 5 groups.
    """
    people = _population(profile, measure, measures, towards)
    if n < FEWEST:
        raise InputError(f"n: expected at least {FEWEST}, found {n}")
    size = round(n / _noise(measure)) if paired else n
    # As in ``needed``, a pilot tells the hardest direction: the one with the largest gap.
    pilot = Trial(people, size, tests, seed, DRAWS // 3)
    ways = {x: _find(pilot, x, steps=4) for x in people.scores}
    able = {x: gap for x, gap in ways.items() if gap is not None}
    for hardest in sorted(able, key=lambda x: -able[x]):
        gap = _find(Trial(people, size, tests, seed), hardest, steps=8)
        if gap is not None:
            return Answer(n, gap, hardest)
    return None


@dataclass(frozen=True)
class Trial:
    """Samples of ``n`` groups a side, and the test that they go through."""

    people: Population
    n: int
    tests: int
    seed: int
    draws: int = DRAWS

    @cached_property
    def left(self) -> Floats:
        """Counts of groups in the real samples, (draws, groups)."""
        return self._draw(self.people.even, "left")

    def critical(self, shares: Floats) -> float:
        """The distance that chance passes with probability α / tests.

        A permutation shuffles both sides together, so chance draws from their mixture.
        """
        mixture = (self.people.even + shares) / 2
        sides = (self._draw(mixture, purpose) for purpose in ("one", "other"))
        null = self.people.distances(*sides)
        return float(np.quantile(null[np.isfinite(null)], 1 - ALPHA / self.tests))

    def distances(self, shares: Floats) -> Floats:
        """Distances between real samples and samples with other shares of groups."""
        found = self.people.distances(self.left, self._draw(shares, "right"))
        return np.asarray(found[np.isfinite(found)])

    def lead(self, shares: Floats) -> float:
        """By what factor, in logs, four of five distances pass the critical point."""
        reached = float(np.quantile(self.distances(shares), 1 - POWER))
        return math.log(max(reached, 1e-300)) - math.log(max(self.critical(shares), 1e-300))

    def _draw(self, shares: Floats, purpose: str) -> Floats:
        stop_if_asked()
        # The same stream for every gap and n: answers change with them, not with luck.
        rng = generator(self.seed, f"power {purpose}")
        return np.asarray(rng.multinomial(self.n, shares, self.draws))


def _population(
    profile: Profile | str,
    measure: str,
    measures: Mapping[str, Dimension] | None,
    towards: str | None,
) -> Population:
    known = MEASURES if measures is None else measures
    if measure not in known:
        raise InputError(f"measure: expected one of {', '.join(known)}; found {measure!r}")
    if isinstance(profile, str):
        profile = load_reference(profile)
    people = population(profile, known[measure])
    if towards is None:
        return people
    if towards not in people.scores:
        raise InputError(f"towards: expected {' or '.join(people.scores)}, found {towards!r}")
    return replace(people, scores={towards: people.scores[towards]})


def _noise(measure: str) -> float:
    if measure not in PAIRED_NOISE:
        raise InputError(f"pairs: how alike pairs are on {measure} is not known")
    return PAIRED_NOISE[measure]


def _search(people: Population, shares: Floats, tests: int, seed: int, lead: float) -> int | None:
    """The n at which the lead is 0: it grows with log n, by a half where the gap is clear.

    ``lead`` is that at the pilot's n, where the search begins.
    """
    low, high, n = FEWEST, MOST, PILOT
    for at in range(10):
        if at:
            lead = Trial(people, n, tests, seed).lead(shares)
        if lead >= 0:
            high = n
        elif n == MOST:
            return None
        else:
            low = n
        if abs(lead) < CLOSE_ENOUGH or high - low <= 1:
            break
        n = min(max(round(n * math.exp(-2 * lead)), low + 1), high - 1 if high < MOST else MOST)
    return max(FEWEST, n if lead >= -CLOSE_ENOUGH else high)


def _find(trial: Trial, direction: str, steps: int) -> float | None:
    """The gap that is found with the wanted power: bisection in log gap."""
    people = trial.people
    chance = trial.critical(people.even)
    low, high = 0.3 * chance, min(4 * chance, 0.999 * people.reach(direction))
    if high <= low or not _finds(trial, direction, high):
        return None
    for _ in range(steps):
        middle = math.sqrt(low * high)
        enough = _finds(trial, direction, middle)
        low, high = (low, middle) if enough else (middle, high)
    return math.sqrt(low * high)


def _finds(trial: Trial, direction: str, gap: float) -> bool:
    shares = trial.people.planted(direction, gap)
    return shares is not None and trial.lead(shares) >= 0
