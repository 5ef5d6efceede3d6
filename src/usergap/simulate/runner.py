"""The runner: many conversations at once, resumed by default, nothing lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.simulate.journal import Journal
from usergap.simulate.loop import Counts, Outcome, Rules, Start, converse
from usergap.simulate.made import dialogue_of, fingerprint
from usergap.simulate.participant import Assistant, UserSimulator
from usergap.simulate.persona import PersonaKind, persona_of
from usergap.simulate.scenario import Scenario, scenario_record
from usergap.version import __version__


@dataclass(frozen=True)
class Simulation:
    """Dialogues in the scenarios' order, and what failed: scenario id to (stop, detail)."""

    dialogues: tuple[Dialogue, ...]
    failed: dict[str, Outcome]


def utc_now() -> str:
    """The time in UTC to the second, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


async def simulate_async(
    scenarios: Sequence[Scenario],
    user: UserSimulator,
    assistant: Assistant,
    *,
    journal: str | Path,
    rules: Rules | None = None,
    persona: PersonaKind = PersonaKind.GENERIC,
    seed: int = 0,
    concurrency: int = 20,
    clock: Callable[[], str] = utc_now,
) -> Simulation:
    """One conversation for each scenario, ``concurrency`` at a time.

    A journal of the same settings is resumed: what is in it is not asked again,
    conversations that failed go on where they broke off. Raises InputError for
    scenarios or settings that cannot be and for a journal of other settings.
    """
    if concurrency < 1:
        raise InputError(f"concurrency: expected 1 or more, found {concurrency}")
    if len({scenario.id for scenario in scenarios}) < len(scenarios):
        raise InputError("scenarios: expected an id of its own for each, found one twice")
    rules = rules or Rules()
    personas = {scenario.id: persona_of(scenario, persona, seed) for scenario in scenarios}
    print_of = settings_fingerprint(scenarios, user, assistant, rules, persona, seed)
    outcomes: dict[str, Outcome] = {}
    waiting = iter(scenarios)

    async with Journal(journal, fingerprint=print_of, created=clock()) as kept:

        async def work() -> None:
            for scenario in waiting:
                outcomes[scenario.id] = await one(scenario)

        async def one(scenario: Scenario) -> Outcome:
            async def keep(message: Message, drawn: Counts) -> None:
                await kept.message(scenario.id, message, drawn)

            known = kept.progress.get(scenario.id)
            if known is not None and known.outcome is not None:
                return known.outcome
            done = (tuple(known.messages), dict(known.interventions)) if known else ((), {})
            start = Start(scenario, personas[scenario.id], seed, *done)
            outcome = await converse(start, user, assistant, rules, keep)
            await kept.stopped(scenario.id, outcome)
            return outcome

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(concurrency, len(scenarios))):
                    group.create_task(work())
        except BaseExceptionGroup as problems:
            raise problems.exceptions[0] from None
        created = kept.created

    made = [
        dialogue_of(
            Start(scenario, personas[scenario.id], seed),
            outcomes[scenario.id],
            user,
            assistant,
            rules,
            settings_hash=print_of,
            created=created,
        )
        for scenario in scenarios
        if not outcomes[scenario.id].stop.failed
    ]
    failed = {name: outcome for name, outcome in outcomes.items() if outcome.stop.failed}
    return Simulation(tuple(d for d in made if d.turns), failed)


def settings_fingerprint(
    scenarios: Sequence[Scenario],
    user: UserSimulator,
    assistant: Assistant,
    rules: Rules,
    persona: PersonaKind,
    seed: int,
) -> str:
    """The hash of everything that decides what a run makes."""
    return fingerprint(
        {
            "scenarios": [scenario_record(scenario) for scenario in scenarios],
            "user": [user.name, user.version, dict(user.settings)],
            "assistant": [assistant.name, dict(assistant.settings)],
            "rules": asdict(rules),
            "persona": persona.value,
            "seed": seed,
            "usergap": __version__,
        }
    )
