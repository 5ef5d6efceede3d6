"""Do raters say the same of the same conversations?

What is compared is what a rater said, not whether it was right. Of a single dialogue that is
"human" or "simulated". Of a pair it is a side, and which side is called left means nothing: so each
pair counts both ways round, which makes chance agreement one half.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from usergap.annotators.validation.agreement import cohen_kappa
from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.study.blind.judgements import Judgements
from usergap.study.labelling.alpha import Floats, alpha, nominal, over_clusters


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of raters on the ``items`` that two or more judged; None where not defined.

    ``alpha``: Krippendorff's, nominal, with the 95 % interval ``low`` to ``high`` of a bootstrap
    of items. ``kappa``: Cohen's of two raters, Fleiss' of more, which estimates the same, with
    the interval of the same bootstrap, ``kappa_low`` to ``kappa_high``;
    ``same``: how often two raters of one item said the same.
    """

    items: int
    same: float | None
    alpha: float | None
    kappa: float | None
    kind: str | None
    low: float | None = None
    high: float | None = None
    kappa_low: float | None = None
    kappa_high: float | None = None


def fleiss_kappa(units: Sequence[Sequence[Hashable]]) -> float | None:
    """(p_o - p_e) / (1 - p_e) with p_e from all values pooled (Fleiss 1971).

    ``units``: per item the values of its raters, two or more; items with more raters count
    no more than others in p_o (as in Fleiss, whose items all have as many). None where every
    value is the same.
    """
    if not units:
        return None
    found = float(_fleiss(_tallied(units).sum(axis=0)))
    return found if np.isfinite(found) else None


def _tallied(units: Sequence[Sequence[Hashable]]) -> Floats:
    """Per item 1, the share of pairs of raters who said the same, and how often each value."""
    values = list(dict.fromkeys(value for unit in units for value in unit))
    return np.array(
        [[1.0, same_share([unit]), *(list(unit).count(one) for one in values)] for unit in units]
    )


def _fleiss(tallies: Floats) -> Floats:
    """Fleiss' kappa from sums of ``_tallied`` over items, (..., 2 + values); NaN without one."""
    counts = tallies[..., 2:]
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = tallies[..., 1] / tallies[..., 0]
        chance = ((counts / counts.sum(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
        return np.asarray(np.where(chance < 1, (seen - chance) / (1 - chance), np.nan))


def same_share(units: Sequence[Sequence[Hashable]]) -> float:
    """Mean over items of the share of pairs of raters who said the same."""
    shares = []
    for unit in units:
        pairs = len(unit) * (len(unit) - 1)
        agreeing = sum(unit.count(one) * (unit.count(one) - 1) for one in set(unit))
        shares.append(agreeing / pairs)
    return float(np.mean(shares))


def agreement_of(seen: Judgements, *, pairs: bool, seed: int = 0) -> Agreement:
    """Agreement of the judgements of a study; ``pairs``: no side has a meaning of its own.

    ``seed``: of the bootstrap.
    """
    by_item: dict[int, dict[str, bool]] = defaultdict(dict)
    for item, rater, said in zip(seen.item, seen.rater, seen.said, strict=True):
        by_item[int(item)][str(rater)] = bool(said)
    shared = [said for said in by_item.values() if len(said) > 1]
    if not shared:
        return Agreement(0, None, None, None, None)
    units = [tuple(said.values()) for said in shared]
    same = same_share(units)
    given, item = list(shared), list(range(len(shared)))
    if pairs:
        units += [tuple(not one for one in unit) for unit in units]
        given += [{name: not one for name, one in said.items()} for said in shared]
        item += item
    found_alpha = alpha(given, item, nominal, seed)
    raters = sorted({rater for said in shared for rater in said})
    if len(raters) == 2:
        kind = "Cohen"
        cells = np.zeros((len(units), 4))
        for row, said in zip(cells, given, strict=True):
            row[_CELL[said[raters[0]], said[raters[1]]]] = 1
    else:
        kind, cells = "Fleiss", _tallied(units)
    kappa = _estimate(cohen_kappa if kind == "Cohen" else _fleiss, cells, item, seed)
    return Agreement(
        len(shared), same, found_alpha.value, kappa.value, kind, found_alpha.low,
        found_alpha.high, kappa.low, kappa.high,
    )  # fmt: skip


def _estimate(
    of: Callable[[Floats], Floats], rows: Floats, item: Sequence[int], seed: int
) -> Estimate:
    """What ``of`` makes of the sum of the rows, with the bootstrap of items that alpha has."""
    sums = np.zeros((max(item) + 1, rows.shape[1]))
    np.add.at(sums, list(item), rows)
    value = float(of(sums.sum(axis=0)))
    return over_clusters(value, lambda draws: of(draws @ sums), len(sums), seed)


_CELL = {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}
