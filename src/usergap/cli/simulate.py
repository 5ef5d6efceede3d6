"""``usergap simulate``: simulated users talk to a chatbot, one conversation a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.annotate_options import (
    BaseUrl,
    Concurrency,
    KeyEnv,
    MaxCalls,
    MaxCost,
    MaxRunTokens,
)
from usergap.cli.options import file_to_write, one_of
from usergap.cli.simulate_options import (
    Interrupted,
    ModelCache,
    Prices,
    facts_of,
    list_kinds,
    prices_of,
)
from usergap.cli.simulate_progress import conversations_bar
from usergap.cli.simulate_summary import summarise
from usergap.errors import EnvironmentFailure, InputError

if TYPE_CHECKING:
    from usergap.llm import Spent
    from usergap.simulate.matching.matching import Matching
    from usergap.simulate.running.order import Order
    from usergap.simulate.running.progress import Progress

HELP = """Let simulated users talk to a chatbot, one conversation for each scenario.

SPEC is KIND[:ARGUMENT][,OPTION=VALUE]...; `usergap simulate --list` shows every kind. Every
finished turn is in a journal beside the output: after Ctrl-C, a crash or a lost endpoint the same
command goes on where it stopped.

\b
Examples:
  usergap simulate --scenarios scenarios.jsonl --user markov:real.jsonl \\
      --assistant scripted -o sims.jsonl
  usergap simulate --scenarios scenarios.jsonl --persona informed \\
      --user chat:MODEL --assistant chat:BOT --base-url URL -o sims.jsonl
  usergap simulate --scenarios scenarios.jsonl --user chat:MODEL --assistant chat:BOT \\
      --base-url URL --match real.parquet --match-rounds 3 -o matched.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("simulate", help=HELP)(simulate)


def simulate(
    scenarios: Annotated[Path, typer.Option(help="A file of scenarios: JSON lines or YAML.")],
    user: Annotated[str, typer.Option(metavar="SPEC", help="Who plays the user.")],
    assistant: Annotated[str, typer.Option(metavar="SPEC", help="Who plays the chatbot.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The dialogues to write.")],
    show_list: Annotated[  # noqa: ARG001 - its callback does it
        bool,
        typer.Option("--list", callback=list_kinds, is_eager=True, help="Show all kinds."),
    ] = False,
    persona: Annotated[
        str, typer.Option(help="generic: a human user; informed: one of the scenario's.")
    ] = "generic",
    control: Annotated[
        list[str] | None, typer.Option(metavar="SPEC", help="Steers the user. Repeat.")
    ] = None,
    match: Annotated[
        str | None,
        typer.Option(metavar="REFERENCE", help="Steer towards real users: a profile or dialogues."),
    ] = None,
    match_rounds: Annotated[
        int,
        typer.Option(
            min=0, help="Rounds of calibration on half of the scenarios; the rest is run."
        ),
    ] = 0,
    min_turns: Annotated[
        int | None,
        typer.Option(min=1, help="User turns before it may stop. [default: 4, or the match's]"),
    ] = None,
    max_turns: Annotated[
        int | None, typer.Option(min=1, help="User turns at most. [default: 10, or the match's]")
    ] = None,
    guardrails: Annotated[
        str,
        typer.Option(
            help="What is drawn again: userlm, none, or some of first_word,length,repeat,early_end."
        ),
    ] = "early_end",
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N scenarios.")] = None,
    base_url: BaseUrl = None,
    key_env: KeyEnv = None,
    assistant_base_url: Annotated[
        str | None, typer.Option(help="Another endpoint for the assistant.")
    ] = None,
    assistant_key_env: Annotated[
        str | None, typer.Option(help="Environment variable that holds its key.")
    ] = None,
    concurrency: Concurrency = 20,
    max_calls: MaxCalls = None,
    max_run_tokens: MaxRunTokens = None,
    max_cost: MaxCost = None,
    price: Prices = None,
    provenance: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=TEXT", help="task, licence, consent or split, to be recorded. Repeat."
        ),
    ] = None,
    cache: ModelCache = None,
    journal: Annotated[
        Path | None, typer.Option(help="Finished turns. [default: OUTPUT.journal]")
    ] = None,
    restart: Annotated[bool, typer.Option("--restart", help="Forget the journal.")] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Write what is finished if the run is cut off.")
    ] = False,
    fault_audit: Annotated[
        bool, typer.Option("--fault-audit", help="Look for faults of the simulator afterwards.")
    ] = False,
) -> None:
    """Parse, delegate, print."""
    one_of(persona, ("generic", "informed"), "--persona")
    writable(output, scenarios)
    from usergap.llm import Ceilings, default_cache
    from usergap.simulate.guardrails import Guardrails
    from usergap.simulate.loop import Rules
    from usergap.simulate.persona import PersonaKind
    from usergap.simulate.running.order import Order, Reach
    from usergap.simulate.running.restart import discard
    from usergap.simulate.running.runner import journal_of
    from usergap.simulate.scenarios.scenario import read_scenarios

    order = Order(
        scenarios=read_scenarios(scenarios),
        user=user,
        assistant=assistant,
        controls=tuple(control or ()),
        rules=Rules.between(min_turns, max_turns, Guardrails.named(guardrails)),
        persona=PersonaKind(persona),
        seed=seed,
        concurrency=concurrency,
        limit=limit,
        reach=Reach(base_url, key_env),
        assistant_reach=Reach(assistant_base_url, assistant_key_env)
        if assistant_base_url
        else None,
        cache=cache or default_cache(),
        ceilings=Ceilings(max_calls, max_run_tokens, max_cost),
        prices=prices_of(price),
        facts=facts_of(provenance),
        matching=matching_of(match, match_rounds, keep_turns=bool(min_turns or max_turns)),
    )
    place = journal or journal_of(output)
    if restart:
        discard(place)
    run(order, output, place, partial=partial)
    if fault_audit:
        audit_faults(output)


def audit_faults(output: Path) -> None:
    """Tell how many of the dialogues that were written are faulty, and by which kinds."""
    from usergap.dimensions.faults import audit
    from usergap.formats import read

    typer.echo(str(audit(read(output).dialogues)))


def matching_of(reference: str | None, rounds: int, *, keep_turns: bool) -> Matching | None:
    """What is to be matched. Raises ``InputError`` for rounds without a reference."""
    from usergap.simulate.matching.matching import Matching

    if reference is None and rounds:
        raise InputError("--match-rounds: expected --match REFERENCE beside it, found none")
    return None if reference is None else Matching(reference, rounds, keep_turns=keep_turns)


def run(order: Order, output: Path, journal: Path, *, partial: bool) -> None:
    """Carry the order out and tell what came of it; how to go on where it was cut off.

    Raises ``Interrupted`` for Ctrl-C and ``EnvironmentFailure`` for what stopped the run.
    """
    import asyncio

    from usergap.simulate.running.order import carry_out

    last: Progress | None = None
    before = _stamp(output)

    def kept() -> str:
        return "" if last is None else _kept(last, output, journal, _stamp(output) != before)

    with conversations_bar() as show:

        def note(state: Progress, spent: Spent) -> None:
            nonlocal last
            last = state
            show(state, spent)

        try:
            summary, cast = asyncio.run(
                carry_out(order, output, journal, partial=partial, report=note)
            )
        except KeyboardInterrupt:
            raise Interrupted(f"interrupted{kept()}") from None
        except EnvironmentFailure as trouble:
            if last is None:
                raise
            raise EnvironmentFailure(f"{trouble}{kept()}") from None
    summarise(summary, cast)


def _kept(last: Progress, output: Path, journal: Path, wrote: bool) -> str:
    file = f"{output} holds those" if wrote else f"{output} is not written"
    return (
        f"\n{last.done} of {last.total} conversations are finished; {file}"
        f"\nevery turn so far is kept in {journal}: run the same command again to go on"
    )


def _stamp(path: Path) -> int | None:
    return path.stat().st_mtime_ns if path.exists() else None


def writable(output: Path, scenarios: Path) -> None:
    """Raises ``InputError`` where no dialogues can, or should, be written under this name."""
    from usergap.formats.write import SUFFIXES

    if not output.name.lower().endswith(SUFFIXES):
        raise InputError(f"{output}: expected a name ending in {', '.join(SUFFIXES)}")
    file_to_write(output)
    if output.is_file() and scenarios.is_file() and output.samefile(scenarios):
        raise InputError(f"{output}: expected another file to write to, found the scenarios")
