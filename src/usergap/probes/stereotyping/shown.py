"""What a reader of transcripts sees of an attribute whose entropy moved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from usergap.probes.finding import Quote
from usergap.probes.inference import Floats
from usergap.probes.material import Material
from usergap.probes.telling_turns import telling


def most_moved(material: Material, labels: Sequence[str], counts: Floats) -> tuple[int, str]:
    """The label whose share differs most between the sides: its place, and a sentence."""
    made = material.items.simulated
    simulated, real = (counts[side].sum(axis=0) / counts[side].sum() for side in (made, ~made))
    most = int(abs(simulated - real).argmax())
    return most, (
        f"{labels[most]}: {100 * simulated[most]:.0f} of 100 simulated labels,"
        f" {100 * real[most]:.0f} of 100 real ones"
    )


def openings_with(
    material: Material, label: str, held: Floats, total: Floats, figure: str
) -> tuple[Quote, ...]:
    """Openings of the simulated dialogues that hold most of a label, the most first.

    ``held``, ``total``: per dialogue its units with the label, and with any.
    """
    share = held / np.maximum(total, 1)
    order = [int(at) for at in np.lexsort((-held, -share))]
    return telling(
        material,
        (
            (at, material.dialogues[at].turns[0].number,
             f"opens a dialogue with {held[at]:.0f} of {total[at]:.0f} {label}")
            for at in order
            if held[at] > 0 and material.dialogues[at].turns
        ),
        figure,
    )  # fmt: skip
