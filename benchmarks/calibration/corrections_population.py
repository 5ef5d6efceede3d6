"""Dialogues with gold labels and the shipped annotator's: what corrections are tried on.

The shipped annotator labels the dialogues that it was trained on out of fold: by the
model that saw neither the dialogue nor its twin on the other side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration.gold import JUDGED, GoldAnnotator
from usergap.annotators import Annotation, shipped_annotator
from usergap.annotators.annotator import CardSide, Confusion
from usergap.dialogues import connected_groups
from usergap.dimensions import Kind, Units
from usergap.dimensions.registry import MEASURES
from usergap.formats import read

Floats = NDArray[np.float64]
SIMULATORS = ("claude-generic", "claude-informed")
FILES = {
    "real": ("realsim/real.jsonl", "realsim/labels.tsv"),
    "claude-generic": ("simulated/generic.jsonl", "simulated/generic_labels.tsv"),
    "claude-informed": ("simulated/informed.jsonl", "simulated/informed_labels.tsv"),
}


@dataclass(frozen=True)
class Judged:
    """One kind of text, one measure; a row per dialogue.

    ``given`` and ``gold`` (n, k + 1): units that carry each label, then all units;
    ``hits`` (n, k): units that carry it in both. ``group`` (n,): connected by
    conversation and scenario, over all kinds of text. ``shares``: compared as
    shares, not as rates.
    """

    labels: tuple[str, ...]
    given: Floats
    gold: Floats
    hits: Floats
    group: NDArray[np.int64]
    domain: NDArray[np.str_]
    shares: bool

    def keep(self, rows: NDArray[np.bool_]) -> Judged:
        """Some of the dialogues."""
        parts = (self.given, self.gold, self.hits, self.group, self.domain)
        return Judged(self.labels, *(part[rows] for part in parts), self.shares)  # type: ignore[arg-type]


def load(data: Path) -> dict[str, dict[str, Judged]]:
    """{measure: {kind of text: dialogues}}."""
    corpora = {name: read(data / file) for name, (file, _) in FILES.items()}
    dialogues = [(name, x) for name, corpus in corpora.items() for x in corpus]
    groups = connected_groups(
        [x.conversation_id for _, x in dialogues], [x.scenario_id for _, x in dialogues]
    )
    place = np.array([name for name, _ in dialogues])
    domain = np.array([x.domain or "" for _, x in dialogues])
    found = shipped_annotator().annotate([x for _, x in dialogues])
    gold: list[Annotation] = []
    for name, (_, labels) in FILES.items():
        gold += GoldAnnotator.of(data / labels).annotate(list(corpora[name]))
    out: dict[str, dict[str, Judged]] = {}
    for measure in JUDGED:
        units = [(a.units[measure], b.units[measure]) for a, b in zip(found, gold, strict=True)]
        rows = [_counts(measure, *pair) for pair in units]
        given, true, hits = (np.array(part, float) for part in zip(*rows, strict=True))
        dimension = MEASURES[measure]
        whole = Judged(
            dimension.labels, given, true, hits, np.array(groups), domain,
            dimension.kind is Kind.LABELS,
        )  # fmt: skip
        out[measure] = {name: whole.keep(place == name) for name in FILES}
    return out


def _counts(measure: str, given: Units, gold: Units) -> tuple[list[int], list[int], list[int]]:
    labels = MEASURES[measure].labels
    pairs = [(set(a), set(b)) for a, b in zip(given, gold, strict=True) if a and b]
    if MEASURES[measure].kind is Kind.FLAGS:
        pairs = [(set().union(*(a for a, _ in pairs)), set().union(*(b for _, b in pairs)))]
    return (
        [*(sum(x in a for a, _ in pairs) for x in labels), len(pairs)],
        [*(sum(x in b for _, b in pairs) for x in labels), len(pairs)],
        [sum(x in a and x in b for a, b in pairs) for x in labels],
    )


def card_side(judged: Judged) -> CardSide:
    """A card made from these dialogues, standard errors by group (Cochran 1977, ch. 6)."""
    units = judged.given[:, -1:]
    given, gold = judged.given[:, :-1], judged.gold[:, :-1]
    false, negative = given - judged.hits, units - gold
    found = _standard_errors(judged.hits, gold, judged.group)
    wrong = _standard_errors(false, negative, judged.group)
    cells = {}
    for j, label in enumerate(judged.labels):
        tp, fp = int(judged.hits[:, j].sum()), int(false[:, j].sum())
        positive, rest = int(gold[:, j].sum()), int(negative[:, j].sum())
        cells[label] = Confusion(tp, fp, positive - tp, rest - fp, float(found[j]), float(wrong[j]))
    f1 = [2 * x.tp / max(2 * x.tp + x.fp + x.fn, 1) for x in cells.values()]
    return CardSide(
        unit="user turn" if judged.shares else "dialogue",
        units=int(units.sum()),
        groups=len(np.unique(judged.group)),
        domains=tuple(sorted(set(judged.domain.tolist()))),
        languages=("en",),
        labels=cells,
        macro_f1=float(np.mean(f1)),
    )


def _standard_errors(hits: Floats, units: Floats, group: NDArray[np.int64]) -> Floats:
    total = np.maximum(units.sum(axis=0), 1e-9)
    names, row = np.unique(group, return_inverse=True)
    rest, judged = np.zeros((2, names.size, hits.shape[1]))
    np.add.at(rest, row, hits - hits.sum(axis=0) / total * units)
    np.add.at(judged, row, units)
    groups = (judged > 0).sum(axis=0)
    factor = np.where(groups > 1, groups / np.maximum(groups - 1, 1), 0.0)
    return np.asarray(np.sqrt(factor * (rest**2).sum(axis=0)) / total)


def redraw(judged: Judged, share: float, rng: np.random.Generator) -> Judged:
    """``share`` as many groups, drawn with replacement; each draw is a group of its own."""
    names, place = np.unique(judged.group, return_inverse=True)
    order = np.argsort(place, kind="stable")
    rows = np.split(order, np.cumsum(np.bincount(place))[:-1])
    picked = [rows[group] for group in rng.integers(0, names.size, round(share * names.size))]
    chosen = np.concatenate(picked)
    group = np.repeat(np.arange(len(picked)), [x.size for x in picked])
    parts = (judged.given, judged.gold, judged.hits)
    return Judged(
        judged.labels, *(x[chosen] for x in parts), group, judged.domain[chosen], judged.shares
    )


def split(
    kinds: Sequence[Judged], share: float, rng: np.random.Generator
) -> tuple[list[Judged], list[Judged]]:
    """Part by group, the same groups on every kind of text; ``share`` of them first."""
    names = np.unique(np.concatenate([x.group for x in kinds]))
    first = rng.permutation(names)[: round(share * names.size)]
    inside = [np.isin(x.group, first) for x in kinds]
    return (
        [x.keep(rows) for x, rows in zip(kinds, inside, strict=True)],
        [x.keep(~rows) for x, rows in zip(kinds, inside, strict=True)],
    )
