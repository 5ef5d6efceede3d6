"""How much of the gap to real users a match closes, on held-out scenarios.

    python -m benchmarks.match [--rounds 3] [--seeds 1]

The model behind the simulated users obeys plain orders (usergap.testing.ObeyingUser) and else
behaves as language models do; one obeys exactly, one writes 1.4 times as much as ordered and
forgets each kind of order in a tenth of its turns. Half of realsim's scenarios plan and calibrate,
the other half is simulated without and with the match and compared with its own real dialogues.
Needs the development data (``USERGAP_DATA``, default ../shared/data).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from usergap.dialogues import Corpus, Dialogue
from usergap.formats import read
from usergap.llm import Client, Endpoint
from usergap.profiles import Profile, default_plan, measure_corpus
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.loop import Rules
from usergap.simulate.matching.before_and_after import BeforeAndAfter, before_and_after
from usergap.simulate.matching.calibration import Calibration, calibrate
from usergap.simulate.matching.control import Match
from usergap.simulate.matching.target import read_target
from usergap.simulate.model import EndpointModel
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.scenario import MAX_WORDS, Scenario
from usergap.simulate.users.chat import ChatUser
from usergap.testing import FakeServer, ObeyingUser

DATA = Path(os.environ.get("USERGAP_DATA", Path(__file__).parents[1] / "../shared/data"))
MODELS = {
    "obeys": ObeyingUser(),
    "writes 1.4 times as much, forgets 10 %": ObeyingUser(wordy=1.4, slips=0.1),
}
BAR = {"feedback": 0.5, "identity": 0.5, "words": 0.5}
ANSWERS = (
    "It depends on the place.",
    "Most people begin with the first part and then compare.",
    "There are a few ways to do it.",
)


@dataclass(frozen=True)
class Experiment:
    """What came of one model: the calibration, and the gaps with its plan and its correction."""

    calibration: Calibration
    planned: BeforeAndAfter
    corrected: BeforeAndAfter


def experiment(
    real: Corpus, model: ObeyingUser, folder: Path, *, rounds: int, seed: int, replicates: int
) -> Experiment:
    """Calibrates on half of the scenarios of ``real`` and compares on the other half."""
    return asyncio.run(_experiment(real, model, folder, rounds, seed, replicates))


async def _experiment(
    real: Corpus, model: ObeyingUser, folder: Path, rounds: int, seed: int, replicates: int
) -> Experiment:
    scenarios = scenarios_of(real)
    by_id = {scenario.id: scenario for scenario in scenarios}
    with FakeServer(model) as server:
        async with Client(Endpoint(server.url, "obeying"), cache=None) as client:
            user, assistant = ChatUser(EndpointModel(client)), ScriptedAssistant(ANSWERS)

            async def simulate(
                chosen: Sequence[Scenario], match: Match | None, name: str
            ) -> tuple[Dialogue, ...]:
                steered = user if match is None else replace(user, controls=(match,))
                rules = Rules(max_turns=max(10, match.longest) if match else 10)
                journal = folder / name
                made = await simulate_async(
                    chosen, steered, assistant, journal=journal, rules=rules, seed=seed
                )
                return made.dialogues

            match = Match(read_target(real))
            found = await calibrate(match, scenarios, simulate, rounds=rounds, seed=seed)
            held_out = [by_id[name] for name in found.held_out]
            before = await simulate(held_out, None, "before")
            plain = match.over(held_out, seed)
            planned = await simulate(held_out, plain, "planned")
            corrected = await simulate(held_out, found.match.planned(held_out, seed), "corrected")
    people = _profile("real", real.dialogues)
    one = _profile("before", before)

    def told(name: str, after: Sequence[Dialogue]) -> BeforeAndAfter:
        options = {"held_out": found.held_out, "seed": seed, "replicates": replicates}
        return before_and_after(people, one, _profile(name, after), **options)  # type: ignore[arg-type]

    return Experiment(found, told("planned", planned), told("corrected", corrected))


def scenarios_of(real: Corpus) -> list[Scenario]:
    """A scenario for each real dialogue, as the data state it; of several with one id the first."""
    found: dict[str, Scenario] = {}
    for dialogue in real:
        name = dialogue.scenario_id or dialogue.id
        text = " ".join((dialogue.scenario or "talk to a chatbot").split()[:MAX_WORDS])
        found.setdefault(name, Scenario(name, text, dialogue.domain, parents=(dialogue.id,)))
    return list(found.values())


def _profile(name: str, dialogues: Sequence[Dialogue]) -> Profile:
    return measure_corpus(Corpus(name, tuple(dialogues)), default_plan(vectors=False), jobs=1)


def show(title: str, found: BeforeAndAfter) -> None:
    """A table: excess before and after, share closed, distance lost with its interval."""
    sides = f"{found.n_real} real, {found.n_before} before, {found.n_after} after"
    print(f"\n{title} ({sides}; {'paired' if found.paired else 'pooled'})")
    print(f"{'measure':<14}{'before':>9}{'after':>9}{'closed':>9}   less [95 %]")
    for row in found.changes:
        share = "–" if row.closed is None else f"{row.closed:.0%}"
        bar = BAR.get(row.measure)
        told = "" if bar is None else f"  bar {bar:.0%}"
        print(
            f"{row.measure:<14}{row.excess_before:>9.2f}{row.excess_after:>9.2f}{share:>9}"
            f"   {row.less:.2f} [{row.low:.2f}, {row.high:.2f}]{told}"
        )


def main() -> None:
    """Runs every model with every seed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--replicates", type=int, default=1000)
    options = parser.parse_args()
    path = DATA / "realsim" / "real.jsonl"
    if not path.exists():
        sys.exit("needs the development data: set USERGAP_DATA to its folder")
    real = read(path)
    for name, model in MODELS.items():
        for seed in range(options.seeds):
            began = time.perf_counter()
            settings = {"rounds": options.rounds, "replicates": options.replicates}
            with TemporaryDirectory() as folder:
                done = experiment(real, model, Path(folder), seed=seed, **settings)
            print(f"\n== a model that {name}, seed {seed} ({time.perf_counter() - began:.0f} s)")
            for each in done.calibration.rounds:
                words = each.measured.words / each.wanted.words
                print(f"round {each.number}: mismatch {each.mismatch:.3f}, words x {words:.2f}")
            show("planned, not corrected", done.planned)
            show("planned and corrected", done.corrected)


if __name__ == "__main__":
    main()
