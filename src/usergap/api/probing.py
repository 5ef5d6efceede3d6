"""Probes and faults: what the ten measures do not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from usergap.api.sources import Source
from usergap.dialogues import Corpus
from usergap.dimensions.faults import FaultReport, audit
from usergap.errors import InputError
from usergap.formats import read
from usergap.probes import (
    Finding,
    Tools,
    by_simulator,
    check_settings,
    probes_named,
    run_probes,
    tools_from,
    without_seeds,
)
from usergap.profiles import Profile, is_profile


def faults(
    source: str | Path | Sequence[str | Path] | Corpus,
    *,
    prompts: Sequence[str] = (),
    min_turns: int | None = None,
) -> FaultReport:
    """Where the simulator of ``source`` broke down: role flips, loops, leaks and others.

    ``prompts``: what it was told beside scenario and persona. ``min_turns``: user turns
    before which an end is early (default: what each dialogue records, else 2). Raises
    ``InputError`` where nothing can be read.
    """
    corpus = source if isinstance(source, Corpus) else read(source)
    return audit(corpus.dialogues, prompts=prompts, min_turns=min_turns)


def probe(
    name: str,
    real: Source | None,
    *simulated: Source,
    reference_model: str | None = None,
    judge: str | None = None,
    nli: str | None = None,
    assistant: str | None = None,
    base_url: str | None = None,
    key_env: str | None = None,
    tools: Tools | None = None,
    settings: Mapping[str, str] | None = None,
    seed: int = 0,
    replicates: int = 500,
) -> tuple[Finding, ...]:
    """What probes find in one or more simulators: what ``usergap probe`` does.

    ``name``: a probe, several with commas between, or ``all``. ``real`` may be None for
    probes that look at simulated dialogues alone; the others are undefined then.
    ``reference_model``, ``judge`` and ``assistant`` are ``hf:PATH`` or models at
    ``base_url``, ``nli`` is ``hf:PATH``; ``tools`` takes objects instead. ``settings``: of
    single probes, as ``--set``.
    Real dialogues that a simulator was made from are left out; ``left_out`` of the findings
    says how many.
    Raises ``InputError``, also for a profile, which holds no text, and for a setting that no
    probe of ``name`` reads.
    """
    chosen = probes_named(name)
    check_settings(chosen, settings)
    made = tools or tools_from(
        reference_model=reference_model,
        judge=judge,
        nli=nli,
        assistant=assistant,
        base_url=base_url,
        key_env=key_env,
    )
    people = None if real is None else _corpus(real)
    kept, sides, left_out = without_seeds(people, [_corpus(each) for each in simulated])
    return run_probes(
        chosen,
        kept,
        by_simulator(sides),
        tools=made,
        settings=settings,
        seed=seed,
        replicates=replicates,
        left_out=left_out,
    )


def _corpus(source: Source) -> Corpus:
    if isinstance(source, Corpus):
        return source
    if isinstance(source, Profile) or (isinstance(source, str | Path) and is_profile(source)):
        name = source.name if isinstance(source, Profile) else source
        raise InputError(f"{name}: expected dialogues, found a profile, which holds no text")
    return read(source)
