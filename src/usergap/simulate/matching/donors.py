"""Donors: for each scenario one real dialogue whose numbers its simulation is to have.

A donor keeps turns, words, remarks and self-disclosure together, so that not only
each rate but what goes with what is the real users'. Donors are not drawn one by one:
each is used about as often as any other of its domain, and of many such choices the one
is kept whose rates are nearest to all real dialogues' (balanced sampling; Deville and
Tillé 2004, Biometrika 91, 893, give the theory of it).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from usergap.simulate.matching.target import Target
from usergap.simulate.scenarios.scenario import Scenario

TRIES = 64
FEWEST_IN_DOMAIN = 5
_STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
Floats = npt.NDArray[np.float64]


def donors(target: Target, scenarios: Sequence[Scenario], seed: int) -> dict[str, int]:
    """The row of ``target`` that each scenario gets.

    From its own domain where that has 5 real dialogues or more, else from all. Depends
    on the seed and on the set of scenarios, not on their order.
    """
    features = _features(target)
    found: dict[str, int] = {}
    ahead = np.zeros(features.shape[1])  # how much too much was chosen so far
    for name, members in sorted(_strata(target, scenarios).items()):
        rows = np.flatnonzero([d == name for d in target.domains])
        if name == "":
            rows = np.arange(len(target))
        rng = random_numbers("donors", seed, name)
        order = sorted((scenario.id for scenario in members), key=lambda x: _hash(seed, x))
        whole, rest = divmod(len(order), len(rows))
        options = [_spread(features[rows], rest, rng) for _ in range(TRIES if rest else 1)]
        wanted = features[rows].mean(axis=0) * rest
        off = [ahead + features[rows[chosen]].sum(axis=0) - wanted for chosen in options]
        best = min(range(len(options)), key=lambda place: float(np.square(off[place]).sum()))
        ahead = off[best]
        chosen = np.concatenate([np.tile(rows, whole), rows[options[best]]])
        found |= dict(zip(order, rng.permutation(chosen).tolist(), strict=True))
    return found


def _strata(target: Target, scenarios: Sequence[Scenario]) -> dict[str, list[Scenario]]:
    counts = Counter(target.domains)
    enough = {d for d, count in counts.items() if d and count >= FEWEST_IN_DOMAIN}
    strata: dict[str, list[Scenario]] = defaultdict(list)
    for scenario in scenarios:
        strata[scenario.domain if scenario.domain in enough else ""].append(scenario)
    return dict(strata)


def _features(target: Target) -> Floats:
    """What is to be balanced, one column each with mean 0 and SD 1."""
    words, turns = target.words, target.turns
    more = [words > np.quantile(words, step) for step in _STEPS]
    more += [turns > step for step in np.unique(np.quantile(turns, _STEPS))]
    counts = [*target.remarks.T, target.remarking, *target.kinds.T, np.log1p(words), turns]
    table = np.column_stack([np.asarray(each, dtype=np.float64) for each in (*more, *counts)])
    spread = table.std(axis=0)
    return np.asarray((table - table.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def _spread(features: Floats, count: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """``count`` rows at even steps along the words, ties and start by chance."""
    jitter = rng.random(len(features))
    order = np.lexsort((jitter, features[:, -2].round(1)))
    start = rng.random()
    places = np.floor((np.arange(count) + start) * len(features) / max(count, 1)).astype(int)
    return np.asarray(order[places])


def random_numbers(name: str, seed: int, key: str) -> np.random.Generator:
    """Random numbers of one purpose: the same for the same seed and key."""
    return np.random.default_rng(_hash(seed, f"{name}:{key}"))


def _hash(seed: int, key: str) -> int:
    digest = hashlib.sha256(f"{seed}:{key}".encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8])
