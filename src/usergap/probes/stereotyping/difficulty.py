"""Items that the population predicts and idiosyncratic ones, told on one half of the people.

An item is idiosyncratic where two real people of a group agree less on it than on the median
item. What is sorted on one half of the respondents is measured on the other: on the same ones
chance would make predictable items look agreed on.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from usergap.errors import UndefinedMeasureError
from usergap.probes.inference import Floats, Statistic
from usergap.probes.stereotyping.agreement import Pairs, closeness, pairs, predictability
from usergap.probes.stereotyping.answers import Answers

FEWEST_ITEMS = 4


def strata(answers: Answers) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """For each half, which items (m) its real people find predictable, and those that are not.

    Raises UndefinedMeasureError where items are too few or alike.
    """
    if len(answers.items) < FEWEST_ITEMS:
        raise UndefinedMeasureError(
            f"needs {FEWEST_ITEMS} items to tell predictable from idiosyncratic ones, found"
            f" {len(answers.items)}"
        )
    found = []
    for side in (0, 1):
        easy = predictability(answers.subset(answers.half == side))
        known = np.isfinite(easy)
        middle = float(np.median(easy[known])) if known.any() else 0.0
        above, below = known & (easy > middle), known & (easy <= middle)
        if not above.any():  # many items at the top tie with the median
            above, below = known & (easy >= middle), known & (easy < middle)
        if not (above.any() and below.any()):
            raise UndefinedMeasureError("all items are equally predictable")
        found.append((above, below))
    return found


def crossed(
    answers: Answers,
    chosen: list[NDArray[np.bool_]],
    of: Callable[[Pairs], Statistic],
) -> Statistic:
    """A statistic of the items that one half chose, on the other; the mean of both ways."""
    half = answers.half
    parts = [
        (of(pairs(answers, closeness, items)), (half != side).astype(float))
        for side, items in enumerate(chosen)
    ]

    def statistic(real: Floats, simulated: Floats) -> Floats:
        each = [part(real * rows, simulated * rows) for part, rows in parts]
        return np.asarray(np.mean(each, axis=0))

    return statistic
