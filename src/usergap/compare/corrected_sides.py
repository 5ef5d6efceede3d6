"""A label row corrected by its annotator's card: profiles, rates and replicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from usergap.annotators.annotator import Card
from usergap.compare.cards import CardChoice, choose
from usergap.compare.correction import correctable, corrected_profile
from usergap.compare.distances import tvd
from usergap.compare.draft import Draft
from usergap.compare.draws import generator
from usergap.compare.sides import Floats, Sides, column
from usergap.compare.statistic import Collected
from usergap.dimensions import Kind


@dataclass(frozen=True)
class Corrected:
    """Corrected shares (flags: rates), (real, simulated) each.

    ``profile`` and ``rates`` of the sample (k,), ``resampled`` profiles of the
    replicates (B, k), with the card's own uncertainty drawn anew in each. ``floor``
    (B,): distances between two real samples, both corrected by the real card.
    ``remark`` names labels that keep their raw rate.
    """

    profile: tuple[Floats, Floats]
    rates: tuple[Floats, Floats]
    resampled: tuple[Floats, Floats]
    floor: Floats
    remark: str

    def figures(self, draft: Draft, side: int) -> Mapping[str, Any]:
        """What a row says of a side's corrected labels."""
        labels = draft.dimension.labels
        found = {"corrected_rates": dict(zip(labels, self.rates[side].tolist(), strict=True))}
        if draft.dimension.kind is Kind.LABELS:
            found["corrected_shares"] = dict(zip(labels, self.profile[side].tolist(), strict=True))
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
    able = correctable(choice.real, choice.simulated)
    if not able.any():
        return None
    shares = draft.dimension.kind is Kind.LABELS
    profile, rates, replicates = [], [], []
    for side, errors in enumerate((choice.real, choice.simulated)):
        rng = generator(seed, f"card {side} {draft.dimension.id} {draft.domain or ''}")
        profile.append(corrected_profile(sample[side], errors, able, shares)[0])
        rates.append(corrected_profile(sample[side], errors, able, False)[0])
        replicates.append(corrected_profile(resampled[side], errors, able, shares, rng))
    if not all(np.isfinite(x).all() for x in profile):
        return None
    weak = [x for x, fit in zip(draft.dimension.labels, able, strict=True) if not fit]
    return Corrected(
        profile=(profile[0], profile[1]),
        rates=(rates[0], rates[1]),
        resampled=(replicates[0], replicates[1]),
        floor=tvd(*(corrected_profile(sums, choice.real, able, shares) for sums in floor)),
        remark=f"not corrected (TPR - FPR below .3): {', '.join(weak)}" if weak else "",
    )
