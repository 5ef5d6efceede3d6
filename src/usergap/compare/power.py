"""How many dialogues find a gap, and which gap a number of dialogues can find.

Power is simulated on the variability of a profile of real users: two samples of n
groups are drawn from its people, then one from them and one from a population that
lies ``gap`` away (see ``power_population``). The gap is found when the second
distance passes the point that the first passes with probability α. That point stands
for the permutation test's; ``benchmarks/calibration/power.py`` runs the real test at
the answers given here. Of several directions that a gap can have, the hardest counts.

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
from dataclasses import dataclass

import numpy as np

from usergap.compare.draws import generator
from usergap.compare.power_population import Population, population
from usergap.compare.sides import Floats
from usergap.compare.verdicts import ALPHA
from usergap.dimensions import MEASURES, Dimension
from usergap.errors import InputError
from usergap.profiles import Profile

POWER = 0.8
FEWEST, MOST = 5, 1_000_000
DRAWS = 2000
PAIRED_NOISE: Mapping[str, float] = {}
"""Noise variance of paired as a share of unpaired differences, per measure."""


@dataclass(frozen=True)
class Answer:
    """Groups a side and the gap that they find; ``direction`` is the hardest one tried."""

    n: int
    gap: float
    direction: str


def needed(
    profile: Profile,
    measure: str,
    gap: float,
    paired: bool = False,
    tests: int = len(MEASURES),
    seed: int = 0,
    measures: Mapping[str, Dimension] | None = None,
) -> Answer | None:
    """Groups a side with which a true distance of ``gap`` is found in 80 % of samples.

    ``gap`` in the unit of a comparison's rows; dialogues of one conversation or
    scenario are one group. None where a million groups are not enough. Raises
    InputError for an unknown measure, or a gap that the profile's dialogues cannot
    be mixed to show.
    """
    people = _population(profile, measure, measures)
    if not gap > 0:
        raise InputError(f"gap: expected a number above 0, found {gap!r}")
    found = {x: people.planted(x, gap) for x in people.scores}
    able = {x: shares for x, shares in found.items() if shares is not None}
    if not able:
        most = max(people.reach(x) for x in people.scores)
        raise InputError(
            f"gap: expected at most {most:.3g} for {measure} "
            f"(no mix of {profile.name}'s dialogues lies further apart), found {gap:g}"
        )
    # A pilot tells which direction is hardest; only that one is searched.
    pilot = 200
    hardest = min(able, key=lambda x: _lead(people, able[x], pilot, tests, seed))
    n = _search(people, able[hardest], pilot, tests, seed)
    if n is None:
        return None
    if paired:
        n = max(FEWEST, math.ceil(n * _noise(measure)))
    return Answer(n, gap, hardest)


def detectable(
    profile: Profile,
    measure: str,
    n: int,
    paired: bool = False,
    tests: int = len(MEASURES),
    seed: int = 0,
    measures: Mapping[str, Dimension] | None = None,
) -> Answer | None:
    """The true distance that ``n`` groups a side find in 80 % of samples.

    None where no mix of the profile's dialogues lies far enough apart. Raises
    InputError for an unknown measure or fewer than 5 groups.
    """
    people = _population(profile, measure, measures)
    if n < FEWEST:
        raise InputError(f"n: expected at least {FEWEST}, found {n}")
    size = round(n / _noise(measure)) if paired else n
    found = []
    for direction in people.scores:
        gap = _bisect(people, direction, size, tests, seed)
        if gap is not None:
            found.append(Answer(n, gap, direction))
    return max(found, key=lambda x: x.gap) if found else None


def power(
    people: Population, shares: Floats, n: int, tests: int, seed: int, draws: int = DRAWS
) -> float:
    """The probability that the gap between ``people`` and ``shares`` of them is found."""
    null, gap = _draw(people, shares, n, seed, draws)
    return float((gap > np.quantile(null, 1 - ALPHA / tests)).mean())


def _population(
    profile: Profile, measure: str, measures: Mapping[str, Dimension] | None
) -> Population:
    known = MEASURES if measures is None else measures
    if measure not in known:
        raise InputError(f"measure: expected one of {', '.join(known)}; found {measure!r}")
    return population(profile, known[measure])


def _noise(measure: str) -> float:
    if measure not in PAIRED_NOISE:
        raise InputError(f"pairs: how alike pairs are on {measure} is not known")
    return PAIRED_NOISE[measure]


def _draw(
    people: Population, shares: Floats, n: int, seed: int, draws: int
) -> tuple[Floats, Floats]:
    """Distances of samples without a gap and with it, (draws,) each; the same noise for all n."""
    rng = generator(seed, "power")
    left, again, right = (rng.multinomial(n, x, draws) for x in (people.even, people.even, shares))
    pairs = people.distances(left, again), people.distances(left, right)
    return pairs[0][np.isfinite(pairs[0])], pairs[1][np.isfinite(pairs[1])]


def _lead(people: Population, shares: Floats, n: int, tests: int, seed: int) -> float:
    """By what factor, in logs, four of five distances pass the critical point."""
    null, gap = _draw(people, shares, n, seed, DRAWS)
    critical, reached = np.quantile(null, 1 - ALPHA / tests), np.quantile(gap, 1 - POWER)
    return float(np.log(max(reached, 1e-300)) - np.log(max(critical, 1e-300)))


def _search(people: Population, shares: Floats, start: int, tests: int, seed: int) -> int | None:
    """The n at which the lead is 0: it grows with log n, by a half where the gap is clear."""
    low, high = FEWEST, MOST
    n, best = start, None
    for _ in range(9):
        lead = _lead(people, shares, n, tests, seed)
        if lead >= 0:
            high, best = n, n
        else:
            low = n
        if n == MOST and lead < 0:
            return None
        guess = n * math.exp(-2 * lead * (1.0 if abs(lead) < 0.5 else 1.3))
        step = int(min(max(guess, low, FEWEST), high, MOST))
        if step == n or high - low <= max(1, 0.02 * low):
            break
        n = step
    return best or high


def _bisect(
    people: Population, direction: str, n: int, tests: int, seed: int, steps: int = 9
) -> float | None:
    low, high = 0.0, people.steepest(direction)
    if power(people, people.tilted(direction, high), n, tests, seed, DRAWS // 2) < POWER:
        return None
    for _ in range(steps):
        middle = (low + high) / 2
        enough = power(people, people.tilted(direction, middle), n, tests, seed, DRAWS // 2)
        low, high = (low, middle) if enough >= POWER else (middle, high)
    return people.distance(people.tilted(direction, high))
