"""``usergap train flip``: dialogues into samples that teach the user's side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from usergap.cli.annotate_options import BaseUrl, KeyEnv
from usergap.cli.options import Columns, Strict, assignments, one_of

if TYPE_CHECKING:
    from usergap.simulate.scenarios.making import Making

HELP = """Flip dialogues: K user turns become K + 1 samples, the last the end of the dialogue.

Writes train, validation and held_out (.jsonl: dialogues; .samples.jsonl: samples) and
manifest.json into a folder. The parts share no person, conversation, scenario or near-duplicate;
where every dialogue has a time, the held-out are the latest. Nothing that is held out elsewhere
(--held-out) may be among them.

\b
Examples:
  usergap train flip real.jsonl -o flipped
  usergap train flip real.jsonl --held-out usergap.ledger --intents model --model MODEL \\
      --base-url URL -o flipped
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("flip", help=HELP)(flip)


def flip(
    sources: Annotated[list[str], typer.Argument(metavar="REAL...", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder to write.")],
    validation: Annotated[float, typer.Option(min=0, max=1, help="Share to validate on.")] = 0.1,
    test: Annotated[float, typer.Option(min=0, max=1, help="Share to hold out.")] = 0.1,
    order: Annotated[
        str, typer.Option(help="auto, time or random: how the parts are chosen.")
    ] = "auto",
    intents: Annotated[
        str,
        typer.Option(help="auto (scenarios, else extracts), scenario, extractive, model or none."),
    ] = "auto",
    model: Annotated[
        str | None, typer.Option("--model", help="Writes intents: a name, or hf:PATH.")
    ] = None,
    base_url: BaseUrl = None,
    key_env: KeyEnv = None,
    held_out: Annotated[
        list[Path] | None,
        typer.Option(
            "--held-out",
            metavar="FILE",
            help="A ledger, manifest, list of hashes or dialogues never to be trained on. Repeat.",
        ),
    ] = None,
    drop_held_out: Annotated[
        bool, typer.Option("--drop-held-out", help="Leave those out instead of refusing.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Draws the parts, where not by time.")] = 0,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    one_of(order, ("auto", "time", "random"), "--order")
    from usergap.cli.loading import Loading
    from usergap.train.flipping.flipping import Flipping, flip_corpora
    from usergap.train.flipping.splitting import Shares
    from usergap.train.held_out import read_held_out

    load = Loading(strict, assignments(column, "--column")).corpus
    told = flip_corpora(
        [load(source) for source in sources],
        output,
        Flipping(Shares(validation, test), order, intents, seed, drop_held_out),  # type: ignore[arg-type]
        held_out=read_held_out(held_out or ()),
        making=_making(model, base_url, key_env),
    )
    typer.echo(summary(told))
    typer.echo(f"next: usergap train sft {output} --model PATH -o run")


def _making(model: str | None, base_url: str | None, key_env: str | None) -> Making | None:
    if model is None:
        return None
    from usergap.llm import default_cache
    from usergap.simulate.running.order import Reach
    from usergap.simulate.scenarios.making import Making

    return Making(model, Reach(base_url, key_env), personas=0, cache=default_cache())


def summary(told: dict[str, Any]) -> str:
    """The manifest in a few lines."""
    lines = []
    for name, part in told["parts"].items():
        lines.append(
            f"{name.replace('_', '-')}: {part['dialogues']} dialogues, {part['user_turns']} user"
            f" turns, {part['ends']} ends"
        )
    split, intents = told["split"], told["intents"]
    lines.append("parts: by time" if split["by_time"] else "parts: drawn at random")
    if split["by_user"] is None:
        lines.append("nobody is named in the files: one person may be in two parts")
    elif not split["by_user"]:
        lines.append("people hang everything together: one person may be in two parts")
    if split["straddling"]:
        lines.append(f"{split['straddling']} left out: older than a part that their group is in")
    lines.append(
        f"intents: {intents['given']} given, {intents['extractive']} extracted,"
        f" {intents['by_model']} by a model, {intents['without']} without"
    )
    if intents["copied_share"]:
        lines.append(
            f"{100 * intents['copied_share']:.0f} % of intents hold words of the user's own:"
            " perplexity with intent is flattered by them"
        )
    if told["left_out"]:
        lines.append(f"{len(told['left_out'])} dialogues left out (manifest.json says why)")
    return "\n".join(lines)
