"""Run a suite: its items against a chatbot, kept in a journal and resumed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from usergap.dialogues import Message
from usergap.errors import InputError
from usergap.formats import read
from usergap.ledger.contamination.lineage import families
from usergap.ledger.judging import Judge, Question
from usergap.ledger.judging.judge import PROMPT_VERSION
from usergap.ledger.results import UnitTestResults
from usergap.ledger.suites.item import Item
from usergap.ledger.suites.scoring import scored
from usergap.ledger.suites.talking import Contracted, ItemUser
from usergap.llm import Spent
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.loop import Rules
from usergap.simulate.making import Workshop
from usergap.simulate.running.order import Cast, Order, Reach, cast_of
from usergap.simulate.running.progress import Progress
from usergap.simulate.running.run import Failure
from usergap.simulate.running.runner import run_to_file
from usergap.simulate.scenarios.scenario import Scenario
from usergap.version import __version__

Report = Callable[[Progress, Spent], None]


@dataclass(frozen=True)
class JudgedBy:
    """A model that judges, where it is reached, and the file of its answers."""

    model: str
    reach: Reach
    cache: Path | None = None


@dataclass(frozen=True)
class Told:
    """What a run came to: its results, what broke off, what it cost, and what to know of it."""

    results: UnitTestResults
    failed: dict[str, Failure]
    resumed: int
    spent: Spent | None
    warnings: tuple[str, ...] = ()


def order_of(items: Sequence[Item], assistant: str, **settings: object) -> Order:
    """The order of a suite: one conversation an item. ``settings``: those of ``Order``."""
    if not items:
        raise InputError("expected items of a suite, found none")
    scenarios = [
        Scenario(item.id, f"{item.category}: {item.template}", item.category, parents=item.parents)
        for item in items
    ]
    longest = max(len(item.turns) for item in items)
    rules = Rules(1, longest, draws=1, guardrails=Guardrails.named("none"))
    return Order(scenarios, ItemUser.of(items), assistant, rules=rules, **settings)  # type: ignore[arg-type]


async def run_suite(
    name: str,
    items: Sequence[Item],
    order: Order,
    transcripts: Path,
    journal: Path,
    *,
    judge: JudgedBy | None = None,
    report: Report | None = None,
) -> Told:
    """Talk, then score; the dialogues are written to ``transcripts``.

    The journal goes when every item is over, so that the next run asks anew: it may be another
    chatbot under the same name. Raises what stops a run; what was finished is kept.
    """
    async with cast_of(order) as cast:

        def note(state: Progress) -> None:
            if report is not None:
                report(state, cast.spent)

        contracts = {item.id: item.system for item in items}
        assistant = Contracted(cast.assistant, contracts)
        summary = await run_to_file(
            order.scenarios,
            cast.user,
            assistant,
            output=transcripts,
            journal=journal,
            rules=order.rules,
            seed=order.seed,
            concurrency=order.concurrency,
            facts={"task": "evaluation", "split": "test"},
            on_progress=note,
        )
        dialogues = read(transcripts).dialogues if summary.dialogues else ()
        verdicts: dict[str, bool | None] | None = None
        warnings: tuple[str, ...] = ()
        spent = cast.spent
        if judge is not None:
            told = {item.id: item for item in items}
            questions = [
                Question(
                    each.id,
                    (Message("system", told[each.id].system), *each.messages),
                    told[each.id].criterion,
                )
                for each in dialogues
            ]
            verdicts, spent = await judged_by(judge, questions, order, cast)
            warnings = kin(judge.model, assistant.name)
    settings = {
        "assistant": assistant.name,
        "passed_by": "checks" if judge is None else f"judge {judge.model}, prompt {PROMPT_VERSION}",
        "run_seed": order.seed,
        "usergap": __version__,
    }
    results = UnitTestResults(name, scored(items, dialogues, verdicts), settings)
    if not summary.failed:
        journal.unlink(missing_ok=True)
    paid = cast.paid or judge is not None
    return Told(results, summary.failed, summary.resumed, spent if paid else None, warnings)


async def judged_by(
    judge: JudgedBy, questions: Sequence[Question], order: Order, cast: Cast
) -> tuple[dict[str, bool | None], Spent]:
    """A judge's verdicts, under the ceilings of the run, and what the whole run has cost."""
    first = cast.workshops[0]
    workshop = Workshop(
        seed=order.seed,
        base_url=judge.reach.base_url,
        key_env=judge.reach.key_env,
        cache=judge.cache,
        policy=first.policy,
        ceilings=first.ceilings,
        prices=order.prices,
        price=order.prices.get(""),
    )
    async with workshop:
        model = await workshop.model(judge.model)
        found = await Judge(model, order.seed).verdicts(questions, order.concurrency)
        asked = sum((client.spent for client in workshop.clients.values()), Spent())
    return found, cast.spent + asked


def kin(judge: str, assistant: str) -> tuple[str, ...]:
    """A warning where judge and chatbot are of one model family."""
    shared = families(judge) & families(assistant)
    if not shared:
        return ()
    both = f"the judge {judge} and the chatbot {assistant} are both {' and '.join(sorted(shared))}"
    return (f"{both}: judges favour their own family",)
