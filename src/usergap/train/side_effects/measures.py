"""The ten measures before and after, by the machinery of ``compare``."""

from __future__ import annotations

from dataclasses import replace

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.compare import Comparison, Verdict
from usergap.compare import compare as compare_profiles
from usergap.compare.ranking.simulator_difference import simulator_difference
from usergap.dialogues import Corpus
from usergap.dimensions import MEASURES
from usergap.profiles import Plan, measure_corpus
from usergap.train.side_effects.row import Row, direction


def measure_effects(
    before: Corpus, after: Corpus, real: Corpus, plan: Plan, *, seed: int, replicates: int
) -> list[Row]:
    """A row a measure: both distances to real users, their difference, and before against after."""
    profiles = [
        measure_corpus(_named(corpus, name), plan)
        for corpus, name in ((before, "before"), (after, "after"), (real, None))
    ]
    first, second, people = profiles
    between = compare_profiles(first, second, seed=seed, replicates=replicates)
    difference = simulator_difference(people, first, second, seed=seed, replicates=replicates)
    known = {row.measure: row for row in difference.rows}
    found = []
    for name, measure in MEASURES.items():
        moved, reason = _moved(between, name)
        row = known.get(name)
        change = None
        if row is not None:
            change = Estimate(-row.difference, -row.high, -row.low)
        found.append(
            Row(
                name,
                {
                    "name": name,
                    "title": measure.title,
                    "kind": "measure",
                    "unit": measure.scale or "points",
                    "before": None if row is None else row.one,
                    "after": None if row is None else row.two,
                    "change": change,
                    "p": None if row is None else row.p_holm,
                    "moved": moved,
                    "direction": direction(change, None if row is None else row.p_holm),
                    "reason": reason or difference.left_out.get(name, ""),
                },
            )
        )
    return found


def _named(corpus: Corpus, simulator: str | None) -> Corpus:
    """The dialogues of one simulator, whatever models are called in the file."""
    if simulator is None:
        return corpus
    renamed = [replace(dialogue, simulator=simulator) for dialogue in corpus]
    return corpus.with_dialogues(renamed, simulator)


def _moved(between: Comparison, measure: str) -> tuple[Verdict, str]:
    rows = between.select(measure=measure)
    if not rows:
        return Verdict.UNDEFINED, "the profiles lack its columns"
    return rows[0].verdict, rows[0].reason
