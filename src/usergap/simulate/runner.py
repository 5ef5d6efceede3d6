"""The runner: many conversations at once, resumed by default, nothing lost.

What is said lives in the journal, on disk: memory holds the conversations in flight
and, of each other one, where its rows lie. So 10,000 conversations fit where 100 do.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from usergap.dialogues import Dialogue, Message
from usergap.errors import EnvironmentFailure, InputError
from usergap.formats import write
from usergap.formats.write import SUFFIXES
from usergap.llm import Ending
from usergap.simulate.journal import Journal
from usergap.simulate.loop import Counts, Outcome, Rules, Start, converse
from usergap.simulate.made import dialogue_of, fingerprint
from usergap.simulate.model import NoAnswerError
from usergap.simulate.participant import Assistant, UserSimulator
from usergap.simulate.persona import PersonaKind, persona_of
from usergap.simulate.progress import Meter, Progress
from usergap.simulate.scenario import Scenario, scenario_record
from usergap.simulate.slots import slot
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
class Simulation:
    """Dialogues in the scenarios' order, and what failed, by scenario id."""

    dialogues: tuple[Dialogue, ...]
    failed: dict[str, Failure]


@dataclass(frozen=True)
class Summary:
    """What a run wrote to ``output``, in the scenarios' order.

    ``empty``: conversations in which the user never spoke, which are not written.
    ``stops``: why the written ones stopped. ``resumed``: conversations that earlier runs
    had finished. ``turns``: the user's turns made by this run, in ``elapsed`` seconds.
    """

    output: Path
    journal: Path
    dialogues: int
    empty: int
    stops: Counts
    interventions: Counts
    failed: dict[str, Failure]
    resumed: int
    turns: int
    elapsed: float


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
    limit: int | None = None,
    clock: Callable[[], str] = utc_now,
    on_progress: Report | None = None,
) -> Simulation:
    """One conversation for each scenario, all held in memory.

    ``concurrency`` conversations are at work at once. One that waits for an endpoint does
    not count: the client's own limit (``Policy.max_in_flight``) bounds calls in flight,
    and twice ``concurrency`` bounds the conversations begun.

    A journal of the same settings is resumed: what is in it is not asked again,
    conversations that failed go on where they broke off. ``limit``: only the first so many
    scenarios now; a later run of all of them resumes from the same journal. A run that is
    cancelled keeps every finished turn. Raises InputError for scenarios or settings that cannot
    be and for a journal of other settings; what stops all conversations (a lost
    endpoint, a ceiling, a full disk) is raised, and what was finished is kept.
    """
    run = _Run(scenarios, user, assistant, rules or Rules(), persona, seed, limit)
    async with run.journal(journal, clock) as kept:
        _, failed = await run.converse(kept, concurrency, on_progress)
        return Simulation(tuple(run.dialogues(kept)), failed)


async def run_to_file(
    scenarios: Sequence[Scenario],
    user: UserSimulator,
    assistant: Assistant,
    *,
    output: str | Path,
    journal: str | Path | None = None,
    rules: Rules | None = None,
    persona: PersonaKind = PersonaKind.GENERIC,
    seed: int = 0,
    concurrency: int = 20,
    limit: int | None = None,
    clock: Callable[[], str] = utc_now,
    on_progress: Report | None = None,
) -> Summary:
    """As ``simulate_async``, for any number of conversations: they go from disk to disk.

    ``journal``: default ``OUTPUT.journal``. ``output`` is written whole when the run is
    over (any name that ``usergap.formats.write`` takes); a run that is cancelled or
    stopped leaves it alone: ``finished_to_file`` writes what there is.
    """
    if not Path(output).name.lower().endswith(SUFFIXES):  # now, not when all is done
        raise InputError(f"{output}: expected a name ending in {', '.join(SUFFIXES)}")
    place = journal_of(output) if journal is None else Path(journal)
    run = _Run(scenarios, user, assistant, rules or Rules(), persona, seed, limit)
    async with run.journal(place, clock) as kept:
        meter, failed = await run.converse(kept, concurrency, on_progress)
        return run.written(kept, Path(output), meter, failed)


async def finished_to_file(
    scenarios: Sequence[Scenario],
    user: UserSimulator,
    assistant: Assistant,
    *,
    output: str | Path,
    journal: str | Path | None = None,
    rules: Rules | None = None,
    persona: PersonaKind = PersonaKind.GENERIC,
    seed: int = 0,
    limit: int | None = None,
    clock: Callable[[], str] = utc_now,
) -> Summary:
    """Writes the conversations that a broken off run has finished; asks nobody anything."""
    place = journal_of(output) if journal is None else Path(journal)
    run = _Run(scenarios, user, assistant, rules or Rules(), persona, seed, limit)
    async with run.journal(place, clock) as kept:
        meter = Meter(len(run.chosen), resumed=sum(kept.over(s.id) for s in run.chosen))
        return run.written(kept, Path(output), meter, {})


def journal_of(output: str | Path) -> Path:
    """Where the journal of a run lies that is given no other place: beside its output."""
    output = Path(output)
    return output.with_name(f"{output.name}.journal")


@dataclass(frozen=True)
class _Run:
    """Everything that decides what a run makes."""

    scenarios: Sequence[Scenario]
    user: UserSimulator
    assistant: Assistant
    rules: Rules
    persona: PersonaKind
    seed: int
    limit: int | None = None
    print_of: str = field(init=False)
    chosen: Sequence[Scenario] = field(init=False)

    def __post_init__(self) -> None:
        if len({scenario.id for scenario in self.scenarios}) < len(self.scenarios):
            raise InputError("scenarios: expected an id of its own for each, found one twice")
        for scenario in self.scenarios:
            persona_of(scenario, self.persona, self.seed)  # all are known to have one
        made = (self.scenarios, self.user, self.assistant, self.rules, self.persona, self.seed)
        object.__setattr__(self, "print_of", settings_fingerprint(*made))
        object.__setattr__(self, "chosen", self.scenarios[: self.limit])

    def journal(self, place: str | Path, clock: Callable[[], str]) -> Journal:
        return Journal(place, fingerprint=self.print_of, created=clock())

    def start(self, scenario: Scenario) -> Start:
        return Start(scenario, persona_of(scenario, self.persona, self.seed), self.seed)

    async def converse(
        self, kept: Journal, concurrency: int, on_progress: Report | None
    ) -> tuple[Meter, dict[str, Failure]]:
        """Lets all talk that are not over yet."""
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
            )
            first = False

    def written(
        self, kept: Journal, output: Path, meter: Meter, failed: dict[str, Failure]
    ) -> Summary:
        """Writes what is over to ``output`` and counts it on the way."""
        stops: Counter[str] = Counter()
        drawn: Counter[str] = Counter()

        def counted() -> Iterator[Dialogue]:
            for dialogue in self.dialogues(kept):
                stops[dialogue.extra["simulation"]["stop"]] += 1
                drawn.update(dialogue.extra["simulation"]["interventions"])
                yield dialogue

        write(counted(), output)
        over = sum(kept.over(scenario.id) for scenario in self.chosen)
        return Summary(
            output=output,
            journal=kept.path,
            dialogues=stops.total(),
            empty=over - stops.total(),
            stops=dict(sorted(stops.items())),
            interventions=dict(sorted(drawn.items())),
            failed=failed,
            resumed=meter.resumed,
            turns=meter.turns,
            elapsed=meter.now.elapsed,
        )


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
