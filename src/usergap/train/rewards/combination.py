"""Several rewards as one: a weighted sum, in which what is missing stays missing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from usergap.errors import InputError
from usergap.train.rewards.registry import reward_named
from usergap.train.rewards.reward import Candidate, Materials, Score, Scores

Missing = Literal["any", "rescale"]
MISSING: tuple[Missing, ...] = ("any", "rescale")


def combined(parts: Mapping[str, tuple[float, Score]], missing: Missing = "any") -> Score:
    """Σ w r over parts ``{name: (w, score)}``.

    ``any``: a candidate that lacks one part has no reward. ``rescale``: the parts that it has
    stand for all, Σ w r (Σ|w| / Σ|w| known); candidates of one group are then held against one
    another by different parts, which is unfair where parts differ in level. Without any part a
    candidate has no reward under either rule. Raises InputError without a weight.
    """
    weights = {name: weight for name, (weight, _) in parts.items()}
    total = sum(map(abs, weights.values()))
    if not total or not all(map(math.isfinite, weights.values())):
        raise InputError(f"rewards: expected weights that are not all 0, found {weights}")
    if missing not in MISSING:
        raise InputError(f"missing: expected one of {', '.join(MISSING)}; found {missing!r}")

    def score(candidates: Sequence[Candidate]) -> Scores:
        found = [(weight, part(candidates)) for weight, part in parts.values() if weight]
        for _, each in found:
            if len(each) != len(candidates):
                raise InputError(
                    f"rewards: expected {len(candidates)} scores, found {len(each)} of one part"
                )
        return [
            _sum([(weight, each[place]) for weight, each in found], total, missing)
            for place in range(len(candidates))
        ]

    return score


def _sum(
    parts: Sequence[tuple[float, float | None]], total: float, missing: Missing
) -> float | None:
    known = [(weight, value) for weight, value in parts if value is not None]
    if not known or (missing == "any" and len(known) < len(parts)):
        return None
    share = sum(abs(weight) for weight, _ in known)
    return math.fsum(weight * value for weight, value in known) * (total / share)


def parse(text: str) -> dict[str, float]:
    """``"bertscore,coverage=0.3"`` → names and weights, 1 where none is given.

    Raises InputError for what is no weight, and for a name twice.
    """
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, weight = part.strip().partition("=")
        try:
            value = float(weight or 1.0)
        except ValueError:
            raise InputError(f"reward {name}: expected a weight, found {weight!r}") from None
        if name in found:
            raise InputError(f"reward: expected each name once, found {name!r} again")
        found[name] = value
    return found


def made(text: str, materials: Materials, missing: Missing = "any") -> Score:
    """The score that ``text`` names, from ``materials``.

    Raises InputError, also for a setting that none of them has.
    """
    weights = parse(text)
    kinds = {name: reward_named(name) for name in weights}
    known = [f"{name}.{each}" for name, kind in kinds.items() for each in kind.settings]
    for setting in materials.settings:
        if setting not in known:
            raise InputError(
                f"set: expected one of {', '.join(known) or 'none'}; found {setting!r}"
            )
    return combined(
        {name: (weight, kinds[name].make(materials)) for name, weight in weights.items()}, missing
    )
