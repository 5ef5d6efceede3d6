"""``reinforce``: a user simulator trained by rewards, and the card of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.llm.local.loading import expect_device
from usergap.simulate.participant import Assistant
from usergap.simulate.prompt_room import FORM
from usergap.simulate.users.hf import TRAINED
from usergap.train.flipping.folder import Flipped
from usergap.train.flipping.splitting import disjoint_groups
from usergap.train.held_out import HeldOut, refuse
from usergap.train.rewards.combination import Missing, made, parse
from usergap.train.rewards.registry import reward_named
from usergap.train.rewards.reward import Candidate, Materials, Score
from usergap.train.rl.beginning import (
    beginning,
    expect_beginning,
    tasks_of,
    taught_intent,
    wording_of,
    written,
)
from usergap.train.rl.card import (
    NOT_MEASURED,
    base_of,
    course_of,
    prompts_of,
    record_training,
    users_of,
)
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.curve import Curve
from usergap.train.rl.grpo import Policy, grpo_curve, sampled_rewards
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.held_out_rewards import change
from usergap.train.rl.multi_turn import Level, conversation_curve, level
from usergap.train.rl.ngram_files import CHECKPOINT, POLICY
from usergap.train.rl.ngram_run import Report
from usergap.train.run_card import data_record, how_to_use, versions, write_card
from usergap.train.sft.model import need
from usergap.train.sft.settings import begin, data_hash
from usergap.train.sft.settings import discard as discard_common


@dataclass(frozen=True)
class Reinforcement:
    """How a user is trained by rewards; ``turns`` 1: single replies to real contexts.

    ``rewards``: names and weights ("bertscore,coverage=0.3"); ``missing``: what becomes of a
    candidate that lacks one of them.
    """

    rewards: str
    steps: int = 200
    group_size: int = 8
    per_step: int = 8
    turns: int = 1
    longest: int = 64
    seed: int = 0
    missing: Missing = "any"
    grpo: Grpo = field(default_factory=Grpo)
    save_every: int = 50


def reinforce(
    data: Flipped,
    model: str | None,
    folder: Path,
    settings: Reinforcement,
    *,
    materials: Materials | None = None,
    assistant: Assistant | None = None,
    held_out: HeldOut | None = None,
    device: str = "cpu",
    on_step: Report | None = None,
) -> dict[str, Any]:
    """Train by GRPO on ``data.train``; returns the run card.

    ``model``: the path of a causal model, of a saved n-gram policy (``.npz``), or None: the
    n-gram model of the training replies. ``data.validation`` gives the real replies that
    rewards learn from, ``data.held_out`` the contexts that reward is measured on before and
    after. Conversations (``turns`` > 1) are led with ``assistant`` by the dialogues' personas.
    The same call goes on with a run that was cut off. Raises InputError for another run in
    ``folder``, for held-out data among the training data, and where data or materials lack what
    is asked for.
    """
    expect_beginning(model)
    if model is not None and not model.endswith(".npz"):
        need("torch", "transformers", "accelerate", "trl")
        expect_device(device)
    known = (held_out or HeldOut()).joined(data.held_out, "the run's own held-out")
    refuse(data.train, known.joined(data.validation, "the run's own validation"))
    names = _rewards(settings.rewards)
    if settings.turns > 1 and (assistant is None or not _personas(data.train)):
        raise InputError(
            "conversations: expected an assistant and training dialogues with a persona, found"
            f" {'none' if assistant is None else 'one'} and {len(_personas(data.train))}"
        )
    intent = taught_intent(model)
    train, watched, tested = (
        tasks_of(part, intent) for part in (data.train, data.validation, data.held_out)
    )
    policy = beginning(model, train, longest=settings.longest, turns=settings.turns, device=device)
    given = materials or Materials()
    parts = {name: data_record(getattr(data, name)) for name in ("train", "validation", "held_out")}
    hashes = {name: data_hash(getattr(data, name)) for name in parts}
    told = {**hashes, "rewards": given.settings, "reward_model": given.model,
            "assistant": None if assistant is None else assistant.settings}  # fmt: skip
    base = base_of(policy, model)
    by_model = isinstance(policy, CausalPolicy)
    begin(folder, settings, told, base["weights"], prompts=FORM if by_model else None)
    given = replace(given, real=tuple(replace(t, reply=t.reference or "") for t, _ in watched))
    if watched and "discriminator" in names:
        given = replace(given, simulated=tuple(written(policy, [t for t, _ in watched])))
    score = made(settings.rewards, given, settings.missing)
    places: dict[str, Any] = {
        "checkpoints": folder,
        "checkpoint_every": settings.save_every,
        "on_step": lambda step, figures: _watched(step, figures, settings.rewards, on_step),
    }
    sizes: dict[str, Any] = {
        "steps": settings.steps,
        "group_size": settings.group_size,
        "seed": settings.seed,
        "settings": settings.grpo,
    }
    if settings.turns == 1 or assistant is None:
        tasks = [task for task, _ in train]
        curve = grpo_curve(
            policy, [t.context for t in tasks], [t.reference for t in tasks], score,
            contexts_per_step=settings.per_step, personas=[t.persona for t in tasks],
            **sizes, **places,
        )  # fmt: skip
        result = _on_held_out(policy, curve.policy, tested, data.held_out, score, settings)
    else:
        curve, result = _conversations(policy, data, assistant, score, settings, sizes, places)
    users = users_of(policy, curve.policy, folder)
    record_training(
        curve.policy, model, folder, data.train, wording_of(intent, train, settings.turns)
    )
    card = {
        "what": "reinforcement learning of a user simulator (GRPO)",
        "use": how_to_use(users["after"]),
        "users": users,
        "base": base,
        "rewards": _rewards(settings.rewards),
        "settings": {**asdict(settings), "device": device},
        "data": parts,
        "data_hash": hashes,
        "held_out_sources": list(known.sources),
        "course": course_of(curve),
        "result": result,
        "prompts": prompts_of(policy, train),
        "versions": versions(),
        "not_measured": list(NOT_MEASURED),
    }  # fmt: skip
    write_card(folder, card)
    return card


def _watched(step: int, figures: Mapping[str, float], rewards: str, on_step: Report | None) -> None:
    """Raises InputError where the first step has no reward at all: nothing would be learnt."""
    if step == 1 and "reward" not in figures:
        raise InputError(
            f"rewards: expected a score for some reply of the first step, found none from"
            f" {rewards}: it may lack references, personas or a judge that answers"
        )
    if on_step is not None:
        on_step(step, figures)


def discard(folder: Path) -> None:
    """Forget a run: remove what it wrote, and nothing else, from its folder."""
    discard_common(folder)
    for name in (POLICY, CHECKPOINT, TRAINED):
        (folder / name).unlink(missing_ok=True)


def _rewards(text: str) -> dict[str, dict[str, Any]]:
    kinds = {name: (weight, reward_named(name)) for name, weight in parse(text).items()}
    return {
        name: {"weight": weight, "version": kind.version, "gamed_by": kind.gamed}
        for name, (weight, kind) in kinds.items()
    }


def _on_held_out(
    before: Policy,
    after: Policy,
    tested: Sequence[tuple[Candidate, int]],
    dialogues: Sequence[Dialogue],
    score: Score,
    settings: Reinforcement,
) -> dict[str, Any] | None:
    if not tested:
        return None
    tasks = [task for task, _ in tested]
    rewards = [
        sampled_rewards(
            policy, [t.context for t in tasks], [t.reference for t in tasks], score,
            group_size=settings.group_size, seed=settings.seed, personas=[t.persona for t in tasks],
        )
        for policy in (before, after)
    ]  # fmt: skip
    groups = disjoint_groups(dialogues)[0]
    return change(rewards[0], rewards[1], [groups[place] for _, place in tested], settings.seed)


def _conversations(
    policy: Policy,
    data: Flipped,
    assistant: Assistant,
    score: Score,
    settings: Reinforcement,
    sizes: dict[str, Any],
    places: dict[str, Any],
) -> tuple[Curve, dict[str, Any] | None]:
    personas = [_personas(part) for part in (data.train, data.held_out)]
    curve = conversation_curve(
        policy, personas[0], assistant, score,
        turns=settings.turns, personas_per_step=settings.per_step, **sizes, **places,
    )  # fmt: skip
    new = [persona for persona in personas[1] if persona not in set(personas[0])]
    if not new:
        return curve, None
    levels = {
        name: level(
            each, new, assistant, score, turns=settings.turns,
            group_size=settings.group_size, seed=settings.seed,
        )
        for name, each in (("before", policy), ("after", curve.policy))
    }  # fmt: skip
    return curve, {name: _level(each) for name, each in levels.items()} | {"personas": len(new)}


def _personas(dialogues: Sequence[Dialogue]) -> list[str]:
    return list(dict.fromkeys(d.persona for d in dialogues if d.persona and d.persona.strip()))


def _level(found: Level) -> dict[str, Any]:
    return {"mean": found.mean, "drift_a_turn": found.drift, "by_turn": list(found.by_turn)}
