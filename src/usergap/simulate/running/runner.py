"""The runner: many conversations at once, resumed by default, nothing lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.formats import write
from usergap.formats.write import SUFFIXES
from usergap.simulate.loop import Counts, Rules
from usergap.simulate.participant import Assistant, UserSimulator
from usergap.simulate.persona import PersonaKind
from usergap.simulate.running.journal import Journal
from usergap.simulate.running.progress import Meter
from usergap.simulate.running.run import Failure, Report, Run
from usergap.simulate.scenarios.scenario import Scenario


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
    facts: Mapping[str, str] | None = None,
    clock: Callable[[], str] = utc_now,
    on_progress: Report | None = None,
) -> Simulation:
    """One conversation for each scenario, all held in memory.

    ``concurrency`` conversations are at work at once. One that waits for an endpoint does
    not count: the client's own limit (``Policy.max_in_flight``) bounds calls in flight,
    and twice ``concurrency`` bounds the conversations begun.

    A journal of the same settings is resumed: what is in it is not asked again,
    conversations that failed go on where they broke off. ``limit``: only the first so many
    scenarios now; a later run of all of them resumes from the same journal. ``facts``: task,
    licence, consent and split for the provenance of each dialogue. A run that is cancelled
    keeps every finished turn. Raises InputError for scenarios or settings that cannot be and
    for a journal of other settings; what stops all conversations (a lost endpoint, a
    ceiling, a full disk) is raised, and what was finished is kept.
    """
    run = Run(scenarios, user, assistant, rules or Rules(), persona, seed, limit, facts or {})
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
    facts: Mapping[str, str] | None = None,
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
    run = Run(scenarios, user, assistant, rules or Rules(), persona, seed, limit, facts or {})
    async with run.journal(place, clock) as kept:
        meter, failed = await run.converse(kept, concurrency, on_progress)
        return _written(run, kept, Path(output), meter, failed)


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
    facts: Mapping[str, str] | None = None,
    clock: Callable[[], str] = utc_now,
) -> Summary:
    """Writes the conversations that a broken off run has finished; asks nobody anything."""
    place = journal_of(output) if journal is None else Path(journal)
    run = Run(scenarios, user, assistant, rules or Rules(), persona, seed, limit, facts or {})
    async with run.journal(place, clock) as kept:
        meter = Meter(len(run.chosen), resumed=sum(kept.over(s.id) for s in run.chosen))
        return _written(run, kept, Path(output), meter, {})


def journal_of(output: str | Path) -> Path:
    """Where the journal of a run lies that is given no other place: beside its output."""
    output = Path(output)
    return output.with_name(f"{output.name}.journal")


def _written(
    run: Run, kept: Journal, output: Path, meter: Meter, failed: dict[str, Failure]
) -> Summary:
    """Writes what is over to ``output`` and counts it on the way."""
    stops: Counter[str] = Counter()
    drawn: Counter[str] = Counter()

    def counted() -> Iterator[Dialogue]:
        for dialogue in run.dialogues(kept):
            stops[dialogue.extra["simulation"]["stop"]] += 1
            drawn.update(dialogue.extra["simulation"]["interventions"])
            yield dialogue

    write(counted(), output)
    over = sum(kept.over(scenario.id) for scenario in run.chosen)
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
