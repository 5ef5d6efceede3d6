"""``usergap scenarios``: what real users want, one sentence a dialogue."""

from __future__ import annotations

import sys
from collections import Counter
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
    Model,
)
from usergap.cli.annotate_progress import calls_bar
from usergap.cli.annotate_run import writable
from usergap.cli.counting import number_of
from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments
from usergap.cli.simulate_options import Interrupted, ModelCache, Prices, prices_of
from usergap.errors import EnvironmentFailure, InputError
from usergap.writing import write_text

if TYPE_CHECKING:
    from usergap.llm import Spent
    from usergap.simulate.scenarios.extractive import Extraction

SHOWN = 10
_TOLD_MUCH = ("nothing without personal detail", "scenario left out")
"""How reasons begin that have to do with what a user told."""
HELP = """Say for each dialogue of REAL in one sentence what its user wants, for `simulate`.

With --model a language model says it in its own words and thinks up personas; what copies a
name, number, address or phrase of the dialogue is asked again once, then left out. Without one
it is a sentence of the user's own, or the topic in words, and personas stay generic.

\b
Examples:
  usergap scenarios real.jsonl -o scenarios.jsonl
  usergap scenarios real.jsonl --model MODEL --base-url URL -o scenarios.jsonl
  usergap scenarios real.jsonl --model hf:PATH --personas 0 -o scenarios.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("scenarios", help=HELP)(scenarios)


def scenarios(
    source: Annotated[str, typer.Argument(metavar="REAL", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="The scenario file to write.")],
    model: Model = None,
    base_url: BaseUrl = None,
    key_env: KeyEnv = None,
    personas: Annotated[
        int | None,
        typer.Option(min=0, help="Candidates a scenario, by the model. [default: 5 with --model]"),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N dialogues.")] = None,
    concurrency: Concurrency = 20,
    max_calls: MaxCalls = None,
    max_run_tokens: MaxRunTokens = None,
    max_cost: MaxCost = None,
    price: Prices = None,
    cache: ModelCache = None,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    if model is None and (base_url or personas):
        what = "--base-url" if base_url else "--personas"
        raise InputError(f"{what}: expected a model beside it (--model NAME), found none")
    if output.suffix.lower() in (".yaml", ".yml"):
        raise InputError(f"{output}: expected a name such as scenarios.jsonl: JSON lines")
    writable(output, source)
    from usergap.llm import Ceilings, default_cache
    from usergap.simulate.running.order import Reach
    from usergap.simulate.scenarios.making import Making, make_scenarios
    from usergap.simulate.scenarios.scenario import scenario_lines

    with calls_bar("writing scenarios") as show:
        making = Making(
            model=model,
            reach=Reach(base_url, key_env),
            personas=personas,
            concurrency=concurrency,
            cache=cache or default_cache(),
            ceilings=Ceilings(max_calls, max_run_tokens, max_cost),
            prices=prices_of(price),
            on_progress=show,
        )
        making.check()  # told before anything is read
        corpus = Loading(strict, assignments(column, "--column")).corpus(source)
        try:
            found, spent = make_scenarios(corpus.dialogues, making, limit)
        except KeyboardInterrupt:
            raise Interrupted(
                f"interrupted; every answer so far is kept in {making.cache}:"
                " run the same command again to go on"
            ) from None
    if model is None:
        sys.stderr.write(
            "no model: scenarios are sentences of the users' own, or topics in words"
            " (extractive); personas stay generic\n"
        )
    tell_skipped(found)
    if not found.scenarios:
        raise EnvironmentFailure(f"{output} was not written: not one dialogue gave a scenario")
    write_text(output, scenario_lines(found.scenarios))
    summarise(found, spent, output)


def tell_skipped(found: Extraction) -> None:
    """Which dialogues were left out and why, on stderr: counts, and the first few by id."""
    reasons: dict[str, list[str]] = {}
    for name, reason in found.skipped:
        reasons.setdefault(reason, []).append(name)
    for reason, names in sorted(reasons.items(), key=lambda item: -len(item[1])):
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        sys.stderr.write(f"left out, {reason}: {len(names)} ({', '.join(names[:SHOWN])}{more})\n")
    if any(reason.startswith(_TOLD_MUCH) for reason in reasons):
        sys.stderr.write(
            "who tells much of themselves is left out more often: a comparison in pairs shows less"
            " self-disclosure than all real users do\n"
        )


def summarise(found: Extraction, spent: Spent | None, output: Path) -> None:
    """What was made, what it cost, and what to do next."""
    total = len(found.scenarios) + len(found.skipped)
    makers = ", ".join(sorted(Counter(s.made_by for s in found.scenarios)))
    informed = sum(bool(scenario.personas) for scenario in found.scenarios)
    made = number_of(len(found.scenarios), "scenario")
    typer.echo(f"{output}: {made} of {number_of(total, 'dialogue')}, by {makers}")
    if spent is not None:
        money = "" if spent.money is None or not spent.money else f", cost {spent.money:.4f}"
        typer.echo(
            f"{number_of(spent.calls, 'call')}, {spent.prompt} + {spent.completion} tokens{money}"
        )
    typer.echo("Read them before you pass them on: no check finds every personal detail.")
    persona = " --persona informed" if informed == len(found.scenarios) else ""
    typer.echo(
        f"\nNext: usergap simulate --scenarios {output} --user SPEC --assistant SPEC"
        f"{persona} -o sims.jsonl\n(SPECs: usergap simulate --list)"
    )
