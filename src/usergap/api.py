"""The flat API behind ``import usergap``: files, corpora and profiles in, objects out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from usergap.compare import Comparison, bar_seeds, examine
from usergap.compare import compare as compare_profiles
from usergap.dialogues import Corpus
from usergap.dimensions.faults import FaultReport, audit
from usergap.errors import InputError
from usergap.formats import read as read
from usergap.llm import Ceilings, Price, Spent, default_cache
from usergap.llm import Progress as CallProgress
from usergap.llm.sync import run_sync
from usergap.probes import (
    Finding,
    Tools,
    by_simulator,
    probes_named,
    run_probes,
    tools_from,
    without_seeds,
)
from usergap.profiles import (
    Plan,
    Profile,
    default_cards,
    default_plan,
    is_profile,
    load_reference,
    read_profile,
)
from usergap.profiles.measure import Progress, measure_corpus
from usergap.report import (
    comparison_html,
    comparison_text,
    finding_text,
    profile_html,
    profile_text,
)
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.loop import Rules
from usergap.simulate.made import checked_facts
from usergap.simulate.matching.matching import Matching
from usergap.simulate.participant import Assistant, UserSimulator
from usergap.simulate.persona import PersonaKind
from usergap.simulate.running.order import Order, Reach, carry_out
from usergap.simulate.running.progress import Progress as SimulationProgress
from usergap.simulate.running.runner import journal_of
from usergap.simulate.scenarios.extractive import Extraction
from usergap.simulate.scenarios.making import Making, make_scenarios
from usergap.simulate.scenarios.scenario import Scenario, read_scenarios, scenario_lines
from usergap.simulate.steering.control import Control
from usergap.writing import write_text

Source = str | Path | Sequence[str | Path] | Corpus | Profile
"""A file, folder or list of them, ``FILE#real``, a corpus, or a profile."""


# A room may not import the report, which comes after it; here the views are at hand.
for _kind, _text, _page in (
    (Comparison, comparison_text, comparison_html),
    (Profile, profile_text, profile_html),
):
    setattr(_kind, "__repr__", _text)  # noqa: B010 - a type checker allows no other way
    setattr(_kind, "_repr_html_", _page)  # noqa: B010

setattr(Finding, "__repr__", finding_text)  # noqa: B010 - as above


def measure(
    source: Source,
    *,
    plan: Plan | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    name: str | None = None,
) -> Profile:
    """The profile of ``source``: one row per dialogue, without any text.

    A profile, or a file that holds one, is returned as it is. ``plan`` says what
    to measure and with which annotators (default: ``default_plan()``); ``jobs``
    how many processes. Raises ``InputError`` where nothing can be read.
    """
    if isinstance(source, Profile):
        return source
    if isinstance(source, str | Path) and is_profile(source):
        return read_profile(source, name)
    corpus = source if isinstance(source, Corpus) else read(source, name=name)
    return measure_corpus(corpus, plan or default_plan(), jobs=jobs, progress=progress)


def compare(
    real: Source | None,
    *simulated: Source,
    reference: str | None = None,
    by: str | None = None,
    where: Mapping[str, str] | None = None,
    pairs: Literal["auto", "only", "off"] = "auto",
    margins: Mapping[str, float] | None = None,
    yardstick: Source | None = None,
    standardize: Literal["domain"] | None = None,
    seed: int = 0,
    replicates: int = 2000,
    plan: Plan | None = None,
    jobs: int | None = None,
) -> Comparison:
    """Compare real users with one or more simulators on all measures.

    ``real`` may be left None where ``reference`` names a shipped profile of real
    users (``wildchat``, ``lmsys``, ``all``). The other options are those of
    ``usergap.compare.compare``. Real dialogues that a simulator was made from are left
    out, and named in the notes. Raises ``InputError``.
    """
    sides = tuple(measure(each, plan=plan, jobs=jobs) for each in simulated)
    base = (
        load_reference(reference or "all") if real is None else measure(real, plan=plan, jobs=jobs)
    )
    base, sides, barred = bar_seeds(base, *sides)
    comparison = compare_profiles(
        base,
        *sides,
        by=by,
        where=where,
        pairs=pairs,
        margins=margins,
        cards=default_cards(),
        yardstick=None if yardstick is None else measure(yardstick, plan=plan, jobs=jobs),
        standardize=standardize,
        seed=seed,
        replicates=replicates,
    )
    return examine(comparison.noting(barred), base, *sides)


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
    Raises ``InputError``, also for a profile, which holds no text.
    """
    chosen = probes_named(name)
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


def scenarios(
    real: str | Path | Sequence[str | Path] | Corpus,
    *,
    output: str | Path | None = None,
    model: str | None = None,
    base_url: str | None = None,
    key_env: str | None = None,
    personas: int | None = None,
    concurrency: int = 20,
    ceilings: Ceilings | None = None,
    prices: Mapping[str, Price] | None = None,
    cache: str | Path | None = None,
    on_progress: Callable[[CallProgress], None] | None = None,
) -> Extraction:
    """What each real user wants, in one sentence without personal detail.

    With a ``model`` (a name at ``base_url``, or ``hf:PATH``) in its own words and with
    ``personas`` candidates (default 5); without one a sentence or the topic of the user's
    own. ``skipped`` of the result names the dialogues that gave none, with the reason.
    ``output``: a JSONL file to write too; ``cache``: the file of answers, default the
    shared one. Raises ``InputError``, and ``EnvironmentFailure`` for a lost endpoint.
    """
    corpus = real if isinstance(real, Corpus) else read(real)
    making = Making(
        model=model,
        reach=Reach(base_url, key_env),
        personas=personas,
        concurrency=concurrency,
        cache=Path(cache or default_cache()),
        ceilings=ceilings or Ceilings(),
        prices=prices or {},
        on_progress=on_progress,
    )
    found, _ = make_scenarios(corpus.dialogues, making)
    if output is not None:
        write_text(output, scenario_lines(found))
    return found


def simulate(
    scenarios: str | Path | Extraction | Sequence[Scenario],
    user: str | UserSimulator,
    assistant: str | Assistant,
    *,
    output: str | Path | None = None,
    journal: str | Path | None = None,
    persona: Literal["generic", "informed"] = "generic",
    controls: Sequence[str | Control] = (),
    match: str | Path | Corpus | Profile | None = None,
    match_rounds: int = 0,
    min_turns: int | None = None,
    max_turns: int | None = None,
    guardrails: str | Guardrails = "early_end",
    seed: int = 0,
    limit: int | None = None,
    base_url: str | None = None,
    key_env: str | None = None,
    assistant_base_url: str | None = None,
    assistant_key_env: str | None = None,
    concurrency: int = 20,
    ceilings: Ceilings | None = None,
    prices: Mapping[str, Price] | None = None,
    provenance: Mapping[str, str] | None = None,
    cache: str | Path | None = None,
    on_progress: Callable[[SimulationProgress, Spent], None] | None = None,
) -> Corpus:
    """Simulated dialogues, one for each scenario: what ``usergap simulate`` does.

    ``user``, ``assistant`` and ``controls`` are SPECs (``usergap simulate --list``) or
    objects. ``match``: real users to plan from, after ``match_rounds`` of calibration on half
    of the scenarios (the other half is returned); turns are 4 to 10, or as planned. With
    ``output`` or ``journal`` a run that is cut off goes on where it stopped when it is called
    again. Conversations that failed are counted in ``reading.notes`` of the corpus. ``prices``
    by model, under ``""`` that of all others. ``provenance``: task, licence, consent and split,
    as far as they are known. Works in a notebook too. Raises ``InputError``,
    and ``EnvironmentFailure`` where the run cannot go on.
    """
    if match_rounds < 0 or (match_rounds and match is None):
        raise InputError(f"match_rounds: expected a number beside match, found {match_rounds}")
    if limit is not None and limit < 1:
        raise InputError(f"limit: expected 1 or more, found {limit}")
    if persona not in tuple(PersonaKind):
        raise InputError(f"persona: expected generic or informed, found {persona!r}")
    if isinstance(guardrails, str):
        guardrails = Guardrails.named(guardrails)
    order = Order(
        scenarios=read_scenarios(scenarios)
        if isinstance(scenarios, str | Path)
        else tuple(scenarios),
        user=user,
        assistant=assistant,
        controls=controls,
        rules=Rules.between(min_turns, max_turns, guardrails),
        persona=PersonaKind(persona),
        seed=seed,
        concurrency=concurrency,
        limit=limit,
        reach=Reach(base_url, key_env),
        assistant_reach=Reach(assistant_base_url, assistant_key_env)
        if assistant_base_url
        else None,
        cache=Path(cache or default_cache()),
        ceilings=ceilings or Ceilings(),
        prices=prices or {},
        facts=checked_facts(provenance or {}),
        matching=None
        if match is None
        else Matching(match, match_rounds, keep_turns=(min_turns, max_turns) != (None, None)),
    )
    with TemporaryDirectory(prefix="usergap-") as folder:
        file = Path(folder) / "simulated.jsonl" if output is None else Path(output)
        place = journal_of(file) if journal is None else Path(journal)
        summary, cast = run_sync(lambda: carry_out(order, file, place, report=on_progress))
        corpus = read(file, name=cast.user.name)
    notes = Counter(f"conversation failed: {f.stop.value}" for f in summary.failed.values())
    path = "memory" if output is None else str(output)
    return replace(
        corpus, reading=replace(corpus.reading, path=path, notes=corpus.reading.notes + notes)
    )
