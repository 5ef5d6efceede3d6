"""Scenarios and simulated dialogues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from usergap.dialogues import Corpus
from usergap.errors import InputError
from usergap.formats import read
from usergap.llm import Ceilings, Price, Spent, default_cache
from usergap.llm import Progress as CallProgress
from usergap.llm.sync import run_sync
from usergap.profiles import Profile
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
