"""Confounds: other explanations of a gap than the simulator, and what each is worth.

Every confound is taken out in turn and the headline rows are computed again on what
is left: by leaving dialogues out, weighing them, or cutting them. Distances here are
raw (not corrected for the annotator's errors), floors and the intervals of changes
come from fewer replicates than the headline's, and each confound is taken out alone:
effects do not add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from usergap.compare.comparison import Comparison
from usergap.compare.confounds.cap import turn_cap
from usergap.compare.confounds.effect import Found, weigh
from usergap.compare.confounds.overlap import duplicates, seen_turns, short_text
from usergap.compare.confounds.position import turn_position
from usergap.compare.confounds.record import Confound
from usergap.compare.confounds.shared_text import Spans, shared_text, spans
from usergap.compare.confounds.strata import strata
from usergap.compare.matched import Matched, match
from usergap.compare.workers import in_threads
from usergap.dimensions import MEASURES, Dimension, Kind
from usergap.profiles import Profile

REPLICATES = 200
MOST_ROWS_OF_VECTORS = 600
"""Above this many dialogues vector measures stay out: their cost is quadratic."""


def confounds(
    real: Profile,
    *simulated: Profile,
    comparison: Comparison,
    cap: int | None = None,
    measures: Mapping[str, Dimension] | None = None,
    replicates: int = REPLICATES,
    seed: int = 0,
    jobs: int | None = None,
) -> tuple[Confound, ...]:
    """What else could have made the gaps of ``comparison``, simulator by simulator.

    ``real`` and ``simulated`` are the profiles that were compared, in their order;
    with the dialogues' text at hand more can be done (see docs/confounds.md).
    ``cap`` is the simulators' largest number of turns where it is known; else a
    pile-up is looked for. Changes carry normal 95 % intervals, Bonferroni over the
    measures of a confound, from the standard deviation of paired bootstrap replicates
    (the same units drawn with and without the confound). ``jobs``: threads.
    Raises InputError like ``compare``.
    """
    measures = MEASURES if measures is None else measures
    words = None if real.texts is None else spans(real.texts.corpus.dialogues)[0]
    works = [
        partial(_weighed, matched, cap, words)
        for matched in match(real, simulated, comparison, measures, replicates, seed)
    ]
    return tuple(each for one in in_threads(works, jobs) for each in one)


def _weighed(matched: Matched, cap: int | None, words: Spans | None) -> list[Confound]:
    lighter = _without_vectors(matched)
    return [weigh(each, lighter) for each in _looked_for(lighter, cap, words)]


def _looked_for(matched: Matched, cap: int | None, words: Spans | None) -> Iterator[Found]:
    single = (turn_cap(matched, cap), short_text(matched))
    yield from (each for each in single if each is not None)
    yield from turn_position(matched)
    yield from strata(matched, "assistant_model")
    yield from strata(matched, "source")
    last = (duplicates(matched), seen_turns(matched), shared_text(matched, words))
    yield from (each for each in last if each is not None)


def _without_vectors(matched: Matched) -> Matched:
    if matched.sides.real.size <= MOST_ROWS_OF_VECTORS:
        return matched
    rows = {
        name: row
        for name, row in matched.rows.items()
        if matched.measures[name].kind is not Kind.VECTORS
    }
    return replace(matched, rows=rows)
