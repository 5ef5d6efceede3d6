"""Matching in a run: plan its conversations, after a calibration if one is asked for."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from usergap.dialogues import Corpus, Dialogue
from usergap.profiles import Profile
from usergap.simulate.loop import Rules
from usergap.simulate.matching.calibration import SHARE, calibrate
from usergap.simulate.matching.control import Match
from usergap.simulate.matching.target import read_target
from usergap.simulate.participant import Assistant, UserSimulator
from usergap.simulate.persona import PersonaKind
from usergap.simulate.running.progress import Progress
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.scenario import Scenario, scenario_lines
from usergap.simulate.steering.steered import with_controls


@dataclass(frozen=True)
class Matching:
    """What a run is to match, and how.

    ``rounds``: of calibration, on ``share`` of the scenarios; 0: none, all scenarios are
    simulated by the plan. ``keep_turns``: the run's own least and most turns hold; else the
    plan's do.
    """

    reference: str | Path | Profile | Corpus
    rounds: int = 0
    share: float = SHARE
    keep_turns: bool = False

    def rules(self, rules: Rules, match: Match) -> Rules:
        """The run's rules, with room for what is planned."""
        if self.keep_turns or not match.sessions:
            return rules
        least, most = min(rules.min_turns, match.shortest), max(rules.max_turns, match.longest)
        return replace(rules, min_turns=least, max_turns=most)


@dataclass(frozen=True)
class Setting:
    """A run as far as it is the same for every round and after."""

    user: UserSimulator
    assistant: Assistant
    rules: Rules
    persona: PersonaKind = PersonaKind.GENERIC
    seed: int = 0
    concurrency: int = 20


@dataclass(frozen=True)
class Matched:
    """What is left to simulate: these scenarios, with the planned user, by these rules."""

    scenarios: tuple[Scenario, ...]
    user: UserSimulator
    rules: Rules


async def matched(
    matching: Matching,
    scenarios: Sequence[Scenario],
    run: Setting,
    folder: Path,
    on_progress: Callable[[Progress], None] | None = None,
) -> Matched:
    """Plans the run; with rounds, calibrates first and leaves the held-out scenarios.

    ``folder`` then holds a journal of each round (a run that is cut off goes on there),
    ``calibration.json`` (every round), ``correction.json`` (for ``match:…,correction=``)
    and ``held_out.jsonl`` (the scenarios that are left, to be simulated without the match
    for a comparison). Raises InputError.
    """
    match = Match(await asyncio.to_thread(read_target, matching.reference))
    if not matching.rounds:
        planned = match.over(scenarios, run.seed)
        steered = with_controls(run.user, [planned])
        return Matched(tuple(scenarios), steered, matching.rules(run.rules, planned))

    async def simulate(
        chosen: Sequence[Scenario], planned: Match, name: str
    ) -> tuple[Dialogue, ...]:
        made = await simulate_async(
            chosen,
            with_controls(run.user, [planned]),
            run.assistant,
            journal=folder / f"{name}.journal",
            rules=matching.rules(run.rules, planned),
            persona=run.persona,
            seed=run.seed,
            concurrency=run.concurrency,
            on_progress=on_progress,
        )
        return made.dialogues

    with_controls(run.user, [match])  # a user that cannot be told is told before anything is asked
    found = await calibrate(
        match,
        scenarios,
        simulate,
        rounds=matching.rounds,
        share=matching.share,
        seed=run.seed,
    )
    left = tuple(scenario for scenario in scenarios if scenario.id in set(found.held_out))
    planned = found.match.planned(left, run.seed)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "calibration.json", json.dumps(found.record(), indent=1) + "\n")
    _write(folder / "correction.json", json.dumps(found.match.correction.record()) + "\n")
    _write(folder / "held_out.jsonl", scenario_lines(left))
    return Matched(left, with_controls(run.user, [planned]), matching.rules(run.rules, planned))


def _write(path: Path, text: str) -> None:
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_text(text, "utf-8")
    os.replace(unfinished, path)  # noqa: PTH105 - atomic on every platform
