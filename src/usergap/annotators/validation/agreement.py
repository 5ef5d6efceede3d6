"""Agreement of two judges on yes/no labels, and of any number on one nominal value.

A 2x2 table is (tp, fp, fn, tn): both yes, only the judged one, only gold, none; all
functions take arrays whose last axis holds these four and give NaN where a value is
not defined (the caller turns it into None).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def _ratio(upper: Floats, lower: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(lower > 0, upper / lower, np.nan))


def precision(table: Floats) -> Floats:
    """Tp / (tp + fp)."""
    tp, fp, _, _ = np.moveaxis(table, -1, 0)
    return _ratio(tp, tp + fp)


def recall(table: Floats) -> Floats:
    """Tp / (tp + fn)."""
    tp, _, fn, _ = np.moveaxis(table, -1, 0)
    return _ratio(tp, tp + fn)


def f1(table: Floats) -> Floats:
    """2 tp / (2 tp + fp + fn): harmonic mean of precision and recall (van Rijsbergen 1979)."""
    tp, fp, fn, _ = np.moveaxis(table, -1, 0)
    return _ratio(2 * tp, 2 * tp + fp + fn)


def cohen_kappa(table: Floats) -> Floats:
    """(p_o - p_e) / (1 - p_e), with each judge's own rates (Cohen 1960)."""
    tp, fp, fn, tn = np.moveaxis(table, -1, 0)
    total = tp + fp + fn + tn
    seen = _ratio(tp + tn, total)
    yes = _ratio((tp + fp) * (tp + fn), total**2)
    no = _ratio((fn + tn) * (fp + tn), total**2)
    return _ratio(seen - yes - no, 1 - yes - no)


def krippendorff_alpha(table: Floats) -> Floats:
    """1 - D_o / D_e of two judges without gaps (Krippendorff 2004, chapter 11).

    With n units there are N = 2n values, N1 of them yes: D_o = (fp + fn) / n and
    D_e = 2 N1 N0 / (N (N - 1)).
    """
    tp, fp, fn, tn = np.moveaxis(table, -1, 0)
    units = tp + fp + fn + tn
    values, yes, no = 2 * units, 2 * tp + fp + fn, 2 * tn + fp + fn
    return 1 - _ratio((fp + fn) * values * (values - 1), units * 2 * yes * no)


def nominal_alpha(units: Sequence[Sequence[Hashable | None]]) -> float | None:
    """Krippendorff's nominal alpha of any number of judges; None is a gap.

    ``units``: per unit the values that the judges gave. Units with fewer than two
    values say nothing. None where fewer than two different values occur.
    """
    totals: Counter[Hashable] = Counter()
    disagreeing = 0.0
    for unit in units:
        values = Counter(value for value in unit if value is not None)
        count = values.total()
        if count < 2:
            continue
        totals += values
        same = sum(x * (x - 1) for x in values.values())
        disagreeing += (count * (count - 1) - same) / (count - 1)
    total = totals.total()
    expected = total * (total - 1) - sum(x * (x - 1) for x in totals.values())
    if not expected:
        return None
    return 1.0 - (total - 1) * disagreeing / expected
