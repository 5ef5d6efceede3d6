"""The probes of praise, disclosure and stereotypes before and after."""

from __future__ import annotations

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.compare import Verdict
from usergap.compare.multiplicity import holm
from usergap.dialogues import Corpus
from usergap.probes import Finding, probes_named, run_probes
from usergap.probes.finding import Figure
from usergap.train.side_effects.rewarded import PROBES
from usergap.train.side_effects.row import ALPHA, Row


def probe_effects(
    before: Corpus, after: Corpus, real: Corpus, *, seed: int, replicates: int
) -> list[Row]:
    """A row a headline figure: signed gaps to real users, and after less before.

    The change is the same probe with the model before training in the place of real users.
    """
    chosen = probes_named(",".join(PROBES))

    def run(people: Corpus, made: Corpus) -> dict[str, tuple[str, Figure]]:
        sides = {"model": made.dialogues}
        return _by_name(
            run_probes(chosen, people.dialogues, sides, seed=seed, replicates=replicates)
        )

    gaps, later, moved = run(real, before), run(real, after), run(before, after)
    names = list(moved)
    adjusted = dict(zip(names, holm([moved[name][1].p for name in names]), strict=True))
    found = []
    for name in names:
        probe, change = moved[name]
        was, now = (side.get(name, (probe, None))[1] for side in (gaps, later))
        found.append(
            Row(
                probe,
                {
                    "name": name,
                    "title": change.title.split(", simulated")[0],
                    "kind": "probe",
                    "unit": change.unit,
                    "before": None if was is None else was.value,
                    "after": None if now is None else now.value,
                    "change": _change(change),
                    "p": adjusted[name],
                    "moved": _moved(change, adjusted[name]),
                    "direction": _direction(was, now, adjusted[name]),
                    "reason": change.reason,
                },
            )
        )
    return found


def _by_name(findings: tuple[Finding, ...]) -> dict[str, tuple[str, Figure]]:
    return {
        figure.name: (finding.probe, figure)
        for finding in findings
        if finding.measured is not None
        for figure in finding.measured.figures
        if figure.headline
    }


def _change(figure: Figure) -> Estimate | None:
    """How far the figure lies from where it would be, had nothing moved."""
    if figure.value is None or figure.null is None or figure.low is None or figure.high is None:
        return None
    null = figure.null
    return Estimate(figure.value - null, figure.low - null, figure.high - null)


def _moved(change: Figure, p: float | None) -> Verdict:
    if change.value is None:
        return Verdict.UNDEFINED
    if change.verdict is Verdict.DIFFERS and (p is None or p >= ALPHA):
        return Verdict.CANNOT_TELL
    return change.verdict


def _direction(was: Figure | None, now: Figure | None, p: float | None) -> str:
    """Nearer or further where the change is sure and both gaps are known."""
    if p is None or p >= ALPHA or was is None or now is None:
        return "cannot tell"
    if was.value is None or now.value is None or was.null is None or now.null is None:
        return "cannot tell"
    apart = abs(was.value - was.null), abs(now.value - now.null)
    return "nearer" if apart[1] < apart[0] else "further"
