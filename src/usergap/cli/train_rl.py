"""``usergap train rl``: a user simulator trained by rewards."""

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
    from usergap.simulate.participant import Assistant
    from usergap.train.flipping.folder import Flipped

HELP = """Train a user simulator by rewards (GRPO).

DATA is a folder of `usergap train flip`, or a file of dialogues, which is split. Without --model
the policy is an n-gram model of the training replies: it shows on a laptop what a reward does.
With --turns above 1 it is rewarded for whole conversations with --assistant, led by the dialogues'
personas. A reply whose reward cannot be had is left out, never counted as 0. The same command
goes on with a run that was cut off. --list names the rewards.

\b
Examples:
  usergap train rl flipped --rewards bertscore,coverage=0.3 -o run
  usergap train rl flipped --model run/model --rewards latent_states --judge MODEL \\
      --base-url URL -o run2
  usergap train rl flipped --model run/model --rewards prompt_to_line --turns 8 -o run3
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("rl", help=HELP)(rl)


def _list(wanted: bool) -> None:
    if not wanted:
        return
    from usergap.train.rewards.registry import rewards

    for reward in rewards().values():
        typer.echo(f"{reward.id}: {reward.goal}\n    gamed by: {reward.gamed}")
    raise typer.Exit


def rl(
    data: Annotated[str, typer.Argument(metavar="DATA", show_default=False)],
    rewards: Annotated[
        str, typer.Option(help="Names with weights: bertscore,coverage=0.3.", show_default=False)
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The run's folder.")],
    model: Annotated[
        str | None,
        typer.Option(help="A causal model's folder or name on the hub, or a run's policy.npz."),
    ] = None,
    steps: Annotated[int, typer.Option(help="Steps.")] = 200,
    group: Annotated[int, typer.Option(help="Replies, or conversations, held together.")] = 8,
    contexts: Annotated[int, typer.Option(help="Contexts, or personas, a step.")] = 8,
    turns: Annotated[int, typer.Option(min=1, help="User turns; 1: single replies.")] = 1,
    assistant: Annotated[
        str,
        typer.Option(
            help="Of conversations: scripted, scripted:FILE, hf:PATH, or a model at --base-url."
        ),
    ] = "scripted",
    learning_rate: Annotated[
        float | None, typer.Option(help="[default: 1e-6; of the n-gram policy 0.1]")
    ] = None,
    kl: Annotated[float, typer.Option(help="Weight of the divergence from the start.")] = 0.04,
    clip: Annotated[float, typer.Option(help="How far a token may move a step.")] = 0.2,
    longest: Annotated[int, typer.Option(min=1, help="Tokens of a reply at most.")] = 64,
    missing: Annotated[
        str, typer.Option(help="Where one of several rewards is missing: any or rescale.")
    ] = "any",
    reward_model: Annotated[
        str | None, typer.Option(metavar="PATH", help="Model of bertscore; offline without.")
    ] = None,
    judge: Annotated[
        str | None, typer.Option(help="Of turing, consistency and states: as for probe.")
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="Endpoint of judge and assistant.")] = None,
    key_env: Annotated[str | None, typer.Option(help="Variable that holds its key.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Of one reward: bertscore.idf=on."),
    ] = None,
    held_out: Annotated[
        list[Path] | None,
        typer.Option(
            "--held-out",
            metavar="FILE",
            help="A ledger, manifest, list of hashes or dialogues never to be trained on. Repeat.",
        ),
    ] = None,
    save_every: Annotated[int, typer.Option(min=1, help="Steps between checkpoints.")] = 50,
    seed: Annotated[int, typer.Option(min=0, help="Seed of every random draw.")] = 0,
    device: Annotated[str, typer.Option(help="cpu, cuda or cuda:N.")] = "cpu",
    restart: Annotated[bool, typer.Option("--restart", help="Forget what was done.")] = False,
    effects: Effects = None,
    strict: Strict = False,
    listed: Annotated[  # noqa: ARG001 - acts by itself
        bool, typer.Option("--list", help="Name the rewards.", callback=_list, is_eager=True)
    ] = False,
) -> None:
    """Parse, delegate, print."""
    from usergap.probes.tool_specs import tools_from
    from usergap.train.held_out import read_held_out
    from usergap.train.rewards.combination import MISSING
    from usergap.train.rewards.reward import Materials
    from usergap.train.rewards.settings import named
    from usergap.train.rl.beginning import expect_beginning
    from usergap.train.rl.grpo_update import Grpo
    from usergap.train.rl.reinforcing import Reinforcement, discard, reinforce
    from usergap.train.side_effects.rewarded import paid_by

    expect_beginning(model)  # before a long file is read
    asked = turns > 1 and not assistant.startswith("scripted")
    tools = tools_from(
        judge=judge, assistant=assistant if asked else None, base_url=base_url, key_env=key_env
    )
    named({"missing": missing}, "missing", MISSING, "any")
    if restart:
        discard(output)
    parts, chosen = _parts(data, seed, strict), _settings(settings or ())
    with gone_on_with():
        card = reinforce(
            parts,
            model,
            output,
            Reinforcement(
                rewards=rewards, steps=steps, group_size=group, per_step=contexts, turns=turns,
                longest=longest, seed=seed, missing="any" if missing == "any" else "rescale",
                grpo=Grpo(learning_rate, clip, kl), save_every=save_every,
            ),
            materials=Materials(
                ask=tools.judge, model=reward_model, settings=chosen, seed=seed
            ),
            assistant=_assistant(assistant, tools.assistant) if turns > 1 else None,
            held_out=read_held_out(held_out or ()),
            device=device,
            on_step=lambda step, figures: _told(step, steps, figures),
        )  # fmt: skip
    typer.echo(summary(card))
    typer.echo(f"{output / 'card.md'}\nnext: {card['use']}")
    real = str(Path(data) / "held_out.jsonl") if Path(data).is_dir() else data
    After(card, parts, output, real, paid_by(rewards, chosen), seed).tell(effects)


def _parts(data: str, seed: int, strict: bool) -> Flipped:
    from usergap.cli.loading import Loading
    from usergap.train.flipping.folder import parted, read_flipped
    from usergap.train.flipping.splitting import Shares, split_dialogues
    from usergap.train.held_out import HeldOut, refuse

    if Path(data).is_dir():
        return read_flipped(Path(data))
    dialogues = Loading(strict).corpus(data).dialogues
    refuse(dialogues, HeldOut())  # before the parts are marked anew
    return parted(dialogues, split_dialogues(dialogues, Shares(0.2, 0.2), seed=seed))


def _assistant(spec: str, ask: Any) -> Assistant:
    from usergap.simulate.assistants.scripted import LINES, ScriptedAssistant
    from usergap.simulate.kind import read_text
    from usergap.train.rl.asking_assistant import AskingAssistant

    if ask is not None:
        return AskingAssistant(ask, spec)
    _, _, path = spec.partition(":")
    if not path:
        return ScriptedAssistant(LINES)
    lines = tuple(x.strip() for x in read_text(path, "--assistant").splitlines() if x.strip())
    if not lines:
        raise InputError(f"--assistant: {path}: expected lines to say, found none")
    return ScriptedAssistant(lines)


def _settings(given: list[str] | tuple[str, ...]) -> dict[str, str]:
    found = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign or not name:
            raise InputError(f"--set: expected NAME=VALUE, found {each!r}")
        found[name.strip()] = value.strip()
    return found


def _told(step: int, steps: int, figures: Mapping[str, float]) -> None:
    if step % max(1, steps // 20) and step != steps:
        return
    reward = f"{figures['reward']:.4f}" if "reward" in figures else "none known"
    sys.stderr.write(f"step {step} of {steps}: reward {reward}\n")


def summary(card: Mapping[str, Any]) -> str:
    """What the run did, in a few lines."""
    course, result = card["course"], card["result"]
    first, last = course["reward_of_the_first_tenth"], course["reward_of_the_last_tenth"]
    lines = [
        f"{course['steps']} steps; mean reward {_number(first)} at first, {_number(last)} last"
    ]
    if course["replies_without_reward"]:
        lines.append(f"{course['replies_without_reward']} replies had no reward and were left out")
    lines += cut_lines(card["prompts"]) if card.get("prompts") else []
    if result is None:
        return "\n".join([*lines, "held-out reward: not measured, nothing was held out"])
    if "drift_a_turn" in (result.get("before") or {}):
        for when in ("before", "after"):
            mean, drift = result[when]["mean"], result[when]["drift_a_turn"]
            lines.append(f"new personas {when}: {_number(mean)}, drift {_number(drift)} a turn")
        return "\n".join(lines)
    names = ("before", "after", "difference")
    lines += [f"held-out reward, {name}: {_interval(result[name])}" for name in names]
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.4g}"


def _interval(figure: Mapping[str, float | None] | None) -> str:
    if figure is None:
        return "undefined"
    if figure["low"] is None:
        return _number(figure["value"])
    return f"{figure['value']:.4g} [{figure['low']:.4g}, {figure['high']:.4g}]"
