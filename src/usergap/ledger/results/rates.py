"""Pass rates with Wilson's interval, where items of one cluster count as one draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usergap.annotators.validation.agreement_intervals import Estimate, Share
    from usergap.ledger.results.record import ItemResult


def rate_of(items: Sequence[ItemResult]) -> Estimate:
    """Share of items that passed, from 0 to 1; what is undecided did not pass.

    Wilson's interval (1927) with the effective number of items from the cluster-robust error
    (Korn and Graubard 1998). Without items all three numbers are None.
    """
    from usergap.annotators.validation.agreement_intervals import wilson

    return wilson(share_of(items))


def share_of(items: Sequence[ItemResult]) -> Share | None:
    """The share of items that passed with its cluster-robust error; None without items."""
    import numpy as np

    from usergap.annotators.validation.agreement_intervals import cluster_share

    if not items:
        return None
    hits = np.array([float(item.passed is True) for item in items])
    names = [("", str(n)) if x.cluster is None else ("c", x.cluster) for n, x in enumerate(items)]
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    cluster = np.array([places[name] for name in names], dtype=np.int64)
    return cluster_share(hits, np.ones(len(items)), cluster)


def rates_by_category(items: Sequence[ItemResult]) -> dict[str, Estimate]:
    """The pass rate of each category, in the items' order."""
    names = dict.fromkeys(item.category for item in items)
    return {name: rate_of([x for x in items if x.category == name]) for name in names}
