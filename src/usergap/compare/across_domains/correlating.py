"""Across domains: does the simulator change with the domain as people do, and where is it worst?

A correlation over domains says whether a simulator follows; it has as many data points
as there are domains, so its interval is wide (r = 0.5 over 16 domains: 0.01 to 0.80),
and noisy domain figures pull it down however good the simulator is: hence the ceiling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from usergap.compare.across_domains.alarm import alarms, permute_cells
from usergap.compare.across_domains.correlation import (
    FEWEST_DOMAINS,
    Blocks,
    ceiling,
    concordance,
    fisher_interval,
    pearson,
)
from usergap.compare.across_domains.record import AcrossDomains, Alarm, Correlation
from usergap.compare.comparison import Comparison
from usergap.compare.draws import generator
from usergap.compare.matched import Matched, match
from usergap.compare.observations import Observations
from usergap.compare.selection import cells
from usergap.compare.sides import Sides, bring_together, column
from usergap.compare.workers import in_threads
from usergap.dimensions import MEASURES, Dimension, Kind
from usergap.profiles import Profile

FEWEST_GROUPS = 4
"""Groups a side below which a domain has no figure: halves of two are the least."""

REPLICATES = 1000
SPLITS = 200

Part = tuple[str, pa.Table, pa.Table]


def across_domains(
    real: Profile,
    *simulated: Profile,
    comparison: Comparison,
    field: str | None = None,
    measures: Mapping[str, Dimension] | None = None,
    replicates: int = REPLICATES,
    seed: int = 0,
    jobs: int | None = None,
) -> tuple[AcrossDomains, ...]:
    """Correlations over domains and domains that stand out, simulator by simulator.

    ``real`` and ``simulated`` are the profiles that were compared, in their order;
    ``field`` defaults to the comparison's ``by``, then to ``domain``. A simulator is
    left out where neither its dialogues nor their partners record the field. ``jobs``:
    threads. Raises InputError like ``compare``.
    """
    field = field or comparison.settings.get("by") or "domain"
    measures = MEASURES if measures is None else measures
    link = comparison.settings.get("pairs") != "off"
    works = []
    for matched in match(real, simulated, comparison, measures, replicates, seed):
        mine, theirs = matched.sides.table
        if not matched.sides.paired and not any(column(theirs, field)):
            continue
        parts = list(cells(mine, theirs, field, matched.sides.paired))
        if len(parts) > 1:
            works.append(partial(_one, matched, field, parts, link))
    return tuple(in_threads(works, jobs))


def _one(matched: Matched, field: str, parts: Sequence[Part], link: bool) -> AcrossDomains:
    kept: dict[str, Sides] = {}
    left_out: list[str] = []
    for name, real, simulated in parts:
        sides = bring_together(real, simulated, matched.sides.paired, link)
        if min(sides.groups) >= FEWEST_GROUPS:
            kept[name] = sides
        else:
            left_out.append(name)
    seen = {name: matched.observe(sides.table) for name, sides in kept.items()}
    distances = {name: dimension.distance for name, dimension in matched.measures.items()}
    raised, tested = alarms(permute_cells(matched, kept, seen), distances)
    enough = len(kept) >= FEWEST_DOMAINS
    return AcrossDomains(
        simulator=matched.simulator,
        field=field,
        domains=tuple(kept),
        left_out=tuple(left_out),
        paired=matched.sides.paired,
        cells=tested,
        correlations=tuple(_correlations(matched, kept, seen)) if enough else (),
        alarms=raised,
        sentence=_sentence(raised, tested, len(kept), field, matched.measures),
    )


def _correlations(
    matched: Matched, kept: Mapping[str, Sides], seen: Mapping[str, Mapping[str, Observations]]
) -> Iterator[Correlation]:
    for name in matched.rows:
        dimension = matched.measures[name]
        if dimension.kind is Kind.VECTORS:
            continue
        real, simulated = (
            Blocks.of([(kept[x], seen[x][name]) for x in kept], real=side) for side in (True, False)
        )
        figures = real.figures(), simulated.figures()
        rng = generator(matched.seed, f"split halves {name}")
        reliable = [side.reliability(SPLITS, rng) for side in (real, simulated)]
        labels: tuple[str | None, ...] = dimension.labels or (None,)
        for place, label in enumerate(labels):
            here, there = (side[:, place] for side in figures)
            known = np.isfinite(here) & np.isfinite(there)
            r = pearson(here[known], there[known])
            ends = None if r is None else fisher_interval(r, int(known.sum()))
            yield Correlation(
                measure=name,
                label=label,
                domains=int(known.sum()),
                r=r,
                low=None if ends is None else ends[0],
                high=None if ends is None else ends[1],
                reliability_real=reliable[0][place],
                reliability_simulated=reliable[1][place],
                ceiling=ceiling(reliable[0][place], reliable[1][place]),
                concordance=concordance(here[known], there[known]),
                rate=float(real.sums[:, place].sum() / max(real.mass[:, place].sum(), 1e-12)),
            )


def _sentence(
    raised: Sequence[Alarm],
    tested: int,
    domains: int,
    field: str,
    measures: Mapping[str, Dimension],
) -> str:
    noun = field.replace("_", " ")
    if not tested:
        return f"too few dialogues in each {noun} to test any of them"
    if not raised:
        return f"no {noun} shows a gap that survives the test of {tested} cells together"
    worst = raised[0]
    hit = len({alarm.domain for alarm in raised})
    title = measures[worst.measure].title.lower()
    return (
        f"{hit} of {domains} {noun}s show a gap that survives the test of {tested} cells "
        f"together; the worst is {worst.domain} in {title}: {worst.value:.3g}, where chance gives "
        f"{worst.expected:.3g} (adjusted p = {worst.p:.2g})"
    )
