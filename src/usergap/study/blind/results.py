"""What a blind test found: can people tell simulated users from real ones?

The verdict is on |p - 50|: people tell them apart where the wide interval leaves 50 % out;
they are close where it lies within the margin; else the test cannot tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from usergap.annotators.validation.agreement import cohen_kappa, nominal_alpha
from usergap.study.blind.judgements import Bools, Judgements, judgements_of
from usergap.study.blind.raters import RaterAccount, accounts
from usergap.study.blind.shares import CHANCE, Share, share_of
from usergap.study.records import Answer, Study

MARGIN = 0.1
"""Of a share: three in five right. A test of 40 raters can just tell that from chance."""


@dataclass(frozen=True, slots=True)
class Row:
    """One simulator, in one domain or (None) in all; one way of reading it."""

    simulator: str
    domain: str | None
    share: Share
    verdict: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of raters on the same items: Krippendorff's alpha, and Cohen's kappa averaged over pairs."""

    items: int
    alpha: float | None
    kappa: float | None
    pairs: int


@dataclass(frozen=True, slots=True)
class BlindResults:
    """All of it; ``rows_without_flagged`` leaves out raters with flags."""

    rows: tuple[Row, ...]
    rows_without_flagged: tuple[Row, ...]
    taken_for_human: dict[str, Share]
    by_confidence: dict[int, Share]
    position: Share | None
    agreement: Agreement
    raters: tuple[RaterAccount, ...]


def blind_results(study: Study, answers: Sequence[Answer]) -> BlindResults:
    """The results so far."""
    seen = judgements_of(study, answers)
    known = accounts(study, answers)
    flagged = np.isin(seen.rater, [one.rater for one in known if one.flags])
    return BlindResults(
        rows=_rows(study, seen),
        rows_without_flagged=_rows(study, seen.where(~flagged)),
        taken_for_human=_taken_for_human(study, seen),
        by_confidence={
            level: share
            for level in (1, 2, 3, 4)
            if (share := _share(study, seen, seen.confidence == level)) is not None
        },
        position=share_of(seen.first, seen.rater, seen.item, study.seed),
        agreement=_agreement(seen),
        raters=tuple(known),
    )


def _share(study: Study, seen: Judgements, keep: Bools) -> Share | None:
    some = seen.where(keep)
    return share_of(some.right, some.rater, some.item, study.seed)


def _rows(study: Study, seen: Judgements) -> tuple[Row, ...]:
    """Pairs: a row a simulator, and one a domain of it. Single: real dialogues count with each."""
    found = []
    names = sorted({str(name) for name in seen.simulator[~seen.real]})
    for name in names:
        mine = (seen.simulator == name) | seen.real
        domains: list[str | None] = [None, *sorted({str(one) for one in seen.domain[mine]})]
        for domain in domains:
            keep = mine if domain is None else mine & (seen.domain == domain)
            share = _share(study, seen, keep)
            if share is not None:
                found.append(Row(name, domain, share, verdict_of(share)))
    return tuple(found)


def verdict_of(share: Share, margin: float = MARGIN) -> str:
    """Told apart, close, or cannot tell, by the wide interval (or the exact one alone)."""
    low = share.low if share.wide_low is None else share.wide_low
    high = share.high if share.wide_high is None else share.wide_high
    if low > CHANCE - margin and high < CHANCE + margin:
        return "close"
    if low > CHANCE or high < CHANCE:
        return "told apart"
    return "cannot tell"


def _taken_for_human(study: Study, seen: Judgements) -> dict[str, Share]:
    """Single dialogues: how often each source's users were taken for human (real ones too)."""
    if study.kind != "single":
        return {}
    human = seen.right == seen.real
    found = {}
    for name in sorted({str(one) for one in seen.simulator}):
        keep = seen.simulator == name
        share = share_of(human[keep], seen.rater[keep], seen.item[keep], study.seed)
        if share is not None:
            found[name] = share
    return found


def _agreement(seen: Judgements) -> Agreement:
    by_item: dict[int, dict[str, bool]] = defaultdict(dict)
    for item, rater, right in zip(seen.item, seen.rater, seen.right, strict=True):
        by_item[int(item)][str(rater)] = bool(right)
    shared = [judged for judged in by_item.values() if len(judged) > 1]
    units: list[list[Hashable | None]] = [list(judged.values()) for judged in shared]
    kappas = []
    for one, other in combinations(sorted({str(name) for name in seen.rater}), 2):
        table = np.zeros(4)
        for judged in shared:
            if one in judged and other in judged:
                table[{(1, 1): 0, (1, 0): 1, (0, 1): 2, (0, 0): 3}[judged[one], judged[other]]] += 1
        kappa = float(cohen_kappa(table)) if table.sum() else float("nan")
        if np.isfinite(kappa):
            kappas.append(kappa)
    return Agreement(
        len(shared),
        nominal_alpha(units) if units else None,
        float(np.mean(kappas)) if kappas else None,
        len(kappas),
    )
