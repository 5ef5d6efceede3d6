"""One run: what decides what it makes, its conversations, and its dialogues.

What is said lives in the journal, on disk: memory holds the conversations in flight
and, of each other one, where its rows lie. So 10,000 conversations fit where 100 do.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from usergap.dialogues import Dialogue, Message
from usergap.errors import EnvironmentFailure, InputError
from usergap.llm import Ending
from usergap.simulate.loop import Counts, Outcome, Rules, Start, converse
from usergap.simulate.made import checked_facts, dialogue_of, fingerprint
from usergap.simulate.model import NoAnswerError
from usergap.simulate.participant import Assistant, UserSimulator
from usergap.simulate.persona import PersonaKind, persona_of
from usergap.simulate.running.journal import Journal
from usergap.simulate.running.progress import Meter, Progress
from usergap.simulate.running.slots import slot
from usergap.simulate.scenarios.scenario import Scenario, scenario_record
from usergap.simulate.stop import StopReason
from usergap.version import __version__

Report = Callable[[Progress], None]
_LOST = tuple(f"{NoAnswerError.__name__}: {ending}" for ending in Ending if ending.retried)
"""How failures begin that are the endpoint's."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a conversation broke off; it goes on at the next run."""

    stop: StopReason
    detail: str


@dataclass(frozen=True)
class Run:
    """Everything that decides what a run makes, and how its conversations are carried out.

    Raises InputError for scenarios that have no id or persona of their own.
    """

    scenarios: Sequence[Scenario]
    user: UserSimulator
    assistant: Assistant
    rules: Rules
    persona: PersonaKind
    seed: int
    limit: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    print_of: str = field(init=False)
    chosen: Sequence[Scenario] = field(init=False)

    def __post_init__(self) -> None:
        if len({scenario.id for scenario in self.scenarios}) < len(self.scenarios):
            raise InputError("scenarios: expected an id of its own for each, found one twice")
        for scenario in self.scenarios:
            persona_of(scenario, self.persona, self.seed)  # all are known to have one
        checked = checked_facts(self.facts)  # not in the print: they change nothing that is said
        object.__setattr__(self, "facts", checked)
        made = (self.scenarios, self.user, self.assistant, self.rules, self.persona, self.seed)
        object.__setattr__(self, "print_of", settings_fingerprint(*made))
        object.__setattr__(self, "chosen", self.scenarios[: self.limit])

    def journal(self, place: str | Path, clock: Callable[[], str]) -> Journal:
        """Its journal, to be opened."""
        return Journal(place, fingerprint=self.print_of, created=clock())

    def start(self, scenario: Scenario) -> Start:
        """What a conversation begins with."""
        return Start(scenario, persona_of(scenario, self.persona, self.seed), self.seed)

    async def converse(
        self, kept: Journal, concurrency: int, on_progress: Report | None
    ) -> tuple[Meter, dict[str, Failure]]:
        """Lets all talk that are not over yet; what failed, by scenario id.

        Raises EnvironmentFailure at a ceiling, and where no conversation came to its end.
        """
        if concurrency < 1:
            raise InputError(f"concurrency: expected 1 or more, found {concurrency}")
        failed: dict[str, Failure] = {}
        ceiling = False
        left = [scenario for scenario in self.chosen if not kept.over(scenario.id)]
        resumed = len(self.chosen) - len(left)
        meter = Meter(len(self.chosen), on_progress, resumed=resumed)
        waiting = iter(left)
        slots = asyncio.Semaphore(concurrency)

        async def work() -> None:
            nonlocal ceiling
            for scenario in waiting:
                async with slot(slots):
                    outcome = await self._one(scenario, kept, meter)
                if outcome.stop.failed:
                    failed[scenario.id] = Failure(outcome.stop, outcome.detail)
                    ceiling = ceiling or Ending.OVER_BUDGET in outcome.detail
                if ceiling:  # those in flight may still end, for what they have cost
                    return

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(2 * concurrency, len(left))):  # slots are lent
                    group.create_task(work())
        except BaseExceptionGroup as problems:
            raise problems.exceptions[0] from None
        if ceiling:
            raise EnvironmentFailure(
                "a ceiling on calls, tokens or money was reached; what is finished is kept"
            )
        # Trouble that every conversation of the run has is not theirs.
        lost = all(failure.detail.startswith(_LOST) for failure in failed.values())
        if failed and len(failed) == len(left) and (lost or not resumed):
            reason = next(iter(failed.values())).detail
            raise EnvironmentFailure(f"not one conversation came to its end: {reason}")
        return meter, failed

    async def _one(self, scenario: Scenario, kept: Journal, meter: Meter) -> Outcome:
        turns = 0

        async def keep(message: Message, drawn: Counts) -> None:
            nonlocal turns
            await kept.message(scenario.id, message, drawn)
            if message.role == "user":
                turns += 1
                meter.turn()

        start, known = self.start(scenario), kept.known(scenario.id)
        start = Start(
            scenario, start.persona, self.seed, tuple(known.messages), dict(known.interventions)
        )
        outcome = await converse(start, self.user, self.assistant, self.rules, keep)
        await kept.stopped(scenario.id, outcome)
        meter.stopped(outcome.stop, turns)
        return outcome

    def dialogues(self, kept: Journal) -> Iterator[Dialogue]:
        """Those that are over and have a user's turn, in the scenarios' order, one by one."""
        first = True
        for scenario in self.chosen:
            outcome = kept.known(scenario.id).outcome if kept.over(scenario.id) else None
            if outcome is None or not any(m.role == "user" for m in outcome.messages):
                continue
            yield dialogue_of(
                self.start(scenario),
                outcome,
                self.user,
                self.assistant,
                self.rules,
                settings_hash=self.print_of,
                created=kept.created,
                first=first,
                facts=self.facts,
            )
            first = False


def settings_fingerprint(
    scenarios: Sequence[Scenario],
    user: UserSimulator,
    assistant: Assistant,
    rules: Rules,
    persona: PersonaKind,
    seed: int,
) -> str:
    """The hash of everything that decides what a run makes."""
    told = hashlib.sha256()
    for scenario in scenarios:
        told.update(json.dumps(scenario_record(scenario)).encode("ascii") + b"\n")
    return fingerprint(
        {
            "scenarios": told.hexdigest(),
            "user": [user.name, user.version, dict(user.settings)],
            "assistant": [assistant.name, dict(assistant.settings)],
            "rules": asdict(rules),
            "persona": persona.value,
            "seed": seed,
            "usergap": __version__,
        }
    )
