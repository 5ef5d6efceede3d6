"""What a validation says: per label figures with intervals, and a confusion table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from usergap.annotators.validation.agreement_intervals import Estimate, estimates
from usergap.annotators.validation.scores import Judged

NOTHING = "(nothing)"
LABEL = 27
"""Columns of the longest label."""


@dataclass(frozen=True)
class SideReport:
    """One dimension on one side. ``labels``: per label its support in gold and figures.

    ``support`` counts gold units (weighted to the population where gold was drawn
    with unequal probabilities). ``confusion[gold][given]`` pairs what was missed in a
    unit with what was given instead; agreement stands on the diagonal.
    """

    dimension: str
    side: str
    unit: str
    units: int
    groups: int
    missing: float
    seen: int
    support: Mapping[str, float]
    labels: Mapping[str, Mapping[str, Estimate]]
    macro_f1: float | None
    confusion: Mapping[str, Mapping[str, float]]

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values; an interval is [low, high] or null."""
        return {
            "dimension": self.dimension,
            "side": self.side,
            "unit": self.unit,
            "units": self.units,
            "groups": self.groups,
            "missing": self.missing,
            "seen": self.seen,
            "macro_f1": self.macro_f1,
            "labels": {
                label: {
                    "support": self.support[label],
                    **{
                        name: {
                            "value": one.value,
                            "interval": None if one.low is None else [one.low, one.high],
                        }
                        for name, one in figures.items()
                    },
                }
                for label, figures in self.labels.items()
            },
            "confusion": {label: dict(row) for label, row in self.confusion.items()},
        }


def report_side(judged: Judged, seed: int = 0, replicates: int = 2000) -> SideReport:
    """The figures of one dimension on one side."""
    figures = {
        label: estimates(
            judged.gold[:, at], judged.given[:, at], judged.weight, judged.cluster,
            seed + at, replicates,
        )
        for at, label in enumerate(judged.labels)
    }  # fmt: skip
    scores = [one["f1"].value for one in figures.values() if one["f1"].value is not None]
    support = (judged.gold * judged.weight[:, None]).sum(axis=0)
    return SideReport(
        dimension=judged.dimension,
        side=judged.side,
        unit=judged.unit,
        units=len(judged.weight),
        groups=int(np.unique(judged.cluster).size),
        missing=judged.missing,
        seen=judged.seen,
        support=dict(zip(judged.labels, support.tolist(), strict=True)),
        labels=figures,
        macro_f1=float(np.mean(scores)) if scores else None,
        confusion=confusion(judged),
    )


def confusion(judged: Judged) -> dict[str, dict[str, float]]:
    """What was given for each gold label, in weighted units.

    A label that both give counts on the diagonal. In a unit with missed and wrongly
    given labels every missed one is shared out over the wrong ones (and the other way
    round where more are wrong); without a counterpart it meets ``(nothing)``.
    """
    table: dict[str, dict[str, float]] = {}

    def add(row: str, column: str, amount: float) -> None:
        cells = table.setdefault(row, {})
        cells[column] = cells.get(column, 0.0) + amount

    names = judged.labels
    for gold, given, weight in zip(judged.gold, judged.given, judged.weight, strict=True):
        for at in np.flatnonzero(gold & given):
            add(names[at], names[at], float(weight))
        missed = [names[at] for at in np.flatnonzero(gold & ~given)] or [NOTHING]
        wrong = [names[at] for at in np.flatnonzero(given & ~gold)] or [NOTHING]
        if missed == wrong:  # both nothing
            continue
        for one in missed:
            for other in wrong:
                add(one, other, float(weight) / min(len(missed), len(wrong)))
    order = {name: number for number, name in enumerate((*names, NOTHING))}
    return {
        row: dict(sorted(table[row].items(), key=lambda cell: order[cell[0]]))
        for row in sorted(table, key=order.__getitem__)
    }


def lines(report: SideReport) -> list[str]:
    """The report as a table in plain text."""
    of = "real users" if report.side == "real" else f"simulator {report.side}"
    head = f"{report.dimension}, {of}: {report.units} {report.unit}s in {report.groups} groups"
    if report.missing:
        head += f", {100 * report.missing:.1f} % without a label"
    said = [head]
    if report.seen:
        said.append(f"  {report.seen} of these turns were trained on: the figures flatter")
    if any(count != round(count) for count in report.support.values()):
        said.append("  gold was drawn: its counts stand for all turns, by 1 / inclusion_p")
    figures = report.labels.items()
    # Two tables, because a terminal of 80 columns holds no more.
    said.append(f"  {'':{LABEL}}{'precision':>17}{'recall':>17}{'f1':>17}")
    for label, one in figures:
        said.append(f"  {label:{LABEL}}" + _cells(one, ("precision", "recall", "f1"), 17))
    said.append(f"  {'':{LABEL}}{'gold':>7}{'kappa':>21}{'alpha':>21}")
    for label, one in figures:
        cells = _cells(one, ("kappa", "alpha"), 21)
        said.append(f"  {label:{LABEL}}{report.support[label]:7.0f}{cells}")
    if report.macro_f1 is not None:
        said.append(f"  macro F1 {report.macro_f1:.2f}")
    return [*said, *_worst(report)]


def _cells(figures: Mapping[str, Estimate], names: Sequence[str], width: int) -> str:
    return "".join(f"{_shown(figures[name]):>{width}}" for name in names)


def _shown(one: Estimate) -> str:
    if one.value is None:
        return "-"
    if one.low is None or one.high is None:
        return f"{one.value:z.2f}" + " " * 12  # under the values that have an interval
    return f"{one.value:z.2f} [{one.low:z.2f},{one.high:z.2f}]"


def _worst(report: SideReport, shown: int = 5) -> Sequence[str]:
    wrong = sorted(
        (
            (count, gold, given)
            for gold, row in report.confusion.items()
            for given, count in row.items()
            if gold != given
        ),
        reverse=True,
    )
    return [f"  {count:5.1f} x gold {gold}, given {given}" for count, gold, given in wrong[:shown]]
