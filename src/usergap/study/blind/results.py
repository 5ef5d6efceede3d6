"""What a blind test found: can people tell simulated users from real ones?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from usergap.study.blind.agreement import Agreement, agreement_of
from usergap.study.blind.judgements import Bools, Judgements, judgements_of
from usergap.study.blind.raters import RaterAccount, accounts
from usergap.study.blind.shares import LEAST, Share, balanced_share_of, share_of
from usergap.study.blind.verdicts import false_discovery, holm, verdict_of
from usergap.study.records import Answer, Study


@dataclass(frozen=True, slots=True)
class Row:
    """One simulator, in one domain or (None) in all.

    ``adjusted``: the p-value within the family of its verdict.
    """

    simulator: str
    domain: str | None
    share: Share
    adjusted: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class BlindResults:
    """All of it; ``rows_without_flagged`` leaves out raters with flags.

    ``balanced``: shares are balanced accuracies (single dialogues). ``note``: what
    a reader must know before the rest; empty where there is nothing.
    """

    balanced: bool
    note: str
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
    single = study.kind == "single"
    return BlindResults(
        balanced=single,
        note=_note(study, seen),
        rows=_rows(seen, single),
        rows_without_flagged=_rows(seen.where(~flagged), single),
        taken_for_human=_taken_for_human(seen) if single else {},
        by_confidence={
            level: share
            for level in (1, 2, 3, 4)
            if (share := _share(seen, seen.confidence == level, single)) is not None
        },
        position=share_of(seen.first, seen.rater, seen.item),
        agreement=agreement_of(seen, pairs=not single, seed=study.seed),
        raters=tuple(known),
    )


def _note(study: Study, seen: Judgements) -> str:
    raters = len(np.unique(seen.rater))
    planned = study.settings.get("raters")
    if 0 < raters < LEAST:
        return f"{raters} of at least {LEAST} raters: exact intervals speak of these raters alone."
    if planned and raters < planned:
        return f"{raters} of {planned} planned raters: do not stop because a verdict pleases."
    return ""


def _share(seen: Judgements, keep: Bools, single: bool) -> Share | None:
    some = seen.where(keep)
    if single:
        return balanced_share_of(some.said, some.real, some.rater, some.item)
    return share_of(some.right, some.rater, some.item)


def _rows(seen: Judgements, single: bool) -> tuple[Row, ...]:
    """A row a simulator, and one a domain of it. Single: real dialogues count with each."""
    whole: dict[str, Share] = {}
    parts: dict[tuple[str, str], Share] = {}
    for name in sorted({str(name) for name in seen.simulator[~seen.real]}):
        mine = (seen.simulator == name) | seen.real
        share = _share(seen, mine, single)
        if share is not None:
            whole[name] = share
        for domain in sorted({str(one) for one in seen.domain[mine]}):
            share = _share(seen, mine & (seen.domain == domain), single)
            if share is not None:
                parts[name, domain] = share
    overall = dict(zip(whole, holm([one.p for one in whole.values()]), strict=True))
    apart = dict(zip(parts, false_discovery([one.p for one in parts.values()]), strict=True))
    found = []
    for name, share in whole.items():
        found.append(Row(name, None, share, overall[name], verdict_of(share, overall[name])))
        for (of, domain), part in parts.items():
            if of == name:
                p = apart[of, domain]
                found.append(Row(name, domain, part, p, verdict_of(part, p)))
    return tuple(found)


def _taken_for_human(seen: Judgements) -> dict[str, Share]:
    """How often each source's users were taken for human (real ones too)."""
    found = {}
    for name in sorted({str(one) for one in seen.simulator}):
        keep = seen.simulator == name
        share = share_of(seen.said[keep], seen.rater[keep], seen.item[keep])
        if share is not None:
            found[name] = share
    return found
