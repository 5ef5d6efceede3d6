"""A label row corrected by its annotator's card: profiles, rates and replicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.annotator import Card
from usergap.compare.correction.belief import believe
from usergap.compare.correction.cards import CardChoice, choose
from usergap.compare.correction.estimate import Belief, Pair, correctable, corrected_profiles
from usergap.compare.correction.spread import drawn_rates, ends
from usergap.compare.correction.transfer import Errors
from usergap.compare.distances import tvd
from usergap.compare.draft import Draft
from usergap.compare.draws import generator
from usergap.compare.label_statistic import unit_rates
from usergap.compare.sides import Floats, Sides, column
from usergap.compare.statistic import Collected
from usergap.dimensions import Kind


@dataclass(frozen=True)
class Corrected:
    """Corrected shares (flags: rates), (real, simulated) each.

    ``profile`` and ``rates`` of the sample (k,), ``resampled`` profiles of the
    replicates (B, k), with what the card leaves open drawn anew in each. ``drawn``
    (B, k): where each side's rates may lie, for intervals of single labels. ``floor``
    (B,): distances between two real samples, both corrected by the real card.
    ``remark`` names labels that keep their raw rate. ``full``: the distance if the card
    were taken at its word, which no interval may leave out.
    """

    profile: tuple[Floats, Floats]
    rates: tuple[Floats, Floats]
    resampled: tuple[Floats, Floats]
    drawn: tuple[Floats, Floats]
    floor: Floats
    remark: str
    full: float

    def figures(self, draft: Draft, side: int) -> Mapping[str, Any]:
        """What a row says of a side's corrected labels: rates and shares with their ends."""
        labels = draft.dimension.labels
        found = {}
        for name, reported in (("rates", self.rates), ("shares", self.profile)):
            shares = name == "shares"
            if shares and draft.dimension.kind is not Kind.LABELS:
                continue  # flags have rates only
            low, high = ends(self.drawn[side], reported[side], shares)
            for end, values in (("", reported[side]), ("_low", low), ("_high", high)):
                found[f"corrected_{name}{end}"] = dict(zip(labels, values.tolist(), strict=True))
        return found


def card_choice(draft: Draft, sides: Sides, card: Card | None) -> CardChoice:
    """The card's errors for both sides of a row, or why they are not valid."""
    rows = [{x: column(t, x) for x in ("domain", "language")} for t in sides.table]
    return choose(card, draft.dimension.labels, draft.annotator, draft.simulator, rows[0], rows[1])


def correct(
    draft: Draft,
    choice: CardChoice,
    sample: Collected,
    resampled: Collected,
    floor: Collected,
    seed: int,
) -> Corrected | None:
    """Correct both sides, or None where the card does not allow it on both.

    One side is never corrected alone: the other's error would pass for a gap.
    """
    if choice.real is None or choice.simulated is None:
        return None
    errors = (choice.real, choice.simulated)
    able = correctable(*errors)
    if not able.any() or not all(sums[0, -1] > 0 for sums in sample):
        return None
    raw = unit_rates(sample[0])[0], unit_rates(sample[1])[0]
    units = float(sample[0][0, -1]), float(sample[1][0, -1])
    shares = draft.dimension.kind is Kind.LABELS
    belief = believe(raw, errors, able, units, shares)
    profile = corrected_profiles(_pair(sample), errors, belief, shares)
    rates = corrected_profiles(_pair(sample), errors, belief, False)
    if not all(np.isfinite(x).all() for x in profile):
        return None
    word = corrected_profiles(_pair(sample), errors, Belief.full(able), shares)
    rng = generator(seed, f"card {draft.dimension.id} {draft.domain or ''}")
    return Corrected(
        profile=(profile[0][0], profile[1][0]),
        rates=(rates[0][0], rates[1][0]),
        resampled=corrected_profiles(_pair(resampled), errors, belief, shares, rng),
        drawn=_drawn(_pair(resampled), units, draft.groups, errors, rng),
        floor=tvd(*corrected_profiles(_pair(floor), (choice.real, choice.real), belief, shares)),
        remark=_remark(draft.dimension.labels, able, belief, choice.simulated),
        full=float(tvd(word[0][0], word[1][0])),
    )


def _pair(collected: Collected) -> Pair:
    real, simulated = collected
    return real, simulated


def _drawn(
    resampled: Pair,
    units: tuple[float, float],
    groups: tuple[int, int],
    errors: tuple[Errors, Errors],
    rng: np.random.Generator,
) -> Pair:
    """Where each side's rates may lie, (B, k) each."""
    here, there = (
        drawn_rates(sums, judged / max(groups[side], 1), errors[side], rng)
        for side, (sums, judged) in enumerate(zip(resampled, units, strict=True))
    )
    return here, there


def _remark(
    labels: tuple[str, ...], able: NDArray[np.bool_], belief: Belief, simulated: Errors
) -> str:
    """What a reader must know of the correction, in words."""
    said = ["interval widened for labelling errors"]
    if belief.moves:
        said = ["corrected for labelling errors, which is less sure than the raw figure"]
    if simulated.foreseen is not None and simulated.foreseen.all():
        said.append("errors on this simulator's text foreseen from others', not measured")
    weak = [label for label, fits in zip(labels, able, strict=True) if not fits]
    if weak:
        said.append(f"left raw: {', '.join(weak).replace('_', ' ')}")
    return "; ".join(said)
