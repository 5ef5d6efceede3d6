"""The side-effect table of two users themselves: both are made to talk, then compared."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from usergap.dialogues import Corpus
from usergap.errors import InputError
from usergap.formats import read
from usergap.llm.sync import run_sync
from usergap.profiles import Plan
from usergap.simulate.assistants.replay import ReplayAssistant
from usergap.simulate.participant import Assistant
from usergap.simulate.running.order import Order, carry_out
from usergap.simulate.running.runner import journal_of
from usergap.simulate.scenarios.making import Making, make_scenarios
from usergap.train.side_effects.effects import SideEffects, side_effects


def effects_of_models(
    before: str,
    after: str,
    real: Corpus,
    rewarded: Iterable[str] = (),
    *,
    folder: Path,
    assistant: str | Assistant | None = None,
    plan: Plan | None = None,
    limit: int | None = 200,
    seed: int = 0,
    replicates: int = 1000,
) -> SideEffects:
    """What else moved between two users, told as SPECs of ``simulate --user`` (``hf:PATH``).

    Both talk about the same scenarios of real dialogues, ``limit`` at most, to ``assistant``
    (None: the real chatbot's own answers, in their order). ``folder`` keeps their dialogues
    as before.jsonl and after.jsonl, and a run that was cut off goes on there. Raises InputError
    and EnvironmentFailure as ``simulate`` and ``side_effects`` do.
    """
    first, second = [
        simulated_by(user, real, folder / f"{name}.jsonl", assistant, limit=limit, seed=seed)
        for name, user in (("before", before), ("after", after))
    ]
    return side_effects(first, second, real, rewarded, plan=plan, seed=seed, replicates=replicates)


def simulated_by(
    user: str,
    real: Corpus,
    output: Path,
    assistant: str | Assistant | None = None,
    *,
    limit: int | None = 200,
    seed: int = 0,
) -> Corpus:
    """Dialogues of one user for the scenarios of real ones, written to ``output``."""
    scenarios, _ = make_scenarios(real.dialogues, Making(), limit)
    if not scenarios:
        raise InputError(f"{real.name}: expected dialogues with a scenario, found none")
    order = Order(
        scenarios=tuple(scenarios),
        user=user,
        assistant=assistant or ReplayAssistant.of(real.dialogues),
        seed=seed,
    )
    output.parent.mkdir(parents=True, exist_ok=True)
    run_sync(lambda: carry_out(order, output, journal_of(output)))
    return read(output)
