"""Verdicts and intervals of corrected rows, where an annotator errs more on one side.

Gold labels are those of real people, drawn from populations a known distance apart; an
annotator with the shipped card's true and false positive rates labels them: on the real
side with the rates on real text, on the other with those on a simulator's (``UNLIKE``),
so that raw labels differ where people do not. Or every label of both sides has the rates
of real text (``ALIKE``). Each row is judged raw, with gold from half of the compared
simulated dialogues (``OWN``), and with a card of real text and one other simulator alone
(``OTHER``); the promises are those of ``verdicts``, and hold for corrected rows.

``PLANTED`` cells ask for the interval alone: two labels of a measure, 80 dialogues of five
turns a side, 30 points apart, of which the annotator leaves some 21.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.calibration.cells import seed_of
from benchmarks.calibration.corrections_population import Judged, card_side
from benchmarks.calibration.resampled import Resampler
from benchmarks.calibration.verdicts import directions
from usergap.annotators.annotator import Card, CardSide
from usergap.compare.canonical import ROW
from usergap.compare.cell import Task, compare_cell
from usergap.compare.draft import Draft
from usergap.compare.margins import Margin, default_limits
from usergap.compare.observations import needed_columns
from usergap.dimensions import MEASURES, Kind
from usergap.profiles import Profile, default_cards

Floats = NDArray[np.float64]
RAW, OWN, FULL, OTHER = "raw", "own gold on half", "own gold on all", "another simulator"
ALIKE, UNLIKE = "real text on both sides", "a simulator on one side"
KIND, PLANTED = "corrected verdicts", "corrected distance"
SIMULATOR, STRANGER = "planted", "stranger"
CARD_DIALOGUES, OTHER_DIALOGUES = 700, 130
"""Dialogues in a card, as in the shipped ones: of real text, and of another simulator."""
TURNS = 5
RATES = (
    ((0.85, 0.10), (0.75, 0.20)),
    ((0.85, 0.10), (0.85, 0.10)),
    ((0.70, 0.20), (0.70, 0.20)),
)
"""(TPR, FPR) on real and on simulated text."""


@dataclass(frozen=True)
class Rates:
    """An annotator's true and false positive rates on one kind of text, (k,) each."""

    tpr: Floats
    fpr: Floats

    @classmethod
    def of(cls, side: CardSide, otherwise: CardSide, labels: tuple[str, ...]) -> Rates:
        """A card's, those that it did not measure from ``otherwise``."""
        found = []
        for name in ("tpr", "fpr"):
            pairs = [
                [getattr(x.labels[label], name) for x in (side, otherwise) if label in x.labels]
                for label in labels
            ]
            found.append(np.array([next((x for x in p if x is not None), 0.5) for p in pairs]))
        return cls(*found)


def judged(
    rng: np.random.Generator, measure: str, rates: Rates, gold: Floats, group: NDArray[np.int64]
) -> Judged:
    """Gold counts (n, k + 1) and what the annotator makes of them."""
    true, units = gold[:, :-1], gold[:, -1:]
    hits = rng.binomial(true.astype(int), rates.tpr)
    given = hits + rng.binomial((units - true).astype(int), rates.fpr)
    return Judged(
        MEASURES[measure].labels,
        np.concatenate([given, units], axis=1).astype(float),
        gold,
        hits.astype(float),
        group,
        np.full(len(gold), ""),
        MEASURES[measure].kind is Kind.LABELS,
    )


def card(measure: str, real: Judged, simulated: Mapping[str, Judged]) -> Card:
    """What gold says of the annotator; nothing of domains, which are not planted."""
    own, *others = (
        replace(card_side(x), domains=(), languages=()) for x in (real, *simulated.values())
    )
    return Card(
        "planted", "1", measure, "gold", own, dict(zip(simulated, others, strict=True)), (), ()
    )


def draft(
    measure: str, sides: tuple[Judged, Judged], known: Card | None, seed: int, replicates: int
) -> Draft:
    """The engine's numbers for both sides' given labels."""
    metadata = {"annotators": {measure: "planted 1"}}
    task = Task(
        simulator=SIMULATOR,
        measures={measure: MEASURES[measure]},
        real=metadata,
        simulated=metadata,
        cards={} if known is None else {measure: known},
        paired=False,
        link=False,
        standardized=False,
        seed=seed,
        replicates=replicates,
    )
    return compare_cell(task, None, _table(measure, sides[0]), _table(measure, sides[1]))[0]


def run(
    profile: Profile,
    measure: str,
    margin: Margin,
    n: int,
    errors: str,
    runs: int,
    replicates: int = 300,
    gaps: tuple[float, ...] = (0.0, 1.0, 2.0, 3.0),
) -> dict[str, Any]:
    """Verdicts of one measure at one n, raw and corrected, gap by gap in corrected margins."""
    shipped = default_cards()[measure]
    if shipped.real is None:
        raise ValueError(f"expected a card of real text for {measure}, found none")
    other, own = list(shipped.simulated.values())[:2]
    labels = MEASURES[measure].labels
    here, elsewhere, there = (
        Rates.of(x, shipped.real, labels)
        for x in ((shipped.real,) * 3 if errors == ALIKE else (shipped.real, other, own))
    )
    source = Resampler.of(profile, measure)
    people, ways = directions(source.people, MEASURES[measure].kind)
    cells = []
    for gap in gaps:
        for way in ways if gap else ways[:1]:
            wanted = gap * (margin.corrected or margin.raw)
            shares = people.planted(way, wanted)
            if shares is None:
                continue
            rng = np.random.default_rng(seed_of(measure, n, errors, gap, way))
            found: dict[str, list[tuple[str, float, float, float]]] = {}
            for _ in range(runs if gap == 0 else runs // 2):
                sizes = (n, CARD_DIALOGUES, OTHER_DIALOGUES)
                real, cards, others = (
                    judged(rng, measure, rates, *_gold(source, rng, size))
                    for size, rates in zip(sizes, (here, here, elsewhere), strict=True)
                )
                simulated = judged(rng, measure, there, *_gold(source, rng, n, shares))
                half = simulated.keep(simulated.group < n // 2)
                for how, sides in (
                    (RAW, None),
                    (OWN, {SIMULATOR: half, STRANGER: others}),
                    (OTHER, {STRANGER: others}),
                ):
                    known = None if sides is None else card(measure, cards, sides)
                    seed = int(rng.integers(2**31))
                    made = draft(measure, (real, simulated), known, seed, replicates)
                    limit, _ = margin.on(corrected=made.corrected is not None)
                    verdict = str(made.row(made.p, None, limit).verdict)
                    ends = (made.reported or 0.0, made.low or 0.0, made.high or 0.0)
                    found.setdefault(how, []).append((verdict, *ends))
            for how, rows in found.items():
                cells.append({"gap": gap, "way": way, "card": how, **_counted(rows, wanted)})
    return {
        "kind": KIND,
        "measure": measure,
        "margin": margin.corrected,
        "n": n,
        "errors": errors,
        "replicates": replicates,
        "cells": cells,
    }


def planted(
    rates: tuple[tuple[float, float], tuple[float, float]],
    runs: int,
    n: int = 80,
    carriers: tuple[float, float] = (0.3, 0.6),
    replicates: int = 400,
) -> dict[str, Any]:
    """Coverage of a corrected distance; ``rates``: (TPR, FPR) on each side, two labels."""
    k = len(MEASURES["feedback"].labels)
    sides = [Rates(np.full(k, tpr), np.where(np.arange(k) < 2, fpr, 0.0)) for tpr, fpr in rates]
    truth = 100 * abs(carriers[1] - carriers[0])
    cells = []
    for how in (RAW, OWN, FULL, OTHER):
        rng = np.random.default_rng(seed_of(rates, n, carriers))
        rows = []
        for _ in range(runs):
            real, simulated, other = (
                judged(rng, "feedback", sides[at], _two(rng, n, carriers[at], k), np.arange(n))
                for at in (0, 1, 1)
            )
            judged_part = np.arange(n) < (n // 2 if how == OWN else n)
            own = {SIMULATOR: simulated.keep(judged_part)}
            known = card(
                "feedback", real.keep(judged_part), {STRANGER: other} if how == OTHER else own
            )
            seed = int(rng.integers(2**31))
            made = draft(
                "feedback", (real, simulated), None if how == RAW else known, seed, replicates
            )
            rows.append(("", made.reported or 0.0, made.low or 0.0, made.high or 0.0))
        cells.append({"card": how, **_counted(rows, truth)})
    return {"kind": PLANTED, "rates": rates, "n": n, "truth": truth, "cells": cells}


def _counted(rows: list[tuple[str, float, float, float]], truth: float) -> dict[str, Any]:
    verdicts = [row[0] for row in rows]
    value, low, high = np.array([row[1:] for row in rows]).T
    return {
        "runs": len(rows),
        **{x: verdicts.count(x) for x in ("differs", "close", "cannot tell") if any(verdicts)},
        "mean": float(value.mean()),
        "covered": int(((low <= truth + 1e-9) & (truth <= high + 1e-9)).sum()),
        "width": float((high - low).mean()),
    }


def _gold(source: Resampler, rng: np.random.Generator, n: int, shares: Floats | None = None) -> Any:
    """Gold counts (rows, k + 1) of ``n`` groups, and each row's group."""
    table = source.draw(rng, n, shares)
    names = needed_columns(MEASURES[source.measure])
    columns = [table[x].to_numpy().astype(float) for x in names]
    if MEASURES[source.measure].kind is Kind.FLAGS:
        columns.append(np.ones(table.num_rows))
    return np.stack(columns, axis=1), table["group"].to_numpy()


def every(profile: Profile, runs: int, sizes: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """All cells: the planted distances, then the verdicts."""
    for rates in RATES:
        yield planted(rates, runs)
    limits = default_limits()
    for measure in ("intent", "feedback", "identity"):
        for n in sizes:
            for errors in (ALIKE, UNLIKE):
                yield run(profile, measure, limits[measure], n, errors, runs)


def _two(rng: np.random.Generator, n: int, share: float, labels: int) -> Floats:
    gold = np.zeros((n, labels + 1))
    gold[:, 0] = rng.binomial(TURNS, share, n)
    gold[:, 1], gold[:, -1] = TURNS - gold[:, 0], TURNS
    return gold


def _table(measure: str, side: Judged) -> pa.Table:
    names = needed_columns(MEASURES[measure])
    columns = {x: pa.array(side.given[:, at].astype(int)) for at, x in enumerate(names)}
    rows = len(side.given)
    for name in ("pair", "domain", "language"):
        columns[name] = pa.nulls(rows, pa.string())
    columns["group"] = pa.array(side.group, pa.int32())
    columns[ROW] = pa.array(np.arange(rows))
    return pa.table(columns)
