"""Simulated respondents that stand for a person: do they know more than the person's group?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from usergap.probes.inference import Floats, Statistic
from usergap.probes.stereotyping.agreement import closeness, eligible
from usergap.probes.stereotyping.answers import Answers


def twin_gain(answers: Answers, chosen: Sequence[NDArray[np.bool_]]) -> Statistic | None:
    """Agreement with one's own person minus that with others of the group, over chosen items.

    ``chosen``: for each half the items that its people chose; they count on the other half.
    0: nothing of the person beyond the group. None where nobody has a twin.
    """
    real = {
        key: i
        for i, (key, made) in enumerate(zip(answers.key, answers.simulated, strict=True))
        if not made
    }
    made = [i for i in np.flatnonzero(answers.simulated).tolist() if answers.key[i] in real]
    own = [real[answers.key[i]] for i in made]
    if not made:
        return None
    others = eligible(answers)[made] & ~answers.simulated[None, :]
    gain, count = np.zeros(len(answers.key)), np.zeros(len(answers.key))
    half = answers.half[made]
    for place in range(len(answers.items)):
        asked = np.array([chosen[1 - side][place] for side in half.tolist()], bool)
        near = closeness(answers, place)[made]
        known = others & np.isfinite(near)
        n = known.sum(axis=1)
        beside = np.where(known, near, 0.0).sum(axis=1) / np.where(n > 0, n, 1)
        mine = near[np.arange(len(made)), own]
        held = np.isfinite(mine) & (n > 0) & asked
        gain[made] += np.where(held, mine - beside, 0.0)
        count[made] += held

    def statistic(_real: Floats, simulated: Floats) -> Floats:
        n = simulated @ count
        return np.where(n > 0, simulated @ gain / np.where(n > 0, n, 1), np.nan)

    return statistic
