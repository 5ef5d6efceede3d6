"""What a run of reinforcement learning begins with: tasks of real dialogues, and a policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from usergap.dialogues import Dialogue, Message
from usergap.llm.local.loading import expect_model
from usergap.simulate.participant import Conversation, Phase
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.users.hf import read_training
from usergap.simulate.users.userlm import INTENT, asked
from usergap.train.flipping.samples import Sample, flip_all
from usergap.train.rewards.reward import Candidate
from usergap.train.rl.causal_policy import PERSONA, CausalPolicy
from usergap.train.rl.drawing import answered
from usergap.train.rl.grpo import Policy
from usergap.train.rl.ngram_files import load_policy
from usergap.train.rl.ngram_policy import NgramPolicy


def tasks_of(dialogues: Sequence[Dialogue], intent: str = INTENT) -> list[tuple[Candidate, int]]:
    """What real users answered, with the place of the dialogue; ends are not rewarded.

    ``intent``: the wording, with ``{scenario}``, in which a user is told what it wants.
    """
    return [
        (_task(sample, dialogues[sample.dialogue], intent), sample.dialogue)
        for sample in flip_all(dialogues)
        if not sample.ends
    ]


def _task(sample: Sample, dialogue: Dialogue, intent: str) -> Candidate:
    wanted = Conversation(Scenario("", sample.intent), "", (), Phase.OPENING, 0)
    told = asked(intent if sample.intent else "", wanted)
    head = tuple(Message(m.role, m.content) for m in told)
    return Candidate("", (*head, *sample.said), sample.target, dialogue.persona)


def taught_intent(model: str | None) -> str:
    """The wording of the intent that a model was trained by before; ours where it names none."""
    taught = read_training(model) if model is not None and Path(model).is_dir() else None
    wording = "" if taught is None else taught.intent.removeprefix(PERSONA).strip()
    return wording or INTENT


def wording_of(intent: str, train: Sequence[tuple[Candidate, int]], turns: int) -> str:
    """What a policy is told before a conversation, in training and in use: persona, intent.

    Conversations are led by a persona alone; single replies by one where some dialogue has it.
    """
    if turns > 1:
        return PERSONA
    return f"{PERSONA}\n{intent}" if any(task.persona for task, _ in train) else intent


def expect_beginning(model: str | None) -> None:
    """See that there is something to begin with, before anything is read or fetched.

    Raises InputError for a file that is no n-gram policy, EnvironmentFailure for no model.
    """
    if model is not None and model.endswith(".npz"):
        load_policy(model)
    elif model is not None:
        expect_model(model)


def beginning(
    model: str | None,
    train: Sequence[tuple[Candidate, int]],
    *,
    longest: int,
    turns: int,
    device: str,
) -> Policy:
    """The policy before training: the model, a saved n-gram policy, or one of these replies."""
    if model is None:
        said = [task.reference or "" for task, _ in train]
        policy = NgramPolicy.fit(said, longest=longest)
        return policy.heeding([0.0] * turns)
    if model.endswith(".npz"):
        return load_policy(model)
    return CausalPolicy(model, longest=longest, device=device)


def written(policy: Policy, tasks: Sequence[Candidate]) -> list[Candidate]:
    """A reply of the policy to each context, before training."""
    if isinstance(policy, CausalPolicy):
        texts: Sequence[str] = policy.texts([policy.prompt(t.context, t.persona) for t in tasks], 0)
    else:
        texts = policy.write([answered(t) for t in tasks], np.random.default_rng(0)).texts
    return [replace(task, reply=text) for task, text in zip(tasks, texts, strict=True)]
