"""Assistants tuned on A, tested under B: means, home advantage, and what each would lose.

Columns are simulators (or real users), which are unlike in difficulty; so an assistant is
only ever held against others in the same column. All intervals resample scenarios, for
the whole table at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.errors import InputError
from usergap.train.cross_simulator.scores import Score

Floats = NDArray[np.float64]
FEWEST = 5
NONE = frozenset({"none", "untuned", "base", "-"})
"""Names in ``tuned_on`` of assistants that were tuned on nobody."""


@dataclass(frozen=True)
class LeftOut:
    """One simulator left out: who is best under all others, and what it loses under this one.

    ``chosen``: the assistant with the best mean under the others, of those that were not
    tuned on it; ``regret``: the best of all assistants under it, less the chosen one.
    """

    simulator: str
    chosen: str
    best: str
    regret: Estimate


@dataclass(frozen=True)
class Matrix:
    """``cells`` {tuned on: {tested under: mean score}}; None where nothing was tested.

    ``home``: per simulator, its own assistant's score under it less the mean of those tuned
    on others; ``home_advantage`` their mean. ``carried`` {tuned on: {tested under: gain under
    it / gain at home}} of gains over the untuned assistant, where there is one.
    """

    scenarios: int
    tuned_on: tuple[str, ...]
    tested_under: tuple[str, ...]
    cells: Mapping[str, Mapping[str, Estimate | None]]
    home: Mapping[str, Estimate]
    home_advantage: Estimate | None
    carried: Mapping[str, Mapping[str, Estimate]]
    left_out: tuple[LeftOut, ...]
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return asdict(self)


def cross_matrix(scores: Sequence[Score], *, seed: int = 0, replicates: int = 2000) -> Matrix:
    """The matrix with 95 % percentile bootstrap intervals over scenarios.

    Raises InputError for fewer than 5 scenarios, or where no cell has a score.
    """
    rows = tuple(dict.fromkeys(s.tuned_on for s in scores))
    columns = tuple(dict.fromkeys(s.tested_under for s in scores))
    scenarios = tuple(dict.fromkeys(s.scenario for s in scores))
    if len(scenarios) < FEWEST:
        raise InputError(f"scores: expected {FEWEST} scenarios or more, found {len(scenarios)}")
    table = _table(scores, rows, columns, scenarios)
    rng = np.random.default_rng([seed, len(scenarios)])
    drawn = rng.multinomial(len(scenarios), np.full(len(scenarios), 1 / len(scenarios)), replicates)
    weights = np.vstack([np.ones(len(scenarios)), drawn])
    means = _means(table, weights)
    home = {
        name: found
        for place, name in enumerate(columns)
        if name in rows and (found := _estimate(_at_home(means, rows, columns, place))) is not None
    }
    everywhere = [_at_home(means, rows, columns, columns.index(name)) for name in home]
    advantage = _estimate(np.mean(everywhere, axis=0)) if everywhere else None
    return Matrix(
        scenarios=len(scenarios),
        tuned_on=rows,
        tested_under=columns,
        cells={
            r: {c: _estimate(means[:, i, j]) for j, c in enumerate(columns)}
            for i, r in enumerate(rows)
        },
        home=home,
        home_advantage=advantage,
        carried=_carried(means, rows, columns),
        left_out=_left_out(means, rows, columns),
        sentence=_sentence(advantage, len(home)),
    )


def _table(
    scores: Sequence[Score],
    rows: Sequence[str],
    columns: Sequence[str],
    scenarios: Sequence[str],
) -> Floats:
    """Mean score by scenario, row and column; NaN where none."""
    place = [{name: i for i, name in enumerate(names)} for names in (scenarios, rows, columns)]
    total, count = np.zeros((2, len(scenarios), len(rows), len(columns)))
    for s in scores:
        at = place[0][s.scenario], place[1][s.tuned_on], place[2][s.tested_under]
        total[at] += s.score
        count[at] += 1
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _means(table: Floats, weights: Floats) -> Floats:
    """Weighted means over scenarios, (replicates, rows, columns)."""
    known = np.isfinite(table)
    shape = (len(weights), *table.shape[1:])
    above = (weights @ np.where(known, table, 0.0).reshape(len(table), -1)).reshape(shape)
    below = (weights @ known.reshape(len(table), -1).astype(float)).reshape(shape)
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)


def _at_home(means: Floats, rows: Sequence[str], columns: Sequence[str], place: int) -> Floats:
    """Own assistant less those tuned on others alone, in one column; NaN where none."""
    name = columns[place]
    others = [i for i, row in enumerate(rows) if row not in NONE and name not in row.split("+")]
    if not others:
        return np.full(len(means), np.nan)
    own: Floats = means[:, rows.index(name), place]
    return np.asarray(own - means[:, others, place].mean(axis=1))


def _carried(
    means: Floats, rows: Sequence[str], columns: Sequence[str]
) -> dict[str, dict[str, Estimate]]:
    base = next((i for i, row in enumerate(rows) if row in NONE), None)
    found: dict[str, dict[str, Estimate]] = {}
    if base is None:
        return found
    gain = means - means[:, base : base + 1]
    for i, row in enumerate(rows):
        if row not in columns:
            continue
        own = gain[:, i, columns.index(row)]
        at_home = _estimate(own)
        if at_home is None or at_home.low is None or at_home.low <= 0:
            continue  # nothing surely gained at home, nothing to carry
        for j, column in enumerate(columns):
            if column != row and (share := _estimate(gain[:, i, j] / own)) is not None:
                found.setdefault(row, {})[column] = share
    return found


def _left_out(means: Floats, rows: Sequence[str], columns: Sequence[str]) -> tuple[LeftOut, ...]:
    found = []
    for place, name in enumerate(columns):
        others = [j for j in range(len(columns)) if j != place]
        able = [i for i, row in enumerate(rows) if name not in row.split("+")]
        if not others or not able:
            continue
        elsewhere = means[:, able][:, :, others].mean(axis=2)
        if not np.isfinite(elsewhere[0]).all() or not np.isfinite(means[0, :, place]).all():
            continue
        chosen = able[int(elsewhere[0].argmax())]
        best = int(means[0, :, place].argmax())
        regret = _estimate(means[:, best, place] - means[:, chosen, place])
        if regret is not None:
            found.append(LeftOut(name, rows[chosen], rows[best], regret))
    return tuple(found)


def _estimate(drawn: Floats) -> Estimate | None:
    """First the sample, then its replicates; None where the sample gives no value."""
    if not np.isfinite(drawn[0]):
        return None
    known = drawn[1:][np.isfinite(drawn[1:])]
    low, high = np.quantile(known, (0.025, 0.975)).tolist()
    return Estimate(float(drawn[0]), low, high)


def _sentence(advantage: Estimate | None, simulators: int) -> str:
    if advantage is None or advantage.value is None or advantage.low is None:
        return (
            "Cannot tell: no simulator has both an assistant tuned on it and one tuned on another."
        )
    shown = f"{advantage.value:+.3f} [{advantage.low:+.3f}, {advantage.high:+.3f}]"
    shown = shown.replace("-", "−")
    over = f"over {simulators} simulator{'s' if simulators > 1 else ''}"
    if advantage.low > 0:
        return (
            f"Assistants score {shown} higher under the simulator that they were tuned on than"
            f" those tuned on others do ({over}): part of what tuning gained is that simulator."
        )
    if advantage.high is not None and advantage.high < 0:
        return f"Assistants do no better at home than those tuned on others: {shown} ({over})."
    return f"Cannot tell whether assistants do better at home: {shown} ({over})."
