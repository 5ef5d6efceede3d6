"""Do raters say the same of the same conversations?

What is compared is what a rater said, not whether it was right. Of a single dialogue that is
"human" or "simulated". Of a pair it is a side, and which side is called left means nothing: so each
pair counts both ways round, which makes chance agreement one half.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from usergap.annotators.validation.agreement import cohen_kappa
from usergap.study.blind.judgements import Judgements
from usergap.study.labelling.alpha import alpha, nominal


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of raters on the ``items`` that two or more judged; None where not defined.

    ``alpha``: Krippendorff's, nominal, with the 95 % interval ``low`` to ``high`` of a bootstrap
    of items. ``kappa``: Cohen's of two raters, Fleiss' of more, which estimates the same;
    ``same``: how often two raters of one item said the same.
    """

    items: int
    same: float | None
    alpha: float | None
    kappa: float | None
    kind: str | None
    low: float | None = None
    high: float | None = None


def fleiss_kappa(units: Sequence[Sequence[Hashable]]) -> float | None:
    """(p_o - p_e) / (1 - p_e) with p_e from all values pooled (Fleiss 1971).

    ``units``: per item the values of its raters, two or more; items with more raters count
    no more than others in p_o (as in Fleiss, whose items all have as many). None where every
    value is the same.
    """
    values = [value for unit in units for value in unit]
    if not values or len(set(values)) < 2:
        return None
    chance = sum((values.count(one) / len(values)) ** 2 for one in set(values))
    return (same_share(units) - chance) / (1 - chance)


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
        table = np.zeros(4)
        for one, other in (tuple(said[name] for name in raters) for said in shared):
            table[_CELL[one, other]] += 1
            if pairs:
                table[_CELL[not one, not other]] += 1
        found = float(cohen_kappa(table))
        kind, kappa = "Cohen", None if np.isnan(found) else found
    else:
        kind, kappa = "Fleiss", fleiss_kappa(units)
    return Agreement(
        len(shared), same, found_alpha.value, kappa, kind, found_alpha.low, found_alpha.high
    )


_CELL = {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}
