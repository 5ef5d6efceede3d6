"""``usergap suite``: stress probes against a chatbot; their results are unit tests."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.counting import number_of
from usergap.cli.options import with_options
from usergap.cli.suite_options import BotOptions, told_spent, transcripts_of, watched
from usergap.errors import InputError

HELP = """Stress a chatbot with made-up probes. What comes of it is a unit test.

A pass rate says on how many of these items the chatbot broke, never how it fares with people:
that is `usergap accept`, which takes nothing but real users' requests.
"""
GENERATE = """Make a suite: items of each category with invented facts, and what is checked.

\b
Examples:
  usergap suite generate -o suite.jsonl
  usergap suite generate --categories jailbreak,ambiguity -n 40 --seed 7 -o suite.jsonl
  usergap suite generate --seeds my_dialogues.jsonl -o suite.jsonl
  usergap suite generate --list
"""
RUN = """Run a suite against a chatbot. SPEC is written as for `usergap simulate --assistant`.

Each finished answer is in a journal beside the output: after Ctrl-C, a crash or a lost endpoint
the same command goes on where it stopped. Exit code 0 whatever passes: `usergap gate` judges.

\b
Examples:
  usergap suite run suite.jsonl --assistant chat:BOT --base-url URL -o stress.json
  usergap suite run suite.jsonl --assistant function:mybot:answer -o stress.json
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    part = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
    part.command("generate", help=GENERATE)(generate)
    part.command("run", help=RUN)(with_options(run))
    app.add_typer(part, name="suite")


def _list(show: bool) -> None:
    if not show:
        return
    from usergap.ledger.suites import categories

    for each in categories().values():
        typer.echo(f"{each.name}: {each.summary}")
        for template in each.templates:
            typer.echo(f"    {template.name}{' (needs --seeds)' if template.seeded else ''}")
    raise typer.Exit


def generate(
    output: Annotated[Path, typer.Option("-o", "--output", help="The suite to write: JSON lines.")],
    number: Annotated[int, typer.Option("-n", min=1, help="Items of each category.")] = 20,
    categories: Annotated[
        str | None, typer.Option(help="Some of them, with commas between. [default: all]")
    ] = None,
    seeds: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Your own dialogues: their opening messages are used."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
    show_list: Annotated[  # noqa: ARG001 - its callback does it
        bool, typer.Option("--list", callback=_list, is_eager=True, help="Show all categories.")
    ] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.formats import read
    from usergap.ledger.suites.files import write_suite
    from usergap.ledger.suites.generating import generate as made
    from usergap.ledger.suites.registry import chosen
    from usergap.simulate.running.runner import utc_now

    if not output.name.lower().endswith((".jsonl", ".jsonl.gz")):
        raise InputError(
            f"{output}: expected a name ending in .jsonl, found {output.suffix or 'none'}"
        )
    kinds = chosen(categories)
    source = None if seeds is None else read(seeds)
    items = made(kinds, number, seed, () if source is None else source.dialogues)
    settings = [[each.name for each in kinds], number, seed]
    write_suite(items, output, utc_now(), [*settings, source.reading.sha256 if source else None])
    sorts = number_of(len(kinds), "category")
    typer.echo(f"{number_of(len(items), 'item')} in {sorts}, made up: {output}")
    typer.echo(f"\nNext: usergap suite run {output} --assistant SPEC -o stress.json")


def run(
    suite: Annotated[Path, typer.Argument(metavar="SUITE", show_default=False)],
    assistant: Annotated[str, typer.Option(metavar="SPEC", help="The chatbot.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The results to write: JSON.")],
    bot: BotOptions,
    categories: Annotated[str | None, typer.Option(help="Only these, with commas between.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N of each.")] = None,
    name: Annotated[str, typer.Option(help="What results are called in a policy.")] = "stress",
    markdown: Annotated[Path | None, typer.Option(help="Write a Markdown summary.")] = None,
    seed: Annotated[int, typer.Option(help="Seed that is sent with each call.")] = 0,
) -> None:
    """Parse, delegate, print."""
    import asyncio

    from usergap.ledger.results import write_results
    from usergap.ledger.suites.files import read_suite
    from usergap.ledger.suites.running import order_of, run_suite
    from usergap.ledger.suites.telling import lines_of, to_markdown
    from usergap.writing import write_text

    if not name.strip():
        raise InputError("--name: expected a name, found none")
    transcripts = transcripts_of(output)
    items = _some(read_suite(suite), categories, limit)
    order = order_of(items, assistant, **bot.order(seed))
    judge, place = bot.judged_by(), bot.place(output)
    with watched(output, place) as note:
        told = asyncio.run(
            run_suite(name, items, order, transcripts, place, judge=judge, report=note)
        )
    write_results(told.results, output)
    if markdown is not None:
        write_text(markdown, to_markdown(told.results))
    width = shutil.get_terminal_size().columns
    for line in (*lines_of(told.results, width), *told_spent(told.spent)):
        typer.echo(line)
    if told.resumed:
        typer.echo(f"{told.resumed} items were finished by an earlier run")
    for warning in told.warnings:
        typer.echo(f"warning: {warning}")
    if told.failed:
        first = next(iter(told.failed.values())).detail
        typer.echo(f"{len(told.failed)} items got no answer ({first}); run again to try them")
    typer.echo(f"\nresults {output}, dialogues {transcripts}")


def _some(items: list, categories: str | None, limit: int | None) -> list:  # type: ignore[type-arg]
    """The items of some categories, the first ``limit`` of each. Raises InputError."""
    known = dict.fromkeys(item.category for item in items)
    asked = known if categories is None else [x.strip() for x in categories.split(",") if x.strip()]
    for name in asked:
        if name not in known:
            raise InputError(f"--categories: expected some of {', '.join(known)}; found {name!r}")
    found = []
    for name in asked:
        found += [item for item in items if item.category == name][:limit]
    return found
