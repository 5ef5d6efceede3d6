"""``usergap topics``: scenarios from topics instead of dialogues, in DiaSynth's layers."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
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
from usergap.cli.counting import number_of
from usergap.cli.simulate_options import ModelCache, Prices, prices_of
from usergap.errors import EnvironmentFailure, InputError
from usergap.writing import write_text

if TYPE_CHECKING:
    from usergap.simulate.diasynth.making import DiaSynthSet

HELP = """Make scenarios from TOPICS (a line each) in DiaSynth's layers, and a plan for `simulate`.

With --model a language model thinks up subtopics, personas and how eleven characteristics of the
context show; subtopics too alike are dropped. Without TOPICS the built-in ones serve, and without
a model their built-in subtopics and personas too, with nothing reasoned. The plan spreads the
values of each layer evenly; --without leaves a layer out, to see what it does.

\b
Examples:
  usergap topics -o scenarios.jsonl
  usergap topics topics.txt --model MODEL --base-url URL -o scenarios.jsonl
  usergap topics -o ablated.jsonl --without personality --without subtopics
"""
LAYERS = ("subtopics", "personas", "personality", "context")


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("topics", help=HELP)(topics)


def topics(
    output: Annotated[Path, typer.Option("-o", "--output", help="The scenario file to write.")],
    source: Annotated[Path | None, typer.Argument(metavar="[TOPICS]", show_default=False)] = None,
    plan: Annotated[
        Path | None, typer.Option(help="The plan to write. [default: OUTPUT.plan]")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(help=f"A layer: {', '.join(LAYERS)}. Repeat.")
    ] = None,
    subtopics: Annotated[int, typer.Option(min=1, help="Scenarios a topic.")] = 5,
    personas: Annotated[int, typer.Option(min=0, help="Candidates a scenario.")] = 5,
    seed: Annotated[int, typer.Option(help="Seed of the plan.")] = 0,
    model: Model = None,
    base_url: BaseUrl = None,
    key_env: KeyEnv = None,
    concurrency: Concurrency = 20,
    max_calls: MaxCalls = None,
    max_run_tokens: MaxRunTokens = None,
    max_cost: MaxCost = None,
    price: Prices = None,
    cache: ModelCache = None,
) -> None:
    """Parse, delegate, print."""
    unknown = [each for each in without or () if each not in LAYERS]
    if unknown:
        raise InputError(f"--without: expected {', '.join(LAYERS)}; found {unknown[0]!r}")
    from usergap.llm import Ceilings, default_cache
    from usergap.simulate.diasynth.making import make_diasynth
    from usergap.simulate.diasynth.plan import Layers, plan_lines
    from usergap.simulate.kind import read_text
    from usergap.simulate.running.order import Reach
    from usergap.simulate.scenarios.making import Making
    from usergap.simulate.scenarios.scenario import scenario_lines

    named = None
    if source is not None:
        lines = read_text(str(source), "topics").removeprefix("\ufeff").splitlines()
        named = [" ".join(line.split()) for line in lines if line.strip()]
    with calls_bar("writing scenarios") as show:
        making = Making(
            model=model,
            reach=Reach(base_url, key_env),
            concurrency=concurrency,
            cache=cache or default_cache(),
            ceilings=Ceilings(max_calls, max_run_tokens, max_cost),
            prices=prices_of(price),
            on_progress=show,
        )
        found = make_diasynth(
            named,
            None if model is None else making.asker(),
            name=(model or "").rstrip("/").rpartition("/")[2],
            subtopics=subtopics,
            personas=personas,
            layers=Layers(**dict.fromkeys(without or (), False)),
            seed=seed,
        )
    tell(found)
    if not found.scenarios:
        raise EnvironmentFailure(f"{output} was not written: not one topic gave a scenario")
    steered = bool(found.plan.layers.variables)
    place = plan or Path(f"{output}.plan")
    write_text(output, scenario_lines(found.scenarios))
    if steered:
        write_text(place, plan_lines(found.plan))
    summarise(found, output, place if steered else None)


def tell(found: DiaSynthSet) -> None:
    """What was left out and why, on stderr."""
    if found.dropped:
        sys.stderr.write(f"left out, too like another subtopic: {len(found.dropped)}\n")
    for reason, count in Counter(reason for _, reason in found.skipped).most_common():
        names = [name for name, why in found.skipped if why == reason]
        sys.stderr.write(f"{reason}: {count} ({_some(names)})\n")


def summarise(found: DiaSynthSet, output: Path, plan: Path | None) -> None:
    """What was made, and what to do next."""
    makers = ", ".join(sorted({scenario.made_by for scenario in found.scenarios}))
    topics = len({scenario.domain for scenario in found.scenarios})
    made = number_of(len(found.scenarios), "scenario")
    typer.echo(f"{output}: {made} of {number_of(topics, 'topic')}, by {makers}")
    steer = ""
    if plan is not None:
        variables = len(found.plan.layers.variables)
        typer.echo(f"{plan}: the values of {variables} variables for each, spread evenly")
        steer = f" --control diasynth:{plan}"
    informed = all(scenario.personas for scenario in found.scenarios)
    steer += " --persona informed" if informed else ""
    typer.echo(
        f"\nNext: usergap simulate --scenarios {output} --user SPEC --assistant SPEC"
        f"{steer} -o sims.jsonl"
    )


def _some(names: Sequence[str], shown: int = 10) -> str:
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more
