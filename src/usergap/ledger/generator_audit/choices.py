"""Teachers ranked by people who chose between two of them, item after item.

Bradley and Terry 1952: teacher i is chosen over j with probability
1/(1 + exp(s_j − s_i)); a tie is half a choice for each. Fitted by Hunter 2004 (MM), with one
made-up tie of each teacher against an average one, so that a teacher that was never, or
always, chosen has a finite strength.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.errors import InputError

Floats = NDArray[np.float64]
FIELDS: Final = ("item", "rater", "a", "b", "choice")
REPLICATES: Final = 499
STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """What one person chose for one item: teacher ``a``, teacher ``b``, or a tie."""

    item: str
    rater: str
    a: str
    b: str
    choice: Literal["a", "b", "tie"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One teacher. ``chosen``: probability of being chosen over another one, mean over these.

    ``behind``: the best one's minus its own, None for the best.
    """

    teacher: str
    choices: int
    chosen: Estimate
    behind: Estimate | None


def read_choices(path: str | Path) -> list[Choice]:
    """Choices from JSONL with the fields of `Choice`; others are passed over.

    Raises InputError naming file, line and field.
    """
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from None
    found = [
        _choice(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()
    ]
    if not found:
        raise InputError(f"{path}: expected choices, found none")
    return found


def _choice(line: str, place: str) -> Choice:
    try:
        told = json.loads(line)
    except ValueError as error:
        raise InputError(f"{place}: expected JSON, found {error}") from None
    if not isinstance(told, dict):
        raise InputError(f"{place}: expected an object, found {type(told).__name__}")
    values: dict[str, Any] = {name: told.get(name) for name in FIELDS}
    for name, value in values.items():
        if not isinstance(value, str) or not value.strip():
            raise InputError(f"{place}: {name}: expected text, found {value!r}")
    if values["choice"] not in ("a", "b", "tie"):
        raise InputError(f"{place}: choice: expected a, b or tie, found {values['choice']!r}")
    if values["a"] == values["b"]:
        raise InputError(f"{place}: b: expected another teacher than {values['a']!r}")
    return Choice(**values)


def ranked(choices: Sequence[Choice], *, seed: int) -> list[Ranked]:
    """Teachers, the most chosen first, with 95 % bootstrap intervals.

    Raters and items both vary: whole raters are resampled, and whole items, and the wider
    ends hold. None where there are fewer than two of both. Raises InputError where choices
    do not connect all teachers: strengths of two separate sets cannot be compared.
    """
    names = sorted({name for each in choices for name in (each.a, each.b)})
    if len(names) < 2:
        raise InputError(f"expected choices between two teachers or more, found {len(names)}")
    _connected(choices, names)
    wins = np.array([_wins(each, names) for each in choices])
    value = _chosen(wins.sum(axis=0))
    rng = np.random.default_rng(seed)
    drawn = list(_resampled(choices, wins, rng))
    order = sorted(range(len(names)), key=lambda i: (-value[i], names[i]))
    best = order[0]
    return [
        Ranked(
            names[i],
            sum(names[i] in (each.a, each.b) for each in choices),
            _estimate(value[i], [d[:, i] for d in drawn]),
            None
            if i == best
            else _estimate(value[best] - value[i], [d[:, best] - d[:, i] for d in drawn]),
        )
        for i in order
    ]


def _connected(choices: Sequence[Choice], names: list[str]) -> None:
    beside: dict[str, set[str]] = defaultdict(set)
    for each in choices:
        beside[each.a].add(each.b)
        beside[each.b].add(each.a)
    reached, left = set[str](), names[:1]
    while left:
        if (name := left.pop()) not in reached:
            reached.add(name)
            left += beside[name]
    if apart := [name for name in names if name not in reached]:
        raise InputError(
            f"expected choices that connect all teachers, found none between {apart[0]!r} and "
            f"{names[0]!r} or those compared with it"
        )


def _wins(each: Choice, names: list[str]) -> Floats:
    """(teachers, teachers): how often the row was chosen over the column."""
    found = np.zeros((len(names), len(names)))
    a, b = names.index(each.a), names.index(each.b)
    found[a, b] = {"a": 1.0, "tie": 0.5, "b": 0.0}[each.choice]
    found[b, a] = 1 - found[a, b]
    return found


def _chosen(wins: Floats) -> Floats:
    """(…, teachers) of (…, teachers, teachers) wins: mean probability of being chosen."""
    met = wins + wins.swapaxes(-1, -2)
    won = wins.sum(axis=-1) + 0.5
    strength = np.ones(won.shape)
    for _ in range(STEPS):
        pairs = met / (strength[..., :, None] + strength[..., None, :])
        strength = won / (pairs.sum(axis=-1) + 1 / (strength + 1))
        strength /= np.exp(np.log(strength).mean(axis=-1, keepdims=True))
    over = strength[..., :, None] / (strength[..., :, None] + strength[..., None, :])
    return np.asarray((over.sum(axis=-1) - 0.5) / (won.shape[-1] - 1))


def _resampled(
    choices: Sequence[Choice], wins: Floats, rng: np.random.Generator
) -> Iterator[Floats]:
    """(replicates, teachers), once over raters and once over items, where there are two."""
    for units in ([each.rater for each in choices], [each.item for each in choices]):
        _, group = np.unique(np.array(units), return_inverse=True)
        count = int(group.max()) + 1
        if count < 2:
            continue
        by_unit = np.zeros((count, *wins.shape[1:]))
        np.add.at(by_unit, group, wins)
        weights = rng.multinomial(count, np.full(count, 1 / count), REPLICATES)
        yield _chosen(np.tensordot(weights.astype(float), by_unit, 1))


def _estimate(value: float, drawn: Sequence[Floats]) -> Estimate:
    ends = [np.quantile(one, (0.025, 0.975)) for one in drawn]
    if not ends:
        return Estimate(float(value))
    return Estimate(float(value), float(min(e[0] for e in ends)), float(max(e[1] for e in ends)))
