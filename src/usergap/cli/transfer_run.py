"""``usergap transfer REAL SIM``: the reward-transfer study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.options import Columns, Folder, Strict, assignments

HELP = """Train one policy on simulated replies and its twin on real ones; test both on both.

GRPO with a BERTScore reward, the same scenarios, steps and beginning. Needs scenarios that
both files share. Without --model a word-pair model learns, on any machine, in minutes.

\b
Examples:
  usergap transfer real.jsonl simulated.jsonl
  usergap transfer real.jsonl simulated.jsonl --match-length --seeds 10
  usergap transfer real.jsonl simulated.jsonl --model PATH --reward-model PATH
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("run", help=HELP)(run)


def run(
    real: Annotated[str, typer.Argument(metavar="REAL", show_default=False)],
    simulated: Annotated[str, typer.Argument(metavar="SIM", show_default=False)],
    output: Folder = Path("transfer"),
    simulator: Annotated[
        str | None, typer.Option(help="Which one, where SIM holds several.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="PATH", help="A causal LM, trained by trl (extra train).")
    ] = None,
    reward: Annotated[str, typer.Option(help="What is rewarded.")] = "bertscore",
    reward_model: Annotated[
        str | None, typer.Option("--reward-model", metavar="PATH", help="An encoder for it.")
    ] = None,
    headroom: Annotated[
        bool, typer.Option("--headroom", help="Only best-of-n headroom: seconds, no training.")
    ] = False,
    match_length: Annotated[
        bool, typer.Option("--match-length", help="Only pairs of replies of one length.")
    ] = False,
    words: Annotated[int, typer.Option(min=1, help="Words kept of a reply.")] = 40,
    turns: Annotated[int, typer.Option(min=1, help="Pairs of replies a scenario.")] = 4,
    seeds: Annotated[int, typer.Option(min=2, help="Repetitions.")] = 6,
    steps: Annotated[int, typer.Option(min=2, help="GRPO steps.")] = 50,
    contexts: Annotated[int, typer.Option(min=1, help="Contexts a step.")] = 32,
    group: Annotated[int, typer.Option(min=2, help="Replies to a context.")] = 8,
    learning_rate: Annotated[
        float | None, typer.Option("--learning-rate", help="Of GRPO. Default: the policy's own.")
    ] = None,
    held_out: Annotated[float, typer.Option(help="Share of scenarios.")] = 0.5,
    seed: Annotated[int, typer.Option(help="Of the first repetition.")] = 0,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.cli.loading import Loading, progress
    from usergap.llm.local.loading import expect_model
    from usergap.report.transfer import headroom_lines, transfer_lines, write_transfer
    from usergap.train.rl.grpo_update import Grpo
    from usergap.train.transfer.effort import Effort
    from usergap.train.transfer.experiment import one_simulator, transfer
    from usergap.train.transfer.headroom import headroom as only_headroom
    from usergap.train.transfer.replies import Cuts

    if model is not None:
        expect_model(model)  # before long files are read
    load = Loading(strict, assignments(column, "--column")).corpus
    people, made = load(real), load(simulated)
    name, dialogues = one_simulator(made, simulator)
    cuts = Cuts(words, turns=turns, match_length=match_length)
    effort = Effort(
        seeds, steps, contexts, group, held_out=held_out, grpo=Grpo(learning_rate=learning_rate)
    )
    if headroom:
        found = only_headroom(
            people, dialogues, model=model, reward=reward, reward_model=reward_model, cuts=cuts,
            effort=effort, seed=seed,
        )  # fmt: skip
        typer.echo("\n".join(headroom_lines(found)))
        return
    with progress(f"training on {name} and on {people.name}", 2 * seeds * steps) as advance:
        told = transfer(
            people, dialogues, simulator=name, model=model, reward=reward,
            reward_model=reward_model, cuts=cuts, effort=effort, seed=seed,
            keep=output / "runs", progress=advance,
        )  # fmt: skip
    typer.echo("\n".join(transfer_lines(told)))
    typer.echo(f"\nPicture: {write_transfer(told, output)}")
