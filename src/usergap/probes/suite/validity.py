"""Validity: do simulated users score systems as people do? Not the same as being realistic.

Concurrent validity as in ChatBench and SimulatorArena: mean scores of the SAME systems by
people and by simulated users. It stands apart from realism: SimEval-IR found r = .09 between
how human-like users look to a classifier and how well they rank systems, so neither can be
read off the other. From a table (``--set validity.scores=FILE``: system, side, score) or the
ratings of dialogues by ``assistant_model`` (``--set validity.rating=FIELD``, default ``rating``).
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np

from usergap.compare import Verdict
from usergap.compare.verdicts import ALPHA
from usergap.probes.figures import judged
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.inference import Floats
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.system_scores import agreement
from usergap.probes.system_scores.scores import RATING, Scores, rated, read_scores

FEWEST: Final = 4
"""Systems: three have six orders, one of which is right by chance in one case of six."""
ORDER_MARGIN: Final = 0.2
"""A Spearman of .8 or more: a neighbouring pair or two change places, no more."""
SHIFT_MARGIN: Final = 0.2
"""A fifth of the SD of people's scores of one system: a small effect by Cohen's convention."""
APART: Final = (
    "Kept apart from realism: how human-like users look says little about how they rank systems"
    " (SimEval-IR: r = .09)."
)


def run(material: Material) -> Measured:
    """Order and scale are judged; r, MAE and rank displacement stand beside them."""
    scores = _scores(material)
    material.need(
        len(scores.systems) >= FEWEST,
        f"needs {FEWEST} systems with two or more scores by people and by simulated users,"
        f" found {len(scores.systems)}",
    )
    key = hashlib.sha256(f"{material.seed}:validity".encode()).digest()
    rng = np.random.default_rng(np.frombuffer(key, np.uint32))
    b = material.replicates
    drawn = [agreement.resampled(each, b, rng) for each in (scores.real, scores.simulated)]
    people = agreement.halves(scores.real, b, rng)
    # as many of people's scores as simulated users gave, at most half, against the others
    sizes = [each.size for each in scores.simulated]
    parts = agreement.halves(scores.real, b, rng, sizes)
    means = [np.array([[each.mean() for each in side]]) for side in (scores.real, scores.simulated)]
    spread = float(np.sqrt(np.mean([each.var(ddof=1) for each in scores.real])))
    material.need(spread > 0, "people gave every system one and the same score each time")
    tested = agreement.shift(*agreement.swapped(scores.real, scores.simulated, b, rng)) / spread
    figures = (
        _order(means, drawn, people, agreement.spearman(*parts)),
        _scale(means, drawn, tested, spread),
        _beside("r", "Pearson’s r over systems", "", agreement.pearson, means, drawn, people),
        _beside("mae", "mean absolute error of systems’ scores", "points of the scale",
                agreement.mean_error, means, drawn, people),
        _beside("displacement", "places by which a system is off in the ranking", "places",
                agreement.displacement, means, drawn, people),
    )  # fmt: skip
    rows = zip(
        scores.systems,
        map(len, scores.real),
        means[0][0].tolist(),
        agreement.ranks(-means[0])[0].tolist(),
        map(len, scores.simulated),
        means[1][0].tolist(),
        agreement.ranks(-means[1])[0].tolist(),
        strict=True,
    )
    heads = ("system", "n real", "real", "place", "n simulated", "simulated", "place by simulated")
    notes = [APART]
    if scores.alone:
        notes.append(f"Left out, without two scores of each side: {', '.join(scores.alone)}.")
    seen = (
        f"simulated users rank {len(scores.systems)} systems with a Spearman of"
        f" {figures[0].value:.2f} to people, and score {figures[1].value:+.2f} SD from them"
    )
    return Measured(
        figures, seen, (Table("Mean scores of systems", heads, tuple(rows)),), notes=tuple(notes)
    )


def _scores(material: Material) -> Scores:
    given = material.settings.get("validity.scores")
    if given:
        return read_scores(str(given))
    field = str(material.settings.get("validity.rating", RATING))
    found = rated(material.real, material.simulated, field)
    material.need(
        bool(found.systems or found.alone),
        f"no dialogue has a number under extra[{field!r}] and an assistant_model: name another"
        " field (--set validity.rating=FIELD) or a table (--set validity.scores=FILE)",
    )
    return found


def _order(
    means: list[Floats], drawn: list[Floats], people: tuple[Floats, Floats], among: Floats
) -> Figure:
    """Order-preserving where the interval lies at .8 or more.

    Not so where it lies below, and below what is seen ``among`` two parts of people's own
    scores: few scores a system lower every correlation, so that by the bar alone people
    "failed" people in 57 % of splits.
    """
    value, low, high = _interval(agreement.spearman, means, drawn)
    verdict, reason, p = Verdict.UNDEFINED, "a side gives all systems one score", None
    if value is not None and low is not None and high is not None:
        among = among[np.isfinite(among)]
        p = min(1.0, 2 * float((1 + (among <= value + 1e-12).sum()) / (1 + among.size)))
        reached = 1 - ORDER_MARGIN
        if low >= reached:
            verdict, reason = Verdict.CLOSE, "order-preserving"
        elif high < reached and p < ALPHA:
            verdict, reason = Verdict.DIFFERS, "not order-preserving"
        elif high < reached:
            verdict = Verdict.CANNOT_TELL
            reason = "so few scores put people as far from people"
        else:
            verdict, reason = Verdict.CANNOT_TELL, "the interval holds both"
    return Figure(
        "validity.order", "order of systems by simulated users and by people",
        "Spearman, 1 = the same order", value, low, high, p, null=1.0, margin=ORDER_MARGIN,
        beside=_level(agreement.spearman, people), verdict=verdict, reason=reason,
    )  # fmt: skip


def _scale(means: list[Floats], drawn: list[Floats], tested: Floats, spread: float) -> Figure:
    value = float(agreement.shift(means[0], means[1])[0]) / spread
    shifts = agreement.shift(drawn[0], drawn[1]) / spread
    low, high = (float(end) for end in np.quantile(shifts, (0.025, 0.975)))
    p = float((1 + (np.abs(tested) >= abs(value) - 1e-12).sum()) / (1 + tested.size))
    if p >= ALPHA:
        low, high = min(low, 0.0), max(high, 0.0)
    verdict, reason = judged(low, high, p, 0.0, SHIFT_MARGIN)
    if verdict is Verdict.CLOSE:
        reason = "scale-stable"
    return Figure(
        "validity.scale", "shift of the scale, simulated - real",
        "SDs of people’s scores of one system", value, low, high, p, 0.0, SHIFT_MARGIN,
        verdict=verdict, reason=reason,
    )  # fmt: skip


def _beside(
    name: str, title: str, unit: str, statistic: agreement.Agreement,
    means: list[Floats], drawn: list[Floats], people: tuple[Floats, Floats],
) -> Figure:  # fmt: skip
    value, low, high = _interval(statistic, means, drawn)
    reason = "described, not judged" if value is not None else "a side gives all systems one score"
    return Figure(
        f"validity.{name}", title, unit, value, low, high, beside=_level(statistic, people),
        reason=reason, headline=False,
    )  # fmt: skip


def _interval(
    statistic: agreement.Agreement, means: list[Floats], drawn: list[Floats]
) -> tuple[float | None, float | None, float | None]:
    value = float(statistic(means[0], means[1])[0])
    found = statistic(drawn[0], drawn[1])
    found = found[np.isfinite(found)]
    if not np.isfinite(value) or found.size < len(drawn[0]) / 2:
        return None, None, None
    low, high = (float(end) for end in np.quantile(found, (0.025, 0.975)))
    return value, min(low, value), max(high, value)


def _level(statistic: agreement.Agreement, people: tuple[Floats, Floats]) -> tuple[Level, ...]:
    """Two halves of people against each other; half as many scores, so a low bar."""
    found = statistic(people[0], people[1])
    found = found[np.isfinite(found)]
    if not found.size:
        return ()
    low, high = (float(end) for end in np.quantile(found, (0.025, 0.975)))
    return (Level("real against real", float(found.mean()), low, high),)


PROBE = Probe(
    id="validity",
    title="Validity",
    question="Do simulated users score the same systems as people do?",
    citation="ChatBench; SimulatorArena; SimEval-IR on why it is no realism",
    version="1",
    run=run,
    lever="simulate --match, --control friction; then score the same systems again",
    needs_real=False,
    apart=APART,
    settings=("scores", "rating"),
)
