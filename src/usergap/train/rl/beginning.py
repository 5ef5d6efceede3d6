"""What a run of reinforcement learning begins with: tasks of real dialogues, and a policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from usergap.dialogues import Dialogue, Message
from usergap.simulate.users.userlm import INTENT
from usergap.train.flipping.samples import Sample, flip_all
from usergap.train.rewards.reward import Candidate
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.drawing import answered
from usergap.train.rl.grpo import Policy
from usergap.train.rl.ngram_files import load_policy
from usergap.train.rl.ngram_policy import NgramPolicy


def tasks_of(dialogues: Sequence[Dialogue]) -> list[tuple[Candidate, int]]:
    """What real users answered, with the place of the dialogue; ends are not rewarded."""
    return [
        (_task(sample, dialogues[sample.dialogue]), sample.dialogue)
        for sample in flip_all(dialogues)
        if not sample.ends
    ]


def _task(sample: Sample, dialogue: Dialogue) -> Candidate:
    told = (Message("system", INTENT.format(scenario=sample.intent)),) if sample.intent else ()
    return Candidate("", (*told, *sample.said), sample.target, dialogue.persona)


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
