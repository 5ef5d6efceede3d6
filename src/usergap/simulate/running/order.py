"""An order: everything that is asked of a run, carried out from SPECs to a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from usergap.errors import EnvironmentFailure, InputError
from usergap.llm import Ceilings, Policy, Price, SharedCeilings, Spent
from usergap.simulate.loop import Rules
from usergap.simulate.making import Workshop
from usergap.simulate.matching.matching import Matching, Setting, matched
from usergap.simulate.participant import Assistant, UserSimulator
from usergap.simulate.persona import PersonaKind
from usergap.simulate.registry import make_assistant, make_control, make_user
from usergap.simulate.running.progress import Progress
from usergap.simulate.running.restart import rounds_of
from usergap.simulate.running.runner import Summary, finished_to_file, run_to_file
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.control import Control
from usergap.simulate.steering.steered import with_controls

Report = Callable[[Progress, Spent], None]


@dataclass(frozen=True)
class Reach:
    """An endpoint: its address, and the environment variable that holds its key."""

    base_url: str | None = None
    key_env: str | None = None


@dataclass(frozen=True)
class Order:
    """What is to be simulated, by whom, and what it may cost.

    ``user``, ``assistant`` and ``controls`` are SPECs or the objects themselves. ``reach`` is
    the endpoint of all models; ``assistant_reach`` that of the assistant's, if it is
    another. ``ceilings`` hold over all models together; ``prices`` by model, under ``""``
    that of all others. ``cache``: the file of models' answers, None for none. ``matching``:
    the real users that are to be matched; its files lie in ``JOURNAL.match``. ``facts``:
    task, licence, consent and split, as far as they are known, for the provenance.
    """

    scenarios: Sequence[Scenario]
    user: str | UserSimulator
    assistant: str | Assistant
    controls: Sequence[str | Control] = ()
    rules: Rules = field(default_factory=Rules)
    persona: PersonaKind = PersonaKind.GENERIC
    seed: int = 0
    concurrency: int = 20
    limit: int | None = None
    reach: Reach = field(default_factory=Reach)
    assistant_reach: Reach | None = None
    cache: Path | None = None
    ceilings: Ceilings = field(default_factory=Ceilings)
    prices: Mapping[str, Price] = field(default_factory=dict)
    matching: Matching | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cast:
    """Who talks in a run, and the workshops that opened their models."""

    user: UserSimulator
    assistant: Assistant
    workshops: tuple[Workshop, ...]

    @property
    def spent(self) -> Spent:
        """What all models of the run have cost so far."""
        clients = [client for each in self.workshops for client in each.clients.values()]
        return sum((client.spent for client in clients), Spent())

    @property
    def paid(self) -> bool:
        """Whether any model behind an endpoint takes part."""
        return any(each.clients for each in self.workshops)


@asynccontextmanager
async def cast_of(order: Order) -> AsyncIterator[Cast]:
    """Makes the participants of an order; their models are open inside.

    Raises InputError for SPECs and settings that cannot be, EnvironmentFailure for a
    missing key, library or model.
    """
    limits = SharedCeilings(order.ceilings.calls, order.ceilings.tokens, order.ceilings.money)
    first = second = _workshop(order, order.reach, limits)
    if order.assistant_reach is not None and order.assistant_reach != order.reach:
        second = _workshop(order, order.assistant_reach, limits)
    async with first, second:
        user = order.user
        if isinstance(user, str):
            user = await make_user(user, first)
        controls = [
            await make_control(each, first) if isinstance(each, str) else each
            for each in order.controls
        ]
        user = with_controls(user, controls, order.scenarios, order.seed)
        assistant = order.assistant
        if isinstance(assistant, str):
            assistant = await make_assistant(assistant, second)
        workshops = (first,) if second is first else (first, second)
        yield Cast(user, assistant, workshops)


async def carry_out(
    order: Order,
    output: Path,
    journal: Path,
    *,
    partial: bool = False,
    report: Report | None = None,
) -> tuple[Summary, Cast]:
    """Runs an order and writes its dialogues to ``output``, whole or not at all.

    Raises what stops a run. With ``partial`` what is finished by then, if anything, is
    written before.
    """
    done = 0
    async with cast_of(order) as cast:

        def note(state: Progress) -> None:
            nonlocal done
            done = state.done
            if report is not None:
                report(state, cast.spent)

        rules, told = order.rules, (order.scenarios, cast.user, cast.assistant)
        if order.matching is not None:
            run = Setting(cast.user, cast.assistant, rules, order.persona, order.seed)
            run = replace(run, concurrency=order.concurrency)
            folder = rounds_of(journal)
            if order.matching.rounds and order.limit is not None:
                raise InputError("match: rounds: expected no limit beside it, found one")
            plan = await matched(order.matching, order.scenarios, run, folder, note)
            done = 0  # of the rounds nothing is written
            rules, told = plan.rules, (plan.scenarios, plan.user, cast.assistant)
        settings: dict[str, Any] = {
            "output": output,
            "journal": journal,
            "rules": rules,
            "persona": order.persona,
            "seed": order.seed,
            "limit": order.limit,
            "facts": order.facts,
        }
        try:
            summary = await run_to_file(
                *told, **settings, concurrency=order.concurrency, on_progress=note
            )
        except (EnvironmentFailure, asyncio.CancelledError):
            if partial and done:
                await finished_to_file(*told, **settings)
            raise
        return summary, cast


def _workshop(order: Order, reach: Reach, limits: SharedCeilings) -> Workshop:
    return Workshop(
        seed=order.seed,
        base_url=reach.base_url,
        key_env=reach.key_env,
        cache=order.cache,
        policy=Policy(max_in_flight=order.concurrency),
        ceilings=limits,
        prices=order.prices,
        price=order.prices.get(""),
    )
