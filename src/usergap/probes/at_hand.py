"""Probes beside a comparison: on the very dialogues that it compares, where text is at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from usergap.compare import Verdict
from usergap.compare.canonical import ROW
from usergap.compare.selection import keep_where, named_simulators, with_row_numbers
from usergap.compare.sides import column
from usergap.dialogues import Dialogue
from usergap.probes.finding import Finding
from usergap.probes.probe import Probe
from usergap.probes.running import run_probes
from usergap.probes.settings import check_settings, own_settings
from usergap.profiles import Profile

NO_TEXT = "{name} is a profile, which holds no text: give the dialogues themselves"


def probe_profiles(
    chosen: Iterable[Probe],
    real: Profile,
    simulated: Sequence[Profile],
    *,
    where: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    **options: Any,
) -> tuple[Finding, ...]:
    """Findings for each simulator, under the names that the comparison gives.

    ``where`` as in ``usergap.compare``; ``settings`` and ``options`` are those of ``run_probes``.
    A probe that needs text which is not at hand is undefined, with the reason; none is left out.
    """
    probes = list(chosen)
    check_settings(probes, settings)
    people = _dialogues(real, keep_where(with_row_numbers(real), where or {}, real.name, True))
    sides: dict[str, tuple[Dialogue, ...] | None] = {}
    sources: dict[str, str] = {}
    for profile, name, table in named_simulators(simulated):
        kept = keep_where(table, where or {}, name, False)
        sides[name], sources[name] = _dialogues(profile, kept), profile.name
    able = [probe for probe in probes if people is not None or not probe.needs_real]
    texts = {name: dialogues for name, dialogues in sides.items() if dialogues is not None}
    ran = {
        (finding.simulator, finding.probe): finding
        for finding in run_probes(
            able, people or (), texts, settings=own_settings(able, settings), **options
        )
    }
    lacking = {name: real.name if sides[name] is not None else sources[name] for name in sides}
    return tuple(
        ran.get((name, probe.id)) or _lacks(probe, name, lacking[name])
        for name in sides
        for probe in probes
    )


def _dialogues(profile: Profile, table: Any) -> tuple[Dialogue, ...] | None:
    if profile.texts is None:
        return None
    corpus = profile.texts.corpus
    return tuple(corpus[int(str(row))] for row in column(table, ROW))


def _lacks(probe: Probe, simulator: str, source: str) -> Finding:
    return Finding(
        probe=probe.id,
        title=probe.title,
        simulator=simulator,
        verdict=Verdict.UNDEFINED,
        measured=None,
        reason=NO_TEXT.format(name=source),
        version=probe.version,
    )
