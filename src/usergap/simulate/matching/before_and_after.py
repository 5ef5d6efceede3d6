"""Before and after: how much of its gap to real users a simulator lost by being matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pyarrow as pa

from usergap.annotators import Card
from usergap.compare import bar_seeds, compare, simulator_difference
from usergap.dimensions import MEASURES, Dimension
from usergap.errors import InputError
from usergap.profiles import Profile
from usergap.profiles.seeds import hashed, seeds_of_profile

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Change:
    """One measure before and after: distances and what of them lies beyond the floor.

    ``closed``: the share of the excess gap that is gone, 1 - after/before with an excess
    below 0 taken as 0; negative where the gap grew, None where there was none before.
    ``less, low, high``: distance before minus after with its 95 % interval; ``p_holm``
    of the two being equal.
    """

    measure: str
    before: float
    after: float
    excess_before: float
    excess_after: float
    closed: float | None
    less: float
    low: float
    high: float
    p_holm: float


@dataclass(frozen=True)
class BeforeAndAfter:
    """All measures, on real dialogues that went into no plan.

    ``scenarios``: those given as held out, ``pairs``: the number of dialogues that
    both simulated sides and the real one share a scenario in.
    """

    changes: tuple[Change, ...]
    left_out: Mapping[str, str]
    notes: tuple[str, ...]
    paired: bool
    n_real: int
    n_before: int
    n_after: int
    seed: int
    replicates: int
    held_out: tuple[str, ...] = ()

    def of(self, measure: str) -> Change:
        """One measure's change; raises KeyError where it could not be computed."""
        return next(each for each in self.changes if each.measure == measure)

    def record(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return asdict(self)


def before_and_after(
    real: Profile,
    before: Profile,
    after: Profile,
    *,
    held_out: Sequence[str] | None = None,
    seed: int = 0,
    replicates: int = 2000,
    cards: Mapping[str, Card] | None = None,
    measures: Mapping[str, Dimension] | None = None,
) -> BeforeAndAfter:
    """The same simulator without and with a match, against the same real dialogues.

    Real dialogues that the match was planned from are barred first, by what ``after``
    says of itself. ``held_out``: only these scenarios are compared. Raises InputError
    where ``after`` does not say what it was planned from, or where nothing is left.
    """
    measures = MEASURES if measures is None else measures
    stated = seeds_of_profile(after.metadata)
    if not stated.ids and not stated.pairs:
        raise InputError(
            f"{after.name}: expected simulated dialogues that say which real ones they were"
            " planned from (made with a match), found none that do"
        )
    sides = (real, _named(before, BEFORE), _named(after, AFTER))
    if held_out is not None:
        sides = tuple(_only(side, held_out) for side in sides)  # type: ignore[assignment]
    kept, (one, two), notes = bar_seeds(*sides)
    told = {"seed": seed, "replicates": replicates, "measures": measures}
    compared = compare(kept, one, two, cards=cards or {}, **told)  # type: ignore[arg-type]
    apart = simulator_difference(kept, one, two, **told)  # type: ignore[arg-type]
    differences = {row.measure: row for row in apart.rows}
    rows = {(row.simulator, row.measure): row for row in compared.rows}
    changes, left_out = [], dict(apart.left_out)
    for name in measures:
        first, second = rows[BEFORE, name], rows[AFTER, name]
        if first.excess is None or second.excess is None or name not in differences:
            left_out.setdefault(name, first.reason or second.reason)
            continue
        row = differences[name]
        changes.append(
            Change(
                measure=name,
                before=float(first.value or 0.0),
                after=float(second.value or 0.0),
                excess_before=first.excess,
                excess_after=second.excess,
                closed=closed(first.excess, second.excess),
                less=row.difference,
                low=row.low,
                high=row.high,
                p_holm=row.p_holm,
            )
        )
    return BeforeAndAfter(
        changes=tuple(changes),
        left_out=left_out,
        notes=(*notes, *compared.notes),
        paired=apart.paired,
        n_real=apart.n_real,
        n_before=rows[BEFORE, next(iter(measures))].n_simulated,
        n_after=rows[AFTER, next(iter(measures))].n_simulated,
        seed=seed,
        replicates=replicates,
        held_out=tuple(held_out or ()),
    )


def closed(before: float, after: float) -> float | None:
    """The share of an excess gap that is gone; None where there was none."""
    return 1 - max(after, 0.0) / before if before > 0 else None


def _named(profile: Profile, name: str) -> Profile:
    place = profile.table.column_names.index("simulator")
    names = pa.array([name] * len(profile), pa.string())
    return replace(profile, name=name, table=profile.table.set_column(place, "simulator", names))


def _only(profile: Profile, scenarios: Sequence[str]) -> Profile:
    """The dialogues of some scenarios; one without a scenario id is known by its own."""
    wanted = {hashed(each) for each in scenarios}
    keys = profile.table["pair"].to_pylist()
    if profile.texts is not None:
        own = [hashed(dialogue.id) for dialogue in profile.texts.corpus]
        keys = [pair or name for pair, name in zip(keys, own, strict=True)]
    kept = [key in wanted for key in keys]
    if not any(kept):
        raise InputError(f"{profile.name}: expected dialogues of held-out scenarios, found none")
    texts = None if profile.texts is None else profile.texts.keeping(kept)
    return replace(profile, table=profile.table.filter(pa.array(kept, pa.bool_())), texts=texts)
