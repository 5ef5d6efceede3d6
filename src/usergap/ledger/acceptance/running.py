"""Accept: real users' requests to a chatbot, scored; or the dialogues as they were logged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.formats import read
from usergap.ledger.acceptance.checkers import Checker, checked
from usergap.ledger.acceptance.follow_up import annotator_told, follow_ups
from usergap.ledger.acceptance.labels import as_expected, outcomes
from usergap.ledger.acceptance.real_set import RealSet
from usergap.ledger.judging import Question
from usergap.ledger.judging.judge import PROMPT_VERSION
from usergap.ledger.results import AcceptanceResults, ItemResult
from usergap.ledger.suites.running import JudgedBy, Report, judged_by, kin
from usergap.ledger.suites.talking import Contracted
from usergap.llm import Spent
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.loop import Rules
from usergap.simulate.running.order import Cast, Order, cast_of
from usergap.simulate.running.run import Failure
from usergap.simulate.running.runner import run_to_file
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.users.replay import ReplayUser
from usergap.version import __version__

BY = ("outcome", "expected", "checker", "judge", "follow-up")
LOGGED = ("outcome", "follow-up")
"""What belongs to the answers that were logged: new answers have neither."""
CRITERION = (
    "The chatbot's answers serve what the user asks for: on the point, without an error that can "
    "be seen, and without refusing what is harmless."
)


@dataclass(frozen=True)
class Scoring:
    """By what an item passes: one of ``BY``, and what that needs."""

    by: str
    field: str = ""
    checker: Checker | None = None
    judge: JudgedBy | None = None
    criterion: str = CRITERION

    def __post_init__(self) -> None:
        """Raises InputError for what does not go together."""
        if self.by not in BY:
            raise InputError(f"--by: expected {', '.join(BY)}; found {self.by!r}")
        for name, given in (("checker", self.checker), ("judge", self.judge)):
            if (self.by == name) != (given is not None):
                found = "none" if given is None else f"it with --by {self.by}"
                raise InputError(f"--{name}: expected it with --by {name} alone, found {found}")


@dataclass(frozen=True)
class Acceptance:
    """What came of it: results, what broke off, and what to know of them."""

    results: AcceptanceResults
    failed: dict[str, Failure]
    resumed: int
    spent: Spent | None
    notes: tuple[str, ...]


async def accept(
    name: str,
    real: RealSet,
    scoring: Scoring,
    order: Order,
    transcripts: Path,
    journal: Path,
    *,
    replay: bool = False,
    report: Report | None = None,
) -> Acceptance:
    """Score a chatbot on a real set.

    ``order.assistant`` answers the users' opening turns, or all their turns with ``replay``; ""
    scores the dialogues as they were logged. Every item's group is its cluster. The journal goes
    when all are over. Raises what stops a run (what was finished is kept) and InputError.
    """
    logged = order.assistant == ""
    if scoring.by in LOGGED and not logged:
        raise InputError(
            f"--by {scoring.by}: expected no --assistant beside it, found one: labels and "
            "follow-ups belong to the answers that the users saw"
        )
    order = order_of(real, order, replay=replay)
    failed: dict[str, Failure] = {}
    resumed, answered = 0, real.dialogues
    async with cast_of(replace(order, assistant="scripted") if logged else order) as cast:
        if not logged:

            def note(state: object) -> None:
                if report is not None:
                    report(state, cast.spent)  # type: ignore[arg-type]

            summary = await run_to_file(
                order.scenarios,
                cast.user,
                Contracted(cast.assistant, {}),
                output=transcripts,
                journal=journal,
                rules=order.rules,
                seed=order.seed,
                concurrency=order.concurrency,
                facts={"task": "evaluation", "split": "test"},
                on_progress=note,
            )
            failed, resumed = summary.failed, summary.resumed
            answered = tuple(read(transcripts).dialogues) if summary.dialogues else ()
        verdicts, spent, notes = await _verdicts(real, answered, scoring, order, cast)
    if not failed and not logged:
        journal.unlink(missing_ok=True)
    bot = "as logged" if logged else cast.assistant.name
    if scoring.judge is not None:
        spoke = {each.assistant_model or "" for each in answered} if logged else {bot}
        notes += tuple(line for x in sorted(spoke) for line in kin(scoring.judge.model, x))
    settings = {
        "assistant": bot,
        "asked": "as logged" if logged else "all user turns" if replay else "opening turns",
        "passed_by": told_by(scoring),
        "left_out": real.left_out,
        "run_seed": order.seed,
        "usergap": __version__,
    }
    results = AcceptanceResults(name, _items(real, verdicts), settings)
    return Acceptance(results, failed, resumed, spent, notes)


def told_by(scoring: Scoring) -> str:
    """By what items passed, in words."""
    if scoring.judge is not None:
        return f"judge {scoring.judge.model}, prompt {PROMPT_VERSION}"
    if scoring.field:
        return f"the field {scoring.field}"
    return scoring.by


def order_of(real: RealSet, order: Order, *, replay: bool) -> Order:
    """The order with one conversation for each dialogue, under its own id."""
    for each in real.dialogues:
        if each.context_length:
            raise InputError(
                f"dialogue {each.id!r}: expected a whole dialogue, found a reply to a context"
            )
        if not each.turns or not each.turns[0].text.strip():
            raise InputError(f"dialogue {each.id!r}: expected a user's request, found no text")
    alone = [replace(each, scenario_id=None) for each in real.dialogues]
    user = ReplayUser.of(alone)
    if not replay:
        first = {key: turns[:1] for key, turns in user.turns.items()}
        user = replace(user, turns=first, settings={**user.settings, "turns": "opening"})
    longest = max(map(len, user.turns.values()))
    rules = Rules(1, longest, draws=1, guardrails=Guardrails.named("none"))
    scenarios = [Scenario(each.id, "a real user's request", each.domain) for each in alone]
    return replace(order, scenarios=scenarios, user=user, rules=rules)


async def _verdicts(
    real: RealSet, answered: tuple[Dialogue, ...], scoring: Scoring, order: Order, cast: Cast
) -> tuple[dict[str, bool | None], Spent | None, tuple[str, ...]]:
    spent = cast.spent if cast.paid else None
    if scoring.by == "outcome":
        return outcomes(real.dialogues, scoring.field), spent, ()
    if scoring.by == "expected":
        return as_expected(real.dialogues, answered, scoring.field), spent, ()
    open_ = dict.fromkeys((each.id for each in real.dialogues), None)  # without an answer
    if scoring.checker is not None:
        run: Callable[..., dict[str, bool | None]] = checked
        found = await asyncio.to_thread(run, answered, scoring.checker)
        return {**open_, **found}, spent, ()
    if scoring.judge is not None:
        criteria = {each.id: _criterion(each, scoring) for each in real.dialogues}
        questions = [Question(each.id, each.messages, criteria[each.id]) for each in answered]
        found, spent = await judged_by(scoring.judge, questions, order, cast)
        return {**open_, **found}, spent, ()
    found = await asyncio.to_thread(follow_ups, real.dialogues)
    if not found:
        raise InputError("follow-up: expected dialogues of two user turns and more, found none")
    notes = [annotator_told(), "no complaint is not satisfaction: the score is an upper bound"]
    if without := len(real.dialogues) - len(found):
        notes.append(f"{without} dialogues hold no follow-up and are not scored")
    return found, spent, tuple(notes)


def _criterion(dialogue: Dialogue, scoring: Scoring) -> str:
    own = dialogue.extra.get(scoring.field or "criterion")
    return own if isinstance(own, str) and own.strip() else scoring.criterion


def _items(real: RealSet, verdicts: dict[str, bool | None]) -> tuple[ItemResult, ...]:
    """Items of real origin: ``real_set`` has refused all others. By follow-up, only those asked."""
    return tuple(
        ItemResult(each.domain or "all", verdicts[each.id], "real", f"group {group}", each.id)
        for each, group in zip(real.dialogues, real.groups, strict=True)
        if each.id in verdicts
    )
