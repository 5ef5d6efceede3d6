"""How far a batch of replies is from real ones, and what each reply adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from usergap.compare.draws import Chunk
from usergap.compare.floors import floor_draws, summarise
from usergap.compare.measure_statistic import statistic_of
from usergap.compare.observations import needed_columns, observe
from usergap.compare.replication import replicate
from usergap.compare.selection import with_row_numbers
from usergap.compare.sides import Sides, bring_together
from usergap.compare.statistic import Statistic
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.dimensions import MEASURES
from usergap.errors import InputError
from usergap.probes.inference import Floats
from usergap.profiles import Plan, default_plan
from usergap.profiles.measure import measure_corpus
from usergap.train.rewards.reward import Candidate

MEASURED = ("intent", "feedback", "emotion", "identity", "words", "fk_grade", "errors")
"""Measures that one reply has; the others need a dialogue."""
FLOOR_REPLICATES = 200
FEWEST = 5


@dataclass
class RealReplies:
    """Real replies as a profile, and the floors for batches of each size that came."""

    table: pa.Table
    plan: Plan
    measures: tuple[str, ...]
    seed: int
    _floors: dict[int, dict[str, tuple[float, float]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        real: Sequence[Candidate],
        *,
        plan: Plan | None = None,
        measures: Sequence[str] = MEASURED,
        seed: int = 0,
    ) -> RealReplies:
        """Measures the replies. Raises InputError for too few, or an unknown measure."""
        if len(real) < FEWEST:
            raise InputError(f"profile: expected {FEWEST} real replies or more, found {len(real)}")
        unknown = [name for name in measures if name not in MEASURES]
        if unknown or not measures:
            raise InputError(
                f"profile: expected measures of {', '.join(MEASURES)}; found {unknown or 'none'}"
            )
        plan = plan or default_plan(vectors=False)
        return cls(_table(real, plan), plan, tuple(measures), seed)

    def floors(self, size: int) -> dict[str, tuple[float, float]]:
        """Per measure mean and 95 % point of the distance to as many real replies as ``size``.

        Measures without one, or whose floor is 0, are left out.
        """
        if size not in self._floors:
            sides = bring_together(self.table, self.table, paired=False, link=False)
            statistics = self._statistics(sides)
            drawn = replicate(floor_draws(sides, FLOOR_REPLICATES, self.seed, size), statistics)
            found = {
                name: summarise(statistic.distances(drawn[name]))
                for name, statistic in statistics.items()
            }
            self._floors[size] = {
                name: (floor.mean, floor.point95)
                for name, floor in found.items()
                if floor is not None and floor.point95 > 0
            }
        return self._floors[size]

    def values(self, batch: Sequence[Candidate]) -> Floats | None:
        """What each reply adds: the jackknife's pseudo-values of - G, G the batch's gap.

        G = mean over measures of (distance - mean floor) / 95 % point of the floor, so 1 is
        about as far as chance alone takes one batch in twenty. The pseudo-value of reply i is
        n (- G) - (n - 1) (- G without i) (Quenouille 1956): their mean is - G, its bias
        removed, and a reply that brings the batch nearer to real users has a higher one.
        None where no measure can be computed.
        """
        size = len(batch)
        if size < 2:
            return None
        sides = bring_together(self.table, _table(batch, self.plan), paired=False, link=False)
        real, simulated = sides.groups
        weights = np.vstack([np.ones(simulated), 1 - np.eye(simulated)]).astype(np.float32)
        ones = np.ones((len(weights), real), np.float32)
        chunk = Chunk(ones, slice(0, real), weights, slice(real, real + simulated))
        statistics = self._statistics(sides)
        collected = replicate([chunk], statistics)
        gaps = []
        for name, (mean, point) in self.floors(size).items():
            if name in statistics:
                distances = statistics[name].distances(collected[name])
                # A measure that hangs on one reply alone says nothing without it.
                if np.isfinite(distances).all():
                    gaps.append((distances - mean) / point)
        if not gaps:
            return None
        gap = np.mean(gaps, axis=0)
        pseudo = -size * gap[0] + (size - 1) * gap[1:]
        ordered = np.empty(size)
        blocks = sides.block[len(sides.origin[0]) :] - real
        ordered[sides.origin[1]] = pseudo[blocks]
        return ordered

    def _statistics(self, sides: Sides) -> dict[str, Statistic]:
        found: dict[str, Statistic] = {}
        for name in self.measures:
            dimension = MEASURES[name]
            names = [*needed_columns(dimension), "language"]
            both = pa.concat_tables(
                [t.select([x for x in names if x in t.column_names]) for t in sides.table],
                promote_options="permissive",
            )
            seen = observe(dimension, both)
            real = sides.real
            if seen is not None and seen.defined[real].any() and seen.defined[~real].any():
                found[name] = statistic_of(dimension, seen, sides)
        return found


def _table(candidates: Sequence[Candidate], plan: Plan) -> pa.Table:
    dialogues = tuple(
        Dialogue(
            str(place),
            (*each.context, Message("user", each.reply)),
            context_length=len(each.context),
        )
        for place, each in enumerate(candidates)
    )
    return with_row_numbers(measure_corpus(Corpus("replies", dialogues), plan, jobs=1))
