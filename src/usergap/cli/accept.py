"""``usergap accept``: a chatbot's score on real users' requests, and on nothing else."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.options import Strict, with_options
from usergap.cli.suite_options import BotOptions, told_spent, transcripts_of, watched
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.annotators.validation.agreement_intervals import Estimate
    from usergap.ledger.acceptance.real_set import RealSet
    from usergap.ledger.acceptance.running import Acceptance, Scoring

HELP = """Score a chatbot on the requests of real users.

REAL holds dialogues whose origin is recorded as real, in the file or in a ledger; what is made up,
mixed or not recorded is refused. With --assistant the chatbot answers the opening turns (--replay:
all turns); without, the dialogues are scored as they were logged. With --at-least the exit code is
1 where the lower end of the interval is below it.

\b
Examples:
  usergap accept real.jsonl --by outcome -o accept.json
  usergap accept real.jsonl --by follow-up --ledger usergap.ledger -o accept.json
  usergap accept real.jsonl --assistant chat:BOT --base-url URL --by expected -o accept.json
  usergap accept real.jsonl --assistant function:mybot:answer --checker mychecks:served \\
      --at-least 0.8 -o accept.json
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("accept", help=HELP)(with_options(accept))


def accept(
    real: Annotated[str, typer.Argument(metavar="REAL", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="The results to write: JSON.")],
    bot: BotOptions,
    assistant: Annotated[
        str, typer.Option(metavar="SPEC", help="The chatbot. [default: as logged]")
    ] = "",
    by: Annotated[
        str | None,
        typer.Option(help="What passes: outcome, expected, checker, judge or follow-up."),
    ] = None,
    field: Annotated[
        str | None,
        typer.Option(help="Where the file holds it. [default: outcome, expected or criterion]"),
    ] = None,
    checker: Annotated[
        str | None,
        typer.Option(metavar="MODULE:NAME|COMMAND", help="Your own check of a dialogue."),
    ] = None,
    criterion: Annotated[str | None, typer.Option(help="What the judge is asked.")] = None,
    judge_card: Annotated[
        Path | None, typer.Option(help="How the judge did against people: JSON.")
    ] = None,
    replay: Annotated[bool, typer.Option("--replay", help="Ask all turns of the users.")] = False,
    at_least: Annotated[float | None, typer.Option(min=0, max=1, help="The least score.")] = None,
    ledger: Annotated[Path | None, typer.Option(help="What it knows of origin and splits.")] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Training dialogues or few-shot seeds. Repeat."),
    ] = None,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Leave out what training knows, and count it.")
    ] = False,
    name: Annotated[str, typer.Option(help="What it is called in a policy.")] = "acceptance",
    seed: Annotated[int, typer.Option(help="Seed that is sent with each call.")] = 0,
    strict: Strict = False,
) -> None:
    """Parse, delegate, print."""
    import asyncio

    from usergap.ledger.acceptance.judge_card import corrected, read_judge_card
    from usergap.ledger.acceptance.running import accept as carried_out
    from usergap.ledger.results import write_results
    from usergap.simulate.running.order import Order

    if not name.strip():
        raise InputError("--name: expected a name, found none")
    transcripts = transcripts_of(output)
    scoring = scoring_of(by, field, checker, criterion, bot)
    if judge_card is not None and bot.judge is None:
        raise InputError("--judge-card: expected --judge MODEL beside it, found none")
    card = None if judge_card is None else read_judge_card(judge_card, bot.judge or "")
    found = _real(real, ledger, against or [], leave_out=leave_out, strict=strict)
    order = Order((), "", assistant, **bot.order(seed))
    place = bot.place(output)
    with watched(output, place) as note:
        told = asyncio.run(
            carried_out(name, found, scoring, order, transcripts, place, replay=replay, report=note)
        )
    write_results(told.results, output)
    _show(told, found)
    score, what = told.results.score, "acceptance score"
    if card is not None:
        typer.echo(str(card))
        score, what = corrected(told.results.items, card), "corrected score"
        typer.echo(f"{what}: {_told(score)}")
    typer.echo(f"\nresults {output}" + (f", dialogues {transcripts}" if assistant else ""))
    if at_least is not None:
        _judge(score, what, at_least)


def scoring_of(
    by: str | None, field: str | None, checker: str | None, criterion: str | None, bot: BotOptions
) -> Scoring:
    """What is asked for; ``--checker`` and ``--judge`` need no ``--by``. Raises ``InputError``."""
    from usergap.ledger.acceptance.checkers import checker_of
    from usergap.ledger.acceptance.running import BY, CRITERION, Scoring

    by = by or ("checker" if checker else "judge" if bot.judge else None)
    if by is None:
        raise InputError(f"--by: expected one of {', '.join(BY)}; found none")
    if field is not None and by not in ("outcome", "expected", "judge"):
        raise InputError(f"--field: expected --by outcome, expected or judge, found {by}")
    if criterion is not None and by != "judge":
        raise InputError(f"--criterion: expected --judge MODEL beside it, found --by {by}")
    fields = {"outcome": "outcome", "expected": "expected"}
    return Scoring(
        by,
        field or fields.get(by, ""),
        None if checker is None else checker_of(checker),
        bot.judged_by(),
        criterion or CRITERION,
    )


def _real(
    real: str, ledger: Path | None, against: list[str], *, leave_out: bool, strict: bool
) -> RealSet:
    from usergap.cli.loading import Loading
    from usergap.ledger.acceptance import real_set
    from usergap.ledger.ledger import Ledger

    load = Loading(strict).corpus
    corpus = load(real)
    known = [each for one in against for each in load(one)]
    with ExitStack() as stack:
        book = None if ledger is None else stack.enter_context(Ledger(ledger))
        try:
            return real_set(corpus.dialogues, ledger=book, known=known, leave_out=leave_out)
        except InputError as error:
            raise InputError(f"{real}: {error}") from None


def _show(told: Acceptance, real: RealSet) -> None:
    from usergap.ledger.gate.outcome import plain
    from usergap.ledger.results import rates_by_category

    results = told.results
    passed = sum(item.passed is True for item in results.items)
    open_ = sum(item.passed is None for item in results.items)
    groups = len({item.cluster for item in results.items})
    typer.echo(f"{plain(results.name)}: ACCEPTANCE on real users' requests")
    typer.echo(f"score {_told(results.score)}")
    typer.echo(f"{passed} of {len(results.items)} passed, in {groups} groups")
    if open_:
        typer.echo(f"{open_} undecided, which did not pass")
    rates = rates_by_category(results.items)
    if len(rates) > 1:
        width = min(40, max(map(len, rates)))
        for name, rate in rates.items():
            typer.echo(f"  {plain(name)[:width].ljust(width)}  {_told(rate)}")
    typer.echo(f"passed by: {plain(str(results.settings['passed_by']))}")
    typer.echo(f"asked: {results.settings['asked']}, {plain(str(results.settings['assistant']))}")
    for why, count in real.left_out.items():
        typer.echo(f"left out: {count} {why}")
    for line in (*told.notes, *told_spent(told.spent)):
        typer.echo(line)
    if told.resumed:
        typer.echo(f"{told.resumed} requests were answered in an earlier run")
    if told.failed:
        first = next(iter(told.failed.values())).detail
        typer.echo(f"{len(told.failed)} requests got no answer ({first}); run again to try them")


def _judge(score: Estimate, what: str, least: float) -> None:
    low = score.low
    if low is not None and low >= least:
        typer.echo(f"accepted: the {what} is at least {least:g}")
        return
    beyond = score.high is not None and score.high < least
    typer.echo(
        f"not accepted: the {what} is below {least:g}" if beyond
        else f"not accepted: cannot tell whether the {what} is at least {least:g}"
    )  # fmt: skip
    raise typer.Exit(1)


def _told(rate: Estimate) -> str:
    if rate.value is None or rate.low is None or rate.high is None:
        return "undefined"
    return f"{100 * rate.value:.1f} % (95 % {100 * rate.low:.1f} to {100 * rate.high:.1f})"
