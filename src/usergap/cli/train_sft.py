"""``usergap train sft``: a causal model fine-tuned to be the user."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from usergap.cli.options import Strict
from usergap.cli.train_after import After, Effects, cut_lines, gone_on_with
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.train.flipping.folder import Flipped

HELP = """Fine-tune a causal model to say what users say.

DATA is a folder of `usergap train flip`, or a file of dialogues (then --validation and --test name
others). Loss is taken on the user's own tokens only. Perplexity of held-out user turns is
measured before and after, with and without intent. The same command goes on with a run that was
cut off. The result is a user: usergap simulate --user hf:RUN/model.

\b
Examples:
  usergap train sft flipped --model PATH -o run
  usergap train sft flipped --model PATH --lora 16 --device cuda -o run
  usergap train sft train.jsonl --test train.held_out.jsonl --model PATH -o run
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("sft", help=HELP)(sft)


def sft(
    data: Annotated[str, typer.Argument(metavar="DATA", show_default=False)],
    model: Annotated[
        str, typer.Option("--model", help="A model's folder, or its name on the hub.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The run's folder.")],
    validation: Annotated[
        str | None, typer.Option(metavar="FILE", help="Dialogues to watch the loss on.")
    ] = None,
    test: Annotated[
        str | None, typer.Option(metavar="FILE", help="Dialogues to measure perplexity on.")
    ] = None,
    held_out: Annotated[
        list[Path] | None,
        typer.Option(
            "--held-out",
            metavar="FILE",
            help="A ledger, manifest, list of hashes or dialogues never to be trained on. Repeat.",
        ),
    ] = None,
    epochs: Annotated[float, typer.Option(help="Times through the data.")] = 3.0,
    steps: Annotated[int | None, typer.Option(help="Steps, instead of epochs.")] = None,
    batch: Annotated[int, typer.Option(help="Samples at once.")] = 8,
    accumulate: Annotated[int, typer.Option(help="Batches a step.")] = 1,
    learning_rate: Annotated[
        float | None, typer.Option(help="[default: 2e-5, with --lora 2e-4]")
    ] = None,
    lora: Annotated[
        int | None, typer.Option(metavar="RANK", help="Train adapters instead of all weights.")
    ] = None,
    longest: Annotated[
        int, typer.Option(help="Tokens of prompt and message at most: the oldest turns go.")
    ] = 2048,
    intent: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Wording of the intent, with {scenario}.")
    ] = None,
    save_every: Annotated[int, typer.Option(help="Steps between checkpoints.")] = 100,
    log_every: Annotated[int, typer.Option(help="Steps between metrics.")] = 10,
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
    device: Annotated[str, typer.Option(help="cpu, or cuda: the first visible.")] = "cpu",
    restart: Annotated[bool, typer.Option("--restart", help="Forget what was done.")] = False,
    effects: Effects = None,
    strict: Strict = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.llm.local.loading import expect_model
    from usergap.simulate.kind import read_text
    from usergap.simulate.users.userlm import INTENT
    from usergap.train.held_out import read_held_out
    from usergap.train.sft.finetuning import finetune
    from usergap.train.sft.settings import FineTuning, discard

    expect_model(model)  # before a long file is read
    settings = FineTuning(
        epochs=epochs,
        steps=steps,
        batch=batch,
        accumulate=accumulate,
        learning_rate=learning_rate,
        lora=lora,
        longest=longest,
        intent=INTENT if intent is None else read_text(str(intent), "--intent").strip(),
        seed=seed,
        save_every=save_every,
        log_every=log_every,
    )
    parts = _parts(data, validation, test, strict)
    if restart:
        discard(output)
    with gone_on_with():
        card = finetune(
            parts,
            model,
            output,
            settings,
            held_out=read_held_out(held_out or ()),
            device=device,
            on_log=_told,
        )
    typer.echo(summary(card))
    typer.echo(f"{output / 'card.md'}\nnext: {card['use']}")
    real = str(Path(data) / "held_out.jsonl") if Path(data).is_dir() else test
    After(card, parts, output, real, seed=seed).tell(effects)


def _parts(data: str, validation: str | None, test: str | None, strict: bool) -> Flipped:
    from usergap.cli.loading import Loading
    from usergap.train.flipping.folder import Flipped, read_flipped

    load = Loading(strict).corpus
    if Path(data).is_dir():
        if validation or test:
            raise InputError(f"{data}: a flipped folder: expected no --validation or --test")
        return read_flipped(Path(data))
    watched = load(validation).dialogues if validation else ()
    return Flipped(load(data).dialogues, watched, load(test).dialogues if test else ())


def _told(step: int, steps: int, values: Mapping[str, float]) -> None:
    shown = {name: values[name] for name in ("train/loss", "eval/loss") if name in values}
    if shown:
        figures = ", ".join(f"{name} {value:.4f}" for name, value in shown.items())
        sys.stderr.write(f"step {step} of {steps}: {figures}\n")


def summary(card: Mapping[str, Any]) -> str:
    """What the run did, in a few lines."""
    samples, held = card["samples"], card["held_out_perplexity"]
    tokens = f"{samples['tokens_with_loss']} of {samples['tokens']} tokens"
    lines = [f"{samples['train']} samples, loss on {tokens}"]
    lines += cut_lines(samples)
    if held is None:
        return "\n".join([*lines, "held-out perplexity: not measured, no held-out was given"])
    for way in ("with_intent", "without_intent"):
        if held[way]:
            before, after = (held[way][when]["perplexity"] for when in ("before", "after"))
            lines.append(
                f"held-out perplexity {way.replace('_', ' ')}: {_interval(before)} before,"
                f" {_interval(after)} after"
            )
    return "\n".join(lines)


def _interval(figure: Mapping[str, float | None] | None) -> str:
    if figure is None:
        return "undefined"
    if figure["low"] is None:
        return f"{figure['value']:.4g}"
    return f"{figure['value']:.4g} [{figure['low']:.4g}, {figure['high']:.4g}]"
