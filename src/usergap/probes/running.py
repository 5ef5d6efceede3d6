"""Run probes: one finding for each probe and simulator, whatever a probe cannot do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from usergap.compare import Verdict
from usergap.compare.multiplicity import holm
from usergap.compare.simulator_names import unique_names
from usergap.compare.verdicts import ALPHA
from usergap.dialogues import Corpus, Dialogue
from usergap.errors import UndefinedMeasureError
from usergap.probes.finding import Finding, Measured, worst
from usergap.probes.material import Material, Tools
from usergap.probes.probe import Probe
from usergap.probes.remembering import Memory, Remembered
from usergap.probes.settings import check_settings

Dialogues = tuple[Dialogue, ...]
ENOUGH_PAIRS = 20


def run_probes(
    chosen: Iterable[Probe],
    real: Sequence[Dialogue],
    simulated: Mapping[str, Sequence[Dialogue]],
    *,
    tools: Tools | None = None,
    settings: Mapping[str, Any] | None = None,
    seed: int = 0,
    replicates: int = 500,
    left_out: Sequence[str] = (),
    clock: Callable[[], float] = time.perf_counter,
    progress: Callable[[str], None] | None = None,
    memory: Memory | None = None,
) -> tuple[Finding, ...]:
    """The findings, by simulator and then by probe.

    ``real`` may be empty: probes that need real dialogues are undefined then. With 20
    shared scenarios or more only those are compared, as in ``usergap.compare``.
    A setting that none of the probes reads raises InputError.
    ``left_out``: what ``without_seeds`` says, for the findings to carry. ``memory``: that of
    earlier runs over the same dialogues.
    """
    found: list[Finding] = []
    everyone = {name: tuple(dialogues) for name, dialogues in simulated.items()}
    probes = list(chosen)
    check_settings(probes, settings)
    given = tools or Tools()
    if not isinstance(given.annotator, Remembered):
        given = replace(given, annotator=Remembered(given.annotator))
    memory = memory or Memory()
    for name, dialogues in everyone.items():
        others = {other: each for other, each in everyone.items() if other != name}
        compared, partners, spare = paired(tuple(real), dialogues)
        material = Material(
            real=compared,
            simulated=partners,
            simulator=name,
            spare=spare,
            others=others,
            tools=given,
            settings=settings or {},
            seed=seed,
            replicates=replicates,
            memory=memory,
        )
        for probe in probes:
            if progress is not None:
                progress(f"{probe.id} of {name}")
            found.append(_one(probe, material, clock))
    return tuple(replace(finding, left_out=tuple(left_out)) for finding in found)


def paired(real: Dialogues, simulated: Dialogues) -> tuple[Dialogues, Dialogues, Dialogues]:
    """The real and the simulated dialogues to compare, and the real ones that are left over.

    Left-over dialogues share no conversation with those that are compared.
    """
    wanted = {d.scenario_id for d in simulated} - {None}
    shared = {d.scenario_id for d in real} & wanted
    if len(shared) < ENOUGH_PAIRS:
        return real, simulated, ()
    mine = tuple(d for d in real if d.scenario_id in shared)
    talks = {d.conversation_id for d in mine} - {None}
    spare = (d for d in real if d.scenario_id not in shared and d.conversation_id not in talks)
    return mine, tuple(d for d in simulated if d.scenario_id in shared), tuple(spare)


def adjusted(measured: Measured) -> Measured:
    """The same, with "differs" kept only where Holm's adjustment over the headline figures does.

    Turns that show a figure which does not differ are dropped.
    """
    family = [f for f in measured.figures if f.headline and f.p is not None]
    p_holm = dict(zip((f.name for f in family), holm([f.p for f in family]), strict=True))
    figures = []
    for figure in measured.figures:
        p = p_holm.get(figure.name)
        if figure.verdict is Verdict.DIFFERS and p is not None and p >= ALPHA:
            reason = f"p = {figure.p:.2g} alone, {p:.2g} as one of {len(family)} figures"
            figures.append(replace(figure, verdict=Verdict.CANNOT_TELL, reason=reason))
        else:
            figures.append(figure)
    shown = {"", *(each.name for each in figures if each.verdict is Verdict.DIFFERS)}
    quotes = tuple(quote for quote in measured.quotes if quote.figure in shown)
    return replace(measured, figures=tuple(figures), quotes=quotes)


def _one(probe: Probe, material: Material, clock: Callable[[], float]) -> Finding:
    began = clock()
    try:
        measured = adjusted(probe.run(material))
        verdict, reason = worst(measured.figures), ""
        if verdict is Verdict.UNDEFINED:
            reason = "; ".join(dict.fromkeys(f.reason for f in measured.figures if f.reason))
    except UndefinedMeasureError as error:
        measured, verdict, reason = None, Verdict.UNDEFINED, str(error)
    return Finding(
        probe=probe.id,
        title=probe.title,
        simulator=material.simulator,
        verdict=verdict,
        measured=measured,
        reason=reason,
        seconds=clock() - began,
        version=probe.version,
    )


def by_simulator(corpora: Sequence[Corpus]) -> dict[str, tuple[Dialogue, ...]]:
    """Each simulator's dialogues, under the names that a comparison of the corpora gives."""
    entries: list[tuple[str, str]] = []
    parts: list[tuple[Dialogue, ...]] = []
    for corpus in corpora:
        own: dict[str, list[Dialogue]] = {}
        for dialogue in corpus:
            own.setdefault(dialogue.simulator or corpus.name, []).append(dialogue)
        for name, dialogues in own.items():
            entries.append((corpus.name, name))
            parts.append(tuple(dialogues))
    return dict(zip(unique_names(entries), parts, strict=True))
